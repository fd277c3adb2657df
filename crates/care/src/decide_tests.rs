//! The life of a case, told in minutes since its first post was heard.

use crate::{CareError, CaseEvent, Decision, Opening, decide, next_due, open, reply_left};
use answerable_domain::{AuthorId, BrandId, Case, CaseAction, CaseId, CaseState, ChannelId, EventKind, Millis, Policy, PostId, UserId};

const AGENT: UserId = UserId(7);

pub(crate) const OPENING: Opening = Opening { id: CaseId(1), brand_id: BrandId(2), channel_id: ChannelId(3), author_id: AuthorId(4) };

/// 2026-11-19 12:00 UTC, plus minutes.
pub(crate) fn minute(minutes: i64) -> Millis {
    1_795_089_600_000 + minutes * 60_000
}

/// A case and what happens to it, one line after the other. 60 minutes to answer, 30 for a VIP, day and night.
struct Story {
    case: Case,
    posts: i64,
}

impl Story {
    fn new() -> Self {
        let Decision { case, events } = open(OPENING, PostId(1), minute(0), false, 10, &Policy::default(), minute(0));
        assert_eq!(events, [EventKind::CaseOpened, EventKind::PostAdded]);
        Self { case, posts: 1 }
    }

    fn happens(&mut self, at: i64, event: CaseEvent) -> Vec<EventKind> {
        let Decision { case, events } = decide(&self.case, &event, &Policy::default(), minute(at)).expect("it makes sense");
        assert_eq!(events.is_empty(), case == self.case, "no events exactly when nothing changed: {event:?}");
        self.case = case;
        events
    }

    fn customer_writes(&mut self, at: i64) -> Vec<EventKind> {
        self.posts += 1;
        let post_id = PostId(self.posts);
        let vip = self.case.vip;
        self.happens(at, CaseEvent::PostArrived { post_id, at: minute(at), vip, urgency: 10, ours: false })
    }

    fn answer_leaves(&mut self, at: i64) -> Vec<EventKind> {
        self.happens(at, CaseEvent::ReplySent { at: minute(at), by: Some(AGENT) })
    }

    fn person(&mut self, at: i64, action: CaseAction) -> Vec<EventKind> {
        self.happens(at, CaseEvent::Action { action, by: AGENT })
    }

    fn refused(&self, at: i64, action: CaseAction) -> CareError {
        decide(&self.case, &CaseEvent::Action { action, by: AGENT }, &Policy::default(), minute(at)).expect_err("it makes no sense")
    }

    fn tick(&mut self, at: i64) -> Vec<EventKind> {
        self.happens(at, CaseEvent::Tick)
    }

    #[track_caller]
    fn is(&self, state: CaseState, deadline: Option<i64>, due: Option<i64>) {
        assert_eq!(
            (self.case.state, self.case.deadline_at, next_due(&self.case)),
            (state, deadline.map(minute), due.map(minute)),
            "state, deadline, next due"
        );
    }
}

#[test]
fn a_post_is_answered_and_the_matter_is_closed() {
    let mut story = Story::new();
    story.is(CaseState::Open, Some(60), Some(60));
    assert_eq!(story.answer_leaves(12), [EventKind::ReplyChanged]);
    story.is(CaseState::Waiting, None, None);
    assert_eq!(story.case.first_answered_at, Some(minute(12)));
    assert_eq!(story.person(20, CaseAction::Close), [EventKind::CaseClosed]);
    story.is(CaseState::Closed, None, None);
    assert_eq!(story.case.closed_at, Some(minute(20)));
    assert_eq!(story.case.thread_version, 2);
}

#[test]
fn a_further_post_puts_off_no_deadline_and_raises_the_urgency() {
    let mut story = Story::new();
    assert_eq!(story.customer_writes(50), [EventKind::PostAdded]);
    story.is(CaseState::Open, Some(60), Some(60));
    assert_eq!((story.case.last_post_at, story.case.last_post_id), (minute(50), PostId(2)));
    let calmer = CaseEvent::PostArrived { post_id: PostId(3), at: minute(51), vip: false, urgency: 3, ours: false };
    story.happens(51, calmer);
    assert_eq!(story.case.urgency, 10);
}

