//! What comes of matches and of time: notices and their deliveries, in the transaction that remembers it.

use super::matches::{Standing, standing};
use super::notices::notice_of;
use super::rules::changeable;
use super::{AlertMatch, DecideAlert, Deliver, DeliveryState, Matches, Notice};
use crate::error::{Result, StoreError};
use crate::inbox::condition;
use crate::limits::NOTICE_POSTS_MAX;
use crate::sql::{AsConnection, Rows, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{AlertId, AlertRule, AlertStep, BrandId, CaseId, EventKind, Millis, NoticeId, PostId, Scope};
use serde_json::json;
use std::collections::HashSet;

impl Store {
    /// Writes what [`alert_matches`](Store::alert_matches) found, what is told because of it, and moves the cursor. `None`: somebody else has
    /// moved it, so it is found again. Returns how many notices were made.
    pub async fn keep_matches(&self, matches: Matches, decide: DecideAlert) -> Result<Option<usize>> {
        self.write(move |tx| Box::pin(async move { keep(tx, matches, decide).await })).await
    }

    /// Tells what has waited for its time. Returns how many notices were made.
    pub async fn tick_alerts(&self, limit: usize, decide: DecideAlert) -> Result<usize> {
        self.write(move |tx| Box::pin(async move { tick(tx, limit, decide).await })).await
    }

    /// When an alert is to be looked at again.
    pub async fn next_alert_due(&self) -> Result<Option<Millis>> {
        sql("SELECT min(next_at) FROM alert WHERE next_at IS NOT NULL").one(&mut self.read().await?).await?.columns().int_or_null()
    }

    pub async fn has_alerts(&self) -> Result<bool> {
        Ok(sql("SELECT 1 FROM alert WHERE enabled = 1 LIMIT 1").optional(&mut self.read().await?).await?.is_some())
    }

    /// A notice of the newest posts that match now, whatever hour it is. It counts for nothing.
    pub async fn try_alert(&self, scope: &Scope, id: AlertId) -> Result<Notice> {
        scope.require(answerable_domain::Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { attempt(tx, &scope, id).await })).await
    }
}

async fn keep(tx: &mut Tx, matches: Matches, decide: DecideAlert) -> Result<Option<usize>> {
    let moved = sql("UPDATE alert_cursor SET seq = ? WHERE id = 1 AND seq = ?").bind(matches.up_to.0).bind(matches.cursor.0);
    if moved.run(tx).await? == 0 {
        return Ok(None);
    }
    let mut notices = 0;
    for (alert_id, found) in matches.found {
        // Switched off or changed since it was read: what it is now decides.
        let Some(standing) = standing(tx, Some(alert_id)).await?.pop() else { continue };
        let arrivals = insert(tx, &standing, found).await?;
        if !arrivals.is_empty() {
            notices += usize::from(step(tx, &standing, &arrivals, decide).await?);
        }
    }
    Ok(Some(notices))
}

/// Those that are new, and when each was seen.
async fn insert(tx: &mut Tx, standing: &Standing, found: Vec<AlertMatch>) -> Result<Vec<Millis>> {
    let mut rows: Rows<5> = Rows::new(
        "INSERT INTO alert_match (id, alert_id, post_id, brand_id, case_id) VALUES ",
        "(?,?,?,?,?)",
        " ON CONFLICT (alert_id, post_id) DO NOTHING RETURNING post_id",
    );
    for it in &found {
        let id = tx.next_id();
        let alert = &standing.alert;
        rows.push([id.into(), alert.id.0.into(), it.post_id.0.into(), alert.brand_id.0.into(), it.case_id.0.into()]);
    }
    let new = rows.all(tx).await?.iter().map(|row| row.int().map(PostId)).collect::<Result<HashSet<_>>>()?;
    Ok(found.into_iter().filter(|it| new.contains(&it.post_id)).map(|it| it.at).collect())
}

async fn tick(tx: &mut Tx, limit: usize, decide: DecideAlert) -> Result<usize> {
    let rows = sql("SELECT id FROM alert WHERE next_at <= ? ORDER BY next_at, id LIMIT ?").bind(tx.now()).bind(limit).all(tx).await?;
    let mut notices = 0;
    for row in &rows {
        let id = AlertId(row.int()?);
        match standing(tx, Some(id)).await?.pop() {
            Some(standing) => notices += usize::from(step(tx, &standing, &[], decide).await?),
            None => drop(sql("UPDATE alert SET next_at = NULL WHERE id = ?").bind(id.0).run(tx).await?),
        }
    }
    Ok(notices)
}

/// Returns whether a notice was made.
async fn step(tx: &mut Tx, standing: &Standing, arrivals: &[Millis], decide: DecideAlert) -> Result<bool> {
    let alert = &standing.alert;
    let rule = AlertRule { when: alert.when, quiet: alert.quiet, time_zone: standing.time_zone.clone(), cool_down_ms: alert.cool_down_ms };
    let AlertStep { state, passed_by, tell, next_at } = decide(&rule, &alert.state, arrivals, tx.now());
    if passed_by > 0 {
        sql("UPDATE alert_match SET notice_id = 0 WHERE id IN (SELECT id FROM alert_match WHERE alert_id = ? AND notice_id IS NULL ORDER BY id \
             LIMIT ?)")
        .bind(alert.id.0)
        .bind(passed_by)
        .run(tx)
        .await?;
    }
    sql("UPDATE alert SET state = ?, next_at = ? WHERE id = ?").bind(Value::json(&state)).bind(next_at).bind(alert.id.0).run(tx).await?;
    if tell.is_none() {
        return Ok(false);
    }
    let notice_id = NoticeId(tx.next_id());
    let newest = "SELECT post_id, case_id FROM alert_match WHERE alert_id = ? AND notice_id IS NULL ORDER BY id DESC LIMIT ?";
    let posts = pairs(&sql(newest).bind(alert.id.0).bind(NOTICE_POSTS_MAX).all(tx).await?)?;
    let claim = sql("UPDATE alert_match SET notice_id = ? WHERE alert_id = ? AND notice_id IS NULL");
    let count = claim.bind(notice_id.0).bind(alert.id.0).run(tx).await?;
    write(tx, standing, notice_id, count, &posts, false).await?;
    Ok(true)
}

