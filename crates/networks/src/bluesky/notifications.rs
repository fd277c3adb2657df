//! Everything addressed to the account: mentions, replies and quotes, by polling.
//!
//! The list comes newest first and knows no "since", and an item can be indexed a little after a newer one. So each poll pages back until
//! it is ten minutes behind the newest that was seen, and the cursor carries the keys of those ten minutes: nothing is missed, and
//! nothing is stored twice. A time in our future is a mistake or a lie and counts as now: otherwise everything after it would look old.

use super::{session::Sessions, xrpc::Call};
use crate::{ConnectorError, GapSeen, Page, json};
use answerable_domain::{Cursor, Millis};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

const OVERLAP_MS: Millis = 10 * 60 * 1_000;
const PAGES_MAX: usize = 10;
/// Keys in the cursor; older ones fall out first.
const KEYS_MAX: usize = 1_000;
const REASONS: [&str; 3] = ["mention", "reply", "quote"];

/// The cursor: the network's time of the newest item, and which items of the last ten minutes before it are known.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Seen {
    at: Millis,
    keys: Vec<(Millis, String)>,
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    notifications: Vec<Box<RawValue>>,
    cursor: Option<String>,
}

struct Item {
    at: Option<Millis>,
    key: String,
    raw: Box<RawValue>,
}

pub async fn poll(sessions: &Sessions, cursor: Option<&Cursor>, now: Millis) -> Result<Page, ConnectorError> {
    let seen: Option<Seen> = cursor.and_then(|cursor| serde_json::from_str(&cursor.0).ok());
    let seen = seen.map(|seen| Seen { at: seen.at.min(now), ..seen });
    let floor = seen.as_ref().map(|seen| seen.at - OVERLAP_MS);
    let (items, reached) = list(sessions, floor, now).await?;
    let gap = (!reached).then(|| GapSeen {
        from: seen.as_ref().map(|seen| seen.at),
        to: items.iter().filter_map(|item| item.at).min().unwrap_or_default(),
        why: "truncated_page",
    });
    let first = seen.is_none();
    Ok(page(items, seen.unwrap_or_default(), floor, gap, first))
}

/// All items down to the floor, newest first, and whether the floor was reached. Without a floor one page is enough to start with.
async fn list(sessions: &Sessions, floor: Option<Millis>, now: Millis) -> Result<(Vec<Item>, bool), ConnectorError> {
    let mut items = Vec::new();
    let mut next: Option<String> = None;
    for _ in 0..PAGES_MAX {
        let listing = fetch(sessions, next.take()).await?;
        let ended = listing.notifications.is_empty();
        items.extend(listing.notifications.into_iter().filter_map(|raw| Item::read(raw, now)));
        let reached = floor.is_none_or(|floor| items.iter().filter_map(|item| item.at).any(|at| at <= floor));
        next = listing.cursor;
        if ended || reached || next.is_none() {
            return Ok((items, true));
        }
    }
    Ok((items, false))
}

async fn fetch(sessions: &Sessions, cursor: Option<String>) -> Result<Listing, ConnectorError> {
    let mut query: Vec<(&str, String)> = REASONS.iter().map(|reason| ("reasons", (*reason).to_owned())).collect();
    query.push(("limit", "100".to_owned()));
    query.extend(cursor.map(|cursor| ("cursor", cursor)));
    let (_, body) = sessions.call(&Call::Get { nsid: "app.bsky.notification.listNotifications", query }).await?;
    serde_json::from_slice(&body).map_err(|error| ConnectorError::Protocol(format!("notifications: {error}")))
}

impl Item {
    /// `None`: a like, a follow ... Servers that do not know the filter send them all. What cannot be read is kept, for the quarantine.
    fn read(raw: Box<RawValue>, now: Millis) -> Option<Self> {
        #[derive(Deserialize)]
        struct Head {
            uri: String,
            cid: String,
            reason: String,
            #[serde(rename = "indexedAt")]
            indexed_at: String,
        }
        let Ok(head) = serde_json::from_str::<Head>(raw.get()) else {
            return Some(Self { at: None, key: key(&[raw.get()]), raw });
        };
        let ours = REASONS.contains(&head.reason.as_str());
        ours.then(|| Self { at: json::moment(&head.indexed_at).map(|at| at.min(now)), key: key(&[&head.uri, &head.cid]), raw })
    }
}

fn page(mut items: Vec<Item>, seen: Seen, floor: Option<Millis>, gap: Option<GapSeen>, first: bool) -> Page {
    let mut known: HashSet<String> = seen.keys.iter().map(|(_, key)| key.clone()).collect();
    items.retain(|item| item.at.is_none_or(|at| floor.is_none_or(|floor| at > floor)) && known.insert(item.key.clone()));
    if items.is_empty() && gap.is_none() && !first {
        return Page::default();
    }
    // Oldest first: a thread is then stored in the order in which it was written.
    items.reverse();
    let newest_at = items.iter().filter_map(|item| item.at).max();
    let at = seen.at.max(newest_at.unwrap_or_default());
    let mut keys = seen.keys;
    keys.extend(items.iter().map(|item| (item.at.unwrap_or(at), item.key.clone())));
    keys.retain(|(when, _)| *when > at - OVERLAP_MS);
    keys.sort();
    keys.drain(..keys.len().saturating_sub(KEYS_MAX));
    let next = serde_json::to_string(&Seen { at, keys }).expect("numbers and texts");
    Page {
        raws: items.into_iter().map(|item| String::from(Box::<str>::from(item.raw)).into_bytes()).collect(),
        next: Some(Cursor(next)),
        more: false,
        gap,
        newest_at,
    }
}

fn key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
