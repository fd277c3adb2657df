//! What handlers take from a request, with our own envelope when it cannot be taken.

use super::{ApiError, App, Person};
use answerable_domain::Scope;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::PathRejection},
    http::{HeaderMap, header, request::Parts},
};
use serde::de::DeserializeOwned;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::unsupported_media());
        }
        let bytes_max = app.config.limits.body_bytes_max as u64;
        let bytes = Bytes::from_request(request, app).await.map_err(|refused| match refused.status().as_u16() {
            413 => ApiError::too_large(bytes_max),
            _ => ApiError::malformed("the body broke off"),
        })?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| ApiError::malformed(&error.to_string()))
    }
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