fn pairs(rows: &[crate::sql::Row]) -> Result<Vec<(PostId, CaseId)>> {
    rows.iter()
        .map(|row| {
            let mut row = row.columns();
            Ok((PostId(row.int()?), CaseId(row.int()?)))
        })
        .collect()
}

async fn attempt(tx: &mut Tx, scope: &Scope, id: AlertId) -> Result<Notice> {
    let alert = changeable(tx, scope, id).await?;
    let row = sql("SELECT filter, shared FROM saved_search WHERE id = ?").bind(alert.search_id.0).one(tx).await?;
    let mut row = row.columns();
    let (search, shared): (super::SearchFilter, bool) = (row.json()?, row.flag()?);
    let tree = search.tree(alert.user_id);
    let mut query = sql("SELECT c.last_post_id, c.id FROM case_ c WHERE c.brand_id = ? AND ").bind(alert.brand_id.0);
    query.push_query(condition(&tree, alert.brand_id, tx.engine())?);
    query.push_bound(" ORDER BY c.last_post_at DESC, c.id DESC LIMIT ?", NOTICE_POSTS_MAX);
    let posts = pairs(&query.all(tx).await?)?;
    let standing = Standing { alert, since: answerable_domain::EventSeq(0), search, shared, time_zone: String::new() };
    let notice_id = NoticeId(tx.next_id());
    write(tx, &standing, notice_id, posts.len() as u64, &posts, true).await?;
    notice_of(tx, standing.alert.brand_id, notice_id).await
}

async fn write(tx: &mut Tx, of: &Standing, id: NoticeId, count: u64, posts: &[(PostId, CaseId)], trial: bool) -> Result<()> {
    let alert = &of.alert;
    sql("INSERT INTO notice (id, brand_id, alert_id, alert_name, person_id, shared, in_app, trial, matches, created_at) VALUES \
         (?,?,?,?,?,?,?,?,?,?)")
    .bind(id.0)
    .bind(alert.brand_id.0)
    .bind(alert.id.0)
    .bind(&alert.name)
    .bind(alert.user_id.map_or(0, |id| id.0))
    .bind(of.shared)
    .bind(alert.deliver.app)
    .bind(trial)
    .bind(count)
    .bind(tx.now())
    .run(tx)
    .await?;
    let mut rows: Rows<5> = Rows::new("INSERT INTO notice_post (notice_id, place, brand_id, post_id, case_id) VALUES ", "(?,?,?,?,?)", "");
    for (place, (post_id, case_id)) in posts.iter().enumerate() {
        rows.push([id.0.into(), place.into(), alert.brand_id.0.into(), post_id.0.into(), case_id.0.into()]);
    }
    rows.run(tx).await?;
    for (webhook_id, target) in receivers(tx, alert.brand_id, &alert.deliver).await? {
        let delivery_id = tx.next_id();
        sql("INSERT INTO delivery (id, brand_id, notice_id, webhook_id, target, state, since, next_at, created_at) VALUES (?,?,?,?,?,?,?,?,?)")
            .bind(delivery_id)
            .bind(alert.brand_id.0)
            .bind(id.0)
            .bind(webhook_id)
            .bind(target)
            .bind(DeliveryState::Waiting.as_str())
            .bind(tx.now())
            .bind(tx.now())
            .bind(tx.now())
            .run(tx)
            .await?;
    }
    if alert.deliver.app {
        let payload = json!({ "notice_id": id, "alert_id": alert.id, "count": count });
        tx.event(alert.brand_id, EventKind::NoticeAdded, None, payload);
    }
    Ok(())
}

/// Who gets it: webhooks that are switched on, and addresses. An address of somebody who has left the brand gets nothing any more.
async fn receivers(tx: &mut Tx, brand_id: BrandId, deliver: &Deliver) -> Result<Vec<(Option<i64>, String)>> {
    let mut receivers = Vec::new();
    for webhook_id in &deliver.webhooks {
        let query = sql("SELECT name FROM webhook WHERE id = ? AND brand_id = ? AND enabled = 1").bind(webhook_id.0).bind(brand_id.0);
        receivers.extend(query.optional(tx).await?.map(|row| row.text().map(|name| (Some(webhook_id.0), name))).transpose()?);
    }
    for address in &deliver.emails {
        let has_left = sql("SELECT 1 FROM person p WHERE p.email = ? AND (p.disabled = 1 OR NOT EXISTS (SELECT 1 FROM member m WHERE \
             m.person_id = p.id AND m.brand_id = ?))");
        if has_left.bind(address).bind(brand_id.0).optional(tx).await?.is_none() {
            receivers.push((None, address.clone()));
        }
    }
    Ok(receivers)
}

/// Webhooks that an alert names are the brand's.
pub(super) async fn check_webhooks(tx: &mut Tx, brand_id: BrandId, deliver: &Deliver) -> Result<()> {
    for id in &deliver.webhooks {
        let found = sql("SELECT 1 FROM webhook WHERE id = ? AND brand_id = ?").bind(id.0).bind(brand_id.0).optional(tx).await?;
        found.ok_or(StoreError::NotFound)?;
    }
    Ok(())
}
