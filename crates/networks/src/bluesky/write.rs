//! Writing a record exactly once.
//!
//! The key of a record is chosen before the first attempt, so a second attempt can only find it or make it, never make another. Where an
//! attempt ended in doubt we look first; where the server refuses, we look as well, for the record may be there from before.

use super::{
    session::{AuthorizedError, Sessions},
    xrpc::{Call, CallError},
};
use crate::{Outcome, json};
use serde_json::{Value, json};
use std::time::Duration;

/// A record that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub uri: String,
    pub cid: String,
}

impl Written {
    pub fn to_json(&self) -> Value {
        json!({"uri": self.uri, "cid": self.cid})
    }
}

/// What to write, and where.
pub struct Record<'a> {
    pub collection: &'a str,
    pub rkey: &'a str,
    pub value: Value,
}

/// What is known about earlier attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    First,
    /// An earlier one may have arrived.
    Again,
}

const ASK_AGAIN: Duration = Duration::from_secs(3);
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// The record as it stands on the network, whoever of our attempts wrote it; or how it went instead.
pub async fn put_once(sessions: &Sessions, record: &Record<'_>, attempt: Attempt) -> Result<Written, Outcome> {
    let did = sessions.ticket(None).await.map_err(Outcome::unsent)?.did;
    if attempt == Attempt::Again
        && let Some(written) = existing(sessions, &did, record).await?
    {
        return Ok(written);
    }
    let body = json!({"repo": did, "collection": record.collection, "rkey": record.rkey, "record": record.value});
    match sessions.call(&Call::Post { nsid: "com.atproto.repo.createRecord", body: Some(body) }).await {
        Ok((_, answer)) => written(&answer).ok_or_else(|| uncertain("the answer names no record".to_owned())),
        Err(AuthorizedError::SignIn(error)) => Err(Outcome::unsent(error)),
        Err(AuthorizedError::Call(error)) => after_failure(sessions, &did, record, error).await,
    }
}

async fn after_failure(sessions: &Sessions, did: &str, record: &Record<'_>, error: CallError) -> Result<Written, Outcome> {
    let why = error.why();
    match error {
        CallError::NotSent(_) => Err(Outcome::Retry { after: TRY_AGAIN, why }),
        CallError::Cut(_) => Err(uncertain(why)),
        CallError::Refused { status: 429, retry_after, .. } => Err(Outcome::Retry { after: retry_after.unwrap_or(TRY_AGAIN), why }),
        error if error.is_about_token() => Err(Outcome::Refused { code: "signed_out", why }),
        CallError::Refused { status, .. } => match existing(sessions, did, record).await? {
            Some(written) => Ok(written),
            None if status >= 500 => Err(uncertain(why)),
            None => Err(Outcome::Refused { code: code_of(&why), why }),
        },
    }
}

/// The record under our key, if there is one. Another record under it means that the key is taken: nothing may be overwritten.
async fn existing(sessions: &Sessions, did: &str, record: &Record<'_>) -> Result<Option<Written>, Outcome> {
    let query = vec![("repo", did.to_owned()), ("collection", record.collection.to_owned()), ("rkey", record.rkey.to_owned())];
    match sessions.call(&Call::Get { nsid: "com.atproto.repo.getRecord", query }).await {
        Ok((_, answer)) => {
            let found: Value = serde_json::from_slice(&answer).map_err(|error| uncertain(error.to_string()))?;
            if is_same(found.get("value").unwrap_or(&Value::Null), &record.value) {
                return written(&answer).map(Some).ok_or_else(|| uncertain("the answer names no record".to_owned()));
            }
            Err(Outcome::Refused { code: "refused", why: "another record has this key".to_owned() })
        }
        Err(AuthorizedError::Call(error)) if is_absent(&error) => Ok(None),
        Err(AuthorizedError::Call(CallError::Refused { status: 429, retry_after, message, .. })) => {
            Err(Outcome::Uncertain { probe_after: retry_after.unwrap_or(TRY_AGAIN), why: message })
        }
        Err(AuthorizedError::Call(error)) => Err(uncertain(error.why())),
        Err(AuthorizedError::SignIn(error)) => Err(match Outcome::unsent(error) {
            Outcome::Retry { after, why } => Outcome::Uncertain { probe_after: after, why },
            other => other,
        }),
    }
}

fn is_absent(error: &CallError) -> bool {
    let located = matches!(error, CallError::Refused { status: 400, message, .. } if message.starts_with("Could not locate record"));
    located || error.is("RecordNotFound") || matches!(error, CallError::Refused { status: 404, .. })
}

/// The same words in the same place: what a person would call the same answer. The server may have added fields of its own.
fn is_same(there: &Value, ours: &Value) -> bool {
    [&["$type"][..], &["text"], &["reply", "parent", "uri"], &["subject", "uri"]]
        .iter()
        .all(|path| json::at(there, path) == json::at(ours, path))
}

fn written(answer: &[u8]) -> Option<Written> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    Some(Written { uri: json::text(&answer, &["uri"])?.to_owned(), cid: json::text(&answer, &["cid"])?.to_owned() })
}

fn code_of(why: &str) -> &'static str {
    if why.contains("too big") { "too_long" } else { "refused" }
}

fn uncertain(why: String) -> Outcome {
    Outcome::Uncertain { probe_after: ASK_AGAIN, why }
}
