//! Whatever happens, in any order: the promises of a case, held against a model that remembers almost nothing.

use crate::{
    CaseEvent, Decision, deadline, decide,
    decide_tests::{OPENING, minute},
    hours::clock_started_at,
    hours_tests::policy,
    next_due, open,
};
use answerable_domain::{Case, CaseAction, CaseState, EventKind, Millis, Policy, PostId, UserId};
use proptest::prelude::*;

/// Runs × steps: 128,000 decisions.
const RUNS: u32 = 320;
const STEPS: usize = 400;

/// One number says what happens and when: a hundred thousand of them are drawn (and made simpler, if one fails) in no time.
#[derive(Clone, Copy)]
struct Happening(u32);

impl Happening {
    fn after_minutes(self) -> i64 {
        let minutes = i64::from(self.0 >> 8 & 0xfff);
        match self.0 >> 20 & 3 {
            0 => 0,
            1 => minutes % 10,
            _ => minutes,
        }
    }

    /// `value` of the event, 0..1024.
    fn value(self) -> i64 {
        i64::from(self.0 >> 22)
    }

    fn event(self, now: Millis, post: i64) -> CaseEvent {
        let value = self.value();
        let heard_at = now - value % 90 * 60_000;
        let yes = value % 2 == 1;
        let person = |action| CaseEvent::Action { action, by: UserId(1) };
        match self.0 % 24 {
            0..=4 => CaseEvent::Tick,
            5..=8 => CaseEvent::PostArrived { post_id: PostId(post), at: heard_at, vip: yes, urgency: (value % 101) as u8, ours: false },
            9 => CaseEvent::PostArrived { post_id: PostId(post), at: heard_at, vip: yes, urgency: 0, ours: true },
            10 => CaseEvent::PostEdited,
            11 => CaseEvent::PostDeleted { last_remaining: yes },
            12..=14 => CaseEvent::ReplySent { at: now, by: None },
            15 => CaseEvent::ReplyCrossed { at: now, by: None },
            16..=17 => person(CaseAction::Close),
            18..=19 => person(CaseAction::Reopen),
            20..=21 => person(CaseAction::Snooze { until: now + (value * 3 - 10) * 60_000 }),
            22 => person(CaseAction::Assign { to: yes.then_some(UserId(value)) }),
            _ => CaseEvent::VipChanged { vip: yes },
        }
    }
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let hours = proptest::sample::select(vec![
        "Asia/Seoul Mon-Fri 09:00-12:00 13:00-18:00 closed 2026-11-20 2026-12-25",
        "America/New_York Mon-Sun 01:30-24:00",
        "Europe/Berlin Sun 00:00-03:00",
        "Asia/Tokyo", // never open
    ]);
    prop_oneof![Just(Policy::default()), (1..300u32, hours).prop_map(|(minutes, hours)| policy(minutes, hours))]
}

/// What a case must look like at any time.
fn check_shape(case: &Case) {
    assert_eq!(case.state == CaseState::Snoozed, case.snoozed_until.is_some(), "a snooze and its end go together");
    assert_eq!(case.state == CaseState::Closed, case.closed_at.is_some(), "a close and its time go together");
    assert!(case.state == CaseState::Open || case.deadline_at.is_none(), "only what is open has a deadline");
    assert!(
        case.overdue_at.is_none_or(|seen| case.deadline_at.is_some_and(|deadline| deadline <= seen)),
        "overdue by a deadline that passed"
    );
}

