//! A bot, its chats, and a connector to it.

use crate::support::{MemorySink, MemoryVault, as_post, http};
use answerable_domain::{Clock, ConnectorKind, Cursor, Inbound, InboundPost, Network};
use answerable_networks::{Connector, ConnectorError, Context, Delivery, Page, Secret, SendTarget, connect, settings};
use answerable_testkit::{FakeClock, FakeTelegram, post, raw};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinHandle;

pub struct TelegramWorld {
    pub clock: Arc<FakeClock>,
    pub network: FakeTelegram,
}

impl TelegramWorld {
    pub async fn new() -> Self {
        let clock = FakeClock::new();
        let network = FakeTelegram::start(clock.clone()).await;
        Self { clock, network }
    }

    pub fn bot(&self) -> Arc<dyn Connector> {
        self.bot_with(self.network.token()).unwrap()
    }

    pub fn bot_with(&self, token: &str) -> Result<Arc<dyn Connector>, ConnectorError> {
        let context = Context {
            clock: self.clock.clone(),
            vault: Arc::new(MemoryVault::default()),
            http: http(),
            allowed_hosts: Arc::new([]),
            reference_key: [7; 32],
        };
        let config = json!({"api": self.network.url(), "poll_seconds": 1});
        let settings = settings(ConnectorKind::Telegram, &config).unwrap();
        connect(settings, Some(Secret::new(token)), context).map(Arc::from)
    }

    /// Listens from a cursor on, until it is dropped.
    pub fn listen(&self, bot: &Arc<dyn Connector>, cursor: Option<Cursor>) -> Listening {
        let sink = Arc::new(MemorySink::wanting(""));
        let (bot, heard) = (bot.clone(), sink.clone());
        let task = tokio::spawn(async move { bot.stream("updates", cursor.as_ref(), &*heard).await });
        Listening { sink, task }
    }

    /// All that is waiting, as the connector understands it. Afterwards it is confirmed.
    pub async fn understood(&self, count: usize) -> Vec<Inbound> {
        let bot = self.bot();
        let listening = self.listen(&bot, None);
        let pages = listening.until(count).await;
        self.network.until_confirmed().await;
        let read = |body: &Vec<u8>| bot.normalize(&raw("updates", body.clone())).unwrap();
        pages.iter().flat_map(|page| &page.raws).flat_map(read).collect()
    }

    pub async fn posts(&self, count: usize) -> Vec<InboundPost> {
        self.understood(count).await.into_iter().filter_map(as_post).collect()
    }

    /// An answer to a post as it was heard.
    pub fn delivery(&self, to: &InboundPost, parts: &[&str]) -> Delivery {
        Delivery {
            target: target(to),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            own_ids: parts.iter().enumerate().map(|(place, _)| place.to_string()).collect(),
            languages: vec!["ko".to_owned()],
            created_at: self.clock.now(),
            may_have_left: false,
            letter: None,
            privately: false,
        }
    }
}

pub fn target(to: &InboundPost) -> SendTarget {
    let mut post = post(&to.text).native(Network::Telegram, &to.native_id, &to.version).at(to.created_at).build();
    post.visibility = to.visibility;
    SendTarget { post, handle: to.handle.clone() }
}

pub struct Listening {
    pub sink: Arc<MemorySink>,
    task: JoinHandle<Result<(), ConnectorError>>,
}

impl Listening {
    pub async fn until(&self, count: usize) -> Vec<Page> {
        self.sink.until(|pages| pages.iter().map(|page| page.raws.len()).sum::<usize>() >= count).await
    }

    /// How it ended.
    pub async fn end(mut self) -> ConnectorError {
        (&mut self.task).await.unwrap().unwrap_err()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub fn text(text: &str) -> Value {
    json!({"text": text})
}
