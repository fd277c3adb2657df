//! Quarantine: payloads that could not be understood, kept byte for byte until somebody retries or discards them.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        Items, PageQuery,
        listening::{Quarantined, Retried},
    },
    extract::{Asked, At, In},
};
use answerable_domain::{BrandId, Permission, RawId};
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table
        .route(configure, routes!(list))
        .route(configure, routes!(retry_all))
        .route(configure, routes!(retry))
        .route(configure, routes!(discard))
}

/// What could not be understood, and why.
#[utoipa::path(get, path = "/brands/{b}/quarantine", tag = "listening", operation_id = "quarantine", params(PageQuery),
    responses((status = 200, body = Items<Quarantined>)))]
async fn list(State(app): State<App>, In(scope): In, Asked(page): Asked<PageQuery>) -> ApiResult<Json<Items<Quarantined>>> {
    let found = app.store.quarantined(&scope, page.key()?, page.limit()).await?;
    Ok(Json(Items::page(found, |raw| Quarantined {
        id: raw.id.into(),
        channel_id: raw.channel_id.into(),
        source: raw.source,
        received_at: raw.received_at,
        code: raw.code,
        reason: raw.reason,
        size: raw.size_bytes,
        excerpt: raw.excerpt,
    })))
}

/// Reads all of them again, e.g. after an update.
#[utoipa::path(post, path = "/brands/{b}/quarantine/retry", tag = "listening", operation_id = "retry_all_quarantined",
    responses((status = 200, body = Retried)))]
async fn retry_all(State(app): State<App>, In(scope): In) -> ApiResult<Json<Retried>> {
    Ok(Json(Retried { count: app.engine.retry_quarantined(&scope, None).await? }))
}

/// Reads one again.
#[utoipa::path(post, path = "/brands/{b}/quarantine/{raw}/retry", tag = "listening", operation_id = "retry_quarantined",
    responses((status = 200, body = Retried)))]
async fn retry(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, RawId)>) -> ApiResult<Json<Retried>> {
    Ok(Json(Retried { count: app.engine.retry_quarantined(&scope, Some(id)).await? }))
}

/// Throws one away.
#[utoipa::path(delete, path = "/brands/{b}/quarantine/{raw}", tag = "listening", operation_id = "discard_quarantined", responses((status = 204)))]
async fn discard(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, RawId)>) -> ApiResult<StatusCode> {
    app.store.discard_quarantined(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
