//! The state machine of a case.

use crate::{CareError, CaseEvent, deadline, hours::clock_started_at};
use answerable_domain::{AuthorId, BrandId, Case, CaseAction, CaseId, CaseState, ChannelId, EventKind, Millis, Policy, PostId, Urgency};

/// A snooze may be this long.
pub const SNOOZE_DAYS_MAX: i64 = 366;

/// Whose case it is, before its first post is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    pub id: CaseId,
    pub brand_id: BrandId,
    pub channel_id: ChannelId,
    pub author_id: AuthorId,
}

/// The case as it is from now on, and what to tell, in order. Without events the case is unchanged: nothing happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub case: Case,
    pub events: Vec<EventKind>,
}

/// Opens a case for a customer's post that was heard `at`.
pub fn open(opening: Opening, post_id: PostId, at: Millis, vip: bool, urgency: Urgency, policy: &Policy, now: Millis) -> Decision {
    let case = Case {
        id: opening.id,
        brand_id: opening.brand_id,
        channel_id: opening.channel_id,
        author_id: opening.author_id,
        state: CaseState::Open,
        assignee_id: None,
        vip,
        urgency,
        opened_at: at,
        last_post_at: at,
        last_post_id: post_id,
        thread_version: 1,
        deadline_at: Some(deadline(policy, vip, at).max(now)),
        overdue_at: None,
        first_answered_at: None,
        snoozed_until: None,
        closed_at: None,
        reopened_count: 0,
        updated_at: now,
    };
    Decision { case, events: vec![EventKind::CaseOpened, EventKind::PostAdded] }
}

/// What becomes of `case` now that `event` has happened. Fails only for a person's action that makes no sense.
pub fn decide(case: &Case, event: &CaseEvent, policy: &Policy, now: Millis) -> Result<Decision, CareError> {
    let mut draft = Draft { case: case.clone(), events: Vec::new(), policy, now };
    match *event {
        CaseEvent::PostArrived { at, ours: true, .. } => draft.we_posted(at),
        CaseEvent::PostArrived { post_id, at, vip, urgency, ours: false } => draft.customer_posted(post_id, at, vip, urgency),
        CaseEvent::PostEdited => draft.thread_changed(EventKind::PostEdited),
        CaseEvent::PostDeleted { last_remaining } => draft.post_deleted(last_remaining),
        CaseEvent::Action { ref action, .. } => draft.act(action)?,
        CaseEvent::ReplySent { at, .. } => draft.reply_sent(at),
        CaseEvent::ReplyCrossed { at, .. } => draft.reply_crossed(at),
        CaseEvent::VipChanged { vip } => draft.vip_changed(vip),
        CaseEvent::Tick => draft.tick(),
    }
    Ok(draft.finish())
}

/// When the case wants its next [`CaseEvent::Tick`]: the end of its snooze, or a deadline that has not been seen to pass.
pub fn next_due(case: &Case) -> Option<Millis> {
    let unseen_deadline = case.deadline_at.filter(|_| case.overdue_at.is_none());
    [case.snoozed_until, unseen_deadline].into_iter().flatten().min()
}

/// A decision being made.
struct Draft<'a> {
    case: Case,
    events: Vec<EventKind>,
    policy: &'a Policy,
    now: Millis,
}

