//! How sources are doing: shown to people, with times; an event only when a state changes.

use super::HealthChange;
use super::hours::{self, Heard};
use super::raws::brand_of_channel;
use crate::error::Result;
use crate::sql::{Columns, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, EventKind, Permission, Rate, Scope, SourceHealth, SourceState};
use serde_json::json;

macro_rules! source_columns {
    () => {
        "channel_id, source, state, last_item_at, last_contact_at, lag_ms, failures, last_error, retry_at, since, rate_hour, \
         rate_usual_low, rate_quiet"
    };
}

impl Store {
    /// An event only when the state changes.
    pub async fn set_health(&self, channel_id: ChannelId, source: &str, change: HealthChange) -> Result<()> {
        let source = source.to_owned();
        self.write(move |tx| Box::pin(async move { set(tx, channel_id, source, change).await })).await
    }

    /// Health of all sources of the brand's channels.
    pub async fn sources(&self, scope: &Scope) -> Result<Vec<SourceHealth>> {
        scope.require(Permission::Read)?;
        let rows = sql(concat!("SELECT ", source_columns!(), " FROM source WHERE brand_id = ? ORDER BY channel_id, source"))
            .bind(scope.brand_id().0)
            .all(&mut self.read().await?)
            .await?;
        rows.iter().map(|row| health(&mut row.columns())).collect()
    }

    /// What became of how loud sources are. An event for each that fell quiet or is loud again; a source that is gone is passed over.
    pub async fn set_rates(&self, scope: &Scope, rates: Vec<(ChannelId, String, Rate)>) -> Result<()> {
        let brand_id = scope.brand_id();
        self.write(move |tx| {
            Box::pin(async move {
                for (channel_id, source, rate) in rates {
                    set_rate(tx, brand_id, channel_id, &source, rate).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

async fn set_rate(tx: &mut Tx, brand_id: BrandId, channel_id: ChannelId, source: &str, rate: Rate) -> Result<()> {
    let row = find(tx, channel_id, source).await?;
    let Some(before) = row.filter(|health| health.rate != rate) else { return Ok(()) };
    sql("UPDATE source SET rate_hour = ?, rate_usual_low = ?, rate_quiet = ? WHERE channel_id = ? AND source = ? AND brand_id = ?")
        .bind(rate.hour)
        .bind(rate.usual_low)
        .bind(rate.quiet)
        .bind(channel_id.0)
        .bind(source)
        .bind(brand_id.0)
        .run(tx)
        .await?;
    if rate.quiet != before.rate.quiet {
        let payload = json!({ "channel_id": channel_id, "source": source, "state": before.state, "quiet": rate.quiet });
        tx.event(brand_id, EventKind::SourceChanged, None, payload);
    }
    Ok(())
}

async fn find(tx: &mut Tx, channel_id: ChannelId, source: &str) -> Result<Option<SourceHealth>> {
    let row = sql(concat!("SELECT ", source_columns!(), " FROM source WHERE channel_id = ? AND source = ?"))
        .bind(channel_id.0)
        .bind(source)
        .optional(tx)
        .await?;
    row.map(|row| health(&mut row.columns())).transpose()
}

async fn set(tx: &mut Tx, channel_id: ChannelId, source: String, change: HealthChange) -> Result<()> {
    let brand_id = brand_of_channel(tx, channel_id).await?;
    let before = find(tx, channel_id, &source).await?;
    let known = before.is_some();
    let before = before.unwrap_or(SourceHealth {
        channel_id,
        source,
        state: SourceState::Starting,
        last_item_at: None,
        last_contact_at: None,
        lag_ms: None,
        failures: 0,
        last_error: None,
        retry_at: None,
        since: change.at,
        rate: Rate::default(),
    });
    let after = changed(&before, change);
    if !known || after.state != before.state {
        let payload = json!({ "channel_id": channel_id, "source": after.source, "state": after.state });
        tx.event(brand_id, EventKind::SourceChanged, None, payload);
    }
    if let (true, Some(at)) = (is_listened_to(after.state), after.last_contact_at) {
        hours::count(tx, brand_id, channel_id, &after.source, Heard { items: 0, at }).await?;
    }
    save(tx, brand_id.0, after).await
}

/// A quiet hour counts as heard; an hour in which nobody could listen does not.
fn is_listened_to(state: SourceState) -> bool {
    matches!(state, SourceState::Live | SourceState::Lagging | SourceState::Silent)
}

fn changed(before: &SourceHealth, change: HealthChange) -> SourceHealth {
    let state = change.state.unwrap_or(before.state);
    SourceHealth {
        channel_id: before.channel_id,
        source: before.source.clone(),
        state,
        last_item_at: change.last_item_at.or(before.last_item_at),
        last_contact_at: change.last_contact_at.or(before.last_contact_at),
        lag_ms: change.lag_ms.or(before.lag_ms),
        failures: change.failures.unwrap_or(before.failures),
        last_error: change.last_error.unwrap_or_else(|| before.last_error.clone()),
        retry_at: change.retry_at.unwrap_or(before.retry_at),
        since: if state == before.state { before.since } else { change.at },
        rate: before.rate,
    }
}

async fn save(tx: &mut Tx, brand_id: i64, health: SourceHealth) -> Result<()> {
    sql("INSERT INTO source (channel_id, source, brand_id, state, last_item_at, last_contact_at, lag_ms, failures, last_error, retry_at, \
         since) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (channel_id, source) DO UPDATE SET state = excluded.state, \
         last_item_at = excluded.last_item_at, last_contact_at = excluded.last_contact_at, lag_ms = excluded.lag_ms, \
         failures = excluded.failures, last_error = excluded.last_error, retry_at = excluded.retry_at, since = excluded.since")
    .bind(health.channel_id.0)
    .bind(health.source)
    .bind(brand_id)
    .bind(health.state.as_str())
    .bind(health.last_item_at)
    .bind(health.last_contact_at)
    .bind(health.lag_ms)
    .bind(health.failures)
    .bind(health.last_error)
    .bind(health.retry_at)
    .bind(health.since)
    .run(tx)
    .await
    .map(drop)
}

fn health(row: &mut Columns<'_>) -> Result<SourceHealth> {
    Ok(SourceHealth {
        channel_id: ChannelId(row.int()?),
        source: row.text()?,
        state: row.named(SourceState::parse)?,
        last_item_at: row.int_or_null()?,
        last_contact_at: row.int_or_null()?,
        lag_ms: row.int_or_null()?,
        failures: row.u32()?,
        last_error: row.text_or_null()?,
        retry_at: row.int_or_null()?,
        since: row.int()?,
        rate: Rate { hour: row.u32()?, usual_low: row.u32_or_null()?, quiet: row.flag()? },
    })
}
