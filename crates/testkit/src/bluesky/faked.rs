//! The face for the suite: customers mention the brand's account.
//!
//! The account server keeps its lists for good, and everything is read from it by us, so nothing is ever forgotten and nothing can be forged.

use super::{
    FakeBluesky, PostRef,
    network::{POST, cid_of, time},
};
use crate::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said};
use answerable_domain::ConnectorKind;
use serde_json::{Value, json};

const BRAND: &str = "acme.test";
const PASSWORD: &str = "app-password";

impl FakeBluesky {
    /// The account of somebody, who joins if need be.
    pub(super) fn member(&self, handle: &str) -> String {
        let mut network = self.inner.network();
        network.did_of(handle).unwrap_or_else(|| network.add_account(handle, PASSWORD))
    }

    fn mentioning(&self, text: &str) -> Value {
        let facet = json!({
            "index": {"byteStart": 0, "byteEnd": BRAND.len() + 1},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": self.member(BRAND)}],
        });
        json!({"text": addressed(text), "facets": [facet]})
    }

    fn found(&self, uri: &str) -> PostRef {
        let cid = self.inner.network().records.get(uri).map_or_else(String::new, |record| record.cid.clone());
        PostRef { uri: uri.to_owned(), cid }
    }

    pub(super) fn say_below(&self, who: &str, to: &str, mut fields: Value) -> Said {
        let parent = self.found(to);
        let root = self.inner.network().root_of(&parent);
        fields["reply"] = json!({"root": root.to_json(), "parent": parent.to_json()});
        said(&self.publish(&self.member(&format!("{who}.test")), fields.clone()), &fields)
    }

    /// A thread whose posts come out in the wrong order.
    pub(super) fn thread_backwards(&self, who: &str, posts: Vec<Value>) -> Vec<Said> {
        let did = self.member(&format!("{who}.test"));
        let now = self.inner.clock.now();
        let mut network = self.inner.network();
        let mut thread: Vec<(String, PostRef, Value)> = Vec::new();
        for (place, mut value) in posts.into_iter().enumerate() {
            let rkey = format!("3back{now}{place:04}");
            value["$type"] = json!(POST);
            value["createdAt"] = json!(time(now + i64::try_from(place).unwrap_or(0)));
            if let (Some((_, root, _)), Some((_, parent, _))) = (thread.first(), thread.last()) {
                value["reply"] = json!({"root": root.to_json(), "parent": parent.to_json()});
            }
            let post = PostRef { uri: format!("at://{did}/{POST}/{rkey}"), cid: cid_of(&value) };
            thread.push((rkey, post, value));
        }
        for (rkey, _, value) in thread.iter().rev() {
            network.put(&did, POST, rkey, value.clone(), now);
        }
        drop(network);
        self.inner.announce();
        thread.iter().map(|(_, post, value)| said(post, value)).collect()
    }

    pub(super) fn change(&self, before: &Said, text: &str) -> Said {
        self.edit(&before.native_id, text);
        Said { native_id: before.native_id.clone(), text: text.to_owned() }
    }

    pub(super) fn publications(&self) -> Vec<Published> {
        let brand = self.member(BRAND);
        let records = self.records(&brand, POST).into_iter();
        let published = records.map(|(rkey, value)| Published {
            native_id: format!("at://{brand}/{POST}/{rkey}"),
            text: value["text"].as_str().unwrap_or_default().to_owned(),
            answers: value.pointer("/reply/parent/uri").and_then(Value::as_str).map(str::to_owned),
            private: false,
        });
        published.collect()
    }
}

pub(super) fn said(post: &PostRef, fields: &Value) -> Said {
    Said { native_id: post.uri.clone(), text: fields["text"].as_str().unwrap_or_default().to_owned() }
}

fn addressed(text: &str) -> String {
    format!("@{BRAND} {text}")
}

impl Faked for FakeBluesky {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Bluesky
    }

    fn connection(&self) -> Connection {
        self.member(BRAND);
        Connection {
            config: json!({"service": self.url(), "identifier": BRAND, "poll_seconds": 15}),
            secret: Some(PASSWORD.to_owned()),
            allowed_hosts: vec![self.served.address.to_string()],
        }
    }

    fn say(&self, who: &str, text: &str) -> Said {
        let fields = self.mentioning(text);
        said(&self.publish(&self.member(&format!("{who}.test")), fields.clone()), &fields)
    }

    fn answer(&self, who: &str, to: &str, text: &str) -> Said {
        self.say_below(who, to, self.mentioning(text))
    }

    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot> {
        Ok(self.change(said, &addressed(text)))
    }

    fn delete(&self, said: &Said) -> Result<(), Cannot> {
        FakeBluesky::delete(self, &said.native_id);
        Ok(())
    }

    fn repeat(&self, said: &Said) -> Result<(), Cannot> {
        let repeated = self.inner.network().repeat(&said.native_id);
        self.inner.announce();
        if repeated { Ok(()) } else { Err(Cannot("it was not said here")) }
    }

    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        Ok(self.thread_backwards(who, texts.iter().map(|text| self.mentioning(text)).collect()))
    }

    /// A record and a frame that nobody knows yet.
    fn unknown_event(&self) -> Result<(), Cannot> {
        let did = self.member("somebody.test");
        let mut riddle = self.mentioning("?");
        riddle["$type"] = json!("app.bsky.feed.riddle");
        riddle["text"] = json!({"pieces": 3});
        let now = self.inner.clock.now();
        let mut network = self.inner.network();
        network.put(&did, POST, &format!("3riddle{now}"), riddle, now);
        network.tell(&did, "weather", json!({"sunny": true}));
        drop(network);
        self.inner.announce();
        Ok(())
    }

    fn forge(&self, _text: &str) -> Result<(), Cannot> {
        Err(Cannot("nothing is delivered to us: we ask the account's own server"))
    }

    fn break_down(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_down(what, how);
        self.inner.announce();
    }

    fn break_next(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_next(what, how);
    }

    fn mend(&self) {
        self.inner.troubles.mend();
    }

    fn hang_up(&self) {
        self.inner.troubles.hang_up();
        self.break_streams();
    }

    fn forget(&self) -> Result<(), Cannot> {
        Err(Cannot("the account's list of notifications is kept"))
    }

    fn published(&self) -> Vec<Published> {
        self.publications()
    }

    fn requests(&self) -> Vec<Request> {
        self.inner.troubles.requests()
    }
}
