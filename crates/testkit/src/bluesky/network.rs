//! What is on the network: accounts, records, notifications and the frames that told of them.

use super::{PostRef, tokens::Tokens};
use answerable_domain::{Clock, Millis};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

pub const POST: &str = "app.bsky.feed.post";

pub struct Account {
    pub handle: String,
    pub password: String,
    pub display_name: Option<String>,
    pub gone: bool,
}

pub struct Record {
    pub cid: String,
    pub value: Value,
    pub indexed_at: Millis,
}

pub struct Notification {
    pub serial: usize,
    pub to: String,
    pub by: String,
    pub reason: &'static str,
    pub uri: String,
    pub cid: String,
    pub record: Value,
    pub indexed_at: Millis,
}

pub struct Network {
    clock: Arc<dyn Clock>,
    pub accounts: BTreeMap<String, Account>,
    /// By address.
    pub records: BTreeMap<String, Record>,
    pub notifications: Vec<Notification>,
    /// `time_us` and the bytes; 0 for bytes that tell no time.
    pub frames: Vec<(u64, Vec<u8>)>,
    pub tokens: Tokens,
    /// (who, whom)
    pub blocks: BTreeSet<(String, String)>,
    pub closed: HashSet<String>,
    pub search_results_max: usize,
    pub searched: Vec<String>,
    serial: usize,
    last_us: u64,
}

