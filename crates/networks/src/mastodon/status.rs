//! A status of the API as a post of ours. Pure and total.

use super::{envelope::Scene, home::full_handle};
use crate::{
    Poison,
    html::{self, Links},
    json::{self, poison, required, storable},
};
use answerable_domain::{AuthorSeen, Inbound, InboundPost, Media, Millis, Network, PostKind, Span, SpanKind, Visibility, clip_to_bytes};
use serde_json::{Value, json};

const MEDIA_MAX: usize = 20;
const MENTIONS_MAX: usize = 100;
const HANDLE_BYTES_MAX: usize = 512;
const ADDRESS_BYTES_MAX: usize = 2_048;

/// How it came to us.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    pub addressed: bool,
    pub context: bool,
    pub received_at: Millis,
}

pub fn post(scene: Scene<'_>, status: &Value, heard: Heard) -> Result<Inbound, Poison> {
    let native_id = required(status, &["id"])?;
    if !is_id(native_id) {
        return Err(poison("bad_value", "id"));
    }
    let author = author(scene, status.get("account").unwrap_or(&Value::Null))?;
    let named = json::text(status, &["visibility"]).unwrap_or("public");
    let visibility = visibility(named);
    let parent = json::text(status, &["in_reply_to_id"]).filter(|id| is_id(id));
    let (text, spans) = words(status);
    let created = json::text(status, &["created_at"]);
    let version = json::text(status, &["edited_at"]).or(created).unwrap_or(native_id);
    Ok(Inbound::Post(Box::new(InboundPost {
        network: Network::Mastodon,
        native_id: native_id.to_owned(),
        version: short(version, 64),
        kind: match (visibility, parent) {
            (Visibility::Direct, _) => PostKind::Direct,
            (_, Some(_)) => PostKind::Comment,
            (_, None) => PostKind::Post,
        },
        visibility,
        text,
        spans,
        media: media(status),
        root_native_id: None,
        parent_native_id: parent.map(str::to_owned),
        parent_author_native_id: parent.and_then(|_| parent_author(scene, status, &author)),
        permalink: address(status, "url").or_else(|| address(status, "uri")),
        languages: json::text(status, &["language"]).map(|tag| short(tag, 35)).into_iter().collect(),
        created_at: created.and_then(json::moment).unwrap_or(heard.received_at),
        // What we say ourselves is not said to us.
        addressed: heard.addressed && author.native_id != scene.me_url,
        context: heard.context,
        handle: note(scene, status, named, visibility),
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        author,
    })))
}

/// Whether a status mentions the channel's account.
pub fn names_us(scene: Scene<'_>, status: &Value) -> bool {
    mentions(status).any(|mention| is_us(scene, mention))
}

/// The text with everything that is said about it, for a look at the words alone: `@handle`, name, warning, text.
pub fn plain_words(scene: Scene<'_>, status: &Value) -> String {
    let acct = json::text(status, &["account", "acct"]).unwrap_or_default();
    let name = json::text(status, &["account", "display_name"]).unwrap_or_default();
    // Whom we follow is known by their address.
    let url = json::text(status, &["account", "url"]).unwrap_or_default();
    format!("@{} {url} {name}\n{}", full_handle(acct, scene.domain), words(status).0)
}

pub fn author(scene: Scene<'_>, account: &Value) -> Result<AuthorSeen, Poison> {
    let native_id = required(account, &["url"]).map_err(|_| poison("missing_field", "account.url"))?;
    if native_id.len() > ADDRESS_BYTES_MAX {
        return Err(poison("bad_value", "account.url"));
    }
    let acct = json::text(account, &["acct"]).map(|acct| short(&full_handle(acct, scene.domain), HANDLE_BYTES_MAX));
    Ok(AuthorSeen {
        native_id: storable(native_id),
        handle: acct,
        display_name: json::text(account, &["display_name"]).map(storable),
        avatar: address(account, "avatar"),
        followers: account.get("followers_count").and_then(Value::as_u64),
        bot: account.get("bot").and_then(Value::as_bool),
    })
}

/// Letters and digits, as every server makes them: it goes into addresses.
pub fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

pub fn ignored(what: &str) -> Inbound {
    Inbound::Ignored { what: short(what, 64) }
}

/// Narrower when in doubt: nothing private is ever taken for public.
fn visibility(named: &str) -> Visibility {
    match named {
        "public" | "local" => Visibility::Public,
        "unlisted" => Visibility::Unlisted,
        "direct" => Visibility::Direct,
        _ => Visibility::Limited,
    }
}

