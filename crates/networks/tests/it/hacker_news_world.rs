//! Hacker News, and a connector to it.

use crate::support::{MemorySink, MemoryVault, as_post, http};
use answerable_domain::{ConnectorKind, Cursor, Inbound, InboundPost};
use answerable_networks::{Connector, ConnectorError, Context, Page, connect, settings};
use answerable_testkit::{FakeClock, FakeHackerNews, raw};
use serde_json::json;
use std::sync::Arc;

pub struct HackerNewsWorld {
    pub clock: Arc<FakeClock>,
    pub network: FakeHackerNews,
    pub site: Box<dyn Connector>,
}

impl HackerNewsWorld {
    pub async fn new() -> Self {
        let clock = FakeClock::new();
        let network = FakeHackerNews::start(clock.clone()).await;
        let context = Context {
            clock: clock.clone(),
            vault: Arc::new(MemoryVault::default()),
            http: http(),
            allowed_hosts: Arc::new([]),
            reference_key: [7; 32],
        };
        let config = json!({"api": network.url(), "search": network.url()});
        let site = connect(settings(ConnectorKind::HackerNews, &config).unwrap(), None, context).unwrap();
        Self { clock, network, site }
    }

    pub async fn try_poll(&self, cursor: Option<&Cursor>) -> Result<Page, ConnectorError> {
        self.site.poll("items", cursor, &MemorySink::wanting("Acme")).await
    }

    pub async fn poll(&self, cursor: &Cursor) -> Page {
        self.try_poll(Some(cursor)).await.unwrap()
    }

    /// Where listening begins now.
    pub async fn begin(&self) -> Cursor {
        self.try_poll(None).await.unwrap().next.unwrap()
    }

    pub fn read(&self, raws: &[Vec<u8>]) -> Vec<Inbound> {
        raws.iter().flat_map(|body| self.site.normalize(&raw("items", body.clone())).unwrap()).collect()
    }

    pub fn posts(&self, raws: &[Vec<u8>]) -> Vec<InboundPost> {
        self.read(raws).into_iter().filter_map(as_post).collect()
    }
}

pub fn ids(posts: &[InboundPost]) -> Vec<u64> {
    posts.iter().map(|post| post.native_id.parse().unwrap()).collect()
}
