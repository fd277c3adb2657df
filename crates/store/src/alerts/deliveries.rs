//! Deliveries: a notice on its way to one receiver, with what became of each attempt. A delivery is itself over all its attempts and replays.

use super::notices::notice_of;
use super::webhooks::webhook_of;
use super::{Claimed, Delivery, DeliveryKind, DeliveryState, DeliveryStep, NoticeToSend};
use crate::error::{Result, StoreError};
use crate::page::{Page, PageKey, checked_limit};
use crate::sql::{AsConnection, Columns, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, DeliveryId, Locale, Millis, NoticeId, Permission, Scope, WebhookId};

macro_rules! delivery_columns {
    () => {
        "d.id, d.brand_id, d.notice_id, d.webhook_id, d.target, d.state, d.since, d.attempts, d.next_at, d.last_status, d.last_error, \
         d.created_at"
    };
}

impl Store {
    /// Newest first; of one webhook or of all receivers.
    pub async fn deliveries(
        &self,
        scope: &Scope,
        webhook: Option<WebhookId>,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Page<Delivery>> {
        scope.require(Permission::Configure)?;
        let limit = checked_limit(limit)?;
        let mut query = sql(concat!("SELECT ", delivery_columns!(), " FROM delivery d WHERE d.brand_id = ?")).bind(scope.brand_id().0);
        if let Some(id) = webhook {
            query.push_bound(" AND d.webhook_id = ?", id.0);
        }
        if let Some(key) = after {
            query.push_bound(" AND d.id < ?", key.id);
        }
        query.push_bound(" ORDER BY d.id DESC LIMIT ?", limit + 1);
        let rows = query.all(&mut self.read().await?).await?;
        let rows = rows.iter().map(|row| read(&mut row.columns())).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(rows, limit, |delivery| PageKey::of_id(delivery.id.0)))
    }

    /// Once more from the beginning, under the same id. One that is under way stays as it is.
    pub async fn replay_delivery(&self, scope: &Scope, id: DeliveryId) -> Result<Delivery> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                sql("UPDATE delivery SET state = 'waiting', since = ?, attempts = 0, next_at = ? WHERE id = ? AND brand_id = ? AND \
                     state <> 'sending'")
                .bind(tx.now())
                .bind(tx.now())
                .bind(id.0)
                .bind(scope.brand_id().0)
                .run(tx)
                .await?;
                delivery_of(tx, scope.brand_id(), id).await
            })
        })
        .await
    }

    /// Deliveries whose time has come, none of a receiver in `busy` (0: e-mail). No delivery is given to two callers.
    pub async fn claim_deliveries(&self, busy: Vec<WebhookId>, limit: usize) -> Result<Vec<Claimed>> {
        self.write(move |tx| Box::pin(async move { claim(tx, &busy, limit).await })).await
    }

    /// What became of an attempt. One that is not under way any more stays as it is.
    pub async fn record_delivery(&self, id: DeliveryId, step: DeliveryStep) -> Result<()> {
        self.write(move |tx| Box::pin(async move { record(tx, id, step).await })).await
    }

    /// At start: what was under way when the program ended is attempted again, under the same id. Returns how many.
    pub async fn recover_deliveries(&self) -> Result<u64> {
        self.write(move |tx| {
            Box::pin(async move {
                sql("UPDATE delivery SET state = 'waiting', next_at = ? WHERE state = 'sending'").bind(tx.now()).run(tx).await
            })
        })
        .await
    }

    pub async fn next_delivery_due(&self) -> Result<Option<Millis>> {
        sql("SELECT min(next_at) FROM delivery WHERE next_at IS NOT NULL").one(&mut self.read().await?).await?.columns().int_or_null()
    }
}

async fn claim(tx: &mut Tx, busy: &[WebhookId], limit: usize) -> Result<Vec<Claimed>> {
    let now = tx.now();
    let mut query = sql(concat!("SELECT ", delivery_columns!(), " FROM delivery d WHERE d.state = 'waiting' AND d.next_at <= ?")).bind(now);
    if !busy.is_empty() {
        query.push(" AND coalesce(d.webhook_id, 0) NOT IN ").push_list(busy.iter().map(|id| id.0));
    }
    query.push_bound(" ORDER BY d.next_at, d.id LIMIT ?", limit);
    let mut claimed = Vec::new();
    for row in query.all(tx).await? {
        let delivery = read(&mut row.columns())?;
        let Some(mut one) = complete(tx, &delivery).await? else {
            let gone = "UPDATE delivery SET state = 'failed', next_at = NULL, last_error = 'notice_removed' WHERE id = ?";
            sql(gone).bind(delivery.id.0).run(tx).await?;
            continue;
        };
        one.delivery.state = DeliveryState::Sending;
        one.delivery.attempts += 1;
        one.delivery.next_at = None;
        sql("UPDATE delivery SET state = 'sending', attempts = ?, next_at = NULL WHERE id = ?")
            .bind(one.delivery.attempts)
            .bind(delivery.id.0)
            .run(tx)
            .await?;
        claimed.push(one);
    }
    Ok(claimed)
}