#[test]
fn the_customer_writes_again_after_an_answer() {
    let mut story = Story::new();
    story.answer_leaves(12);
    assert_eq!(story.customer_writes(100), [EventKind::PostAdded]);
    story.is(CaseState::Open, Some(160), Some(160));
    story.answer_leaves(110);
    assert_eq!(story.case.first_answered_at, Some(minute(12)), "the first answer stays the first");
    story.person(120, CaseAction::Close);
    assert_eq!(story.customer_writes(5000), [EventKind::CaseReopened, EventKind::PostAdded]);
    story.is(CaseState::Open, Some(5060), Some(5060));
    assert_eq!((story.case.reopened_count, story.case.closed_at), (1, None));
}

#[test]
fn a_deadline_is_seen_to_pass_once() {
    let mut story = Story::new();
    assert_eq!(story.tick(59), []);
    assert_eq!(story.tick(60), [EventKind::CaseOverdue]);
    story.is(CaseState::Open, Some(60), None);
    assert_eq!(story.tick(60), []);
    assert_eq!(story.tick(600), []);
    assert_eq!(story.case.overdue_at, Some(minute(60)));
    story.customer_writes(601);
    assert_eq!(story.case.overdue_at, Some(minute(60)), "writing again makes us no less late");
    story.answer_leaves(602);
    assert_eq!((story.case.overdue_at, story.case.deadline_at), (None, None));
}

#[test]
fn a_snooze_stops_the_clock_and_ends() {
    let mut story = Story::new();
    assert_eq!(story.person(10, CaseAction::Snooze { until: minute(200) }), [EventKind::CaseSnoozed]);
    story.is(CaseState::Snoozed, None, Some(200));
    assert_eq!(story.person(11, CaseAction::Snooze { until: minute(200) }), [], "the same again is no news");
    story.person(12, CaseAction::Snooze { until: minute(300) });
    story.is(CaseState::Snoozed, None, Some(300));
    assert_eq!(story.tick(299), []);
    assert_eq!(story.tick(301), [EventKind::CaseWoken]);
    story.is(CaseState::Open, Some(361), Some(361));
}

#[test]
fn the_customer_wakes_a_snoozed_case_and_an_answer_does_not() {
    let mut story = Story::new();
    story.person(10, CaseAction::Snooze { until: minute(200) });
    story.answer_leaves(20);
    story.is(CaseState::Snoozed, None, Some(200));
    assert_eq!(story.customer_writes(30), [EventKind::CaseWoken, EventKind::PostAdded]);
    story.is(CaseState::Open, Some(90), Some(90));
}

#[test]
fn people_close_reopen_and_assign() {
    let mut story = Story::new();
    assert_eq!(story.refused(1, CaseAction::Reopen), CareError::AlreadyOpen);
    assert_eq!(story.person(1, CaseAction::Assign { to: Some(AGENT) }), [EventKind::CaseAssigned]);
    assert_eq!(story.person(1, CaseAction::Assign { to: Some(AGENT) }), []);
    story.person(2, CaseAction::Close);
    assert_eq!(story.refused(3, CaseAction::Close), CareError::AlreadyClosed);
    assert_eq!(story.refused(3, CaseAction::Snooze { until: minute(9) }), CareError::AlreadyClosed);
    assert_eq!(story.person(3, CaseAction::Reopen), [EventKind::CaseReopened]);
    story.is(CaseState::Open, Some(63), Some(63));
    assert_eq!(story.case.thread_version, 1, "nothing was said meanwhile");
    assert_eq!(story.case.assignee_id, Some(AGENT));
    story.answer_leaves(4);
    assert_eq!(story.person(5, CaseAction::Reopen), [EventKind::CaseReopened], "it is our turn after all");
    story.is(CaseState::Open, Some(65), Some(65));
    assert_eq!(story.case.reopened_count, 1, "it was closed once");
    story.person(6, CaseAction::Snooze { until: minute(99) });
    assert_eq!(story.person(7, CaseAction::Reopen), [EventKind::CaseWoken]);
    story.is(CaseState::Open, Some(67), Some(67));
}

