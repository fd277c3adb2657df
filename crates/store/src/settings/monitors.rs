//! Monitors: what to listen for.

use super::{MonitorChange, NewMonitor};
use crate::error::{Result, StoreError};
use crate::limits::MONITORS_MAX;
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, EventKind, Monitor, MonitorId, Permission, Scope};
use serde_json::json;

macro_rules! monitor_columns {
    () => {
        "m.id, m.brand_id, m.name, m.query, m.enabled, m.created_at, m.updated_at"
    };
}

impl Store {
    pub async fn create_monitor(&self, scope: &Scope, monitor: NewMonitor) -> Result<Monitor> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, monitor).await })).await
    }

    pub async fn monitors(&self, scope: &Scope) -> Result<Vec<Monitor>> {
        scope.require(Permission::Read)?;
        let query = sql(concat!("SELECT ", monitor_columns!(), " FROM monitor m WHERE m.brand_id = ? ORDER BY m.id"));
        let rows = query.bind(scope.brand_id().0).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read_monitor(&mut row.columns())).collect()
    }

    pub async fn monitor(&self, scope: &Scope, monitor_id: MonitorId) -> Result<Monitor> {
        scope.require(Permission::Read)?;
        monitor_of(&mut self.read().await?, scope.brand_id(), monitor_id).await
    }

    pub async fn change_monitor(&self, scope: &Scope, monitor_id: MonitorId, change: MonitorChange) -> Result<Monitor> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { apply_change(tx, &scope, monitor_id, change).await })).await
    }

    pub async fn delete_monitor(&self, scope: &Scope, monitor_id: MonitorId) -> Result<()> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let query = sql("DELETE FROM monitor WHERE id = ? AND brand_id = ?").bind(monitor_id.0).bind(scope.brand_id().0);
                if query.run(tx).await? == 0 {
                    return Err(StoreError::NotFound);
                }
                tx.event_of(&scope, EventKind::MonitorChanged, None, json!({ "monitor_id": monitor_id, "removed": true }));
                Ok(())
            })
        })
        .await
    }

    /// Of all brands.
    pub async fn all_enabled_monitors(&self) -> Result<Vec<Monitor>> {
        let query = sql(concat!(
            "SELECT ",
            monitor_columns!(),
            " FROM monitor m JOIN brand b ON b.id = m.brand_id WHERE m.enabled = 1 AND b.removed = 0 ORDER BY m.id"
        ));
        query.all(&mut self.read().await?).await?.iter().map(|row| read_monitor(&mut row.columns())).collect()
    }
}

async fn insert(tx: &mut Tx, scope: &Scope, monitor: NewMonitor) -> Result<Monitor> {
    let brand_id = scope.brand_id();
    super::check_brand(tx, brand_id).await?;
    let there = sql("SELECT count(*) FROM monitor WHERE brand_id = ?").bind(brand_id.0).one(tx).await?.int()?;
    if there >= MONITORS_MAX as i64 {
        return Err(StoreError::Limit { what: "monitors", max: MONITORS_MAX as u64 });
    }
    let id = MonitorId(tx.next_id());
    sql("INSERT INTO monitor (id, brand_id, name, query, enabled, created_at, updated_at) VALUES (?,?,?,?,?,?,?)")
        .bind(id.0)
        .bind(brand_id.0)
        .bind(monitor.name)
        .bind(Value::json(&monitor.query))
        .bind(monitor.enabled)
        .bind(tx.now())
        .bind(tx.now())
        .run(tx)
        .await?;
    tx.event_of(scope, EventKind::MonitorChanged, None, json!({ "monitor_id": id }));
    monitor_of(tx, brand_id, id).await
}

async fn apply_change(tx: &mut Tx, scope: &Scope, monitor_id: MonitorId, change: MonitorChange) -> Result<Monitor> {
    let before = monitor_of(tx, scope.brand_id(), monitor_id).await?;
    sql("UPDATE monitor SET name = ?, query = ?, enabled = ?, updated_at = ? WHERE id = ?")
        .bind(change.name.unwrap_or(before.name))
        .bind(Value::json(&change.query.unwrap_or(before.query)))
        .bind(change.enabled.unwrap_or(before.enabled))
        .bind(tx.now())
        .bind(monitor_id.0)
        .run(tx)
        .await?;
    tx.event_of(scope, EventKind::MonitorChanged, None, json!({ "monitor_id": monitor_id }));
    monitor_of(tx, scope.brand_id(), monitor_id).await
}

async fn monitor_of(on: &mut impl AsConnection, brand_id: BrandId, monitor_id: MonitorId) -> Result<Monitor> {
    let query = sql(concat!("SELECT ", monitor_columns!(), " FROM monitor m WHERE m.id = ? AND m.brand_id = ?"));
    read_monitor(&mut query.bind(monitor_id.0).bind(brand_id.0).one(on).await?.columns())
}

fn read_monitor(row: &mut Columns<'_>) -> Result<Monitor> {
    Ok(Monitor {
        id: MonitorId(row.int()?),
        brand_id: BrandId(row.int()?),
        name: row.text()?,
        query: row.json()?,
        enabled: row.flag()?,
        created_at: row.int()?,
        updated_at: row.int()?,
    })
}
