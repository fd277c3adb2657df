//! Cases as they are written: new ones and changed ones in the same statement.

use super::known::HeldCase;
use crate::casework;
use crate::error::Result;
use crate::said::Said;
use crate::sql::{Rows, Value};
use crate::tx::Tx;
use answerable_domain::Case;

pub(super) async fn write(tx: &mut Tx, cases: Vec<HeldCase>) -> Result<()> {
    let mut rows: Rows<30> = Rows::new(
        "INSERT INTO case_ (id, brand_id, channel_id, network, author_id, thread_key, state, assignee_id, vip, urgency, opened_at, \
         last_post_at, last_post_id, thread_version, deadline_at, overdue_at, first_answered_at, snoozed_until, closed_at, \
         reopened_count, updated_at, due_key, calm_key, placed, posts_count, language, sentiment, labels, gloom, judged) VALUES ",
        "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        " ON CONFLICT (id) DO UPDATE SET channel_id = excluded.channel_id, state = excluded.state, assignee_id = excluded.assignee_id, \
         vip = excluded.vip, urgency = excluded.urgency, last_post_at = excluded.last_post_at, last_post_id = excluded.last_post_id, \
         thread_version = excluded.thread_version, deadline_at = excluded.deadline_at, overdue_at = excluded.overdue_at, \
         first_answered_at = excluded.first_answered_at, snoozed_until = excluded.snoozed_until, closed_at = excluded.closed_at, \
         reopened_count = excluded.reopened_count, updated_at = excluded.updated_at, due_key = excluded.due_key, \
         calm_key = excluded.calm_key, placed = excluded.placed, posts_count = excluded.posts_count, language = excluded.language, \
         sentiment = excluded.sentiment, labels = excluded.labels, gloom = excluded.gloom, judged = excluded.judged",
    );
    for mut held in cases {
        if held.before.as_ref() == Some(&held.case) && !held.changed {
            continue;
        }
        if let Some(before) = &held.before {
            casework::tally(tx, before, -1);
        }
        casework::tally(tx, &held.case, 1);
        if held.before.as_ref().is_none_or(|before| casework::moved(before, &held.case)) {
            held.placed = tx.next_id();
        }
        if held.said.is_judged_otherwise(&held.said_before) {
            held.judged = tx.next_id();
        }
        rows.push(row_of(held));
    }
    rows.run(tx).await.map(drop)
}

fn row_of(held: HeldCase) -> [Value; 30] {
    let (case, said): (&Case, Said) = (&held.case, held.said);
    [
        case.id.0.into(),
        case.brand_id.0.into(),
        case.channel_id.0.into(),
        held.network.as_str().into(),
        case.author_id.0.into(),
        held.thread_key.into(),
        case.state.as_str().into(),
        case.assignee_id.map(|id| id.0).into(),
        case.vip.into(),
        case.urgency.into(),
        case.opened_at.into(),
        case.last_post_at.into(),
        case.last_post_id.0.into(),
        case.thread_version.into(),
        case.deadline_at.into(),
        case.overdue_at.into(),
        case.first_answered_at.into(),
        case.snoozed_until.into(),
        case.closed_at.into(),
        case.reopened_count.into(),
        case.updated_at.into(),
        casework::due_key(case).into(),
        casework::calm_key(case).into(),
        held.placed.into(),
        held.posts_count.into(),
        said.language.into(),
        said.sentiment.into(),
        said.labels.0.into(),
        said.gloom.into(),
        held.judged.into(),
    ]
}
