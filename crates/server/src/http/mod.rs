//! HTTP: the API under `/api/v1`, the web app, and what an operator's machines ask for.
//!
//! A request goes through one gate (`gate`), which looks up who may use the route, finds out who is asking and puts the result into the
//! request; a handler takes it from there, decodes, calls the store or the engine, and encodes. Handlers decide nothing.

mod api;
mod app;
mod door;
pub mod dto;
mod error;
mod extract;
mod fields;
mod gate;
mod headers;
mod instance;
mod live;
mod openapi;
mod preview;
mod queries;
mod ranges;
mod rates;
mod shape;
mod table;

pub use api::table as routes;
pub use app::{App, AppParts};
pub use error::{ApiError, ApiResult};
pub use gate::{Person, Proof};
pub use live::{Live, run as live_feed};
pub use openapi::{description, description_text};
pub use table::{Access, Row, Table};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Extensions, HeaderMap, header},
    middleware,
};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate as _, SizeAbove},
    },
};

/// Where the API lives.
pub const PREFIX: &str = "/api/v1";

/// Smaller answers are not worth compressing.
const COMPRESS_ABOVE_BYTES: u64 = 1024;

/// Everything that is served.
pub fn router(app: App) -> Router {
    let (api, _) = routes().into_router(openapi::head()).split_for_parts();
    let api = api
        .layer(DefaultBodyLimit::max(app.config.limits.body_bytes_max))
        .route_layer(middleware::from_fn_with_state(app.clone(), gate::gate));
    // What is given in parts is given as it lies on the disk.
    let whole = |_, _, headers: &HeaderMap, _: &Extensions| !headers.contains_key(header::ACCEPT_RANGES);
    let predicate = SizeAbove::new(COMPRESS_ABOVE_BYTES).and(NotForContentType::SSE).and(NotForContentType::IMAGES).and(whole);
    Router::new()
        .merge(api)
        .merge(instance::routes())
        .merge(door::routes())
        .fallback(instance::fallback)
        .with_state(app)
        .layer(CatchPanicLayer::custom(instance::panicked))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(predicate))
        .layer(middleware::from_fn(headers::secure))
}
