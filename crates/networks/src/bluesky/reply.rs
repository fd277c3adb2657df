//! An answer: one post, or a chain in which each answers the one before.

use super::{
    LIMITS, POST,
    at_uri::{AtUri, permalink},
    hydrate::Reader,
    rich_text::{MarkKind, facets, marks},
    session::Sessions,
    write::{Attempt, Record, Written, put_once},
};
use crate::{ConnectorError, Delivery, Outcome, SendTarget, json};
use answerable_domain::{Millis, Receipt};
use serde_json::{Value, json};
use std::{collections::HashMap, time::Duration};
use unicode_segmentation::UnicodeSegmentation;

/// A post that was heard this recently may not be in the index yet: that it is not found says nothing.
const INDEX_LAG_MS: Millis = 60_000;
/// The look at the post before the answer must not hold the answer up.
const LOOK: Duration = Duration::from_secs(3);

pub async fn send(sessions: &Sessions, reader: Reader<'_>, delivery: &Delivery, now: Millis) -> Outcome {
    match try_send(sessions, reader, delivery, now).await {
        Ok(receipt) => Outcome::Done(receipt),
        Err(outcome) => outcome,
    }
}

async fn try_send(sessions: &Sessions, reader: Reader<'_>, delivery: &Delivery, now: Millis) -> Result<Receipt, Outcome> {
    check(delivery)?;
    if !delivery.may_have_left {
        still_there(reader, &delivery.target, now).await?;
    }
    let attempt = if delivery.may_have_left { Attempt::Again } else { Attempt::First };
    let resolved = resolve(sessions, &delivery.parts).await?;
    let target = reference(&delivery.target);
    let root = delivery.target.handle.get("root").filter(|root| root.is_object()).cloned().unwrap_or_else(|| target.to_json());
    let mut sent: Vec<Written> = Vec::new();
    for (text, rkey) in delivery.parts.iter().zip(&delivery.own_ids) {
        let parent = sent.last().unwrap_or(&target);
        let value = record(text, delivery, &root, parent, &resolved);
        let part = put_once(sessions, &Record { collection: POST, rkey, value }, attempt).await;
        sent.push(part.map_err(|outcome| in_chain(outcome, sent.len(), delivery.parts.len()))?);
    }
    let handle = sessions.ticket(None).await.map(|ticket| ticket.handle).ok();
    Ok(receipt(&sent, root, handle.as_deref()))
}

/// What no server would take does not leave.
fn check(delivery: &Delivery) -> Result<(), Outcome> {
    let refused = |code, why: &str| Err(Outcome::Refused { code, why: why.to_owned() });
    if delivery.target.post.deleted_at.is_some() {
        return refused("post_deleted", "the post is gone");
    }
    if delivery.parts.is_empty() || delivery.parts.len() != delivery.own_ids.len() {
        return refused("refused", "each part needs a record key");
    }
    if AtUri::parse(&delivery.target.post.native_id).is_none() {
        return refused("refused", "not a post of this network");
    }
    let too_long = |part: &String| part.len() > LIMITS.bytes_max as usize || part.graphemes(true).count() > LIMITS.units_max as usize;
    if delivery.parts.len() > usize::from(LIMITS.parts_max) || delivery.parts.iter().any(too_long) {
        return refused("too_long", "longer than 300 characters or 3,000 bytes");
    }
    Ok(())
}

/// A server takes an answer to a post that is gone without a word; so ask first. No answer to the question holds nothing up.
async fn still_there(reader: Reader<'_>, target: &SendTarget, now: Millis) -> Result<(), Outcome> {
    let ids = [target.post.native_id.clone()];
    let Ok(Ok(answer)) = tokio::time::timeout(LOOK, reader.get("app.bsky.feed.getPosts", "uris", &ids)).await else {
        return Ok(());
    };
    let refused = |code, why: &str| Err(Outcome::Refused { code, why: why.to_owned() });
    match json::list(&answer, &["posts"]).first() {
        None if now - target.post.received_at > INDEX_LAG_MS => refused("post_deleted", "the network no longer has the post"),
        None => Ok(()),
        Some(post) if json::flag(post, &["viewer", "replyDisabled"]) => refused("refused", "the author allows no replies from us"),
        Some(post) if json::flag(post, &["author", "viewer", "blockedBy"]) => refused("refused", "the author has blocked us"),
        Some(_) => Ok(()),
    }
}

/// Who is mentioned. A handle that nobody has stays plain text; a server that cannot say now is asked later.
async fn resolve(sessions: &Sessions, parts: &[String]) -> Result<HashMap<String, String>, Outcome> {
    let mut resolved = HashMap::new();
    let mut unknown = Vec::new();
    for mark in parts.iter().flat_map(|part| marks(part)) {
        let MarkKind::Mention(handle) = mark.kind else { continue };
        if resolved.contains_key(&handle) || unknown.contains(&handle) {
            continue;
        }
        let asked = Reader::SignedIn(sessions).get("com.atproto.identity.resolveHandle", "handle", std::slice::from_ref(&handle)).await;
        match asked {
            Ok(answer) => match json::text(&answer, &["did"]) {
                Some(did) => drop(resolved.insert(handle, did.to_owned())),
                None => unknown.push(handle),
            },
            Err(ConnectorError::Protocol(_)) => unknown.push(handle),
            Err(error) => return Err(Outcome::unsent(error)),
        }
    }
    Ok(resolved)
}

fn reference(target: &SendTarget) -> Written {
    let cid = json::text(&target.handle, &["cid"]).unwrap_or(&target.post.version);
    Written { uri: target.post.native_id.clone(), cid: cid.to_owned() }
}

fn record(text: &str, delivery: &Delivery, root: &Value, parent: &Written, resolved: &HashMap<String, String>) -> Value {
    let mut record = json!({
        "$type": POST,
        "text": text,
        "createdAt": timestamp(delivery.created_at),
        "reply": {"root": root, "parent": parent.to_json()},
    });
    let facets = facets(&marks(text), resolved);
    if !facets.is_empty() {
        record["facets"] = Value::Array(facets);
    }
    if !delivery.languages.is_empty() {
        record["langs"] = delivery.languages.iter().take(3).cloned().collect();
    }
    record
}

/// Once a part is out, "provably not applied" is no longer true of the whole.
fn in_chain(outcome: Outcome, sent: usize, parts: usize) -> Outcome {
    match outcome {
        Outcome::Retry { after, why } if sent > 0 => Outcome::Uncertain { probe_after: after, why },
        Outcome::Refused { code, why } if sent > 0 => Outcome::Refused { code, why: format!("part {} of {parts}: {why}", sent + 1) },
        other => other,
    }
}

fn receipt(sent: &[Written], root: Value, handle: Option<&str>) -> Receipt {
    let link = sent.first().and_then(|first| AtUri::parse(&first.uri)).map(|uri| permalink(handle.unwrap_or(uri.did), uri.rkey));
    Receipt {
        native_ids: sent.iter().map(|part| part.uri.clone()).collect(),
        permalink: link,
        handle: json!({"root": root, "parts": sent.iter().map(Written::to_json).collect::<Vec<_>>()}),
    }
}

/// As servers and apps write it: milliseconds and `Z`.
pub fn timestamp(at: Millis) -> String {
    let time = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{time:.3}")
}

pub fn target_reference(target: &SendTarget) -> Value {
    reference(target).to_json()
}
