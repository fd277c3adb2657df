//! The calls (`/xrpc/...`): who may, what happens, what is answered, and the faults in between.

use super::{
    Fault, Inner, Logged,
    answers::{detailed_profile, notifications, post_view},
    network::{Network, POST},
    search::{self, Question},
    stream,
};
use crate::{Calls, troubles::Refusal as Trouble};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, RawQuery, State},
    http::{HeaderMap, Method, Response, StatusCode},
    routing::{any, get},
};
use serde_json::{Value, json};
use std::sync::{Arc, PoisonError};
use unicode_segmentation::UnicodeSegmentation;

pub fn router(inner: Arc<Inner>) -> Router {
    Router::new().route("/xrpc/{nsid}", any(call)).route("/subscribe", get(stream::subscribe)).with_state(inner)
}

/// A refusal: status, error, message, and seconds to wait.
struct Refusal(u16, &'static str, String, Option<u64>);

impl Refusal {
    fn invalid(message: impl Into<String>) -> Self {
        Self(400, "InvalidRequest", message.into(), None)
    }
}

struct Asked {
    query: Vec<(String, String)>,
    body: Value,
    token: Option<String>,
}

impl Asked {
    fn one(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    fn field(&self, name: &str) -> Result<String, Refusal> {
        let said = self.body.get(name).and_then(Value::as_str);
        said.map(str::to_owned).ok_or_else(|| Refusal::invalid(format!("Input must have the property \"{name}\"")))
    }
}

async fn call(
    State(inner): State<Arc<Inner>>,
    Path(nsid): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
    let asked = Asked {
        query: pairs(query.as_deref().unwrap_or_default()),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        token: bearer.map(str::to_owned),
    };
    let what = if method == Method::POST && nsid.starts_with("com.atproto.repo.") { Calls::Sending } else { Calls::Reading };
    let fault = inner.faults.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&nsid).and_then(std::collections::VecDeque::pop_front);
    let did = asked.token.as_ref().and_then(|token| inner.network().tokens.who(token, inner.clock.now()).ok());
    let work = async { under_fault(&inner, &nsid, &method, &asked, fault) };
    let response = inner.troubles.run(what, inner.true_clock.now(), work, in_its_words).await;
    inner.announce();
    let status = response.status().as_u16();
    inner.log.lock().unwrap_or_else(PoisonError::into_inner).push(Logged { nsid, status, did });
    response
}

/// As this network refuses.
pub fn in_its_words(refusal: Trouble) -> Response<Body> {
    let message = "a fault of the test".to_owned();
    respond(Err(match refusal {
        Trouble::Status(status) => Refusal(status, "UpstreamFailure", message, None),
        Trouble::TooMany { retry_after_seconds } => Refusal(429, "RateLimitExceeded", message, retry_after_seconds.map(u64::from)),
        Trouble::Expired => Refusal(401, "AuthenticationRequired", message, None),
    }))
}

fn under_fault(inner: &Inner, nsid: &str, method: &Method, asked: &Asked, fault: Option<Fault>) -> Response<Body> {
    let refuse = |status, error: &'static str| Err(Refusal(status, error, "a fault of the test".to_owned(), None));
    match fault.unwrap_or(Fault::None) {
        Fault::None => respond(answer(inner, nsid, method, asked)),
        Fault::AnswerLost => {
            let _ = answer(inner, nsid, method, asked);
            cut()
        }
        Fault::RequestLost => cut(),
        Fault::Refuse { status, error } => respond(refuse(status, error)),
        Fault::DoneButRefuse { status, error } => {
            let _ = answer(inner, nsid, method, asked);
            respond(refuse(status, error))
        }
        Fault::TooMany { retry_after_seconds } => {
            respond(Err(Refusal(429, "RateLimitExceeded", "Rate Limit Exceeded".to_owned(), Some(retry_after_seconds.into()))))
        }
    }
}

/// Headers, and then the connection breaks.
fn cut() -> Response<Body> {
    let broken = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut off")) });
    Response::new(Body::from_stream(broken))
}

fn respond(answer: Result<Value, Refusal>) -> Response<Body> {
    let (status, body, wait) = match answer {
        Ok(body) => (200, body, None),
        Err(Refusal(status, error, message, wait)) => (status, json!({"error": error, "message": message}), wait),
    };
    let mut response = Response::builder()
        .status(StatusCode::from_u16(status).expect("a status code"))
        .header("content-type", "application/json; charset=utf-8");
    if let Some(seconds) = wait {
        response = response.header("retry-after", seconds.to_string()).header("ratelimit-remaining", "0").header("ratelimit-limit", "30");
    }
    response.body(Body::from(body.to_string())).expect("plain headers")
}

fn answer(inner: &Inner, nsid: &str, method: &Method, asked: &Asked) -> Result<Value, Refusal> {
    let now = inner.clock.now();
    let mut network = inner.network();
    let network = &mut *network;
    let viewer = asked.token.as_ref().and_then(|token| network.tokens.who(token, now).ok());
    let signed_in = || match &asked.token {
        None => Err(Refusal(401, "AuthMissing", "Authentication Required".to_owned(), None)),
        Some(token) => network.tokens.who(token, now).map_err(|(status, error, message)| Refusal(status, error, message.to_owned(), None)),
    };
    match (method.as_str(), nsid) {
        ("POST", "com.atproto.server.createSession") => sign_in(network, asked, now),
        ("POST", "com.atproto.server.refreshSession") => refresh(network, asked, now),
        ("GET", "com.atproto.server.getSession") => {
            let did = signed_in()?;
            let handle = network.account(&did).handle.clone();
            Ok(json!({"did": did, "handle": handle, "active": true}))
        }
        ("GET", "com.atproto.identity.resolveHandle") => {
            let found = network.did_of(asked.one("handle").unwrap_or_default());
            found.map(|did| json!({"did": did})).ok_or_else(|| Refusal::invalid("Unable to resolve handle"))
        }
        ("GET", "app.bsky.notification.listNotifications") => {
            let did = signed_in()?;
            let limit = asked.one("limit").and_then(|limit| limit.parse().ok()).unwrap_or(50);
            let cursor = asked.one("cursor").and_then(|cursor| cursor.parse().ok());
            Ok(notifications(network, &did, &asked.all("reasons"), limit, cursor))
        }
        ("GET", "app.bsky.feed.searchPosts") => {
            let did = signed_in()?;
            let question =
                Question::read(|name| asked.one(name)).map_err(|(error, message)| Refusal(400, error, message.to_owned(), None))?;
            Ok(search::results(network, &question, &did))
        }
        ("GET", "app.bsky.feed.getPosts") => posts(network, &at_most_25(asked.all("uris"))?, viewer.as_deref()),
        ("GET", "app.bsky.actor.getProfiles") => {
            let known = |actor: &String| detailed_profile(network, &network.did_of(actor)?, viewer.as_deref());
            Ok(json!({"profiles": at_most_25(asked.all("actors"))?.iter().filter_map(known).collect::<Vec<_>>()}))
        }
        ("GET", "app.bsky.actor.getProfile") => {
            let did = network.did_of(asked.one("actor").unwrap_or_default());
            did.and_then(|did| detailed_profile(network, &did, viewer.as_deref())).ok_or_else(|| Refusal::invalid("Profile not found"))
        }
        ("GET", "com.atproto.repo.getRecord") => get_record(network, asked),
        ("POST", "com.atproto.repo.createRecord") => write(network, asked, &signed_in()?, now, false),
        ("POST", "com.atproto.repo.putRecord") => write(network, asked, &signed_in()?, now, true),
        ("POST", "com.atproto.repo.deleteRecord") => {
            let uri = format!("at://{}/{}/{}", signed_in()?, asked.field("collection")?, asked.field("rkey")?);
            network.delete(&uri);
            Ok(json!({}))
        }
        _ => Err(Refusal(501, "MethodNotImplemented", "Method Not Implemented".to_owned(), None)),
    }
}

fn sign_in(network: &mut Network, asked: &Asked, now: i64) -> Result<Value, Refusal> {
    let (identifier, password) = (asked.field("identifier")?, asked.field("password")?);
    let did = network.did_of(&identifier).filter(|did| network.accounts[did].password == password);
    let did = did.ok_or_else(|| Refusal(401, "AuthenticationRequired", "Invalid identifier or password".to_owned(), None))?;
    if network.accounts[&did].gone {
        return Err(Refusal(401, "AccountTakedown", "Account has been taken down".to_owned(), None));
    }
    let issued = network.tokens.sign_in(&did, now);
    let (access, refresh) = issued.map_err(|wait| Refusal(429, "RateLimitExceeded", "Rate Limit Exceeded".to_owned(), Some(wait)))?;
    Ok(session(network, &did, access, refresh))
}

fn refresh(network: &mut Network, asked: &Asked, now: i64) -> Result<Value, Refusal> {
    let token = asked.token.as_deref().unwrap_or_default();
    let renewed = network.tokens.refresh(token, now);
    let (did, access, refresh) = renewed.map_err(|(status, error, message)| Refusal(status, error, message.to_owned(), None))?;
    Ok(session(network, &did, access, refresh))
}

fn session(network: &Network, did: &str, access: String, refresh: String) -> Value {
    json!({"accessJwt": access, "refreshJwt": refresh, "did": did, "handle": network.accounts[did].handle, "active": true})
}

fn at_most_25(ids: Vec<String>) -> Result<Vec<String>, Refusal> {
    if ids.is_empty() || ids.len() > 25 {
        return Err(Refusal::invalid("Error: Params must have 1 to 25 elements"));
    }
    Ok(ids)
}

fn posts(network: &Network, uris: &[String], viewer: Option<&str>) -> Result<Value, Refusal> {
    if let Some(wrong) = uris.iter().find(|uri| !uri.starts_with("at://")) {
        return Err(Refusal::invalid(format!("Error: uris must be at-uris: {wrong}")));
    }
    Ok(json!({"posts": uris.iter().filter_map(|uri| post_view(network, uri, viewer)).collect::<Vec<_>>()}))
}

fn get_record(network: &Network, asked: &Asked) -> Result<Value, Refusal> {
    let part = |name: &str| asked.one(name).unwrap_or_default().to_owned();
    let uri = format!("at://{}/{}/{}", part("repo"), part("collection"), part("rkey"));
    match network.records.get(&uri) {
        Some(record) => Ok(json!({"uri": uri, "cid": record.cid, "value": record.value})),
        None => Err(Refusal(400, "RecordNotFound", format!("Could not locate record: {uri}"), None)),
    }
}

fn write(network: &mut Network, asked: &Asked, did: &str, now: i64, replace: bool) -> Result<Value, Refusal> {
    let (collection, rkey) = (asked.field("collection")?, asked.field("rkey")?);
    let record = asked.body.get("record").cloned().unwrap_or(Value::Null);
    if asked.field("repo")? != did {
        return Err(Refusal(401, "AuthenticationRequired", "Not your repo".to_owned(), None));
    }
    if collection == POST {
        fits(record.get("text").and_then(Value::as_str).unwrap_or_default())?;
    }
    if !replace && network.records.contains_key(&format!("at://{did}/{collection}/{rkey}")) {
        return Err(Refusal::invalid("Record already exists"));
    }
    let written = network.put(did, &collection, &rkey, record, now);
    Ok(json!({"uri": written.uri, "cid": written.cid, "validationStatus": "valid"}))
}

/// In the words of a real server.
fn fits(text: &str) -> Result<(), Refusal> {
    let graphemes = text.graphemes(true).count();
    if text.len() > 3_000 {
        return Err(Refusal::invalid(format!("Invalid {POST} record: string too big (maximum 3000, got {}) at $.record.text", text.len())));
    }
    if graphemes > 300 {
        return Err(Refusal::invalid(format!("Invalid {POST} record: grapheme too big (maximum 300, got {graphemes}) at $.record.text")));
    }
    Ok(())
}

/// `a=1&a=2` with percent-encoding.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let split = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    split.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits =
            tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        (rest, _) = match (first, digits) {
            (b'%', Some(byte)) => (&tail[2..], bytes.push(byte)),
            (b'+', _) => (tail, bytes.push(b' ')),
            (byte, _) => (tail, bytes.push(*byte)),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
