//! What a monitor's budget left out, taken up again when somebody asks for it.

use crate::error::{Result, StoreError};
use crate::limits::SKIPPED_STEP_MAX;
use crate::sql::{LIST_MAX, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{EventKind, MonitorId, Permission, Scope};
use serde_json::json;

impl Store {
    /// Lets the pipeline read again what the monitor's budget left out; this time the budget is not asked. Returns how many mentions that
    /// are. Asked again, only what was left out since. Payloads that are too old to be kept are forgotten.
    pub async fn read_skipped(&self, scope: &Scope, monitor_id: MonitorId) -> Result<u64> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { forget_count(tx, &scope, monitor_id).await })).await?;
        let mut count = 0;
        loop {
            let step = self.write(move |tx| Box::pin(async move { admit_some(tx, monitor_id).await })).await?;
            count += step;
            if step < SKIPPED_STEP_MAX as u64 {
                return Ok(count);
            }
        }
    }
}

async fn forget_count(tx: &mut Tx, scope: &Scope, monitor_id: MonitorId) -> Result<()> {
    let query = sql("UPDATE monitor SET skipped_count = 0, skipped_from = NULL, skipped_to = NULL WHERE id = ? AND brand_id = ?");
    if query.bind(monitor_id.0).bind(scope.brand_id().0).run(tx).await? == 0 {
        return Err(StoreError::NotFound);
    }
    tx.event_of(scope, EventKind::MonitorChanged, None, json!({ "monitor_id": monitor_id }));
    Ok(())
}

async fn admit_some(tx: &mut Tx, monitor_id: MonitorId) -> Result<u64> {
    let rows = sql("SELECT s.raw_id FROM skipped s JOIN raw r ON r.id = s.raw_id WHERE s.monitor_id = ? AND s.admitted = 0 \
         ORDER BY s.raw_id LIMIT ?")
    .bind(monitor_id.0)
    .bind(SKIPPED_STEP_MAX)
    .all(tx)
    .await?;
    let ids = rows.iter().map(|row| row.int()).collect::<Result<Vec<_>>>()?;
    let mut count = 0;
    for chunk in ids.chunks(LIST_MAX) {
        let mut admit = sql("UPDATE skipped SET admitted = 1 WHERE admitted = 0 AND monitor_id = ? AND raw_id IN ").bind(monitor_id.0);
        admit.push_list(chunk.iter().copied());
        count += admit.run(tx).await?;
        let mut again = sql("UPDATE raw SET state = 0 WHERE state = 1 AND id IN ");
        again.push_list(chunk.iter().copied());
        again.run(tx).await?;
    }
    Ok(count)
}
