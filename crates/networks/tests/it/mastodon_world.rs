//! A server with the brand on it, a connector to it, and what the tests of the Mastodon API share.

use crate::support::{MemorySink, MemoryVault, http};
use answerable_domain::{Clock, Cursor, Inbound, InboundPost, Visibility};
use answerable_networks::{
    Connector, ConnectorError, Context, Delivery, MastodonSettings, Page, PublicTimeline, Secret, SendTarget, Settings, connect,
};
use answerable_testkit::{FakeClock, FakeMastodon, MastodonDraft, MastodonProfile, raw};
use std::sync::Arc;

pub struct Town {
    pub clock: Arc<FakeClock>,
    pub network: FakeMastodon,
}

impl Town {
    pub async fn new(profile: MastodonProfile) -> Self {
        let clock = FakeClock::new();
        let network = FakeMastodon::start(clock.clone(), profile).await;
        Self { clock, network }
    }

    pub async fn mastodon() -> Self {
        Self::new(MastodonProfile::mastodon()).await
    }

    pub async fn gotosocial() -> Self {
        Self::new(MastodonProfile::gotosocial()).await
    }

    pub fn context(&self) -> Context {
        let vault = Arc::new(MemoryVault::default());
        Context { clock: self.clock.clone(), vault, http: http(), allowed_hosts: Arc::new([]), reference_key: [7; 32] }
    }

    pub fn settings(&self) -> MastodonSettings {
        MastodonSettings { server: self.network.url().parse().unwrap(), tags: Vec::new(), public: PublicTimeline::Off, poll_seconds: 3_600 }
    }

    pub fn account(&self) -> Box<dyn Connector> {
        self.account_with(self.settings())
    }

    pub fn account_with(&self, settings: MastodonSettings) -> Box<dyn Connector> {
        connect(Settings::Mastodon(settings), Some(Secret::new(self.network.token())), self.context()).unwrap()
    }

    /// Listens to a hashtag and to everything public that the server shares.
    pub fn wide(&self) -> Box<dyn Connector> {
        let settings = MastodonSettings { tags: vec!["아크메".into()], public: PublicTimeline::Federated, ..self.settings() };
        self.account_with(settings)
    }

    /// `jiwoo` mentions the brand.
    pub fn complain(&self, text: &str) -> String {
        self.network.publish("jiwoo", MastodonDraft::new(format!("@brand {text}")))
    }

    /// A post as the connector reads it, to be answered.
    pub async fn target(&self, account: &dyn Connector, id: &str) -> SendTarget {
        let found = account.hydrate_posts(&[id.to_owned()]).await.unwrap();
        let post = found.into_iter().filter_map(crate::support::as_post).next_back().unwrap();
        target(&post)
    }

    pub async fn delivery(&self, account: &dyn Connector, id: &str, parts: &[&str]) -> Delivery {
        Delivery {
            target: self.target(account, id).await,
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            own_ids: (0..parts.len()).map(|place| format!("key-{id}-{place}")).collect(),
            languages: vec!["ko".to_owned()],
            created_at: self.clock.now(),
            may_have_left: false,
            letter: None,
            privately: false,
        }
    }

    /// Runs the stream while `during` happens, then the server hangs up. How it ended.
    pub async fn listen(
        &self,
        account: &dyn Connector,
        cursor: Option<&Cursor>,
        sink: &MemorySink,
        during: impl AsyncFnOnce(),
    ) -> ConnectorError {
        use answerable_testkit::Faked;
        let (ended, ()) = tokio::join!(account.stream("streaming", cursor, sink), async {
            during().await;
            self.network.hang_up();
        });
        ended.unwrap_err()
    }
}

pub fn target(post: &InboundPost) -> SendTarget {
    let mut kept = answerable_testkit::post(&post.text).native(post.network, &post.native_id, &post.version).build();
    (kept.visibility, kept.kind, kept.permalink) = (post.visibility, post.kind, post.permalink.clone());
    SendTarget { post: kept, handle: post.handle.clone() }
}

/// Everything that a stream brought, normalised.
pub fn heard(account: &dyn Connector, pages: &[Page]) -> Vec<Inbound> {
    let bodies = pages.iter().flat_map(|page| &page.raws);
    bodies.flat_map(|body| account.normalize(&raw("streaming", body.clone())).unwrap()).collect()
}

pub fn posts(account: &dyn Connector, pages: &[Page]) -> Vec<InboundPost> {
    heard(account, pages).into_iter().filter_map(crate::support::as_post).collect()
}

pub fn texts(account: &dyn Connector, pages: &[Page]) -> Vec<String> {
    posts(account, pages).into_iter().map(|post| post.text).collect()
}

pub fn last_cursor(pages: &[Page]) -> Cursor {
    pages.iter().rev().find_map(|page| page.next.clone()).unwrap()
}

/// For [`Visibility`] and a mention in one.
pub fn direct(text: &str) -> MastodonDraft {
    assert_eq!(Visibility::Direct.as_str(), "direct");
    MastodonDraft::new(text).visible_to("direct")
}
