//! Errors as people's programs see them: one envelope, a code to translate, parameters to fill in.
//!
//! The message is an English sentence for those who write programs; the screen shows its own words for the code. What we did not expect is
//! logged with an incident number and shown as that number alone.

use answerable_domain::Availability;
use answerable_store::StoreError;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use utoipa::ToSchema;

pub type ApiResult<T> = Result<T, ApiError>;

#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: Cow<'static, str>,
    message: Cow<'static, str>,
    params: Value,
    retry_after_seconds: Option<u64>,
}

/// The envelope of every error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorEnvelope {
    error: ErrorBody,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
struct ErrorBody {
    /// What happened, as a code: `stale_thread`, `invalid`, ...
    code: String,
    /// What happened, in English, for those who write programs.
    message: String,
    /// What belongs to the code.
    #[schema(value_type = Object)]
    params: Value,
}

/// One field of a request that cannot be taken.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    pub field: &'static str,
    pub code: &'static str,
}

impl ApiError {
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code: code.into(), message: message.into(), params: json!({}), retry_after_seconds: None }
    }

    pub fn with(mut self, params: Value) -> Self {
        self.params = params;
        self
    }

    /// One parameter more.
    pub fn and(mut self, name: &str, value: impl Serialize) -> Self {
        if let (Value::Object(params), Ok(value)) = (&mut self.params, serde_json::to_value(value)) {
            params.insert(name.to_owned(), value);
        }
        self
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in, or send a personal token.")
    }

    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Your role in this brand does not allow this.")
    }

    pub fn cross_site() -> Self {
        Self::new(StatusCode::FORBIDDEN, "csrf", "The request comes from a page of another site.")
    }

    /// Also for what exists but belongs to a brand that one is no member of.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is no such thing here, or it is not yours to see.")
    }

    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address does not take that method.")
    }

    pub fn conflict(code: &'static str, message: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    pub fn invalid(fields: &[Field]) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some fields cannot be taken as they are.").with(json!({ "fields": fields }))
    }

    /// A body or query that is not of the documented shape; `detail` says where.
    pub fn malformed(detail: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "The request is not of the documented shape.")
            .with(json!({ "fields": [], "detail": detail }))
    }

    pub fn too_large(bytes_max: u64) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is larger than is accepted here.")
            .with(json!({ "bytes_max": bytes_max }))
    }

    pub fn unsupported_media() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media", "Send JSON: content-type: application/json.")
    }

    pub fn throttled(seconds: u64) -> Self {
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, "throttled", "Too many at once; wait and try again.")
            .with(json!({ "retry_after_seconds": seconds }));
        error.retry_after_seconds = Some(seconds.max(1));
        error
    }

    pub fn busy() -> Self {
        let mut error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The server is busy or stopping; try again in a moment.");
        error.retry_after_seconds = Some(1);
        error
    }

    pub fn timed_out() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "timed_out", "The request took too long and was given up.")
    }

    pub fn not_possible(availability: &Availability) -> Self {
        Self::new(StatusCode::CONFLICT, "not_possible", "The network or the channel does not allow this.")
            .with(json!({ "availability": availability }))
    }

    pub fn limit(what: &str, max: u64) -> Self {
        Self::conflict("limit_reached", "A limit is reached.").with(json!({ "what": what, "max": max }))
    }

    /// What nobody expected: logged with a number, shown as that number.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        let incident = u32::from_be_bytes(crate::clock::random_bytes());
        let incident = format!("{incident:08x}");
        tracing::error!(%incident, %error, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something failed on our side; the log tells more under this number.")
            .with(json!({ "incident": incident }))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::not_found(),
            StoreError::Forbidden(_) => Self::forbidden(),
            StoreError::Conflict { code } => Self::conflict(code, "It collides with what is there."),
            StoreError::Limit { what, max } => Self::limit(what, max),
            StoreError::Unsupported(advice) => Self::conflict("unsupported", advice),
            StoreError::Unavailable(_) => {
                let mut error = Self::internal(error);
                error.status = StatusCode::SERVICE_UNAVAILABLE;
                error
            }
            other => Self::internal(other),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorBody { code: self.code.into_owned(), message: self.message.into_owned(), params: self.params };
        let mut response = (self.status, Json(ErrorEnvelope { error: body })).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
