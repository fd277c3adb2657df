//! One call to an AT Protocol server, and what can go wrong with it.

use crate::{
    ConnectorError,
    exchange::{Answer, Lost, exchange},
    retry::{self, WAIT_UNTOLD},
};
use answerable_domain::{Clock, Millis, clip_to_bytes};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use url::Url;

/// No answer that we ask for comes near this.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);

/// What to ask for.
#[derive(Debug, Clone)]
pub enum Call<'a> {
    Get { nsid: &'a str, query: Vec<(&'a str, String)> },
    Post { nsid: &'a str, body: Option<Value> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// It never left: nothing can have happened.
    NotSent(String),
    /// It left, and no whole answer came back: anything can have happened.
    Cut(String),
    /// The server said no.
    Refused { status: u16, error: String, message: String, retry_after: Option<Duration> },
}

impl CallError {
    /// The token is no good: renewing it may help. Real servers say 400 for a bad or expired token and 401 for none.
    pub fn is_about_token(&self) -> bool {
        match self {
            Self::Refused { status: 401, .. } => true,
            Self::Refused { status: 400, error, .. } => matches!(error.as_str(), "ExpiredToken" | "InvalidToken"),
            _ => false,
        }
    }

    pub fn is(&self, name: &str) -> bool {
        matches!(self, Self::Refused { error, .. } if error == name)
    }

    pub fn why(&self) -> String {
        match self {
            Self::NotSent(why) | Self::Cut(why) => why.clone(),
            Self::Refused { status, error, message, .. } => format!("{status} {error}: {message}"),
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

/// A server and the way to it.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    clock: Arc<dyn Clock>,
}

impl Client {
    pub fn new(http: reqwest::Client, base: &Url, clock: Arc<dyn Clock>) -> Self {
        Self { http, base: base.as_str().trim_end_matches('/').to_owned(), clock }
    }

    /// The body of a successful answer.
    pub async fn call(&self, call: &Call<'_>, token: Option<&str>) -> Result<Vec<u8>, CallError> {
        let mut request = match call {
            Call::Get { nsid, query } => self.http.get(self.address(nsid, query)?),
            Call::Post { nsid, body: None } => self.http.post(self.address(nsid, &[])?),
            Call::Post { nsid, body: Some(body) } => self.http.post(self.address(nsid, &[])?).json(body),
        };
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = exchange(request, PATIENCE, ANSWER_BYTES_MAX).await?;
        if answer.status.is_success() { Ok(answer.body) } else { Err(refusal(&answer, self.clock.now())) }
    }

    fn address(&self, nsid: &str, query: &[(&str, String)]) -> Result<Url, CallError> {
        let mut url = Url::parse(&format!("{}/xrpc/{nsid}", self.base)).map_err(|error| CallError::NotSent(error.to_string()))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query.iter().map(|(name, value)| (*name, value.as_str())));
        }
        Ok(url)
    }
}

fn refusal(answer: &Answer, now: Millis) -> CallError {
    let status = answer.status.as_u16();
    let said: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    let text = |key: &str| said.get(key).and_then(Value::as_str).map(|text| clip_to_bytes(text, 500).to_owned()).unwrap_or_default();
    let retry_after = if status == 429 { Some(retry::after(&answer.headers, now)) } else { None };
    CallError::Refused { status, error: text("error"), message: text("message"), retry_after }
}
