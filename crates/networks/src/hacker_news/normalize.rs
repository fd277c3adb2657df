//! From items to posts. Pure and total.
//!
//! An item does not name the story that it belongs to. Where that was found out, the payload is `{"story": ..., "item": <as it came>}`.

use super::api::Item;
use crate::{
    Poison,
    html::{Links, to_text_and_spans},
    json::{self, poison, required, storable},
};
use answerable_domain::{
    AuthorSeen, Deleter, Inbound, InboundPost, Millis, Network, PostKind, Raw, Span, SpanKind, Visibility, clip_to_bytes,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

/// Real names have fifteen letters at most.
const NAME_BYTES_MAX: usize = 100;

/// What is stored of an item.
pub fn payload(item: &[u8], story: Option<u64>) -> Vec<u8> {
    let story = story.map_or_else(|| "null".to_owned(), |story| story.to_string());
    [format!(r#"{{"story":{story},"item":"#).as_bytes(), item, b"}"].concat()
}

pub fn normalize(raw: &Raw) -> Result<Vec<Inbound>, Poison> {
    let value = json::parse(&raw.body)?;
    let story = value.get("story").and_then(Value::as_u64);
    let item = value.get("item").unwrap_or(&value);
    inbound(item, story, raw.received_at, false).map(|inbound| vec![inbound])
}

/// An item that was asked for by its number.
pub fn fetched(item: &Item, story: Option<u64>, received_at: Millis) -> Result<Inbound, Poison> {
    inbound(&item.value, story, received_at, true)
}

fn inbound(item: &Value, story: Option<u64>, received_at: Millis, context: bool) -> Result<Inbound, Poison> {
    let id = item.get("id").and_then(Value::as_u64).ok_or_else(|| poison("missing_field", "id"))?;
    if json::flag(item, &["deleted"]) {
        return Ok(Inbound::Deleted { native_id: id.to_string(), by: Deleter::Author });
    }
    if json::flag(item, &["dead"]) {
        return Ok(Inbound::Deleted { native_id: id.to_string(), by: Deleter::Network });
    }
    let kind = match required(item, &["type"])? {
        "comment" => PostKind::Comment,
        "story" | "job" | "poll" => PostKind::Post,
        other => return Ok(Inbound::Ignored { what: storable(clip_to_bytes(other, 64)) }),
    };
    let author = storable(clip_to_bytes(required(item, &["by"])?, NAME_BYTES_MAX));
    let parent = item.get("parent").and_then(Value::as_u64);
    let (text, spans) = words(item);
    Ok(Inbound::Post(Box::new(InboundPost {
        network: Network::HackerNews,
        native_id: id.to_string(),
        version: version(&text, json::text(item, &["url"])),
        kind,
        visibility: Visibility::Public,
        author: AuthorSeen { native_id: author.clone(), handle: Some(author), ..AuthorSeen::default() },
        text,
        spans,
        media: Vec::new(),
        root_native_id: parent.and(story).map(|story| story.to_string()),
        parent_native_id: parent.map(|parent| parent.to_string()),
        parent_author_native_id: None,
        permalink: Some(format!("https://news.ycombinator.com/item?id={id}")),
        languages: Vec::new(),
        created_at: item.get("time").and_then(Value::as_i64).map_or(received_at, |time| time.saturating_mul(1_000)),
        addressed: false,
        context,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: json!({}),
    })))
}

/// Title and text as one; the title leads to what the story is about.
pub fn words(item: &Value) -> (String, Vec<Span>) {
    let html = |key: &str| to_text_and_spans(json::text(item, &[key]).unwrap_or_default(), &Links { airy: true, ..Links::default() });
    let (mut text, mut spans) = html("title");
    let url = json::text(item, &["url"]).filter(|url| is_web(url));
    if let Some(url) = url.filter(|_| !text.is_empty()) {
        spans = vec![Span { start: 0, end: length(&text), kind: SpanKind::Link(storable(url)) }];
    }
    let (body, marks) = html("text");
    if body.is_empty() {
        return (text, spans);
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let by = length(&text);
    spans.extend(marks.into_iter().map(|mark| Span { start: mark.start + by, end: mark.end + by, kind: mark.kind }));
    text.push_str(&body);
    (text, spans)
}

/// The site names no versions: the words are one.
fn version(text: &str, url: Option<&str>) -> String {
    let mut hash = Sha256::new();
    for part in [text, url.unwrap_or_default()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