#[test]
fn a_snooze_must_end_in_the_future_that_we_live_to_see() {
    let story = Story::new();
    assert_eq!(story.refused(5, CaseAction::Snooze { until: minute(5) }), CareError::SnoozeInThePast { until: minute(5) });
    let until_max = minute(366 * 24 * 60);
    assert_eq!(story.refused(0, CaseAction::Snooze { until: until_max + 1 }), CareError::SnoozeTooLong { until_max });
}

#[test]
fn an_answer_that_crossed_a_new_post_leaves_it_our_turn() {
    let mut story = Story::new();
    story.customer_writes(50);
    let written_before = reply_left(&story.case, minute(49), minute(51), Some(AGENT));
    assert_eq!(written_before, CaseEvent::ReplyCrossed { at: minute(51), by: Some(AGENT) });
    assert_eq!(reply_left(&story.case, minute(50), minute(51), None), CaseEvent::ReplySent { at: minute(51), by: None });
    assert_eq!(story.happens(51, written_before), [EventKind::ReplyChanged]);
    story.is(CaseState::Open, Some(110), Some(110));
    assert_eq!(story.case.first_answered_at, Some(minute(51)));
}

#[test]
fn our_own_post_on_the_networks_site_is_an_answer_if_it_came_last() {
    let ours = |at| CaseEvent::PostArrived { post_id: PostId(90), at: minute(at), vip: true, urgency: 100, ours: true };
    let mut story = Story::new();
    assert_eq!(story.happens(5, ours(5)), [EventKind::PostAdded]);
    story.is(CaseState::Waiting, None, None);
    assert_eq!((story.case.urgency, story.case.vip, story.case.last_post_id), (10, false, PostId(1)));
    story.customer_writes(20);
    story.happens(21, ours(19));
    story.is(CaseState::Open, Some(80), Some(80));
    story.person(30, CaseAction::Close);
    story.happens(31, ours(31));
    story.is(CaseState::Closed, None, None);
    assert_eq!(story.case.thread_version, 5);
}

#[test]
fn a_vip_waits_less_counted_from_when_the_clock_started() {
    let mut story = Story::new();
    story.customer_writes(10);
    assert_eq!(story.happens(12, CaseEvent::VipChanged { vip: true }), [EventKind::AuthorChanged]);
    story.is(CaseState::Open, Some(30), Some(30));
    assert_eq!(story.happens(12, CaseEvent::VipChanged { vip: true }), []);
    story.happens(13, CaseEvent::VipChanged { vip: false });
    story.is(CaseState::Open, Some(60), Some(60));
    story.happens(45, CaseEvent::VipChanged { vip: true });
    story.is(CaseState::Open, Some(45), Some(45));
    assert_eq!(story.tick(45), [EventKind::CaseOverdue]);
    story.happens(46, CaseEvent::VipChanged { vip: false });
    assert_eq!(story.case.overdue_at, None, "the longer time has not run out");
    assert_eq!(story.tick(75), [EventKind::CaseOverdue]);
    story.happens(76, CaseEvent::VipChanged { vip: true });
    assert_eq!(story.case.overdue_at, Some(minute(75)), "late is late");
}

#[test]
fn edits_and_deletions_change_the_thread() {
    let mut story = Story::new();
    assert_eq!(story.happens(1, CaseEvent::PostEdited), [EventKind::PostEdited]);
    story.customer_writes(2);
    assert_eq!(story.happens(3, CaseEvent::PostDeleted { last_remaining: false }), [EventKind::PostDeleted]);
    story.is(CaseState::Open, Some(60), Some(60));
    story.happens(4, CaseEvent::PostDeleted { last_remaining: true });
    story.is(CaseState::Open, None, None);
    assert_eq!(story.case.thread_version, 5);
    story.customer_writes(70);
    story.is(CaseState::Open, Some(130), Some(130));
}

#[test]
fn a_post_heard_twice_is_heard_once() {
    let mut story = Story::new();
    let again = CaseEvent::PostArrived { post_id: PostId(1), at: minute(3), vip: true, urgency: 99, ours: false };
    assert_eq!(story.happens(3, again), []);
}

#[test]
fn work_that_is_picked_up_late_is_due_at_once() {
    let late = open(OPENING, PostId(1), minute(0), true, 10, &Policy::default(), minute(500)).case;
    assert_eq!((late.opened_at, late.deadline_at), (minute(0), Some(minute(500))));
}
