//! Spans of time that sources did not deliver, and reading them again: what was found and how far it is are stored in one transaction, so
//! that a restart goes on where it was.

use super::raws::{brand_of_channel, check_size, insert_raws};
use crate::error::{Result, StoreError};
use crate::sql::{AsConnection, Columns, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, EventKind, Gap, GapId, Millis, Permission, Reread, RereadState, Scope};
use serde_json::json;

macro_rules! gap_columns {
    () => {
        "g.id, g.channel_id, g.source, g.from_at, g.to_at, g.why, g.noticed_at, r.state, r.found, r.because"
    };
}

macro_rules! from_gap {
    () => {
        " FROM gap g LEFT JOIN reread r ON r.gap_id = g.id "
    };
}

/// A gap whose next step is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReread {
    pub brand_id: BrandId,
    pub gap: Gap,
    /// As it was handed in last.
    pub plan: String,
    /// Steps in a row that failed.
    pub attempts: u32,
}

/// What one step of reading a gap again came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RereadStep {
    pub gap_id: GapId,
    /// Payloads for the pipeline, kept under this source.
    pub bodies: Vec<Vec<u8>>,
    pub source: &'static str,
    pub state: RereadState,
    /// Posts that were missed, besides those of earlier steps.
    pub found: u32,
    pub because: Option<String>,
    pub plan: String,
    pub attempts: u32,
    pub at: Millis,
    pub next_at: Millis,
}

impl Store {
    /// Newest first.
    pub async fn gaps(&self, scope: &Scope, channel_id: ChannelId, limit: usize) -> Result<Vec<Gap>> {
        scope.require(Permission::Read)?;
        let query =
            sql(concat!("SELECT ", gap_columns!(), from_gap!(), "WHERE g.channel_id = ? AND g.brand_id = ? ORDER BY g.id DESC LIMIT ?"));
        let rows = query.bind(channel_id.0).bind(scope.brand_id().0).bind(limit).all(&mut self.read().await?).await?;
        rows.iter().map(|row| gap(&mut row.columns())).collect()
    }

    pub async fn gap(&self, scope: &Scope, channel_id: ChannelId, gap_id: GapId) -> Result<Gap> {
        scope.require(Permission::Read)?;
        gap_of(&mut self.read().await?, scope, channel_id, gap_id).await
    }

    /// Begins to read a gap again. One that is being read goes on as it was.
    pub async fn start_reread(&self, scope: &Scope, channel_id: ChannelId, gap_id: GapId, plan: String) -> Result<Gap> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { start(tx, &scope, channel_id, gap_id, plan).await })).await
    }

    /// Of all brands, those that waited longest first.
    pub async fn due_rereads(&self, now: Millis, limit: usize) -> Result<Vec<DueReread>> {
        let query = sql(concat!(
            "SELECT ",
            gap_columns!(),
            ", g.brand_id, r.plan, r.attempts FROM reread r JOIN gap g ON g.id = r.gap_id \
             WHERE r.state = 'running' AND r.next_at <= ? ORDER BY r.next_at LIMIT ?"
        ));
        let rows = query.bind(now).bind(limit).all(&mut self.read().await?).await?;
        rows.iter()
            .map(|row| {
                let mut row = row.columns();
                Ok(DueReread { gap: gap(&mut row)?, brand_id: BrandId(row.int()?), plan: row.text()?, attempts: row.u32()? })
            })
            .collect()
    }

    /// When the next step is due.
    pub async fn next_reread_at(&self) -> Result<Option<Millis>> {
        let row = sql("SELECT min(next_at) FROM reread WHERE state = 'running'").one(&mut self.read().await?).await?;
        row.columns().int_or_null()
    }

    /// One transaction: the payloads, what was found, and how far it is. An event when it ends. `NotFound` when the channel was removed.
    pub async fn step_reread(&self, step: RereadStep) -> Result<()> {
        check_size(&step.bodies)?;
        self.write(move |tx| Box::pin(async move { take_step(tx, step).await })).await
    }
}

async fn start(tx: &mut Tx, scope: &Scope, channel_id: ChannelId, gap_id: GapId, plan: String) -> Result<Gap> {
    let before = gap_of(tx, scope, channel_id, gap_id).await?;
    if before.reread.as_ref().is_some_and(|reread| reread.state == RereadState::Running) {
        return Ok(before);
    }
    brand_of_channel(tx, channel_id).await?;
    let now = tx.now();
    sql("INSERT INTO reread (gap_id, brand_id, channel_id, state, plan, next_at) VALUES (?,?,?,'running',?,?) \
         ON CONFLICT (gap_id) DO UPDATE SET state = 'running', plan = excluded.plan, found = 0, because = NULL, attempts = 0, \
         next_at = excluded.next_at")
    .bind(gap_id.0)
    .bind(scope.brand_id().0)
    .bind(channel_id.0)
    .bind(plan)
    .bind(now)
    .run(tx)
    .await?;
    let payload = json!({ "channel_id": channel_id, "source": before.source, "gap_id": gap_id, "reread": RereadState::Running });
    tx.event_of(scope, EventKind::SourceChanged, None, payload);
    gap_of(tx, scope, channel_id, gap_id).await
}

async fn take_step(tx: &mut Tx, step: RereadStep) -> Result<()> {
    let row = sql("SELECT channel_id FROM reread WHERE gap_id = ? AND state = 'running'").bind(step.gap_id.0).one(tx).await?;
    let channel_id = ChannelId(row.int()?);
    let brand_id = brand_of_channel(tx, channel_id).await?;
    insert_raws(tx, brand_id, channel_id, step.source, step.bodies, step.at).await?;
    sql("UPDATE reread SET state = ?, plan = ?, found = found + ?, because = ?, attempts = ?, next_at = ? WHERE gap_id = ?")
        .bind(step.state.as_str())
        .bind(step.plan)
        .bind(step.found)
        .bind(step.because)
        .bind(step.attempts)
        .bind(step.next_at)
        .bind(step.gap_id.0)
        .run(tx)
        .await?;
    if step.state != RereadState::Running {
        let payload = json!({ "channel_id": channel_id, "gap_id": step.gap_id, "reread": step.state });
        tx.event(brand_id, EventKind::SourceChanged, None, payload);
    }
    Ok(())
}

async fn gap_of(on: &mut impl AsConnection, scope: &Scope, channel_id: ChannelId, gap_id: GapId) -> Result<Gap> {
    let query = sql(concat!("SELECT ", gap_columns!(), from_gap!(), "WHERE g.id = ? AND g.channel_id = ? AND g.brand_id = ?"));
    let row = query.bind(gap_id.0).bind(channel_id.0).bind(scope.brand_id().0).one(on).await?;
    gap(&mut row.columns())
}

fn gap(row: &mut Columns<'_>) -> Result<Gap> {
    Ok(Gap {
        id: GapId(row.int()?),
        channel_id: ChannelId(row.int()?),
        source: row.text()?,
        from: row.int_or_null()?,
        to: row.int()?,
        why: row.text()?,
        noticed_at: row.int()?,
        reread: reread(row)?,
    })
}

fn reread(row: &mut Columns<'_>) -> Result<Option<Reread>> {
    let (state, found, because) = (row.text_or_null()?, row.u32_or_null()?, row.text_or_null()?);
    let Some(state) = state else { return Ok(None) };
    let state = RereadState::parse(&state).ok_or_else(|| StoreError::Corrupt(format!("{state:?} is no state of a reread")))?;
    Ok(Some(Reread { state, found: found.unwrap_or(0), because }))
}