impl Network {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            accounts: BTreeMap::new(),
            records: BTreeMap::new(),
            notifications: Vec::new(),
            frames: Vec::new(),
            tokens: Tokens::default(),
            blocks: BTreeSet::new(),
            closed: HashSet::new(),
            search_results_max: 10_000,
            searched: Vec::new(),
            serial: 0,
            last_us: 0,
        }
    }

    pub fn add_account(&mut self, handle: &str, password: &str) -> String {
        let did = format!("did:plc:{}", &base32(&format!("account {handle}"), 24));
        let account = Account { handle: handle.to_owned(), password: password.to_owned(), display_name: None, gone: false };
        self.accounts.insert(did.clone(), account);
        did
    }

    pub fn account(&mut self, did: &str) -> &mut Account {
        self.accounts.get_mut(did).expect("an account of this network")
    }

    pub fn did_of(&self, name: &str) -> Option<String> {
        self.accounts.iter().find(|(did, account)| *did == name || account.handle == name).map(|(did, _)| did.clone())
    }

    pub fn publish(&mut self, did: &str, mut fields: Value, indexed_at: Millis) -> PostRef {
        fields["$type"] = json!(POST);
        if fields.get("createdAt").is_none() {
            fields["createdAt"] = json!(time(indexed_at));
        }
        self.serial += 1;
        let rkey = format!("3test{:08}", self.serial);
        self.put(did, POST, &rkey, fields, indexed_at)
    }

    /// Creates or replaces.
    pub fn put(&mut self, did: &str, collection: &str, rkey: &str, value: Value, indexed_at: Millis) -> PostRef {
        let uri = format!("at://{did}/{collection}/{rkey}");
        let cid = cid_of(&value);
        let operation = if self.records.contains_key(&uri) { "update" } else { "create" };
        let commit = json!({"rev": rkey, "operation": operation, "collection": collection, "rkey": rkey, "record": value, "cid": cid});
        self.frame(did, "commit", commit);
        if operation == "create" && collection == POST {
            self.notify(did, &uri, &cid, &value, indexed_at);
        }
        self.records.insert(uri.clone(), Record { cid: cid.clone(), value, indexed_at });
        PostRef { uri, cid }
    }

    pub fn edit(&mut self, uri: &str, text: &str) -> PostRef {
        let mut value = self.records.get(uri).expect("a record of this network").value.clone();
        value["text"] = json!(text);
        value.as_object_mut().expect("a record is an object").remove("facets");
        let (did, collection, rkey) = parts(uri);
        let now = self.clock.now();
        self.put(&did, &collection, &rkey, value, now)
    }

    pub fn delete(&mut self, uri: &str) {
        if self.records.remove(uri).is_none() {
            return;
        }
        self.notifications.retain(|notification| notification.uri != uri);
        let (did, collection, rkey) = parts(uri);
        self.frame(&did, "commit", json!({"rev": rkey, "operation": "delete", "collection": collection, "rkey": rkey}));
    }

    pub fn take_down(&mut self, did: &str) {
        self.account(did).gone = true;
        self.frame(did, "account", json!({"active": false, "did": did, "status": "takendown", "seq": 1}));
    }

    pub fn root_of(&self, parent: &PostRef) -> PostRef {
        let root = self.records.get(&parent.uri).and_then(|record| record.value.pointer("/reply/root")).cloned();
        root.map_or_else(|| parent.clone(), |root| PostRef { uri: text(&root, "/uri"), cid: text(&root, "/cid") })
    }

    pub fn records_of(&self, did: &str, collection: &str) -> Vec<(String, Value)> {
        let folder = format!("at://{did}/{collection}/");
        let mine = self.records.iter().filter_map(|(uri, record)| Some((uri.strip_prefix(&folder)?, record)));
        mine.map(|(rkey, record)| (rkey.to_owned(), record.value.clone())).collect()
    }

    pub fn replies_to(&self, parent: &str) -> Vec<(String, Value)> {
        let answers = self.records.iter().filter(|(_, record)| text(&record.value, "/reply/parent/uri") == parent);
        answers.map(|(uri, record)| (uri.clone(), record.value.clone())).collect()
    }

    pub fn repeat_last_frame(&mut self) {
        self.frames.extend(self.frames.last().cloned());
    }

    /// Tells of a record once more: to who was told of it, and on the stream.
    pub fn repeat(&mut self, uri: &str) -> bool {
        let Some(Record { cid, value, .. }) = self.records.get(uri) else { return false };
        let (did, collection, rkey) = parts(uri);
        let commit = json!({"rev": rkey, "operation": "create", "collection": collection, "rkey": rkey, "record": value, "cid": cid});
        let (cid, value, now) = (cid.clone(), value.clone(), self.clock.now());
        self.frame(&did, "commit", commit);
        self.notify(&did, uri, &cid, &value, now);
        true
    }

    /// A frame of any kind.
    pub fn tell(&mut self, did: &str, kind: &str, body: Value) {
        self.frame(did, kind, body);
    }

    fn frame(&mut self, did: &str, kind: &str, body: Value) {
        let now = u64::try_from(self.clock.now()).unwrap_or(0) * 1_000;
        self.last_us = now.max(self.last_us + 1);
        // As real frames are ordered, so that a reader who looks at the first bytes only finds the same.
        let frame = format!(r#"{{"did":"{did}","time_us":{},"kind":"{kind}","{kind}":{body}}}"#, self.last_us);
        self.frames.push((self.last_us, frame.into_bytes()));
    }

    fn notify(&mut self, by: &str, uri: &str, cid: &str, record: &Value, indexed_at: Millis) {
        let owner = |uri: String| uri.strip_prefix("at://").and_then(|rest| rest.split('/').next()).map(str::to_owned);
        let mut told: BTreeMap<String, &'static str> = BTreeMap::new();
        let facets = record.get("facets").and_then(Value::as_array).into_iter().flatten();
        for feature in facets.filter_map(|facet| facet.get("features")?.as_array()).flatten() {
            told.extend(feature.get("did").and_then(Value::as_str).map(|did| (did.to_owned(), "mention")));
        }
        told.extend(owner(text(record, "/embed/record/uri")).map(|did| (did, "quote")));
        told.extend(owner(text(record, "/reply/parent/uri")).map(|did| (did, "reply")));
        told.remove(by);
        for (to, reason) in told {
            self.serial += 1;
            let (by, uri, cid, record) = (by.to_owned(), uri.to_owned(), cid.to_owned(), record.clone());
            self.notifications.push(Notification { serial: self.serial, to, by, reason, uri, cid, record, indexed_at });
        }
    }
}

pub fn cid_of(value: &Value) -> String {
    format!("bafyrei{}", base32(&value.to_string(), 52))
}

pub fn time(at: Millis) -> String {
    format!("{:.3}", jiff::Timestamp::from_millisecond(at).expect("a moment within the calendar"))
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn parts(uri: &str) -> (String, String, String) {
    let mut parts = uri.trim_start_matches("at://").splitn(3, '/').map(str::to_owned);
    let mut part = || parts.next().expect("the address of a record has three parts");
    (part(), part(), part())
}

/// Letters that depend on nothing but the text.
fn base32(text: &str, length: usize) -> String {
    let letter = |place: usize| {
        let mut hasher = DefaultHasher::new();
        (text, place).hash(&mut hasher);
        char::from(b"abcdefghijklmnopqrstuvwxyz234567"[(hasher.finish() % 32) as usize])
    };
    (0..length).map(letter).collect()
}
