//! The calls: who may, what happens, what is answered, and the faults in between.

use super::{Inner, answers, oauth, stream};
use crate::{Breakdown, Calls};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{Method, Response, StatusCode, Uri, request::Parts},
    routing::any,
};
use serde_json::{Value, json};
use std::sync::Arc;

pub type Answer = Result<Value, Refusal>;
/// With headers.
pub type Answered = Result<(Value, Vec<(&'static str, String)>), Refusal>;

pub struct Refusal {
    pub status: u16,
    pub body: Value,
    pub headers: Vec<(&'static str, String)>,
}

pub fn refuse(status: u16, error: &str) -> Refusal {
    Refusal { status, body: json!({"error": error}), headers: Vec::new() }
}

pub fn router(inner: Arc<Inner>) -> Router {
    Router::new().route("/api/v1/streaming", any(stream::connect)).fallback(call).with_state(inner)
}

/// What was asked: path, parameters wherever they stood, who asks.
pub struct Asked {
    pub method: Method,
    pub path: Vec<String>,
    parameters: Vec<(String, String)>,
    pub body: Value,
    pub token: Option<String>,
    pub key: Option<String>,
    pub uri: Uri,
}

impl Asked {
    pub fn of(parts: &Parts, body: &[u8]) -> Self {
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut parameters = pairs(&parts.uri);
        let json: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        if json.is_null()
            && let Ok(form) = std::str::from_utf8(body)
        {
            parameters.extend(format!("/?{form}").parse::<Uri>().map(|uri| pairs(&uri)).unwrap_or_default());
        }
        Self {
            method: parts.method.clone(),
            path: parts.uri.path().split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            parameters,
            body: json,
            token: header("authorization").and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned)),
            key: header("idempotency-key"),
            uri: parts.uri.clone(),
        }
    }

    pub fn one(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.parameters.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// From a JSON body or a form.
    pub fn field(&self, name: &str) -> Option<String> {
        let said = self.body.get(name).and_then(Value::as_str).or_else(|| self.one(name));
        said.filter(|said| !said.is_empty()).map(str::to_owned)
    }

    fn is_sending(&self) -> bool {
        self.method != Method::GET && self.path.get(2).is_some_and(|part| part == "statuses")
    }
}

pub fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

async fn call(State(inner): State<Arc<Inner>>, request: axum::extract::Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1_000_000).await.unwrap_or_default();
    let asked = Asked::of(&parts, &body);
    let what = if asked.is_sending() { Calls::Sending } else { Calls::Reading };
    let at = inner.town().clock.now();
    let line = format!("{} {}", parts.method, parts.uri);
    let fault = inner.fault(what);
    if fault == Some(Breakdown::HalfClosed) {
        inner.noted(at, what, false, &line);
        inner.until_mended().await;
        return cut();
    }
    let response = match fault {
        None | Some(Breakdown::ClockOff { .. }) => respond(&inner, answer(&inner, &asked)),
        Some(Breakdown::Lost) => cut(),
        Some(Breakdown::AnswerLost) => {
            let _ = answer(&inner, &asked);
            cut()
        }
        Some(Breakdown::Huge) => Response::new(Body::from(format!("[\"{}\"]", "x".repeat(10 * 1024 * 1024)))),
        Some(fault) => respond(&inner, Err(broken(&inner, fault))),
    };
    inner.noted(at, what, fault.is_none() && response.status().is_success(), &line);
    response
}

fn answer(inner: &Inner, asked: &Asked) -> Answered {
    let mut town = inner.town();
    let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
    let plain = |value| (value, Vec::new());
    match (asked.method.as_str(), path.as_slice()) {
        ("POST", ["api", "v1", "apps"]) => oauth::register(&mut town, asked).map(plain),
        ("POST", ["oauth", "token"]) => oauth::token(&mut town, asked).map(plain),
        ("GET", [".well-known", "oauth-authorization-server"]) => oauth::discovery(&town).map(plain),
        _ => answers::answer(&mut town, asked, &path),
    }
}

/// What a server in trouble says.
pub fn broken(inner: &Inner, fault: Breakdown) -> Refusal {
    match fault {
        Breakdown::Status(status) => refuse(status, "a fault of the test"),
        Breakdown::Expired => refuse(401, "The access token is invalid"),
        Breakdown::TooMany { retry_after_seconds } => {
            let wait = i64::from(retry_after_seconds.unwrap_or(300)) * 1_000;
            let reset = super::entities::time(inner.town().now() + wait);
            let mut refusal = refuse(429, "Too many requests");
            refusal.headers =
                vec![("x-ratelimit-limit", "300".to_owned()), ("x-ratelimit-remaining", "0".to_owned()), ("x-ratelimit-reset", reset)];
            refusal.headers.extend(retry_after_seconds.map(|seconds| ("retry-after", seconds.to_string())));
            refusal
        }
        _ => refuse(500, "a fault of the test"),
    }
}

/// Headers, and then the connection breaks.
pub fn cut() -> Response<Body> {
    let broken = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut off")) });
    Response::new(Body::from_stream(broken))
}

pub fn respond(inner: &Inner, answer: Answered) -> Response<Body> {
    let (status, body, headers) = match answer {
        Ok((body, headers)) => (200, body, headers),
        Err(Refusal { status, body, headers }) => (status, body, headers),
    };
    let now = jiff::Timestamp::from_millisecond(inner.town().now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let mut response = Response::builder()
        .status(StatusCode::from_u16(status).expect("a status code"))
        .header("content-type", "application/json; charset=utf-8")
        .header("date", now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(Body::from(body.to_string())).expect("plain headers")
}
