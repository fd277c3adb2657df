//! One call to a server of the Mastodon API, and what can go wrong with it.

use crate::{
    ConnectorError, Secret,
    exchange::{Answer, Lost, exchange},
    retry::{self, WAIT_UNTOLD},
};
use answerable_domain::{Clock, Millis, clip_to_bytes};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use url::Url;

const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Whether an answer stands there is asked for much later than this.
const PATIENCE: Duration = Duration::from_secs(20);
const WAIT_MAX: Duration = Duration::from_secs(24 * 3_600);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// It never left: nothing can have happened.
    NotSent(String),
    /// It left, and no whole answer came back: anything can have happened.
    Cut(String),
    /// The server said no.
    Refused { status: u16, error: String, retry_after: Option<Duration> },
}

impl CallError {
    pub fn is_status(&self, wanted: u16) -> bool {
        matches!(self, Self::Refused { status, .. } if *status == wanted)
    }

    /// The token is no good, or was given for less than we need.
    pub fn is_about_token(&self) -> bool {
        match self {
            Self::Refused { status: 401, .. } => true,
            Self::Refused { status: 403, error, .. } => error.contains("scope"),
            _ => false,
        }
    }

    pub fn why(&self) -> String {
        match self {
            Self::NotSent(why) | Self::Cut(why) => why.clone(),
            Self::Refused { status, error, .. } => format!("{status}: {error}"),
        }
    }
}

impl From<Lost> for CallError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::NotSent(why) => Self::NotSent(why),
            Lost::Cut(why) => Self::Cut(why),
        }
    }
}

impl From<CallError> for ConnectorError {
    fn from(error: CallError) -> Self {
        let why = error.why();
        match error {
            error if error.is_about_token() => Self::SignedOut(why),
            CallError::Refused { status: 429, retry_after, .. } => Self::RateLimited { after: retry_after.unwrap_or(WAIT_UNTOLD), why },
            CallError::Refused { status: 500.., .. } | CallError::NotSent(_) | CallError::Cut(_) => Self::Transient(why),
            CallError::Refused { .. } => Self::Protocol(why),
        }
    }
}

/// A server and the way to it, with or without a token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<Secret>,
    clock: Arc<dyn Clock>,
}

impl Client {
    pub fn new(http: reqwest::Client, server: &Url, token: Option<Secret>, clock: Arc<dyn Clock>) -> Self {
        Self { http, base: server.as_str().trim_end_matches('/').to_owned(), token, clock }
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    pub fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    /// The body of a successful answer.
    pub async fn get(&self, path: &str, query: &[(&str, String)]) -> Result<Vec<u8>, CallError> {
        self.send(self.http.get(self.address(path, query)?)).await
    }

    pub async fn get_json(&self, path: &str, query: &[(&str, String)]) -> Result<Value, CallError> {
        parsed(&self.get(path, query).await?)
    }

    /// `key`: the server may ignore a second request with it, and we do not rely on that.
    pub async fn post(&self, path: &str, body: &Value, key: Option<&str>) -> Result<Value, CallError> {
        let mut request = self.http.post(self.address(path, &[])?).json(body);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        parsed(&self.send(request).await?)
    }

    /// As OAuth wants it.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Result<Value, CallError> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(self.address(path, &[])?).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        parsed(&self.send(request).await?)
    }

    async fn send(&self, mut request: reqwest::RequestBuilder) -> Result<Vec<u8>, CallError> {
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.expose());
        }
        let answer = exchange(request, PATIENCE, ANSWER_BYTES_MAX).await?;
        if answer.status.is_success() { Ok(answer.body) } else { Err(refusal(&answer, self.clock.now())) }
    }

    fn address(&self, path: &str, query: &[(&str, String)]) -> Result<Url, CallError> {
        let mut url = Url::parse(&format!("{}{path}", self.base)).map_err(|error| CallError::NotSent(error.to_string()))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query.iter().map(|(name, value)| (*name, value.as_str())));
        }
        Ok(url)
    }
}

/// Something stands there, and it is not what the API says: as doubtful as no answer.
fn parsed(body: &[u8]) -> Result<Value, CallError> {
    serde_json::from_slice(body).map_err(|error| CallError::Cut(format!("not the JSON that was expected: {error}")))
}

fn refusal(answer: &Answer, now: Millis) -> CallError {
    let status = answer.status.as_u16();
    let said: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    let text = |key: &str| said.get(key).and_then(Value::as_str).map(|text| clip_to_bytes(text, 500)).unwrap_or_default();
    let error = [text("error"), text("error_description")].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
    let retry_after = (status == 429).then(|| wait(&answer.headers, now));
    CallError::Refused { status, error, retry_after }
}

/// `Retry-After`, else `X-RateLimit-Reset`: a moment by the server's clock, which its `Date` tells.
fn wait(headers: &HeaderMap, now: Millis) -> Duration {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let reset = header("x-ratelimit-reset").and_then(crate::json::moment).filter(|_| !headers.contains_key(RETRY_AFTER));
    let Some(reset) = reset else { return retry::after(headers, now) };
    let there = header("date").and_then(|date| jiff::fmt::rfc2822::parse(date).ok()).map_or(now, |date| date.timestamp().as_millisecond());
    Duration::from_millis(u64::try_from(reset - there).unwrap_or(0)).clamp(Duration::from_secs(1), WAIT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_ends_by_the_servers_own_clock() {
        let now = 1_795_310_200_000;
        for (headers, seconds) in [
            (vec![("x-ratelimit-reset", "2026-11-22T01:18:00.000000Z")], 80),
            (vec![("x-ratelimit-reset", "2026-11-22T01:18:00Z"), ("date", "Sun, 22 Nov 2026 01:17:50 GMT")], 10),
            (vec![("x-ratelimit-reset", "2026-11-22T01:18:00Z"), ("retry-after", "7")], 7),
            (vec![("x-ratelimit-reset", "2020-01-01T00:00:00Z")], 1),
            (vec![("x-ratelimit-reset", "soon")], 60),
            (vec![], 60),
        ] {
            let map: HeaderMap = headers.iter().map(|(name, value)| (name.parse().expect("name"), value.parse().expect("value"))).collect();
            assert_eq!(wait(&map, now), Duration::from_secs(seconds), "{headers:?}");
        }
    }
}
