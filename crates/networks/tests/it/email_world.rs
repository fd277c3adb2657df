//! What the tests of the mailbox need: a provider, a connector to it, and answers to send.

use crate::support::{MemorySink, MemoryVault, as_post, http};
use answerable_domain::{Cursor, InboundPost, Letter as Letterhead, Millis, Network, Post};
use answerable_networks::{Connector, ConnectorError, Context, Delivery, Page, Secret, SendTarget, connect, settings};
use answerable_testkit::{FakeClock, FakeEmail, MAIL_PASSWORD};
use serde_json::Value;
use std::{future::Future, sync::Arc};

pub const CUSTOMER: &str = "jiwoo@customer.example";

pub struct MailWorld {
    pub clock: Arc<FakeClock>,
    pub provider: FakeEmail,
}

impl MailWorld {
    pub async fn new() -> Self {
        let clock = FakeClock::new();
        Self { provider: FakeEmail::start(clock.clone()).await, clock }
    }

    pub fn connector(&self) -> Box<dyn Connector> {
        self.connector_with(|_| {}, MAIL_PASSWORD)
    }

    pub fn connector_with(&self, change: impl FnOnce(&mut Value), password: &str) -> Box<dyn Connector> {
        let mut config = self.provider.config();
        change(&mut config);
        mail_connector(&config, password, self.clock.clone())
    }
}

pub fn mail_connector(config: &Value, password: &str, clock: Arc<FakeClock>) -> Box<dyn Connector> {
    try_mail_connector(config, password, clock).unwrap()
}

pub fn try_mail_connector(config: &Value, password: &str, clock: Arc<FakeClock>) -> Result<Box<dyn Connector>, ConnectorError> {
    let vault = Arc::new(MemoryVault::default());
    let context = Context { clock, vault, http: http(), allowed_hosts: Arc::new([]), reference_key: [7; 32] };
    connect(settings(answerable_domain::ConnectorKind::Email, config)?, Some(Secret::new(password)), context)
}

/// Listens while `during` happens, then stops. `Some`: the stream ended by itself, so.
pub async fn listen(
    connector: &dyn Connector,
    cursor: Option<&Cursor>,
    sink: &MemorySink,
    during: impl Future<Output = ()>,
) -> Option<ConnectorError> {
    tokio::select! {
        ended = connector.stream("mailbox", cursor, sink) => Some(ended.unwrap_err()),
        () = during => None,
    }
}

pub fn last_cursor(pages: &[Page]) -> Cursor {
    pages.iter().rev().find_map(|page| page.next.clone()).unwrap()
}

pub fn raw_count(pages: &[Page]) -> usize {
    pages.iter().map(|page| page.raws.len()).sum()
}

pub fn has_cursor(pages: &[Page]) -> bool {
    pages.iter().any(|page| page.next.is_some())
}

/// Everything that was delivered, read.
pub fn posts(connector: &dyn Connector, pages: &[Page]) -> Vec<InboundPost> {
    let raws = pages.iter().flat_map(|page| &page.raws);
    let read = raws.flat_map(|body| connector.normalize(&answerable_testkit::raw("mailbox", body.clone())).unwrap());
    read.filter_map(as_post).collect()
}

/// A mail to answer: as it was read, and with what the connector noted about it.
pub fn target_of(inbound: &InboundPost) -> SendTarget {
    let mut post: Post = answerable_testkit::post(&inbound.text).native(Network::Email, &inbound.native_id, &inbound.version).build();
    post.root_native_id.clone_from(&inbound.root_native_id);
    SendTarget { post, handle: inbound.handle.clone() }
}

pub fn answer(target: SendTarget, text: &str, own_id: &str, at: Millis) -> Delivery {
    Delivery {
        target,
        parts: vec![text.to_owned()],
        own_ids: vec![own_id.to_owned()],
        languages: vec!["ko".to_owned()],
        created_at: at,
        may_have_left: false,
        letter: None,
        privately: false,
    }
}

pub fn letter(target: SendTarget, to: &str, subject: &str, text: &str, at: Millis) -> Delivery {
    let letter = Some(Letterhead { to: to.to_owned(), subject: subject.to_owned() });
    Delivery { letter, ..answer(target, text, "3mmoojpaqkn2z", at) }
}
