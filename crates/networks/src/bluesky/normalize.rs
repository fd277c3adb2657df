//! From bytes to posts: notifications, stream frames and hydrated posts. Pure and total.
//!
//! What the shapes have in common is a record with an address and a content id; what differs is who vouches for the author's profile and
//! the time. The kind of shape is told by its fields, not by the source it came from, so that quarantined payloads can be tried again.

use super::{
    POST,
    at_uri::{AtUri, is_did, permalink},
    facets, media,
};
use crate::{
    Poison,
    json::{self, poison, required, storable},
};
use answerable_domain::{AuthorSeen, Deleter, Inbound, InboundPost, Millis, Network, PostKind, Raw, Visibility};
use serde_json::{Value, json};

pub fn normalize(raw: &Raw) -> Result<Vec<Inbound>, Poison> {
    let value = json::parse(&raw.body)?;
    let inbound = if value.get("kind").is_some() {
        frame(&value, raw.received_at)?
    } else if value.get("reason").is_some() {
        notification(&value, raw.received_at)?
    } else if value.get("record").is_some() {
        view(&value, raw.received_at)?
    } else {
        return Err(poison("missing_field", "neither a frame, a notification nor a post: kind, reason or record"));
    };
    Ok(vec![inbound])
}

/// A post as an AppView serves it. Fetched for the thread, so it is context.
pub fn view(value: &Value, received_at: Millis) -> Result<Inbound, Poison> {
    let uri = address(required(value, &["uri"])?)?;
    post(Delivered {
        uri,
        cid: required(value, &["cid"])?,
        record: value.get("record").unwrap_or(&Value::Null),
        author: value.get("author"),
        embed: value.get("embed"),
        viewer: value.get("viewer"),
        vouched_at: json::text(value, &["indexedAt"]).and_then(json::moment).unwrap_or(received_at),
        addressed: false,
        context: true,
    })
}

/// A profile as an AppView serves it.
pub fn profile(value: &Value) -> Result<AuthorSeen, Poison> {
    let did = required(value, &["did"])?;
    if !is_did(did) {
        return Err(poison("bad_value", "did"));
    }
    Ok(author_seen(did, Some(value)))
}

fn frame(value: &Value, received_at: Millis) -> Result<Inbound, Poison> {
    let did = required(value, &["did"])?;
    if !is_did(did) {
        return Err(poison("bad_value", "did"));
    }
    match required(value, &["kind"])? {
        "commit" => commit(value, did, received_at),
        "identity" => Ok(match handle(value, &["identity", "handle"]) {
            Some(handle) => Inbound::Profile(AuthorSeen { native_id: did.to_owned(), handle: Some(handle), ..AuthorSeen::default() }),
            None => ignored("identity"),
        }),
        "account" => Ok(match json::at(value, &["account", "active"]) {
            Some(Value::Bool(false)) => Inbound::AuthorGone { native_id: did.to_owned() },
            _ => ignored("account"),
        }),
        kind => Ok(ignored(kind)),
    }
}

fn commit(value: &Value, did: &str, received_at: Millis) -> Result<Inbound, Poison> {
    let collection = required(value, &["commit", "collection"])?;
    if collection != POST {
        return Ok(ignored(collection));
    }
    let rkey = required(value, &["commit", "rkey"])?;
    let uri = AtUri::of(did, collection, rkey).ok_or_else(|| poison("bad_value", "commit.rkey"))?;
    match required(value, &["commit", "operation"])? {
        "create" | "update" => {
            let micros = value.get("time_us").and_then(Value::as_i64);
            post(Delivered {
                uri,
                cid: required(value, &["commit", "cid"])?,
                record: json::at(value, &["commit", "record"]).unwrap_or(&Value::Null),
                author: None,
                embed: None,
                viewer: None,
                vouched_at: micros.map_or(received_at, |micros| micros / 1_000),
                addressed: false,
                context: false,
            })
        }
        "delete" => Ok(Inbound::Deleted { native_id: uri.to_string(), by: Deleter::Author }),
        operation => Ok(ignored(operation)),
    }
}

fn notification(value: &Value, received_at: Millis) -> Result<Inbound, Poison> {
    let reason = required(value, &["reason"])?;
    if !matches!(reason, "mention" | "reply" | "quote") {
        return Ok(ignored(reason));
    }
    let uri = address(required(value, &["uri"])?)?;
    post(Delivered {
        uri,
        cid: required(value, &["cid"])?,
        record: value.get("record").unwrap_or(&Value::Null),
        author: value.get("author"),
        embed: None,
        viewer: None,
        vouched_at: json::text(value, &["indexedAt"]).and_then(json::moment).unwrap_or(received_at),
        addressed: true,
        context: false,
    })
}

