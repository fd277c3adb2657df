//! What is asked of an installation as a whole: is it alive, is it ready, how is it doing; and the web app.

use super::{ApiError, App};
use crate::assets;
use axum::{
    Json, Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;
use std::any::Any;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/api/v1/openapi.json", get(async || ([(header::CONTENT_TYPE, "application/json")], super::description_text())))
}

async fn ready(State(app): State<App>) -> Response {
    let database = app.store.ping().await;
    let stopping = app.stopping.is_cancelled();
    let status = if database.is_ok() && !stopping { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "ready": status == StatusCode::OK,
        "stopping": stopping,
        "database": { "engine": app.store.engine_name(), "ok": database.is_ok() },
        "version": env!("CARGO_PKG_VERSION"),
    });
    (status, Json(body)).into_response()
}

async fn metrics(State(app): State<App>) -> Response {
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], app.metrics.text()).into_response()
}

/// What is no route: the web app's pages, or nothing.
pub async fn fallback(request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return ApiError::not_found().into_response();
    }
    let (parts, _) = request.into_parts();
    assets::serve(parts.method, parts.uri, parts.headers).await
}

pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    ApiError::internal(format!("panic: {}", what.unwrap_or_default())).into_response()
}
