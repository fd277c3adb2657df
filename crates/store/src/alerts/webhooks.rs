//! Webhooks: addresses that get notices, each with a secret to sign them with.

use super::{NewWebhook, Webhook, WebhookChange, WebhookFormat};
use crate::error::{Result, StoreError};
use crate::limits::WEBHOOKS_MAX;
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, Permission, Scope, WebhookId};

macro_rules! webhook_columns {
    () => {
        "w.id, w.brand_id, w.name, w.url, w.format, w.enabled, w.gone, w.created_at"
    };
}

impl Store {
    /// For [`NewWebhook`]; used once.
    pub fn new_webhook_id(&self) -> WebhookId {
        WebhookId(self.ids.next())
    }

    /// Names alone are no secret: whoever reads may know them; the API shows addresses to those who may configure.
    pub async fn webhooks(&self, scope: &Scope) -> Result<Vec<Webhook>> {
        scope.require(Permission::Read)?;
        let query = sql(concat!("SELECT ", webhook_columns!(), " FROM webhook w WHERE w.brand_id = ? ORDER BY w.id"));
        let rows = query.bind(scope.brand_id().0).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read(&mut row.columns())).collect()
    }

    pub async fn create_webhook(&self, scope: &Scope, new: NewWebhook) -> Result<Webhook> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, new).await })).await
    }

    /// One that is switched on again may be gone no more.
    pub async fn change_webhook(&self, scope: &Scope, id: WebhookId, change: WebhookChange) -> Result<Webhook> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let before = webhook_of(tx, scope.brand_id(), id).await?;
                sql("UPDATE webhook SET name = ?, url = ?, enabled = ?, gone = ? WHERE id = ?")
                    .bind(change.name.unwrap_or(before.name))
                    .bind(change.url.unwrap_or(before.url))
                    .bind(change.enabled.unwrap_or(before.enabled))
                    .bind(before.gone && change.enabled != Some(true))
                    .bind(id.0)
                    .run(tx)
                    .await?;
                if let Some(secret) = change.secret {
                    sql("UPDATE webhook SET secret = ? WHERE id = ?").bind(secret).bind(id.0).run(tx).await?;
                }
                webhook_of(tx, scope.brand_id(), id).await
            })
        })
        .await
    }

    /// Alerts that name it name it no more; what was on its way to it has failed.
    pub async fn delete_webhook(&self, scope: &Scope, id: WebhookId) -> Result<()> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { delete(tx, scope.brand_id(), id).await })).await
    }
}

pub(super) async fn webhook_of(on: &mut impl AsConnection, brand_id: BrandId, id: WebhookId) -> Result<Webhook> {
    let query = sql(concat!("SELECT ", webhook_columns!(), " FROM webhook w WHERE w.id = ? AND w.brand_id = ?"));
    read(&mut query.bind(id.0).bind(brand_id.0).one(on).await?.columns())
}

async fn insert(tx: &mut Tx, scope: &Scope, new: NewWebhook) -> Result<Webhook> {
    let brand_id = scope.brand_id();
    crate::settings::check_brand(tx, brand_id).await?;
    let there = sql("SELECT count(*) FROM webhook WHERE brand_id = ?").bind(brand_id.0).one(tx).await?.int()?;
    if there >= WEBHOOKS_MAX as i64 {
        return Err(StoreError::Limit { what: "webhooks", max: WEBHOOKS_MAX as u64 });
    }
    sql("INSERT INTO webhook (id, brand_id, name, url, format, secret, enabled, created_at) VALUES (?,?,?,?,?,?,1,?)")
        .bind(new.id.0)
        .bind(brand_id.0)
        .bind(new.name)
        .bind(new.url)
        .bind(new.format.as_str())
        .bind(new.secret)
        .bind(tx.now())
        .run(tx)
        .await?;
    webhook_of(tx, brand_id, new.id).await
}

async fn delete(tx: &mut Tx, brand_id: BrandId, id: WebhookId) -> Result<()> {
    webhook_of(tx, brand_id, id).await?;
    for row in sql("SELECT id, deliver FROM alert WHERE brand_id = ?").bind(brand_id.0).all(tx).await? {
        let mut row = row.columns();
        let (alert_id, mut deliver): (i64, super::Deliver) = (row.int()?, row.json()?);
        if deliver.webhooks.contains(&id) {
            deliver.webhooks.retain(|named| *named != id);
            sql("UPDATE alert SET deliver = ? WHERE id = ?").bind(Value::json(&deliver)).bind(alert_id).run(tx).await?;
        }
    }
    sql("UPDATE delivery SET state = 'failed', next_at = NULL, last_error = 'webhook_removed' WHERE brand_id = ? AND webhook_id = ? AND \
         state = 'waiting'")
    .bind(brand_id.0)
    .bind(id.0)
    .run(tx)
    .await?;
    sql("DELETE FROM webhook WHERE id = ?").bind(id.0).run(tx).await.map(drop)
}

fn read(row: &mut Columns<'_>) -> Result<Webhook> {
    Ok(Webhook {
        id: WebhookId(row.int()?),
        brand_id: BrandId(row.int()?),
        name: row.text()?,
        url: row.text()?,
        format: row.named(WebhookFormat::parse)?,
        enabled: row.flag()?,
        gone: row.flag()?,
        created_at: row.int()?,
    })
}