/// `None`: the notice or its brand is gone.
async fn complete(tx: &mut Tx, delivery: &Delivery) -> Result<Option<Claimed>> {
    let brand_id = delivery.brand_id;
    let Some(brand) = sql("SELECT name FROM brand WHERE id = ? AND removed = 0").bind(brand_id.0).optional(tx).await? else {
        return Ok(None);
    };
    let notice = match notice_of(tx, brand_id, delivery.notice_id).await {
        Err(StoreError::NotFound) => return Ok(None),
        other => other?,
    };
    let webhook = match delivery.webhook_id {
        None => None,
        Some(id) => match webhook_of(tx, brand_id, id).await {
            Err(StoreError::NotFound) => None,
            other => {
                let secret = sql("SELECT secret FROM webhook WHERE id = ?").bind(id.0).one(tx).await?.columns().bytes()?;
                Some((other?, secret))
            }
        },
    };
    let locale = locale_for(tx, brand_id, &delivery.target).await?;
    let notice = NoticeToSend { brand_id, brand_name: brand.text()?, notice };
    Ok(Some(Claimed { delivery: delivery.clone(), notice, webhook, locale }))
}

/// Of the person who has this address; else of the brand's first owner.
async fn locale_for(tx: &mut Tx, brand_id: BrandId, address: &str) -> Result<Locale> {
    let known = sql("SELECT locale FROM person WHERE email = ?").bind(address).optional(tx).await?;
    let owner = sql("SELECT p.locale FROM member m JOIN person p ON p.id = m.person_id WHERE m.brand_id = ? AND m.role = 'owner' \
         ORDER BY m.created_at, p.id LIMIT 1");
    let row = match known {
        Some(row) => Some(row),
        None => owner.bind(brand_id.0).optional(tx).await?,
    };
    row.map_or(Ok(Locale::default()), |row| row.columns().named(Locale::parse))
}

async fn record(tx: &mut Tx, id: DeliveryId, step: DeliveryStep) -> Result<()> {
    let changed = sql("UPDATE delivery SET state = ?, next_at = ?, last_status = ?, last_error = ? WHERE id = ? AND state = 'sending'")
        .bind(step.state.as_str())
        .bind(step.next_at)
        .bind(step.status.map(i64::from))
        .bind(step.error)
        .bind(id.0)
        .run(tx)
        .await?;
    if changed == 0 || !step.gone {
        return Ok(());
    }
    sql("UPDATE webhook SET enabled = 0, gone = 1 WHERE id = (SELECT webhook_id FROM delivery WHERE id = ?)").bind(id.0).run(tx).await?;
    sql("UPDATE delivery SET state = 'failed', next_at = NULL, last_error = 'webhook_gone' WHERE state = 'waiting' AND webhook_id = \
         (SELECT webhook_id FROM delivery WHERE id = ?)")
    .bind(id.0)
    .run(tx)
    .await
    .map(drop)
}

async fn delivery_of(on: &mut impl AsConnection, brand_id: BrandId, id: DeliveryId) -> Result<Delivery> {
    let query = sql(concat!("SELECT ", delivery_columns!(), " FROM delivery d WHERE d.id = ? AND d.brand_id = ?"));
    read(&mut query.bind(id.0).bind(brand_id.0).one(on).await?.columns())
}

fn read(row: &mut Columns<'_>) -> Result<Delivery> {
    let (id, brand_id, notice_id) = (DeliveryId(row.int()?), BrandId(row.int()?), NoticeId(row.int()?));
    let webhook_id = row.int_or_null()?.map(WebhookId);
    Ok(Delivery {
        id,
        brand_id,
        notice_id,
        kind: if webhook_id.is_some() { DeliveryKind::Webhook } else { DeliveryKind::Email },
        webhook_id,
        target: row.text()?,
        state: row.named(DeliveryState::parse)?,
        since: row.int()?,
        attempts: row.u32()?,
        next_at: row.int_or_null()?,
        last_status: row.int_or_null()?.and_then(|status| u16::try_from(status).ok()),
        last_error: row.text_or_null()?,
        created_at: row.int()?,
    })
}