/// What may follow from what.
fn check_step(before: &Case, event: &CaseEvent, Decision { case: after, events }: &Decision, now: Millis) {
    assert_eq!(events.is_empty(), before == after, "events and changes go together");
    let said = matches!(
        event,
        CaseEvent::PostArrived { .. }
            | CaseEvent::PostEdited
            | CaseEvent::PostDeleted { .. }
            | CaseEvent::ReplySent { .. }
            | CaseEvent::ReplyCrossed { .. }
    );
    assert_eq!(after.thread_version, before.thread_version + u32::from(said), "the version counts what was said");
    if after.deadline_at != before.deadline_at {
        assert!(after.deadline_at.is_none_or(|deadline| deadline >= now), "a new deadline lies ahead");
    }
    let closed = |case: &Case| case.state == CaseState::Closed;
    let closing = matches!(event, CaseEvent::Action { action: CaseAction::Close, .. });
    assert_eq!(closed(after) && !closed(before), closing, "only people close, and closing closes");
    assert_eq!(closed(before) && !closed(after), after.reopened_count == before.reopened_count + 1 && events[0] == EventKind::CaseReopened);
    if let CaseEvent::PostArrived { ours: false, .. } = event {
        assert_eq!(after.state, CaseState::Open, "what a customer says is our turn");
        assert!(after.deadline_at.is_some(), "and has a deadline");
        assert!(before.deadline_at.is_none() || before.vip != after.vip || after.deadline_at == before.deadline_at, "that runs on");
    }
    assert_eq!(after.first_answered_at.or(before.first_answered_at), after.first_answered_at, "answered once is answered");
    assert!(before.first_answered_at.is_none() || after.first_answered_at == before.first_answered_at);
    if !matches!(event, CaseEvent::Action { .. }) && before.state == CaseState::Snoozed && after.state != CaseState::Snoozed {
        assert!(events.contains(&EventKind::CaseWoken));
    }
}

fn tick(case: &Case, policy: &Policy, now: Millis) -> Decision {
    decide(case, &CaseEvent::Tick, policy, now).expect("a tick always makes sense")
}

/// Ticks may come early, late, twice; one at `next_due` always does something, and in the end there is none to wait for.
fn check_ticks(case: &Case, policy: &Policy, now: Millis) {
    let once = tick(case, policy, now);
    assert_eq!(tick(&once.case, policy, now), Decision { case: once.case.clone(), events: vec![] }, "twice is once");
    assert!(next_due(&once.case).is_none_or(|due| due > now), "nothing is left to do now");
    let Some(due) = next_due(case) else { return assert_eq!(once.events, [], "nothing is due, nothing happens") };
    if due > now {
        assert_eq!(once.events, [], "too early");
        assert_eq!(tick(case, policy, due - 1).events, [], "still too early");
    }
    assert_ne!(tick(case, policy, due.max(now)).events, [], "in time");
    let mut settled = case.clone();
    for _ in 0..2 {
        if let Some(due) = next_due(&settled) {
            settled = tick(&settled, policy, due.max(now)).case;
        }
    }
    assert_eq!(next_due(&settled), None, "woken, then overdue");
    assert!(settled.state != CaseState::Snoozed, "every snooze ends");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: RUNS, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_case_keeps_its_promises(policy in any_policy(), vip: bool, happenings in proptest::collection::vec(any::<u32>(), STEPS)) {
        let mut now = minute(0);
        let mut case = open(OPENING, PostId(1), now, vip, 0, &policy, now).case;
        for (post, happening) in (2..).zip(happenings.into_iter().map(Happening)) {
            now += happening.after_minutes() * 60_000;
            let event = happening.event(now, post);
            let Ok(decision) = decide(&case, &event, &policy, now) else {
                prop_assert!(matches!(event, CaseEvent::Action { .. }), "only people ask for what makes no sense");
                continue;
            };
            check_step(&case, &event, &decision, now);
            check_shape(&decision.case);
            case = decision.case;
            check_ticks(&case, &policy, now);
        }
    }

    #[test]
    fn a_deadline_lies_ahead_grows_with_time_and_can_be_traced_back(policy in any_policy(), from in 0..600_000i64, more in 0..10_000i64, vip: bool) {
        let (from, later) = (minute(from), minute(from + more));
        let due = deadline(&policy, vip, from);
        prop_assert!(due > from);
        prop_assert!(due <= deadline(&policy, vip, later), "first come, first due");
        prop_assert!(deadline(&policy, true, from) <= deadline(&policy, false, from), "a VIP never waits longer");
        prop_assert_eq!(deadline(&policy, vip, clock_started_at(&policy, vip, due)), due);
    }
}
