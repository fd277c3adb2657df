//! A desk in a temporary folder: a real store, a real engine, a network that misbehaves on demand, and a clock that is moved by hand.

use answerable_domain::{
    BrandId, CaseId, Channel, ChannelId, Clock, ConnectorKind, Millis, Reply, ReplyState, Scope, SourceHealth, UserId,
};
use answerable_server::engine::{AlertSettings, Engine, EngineSettings, NewChannel, ReplyRefused, Secrets, SubmitReply};
use answerable_store::{CaseDetail, CaseFilter, CaseOrder, CaseRow, Location, NewMonitor, NewUser, OpenOptions, Store, ThreadItem};
use answerable_testkit::{FakeBluesky, FakeClock, PostRef};
use serde_json::json;
use std::{path::Path, sync::Arc, time::Duration};
use tempfile::TempDir;

pub const PASSWORD: &str = "app-password";
const NOTIFICATIONS: &str = "app.bsky.notification.listNotifications";
/// A condition that has not come true by then never will.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one look waits for news from the store.
const LOOK_EVERY: Duration = Duration::from_millis(20);

pub struct Desk {
    pub network: FakeBluesky,
    pub clock: Arc<FakeClock>,
    pub store: Store,
    pub engine: Engine,
    pub user: UserId,
    pub scope: Scope,
    /// The brand's account on the network.
    pub acme: String,
    pub allowed_hosts: Vec<String>,
    pub alerts: AlertSettings,
    pub folder: TempDir,
}

impl Desk {
    /// One brand, Acme, with a monitor for its name in three scripts; no channels yet.
    pub async fn open() -> Self {
        Self::open_allowing(Vec::new()).await
    }

    /// As `open`; feeds may be fetched from these hosts.
    pub async fn open_allowing(allowed_hosts: Vec<String>) -> Self {
        Self::open_with(allowed_hosts, AlertSettings::default()).await
    }

    pub async fn open_with(allowed_hosts: Vec<String>, alerts: AlertSettings) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = FakeClock::new();
        let network = FakeBluesky::start(clock.clone()).await;
        let acme = network.add_account("acme.test", PASSWORD);
        let store = open_store(folder.path(), clock.clone()).await;
        let user = store.create_owner(person("owner@acme.test")).await.expect("the first user").id;
        let brand = brand(&store, user, "Acme", &["acme", "아크메", "アクメ"]).await;
        let engine = start(&store, &clock, folder.path(), (&allowed_hosts, &alerts), Loops::Run).await;
        let scope = Scope::member(brand, user, answerable_domain::Role::Owner);
        Self { network, clock, store, engine, user, scope, acme, allowed_hosts, alerts, folder }
    }

    /// The engine ends in order and another takes over.
    pub async fn restart(&mut self, loops: Loops) {
        self.engine.drain(Duration::from_secs(10)).await;
        let settings = (&self.allowed_hosts[..], &self.alerts);
        self.engine = start(&self.store, &self.clock, self.folder.path(), settings, loops).await;
    }

    /// Connects the brand's account: hears what is addressed to it, and answers.
    pub async fn account(&self) -> Channel {
        let config = json!({"service": self.network.url(), "identifier": "acme.test", "poll_seconds": 3_600});
        let new = NewChannel { connector: ConnectorKind::Bluesky, config, secret: Some(PASSWORD.to_owned()), name: None };
        self.engine.add_channel(&self.scope, new).await.expect("the account can be connected")
    }

    /// Listens to the public stream.
    pub async fn stream(&self) -> Channel {
        self.stream_of(&self.scope).await
    }

    pub async fn stream_of(&self, scope: &Scope) -> Channel {
        let config = json!({"url": self.network.stream_url(), "appview": self.network.url()});
        let new = NewChannel { connector: ConnectorKind::BlueskyStream, config, secret: None, name: None };
        let channel = self.engine.add_channel(scope, new).await.expect("the stream can be listened to");
        self.until("the stream to be live", async || {
            let health = self.health(channel.id).await?;
            (health.state == answerable_domain::SourceState::Live).then_some(())
        })
        .await;
        channel
    }

    /// Looks until there is something to see, whenever the store tells of news and now and then.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        self.until_moving(what, 0, look).await
    }

    /// As `until`, while time passes between two looks.
    pub async fn until_moving<T>(&self, what: &str, step_ms: Millis, look: impl AsyncFn() -> Option<T>) -> T {
        self.search(what, step_ms, PATIENCE, look).await
    }

    /// As `until`, for what takes its time.
    pub async fn until_at_last<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        self.search(what, 0, PATIENCE * 20, look).await
    }

    async fn search<T>(&self, what: &str, step_ms: Millis, patience: Duration, look: impl AsyncFn() -> Option<T>) -> T {
        let search = async {
            loop {
                let mut news = self.store.subscribe();
                if let Some(found) = look().await {
                    return found;
                }
                self.clock.advance_ms(step_ms);
                self.engine.look_again();
                let _ = tokio::time::timeout(LOOK_EVERY, news.recv()).await;
            }
        };
        match tokio::time::timeout(patience, search).await {
            Ok(found) => found,
            Err(_) => panic!("waited in vain for {what}"),
        }
    }

    /// Until everything that is on the network now has come through: the stream is read, the account asked twice, nothing is pending.
    pub async fn caught_up(&self) {
        let newest = self.network.frames().iter().map(|(at, _)| *at).max().unwrap_or(0);
        let asked = self.network.calls(NOTIFICATIONS);
        self.until("everything to be heard", async || {
            for record in self.store.all_channels().await.expect("channels") {
                let is_active = record.channel.state == answerable_domain::ChannelState::Active;
                let heard = match record.channel.connector {
                    ConnectorKind::BlueskyStream => self.read_up_to(record.channel.id).await >= newest,
                    ConnectorKind::Bluesky => self.network.calls(NOTIFICATIONS) >= asked + 2,
                    _ => true,
                };
                if is_active && !heard {
                    return None;
                }
            }
            self.store.pending_raws(None, 1).await.expect("the store answers").is_empty().then_some(())
        })
        .await;
    }

    async fn read_up_to(&self, stream: ChannelId) -> u64 {
        let cursor = self.store.cursor(stream, "jetstream").await.expect("the store answers");
        cursor.and_then(|cursor| cursor.0.trim_end_matches('~').parse().ok()).unwrap_or(0)
    }

    pub async fn health(&self, channel: ChannelId) -> Option<SourceHealth> {
        for brand in self.store.brands().await.expect("brands") {
            let sources = self.store.sources(&Scope::program(brand.id)).await.expect("sources");
            if let Some(health) = sources.into_iter().find(|health| health.channel_id == channel) {
                return Some(health);
            }
        }
        None
    }

    pub async fn cases(&self) -> Vec<CaseRow> {
        self.cases_of(&self.scope).await
    }

    pub async fn cases_of(&self, scope: &Scope) -> Vec<CaseRow> {
        let all = CaseFilter::All(Vec::new());
        self.store.cases(scope, &all, CaseOrder::Oldest, None, 100).await.expect("a page of cases").items
    }

    pub async fn case(&self, id: CaseId) -> CaseDetail {
        self.store.case(&self.scope, id).await.expect("the case")
    }

    /// The case that this post of a customer is in, once it is.
    pub async fn case_of(&self, post: &PostRef) -> CaseDetail {
        self.until(&format!("a case with {}", post.uri), async || {
            for row in self.cases().await {
                let detail = self.case(row.case.id).await;
                if detail.thread.iter().any(|item| item.post.native_id == post.uri && item.post.case_id == Some(row.case.id)) {
                    // Its line was read before its thread: once more, so that both tell of the post.
                    return Some(self.case(row.case.id).await);
                }
            }
            None
        })
        .await
    }

    /// Hands in an answer to the case's last post that leaves at once.
    pub async fn answer(&self, case: &CaseDetail, text: &str) -> Result<Reply, ReplyRefused> {
        self.engine.submit_reply(&self.scope, submission(case, text)).await
    }

    /// Waits, while time passes, until a reply has come to this.
    pub async fn until_reply(&self, reply: &Reply, state: ReplyState) -> Reply {
        self.until_moving(&format!("reply {} to be {}", reply.id, state.as_str()), 1_000, async || {
            let reply = self.store.reply(&self.scope, reply.id).await.expect("the reply");
            (reply.state == state).then_some(reply)
        })
        .await
    }
}

