//! How loud sources were, hour by hour: what "quieter than usual" is judged by.
//!
//! A row says how many items came in an hour and from when until when the source was listened to in it, so that an hour in which the
//! program rested is not taken for a quiet one. Hours are whole hours since 1970: which of them are the same hour of the week is for
//! those to say who know the brand's time zone.

use crate::error::Result;
use crate::sql::sql;
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, Millis, Permission, Scope};

const HOUR_MS: Millis = 3_600_000;
/// Hours that are asked for in one query.
const CHUNK: usize = 500;

/// One hour of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHour {
    pub channel_id: ChannelId,
    pub source: String,
    /// Whole hours since 1970.
    pub hour: i64,
    pub items: u32,
    /// When the source was first heard in it, ms.
    pub heard_from: Millis,
    /// When it was last heard in it, ms.
    pub heard_to: Millis,
}

/// Contact with a source, and what it brought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    pub items: usize,
    pub at: Millis,
}

impl Store {
    /// These hours of all sources of the brand, as far as they were listened to.
    pub async fn source_hours(&self, scope: &Scope, hours: &[i64]) -> Result<Vec<SourceHour>> {
        scope.require(Permission::Read)?;
        let mut found = Vec::new();
        let mut connection = self.read_together().await?;
        for chunk in hours.chunks(CHUNK) {
            let mut query =
                sql("SELECT channel_id, source, hour, items, heard_from, heard_to FROM source_hour WHERE brand_id = ? AND hour IN ");
            query = query.bind(scope.brand_id().0);
            query.push_list(chunk.iter().copied());
            for row in &query.all(&mut connection).await? {
                let mut row = row.columns();
                found.push(SourceHour {
                    channel_id: ChannelId(row.int()?),
                    source: row.text()?,
                    hour: row.int()?,
                    items: row.u32()?,
                    heard_from: row.int()?,
                    heard_to: row.int()?,
                });
            }
        }
        Ok(found)
    }

    /// Forgets hours before this one. Returns how many; call again while it is `limit`.
    pub async fn prune_source_hours(&self, before_hour: i64, limit: usize) -> Result<u64> {
        self.write(move |tx| {
            Box::pin(async move {
                sql("DELETE FROM source_hour WHERE (channel_id, source, hour) IN \
                     (SELECT channel_id, source, hour FROM source_hour WHERE hour < ? LIMIT ?)")
                .bind(before_hour)
                .bind(limit)
                .run(tx)
                .await
            })
        })
        .await
    }
}

pub(super) async fn count(tx: &mut Tx, brand_id: BrandId, channel_id: ChannelId, source: &str, heard: Heard) -> Result<()> {
    sql("INSERT INTO source_hour (channel_id, source, hour, brand_id, items, heard_from, heard_to) VALUES (?,?,?,?,?,?,?) \
         ON CONFLICT (channel_id, source, hour) DO UPDATE SET items = source_hour.items + excluded.items, \
         heard_to = CASE WHEN excluded.heard_to > source_hour.heard_to THEN excluded.heard_to ELSE source_hour.heard_to END")
    .bind(channel_id.0)
    .bind(source)
    .bind(heard.at.div_euclid(HOUR_MS))
    .bind(brand_id.0)
    .bind(heard.items)
    .bind(heard.at)
    .bind(heard.at)
    .run(tx)
    .await
    .map(drop)
}
