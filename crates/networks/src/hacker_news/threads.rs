//! Going up a thread: what was answered, and the story at the top.
//!
//! All posts that are asked for go up together, one level after the other, and what they have in common is fetched once.

use super::{
    api::{Api, Item},
    normalize,
};
use crate::ConnectorError;
use answerable_domain::{AuthorSeen, Deleter, Inbound, Millis};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Deeper threads exist; who reads them does not read upwards.
const LEVELS_MAX: usize = 50;
const ITEMS_MAX: usize = 1_000;
const AT_ONCE: usize = 10;

/// Items that were fetched, and in which order.
#[derive(Default)]
pub struct Threads {
    items: HashMap<u64, Option<Item>>,
    order: Vec<u64>,
}

impl Threads {
    /// The items and all that they answer.
    pub async fn above(api: &Api, ids: impl IntoIterator<Item = u64>) -> Result<Self, ConnectorError> {
        let mut threads = Self::default();
        let mut wanted: Vec<u64> = ids.into_iter().collect();
        for _ in 0..LEVELS_MAX {
            let mut fresh = HashSet::new();
            wanted.retain(|id| !threads.items.contains_key(id) && fresh.insert(*id));
            wanted.truncate(ITEMS_MAX.saturating_sub(threads.items.len()));
            if wanted.is_empty() {
                break;
            }
            let found = items(api, std::mem::take(&mut wanted)).await?;
            wanted.extend(found.iter().filter_map(|(_, item)| item.as_ref()?.number("parent")));
            threads.order.extend(found.iter().map(|(id, _)| *id));
            threads.items.extend(found);
        }
        Ok(threads)
    }

    /// The story above an item; `None` where the way up is broken or too long.
    pub fn story_above(&self, id: u64) -> Option<u64> {
        let mut id = id;
        for _ in 0..=LEVELS_MAX {
            match self.items.get(&id)?.as_ref()?.number("parent") {
                Some(parent) => id = parent,
                None => return Some(id),
            }
        }
        None
    }
}

/// Each with its number, in the order of the question.
pub async fn items(api: &Api, ids: Vec<u64>) -> Result<Vec<(u64, Option<Item>)>, ConnectorError> {
    stream::iter(ids).map(async |id| Ok((id, api.item(id).await?))).buffered(AT_ONCE).try_collect().await
}

/// The posts and what they answer, up to the story.
pub async fn posts(api: &Api, native_ids: &[String], now: Millis) -> Result<Vec<Inbound>, ConnectorError> {
    let ids: Vec<u64> = native_ids.iter().filter_map(|id| id.parse().ok()).collect();
    let mut found: Vec<Inbound> = (ids.len()..native_ids.len()).map(|_| Inbound::Ignored { what: "not_an_item".to_owned() }).collect();
    let threads = Threads::above(api, ids).await?;
    for id in &threads.order {
        found.push(match &threads.items[id] {
            Some(item) => normalize::fetched(item, threads.story_above(*id), now).unwrap_or_else(|poison| {
                tracing::warn!(code = poison.code, id, "a fetched item cannot be understood");
                Inbound::Ignored { what: poison.code.to_owned() }
            }),
            None => Inbound::Deleted { native_id: id.to_string(), by: Deleter::Unknown },
        });
    }
    Ok(found)
}

/// The site tells of a user how much they are liked, and not by how many.
pub async fn authors(api: &Api, native_ids: &[String]) -> Result<Vec<Inbound>, ConnectorError> {
    let is_name = |id: &&String| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let mut found = Vec::new();
    for id in native_ids.iter().filter(is_name) {
        if let Some(name) = api.user(id).await?.get("id").and_then(Value::as_str) {
            found.push(Inbound::Profile(AuthorSeen { native_id: id.clone(), handle: Some(name.to_owned()), ..AuthorSeen::default() }));
        }
    }
    Ok(found)
}
