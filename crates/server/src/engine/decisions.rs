//! Lets the store ask `care` and `listen` inside its transactions without any of them knowing the others.

use answerable_care::{CaseEvent, Decision, decide, open};
use answerable_domain::{Budget, Case, CaseAction, CaseState, Clock, EventKind, Millis, Policy, UserId};
use answerable_store::{CaseChange, CaseFact, Decide, Opening, Spending};
use std::sync::Arc;

/// `care` as the store wants it.
pub struct Care {
    pub clock: Arc<dyn Clock>,
    /// For the answer that has just left: when it was written and by whom.
    pub written: Option<(Millis, UserId)>,
}

impl Care {
    pub fn new(clock: &Arc<dyn Clock>) -> Self {
        Self { clock: clock.clone(), written: None }
    }

    /// `None`: it says nothing new.
    fn event(&self, case: &Case, fact: &CaseFact) -> Option<CaseEvent> {
        Some(match *fact {
            CaseFact::PostArrived { post_id, ours, urgency, at } => CaseEvent::PostArrived { post_id, at, vip: case.vip, urgency, ours },
            CaseFact::PostEdited { .. } => CaseEvent::PostEdited,
            CaseFact::PostDeleted { remaining, .. } => CaseEvent::PostDeleted { last_remaining: remaining == 0 },
            CaseFact::ReplySent { seen_before: true, .. } => return self.after_echo(case),
            CaseFact::ReplySent { at, .. } => match self.written {
                Some((written_at, by)) => answerable_care::reply_left(case, written_at, at, Some(by)),
                None => CaseEvent::ReplySent { at, by: None },
            },
            CaseFact::VipChanged { vip, .. } => CaseEvent::VipChanged { vip },
            CaseFact::Tick { .. } => CaseEvent::Tick,
        })
    }

    /// The network's echo came before its receipt and was counted as an answer. It was none to what the customer wrote while it was under
    /// way: then it is our turn again.
    fn after_echo(&self, case: &Case) -> Option<CaseEvent> {
        let (written_at, by) = self.written?;
        let crossed = case.state == CaseState::Waiting && case.last_post_at > written_at;
        crossed.then_some(CaseEvent::Action { action: CaseAction::Reopen, by })
    }
}

impl Decide for Care {
    fn open(&self, opening: &Opening) -> CaseChange {
        let whose = answerable_care::Opening {
            id: opening.case_id,
            brand_id: opening.brand_id,
            channel_id: opening.channel_id,
            author_id: opening.author_id,
        };
        let now = self.clock.now();
        change(open(whose, opening.post_id, opening.at, opening.vip, opening.urgency, &opening.policy, now))
    }

    fn on(&self, case: &Case, fact: &CaseFact, policy: &Policy) -> CaseChange {
        let event = self.event(case, fact);
        // Only a person's action can be refused, and those do not come this way.
        let decided = event.and_then(|event| decide(case, &event, policy, self.clock.now()).ok());
        decided.map_or_else(|| CaseChange { case: case.clone(), events: Vec::new() }, change)
    }

    fn is_taken(&self, budget: &Budget, spending: Spending, native_id: &str) -> bool {
        answerable_listen::is_taken(budget, spending.in_hour, spending.in_day, native_id)
    }

    fn day(&self, policy: &Policy, at: Millis) -> i64 {
        answerable_care::day_of(policy, at)
    }
}

/// What happened to the case itself. Of its posts, replies and author the store tells, with their ids, and nobody should hear it twice.
pub fn change(decision: Decision) -> CaseChange {
    let is_of_case = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::CaseOpened
                | EventKind::CaseReopened
                | EventKind::CaseClosed
                | EventKind::CaseSnoozed
                | EventKind::CaseWoken
                | EventKind::CaseAssigned
                | EventKind::CaseOverdue
        )
    };
    CaseChange { case: decision.case, events: decision.events.into_iter().filter(is_of_case).collect() }
}
