//! The trait that every network fits.

use crate::{Capabilities, Secret, native_scope};
use answerable_domain::{
    ActionKind, Availability, ChannelId, Clock, ConnectorKind, Cursor, DeliveryClass, Inbound, Letter, Limits, Millis, Network, Post, Raw,
    Receipt,
};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

pub type Fut<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What the server gives a connector when it builds one.
#[derive(Clone)]
pub struct Context {
    pub clock: Arc<dyn Clock>,
    pub vault: Arc<dyn SessionVault>,
    /// Built by the server once: rustls, time-outs, user agent.
    pub http: reqwest::Client,
    /// `host:port` pairs that may be reached although their address is not public (feeds only; a service that the owner typed is trusted).
    pub allowed_hosts: Arc<[String]>,
    /// This channel's own: references that are signed with it can have come from us alone.
    pub reference_key: [u8; 32],
}

/// Where a connector keeps its session between requests and restarts: encrypted, in the store, replaced atomically.
pub trait SessionVault: Send + Sync {
    fn load(&self) -> Fut<'_, Option<Vec<u8>>>;
    fn save(&self, session: Vec<u8>) -> Fut<'_, Result<(), ConnectorError>>;
}

/// One thing that a channel can be listened to by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Stable; cursors and health are kept under it.
    pub name: &'static str,
    pub kind: SourceKind,
    /// Nothing for longer than this is worth showing.
    pub silent_after: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    Poll { every: Duration },
    Stream,
}

/// One payload before it has an id.
pub type RawBody = Vec<u8>;

/// What a source delivered at once. Its raws are stored and its cursor moved in one transaction; only then is it acknowledged.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub raws: Vec<RawBody>,
    pub next: Option<Cursor>,
    /// More is waiting: poll again without a pause.
    pub more: bool,
    pub gap: Option<GapSeen>,
    /// The network's own time of the newest item, to measure the lag.
    pub newest_at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapSeen {
    pub from: Option<Millis>,
    pub to: Millis,
    pub why: &'static str,
}

/// A cheap question before anything is kept: could this matter to us? Sources that hear a whole network ask it for everything. Any bytes with
/// the words in them will do: a frame as it came, or the text and the names after the markup was taken out.
pub trait Interest: Send + Sync {
    fn wants(&self, frame: &[u8]) -> bool;
}

/// Takes pages from a stream; returns when the page is durable, which is the back-pressure. An empty page says that the network answers.
pub trait Sink: Interest {
    fn push(&self, page: Page) -> Fut<'_, Result<(), ConnectorError>>;
}

/// A look into the past of a network: public posts with these words, said from `since` to before `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// A word, `#tag`, `@handle`, or several words that stand together.
    pub words: String,
    pub since: Millis,
    pub until: Millis,
    /// Where the page before this one ended.
    pub cursor: Option<Cursor>,
}

/// One page of what a search found, the newest first. Like a source's page, but nobody listens from here on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Payloads that [`Connector::normalize`] reads.
    pub raws: Vec<RawBody>,
    /// There is more.
    pub next: Option<Cursor>,
}

/// Why the past cannot be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSearch {
    /// The network hands out only what is there now.
    NoHistory,
    /// It can be searched, but only by somebody who is signed in.
    NoAccount,
}

impl NoSearch {
    /// The code for the screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoHistory => "no_history",
            Self::NoAccount => "no_account",
        }
    }
}

/// Who we are on the network, as the credentials say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub native_id: String,
    pub handle: Option<String>,
    pub display_name: Option<String>,
}

/// What is answered, liked or reposted: the post and what the connector itself noted about it when it normalised it.
#[derive(Debug, Clone)]
pub struct SendTarget {
    pub post: Post,
    pub handle: serde_json::Value,
}

/// One attempt to send a reply.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub target: SendTarget,
    pub parts: Vec<String>,
    /// One for each part; the same at every attempt.
    pub own_ids: Vec<String>,
    pub languages: Vec<String>,
    /// Goes into the record; the same at every attempt.
    pub created_at: Millis,
    /// False at the first attempt: nothing can be there yet, so nobody asks.
    pub may_have_left: bool,
    /// It goes to this address, though the post was said elsewhere.
    pub letter: Option<Letter>,
    /// To the author alone, though the post was public.
    pub privately: bool,
}

/// Where edits and deletions are seen only by asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recheck {
    pub every: Duration,
    /// Posts that were heard within this long.
    pub within: Duration,
}

/// Where the bytes of a picture or file are to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaSource {
    /// An address that anybody may ask; fetched from public hosts only.
    Fetch(String),
    /// An address that stands in our settings or holds a token of ours: trusted, and never shown or logged.
    Trusted(Secret),
}

/// Like or repost.
#[derive(Debug, Clone)]
pub struct Engagement {
    pub action: ActionKind,
    pub target: SendTarget,
    pub own_id: String,
    pub created_at: Millis,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Done(Receipt),
    /// Provably not applied: try again later.
    Retry {
        after: Duration,
        why: String,
    },
    /// It may have been applied: ask [`Connector::send`] again with `may_have_left`, not before this long.
    Uncertain {
        probe_after: Duration,
        why: String,
    },
    /// The network will not have it: trying again changes nothing. `code` as in `ReplyFailure`.
    Refused {
        code: &'static str,
        why: String,
    },
}

