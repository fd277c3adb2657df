//! Payloads that could not be understood: shown with the reason, tried again on demand, in nobody's way.

use super::QuarantinedRaw;
use crate::error::{Result, StoreError};
use crate::page::{Page, PageKey, checked_limit};
use crate::sql::{Columns, sql};
use crate::store::Store;
use answerable_domain::{ChannelId, Permission, RawId, Scope};

impl Store {
    /// Newest first.
    pub async fn quarantined(&self, scope: &Scope, after: Option<PageKey>, limit: usize) -> Result<Page<QuarantinedRaw>> {
        scope.require(Permission::Read)?;
        let limit = checked_limit(limit)?;
        let rows = sql("SELECT id, channel_id, source, received_at, code, reason, attempts, length(body), substr(body, 1, 2000) FROM raw \
                        WHERE brand_id = ? AND state = 2 AND id < ? ORDER BY id DESC LIMIT ?")
        .bind(scope.brand_id().0)
        .bind(after.map_or(i64::MAX, |key| key.id))
        .bind(limit + 1)
        .all(&mut self.read().await?)
        .await?;
        let rows = rows.iter().map(|row| quarantined(&mut row.columns())).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(rows, limit, |raw| PageKey::of_id(raw.id.0)))
    }

    /// `None`: all of the brand. They are pending again; returns how many.
    pub async fn retry_quarantined(&self, scope: &Scope, raw_id: Option<RawId>) -> Result<u64> {
        scope.require(Permission::Configure)?;
        let brand_id = scope.brand_id();
        self.write(move |tx| {
            Box::pin(async move {
                let mut query =
                    sql("UPDATE raw SET state = 0, code = NULL, reason = NULL WHERE state = 2 AND brand_id = ?").bind(brand_id.0);
                if let Some(id) = raw_id {
                    query.push_bound(" AND id = ?", id.0);
                }
                match (query.run(tx).await?, raw_id) {
                    (0, Some(_)) => Err(StoreError::NotFound),
                    (count, _) => Ok(count),
                }
            })
        })
        .await
    }

    pub async fn discard_quarantined(&self, scope: &Scope, raw_id: RawId) -> Result<()> {
        scope.require(Permission::Configure)?;
        let brand_id = scope.brand_id();
        self.write(move |tx| {
            Box::pin(async move {
                let count =
                    sql("DELETE FROM raw WHERE id = ? AND brand_id = ? AND state = 2").bind(raw_id.0).bind(brand_id.0).run(tx).await?;
                if count == 0 { Err(StoreError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    /// Quarantined payloads by channel.
    pub async fn quarantine_counts(&self, scope: &Scope) -> Result<Vec<(ChannelId, u64)>> {
        scope.require(Permission::Read)?;
        let rows = sql("SELECT channel_id, count(*) FROM raw WHERE brand_id = ? AND state = 2 GROUP BY channel_id ORDER BY channel_id")
            .bind(scope.brand_id().0)
            .all(&mut self.read().await?)
            .await?;
        rows.iter()
            .map(|row| {
                let mut row = row.columns();
                Ok((ChannelId(row.int()?), row.u64()?))
            })
            .collect()
    }
}

fn quarantined(row: &mut Columns<'_>) -> Result<QuarantinedRaw> {
    Ok(QuarantinedRaw {
        id: RawId(row.int()?),
        channel_id: ChannelId(row.int()?),
        source: row.text()?,
        received_at: row.int()?,
        code: row.text_or_null()?.unwrap_or_default(),
        reason: row.text_or_null()?.unwrap_or_default(),
        attempts: row.u32()?,
        size_bytes: row.u64()?,
        excerpt: String::from_utf8_lossy(&row.bytes()?).into_owned(),
    })
}
