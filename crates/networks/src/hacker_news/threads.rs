//! Going up a thread: what was answered, and the story at the top.

use super::{
    api::{Api, Item},
    normalize,
};
use crate::ConnectorError;
use answerable_domain::{AuthorSeen, Deleter, Inbound, Millis};
use serde_json::Value;
use std::collections::HashMap;

/// Deeper threads exist; who reads them does not read upwards.
const LEVELS_MAX: usize = 50;
const ITEMS_MAX: usize = 400;

/// Items that were fetched for one purpose, each once.
pub struct Threads<'a> {
    api: &'a Api,
    items: HashMap<u64, Option<Item>>,
    order: Vec<u64>,
}

impl<'a> Threads<'a> {
    pub fn new(api: &'a Api) -> Self {
        Self { api, items: HashMap::new(), order: Vec::new() }
    }

    async fn item(&mut self, id: u64) -> Result<Option<&Item>, ConnectorError> {
        if !self.items.contains_key(&id) {
            let item = self.api.item(id).await?;
            self.items.insert(id, item);
            self.order.push(id);
        }
        Ok(self.items.get(&id).and_then(Option::as_ref))
    }

    /// The story above an item; `None` where the way up is broken or too long.
    pub async fn story_above(&mut self, parent: u64) -> Result<Option<u64>, ConnectorError> {
        let mut id = parent;
        for _ in 0..LEVELS_MAX {
            if self.items.len() >= ITEMS_MAX && !self.items.contains_key(&id) {
                break;
            }
            let Some(item) = self.item(id).await? else { break };
            match item.number("parent") {
                Some(parent) => id = parent,
                None => return Ok(Some(id)),
            }
        }
        Ok(None)
    }
}

/// The posts and what they answer, up to the story.
pub async fn posts(api: &Api, native_ids: &[String], now: Millis) -> Result<Vec<Inbound>, ConnectorError> {
    let mut threads = Threads::new(api);
    let mut found = Vec::new();
    let mut stories = HashMap::new();
    for native_id in native_ids {
        match native_id.parse() {
            Ok(id) => {
                let before = threads.order.len();
                let story = threads.story_above(id).await?;
                stories.extend(threads.order[before..].iter().map(|id| (*id, story)));
            }
            Err(_) => found.push(Inbound::Ignored { what: "not_an_item".to_owned() }),
        }
    }
    for id in &threads.order {
        let story = stories.get(id).copied().flatten();
        found.push(match &threads.items[id] {
            Some(item) => normalize::fetched(item, story, now).unwrap_or_else(|poison| {
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
