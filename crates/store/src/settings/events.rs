//! The event log, and settings of the instance.

use crate::error::Result;
use crate::sql::{Columns, sql};
use crate::store::Store;
use answerable_domain::{BrandId, CaseId, Event, EventKind, EventSeq, Millis, Permission, Scope, UserId};

/// Events in one reading.
const EVENTS_MAX: usize = 10_000;

impl Store {
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        let row = sql("SELECT value FROM setting WHERE key = ?").bind(key).optional(&mut self.read().await?).await?;
        row.map(|row| row.text()).transpose()
    }

    pub async fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let query = sql("INSERT INTO setting (key, value) VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
                query.bind(key).bind(value).run(tx).await.map(drop)
            })
        })
        .await
    }

    /// Oldest first.
    pub async fn events_after(&self, scope: &Scope, seq: EventSeq, limit: usize) -> Result<Vec<Event>> {
        scope.require(Permission::Read)?;
        let rows = sql(
            "SELECT seq, brand_id, at, kind, case_id, person_id, payload FROM event WHERE brand_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        )
        .bind(scope.brand_id().0)
        .bind(seq.0)
        .bind(limit.min(EVENTS_MAX))
        .all(&mut self.read().await?)
        .await?;
        rows.iter().map(|row| read_event(&mut row.columns())).collect()
    }

    /// Of the whole database: a stream that starts here misses nothing that is not in what was read before.
    pub async fn latest_seq(&self) -> Result<EventSeq> {
        Ok(EventSeq(sql("SELECT coalesce(max(seq), 0) FROM event").one(&mut self.read().await?).await?.int()?))
    }

    /// The oldest event that is kept: a stream that asks for an earlier one must start anew.
    pub async fn oldest_seq(&self) -> Result<EventSeq> {
        Ok(EventSeq(sql("SELECT coalesce(min(seq), 0) FROM event").one(&mut self.read().await?).await?.int()?))
    }

    /// Forgets events before then, the newest always stays. Returns how many; call again while it is `limit`.
    pub async fn prune_events(&self, before: Millis, limit: usize) -> Result<u64> {
        self.write(move |tx| {
            Box::pin(async move {
                sql("DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE at < ? AND seq < (SELECT max(seq) FROM event) ORDER BY seq LIMIT ?)")
                    .bind(before)
                    .bind(limit)
                    .run(tx)
                    .await
            })
        })
        .await
    }
}

pub(crate) fn read_event(row: &mut Columns<'_>) -> Result<Event> {
    Ok(Event {
        seq: EventSeq(row.int()?),
        brand_id: BrandId(row.int()?),
        at: row.int()?,
        kind: row.named(EventKind::parse)?,
        case_id: row.int_or_null()?.map(CaseId),
        user_id: row.int_or_null()?.map(UserId),
        payload: row.json()?,
    })
}