/// A payload that cannot be understood. It goes to quarantine and stops nothing else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Poison {
    /// A code: `not_json`, `not_utf8`, `missing_field`, `too_large`, ...
    pub code: &'static str,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectorError {
    /// The credentials do not work (any more): somebody has to sign in again.
    #[error("the network refuses our credentials: {0}")]
    SignedOut(String),
    #[error("the network asks us to wait {after:?}: {why}")]
    RateLimited { after: Duration, why: String },
    /// Unreachable, overloaded, or cut off: try again with back-off.
    #[error("{0}")]
    Transient(String),
    /// What came is not what the network's contract says.
    #[error("unexpected answer: {0}")]
    Protocol(String),
    /// The settings of the channel cannot work; `code` is for the screen.
    #[error("{why}")]
    Settings { code: &'static str, why: String },
    /// Our own store could not take it.
    #[error("could not be stored: {0}")]
    Store(String),
}

/// Speaks to one network for one channel. What a network has no such thing for keeps the answer that stands here.
pub trait Connector: Send + Sync {
    fn kind(&self) -> ConnectorKind;
    /// What works here and what does not, and why. Facts about the network: the same for every channel of a kind.
    fn capabilities(&self) -> Capabilities;
    fn sources(&self) -> Vec<Source>;
    /// `None`: nothing can be written here.
    fn limits(&self) -> Option<Limits> {
        None
    }
    fn delivery_class(&self) -> DeliveryClass {
        self.capabilities().delivery
    }
    /// Within what the native ids of posts of this network are unique.
    fn scope(&self, network: Network, channel: ChannelId) -> String {
        native_scope(network, channel)
    }
    /// Signs in if need be and says who we are. Called when a channel is added and by `channel check`.
    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>>;
    /// One page of a `Poll` source.
    fn poll<'a>(
        &'a self,
        source: &'a str,
        _cursor: Option<&'a Cursor>,
        _interest: &'a dyn Interest,
    ) -> Fut<'a, Result<Page, ConnectorError>> {
        Box::pin(async move { Err(ConnectorError::Protocol(format!("{source} cannot be polled"))) })
    }
    /// Runs a `Stream` source until it breaks. The caller reconnects with back-off from the last stored cursor.
    fn stream<'a>(&'a self, source: &'a str, _cursor: Option<&'a Cursor>, _sink: &'a dyn Sink) -> Fut<'a, Result<(), ConnectorError>> {
        Box::pin(async move { Err(ConnectorError::Protocol(format!("{source} is no stream"))) })
    }
    /// Pure and total: never panics, whatever the bytes.
    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison>;
    /// Fetches posts by native id (edits, deletions), and what they answer, up the thread. What is missing from the network's answer comes
    /// back as `Deleted`. Every post is marked as context: that it was fetched is no reason to open a case, nor to close one.
    fn hydrate_posts<'a>(&'a self, _native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    /// Fetches profiles by native id.
    fn hydrate_authors<'a>(&'a self, _native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    /// `Some`: nobody tells of edits and deletions, so recent posts are asked for again.
    fn recheck(&self) -> Option<Recheck> {
        None
    }
    /// Whether [`Connector::search`] is possible, and if not why. No I/O.
    fn can_search(&self) -> Result<(), NoSearch> {
        Err(NoSearch::NoHistory)
    }
    /// One page of public posts of the past. What it finds need not be exact: the monitors look at every post again.
    fn search<'a>(&'a self, _search: &'a Search) -> Fut<'a, Result<Found, ConnectorError>> {
        let code = self.can_search().err().unwrap_or(NoSearch::NoHistory).as_str();
        Box::pin(async move { Err(ConnectorError::Settings { code, why: "the past cannot be searched here".to_owned() }) })
    }
    /// Where a picture or file of a post is to be had.
    fn media<'a>(&'a self, url: &'a str) -> Fut<'a, Result<MediaSource, ConnectorError>> {
        Box::pin(async move { Ok(MediaSource::Fetch(url.to_owned())) })
    }
    /// Whether an action on a post is possible, and if not why. No I/O: the screen asks for every post.
    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability;
    /// Handles of others than the author whom a private answer with this text would reach. No I/O.
    fn reaches_others(&self, _text: &str, _target: &SendTarget, _privately: bool) -> Vec<String> {
        Vec::new()
    }
    /// Sends or resends; with `may_have_left` it first looks whether the earlier attempt arrived.
    fn send<'a>(&'a self, _delivery: &'a Delivery) -> Fut<'a, Outcome> {
        Box::pin(async { Outcome::unsupported() })
    }
    fn engage<'a>(&'a self, _engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(async { Outcome::unsupported() })
    }
}

impl Outcome {
    /// An error on the way to a write that therefore never left.
    pub fn unsent(error: ConnectorError) -> Self {
        match error {
            ConnectorError::SignedOut(why) => Self::Refused { code: "signed_out", why },
            ConnectorError::RateLimited { after, why } => Self::Retry { after, why },
            other => Self::Retry { after: Duration::from_secs(5), why: other.to_string() },
        }
    }

    /// The network has no such thing.
    pub fn unsupported() -> Self {
        Self::Refused { code: "refused", why: "this cannot be done on this network".to_owned() }
    }
}
