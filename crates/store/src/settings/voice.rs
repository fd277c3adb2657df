//! Share of voice: how often each monitor was heard, by day and language. Added up when posts are taken in, never counted afterwards.

use crate::error::Result;
use crate::sql::sql;
use crate::store::Store;
use answerable_domain::{MonitorId, Permission, Scope};

/// Mentions of one monitor on one day in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    pub monitor_id: MonitorId,
    /// The number of the day since 1970-01-01, where the brand is.
    pub day: i64,
    /// ISO 639-1; empty: unknown.
    pub language: String,
    pub count: u64,
}

impl Store {
    /// From this day on, by day and monitor.
    pub async fn voices(&self, scope: &Scope, from_day: i64) -> Result<Vec<Voice>> {
        scope.require(Permission::Read)?;
        let rows =
            sql("SELECT monitor_id, day, language, count FROM voice WHERE brand_id = ? AND day >= ? ORDER BY day, monitor_id, language")
                .bind(scope.brand_id().0)
                .bind(from_day)
                .all(&mut self.read().await?)
                .await?;
        rows.iter()
            .map(|row| {
                let mut row = row.columns();
                Ok(Voice { monitor_id: MonitorId(row.int()?), day: row.int()?, language: row.text()?, count: row.u64()? })
            })
            .collect()
    }
}
