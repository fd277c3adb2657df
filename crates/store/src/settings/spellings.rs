//! How often each other spelling of a monitor's terms was what caught a post.

use crate::error::Result;
use crate::sql::sql;
use crate::store::Store;
use answerable_domain::{Millis, MonitorId, Permission, Scope, Spelling};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpellingHits {
    pub spelling: Spelling,
    pub count: u64,
    pub last_at: Millis,
}

impl Store {
    /// Those that ever caught something.
    pub async fn spelling_hits(&self, scope: &Scope, monitor_id: MonitorId) -> Result<Vec<SpellingHits>> {
        scope.require(Permission::Read)?;
        let rows =
            sql("SELECT term, spelling, count, last_at FROM spelling_hit WHERE monitor_id = ? AND brand_id = ? ORDER BY term, spelling")
                .bind(monitor_id.0)
                .bind(scope.brand_id().0)
                .all(&mut self.read().await?)
                .await?;
        rows.iter()
            .map(|row| {
                let mut row = row.columns();
                let spelling = Spelling { term: row.text()?, text: row.text()? };
                Ok(SpellingHits { spelling, count: row.u64()?, last_at: row.int()? })
            })
            .collect()
    }
}
