//! One call of the Bot API, and what can go wrong with it.
//!
//! The token is a part of every address, so no address is ever shown: errors lose theirs, and what is left is searched for the token.

use crate::{
    ConnectorError, Secret,
    exchange::{Lost, exchange},
    retry,
};
use answerable_domain::clip_to_bytes;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use std::time::Duration;
use url::Url;

/// A hundred updates are far from this.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;
/// For everything that Telegram does not hold open on purpose.
pub const PATIENCE: Duration = Duration::from_secs(15);

pub struct Api {
    http: reqwest::Client,
    base: String,
    token: Secret,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// It never left: nothing can have happened.
    NotSent(String),
    /// It left, and no whole answer came back: anything can have happened.
    Cut(String),
    /// Telegram said no, or something between us and it did.
    Refused { code: u16, said: String, retry_after: Option<Duration>, moved_to: Option<i64> },
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    result: Option<Box<RawValue>>,
    error_code: Option<u16>,
    description: Option<String>,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl CallError {
    pub fn why(&self) -> String {
        match self {
            Self::NotSent(why) | Self::Cut(why) => why.clone(),
            Self::Refused { code, said, .. } => format!("{code} {said}"),
        }
    }

    /// A wrong token is "unauthorized", and one that has not even the form of a token is "not found".
    pub fn is_about_token(&self) -> bool {
        matches!(self, Self::Refused { code: 401, .. }) || matches!(self, Self::Refused { code: 404, said, .. } if said == "Not Found")
    }
}

impl From<CallError> for ConnectorError {
    fn from(error: CallError) -> Self {
        let why = error.why();
        match error {
            error if error.is_about_token() => Self::SignedOut(why),
            CallError::Refused { code: 429, retry_after, .. } => {
                Self::RateLimited { after: retry_after.unwrap_or(retry::WAIT_UNTOLD), why }
            }
            CallError::Refused { code: 409, said, .. } if said.contains("webhook") => webhook_set(),
            CallError::Refused { code: 409, .. } => {
                let why = "another program reads this bot's messages: only one can, so give each its own bot".to_owned();
                Self::Settings { code: "another_reader", why }
            }
            CallError::Refused { code: 500.., .. } | CallError::NotSent(_) | CallError::Cut(_) => Self::Transient(why),
            CallError::Refused { .. } => Self::Protocol(why),
        }
    }
}

pub fn webhook_set() -> ConnectorError {
    let why = "this bot sends its messages to another program (a webhook is set): remove it with deleteWebhook, or use another bot";
    ConnectorError::Settings { code: "webhook_set", why: why.to_owned() }
}

impl Api {
    pub fn new(http: reqwest::Client, base: &Url, token: Secret) -> Self {
        Self { http, base: base.as_str().trim_end_matches('/').to_owned(), token }
    }

    /// The number of the bot, which stands at the beginning of its token.
    pub fn bot_id(&self) -> Option<i64> {
        self.token.expose().split_once(':').and_then(|(id, _)| id.parse().ok())
    }

    /// The `result` of a successful answer, as it came.
    pub async fn call(&self, method: &str, body: &Value, patience: Duration) -> Result<Box<RawValue>, CallError> {
        let url = format!("{}/bot{}/{method}", self.base, self.token.expose());
        let answer = exchange(self.http.post(url).json(body), patience, ANSWER_BYTES_MAX).await.map_err(|lost| self.lost(lost))?;
        let status = answer.status.as_u16();
        match serde_json::from_slice::<Answer>(&answer.body) {
            Ok(Answer { ok: true, result: Some(result), .. }) => Ok(result),
            Ok(said) => Err(self.refusal(status, said)),
            Err(_) if status >= 400 => Err(refused(status, "no words of Telegram's".to_owned())),
            Err(error) => Err(CallError::Cut(format!("{method}: {error}"))),
        }
    }

    /// As [`Self::call`], read.
    pub async fn ask(&self, method: &str, body: &Value) -> Result<Value, CallError> {
        let result = self.call(method, body, PATIENCE).await?;
        serde_json::from_str(result.get()).map_err(|error| CallError::Cut(format!("{method}: {error}")))
    }

    /// Where a file can be fetched for the next hour. It holds the token.
    pub fn file_address(&self, path: &str) -> Option<Secret> {
        let is_plain = !path.is_empty() && !path.starts_with('/') && !path.contains("..") && !path.contains(['?', '#', '\\', ':']);
        is_plain.then(|| Secret::new(format!("{}/file/bot{}/{path}", self.base, self.token.expose())))
    }

    fn refusal(&self, status: u16, answer: Answer) -> CallError {
        CallError::Refused {
            code: answer.error_code.unwrap_or(status),
            said: self.scrubbed(&answer.description.unwrap_or_default()),
            retry_after: answer.parameters.retry_after.map(|seconds| Duration::from_secs(seconds.clamp(1, 86_400))),
            moved_to: answer.parameters.migrate_to_chat_id,
        }
    }

    fn lost(&self, lost: Lost) -> CallError {
        match lost {
            Lost::NotSent(why) => CallError::NotSent(self.scrubbed(&why)),
            Lost::Cut(why) => CallError::Cut(self.scrubbed(&why)),
        }
    }

    fn scrubbed(&self, text: &str) -> String {
        clip_to_bytes(&text.replace(self.token.expose(), "…"), 500).to_owned()
    }
}

fn refused(code: u16, said: String) -> CallError {
    CallError::Refused { code, said, retry_after: None, moved_to: None }
}
