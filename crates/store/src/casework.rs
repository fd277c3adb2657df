//! Writing what a decision made of a case, with its counters and events: the same for posts that arrive, people who act and time that passes.

use crate::error::{Result, StoreError};
use crate::ingest::CaseChange;
use crate::records::{self, brand_columns, case_columns};
use crate::sql::{AsConnection, sql};
use crate::tx::Tx;
use answerable_domain::{BrandId, Case, CaseId, EventKind, Policy, UserId};
use serde_json::json;

/// `due_key` of a case without a deadline: after all that have one.
pub(crate) const NEVER_DUE: i64 = i64::MAX;

/// A case of this brand; of another it is not found.
pub(crate) async fn case_of(on: &mut impl AsConnection, brand_id: BrandId, case_id: CaseId) -> Result<Case> {
    let row = sql(concat!("SELECT ", case_columns!(), " FROM case_ c WHERE c.id = ? AND c.brand_id = ?"))
        .bind(case_id.0)
        .bind(brand_id.0)
        .one(on)
        .await?;
    records::case(&mut row.columns())
}

pub(crate) async fn policy_of(on: &mut impl AsConnection, brand_id: BrandId) -> Result<Policy> {
    let row = sql(concat!("SELECT ", brand_columns!(), " FROM brand b WHERE b.id = ? AND b.removed = 0")).bind(brand_id.0).one(on).await?;
    Ok(records::brand(&mut row.columns())?.policy)
}

/// Writes a changed case, counts it and appends its events. Gives the case as it is now.
pub(crate) async fn apply(tx: &mut Tx, before: &Case, change: CaseChange, by: Option<UserId>) -> Result<Case> {
    check_identity(before, &change.case)?;
    let after = change.case;
    if after == *before && change.events.is_empty() {
        return Ok(after);
    }
    tell(tx, &after, &change.events, by);
    tally(tx, before, -1);
    tally(tx, &after, 1);
    update(tx, before, &after).await?;
    Ok(after)
}

/// Writes the columns that a decision may change.
pub(crate) async fn update(tx: &mut Tx, before: &Case, after: &Case) -> Result<()> {
    let mut query =
        sql("UPDATE case_ SET channel_id = ?, state = ?, assignee_id = ?, vip = ?, urgency = ?, last_post_at = ?, last_post_id = ?, \
         thread_version = ?, deadline_at = ?, overdue_at = ?, first_answered_at = ?, snoozed_until = ?, closed_at = ?, \
         reopened_count = ?, updated_at = ?, due_key = ?, calm_key = ?")
        .bind(after.channel_id.0)
        .bind(after.state.as_str())
        .bind(after.assignee_id.map(|id| id.0))
        .bind(after.vip)
        .bind(after.urgency)
        .bind(after.last_post_at)
        .bind(after.last_post_id.0)
        .bind(after.thread_version)
        .bind(after.deadline_at)
        .bind(after.overdue_at)
        .bind(after.first_answered_at)
        .bind(after.snoozed_until)
        .bind(after.closed_at)
        .bind(after.reopened_count)
        .bind(after.updated_at)
        .bind(due_key(after))
        .bind(calm_key(after));
    if moved(before, after) {
        let placed = tx.next_id();
        query.push_bound(", placed = ?", placed);
    }
    query.push_bound(" WHERE id = ?", after.id.0);
    query.run(tx).await.map(drop)
}

/// A decision may change what a case is like, never which it is.
pub(crate) fn check_identity(before: &Case, after: &Case) -> Result<()> {
    let same = before.id == after.id && before.brand_id == after.brand_id && before.author_id == after.author_id;
    if same { Ok(()) } else { Err(StoreError::Corrupt("a decision changed which case it is about".into())) }
}

pub(crate) fn tell(tx: &mut Tx, case: &Case, events: &[EventKind], by: Option<UserId>) {
    for kind in events {
        let payload = match kind {
            EventKind::CaseAssigned => json!({ "assignee_id": case.assignee_id }),
            EventKind::CaseSnoozed => json!({ "until": case.snoozed_until }),
            _ => json!({ "state": case.state }),
        };
        tx.event_by(by, case.brand_id, *kind, Some(case.id), payload);
    }
}

/// Counts a case in (`by` 1) or out (-1) of every counter that it belongs to.
pub(crate) fn tally(tx: &mut Tx, case: &Case, by: i64) {
    for name in counters_of(case) {
        tx.count(case.brand_id, name, by);
    }
}

pub(crate) fn counters_of(case: &Case) -> Vec<String> {
    let mut names = vec![format!("state:{}", case.state.as_str())];
    if case.state == answerable_domain::CaseState::Open {
        names.push(case.assignee_id.map_or_else(|| "unassigned".into(), |id| format!("mine:{id}")));
    }
    if is_overdue(case) {
        names.push("overdue".into());
    }
    names
}

/// As [`crate::CaseFilter::Overdue`] asks it of a row.
fn is_overdue(case: &Case) -> bool {
    case.overdue_at.is_some() && case.deadline_at.is_some()
}

pub(crate) fn due_key(case: &Case) -> i64 {
    case.deadline_at.unwrap_or(NEVER_DUE)
}

pub(crate) fn calm_key(case: &Case) -> i64 {
    -i64::from(case.urgency)
}

/// Does it stand elsewhere in an ordered list now?
pub(crate) fn moved(before: &Case, after: &Case) -> bool {
    let place = |case: &Case| (case.last_post_at, due_key(case), calm_key(case));
    place(before) != place(after)
}

/// A person leaves the brand: their cases are nobody's again. One after the other, because each is counted and told.
pub(crate) async fn unassign_all(tx: &mut Tx, brand_id: BrandId, user_id: UserId, by: Option<UserId>) -> Result<()> {
    let query = sql(concat!("SELECT ", case_columns!(), " FROM case_ c WHERE c.brand_id = ? AND c.assignee_id = ?"));
    for row in query.bind(brand_id.0).bind(user_id.0).all(tx).await? {
        let before = records::case(&mut row.columns())?;
        let case = Case { assignee_id: None, updated_at: tx.now(), ..before.clone() };
        apply(tx, &before, CaseChange { case, events: vec![EventKind::CaseAssigned] }, by).await?;
    }
    Ok(())
}