/// A record and who says so.
struct Delivered<'a> {
    uri: AtUri<'a>,
    cid: &'a str,
    record: &'a Value,
    author: Option<&'a Value>,
    embed: Option<&'a Value>,
    viewer: Option<&'a Value>,
    /// The network's own time; stands in where the author's client declared none.
    vouched_at: Millis,
    addressed: bool,
    context: bool,
}

fn post(delivered: Delivered<'_>) -> Result<Inbound, Poison> {
    let Delivered { uri, cid, record, author, .. } = delivered;
    match record.get("$type").and_then(Value::as_str) {
        None | Some(POST) => {}
        Some(other) => return Ok(ignored(other)),
    }
    let text = storable(record.get("text").and_then(Value::as_str).ok_or_else(|| poison("missing_field", "record.text"))?);
    if author.and_then(|author| json::text(author, &["did"])).is_some_and(|did| did != uri.did) {
        return Err(poison("bad_value", "author.did is not the owner of uri"));
    }
    let parent = json::text(record, &["reply", "parent", "uri"]).and_then(AtUri::parse);
    let root = json::text(record, &["reply", "root", "uri"]).and_then(AtUri::parse);
    let seen = author_seen(uri.did, author);
    let created_at = json::text(record, &["createdAt"]).and_then(json::moment).unwrap_or(delivered.vouched_at);
    Ok(Inbound::Post(Box::new(InboundPost {
        network: Network::Bluesky,
        native_id: uri.to_string(),
        version: storable(cid),
        kind: if parent.is_some() { PostKind::Comment } else { PostKind::Post },
        visibility: Visibility::Public,
        spans: facets::spans(record, &text),
        media: media::media(delivered.embed, record, uri.did),
        root_native_id: root.or(parent).map(|root| root.to_string()),
        parent_native_id: parent.map(|parent| parent.to_string()),
        parent_author_native_id: parent.map(|parent| parent.did.to_owned()),
        permalink: Some(permalink(seen.handle.as_deref().unwrap_or(uri.did), uri.rkey)),
        languages: json::list(record, &["langs"]).iter().filter_map(Value::as_str).take(3).map(|tag| short(tag, 35)).collect(),
        created_at,
        addressed: delivered.addressed,
        context: delivered.context,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: note(cid, record, author, delivered.viewer),
        author: seen,
        text,
    })))
}

/// What a later reply needs: the content id, the root of the thread, and whether the author lets us answer.
fn note(cid: &str, record: &Value, author: Option<&Value>, viewer: Option<&Value>) -> Value {
    let root = match (json::text(record, &["reply", "root", "uri"]).and_then(AtUri::parse), json::text(record, &["reply", "root", "cid"])) {
        (Some(uri), Some(cid)) => json!({"uri": uri.to_string(), "cid": storable(cid)}),
        _ => Value::Null,
    };
    let blocked =
        author.is_some_and(|author| json::flag(author, &["viewer", "blockedBy"]) || json::text(author, &["viewer", "blocking"]).is_some());
    let reply_disabled = viewer.is_some_and(|viewer| json::flag(viewer, &["replyDisabled"]));
    json!({"cid": storable(cid), "root": root, "reply_disabled": reply_disabled, "blocked": blocked})
}

fn author_seen(did: &str, author: Option<&Value>) -> AuthorSeen {
    let said = |key: &str| author.and_then(|author| json::text(author, &[key])).map(storable);
    let labels = author.map_or(&[][..], |author| json::list(author, &["labels"]));
    let says_bot = labels.iter().any(|label| json::text(label, &["val"]) == Some("bot") && json::text(label, &["src"]) == Some(did));
    AuthorSeen {
        native_id: did.to_owned(),
        handle: author.and_then(|author| handle(author, &["handle"])),
        display_name: said("displayName"),
        avatar: said("avatar").filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        followers: author.and_then(|author| author.get("followersCount")).and_then(Value::as_u64),
        bot: says_bot.then_some(true),
    }
}

/// `handle.invalid` is what servers say when a handle no longer belongs to the account.
fn handle(value: &Value, path: &[&str]) -> Option<String> {
    let handle = json::text(value, path)?;
    let plain = handle.len() <= 253 && handle.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    (plain && handle != "handle.invalid").then(|| handle.to_ascii_lowercase())
}

fn address(text: &str) -> Result<AtUri<'_>, Poison> {
    AtUri::parse(text).ok_or_else(|| poison("bad_value", "uri is not the address of a record"))
}

fn ignored(what: &str) -> Inbound {
    Inbound::Ignored { what: short(what, 64) }
}

fn short(text: &str, bytes_max: usize) -> String {
    storable(answerable_domain::clip_to_bytes(text, bytes_max))
}
