//! What most tests need: a network, an account on it, a connector to it, a vault and a sink in memory.

use answerable_domain::{Clock, Inbound, InboundPost, Millis, Network, Post};
use answerable_networks::{
    BlueskySettings, Connector, ConnectorError, Context, Delivery, Fut, Interest, Page, Secret, SendTarget, SessionVault, Settings, Sink,
    StreamSettings, connect, tid,
};
use answerable_testkit::{FakeBluesky, FakeClock, PostRef};
use std::sync::{
    Arc, Mutex, Once,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::watch;

pub const PASSWORD: &str = "abcd-efgh-ijkl-mnop";

/// A network with a brand and a customer on it.
pub struct World {
    pub clock: Arc<FakeClock>,
    pub network: FakeBluesky,
    pub vault: Arc<MemoryVault>,
    pub brand: String,
    pub customer: String,
}

impl World {
    pub async fn new() -> Self {
        let clock = FakeClock::new();
        let network = FakeBluesky::start(clock.clone()).await;
        let brand = network.add_account("brand.test", PASSWORD);
        let customer = network.add_account("customer.test", "another password");
        Self { clock, network, vault: Arc::default(), brand, customer }
    }

    pub fn context(&self) -> Context {
        Context { clock: self.clock.clone(), vault: self.vault.clone(), http: http(), allowed_hosts: Arc::new([]), reference_key: [7; 32] }
    }

    pub fn settings(&self) -> BlueskySettings {
        BlueskySettings {
            service: self.network.url().parse().unwrap(),
            identifier: "brand.test".into(),
            appview: None,
            did: None,
            poll_seconds: 15,
        }
    }

    /// The brand's account. Connectors of one world share its vault, as restarts do.
    pub fn account(&self) -> Box<dyn Connector> {
        self.account_with(PASSWORD)
    }

    pub fn account_with(&self, password: &str) -> Box<dyn Connector> {
        connect(Settings::Bluesky(self.settings()), Some(Secret::new(password)), self.context()).unwrap()
    }

    pub fn stream(&self) -> Box<dyn Connector> {
        let settings = StreamSettings { url: self.network.stream_url().parse().unwrap(), appview: self.network.url().parse().unwrap() };
        connect(Settings::BlueskyStream(settings), None, self.context()).unwrap()
    }

    /// An answer in these parts to a post, at its first attempt.
    pub fn delivery(&self, to: &PostRef, parts: &[&str]) -> Delivery {
        let now = self.clock.now();
        Delivery {
            target: self.target(to),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            own_ids: tid::TidGenerator::new(3).take(parts.len(), now),
            languages: vec!["ko".to_owned()],
            created_at: now,
            may_have_left: false,
            letter: None,
            privately: false,
        }
    }

    pub fn target(&self, to: &PostRef) -> SendTarget {
        let post: Post = answerable_testkit::post("…").native(Network::Bluesky, &to.uri, &to.cid).at(self.clock.now()).build();
        SendTarget { post, handle: serde_json::json!({"cid": to.cid, "root": null}) }
    }
}

/// Without proxies: the networks of these tests are on this machine.
pub fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| rustls::crypto::ring::default_provider().install_default().unwrap());
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[derive(Default)]
pub struct MemoryVault {
    pub stored: Mutex<Option<Vec<u8>>>,
    pub full: AtomicBool,
}

impl SessionVault for MemoryVault {
    fn load(&self) -> Fut<'_, Option<Vec<u8>>> {
        Box::pin(async { self.stored.lock().unwrap().clone() })
    }

    fn save(&self, session: Vec<u8>) -> Fut<'_, Result<(), ConnectorError>> {
        Box::pin(async {
            if self.full.load(Ordering::SeqCst) {
                return Err(ConnectorError::Store("the disk is full".into()));
            }
            *self.stored.lock().unwrap() = Some(session);
            Ok(())
        })
    }
}

/// Keeps what a stream delivers; waits for it to be there.
pub struct MemorySink {
    word: &'static str,
    pages: watch::Sender<Vec<Page>>,
}

impl MemorySink {
    /// Wants frames with this word in them.
    pub fn wanting(word: &'static str) -> Self {
        Self { word, pages: watch::Sender::new(Vec::new()) }
    }

    pub async fn until(&self, enough: impl Fn(&[Page]) -> bool) -> Vec<Page> {
        self.pages.subscribe().wait_for(|pages| enough(pages)).await.unwrap().clone()
    }
}

/// Wants all there is.
pub struct Everything;

impl Interest for Everything {
    fn wants(&self, _frame: &[u8]) -> bool {
        true
    }
}

impl Interest for MemorySink {
    fn wants(&self, frame: &[u8]) -> bool {
        frame.windows(self.word.len()).any(|window| window == self.word.as_bytes())
    }
}

impl Sink for MemorySink {
    fn push(&self, page: Page) -> Fut<'_, Result<(), ConnectorError>> {
        self.pages.send_modify(|pages| pages.push(page));
        Box::pin(async { Ok(()) })
    }
}

pub fn raws(pages: &[Page]) -> Vec<String> {
    pages.iter().flat_map(|page| &page.raws).map(|raw| String::from_utf8_lossy(raw).into_owned()).collect()
}

/// The posts in a page, normalised.
pub fn posts(connector: &dyn Connector, page: &Page) -> Vec<InboundPost> {
    let read = |body: &Vec<u8>| connector.normalize(&answerable_testkit::raw("test", body.clone())).unwrap();
    page.raws.iter().flat_map(read).filter_map(as_post).collect()
}

pub fn as_post(inbound: Inbound) -> Option<InboundPost> {
    match inbound {
        Inbound::Post(post) => Some(*post),
        _ => None,
    }
}

pub const MINUTE_MS: Millis = 60_000;

/// What a test needs from the recorded answers of real servers.
pub fn fixture(name: &str) -> serde_json::Value {
    let path = format!("{}/../../fixtures/bluesky/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Texts that were written to break something, one JSON string a line.
pub fn hostile() -> Vec<String> {
    let path = format!("{}/../../fixtures/hostile/texts.jsonl", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
