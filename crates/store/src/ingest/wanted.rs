//! Names of what we should fetch (parents that are not held, authors without a handle), and what we hold.

use super::{Wanted, WantedKind};
use crate::error::Result;
use crate::ids::Ids;
use crate::limits::WANTED_ATTEMPTS_MAX;
use crate::sql::{Query, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, Millis};
use std::collections::HashSet;

const FIRST_PAUSE_MS: i64 = 30_000;
/// Native ids that are asked for in one query.
const CHUNK: usize = 500;

impl WantedKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Author => "author",
        }
    }
}

impl Store {
    /// Takes what is due to be fetched and puts off the next attempt (doubling from 30 s; after 8 attempts it is forgotten).
    pub async fn take_wanted(&self, kind: WantedKind, now: Millis, limit: usize) -> Result<Vec<Wanted>> {
        self.write(move |tx| Box::pin(async move { take(tx, kind, now, limit).await })).await
    }

    /// Native ids of the authors of posts heard since then: whose frames a brand wants.
    pub async fn followed_authors(&self, brand_id: BrandId, since: Millis) -> Result<Vec<String>> {
        // A post's id is made when it is taken in, which is never before it is received.
        let rows = sql("SELECT a.native_id FROM author a WHERE a.id IN \
                        (SELECT p.author_id FROM post p WHERE p.brand_id = ? AND p.id >= ? AND p.received_at >= ?)")
        .bind(brand_id.0)
        .bind(Ids::floor_of(since))
        .bind(since)
        .all(&mut self.read().await?)
        .await?;
        rows.iter().map(|row| row.text()).collect()
    }

    /// For each native id: is it held?
    pub async fn holds_posts(&self, brand_id: BrandId, scope: &str, native_ids: &[String]) -> Result<Vec<bool>> {
        let mut connection = self.read_together().await?;
        let mut held = HashSet::new();
        for chunk in native_ids.chunks(CHUNK) {
            let mut query =
                sql("SELECT native_id FROM post WHERE brand_id = ? AND scope = ? AND native_id IN ").bind(brand_id.0).bind(scope);
            query.push_list(chunk);
            for row in query.all(&mut connection).await? {
                held.insert(row.text()?);
            }
        }
        Ok(native_ids.iter().map(|id| held.contains(id)).collect())
    }
}

async fn take(tx: &mut Tx, kind: WantedKind, now: Millis, limit: usize) -> Result<Vec<Wanted>> {
    let rows = sql("SELECT brand_id, channel_id, native_id, attempts FROM wanted WHERE kind = ? AND next_at <= ? ORDER BY next_at LIMIT ?")
        .bind(kind.as_str())
        .bind(now)
        .bind(limit)
        .all(tx)
        .await?;
    let mut taken = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut row = row.columns();
        let (brand_id, channel_id) = (BrandId(row.int()?), ChannelId(row.int()?));
        let wanted = Wanted { brand_id, channel_id, native_id: row.text()?, attempts: row.u32()? };
        put_off(kind, &wanted, now).run(tx).await?;
        taken.push(wanted);
    }
    Ok(taken)
}

fn put_off(kind: WantedKind, wanted: &Wanted, now: Millis) -> Query {
    let attempts = i64::from(wanted.attempts) + 1;
    let query = if attempts >= WANTED_ATTEMPTS_MAX {
        sql("DELETE FROM wanted WHERE ")
    } else {
        let pause = FIRST_PAUSE_MS << attempts.min(20);
        sql("UPDATE wanted SET attempts = ?, next_at = ? WHERE ").bind(attempts).bind(now + pause)
    };
    let mut query = query;
    query
        .push_bound("brand_id = ?", wanted.brand_id.0)
        .push_bound(" AND kind = ?", kind.as_str())
        .push_bound(" AND native_id = ?", &wanted.native_id);
    query
}
