//! Fetching, with patience.

use super::{MediaStep, WantedMedia};
use crate::error::Result;
use crate::limits::WANTED_ATTEMPTS_MAX;
use crate::sql::{Query, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, CaseId, ChannelId, EventKind, MediaId, MediaState, Millis, Network, PostId};
use serde_json::json;

const FIRST_PAUSE_MS: i64 = 30_000;
/// The code of what nobody could fetch.
const UNREACHABLE: &str = "unreachable";

impl Store {
    /// Takes what is due to be fetched and puts off the next attempt (doubling from 30 s). What was tried 8 times is refused.
    pub async fn take_wanted_media(&self, now: Millis, limit: usize) -> Result<Vec<WantedMedia>> {
        self.write(move |tx| Box::pin(async move { take(tx, now, limit).await })).await
    }

    /// When the next is due.
    pub async fn next_media_at(&self) -> Result<Option<Millis>> {
        let query = sql("SELECT min(next_at) FROM media WHERE state = 'wanted'");
        query.one(&mut self.read().await?).await?.columns().int_or_null()
    }

    /// What became of an attempt. `false`: nobody wants it any more (its post was deleted or edited), so the bytes may go.
    pub async fn record_media(&self, media_id: MediaId, step: MediaStep) -> Result<bool> {
        self.write(move |tx| Box::pin(async move { record(tx, media_id, step).await })).await
    }
}

async fn take(tx: &mut Tx, now: Millis, limit: usize) -> Result<Vec<WantedMedia>> {
    let rows = due_query(now, limit).all(tx).await?;
    let mut taken = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut row = row.columns();
        let wanted = WantedMedia {
            id: MediaId(row.int()?),
            brand_id: BrandId(row.int()?),
            channel_id: ChannelId(row.int()?),
            post_id: PostId(row.int()?),
            network: row.named(Network::parse)?,
            url: row.text()?,
            mime: row.text_or_null()?,
            attempts: row.u32()?,
        };
        let attempts = i64::from(wanted.attempts);
        if attempts >= WANTED_ATTEMPTS_MAX {
            refuse(tx, wanted.id, UNREACHABLE.to_owned()).await?;
            tell(tx, wanted.id).await?;
            continue;
        }
        let pause = FIRST_PAUSE_MS << attempts;
        let query = sql("UPDATE media SET attempts = ?, next_at = ? WHERE id = ?").bind(attempts + 1).bind(now + pause);
        query.bind(wanted.id.0).run(tx).await?;
        taken.push(wanted);
    }
    Ok(taken)
}

pub(super) fn due_query(now: Millis, limit: usize) -> Query {
    let text = "SELECT m.id, m.brand_id, m.channel_id, m.post_id, p.network, m.url, m.mime, m.attempts FROM media m \
                JOIN post p ON p.id = m.post_id WHERE m.state = 'wanted' AND m.next_at <= ? ORDER BY m.next_at LIMIT ?";
    sql(text).bind(now).bind(limit)
}

async fn record(tx: &mut Tx, media_id: MediaId, step: MediaStep) -> Result<bool> {
    let row = sql("SELECT attempts FROM media WHERE id = ? AND state = 'wanted'").bind(media_id.0).optional(tx).await?;
    let Some(row) = row else { return Ok(false) };
    let is_last = row.int()? >= WANTED_ATTEMPTS_MAX;
    match step {
        MediaStep::Kept { hash, mime, bytes } => keep(tx, media_id, hash, mime, bytes).await?,
        MediaStep::Refused { why } => refuse(tx, media_id, why).await?,
        MediaStep::Later { .. } if is_last => refuse(tx, media_id, UNREACHABLE.to_owned()).await?,
        MediaStep::Later { not_before } => {
            if let Some(not_before) = not_before {
                let query = sql("UPDATE media SET next_at = ? WHERE id = ? AND next_at < ?").bind(not_before).bind(media_id.0);
                query.bind(not_before).run(tx).await?;
            }
            return Ok(true);
        }
    }
    tell(tx, media_id).await?;
    Ok(true)
}

async fn keep(tx: &mut Tx, media_id: MediaId, hash: String, mime: String, bytes: u64) -> Result<()> {
    sql("UPDATE media SET state = ?, hash = ?, mime = ?, bytes = ?, why = NULL, next_at = NULL WHERE id = ?")
        .bind(MediaState::Kept.as_str())
        .bind(hash)
        .bind(mime)
        .bind(bytes)
        .bind(media_id.0)
        .run(tx)
        .await
        .map(drop)
}

async fn refuse(tx: &mut Tx, media_id: MediaId, why: String) -> Result<()> {
    sql("UPDATE media SET state = ?, why = ?, next_at = NULL WHERE id = ?")
        .bind(MediaState::Refused.as_str())
        .bind(why)
        .bind(media_id.0)
        .run(tx)
        .await
        .map(drop)
}

/// Who looks at the post sees it change.
pub(super) async fn tell(tx: &mut Tx, media_id: MediaId) -> Result<()> {
    let text = "SELECT m.brand_id, m.post_id, m.state, p.case_id FROM media m JOIN post p ON p.id = m.post_id WHERE m.id = ?";
    let Some(row) = sql(text).bind(media_id.0).optional(tx).await? else { return Ok(()) };
    let mut row = row.columns();
    let (brand_id, post_id, state) = (BrandId(row.int()?), PostId(row.int()?), row.text()?);
    let case_id = row.int_or_null()?.map(CaseId);
    tx.event(brand_id, EventKind::MediaChanged, case_id, json!({ "post_id": post_id, "media_id": media_id, "state": state }));
    Ok(())
}
