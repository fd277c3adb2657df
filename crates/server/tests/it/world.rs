//! A brand in which there is one of everything, so that every address of the API leads to something.

use crate::app::{Browser, TestApp, until};
use answerable_domain::{BrandId, CaseId, ChannelId, ConnectorKind, GapId, Network, PostId, RawId, Scope, UserId};
use answerable_store::{NewChannel, NewGap, NewReply, RawPage};
use serde_json::{Value, json};
use std::{collections::HashMap, convert::Infallible};

/// Ids by the names that they have in addresses.
pub struct World {
    pub brand: String,
    pub ids: HashMap<&'static str, String>,
}

impl World {
    /// In a new brand of `owner`, whose user id is known.
    pub async fn make(app: &TestApp, owner: &Browser, name: &str) -> Self {
        let brand = owner.brand(name).await;
        let me = owner.get("/me").await.ok()["user"]["id"].as_str().expect("an id").to_owned();
        let mut ids = HashMap::from([("b", brand.clone()), ("u", me.clone())]);
        let posts = format!("{{\"text\":\"{name} 환불 언제 되나요?\",\"author\":\"jiwoo\",\"id\":\"p1\",\"time\":1700000000}}\n");
        ids.insert("i", import(app, owner, &brand, &posts).await["id"].as_str().expect("an id").to_owned());
        let row = owner.get(&format!("/brands/{brand}/cases")).await.ok()["items"][0].clone();
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        ids.extend([
            ("c", text(&row["id"])),
            ("p", text(&row["preview"]["post_id"])),
            ("a", text(&row["author"]["id"])),
            ("ch", text(&row["channel"]["id"])),
        ]);
        ids.insert("m", text(&owner.get(&format!("/brands/{brand}/monitors")).await.ok()["items"][0]["id"]));
        let scope = Scope::member(BrandId(number(&brand)), UserId(number(&me)), answerable_domain::Role::Owner);
        ids.insert("r", reply(app, &scope, &ids).await);
        ids.insert("g", gap(app, &scope, &ids["ch"]).await.to_string());
        ids.insert("raw", quarantined(app, &scope).await.to_string());
        let muted = json!({ "what": { "is": "phrase", "text": "무료 나눔" } });
        ids.insert("mu", text(&owner.post(&format!("/brands/{brand}/mutes"), muted).await.created()["id"]));
        ids.extend(alert(owner, &brand).await);
        let taught = json!({ "post_ids": [ids["p"]], "verdict": { "sentiment": "negative" } });
        let corrected = owner.post(&format!("/brands/{brand}/corrections"), taught).await.created();
        ids.insert("co", text(&corrected["corrections"][0]["id"]));
        let rule = json!({ "phrase": "War Zone", "effect": "ignore" });
        ids.insert("wr", text(&owner.post(&format!("/brands/{brand}/word-rules"), rule).await.created()["id"]));
        ids.insert("md", text(&upload(owner, &brand).await["id"]));
        ids.insert("re", text(&owner.post(&format!("/brands/{brand}/reassessments"), Value::Null).await.created()["id"]));
        Self { brand, ids }
    }

