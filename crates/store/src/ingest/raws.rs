//! Payloads as networks delivered them, and the cursors that say how far.

use super::hours::{self, Heard};
use super::{PendingRaw, RawPage};
use crate::error::{Result, StoreError};
use crate::limits::{BATCH_MAX, RAW_BYTES_MAX};
use crate::sql::{LIST_MAX, Rows, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, Cursor, EventKind, Millis, Raw, RawId};
use serde_json::json;

impl Store {
    /// One transaction: the payloads, the cursor, the gap, the source's health and how loud it is. Durable when it returns.
    pub async fn append_raw(&self, channel_id: ChannelId, source: &str, page: RawPage) -> Result<Vec<RawId>> {
        check_size(&page.bodies)?;
        let source = source.to_owned();
        self.write(move |tx| Box::pin(async move { append(tx, channel_id, &source, page).await })).await
    }

    /// Payloads that were fetched behind the main flow: no source brought them, so no source is the louder for it.
    pub async fn append_fetched(
        &self,
        channel_id: ChannelId,
        source: &str,
        bodies: Vec<Vec<u8>>,
        received_at: Millis,
    ) -> Result<Vec<RawId>> {
        check_size(&bodies)?;
        let source = source.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let brand_id = brand_of_channel(tx, channel_id).await?;
                insert_raws(tx, brand_id, channel_id, &source, bodies, received_at).await
            })
        })
        .await
    }

    pub async fn cursor(&self, channel_id: ChannelId, source: &str) -> Result<Option<Cursor>> {
        let row = sql("SELECT cursor FROM source WHERE channel_id = ? AND source = ?")
            .bind(channel_id.0)
            .bind(source)
            .optional(&mut self.read().await?)
            .await?;
        Ok(row.map(|row| row.columns().text_or_null()).transpose()?.flatten().map(Cursor))
    }

    /// Payloads that no pipeline has taken in, oldest first.
    pub async fn pending_raws(&self, after: Option<RawId>, limit: usize) -> Result<Vec<PendingRaw>> {
        let rows =
            sql("SELECT id, channel_id, source, received_at, body, brand_id FROM raw WHERE state = 0 AND id > ? ORDER BY id LIMIT ?")
                .bind(after.map_or(0, |id| id.0))
                .bind(limit.min(BATCH_MAX))
                .all(&mut self.read().await?)
                .await?;
        rows.iter()
            .map(|row| {
                let mut row = row.columns();
                let raw = Raw {
                    id: RawId(row.int()?),
                    channel_id: ChannelId(row.int()?),
                    source: row.text()?,
                    received_at: row.int()?,
                    body: row.bytes()?,
                };
                Ok(PendingRaw { raw, brand_id: BrandId(row.int()?) })
            })
            .collect()
    }

    /// Forgets payloads that were taken in before then. Returns how many; call again while it is `limit`.
    pub async fn prune_raws(&self, before: Millis, limit: usize) -> Result<u64> {
        self.write(move |tx| {
            Box::pin(async move {
                // Ids are ordered by time as `received_at` is, so the oldest are the first.
                let oldest = sql("SELECT id FROM raw WHERE state = 1 AND received_at < ? ORDER BY id LIMIT ?").bind(before).bind(limit);
                let ids = oldest.all(tx).await?.iter().map(|row| row.int()).collect::<Result<Vec<_>>>()?;
                for chunk in ids.chunks(LIST_MAX) {
                    // What a budget left out cannot be read again without its payload.
                    for statement in ["DELETE FROM skipped WHERE raw_id IN ", "DELETE FROM raw WHERE id IN "] {
                        let mut delete = sql(statement);
                        delete.push_list(chunk.iter().copied());
                        delete.run(tx).await?;
                    }
                }
                Ok(ids.len() as u64)
            })
        })
        .await
    }
}

pub(super) fn check_size(bodies: &[Vec<u8>]) -> Result<()> {
    if bodies.len() > BATCH_MAX {
        return Err(StoreError::Limit { what: "payloads of a page", max: BATCH_MAX as u64 });
    }
    if bodies.iter().any(|body| body.len() > RAW_BYTES_MAX) {
        return Err(StoreError::Limit { what: "bytes of a payload", max: RAW_BYTES_MAX as u64 });
    }
    Ok(())
}

async fn append(tx: &mut Tx, channel_id: ChannelId, source: &str, page: RawPage) -> Result<Vec<RawId>> {
    let brand_id = brand_of_channel(tx, channel_id).await?;
    let items = page.bodies.len();
    let ids = insert_raws(tx, brand_id, channel_id, source, page.bodies, page.received_at).await?;
    if let Some(gap) = page.gap {
        let id = tx.next_id();
        sql("INSERT INTO gap (id, brand_id, channel_id, source, from_at, to_at, why, noticed_at) VALUES (?,?,?,?,?,?,?,?)")
            .bind(id)
            .bind(brand_id.0)
            .bind(channel_id.0)
            .bind(source)
            .bind(gap.from)
            .bind(gap.to)
            .bind(gap.why.clone())
            .bind(page.received_at)
            .run(tx)
            .await?;
        tx.event(brand_id, EventKind::GapNoticed, None, json!({ "channel_id": channel_id, "source": source, "why": gap.why }));
    }
    hours::count(tx, brand_id, channel_id, source, Heard { items, at: page.received_at }).await?;
    let last_item_at = (items > 0).then_some(page.received_at);
    let lag_ms = page.newest_at.map(|newest| (page.received_at - newest).max(0));
    sql("INSERT INTO source (channel_id, source, brand_id, cursor, state, last_item_at, last_contact_at, lag_ms, since) \
         VALUES (?,?,?,?,'starting',?,?,?,?) \
         ON CONFLICT (channel_id, source) DO UPDATE SET cursor = coalesce(excluded.cursor, source.cursor), \
         last_item_at = coalesce(excluded.last_item_at, source.last_item_at), last_contact_at = excluded.last_contact_at, \
         lag_ms = coalesce(excluded.lag_ms, source.lag_ms)")
    .bind(channel_id.0)
    .bind(source)
    .bind(brand_id.0)
    .bind(page.cursor.map(|cursor| cursor.0))
    .bind(last_item_at)
    .bind(page.received_at)
    .bind(lag_ms)
    .bind(page.received_at)
    .run(tx)
    .await?;
    Ok(ids)
}

pub(crate) async fn insert_raws(
    tx: &mut Tx,
    brand_id: BrandId,
    channel_id: ChannelId,
    source: &str,
    bodies: Vec<Vec<u8>>,
    received_at: Millis,
) -> Result<Vec<RawId>> {
    let mut ids = Vec::with_capacity(bodies.len());
    let mut rows: Rows<6> = Rows::new("INSERT INTO raw (id, brand_id, channel_id, source, received_at, body) VALUES ", "(?,?,?,?,?,?)", "");
    for body in bodies {
        let id = tx.next_id();
        ids.push(RawId(id));
        rows.push([id.into(), brand_id.0.into(), channel_id.0.into(), source.into(), received_at.into(), body.into()]);
    }
    rows.run(tx).await?;
    Ok(ids)
}

/// `NotFound` when it was removed.
pub(crate) async fn brand_of_channel(tx: &mut Tx, channel_id: ChannelId) -> Result<BrandId> {
    let row = sql("SELECT brand_id FROM channel WHERE id = ? AND removed = 0").bind(channel_id.0).one(tx).await?;
    Ok(BrandId(row.int()?))
}