fn words(status: &Value) -> (String, Vec<Span>) {
    let people: Vec<(String, String)> =
        mentions(status).filter_map(|mention| json::text(mention, &["url"])).map(|url| (url.to_owned(), storable(url))).collect();
    // An app shows the quoted post itself; the line that says so in words is for those that cannot.
    let quotes = ["quote", "quote_id"].iter().any(|key| status.get(key).is_some_and(|quote| !quote.is_null()));
    let links = Links { people: &people, tags: true, unseen_class: quotes.then_some("quote-inline"), airy: true, ..Links::default() };
    let (text, spans) = html::to_text_and_spans(json::text(status, &["content"]).unwrap_or_default(), &links);
    let warning = html::tidy(json::text(status, &["spoiler_text"]).unwrap_or_default());
    if warning.is_empty() {
        return (text, spans);
    }
    let moved = warning.len() + 2;
    let mut all = vec![Span { start: 0, end: offset(warning.len()), kind: SpanKind::Warning }];
    all.extend(spans.into_iter().map(|span| Span { start: span.start + offset(moved), end: span.end + offset(moved), ..span }));
    (format!("{warning}\n\n{text}"), all)
}

/// Texts are clipped long before.
fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX / 2)
}

fn mentions(status: &Value) -> impl Iterator<Item = &Value> {
    json::list(status, &["mentions"]).iter().take(MENTIONS_MAX)
}

fn is_us(scene: Scene<'_>, mention: &Value) -> bool {
    json::text(mention, &["id"]) == Some(scene.me_id) || json::text(mention, &["url"]) == Some(scene.me_url)
}

/// Who said what this answers, where the delivery tells: the author again, us, or somebody whom it mentions.
fn parent_author(scene: Scene<'_>, status: &Value, author: &AuthorSeen) -> Option<String> {
    let id = json::text(status, &["in_reply_to_account_id"])?;
    if json::text(status, &["account", "id"]) == Some(id) {
        return Some(author.native_id.clone());
    }
    if id == scene.me_id {
        return Some(scene.me_url.to_owned());
    }
    mentions(status)
        .find(|mention| json::text(mention, &["id"]) == Some(id))
        .and_then(|mention| json::text(mention, &["url"]))
        .map(storable)
}

/// What a later answer needs: whom to name, who else would be reached, how far it may go.
fn note(scene: Scene<'_>, status: &Value, named: &str, visibility: Visibility) -> Value {
    let acct = json::text(status, &["account", "acct"]).unwrap_or_default();
    let author = json::text(status, &["account", "id"]);
    let others = mentions(status).filter(|mention| !is_us(scene, mention) && json::text(mention, &["id"]) != author);
    let others: Vec<String> =
        others.filter_map(|mention| json::text(mention, &["acct"])).map(|acct| short(acct, HANDLE_BYTES_MAX)).collect();
    let reaches_others = visibility == Visibility::Direct && !others.is_empty();
    let mut note = json!({
        "acct": short(acct, HANDLE_BYTES_MAX),
        "visibility": short(named, 32),
        "mentions": others,
        "uri": address(status, "uri"),
        "server": storable(scene.server),
        "reply_disabled": reply_disabled(status),
        "notes": if reaches_others { vec!["reaches_others"] } else { Vec::new() },
    });
    if json::flag(status, &["local_only"]) {
        note["local_only"] = json!(true);
    }
    note
}

/// GoToSocial's authors choose who may answer; where nothing is said everybody may.
fn reply_disabled(status: &Value) -> bool {
    let Some(policy) = json::at(status, &["interaction_policy", "can_reply"]) else { return false };
    let ways = ["automatic_approval", "manual_approval", "always", "with_approval"];
    !ways.iter().flat_map(|way| json::list(policy, &[way])).any(|who| who == "me" || who == "public")
}

fn media(status: &Value) -> Vec<Media> {
    let attached = json::list(status, &["media_attachments"]).iter().take(MEDIA_MAX);
    let found = attached.filter_map(|attachment| {
        let url = ["url", "remote_url", "preview_url"].iter().find_map(|key| address(attachment, key))?;
        Some(Media { url, alt: json::text(attachment, &["description"]).map(storable), mime: None })
    });
    found.collect()
}

/// Only what a browser may open.
fn address(value: &Value, key: &str) -> Option<String> {
    let is_web = |url: &&str| url.len() <= ADDRESS_BYTES_MAX && (url.starts_with("https://") || url.starts_with("http://"));
    json::text(value, &[key]).filter(is_web).map(storable)
}

fn short(text: &str, bytes_max: usize) -> String {
    storable(clip_to_bytes(text, bytes_max))
}