impl Draft<'_> {
    fn customer_posted(&mut self, post_id: PostId, at: Millis, vip: bool, urgency: Urgency) {
        if post_id == self.case.last_post_id {
            return; // deliveries may be repeated
        }
        // What made it urgent stays urgent until it is answered.
        self.case.urgency = if self.case.state == CaseState::Open { self.case.urgency.max(urgency) } else { urgency };
        self.set_vip(vip);
        match self.case.state {
            CaseState::Closed => self.reopen(),
            CaseState::Snoozed => self.wake(),
            CaseState::Open | CaseState::Waiting => {}
        }
        self.case.state = CaseState::Open;
        if at >= self.case.last_post_at {
            self.case.last_post_at = at;
            self.case.last_post_id = post_id;
        }
        self.thread_changed(EventKind::PostAdded);
        if self.case.deadline_at.is_none() {
            self.start_clock(at);
        }
    }

    fn we_posted(&mut self, at: Millis) {
        self.thread_changed(EventKind::PostAdded);
        // Heard after the customer's last word: it counts as the answer to it.
        if at >= self.case.last_post_at {
            self.answered(at);
        }
    }

    fn reply_sent(&mut self, at: Millis) {
        self.thread_changed(EventKind::ReplyChanged);
        self.answered(at);
    }

    fn reply_crossed(&mut self, at: Millis) {
        self.thread_changed(EventKind::ReplyChanged);
        self.case.first_answered_at.get_or_insert(at);
        if self.case.state == CaseState::Open {
            // The earlier posts are answered; the clock of the later one counts from the later one.
            self.start_clock(self.case.last_post_at);
        }
    }

    fn answered(&mut self, at: Millis) {
        self.case.first_answered_at.get_or_insert(at);
        // A snoozed case keeps its promise to come back; a closed one stays closed.
        if self.case.state == CaseState::Open {
            self.case.state = CaseState::Waiting;
            self.stop_clock();
        }
    }

    fn post_deleted(&mut self, last_remaining: bool) {
        self.thread_changed(EventKind::PostDeleted);
        if last_remaining {
            self.stop_clock(); // it stays on the list: somebody decides
        }
    }

    fn act(&mut self, action: &CaseAction) -> Result<(), CareError> {
        match *action {
            CaseAction::Close => self.close(),
            CaseAction::Reopen => self.take_back(),
            CaseAction::Snooze { until } => self.snooze(until),
            CaseAction::Assign { to } => {
                if self.case.assignee_id != to {
                    self.case.assignee_id = to;
                    self.events.push(EventKind::CaseAssigned);
                }
                Ok(())
            }
        }
    }

    fn close(&mut self) -> Result<(), CareError> {
        if self.case.state == CaseState::Closed {
            return Err(CareError::AlreadyClosed);
        }
        self.case.state = CaseState::Closed;
        self.case.closed_at = Some(self.now);
        self.case.snoozed_until = None;
        self.stop_clock();
        self.events.push(EventKind::CaseClosed);
        Ok(())
    }

    /// A person says that it is our turn after all.
    fn take_back(&mut self) -> Result<(), CareError> {
        match self.case.state {
            CaseState::Open => return Err(CareError::AlreadyOpen),
            CaseState::Closed => self.reopen(),
            CaseState::Snoozed => self.wake(),
            CaseState::Waiting => self.events.push(EventKind::CaseReopened),
        }
        self.case.state = CaseState::Open;
        self.start_clock(self.now);
        Ok(())
    }

    fn snooze(&mut self, until: Millis) -> Result<(), CareError> {
        let until_max = self.now.saturating_add(SNOOZE_DAYS_MAX * 86_400_000);
        match self.case.state {
            CaseState::Closed => return Err(CareError::AlreadyClosed),
            _ if until <= self.now => return Err(CareError::SnoozeInThePast { until }),
            _ if until > until_max => return Err(CareError::SnoozeTooLong { until_max }),
            CaseState::Snoozed if self.case.snoozed_until == Some(until) => return Ok(()),
            _ => {}
        }
        self.case.state = CaseState::Snoozed;
        self.case.snoozed_until = Some(until);
        self.stop_clock();
        self.events.push(EventKind::CaseSnoozed);
        Ok(())
    }

    fn vip_changed(&mut self, vip: bool) {
        if self.case.vip != vip {
            self.set_vip(vip);
            self.events.push(EventKind::AuthorChanged);
        }
    }

    /// Moves a running deadline as if the customer had been (no) VIP since the clock started.
    fn set_vip(&mut self, vip: bool) {
        let was = std::mem::replace(&mut self.case.vip, vip);
        let Some(running) = self.case.deadline_at.filter(|_| was != vip) else { return };
        let moved = deadline(self.policy, vip, clock_started_at(self.policy, was, running));
        if moved > self.now {
            self.case.deadline_at = Some(moved);
            self.case.overdue_at = None;
        } else if self.case.overdue_at.is_none() {
            self.case.deadline_at = Some(self.now);
        }
    }

    fn tick(&mut self) {
        if self.case.snoozed_until.is_some_and(|until| until <= self.now) {
            self.wake();
            self.case.state = CaseState::Open;
            self.start_clock(self.now);
        }
        if self.case.overdue_at.is_none() && self.case.deadline_at.is_some_and(|deadline| deadline <= self.now) {
            self.case.overdue_at = Some(self.now);
            self.events.push(EventKind::CaseOverdue);
        }
    }

    fn reopen(&mut self) {
        self.case.closed_at = None;
        self.case.reopened_count = self.case.reopened_count.saturating_add(1);
        self.events.push(EventKind::CaseReopened);
    }

    fn wake(&mut self) {
        self.case.snoozed_until = None;
        self.events.push(EventKind::CaseWoken);
    }

    fn thread_changed(&mut self, told_as: EventKind) {
        self.case.thread_version = self.case.thread_version.saturating_add(1);
        self.events.push(told_as);
    }

    fn start_clock(&mut self, from: Millis) {
        // Work that was picked up late is due at once, never in the past.
        self.case.deadline_at = Some(deadline(self.policy, self.case.vip, from).max(self.now));
        self.case.overdue_at = None;
    }

    fn stop_clock(&mut self) {
        self.case.deadline_at = None;
        self.case.overdue_at = None;
    }

    fn finish(mut self) -> Decision {
        if !self.events.is_empty() {
            self.case.updated_at = self.now;
        }
        Decision { case: self.case, events: self.events }
    }
}