/// Does the engine act by itself?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loops {
    Run,
    Rest,
}

pub async fn start(
    store: &Store,
    clock: &Arc<FakeClock>,
    folder: &Path,
    (allowed_hosts, alerts): (&[String], &AlertSettings),
    loops: Loops,
) -> Engine {
    let settings = EngineSettings {
        imports_folder: folder.join("imports"),
        media_folder: folder.join("media"),
        allowed_hosts: allowed_hosts.to_vec(),
        alerts: alerts.clone(),
        sources_off: loops == Loops::Rest,
    };
    let secrets = Secrets::open(&folder.join("key")).expect("a key file");
    Engine::start(store.clone(), settings, clock.clone(), secrets).await.expect("the engine starts")
}

async fn open_store(folder: &Path, clock: Arc<dyn Clock>) -> Store {
    Store::open(&Location::Sqlite(folder.join("answerable.db")), OpenOptions::new(clock)).await.expect("a new database")
}

pub fn person(email: &str) -> NewUser {
    let name = email.split('@').next().unwrap_or(email).to_owned();
    NewUser { email: email.to_owned(), name, locale: answerable_domain::Locale::En, password_hash: "not a hash".to_owned() }
}

/// A brand with one monitor.
pub async fn brand(store: &Store, owner: UserId, name: &str, words: &[&str]) -> BrandId {
    let brand = store.create_brand(owner, name, false).await.expect("a brand");
    store.create_monitor(&Scope::program(brand.id), NewMonitor::of(name, words.join(" OR "))).await.expect("a monitor");
    brand.id
}

pub fn submission(case: &CaseDetail, text: &str) -> SubmitReply {
    SubmitReply {
        case_id: case.row.case.id,
        post_id: case.row.preview.post_id,
        channel_id: None,
        text: text.to_owned(),
        thread_version: case.row.case.thread_version,
        client_key: text.to_owned(),
        undo_ms: 0,
        despite: false,
        letter: None,
        privately: false,
        reaches_others: false,
    }
}

/// What an account of the brand said in the case.
pub fn ours(case: &CaseDetail) -> Vec<&ThreadItem> {
    case.thread.iter().filter(|item| item.post.ours).collect()
}

/// A post in the case's thread.
pub fn item<'a>(case: &'a CaseDetail, post: &PostRef) -> &'a ThreadItem {
    case.thread.iter().find(|item| item.post.native_id == post.uri).expect("the post is in the thread")
}
