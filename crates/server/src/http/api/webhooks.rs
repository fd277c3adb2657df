//! Webhooks, and the log of what was delivered to whom.

use crate::{
    engine::WebhookRefused,
    http::{
        Access, ApiError, ApiResult, App, Table,
        dto::{
            Items, PageQuery,
            alerts::{DeliveriesQuery, Delivery, NewWebhook, Webhook, WebhookChange, WebhookMade},
        },
        error::Field,
        extract::{Asked, At, Body, In},
        fields::Fields,
    },
};
use answerable_domain::{BrandId, DeliveryId, Permission, WebhookId};
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const NAME_CHARS_MAX: usize = 80;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table
        .route(configure, routes!(list))
        .route(configure, routes!(create))
        .route(configure, routes!(change))
        .route(configure, routes!(delete))
        .route(configure, routes!(renew_secret))
        .route(configure, routes!(deliveries))
        .route(configure, routes!(replay))
}

/// The brand's webhooks, without their secrets.
#[utoipa::path(get, path = "/brands/{b}/webhooks", tag = "alerts", operation_id = "webhooks", responses((status = 200, body = Items<Webhook>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Webhook>>> {
    Ok(Json(Items::all(app.store.webhooks(&scope).await?)))
}

/// Names an address that alerts can deliver to. The secret is shown this once.
#[utoipa::path(post, path = "/brands/{b}/webhooks", tag = "alerts", operation_id = "create_webhook", request_body = NewWebhook,
    responses((status = 201, body = WebhookMade)))]
async fn create(State(app): State<App>, In(scope): In, Body(asked): Body<NewWebhook>) -> ApiResult<(StatusCode, Json<WebhookMade>)> {
    let mut fields = Fields::default();
    let name = fields.line("name", &asked.name, NAME_CHARS_MAX);
    fields.done()?;
    let (webhook, secret) = app.engine.create_webhook(&scope, name, &asked.url, asked.format.into()).await?;
    Ok((StatusCode::CREATED, Json(WebhookMade { webhook: webhook.into(), secret })))
}

/// Renames, moves, switches off and on.
#[utoipa::path(patch, path = "/brands/{b}/webhooks/{w}", tag = "alerts", operation_id = "change_webhook", request_body = WebhookChange,
    responses((status = 200, body = Webhook)))]
async fn change(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, WebhookId)>,
    Body(asked): Body<WebhookChange>,
) -> ApiResult<Json<Webhook>> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX));
    fields.done()?;
    Ok(Json(app.engine.change_webhook(&scope, id, name, asked.url.as_deref(), asked.enabled).await?.into()))
}

/// Forgets a webhook. What was on its way to it is not delivered.
#[utoipa::path(delete, path = "/brands/{b}/webhooks/{w}", tag = "alerts", operation_id = "delete_webhook", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, WebhookId)>) -> ApiResult<StatusCode> {
    app.store.delete_webhook(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new secret; the old one signs nothing any more.
#[utoipa::path(post, path = "/brands/{b}/webhooks/{w}/secret", tag = "alerts", operation_id = "renew_webhook_secret",
    responses((status = 200, body = WebhookMade)))]
async fn renew_secret(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, WebhookId)>) -> ApiResult<Json<WebhookMade>> {
    let (webhook, secret) = app.engine.renew_webhook_secret(&scope, id).await?;
    Ok(Json(WebhookMade { webhook: webhook.into(), secret }))
}

/// What was delivered to whom, newest first.
#[utoipa::path(get, path = "/brands/{b}/deliveries", tag = "alerts", operation_id = "deliveries", params(DeliveriesQuery),
    responses((status = 200, body = Items<Delivery>)))]
async fn deliveries(State(app): State<App>, In(scope): In, Asked(asked): Asked<DeliveriesQuery>) -> ApiResult<Json<Items<Delivery>>> {
    let webhook = asked.webhook.as_deref().filter(|id| !id.is_empty());
    let webhook = webhook.map(|id| id.parse().map_err(|_| ApiError::malformed("webhook: not an id"))).transpose()?;
    let page = PageQuery { after: asked.after, limit: asked.limit };
    let found = app.store.deliveries(&scope, webhook, page.key()?, page.limit()).await?;
    Ok(Json(Items::page(found, Into::into)))
}

/// Delivers once more, under the same id, so that a receiver can tell.
#[utoipa::path(post, path = "/brands/{b}/deliveries/{d}/replay", tag = "alerts", operation_id = "replay_delivery",
    responses((status = 200, body = Delivery)))]
async fn replay(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, DeliveryId)>) -> ApiResult<Json<Delivery>> {
    let delivery = app.store.replay_delivery(&scope, id).await?;
    app.engine.alerts_changed();
    Ok(Json(delivery.into()))
}

impl From<WebhookRefused> for ApiError {
    fn from(refused: WebhookRefused) -> Self {
        match refused {
            WebhookRefused::Url { code } => Self::invalid(&[Field { field: "url", code }]),
            WebhookRefused::Store(error) => error.into(),
        }
    }
}
