//! A small stand-in for the pure decisions: enough rules to see that the store asks at the right moments and keeps what is decided.

use answerable_domain::{Budget, Case, CaseState, EventKind, Millis, Policy};
use answerable_store::{CaseChange, CaseFact, Decide, Opening, Spending};
use std::sync::Arc;

pub struct Judge;

pub const ANSWER_MS: Millis = 60 * 60_000;

pub fn judge() -> Arc<dyn Decide> {
    Arc::new(Judge)
}

/// As many as the budget says, and no samples.
impl Decide for Judge {
    fn open(&self, opening: &Opening) -> CaseChange {
        let case = Case {
            id: opening.case_id,
            brand_id: opening.brand_id,
            channel_id: opening.channel_id,
            author_id: opening.author_id,
            state: CaseState::Open,
            assignee_id: None,
            vip: opening.vip,
            urgency: opening.urgency,
            opened_at: opening.at,
            last_post_at: opening.at,
            last_post_id: opening.post_id,
            thread_version: 1,
            deadline_at: Some(opening.at + ANSWER_MS),
            overdue_at: None,
            first_answered_at: None,
            snoozed_until: None,
            closed_at: None,
            reopened_count: 0,
            updated_at: opening.at,
        };
        CaseChange { case, events: vec![EventKind::CaseOpened] }
    }

    fn is_taken(&self, budget: &Budget, spending: Spending, _native_id: &str) -> bool {
        budget.per_hour.is_none_or(|most| spending.in_hour < most) && budget.per_day.is_none_or(|most| spending.in_day < most)
    }

    fn day(&self, _policy: &Policy, at: Millis) -> i64 {
        at.div_euclid(86_400_000)
    }

    fn on(&self, before: &Case, fact: &CaseFact, _policy: &Policy) -> CaseChange {
        let (mut case, mut events) = (before.clone(), Vec::new());
        match *fact {
            CaseFact::PostArrived { ours: true, at, .. } => answered(&mut case, at),
            CaseFact::PostArrived { post_id, urgency, at, .. } => {
                if case.state == CaseState::Closed {
                    case.reopened_count += 1;
                    case.closed_at = None;
                    events.push(EventKind::CaseReopened);
                }
                case.state = CaseState::Open;
                case.snoozed_until = None;
                case.last_post_at = at.max(case.last_post_at);
                case.last_post_id = post_id;
                case.urgency = case.urgency.max(urgency);
                case.deadline_at = case.deadline_at.or(Some(at + ANSWER_MS));
                case.thread_version += 1;
                case.updated_at = at;
            }
            CaseFact::PostEdited { at, .. } | CaseFact::PostDeleted { at, .. } => {
                case.thread_version += 1;
                case.updated_at = at;
            }
            CaseFact::ReplySent { seen_before: true, .. } => {}
            CaseFact::ReplySent { at, .. } => answered(&mut case, at),
            CaseFact::VipChanged { vip, at } => {
                case.vip = vip;
                case.updated_at = at;
            }
            CaseFact::Tick { at } => tick(&mut case, &mut events, at),
        }
        CaseChange { case, events }
    }
}

fn answered(case: &mut Case, at: Millis) {
    case.state = CaseState::Waiting;
    case.deadline_at = None;
    case.overdue_at = None;
    case.first_answered_at = case.first_answered_at.or(Some(at));
    case.thread_version += 1;
    case.updated_at = at;
}

fn tick(case: &mut Case, events: &mut Vec<EventKind>, at: Millis) {
    if case.overdue_at.is_none() && case.deadline_at.is_some_and(|deadline| deadline <= at) {
        case.overdue_at = Some(at);
        case.updated_at = at;
        events.push(EventKind::CaseOverdue);
    }
    if case.snoozed_until.is_some_and(|until| until <= at) {
        case.state = CaseState::Open;
        case.snoozed_until = None;
        case.deadline_at = Some(at + ANSWER_MS);
        case.updated_at = at;
        events.push(EventKind::CaseWoken);
    }
}

pub fn close(case: &Case, at: Millis) -> CaseChange {
    let closed = Case {
        state: CaseState::Closed,
        closed_at: Some(at),
        deadline_at: None,
        overdue_at: None,
        snoozed_until: None,
        updated_at: at,
        ..case.clone()
    };
    CaseChange { case: closed, events: vec![EventKind::CaseClosed] }
}

pub fn snooze(case: &Case, until: Millis, at: Millis) -> CaseChange {
    let snoozed =
        Case { state: CaseState::Snoozed, snoozed_until: Some(until), deadline_at: None, overdue_at: None, updated_at: at, ..case.clone() };
    CaseChange { case: snoozed, events: vec![EventKind::CaseSnoozed] }
}
