//! Monitors: what to listen for, and how much of it.

use crate::error::{Result, StoreError};
use crate::limits::MONITORS_MAX;
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, Budget, EventKind, Millis, Monitor, MonitorId, Permission, Scope, Side, VariantChoice};
use serde_json::json;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMonitor {
    pub name: String,
    /// In the query language; the store does not read it.
    pub query: String,
    pub variants: VariantChoice,
    pub side: Side,
    pub budget: Budget,
    pub enabled: bool,
}

impl NewMonitor {
    /// Of our own side, switched on, without a budget.
    pub fn of(name: impl Into<String>, query: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            query: query.into(),
            variants: VariantChoice::default(),
            side: Side::Own,
            budget: Budget::default(),
            enabled: true,
        }
    }
}

/// Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonitorChange {
    pub name: Option<String>,
    pub query: Option<String>,
    pub variants: Option<VariantChoice>,
    pub side: Option<Side>,
    pub budget: Option<Budget>,
    pub enabled: Option<bool>,
}

/// A monitor with what its budget left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitorRecord {
    pub monitor: Monitor,
    pub skipped: Skipped,
}

/// Mentions that a budget left out since somebody last asked for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Skipped {
    pub count: u64,
    pub from: Option<Millis>,
    pub to: Option<Millis>,
}

macro_rules! monitor_columns {
    () => {
        "m.id, m.brand_id, m.name, m.query, m.variants, m.side, m.per_hour, m.per_day, m.enabled, m.created_at, m.updated_at"
    };
}

/// What goes with a monitor when it is deleted. Its mentions stay, and payloads that wait for nobody else stay as they are.
const OF_MONITOR: [&str; 5] = [
    "DELETE FROM mute WHERE monitor_id = ?",
    "DELETE FROM spelling_hit WHERE monitor_id = ?",
    "DELETE FROM spent WHERE monitor_id = ?",
    "DELETE FROM skipped WHERE monitor_id = ?",
    "DELETE FROM voice WHERE monitor_id = ?",
];

impl Store {
    pub async fn create_monitor(&self, scope: &Scope, monitor: NewMonitor) -> Result<Monitor> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, monitor).await })).await
    }

    /// All of the brand: at most [`MONITORS_MAX`].
    pub async fn monitors(&self, scope: &Scope) -> Result<Vec<MonitorRecord>> {
        scope.require(Permission::Read)?;
        let text = concat!(
            "SELECT ",
            monitor_columns!(),
            ", m.skipped_count, m.skipped_from, m.skipped_to FROM monitor m WHERE m.brand_id = ? ORDER BY m.id"
        );
        let rows = sql(text).bind(scope.brand_id().0).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read_record(&mut row.columns())).collect()
    }

    pub async fn monitor(&self, scope: &Scope, monitor_id: MonitorId) -> Result<MonitorRecord> {
        scope.require(Permission::Read)?;
        record_of(&mut self.read().await?, scope.brand_id(), monitor_id).await
    }

    pub async fn change_monitor(&self, scope: &Scope, monitor_id: MonitorId, change: MonitorChange) -> Result<MonitorRecord> {
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
                for statement in OF_MONITOR {
                    sql(statement).bind(monitor_id.0).run(tx).await?;
                }
                tx.event_of(&scope, EventKind::MonitorChanged, None, json!({ "monitor_id": monitor_id, "removed": true }));
                Ok(())
            })
        })
        .await
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
    sql("INSERT INTO monitor (id, brand_id, name, query, variants, side, per_hour, per_day, enabled, created_at, updated_at) \
         VALUES (?,?,?,?,?,?,?,?,?,?,?)")
    .bind(id.0)
    .bind(brand_id.0)
    .bind(monitor.name)
    .bind(monitor.query)
    .bind(Value::json(&monitor.variants))
    .bind(monitor.side.as_str())
    .bind(monitor.budget.per_hour)
    .bind(monitor.budget.per_day)
    .bind(monitor.enabled)
    .bind(tx.now())
    .bind(tx.now())
    .run(tx)
    .await?;
    tx.event_of(scope, EventKind::MonitorChanged, None, json!({ "monitor_id": id }));
    Ok(record_of(tx, brand_id, id).await?.monitor)
}

async fn apply_change(tx: &mut Tx, scope: &Scope, monitor_id: MonitorId, change: MonitorChange) -> Result<MonitorRecord> {
    let before = record_of(tx, scope.brand_id(), monitor_id).await?.monitor;
    let budget = change.budget.unwrap_or(before.budget);
    sql("UPDATE monitor SET name = ?, query = ?, variants = ?, side = ?, per_hour = ?, per_day = ?, enabled = ?, updated_at = ? \
         WHERE id = ?")
    .bind(change.name.unwrap_or(before.name))
    .bind(change.query.unwrap_or(before.query))
    .bind(Value::json(&change.variants.unwrap_or(before.variants)))
    .bind(change.side.unwrap_or(before.side).as_str())
    .bind(budget.per_hour)
    .bind(budget.per_day)
    .bind(change.enabled.unwrap_or(before.enabled))
    .bind(tx.now())
    .bind(monitor_id.0)
    .run(tx)
    .await?;
    tx.event_of(scope, EventKind::MonitorChanged, None, json!({ "monitor_id": monitor_id }));
    record_of(tx, scope.brand_id(), monitor_id).await
}

async fn record_of(on: &mut impl AsConnection, brand_id: BrandId, monitor_id: MonitorId) -> Result<MonitorRecord> {
    let query = sql(concat!(
        "SELECT ",
        monitor_columns!(),
        ", m.skipped_count, m.skipped_from, m.skipped_to FROM monitor m WHERE m.id = ? AND m.brand_id = ?"
    ));
    read_record(&mut query.bind(monitor_id.0).bind(brand_id.0).one(on).await?.columns())
}

fn read_record(row: &mut Columns<'_>) -> Result<MonitorRecord> {
    let monitor = read_monitor(row)?;
    let skipped = Skipped { count: row.u64()?, from: row.int_or_null()?, to: row.int_or_null()? };
    Ok(MonitorRecord { monitor, skipped })
}

fn read_monitor(row: &mut Columns<'_>) -> Result<Monitor> {
    Ok(Monitor {
        id: MonitorId(row.int()?),
        brand_id: BrandId(row.int()?),
        name: row.text()?,
        query: row.text()?,
        variants: row.json()?,
        side: row.named(Side::parse)?,
        budget: Budget { per_hour: row.u32_or_null()?, per_day: row.u32_or_null()? },
        enabled: row.flag()?,
        created_at: row.int()?,
        updated_at: row.int()?,
    })
}