    /// The address with this world's ids in it, but for those in `other`.
    pub fn address(&self, path: &str, other: &HashMap<&str, String>) -> String {
        let parts = path.split('/').map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part.to_owned(),
            Some(name) => other.get(name).or_else(|| self.ids.get(name)).unwrap_or_else(|| panic!("no id for {name}")).clone(),
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// The smallest picture there is.
pub const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// A picture that waits for its post.
pub async fn upload(person: &Browser, brand: &str) -> Value {
    let request = person.request(reqwest::Method::POST, &format!("/brands/{brand}/uploads?name=picture.png"));
    let sent = request.header("content-type", "image/png").body(PICTURE).send().await.expect("an answer");
    assert_eq!(sent.status(), 201);
    serde_json::from_str(&sent.text().await.expect("a body")).expect("JSON")
}

/// Sends a file of JSON lines and waits until all of it is in the inbox.
pub async fn import(app: &TestApp, owner: &Browser, brand: &str, lines: &str) -> Value {
    let sent = owner
        .request(reqwest::Method::POST, &format!("/brands/{brand}/imports?format=jsonl&name=posts.jsonl"))
        .body(lines.to_owned())
        .send()
        .await
        .expect("an answer");
    assert_eq!(sent.status(), 201);
    let import: Value = serde_json::from_str(&sent.text().await.expect("a body")).expect("JSON");
    let id = import["id"].as_str().expect("an id").to_owned();
    let done = until("the file is read", async || {
        let now = owner.get(&format!("/brands/{brand}/imports/{id}")).await.ok();
        (now["state"] == "done").then_some(now)
    });
    let done = done.await;
    app.pump().await;
    done
}

/// A shared search, an alert on it, a webhook that it delivers to, and a notice on its way there.
async fn alert(owner: &Browser, brand: &str) -> Vec<(&'static str, String)> {
    let at = |path: &str| format!("/brands/{brand}{path}");
    let id = |made: &Value| made["id"].as_str().expect("an id").to_owned();
    let search = json!({ "name": "Refunds", "filter": { "state": "all" }, "shared": true });
    let search = id(&owner.post(&at("/searches"), search).await.created());
    let webhook = json!({ "name": "Ours", "url": "https://hooks.acme.example/", "format": "standard" });
    let webhook = id(&owner.post(&at("/webhooks"), webhook).await.created()["webhook"]);
    let deliver = json!({ "app": true, "webhooks": [webhook] });
    let alert = json!({ "name": "Refunds", "search_id": search, "when": { "is": "every" }, "deliver": deliver });
    let alert = id(&owner.post(&at("/alerts"), alert).await.created());
    let notice = id(&owner.post(&at(&format!("/alerts/{alert}/try")), Value::Null).await.ok());
    let delivery = id(&owner.get(&at("/deliveries")).await.ok()["items"][0]);
    vec![("s", search), ("w", webhook), ("al", alert), ("n", notice), ("d", delivery)]
}

async fn reply(app: &TestApp, scope: &Scope, ids: &HashMap<&str, String>) -> String {
    let new = NewReply {
        case_id: CaseId(number(&ids["c"])),
        post_id: PostId(number(&ids["p"])),
        channel_id: ChannelId(number(&ids["ch"])),
        text: "죄송합니다".into(),
        parts: vec!["죄송합니다".into()],
        own_ids: vec!["own-1".into()],
        thread_version: 1,
        client_key: "key-1".into(),
        send_at: i64::MAX / 2,
        letter: None,
        privately: false,
    };
    let queued = app.store().queue_reply(scope, new, |_| Ok::<(), Infallible>(())).await.expect("the store takes it");
    queued.expect("nothing is against it").id.to_string()
}

/// A span of time that the imported files did not deliver, as if they were a source.
async fn gap(app: &TestApp, scope: &Scope, channel: &str) -> GapId {
    let gap = NewGap { from: Some(1), to: 2, why: "clamped_cursor".into() };
    let page = RawPage { gap: Some(gap), received_at: 3, ..RawPage::default() };
    let channel = ChannelId(number(channel));
    app.store().append_raw(channel, "import", page).await.expect("stored");
    app.store().gaps(scope, channel, 1).await.expect("gaps")[0].id
}

/// A payload that no feed reader understands.
async fn quarantined(app: &TestApp, scope: &Scope) -> RawId {
    let channel = NewChannel {
        connector: ConnectorKind::Feed,
        network: Network::Rss,
        name: "broken feed".into(),
        config: json!({ "url": "https://feed.example/rss" }),
        account: None,
        secret: None,
    };
    let channel = app.store().create_channel(scope, channel).await.expect("a channel");
    let page = RawPage { bodies: vec![b"\xff\xfe not a feed".to_vec()], received_at: 1, ..RawPage::default() };
    let raws = app.store().append_raw(channel.id, "feed", page).await.expect("the payload is kept");
    // The engine does not know a channel that was made behind its back; the store is told what the pipeline would say.
    let quarantine = answerable_store::Quarantine { code: "not_a_feed".into(), reason: "no feed".into() };
    let digested = answerable_store::Digested {
        raw_id: raws[0],
        brand_id: scope.brand_id(),
        channel_id: channel.id,
        received_at: 1,
        result: Err(quarantine),
    };
    app.store().absorb(vec![digested], std::sync::Arc::new(NoCases)).await.expect("it is set aside");
    raws[0]
}

/// For batches in which there is no post.
struct NoCases;

impl answerable_store::Decide for NoCases {
    fn open(&self, _: &answerable_store::Opening) -> answerable_store::CaseChange {
        unreachable!("no post is in the batch")
    }

    fn on(
        &self,
        _: &answerable_domain::Case,
        _: &answerable_store::CaseFact,
        _: &answerable_domain::Policy,
    ) -> answerable_store::CaseChange {
        unreachable!("no post is in the batch")
    }

    fn is_taken(&self, _: &answerable_domain::Budget, _: answerable_store::Spending, _: &str) -> bool {
        unreachable!("no post is in the batch")
    }

    fn day(&self, _: &answerable_domain::Policy, _: answerable_domain::Millis) -> i64 {
        unreachable!("no post is in the batch")
    }
}

pub fn number(id: &str) -> i64 {
    id.parse().expect("ids are numbers")
}
