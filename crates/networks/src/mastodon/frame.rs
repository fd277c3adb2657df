//! One message of a stream: what it says, whether it matters to us, and how far it brings us.

use super::{
    PublicTimeline,
    envelope::{self, Scene},
    home::Home,
    place::Feed,
    status,
};
use crate::{ConnectorError, Interest, RawBody, json};
use answerable_domain::Millis;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

/// What is to be stored, and what our place becomes with it.
#[derive(Debug, Default)]
pub struct Heard {
    pub raw: Option<RawBody>,
    pub passed: Option<(Feed, String)>,
    pub at: Option<Millis>,
}

#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(default)]
    stream: Vec<String>,
    event: Option<String>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
    error: Option<String>,
    status: Option<u16>,
}

/// `Err`: the server will not let us listen.
pub fn read(message: &str, home: &Home, public: PublicTimeline, interest: &dyn Interest) -> Result<Heard, ConnectorError> {
    let clip = || message.as_bytes()[..message.len().min(json::CLIPPED_BYTES)].to_vec();
    // What cannot be read is kept as it is: the quarantine is for people to look at.
    let Ok(frame) = serde_json::from_str::<Frame<'_>>(message) else { return Ok(Heard { raw: Some(clip()), ..Heard::default() }) };
    let Some(event) = frame.event else {
        return frame.error.map_or_else(|| Ok(Heard::default()), |error| Err(refused(frame.status, error)));
    };
    let feed = feed_of(&frame.stream, public);
    let inner = frame.payload.map(payload);
    let value: Value = inner.as_ref().and_then(|inner| serde_json::from_str(inner.get()).ok()).unwrap_or_default();
    let is_status = matches!(event.as_str(), "update" | "status.update");
    let wanted = match (&feed, event.as_str()) {
        (Feed::Notifications, _) | (Feed::Tag(_), "delete") => true,
        (_, _) if is_status => interest.wants(status::plain_words(Scene::of(home), &value).as_bytes()),
        (_, _) => false,
    };
    let id = json::text(&value, &["id"]).filter(|id| status::is_id(id));
    let counts = match feed {
        Feed::Notifications => event == "notification",
        Feed::Tag(_) | Feed::Public(_) => event == "update",
    };
    // Some events say no more than that they are: nothing is missing there.
    let has_words = is_status || matches!(event.as_str(), "notification" | "delete");
    let raw = match &inner {
        Some(inner) => wanted.then(|| envelope::seal(home, &event, feed.via(), inner)),
        None => (wanted && has_words).then(clip),
    };
    let at = json::text(&value, &["created_at"]).and_then(json::moment).filter(|_| event != "status.update");
    let passed = id.filter(|_| counts).map(|id| (feed, id.to_owned()));
    Ok(Heard { raw, passed, at })
}

/// The payload is JSON within a string, or the bare id of what was deleted.
fn payload(outer: &RawValue) -> Box<RawValue> {
    let inner: Option<String> = serde_json::from_str(outer.get()).ok();
    match inner.map(RawValue::from_string) {
        // A bare number is an id as well.
        Some(Ok(inner)) if inner.get().starts_with('{') => inner,
        _ => outer.to_owned(),
    }
}

/// A server that names no stream has only one for us.
fn feed_of(stream: &[String], public: PublicTimeline) -> Feed {
    match stream.first().map(String::as_str) {
        Some("hashtag" | "hashtag:local") => Feed::Tag(stream.get(1).cloned().unwrap_or_default()),
        Some(name) if name.starts_with("public") => Feed::Public(public),
        _ => Feed::Notifications,
    }
}

fn refused(status: Option<u16>, error: String) -> ConnectorError {
    match status {
        Some(401) => ConnectorError::SignedOut(error),
        _ => ConnectorError::Settings { code: "listening_refused", why: format!("this server does not let us listen: {error}") },
    }
}
