//! Alerts as people set them up.

use super::searches::{may_change, person, search_of};
use super::tell::check_webhooks;
use super::{Alert, AlertChange, NewAlert};
use crate::error::{Result, StoreError};
use crate::limits::ALERTS_MAX;
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{AlertId, AlertState, BrandId, Permission, SavedSearchId, Scope, UserId};

macro_rules! alert_columns {
    () => {
        "a.id, a.brand_id, a.person_id, a.search_id, a.name, a.tells_when, a.quiet, a.cool_down_ms, a.deliver, a.enabled, a.state, \
         a.created_at"
    };
}

pub(super) use alert_columns;

impl Store {
    /// One's own, and those on shared searches.
    pub async fn alerts(&self, scope: &Scope) -> Result<Vec<Alert>> {
        scope.require(Permission::Read)?;
        let query = sql(concat!(
            "SELECT ",
            alert_columns!(),
            " FROM alert a JOIN saved_search s ON s.id = a.search_id WHERE a.brand_id = ? AND (s.shared = 1 OR a.person_id = ?) \
             ORDER BY a.id"
        ));
        let rows = query.bind(scope.brand_id().0).bind(person(scope)).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read(&mut row.columns())).collect()
    }

    pub async fn alert(&self, scope: &Scope, id: AlertId) -> Result<Alert> {
        scope.require(Permission::Read)?;
        alert_of(&mut self.read().await?, scope, id).await
    }

    /// What happened before is not told of.
    pub async fn create_alert(&self, scope: &Scope, alert: NewAlert) -> Result<Alert> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, alert).await })).await
    }

    /// By whoever made it, or a supervisor. One that is switched off forgets what waits; one that is switched on begins anew.
    pub async fn change_alert(&self, scope: &Scope, id: AlertId, change: AlertChange) -> Result<Alert> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { apply_change(tx, &scope, id, change).await })).await
    }

    /// Its notices stay.
    pub async fn delete_alert(&self, scope: &Scope, id: AlertId) -> Result<()> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                changeable(tx, &scope, id).await?;
                sql("DELETE FROM alert_match WHERE alert_id = ?").bind(id.0).run(tx).await?;
                sql("DELETE FROM alert WHERE id = ?").bind(id.0).run(tx).await.map(drop)
            })
        })
        .await
    }
}

/// As this person sees it.
pub(super) async fn alert_of(on: &mut impl AsConnection, scope: &Scope, id: AlertId) -> Result<Alert> {
    let query = sql(concat!(
        "SELECT ",
        alert_columns!(),
        " FROM alert a JOIN saved_search s ON s.id = a.search_id WHERE a.id = ? AND a.brand_id = ? AND (s.shared = 1 OR a.person_id = ?)"
    ));
    let row = query.bind(id.0).bind(scope.brand_id().0).bind(person(scope)).one(on).await?;
    read(&mut row.columns())
}

pub(super) async fn changeable(on: &mut impl AsConnection, scope: &Scope, id: AlertId) -> Result<Alert> {
    let alert = alert_of(on, scope, id).await?;
    may_change(scope, alert.user_id)?;
    Ok(alert)
}

async fn insert(tx: &mut Tx, scope: &Scope, alert: NewAlert) -> Result<Alert> {
    let brand_id = scope.brand_id();
    crate::settings::check_brand(tx, brand_id).await?;
    search_of(tx, scope, alert.search_id).await?;
    check_webhooks(tx, brand_id, &alert.deliver).await?;
    let there = sql("SELECT count(*) FROM alert WHERE brand_id = ?").bind(brand_id.0).one(tx).await?.int()?;
    if there >= ALERTS_MAX as i64 {
        return Err(StoreError::Limit { what: "alerts", max: ALERTS_MAX as u64 });
    }
    let id = AlertId(tx.next_id());
    let since = latest_seq(tx).await?;
    sql(
        "INSERT INTO alert (id, brand_id, person_id, search_id, name, tells_when, quiet, cool_down_ms, deliver, enabled, since_seq, state, \
         created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
    )
    .bind(id.0)
    .bind(brand_id.0)
    .bind(person(scope))
    .bind(alert.search_id.0)
    .bind(alert.name)
    .bind(Value::json(&alert.when))
    .bind(Value::json_or_null(alert.quiet.as_ref()))
    .bind(alert.cool_down_ms)
    .bind(Value::json(&alert.deliver))
    .bind(alert.enabled)
    .bind(since)
    .bind(Value::json(&AlertState::default()))
    .bind(tx.now())
    .run(tx)
    .await?;
    alert_of(tx, scope, id).await
}

async fn apply_change(tx: &mut Tx, scope: &Scope, id: AlertId, change: AlertChange) -> Result<Alert> {
    let before = changeable(tx, scope, id).await?;
    let search_id = change.search_id.unwrap_or(before.search_id);
    if search_id != before.search_id {
        search_of(tx, scope, search_id).await?;
    }
    let deliver = change.deliver.unwrap_or_else(|| before.deliver.clone());
    check_webhooks(tx, scope.brand_id(), &deliver).await?;
    let enabled = change.enabled.unwrap_or(before.enabled);
    // The new rule is looked at in a moment: what waits may be due now, or later than it was.
    let next_at = Some(tx.now()).filter(|_| enabled && before.state.waiting + before.state.gathered.len() as u64 > 0);
    sql("UPDATE alert SET search_id = ?, name = ?, tells_when = ?, quiet = ?, cool_down_ms = ?, deliver = ?, enabled = ?, next_at = ? \
         WHERE id = ?")
    .bind(search_id.0)
    .bind(change.name.unwrap_or_else(|| before.name.clone()))
    .bind(Value::json(&change.when.unwrap_or(before.when)))
    .bind(Value::json_or_null(change.quiet.unwrap_or(before.quiet).as_ref()))
    .bind(change.cool_down_ms.unwrap_or(before.cool_down_ms))
    .bind(Value::json(&deliver))
    .bind(enabled)
    .bind(next_at)
    .bind(id.0)
    .run(tx)
    .await?;
    if enabled != before.enabled {
        begin_anew(tx, &before).await?;
    }
    alert_of(tx, scope, id).await
}

async fn begin_anew(tx: &mut Tx, alert: &Alert) -> Result<()> {
    sql("UPDATE alert_match SET notice_id = 0 WHERE alert_id = ? AND notice_id IS NULL").bind(alert.id.0).run(tx).await?;
    let state = AlertState { told_at: alert.state.told_at, ..AlertState::default() };
    let since = latest_seq(tx).await?;
    sql("UPDATE alert SET state = ?, since_seq = ?, next_at = NULL WHERE id = ?")
        .bind(Value::json(&state))
        .bind(since)
        .bind(alert.id.0)
        .run(tx)
        .await
        .map(drop)
}

async fn latest_seq(tx: &mut Tx) -> Result<i64> {
    sql("SELECT coalesce(max(seq), 0) FROM event").one(tx).await?.int()
}

pub(super) fn read(row: &mut Columns<'_>) -> Result<Alert> {
    Ok(Alert {
        id: AlertId(row.int()?),
        brand_id: BrandId(row.int()?),
        user_id: Some(row.int()?).filter(|id| *id > 0).map(UserId),
        search_id: SavedSearchId(row.int()?),
        name: row.text()?,
        when: row.json()?,
        quiet: row.json_or_null()?,
        cool_down_ms: row.int()?,
        deliver: row.json()?,
        enabled: row.flag()?,
        state: row.json()?,
        created_at: row.int()?,
    })
}
