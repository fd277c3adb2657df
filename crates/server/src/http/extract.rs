//! What handlers take from a request, with our own envelope when it cannot be taken.

use super::{ApiError, App, Person};
use answerable_domain::Scope;
use axum::{
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::PathRejection},
    http::{HeaderMap, header, request::Parts},
};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;

/// Of a body that is too large.
const DISCARDED_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::unsupported_media());
        }
        let bytes = whole(request, app.config.limits.body_bytes_max).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| ApiError::malformed(&error.to_string()))
    }
}

/// A body that is too large is read to its end and thrown away, within reason: a client that is still sending would otherwise see a broken
/// connection instead of the answer.
pub async fn whole(request: Request, bytes_max: usize) -> Result<Vec<u8>, ApiError> {
    let mut chunks = request.into_body().into_data_stream();
    let (mut bytes, mut count) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ApiError::malformed("the body broke off"))?;
        count = count.saturating_add(chunk.len());
        if count <= bytes_max {
            bytes.extend_from_slice(&chunk);
        } else if count > bytes_max.saturating_add(DISCARDED_BYTES_MAX) {
            break;
        } else {
            bytes = Vec::new();
        }
    }
    if count > bytes_max { Err(ApiError::too_large(bytes_max as u64)) } else { Ok(bytes) }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// What stands in the address. Something that is no id is not found.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let taken: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, app).await;
        taken.map(|Path(value)| Self(value)).map_err(|_| ApiError::not_found())
    }
}

/// What stands behind the question mark.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let taken = Query::<T>::from_request_parts(parts, app).await;
        taken.map(|Query(value)| Self(value)).map_err(|error| ApiError::malformed(&error.body_text()))
    }
}

/// Who is signed in. The gate has put it there; a route that the table calls open has none.
impl FromRequestParts<App> for Person {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(ApiError::unauthenticated)
    }
}

/// The brand in the address, and what the person may do there.
pub struct In(pub Scope);

impl FromRequestParts<App> for In {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        parts.extensions.get::<Scope>().copied().map(Self).ok_or_else(ApiError::not_found)
    }
}
