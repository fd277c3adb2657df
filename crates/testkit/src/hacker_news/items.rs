//! What is on the site: items by number, as the real ones look.

use answerable_domain::Millis;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Where the numbers start; the real site is beyond 40 million.
const FIRST: u64 = 40_000_000;

pub(crate) struct Items {
    pub now: Millis,
    pub(super) items: BTreeMap<u64, Value>,
    pub held_back: BTreeSet<u64>,
    pub asked: Vec<String>,
    pub open: usize,
    pub most_open: usize,
}

impl Items {
    pub fn new() -> Self {
        Self { now: 0, items: BTreeMap::new(), held_back: BTreeSet::new(), asked: Vec::new(), open: 0, most_open: 0 }
    }

    pub fn newest(&self) -> u64 {
        self.items.last_key_value().map_or(FIRST, |(id, _)| *id)
    }

    pub fn add(&mut self, kind: &str, by: &str, first: Value, fields: Value) -> u64 {
        let id = self.newest() + 1;
        let mut item = json!({"id": id, "type": kind, "by": by, "time": self.now / 1_000});
        for more in [first, fields] {
            if let (Some(item), Value::Object(more)) = (item.as_object_mut(), more) {
                item.extend(more);
            }
        }
        self.items.insert(id, item);
        id
    }

    pub fn comment(&mut self, by: &str, parent: u64, html: &str) -> u64 {
        let id = self.add("comment", by, json!({"parent": parent, "text": html}), json!({}));
        if let Some(above) = self.items.get_mut(&parent) {
            let kids = above.as_object_mut().expect("an item is an object").entry("kids").or_insert_with(|| json!([]));
            kids.as_array_mut().expect("kids are a list").push(json!(id));
        }
        id
    }

    /// The story below which people talk.
    pub fn open_story(&mut self) -> u64 {
        let found = self.items.iter().find(|(_, item)| item["type"] == json!("story")).map(|(id, _)| *id);
        found.unwrap_or_else(|| self.add("story", "somebody", json!({"title": "Ask HN: What do you use?", "score": 1}), json!({})))
    }

    pub fn chatter(&mut self, count: u64) {
        let story = self.open_story();
        for _ in 0..count {
            self.add("comment", "somebody", json!({"parent": story, "text": "Nothing to see here."}), json!({}));
        }
    }

    pub fn set(&mut self, id: u64, fields: Value) {
        if let (Some(item), Value::Object(fields)) = (self.items.get_mut(&id).and_then(Value::as_object_mut), fields) {
            item.extend(fields);
        }
    }

    pub fn take_back(&mut self, id: u64) {
        if let Some(item) = self.items.get_mut(&id) {
            let (parent, time, kind) = (item["parent"].clone(), item["time"].clone(), item["type"].clone());
            *item = json!({"deleted": true, "id": id, "time": time, "type": kind});
            if !parent.is_null() {
                item["parent"] = parent;
            }
        }
    }

    pub fn item(&self, id: u64) -> Value {
        if self.held_back.contains(&id) { Value::Null } else { self.items.get(&id).cloned().unwrap_or(Value::Null) }
    }

    /// The story that a comment belongs to.
    pub fn story_of(&self, id: u64) -> Option<u64> {
        let mut id = id;
        for _ in 0..1_000 {
            let item = self.items.get(&id)?;
            match item["parent"].as_u64() {
                Some(parent) => id = parent,
                None => return Some(id),
            }
        }
        None
    }
}

/// As the site writes what people type: paragraphs, and three characters as entities.
pub fn to_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('/', "&#x2F;").replace('\'', "&#x27;");
    escaped.split("\n\n").collect::<Vec<_>>().join("<p>")
}
