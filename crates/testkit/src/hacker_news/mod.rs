//! Hacker News in memory: items, users, and the search beside it.
//!
//! Reading is open to everybody, so [`Breakdown::Expired`] comes back as any other refusal would; nothing can be published, and nothing is
//! delivered, so there is no order, no event of an unknown kind and nothing to forge.

mod calls;
mod items;

use crate::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said, serve::Served, troubles::Troubles};
use answerable_domain::{Clock, ConnectorKind};
use items::Items;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the brand of the tests is called.
const BRAND: &str = "Acme";

pub(crate) struct Inner {
    pub clock: Arc<dyn Clock>,
    items: Mutex<Items>,
    pub troubles: Troubles,
}

impl Inner {
    pub fn items(&self) -> MutexGuard<'_, Items> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.now = self.clock.now() + self.troubles.clock_off_ms();
        items
    }
}

pub struct FakeHackerNews {
    inner: Arc<Inner>,
    served: Served,
}

impl FakeHackerNews {
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let inner = Arc::new(Inner { clock, items: Mutex::new(Items::new()), troubles: Troubles::default() });
        let served = Served::start(calls::router(inner.clone())).await;
        Self { inner, served }
    }

    /// The address of the items and of the search.
    pub fn url(&self) -> String {
        format!("http://{}", self.served.address)
    }

    /// A story; returns its number.
    pub fn story(&self, by: &str, title: &str, fields: Value) -> u64 {
        self.inner.items().add("story", by, json!({"title": title, "score": 1, "descendants": 0}), fields)
    }

    /// A comment with HTML as its text.
    pub fn comment(&self, by: &str, parent: u64, html: &str) -> u64 {
        self.inner.items().comment(by, parent, html)
    }

    /// An item of any shape.
    pub fn add(&self, kind: &str, by: &str, fields: Value) -> u64 {
        self.inner.items().add(kind, by, json!({}), fields)
    }

    /// So many comments that nobody wants.
    pub fn chatter(&self, count: u64) {
        self.inner.items().chatter(count);
    }

    pub fn set(&self, id: u64, fields: Value) {
        self.inner.items().set(id, fields);
    }

    /// As the site shows what its author took back.
    pub fn take_back(&self, id: u64) {
        self.inner.items().take_back(id);
    }

    /// The number is given away, and the item is not there yet.
    pub fn hold_back(&self, id: u64) {
        self.inner.items().held_back.insert(id);
    }

    pub fn release(&self, id: u64) {
        self.inner.items().held_back.remove(&id);
    }

    pub fn newest(&self) -> u64 {
        self.inner.items().newest()
    }

    /// Paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.inner.items().asked.clone()
    }

    /// The most requests that were open at once.
    pub fn most_at_once(&self) -> usize {
        self.inner.items().most_open
    }

    fn id(&self, native_id: &str) -> Result<u64, Cannot> {
        native_id.parse().map_err(|_| Cannot("it was not said here"))
    }

    fn named(text: &str) -> String {
        if text.to_lowercase().contains(&BRAND.to_lowercase()) { text.to_owned() } else { format!("{BRAND}: {text}") }
    }
}

impl Faked for FakeHackerNews {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::HackerNews
    }

    fn connection(&self) -> Connection {
        let config = json!({"api": self.url(), "search": self.url(), "poll_seconds": 1});
        Connection { config, secret: None, allowed_hosts: vec![self.served.address.to_string()] }
    }

    /// A comment with the brand's name, below a story about something else.
    fn say(&self, who: &str, text: &str) -> Said {
        let text = Self::named(text);
        let mut items = self.inner.items();
        let story = items.open_story();
        let id = items.comment(who, story, &items::to_html(&text));
        Said { native_id: id.to_string(), text }
    }

    fn answer(&self, who: &str, to: &str, text: &str) -> Said {
        let mut items = self.inner.items();
        let parent = to.parse().unwrap_or_else(|_| items.open_story());
        let id = items.comment(who, parent, &items::to_html(text));
        Said { native_id: id.to_string(), text: text.to_owned() }
    }

    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot> {
        let text = Self::named(text);
        self.set(self.id(&said.native_id)?, json!({"text": items::to_html(&text)}));
        Ok(Said { native_id: said.native_id.clone(), text })
    }

    fn delete(&self, said: &Said) -> Result<(), Cannot> {
        self.take_back(self.id(&said.native_id)?);
        Ok(())
    }

    fn repeat(&self, _said: &Said) -> Result<(), Cannot> {
        Err(Cannot("items are asked for by number, each once"))
    }

    fn say_backwards(&self, _who: &str, _texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        Err(Cannot("items are asked for by number, in order"))
    }

    /// An item of a kind that nobody knows yet.
    fn unknown_event(&self) -> Result<(), Cannot> {
        self.add("riddle", "somebody", json!({"text": "Acme?", "pieces": [1, 2]}));
        Ok(())
    }

    fn forge(&self, _text: &str) -> Result<(), Cannot> {
        Err(Cannot("nothing is delivered: we ask the site itself"))
    }

    fn break_down(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_down(what, how);
    }

    fn break_next(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_next(what, how);
    }

    fn mend(&self) {
        self.inner.troubles.mend();
    }

    fn hang_up(&self) {
        self.inner.troubles.hang_up();
    }

    fn forget(&self) -> Result<(), Cannot> {
        Err(Cannot("items stay for ever; only more than 20,000 of them are jumped over"))
    }

    fn published(&self) -> Vec<Published> {
        Vec::new()
    }

    fn requests(&self) -> Vec<Request> {
        self.inner.troubles.requests()
    }
}
