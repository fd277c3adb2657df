//! From a feed document to articles. Pure and total.

use crate::{
    Poison, html,
    json::{poison, storable},
};
use answerable_domain::{AuthorSeen, Inbound, InboundPost, Media, Millis, Network, PostKind, Raw, Visibility};
use feed_rs::{
    model::{Entry, Feed, FeedType, Text},
    parser,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
};
use url::Url;

/// Elements within elements; the parser follows them by recursion.
const DEPTH_MAX: usize = 128;
const ENTRIES_MAX: usize = 1_000;
const ID_BYTES_MAX: usize = 500;
const MEDIA_MAX: usize = 4;

pub fn normalize(raw: &Raw, url: &Url) -> Result<Vec<Inbound>, Poison> {
    articles(&raw.body, url, raw.received_at)
}

pub fn articles(body: &[u8], url: &Url, received_at: Millis) -> Result<Vec<Inbound>, Poison> {
    let feed = parse(body, Some(url))?;
    let mut ids: HashMap<&str, usize> = HashMap::new();
    for entry in &feed.entries {
        *ids.entry(&entry.id).or_default() += 1;
    }
    // Some feeds give every article the same id: then it is none.
    let is_unique = |entry: &Entry| !entry.id.is_empty() && ids[entry.id.as_str()] == 1;
    Ok(feed.entries.iter().take(ENTRIES_MAX).map(|entry| article(entry, &feed, is_unique(entry), url, received_at)).collect())
}

/// The title of the feed, if the document is one.
pub fn title(body: &[u8]) -> Result<Option<String>, Poison> {
    let feed = parse(body, None)?;
    Ok(feed.title.as_ref().map(|title| plain(title, &feed.feed_type)).filter(|title| !title.is_empty()))
}

fn parse(body: &[u8], url: Option<&Url>) -> Result<Feed, Poison> {
    if depth(body) > DEPTH_MAX {
        return Err(poison("too_deep", format!("more than {DEPTH_MAX} elements within each other")));
    }
    let parser = parser::Builder::new().base_uri(url).id_generator(|_, _, _| String::new()).build();
    // Foreign bytes through a foreign parser: should it ever panic, one document is poison and nothing else happens.
    catch_unwind(AssertUnwindSafe(|| parser.parse(body)))
        .map_err(|_| poison("unreadable", "the document breaks the parser"))?
        .map_err(|error| poison("not_a_feed", error.to_string()))
}

/// How deep elements are nested, from the tags alone.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest, mut rest) = (0_usize, 0_usize, body);
    while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[start..];
        let skipped = [(&b"<![CDATA["[..], &b"]]>"[..]), (b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">")];
        if let Some((_, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
            rest = after(rest, end);
            continue;
        }
        let tag = &rest[..rest.len() - after(rest, b">").len()];
        if tag.starts_with(b"</") {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with(b"/>") {
            depth += 1;
            deepest = deepest.max(depth);
        }
        rest = &rest[tag.len()..];
    }
    deepest
}

fn after<'a>(bytes: &'a [u8], end: &[u8]) -> &'a [u8] {
    let found = bytes.windows(end.len()).position(|window| window == end);
    found.map_or(&[], |place| &bytes[place + end.len()..])
}

fn article(entry: &Entry, feed: &Feed, has_id: bool, url: &Url, received_at: Millis) -> Inbound {
    let title = entry.title.as_ref().map(|title| plain(title, &feed.feed_type)).unwrap_or_default();
    let body = match (&entry.summary, entry.content.as_ref().and_then(|content| content.body.as_deref())) {
        (Some(summary), _) => plain(summary, &feed.feed_type),
        (None, Some(content)) => html::to_text(content),
        (None, None) => String::new(),
    };
    let text = if body.is_empty() || body == title {
        title
    } else if title.is_empty() {
        body
    } else {
        format!("{title}\n\n{body}")
    };
    let link = link(entry);
    let native_id = match (has_id, &link) {
        (true, _) => entry.id.clone(),
        (false, Some(link)) => link.clone(),
        (false, None) => hash(&[&text]),
    };
    Inbound::Post(Box::new(InboundPost {
        network: Network::Rss,
        native_id: if native_id.len() > ID_BYTES_MAX { hash(&[&native_id]) } else { storable(&native_id) },
        version: hash(&[&text, link.as_deref().unwrap_or_default()]),
        kind: PostKind::Article,
        visibility: Visibility::Public,
        author: author(entry, feed, url),
        text,
        spans: Vec::new(),
        media: media(entry),
        root_native_id: None,
        parent_native_id: None,
        parent_author_native_id: None,
        permalink: link,
        languages: entry.language.iter().chain(&feed.language).take(1).map(|tag| storable(tag)).collect(),
        created_at: entry.published.or(entry.updated).map_or(received_at, |time| time.timestamp_millis()),
        addressed: false,
        context: false,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: Value::Null,
    }))
}

/// RSS says nothing about its texts and people put HTML into them; Atom and JSON Feed say what is what.
fn plain(text: &Text, feed_type: &FeedType) -> String {
    let is_html = text.content_type.as_str().contains("html");
    match feed_type {
        FeedType::Atom | FeedType::JSON if !is_html => html::tidy(&text.content),
        _ => html::to_text(&text.content),
    }
}

fn link(entry: &Entry) -> Option<String> {
    let is_article = |rel: &Option<String>| rel.as_deref().is_none_or(|rel| rel == "alternate");
    let mut links = entry.links.iter().filter(|link| is_article(&link.rel) && is_web(&link.href));
    links.next().map(|link| storable(&link.href))
}

/// The site speaks where no person is named.
fn author(entry: &Entry, feed: &Feed, url: &Url) -> AuthorSeen {
    let host = url.host_str().unwrap_or_default();
    let person =
        entry.authors.iter().chain(&feed.authors).filter_map(|person| person.name.as_deref()).map(name).find(|name| !name.is_empty());
    let site = || feed.title.as_ref().map(|title| plain(title, &feed.feed_type)).filter(|title| !title.is_empty());
    AuthorSeen {
        native_id: person.as_ref().map_or_else(|| host.to_owned(), |name| format!("{host}/{name}")),
        display_name: Some(person.or_else(site).unwrap_or_else(|| host.to_owned())),
        ..AuthorSeen::default()
    }
}

/// RSS writes `address (name)`, of which the parser leaves the brackets.
fn name(written: &str) -> String {
    let text = html::to_text(written);
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(&text).to_owned()
}

fn media(entry: &Entry) -> Vec<Media> {
    let contents = entry.media.iter().flat_map(|object| &object.content);
    let pictures = contents.filter_map(|content| {
        let mime = content.content_type.as_ref().map(ToString::to_string);
        let url = content.url.as_ref().filter(|url| is_web(url.as_str()))?;
        let is_picture = mime.as_deref().is_some_and(|mime| mime.starts_with("image/"));
        is_picture.then(|| Media { url: storable(url.as_str()), alt: None, mime })
    });
    pictures.take(MEDIA_MAX).collect()
}

fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
