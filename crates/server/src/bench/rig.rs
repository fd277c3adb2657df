//! An installation to measure: one brand, one owner with a token, one channel, and as many posts as are asked for. It works in this
//! process, with nothing running by itself; as a server it runs in a [`super::child::Child`].

use super::{folder::Folder, posts};
use crate::{
    auth::{SecretText, TOKEN_PREFIX},
    clock::SystemClock,
    config::DataDir,
    engine::{AlertSettings, Engine, EngineSettings, Secrets},
};
use answerable_domain::{
    BrandId, ChannelId, Clock, ConnectorKind, Inbound, InboundPost, Locale, Network, PostKind, Role, Scope, UserId, Visibility,
};
use answerable_store::{Location, NewChannel, NewMonitor, NewUser, OpenOptions, RawPage, Store};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::{fs, sync::Arc, time::Duration};

/// Payloads that are stored at once.
pub const PAGE: usize = 500;
/// How far storing may be ahead of the pipeline.
const AHEAD_MAX: usize = 5_000;
/// The source whose bodies are posts as the engine reads them.
const READ_BY_ENGINE: &str = "import";

/// Limits that a load program may reach and a person should not.
pub const SETTINGS: &str = "\
[limits]\nconnections_max = 10_000\nrequests_at_once_max = 5_000\nstreams_max = 10_000\nstreams_per_person_max = 10_000\n\
requests_per_minute_max = 100_000_000\n[log]\nfilter = \"off\"\n";

pub struct Rig {
    pub folder: Folder,
    pub store: Store,
    pub engine: Engine,
    pub owner: UserId,
    pub brand: BrandId,
    pub channel: ChannelId,
    pub token: String,
}

impl Rig {
    pub async fn new(name: &str, connector: ConnectorKind, config: Value, words: Vec<String>) -> anyhow::Result<Self> {
        let folder = Folder::new(name)?;
        fs::write(folder.path().join("answerable.toml"), SETTINGS)?;
        let data = DataDir(folder.path().to_owned());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let store = Store::open(&Location::Sqlite(data.database()), OpenOptions::new(clock.clone())).await?;
        let owner = store.create_owner(person("owner@bench.example")).await?.id;
        let brand = store.create_brand(owner, "Bench", false).await?.id;
        let scope = Scope::program(brand);
        store.create_monitor(&scope, NewMonitor::of("Bench", words.join(" OR "))).await?;
        let (name, network) = ("Bench".to_owned(), connector.network());
        let channel = store.create_channel(&scope, NewChannel { connector, network, name, config, account: None, secret: None }).await?.id;
        let token = token(&store, owner).await?;
        let settings = EngineSettings {
            imports_folder: data.imports(),
            media_folder: data.media(),
            allowed_hosts: Vec::new(),
            alerts: AlertSettings::default(),
            sources_off: true,
        };
        let engine = Engine::start(store.clone(), settings, clock, Secrets::open(&data.key_file())?).await?;
        Ok(Self { folder, store, engine, owner, brand, channel, token })
    }

    pub fn scope(&self) -> Scope {
        Scope::member(self.brand, self.owner, Role::Owner)
    }

    /// Another person who answers; returns their token.
    pub async fn agent(&self, n: usize) -> anyhow::Result<String> {
        let invite = SecretText::random("");
        let tomorrow = SystemClock.now() + 86_400_000;
        self.store.create_invite(&self.scope(), Role::Agent, &invite.hash, tomorrow).await?;
        let (user, _) = self.store.accept_invite_as_new(&invite.hash, person(&format!("agent{n}@bench.example"))).await?;
        token(&self.store, user.id).await
    }

    /// Takes payloads all the way in: stored first, read behind, as in a running server.
    pub async fn take_in(&self, source: &str, pages: impl Iterator<Item = Vec<Vec<u8>>>) -> anyhow::Result<()> {
        let (mut stored, mut taken) = (0, 0);
        let mut pages = pages.peekable();
        while pages.peek().is_some() || taken < stored {
            let storing = async {
                if stored - taken < AHEAD_MAX
                    && let Some(bodies) = pages.next()
                {
                    stored += bodies.len();
                    let page = RawPage { bodies, received_at: SystemClock.now(), ..RawPage::default() };
                    self.store.append_raw(self.channel, source, page).await?;
                }
                anyhow::Ok(())
            };
            let (stored_page, read) = tokio::join!(storing, self.engine.pump());
            stored_page?;
            taken += read?;
        }
        Ok(())
    }

    /// Frames of posts that name the brand: a case each.
    pub async fn take_in_frames(&self, numbers: std::ops::Range<usize>) -> anyhow::Result<()> {
        self.take_in("jetstream", chunks(numbers, |n| posts::frame(n, &posts::text_about_us(n), 1_795_310_200_000_000 + n as u64))).await
    }

    /// Posts as the engine hands them around; `context`: no case is opened.
    pub async fn take_in_posts(&self, numbers: std::ops::Range<usize>, context: bool) -> anyhow::Result<()> {
        self.take_in(READ_BY_ENGINE, chunks(numbers, |n| body(n, context))).await
    }

    /// Puts everything down, so that a server can take it up.
    pub async fn close(self) -> (Folder, BrandId, String) {
        self.engine.drain(Duration::from_secs(5)).await;
        self.store.close().await;
        (self.folder, self.brand, self.token)
    }
}

fn chunks(numbers: std::ops::Range<usize>, make: impl Fn(usize) -> Vec<u8>) -> impl Iterator<Item = Vec<Vec<u8>>> {
    let (start, end) = (numbers.start, numbers.end);
    numbers.step_by(PAGE).map(move |from| (from.max(start)..(from + PAGE).min(end)).map(&make).collect())
}

fn body(n: usize, context: bool) -> Vec<u8> {
    let post = InboundPost {
        network: Network::Other,
        native_id: format!("bench-{n}"),
        version: "1".into(),
        kind: PostKind::Post,
        visibility: Visibility::Public,
        author: answerable_domain::AuthorSeen { native_id: posts::author(n), handle: Some(format!("author{n}")), ..Default::default() },
        text: posts::text(n),
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: None,
        parent_native_id: None,
        parent_author_native_id: None,
        permalink: None,
        languages: Vec::new(),
        created_at: 1_795_310_200_000 + n as i64,
        addressed: !context,
        context,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: Value::Null,
    };
    serde_json::to_vec(&[Inbound::Post(Box::new(post))]).expect("a plain struct with string keys")
}

fn person(email: &str) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: email.to_owned(),
        locale: Locale::En,
        password_hash: "nobody signs in with a password here".into(),
    }
}

async fn token(store: &Store, user: UserId) -> anyhow::Result<String> {
    let token = SecretText::random(TOKEN_PREFIX);
    store.create_token(user, "bench", &token.hash, None).await.context("a token")?;
    Ok(token.text)
}

/// A sandbox in which nothing happens by itself: answers go nowhere.
pub fn quiet_sandbox() -> Value {
    json!({"first_batch": 0, "every_seconds": 86_400})
}
