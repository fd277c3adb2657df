//! Channels: connected accounts and feeds, and the health of what they deliver.

use crate::{BrandId, ChannelId, GapId, Millis, Network};
use serde::{Deserialize, Serialize};

/// Which code speaks for a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectorKind {
    /// A signed-in Bluesky account: notifications in, replies out.
    Bluesky,
    /// The public stream of the whole Bluesky network, filtered by the monitors; no account.
    BlueskyStream,
    /// RSS or Atom.
    Feed,
    /// Posts read from a file.
    Import,
    /// Made-up posts that keep arriving, to look around with.
    Sandbox,
    /// A signed-in account of a server that speaks the Mastodon API.
    Mastodon,
    /// A support mailbox: IMAP in, SMTP out.
    Email,
    /// A Telegram bot.
    Telegram,
    /// Stories and comments of Hacker News; no account.
    HackerNews,
    /// Posts that a person pastes, from places without an open door.
    Manual,
}

impl ConnectorKind {
    pub const ALL: [Self; 10] = [
        Self::Bluesky,
        Self::BlueskyStream,
        Self::Mastodon,
        Self::Email,
        Self::Telegram,
        Self::HackerNews,
        Self::Feed,
        Self::Import,
        Self::Manual,
        Self::Sandbox,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bluesky => "bluesky",
            Self::BlueskyStream => "bluesky_stream",
            Self::Feed => "feed",
            Self::Import => "import",
            Self::Sandbox => "sandbox",
            Self::Mastodon => "mastodon",
            Self::Email => "email",
            Self::Telegram => "telegram",
            Self::HackerNews => "hacker_news",
            Self::Manual => "manual",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    pub fn network(self) -> Network {
        match self {
            Self::Bluesky | Self::BlueskyStream => Network::Bluesky,
            Self::Mastodon => Network::Mastodon,
            Self::Email => Network::Email,
            Self::Telegram => Network::Telegram,
            Self::HackerNews => Network::HackerNews,
            Self::Feed => Network::Rss,
            Self::Import | Self::Manual | Self::Sandbox => Network::Other,
        }
    }

    /// Does a channel of this kind speak as somebody?
    pub fn is_account(self) -> bool {
        matches!(self, Self::Bluesky | Self::Mastodon | Self::Email | Self::Telegram | Self::Sandbox)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    pub id: ChannelId,
    pub brand_id: BrandId,
    pub connector: ConnectorKind,
    pub network: Network,
    /// What people call it: `@acme.example`, a feed's title.
    pub name: String,
    /// Settings without secrets, as the connector understands them.
    pub config: serde_json::Value,
    pub state: ChannelState,
    pub created_at: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    Active,
    Paused,
    /// The network refuses our credentials; somebody must sign in again.
    SignedOut,
}

impl ChannelState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::SignedOut => "signed_out",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::SignedOut].into_iter().find(|state| state.as_str() == name)
    }
}

/// A place in a source, opaque to all but its connector. It moves in the transaction that stores what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(pub String);

/// A span of time that a source did not deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    pub id: GapId,
    pub channel_id: ChannelId,
    pub source: String,
    /// Unknown when the source never said.
    pub from: Option<Millis>,
    pub to: Millis,
    /// A code: `clamped_cursor`, `truncated_page`, `unreadable_frame`, `over_budget`.
    pub why: String,
    pub noticed_at: Millis,
    /// `None`: nobody asked for it.
    pub reread: Option<Reread>,
}

/// Reading a gap again, where the network can be searched for what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reread {
    pub state: RereadState,
    /// Posts that were missed and are there now.
    pub found: u32,
    /// A code: why it failed, or why there may be more.
    pub because: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RereadState {
    Running,
    Done,
    Failed,
}

impl RereadState {
    pub const ALL: [Self; 3] = [Self::Running, Self::Done, Self::Failed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// How one source of a channel is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceHealth {
    pub channel_id: ChannelId,
    pub source: String,
    pub state: SourceState,
    /// When something was last delivered, by our clock.
    pub last_item_at: Option<Millis>,
    /// When the source last answered at all, by our clock.
    pub last_contact_at: Option<Millis>,
    /// How far behind the network's own time the last item was, ms.
    pub lag_ms: Option<i64>,
    /// Attempts that failed in a row.
    pub failures: u32,
    /// What the last failure was, in the connector's words (English, for the log and the details).
    pub last_error: Option<String>,
    pub retry_at: Option<Millis>,
    pub since: Millis,
    pub rate: Rate,
}

/// How loud a source is, and how loud it usually is at that hour of the week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Items of the last whole hour.
    pub hour: u32,
    /// The fewest in the same hour of the last weeks; unknown until there are enough of them.
    pub usual_low: Option<u32>,
    /// It was expected to be louder.
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    Starting,
    Live,
    /// Delivering, but far behind the present.
    Lagging,
    /// Connected, but nothing came for longer than is usual for it.
    Silent,
    /// Not reachable; trying again.
    Failing,
    SignedOut,
    Paused,
}

impl SourceState {
    pub const ALL: [Self; 7] = [Self::Starting, Self::Live, Self::Lagging, Self::Silent, Self::Failing, Self::SignedOut, Self::Paused];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Live => "live",
            Self::Lagging => "lagging",
            Self::Silent => "silent",
            Self::Failing => "failing",
            Self::SignedOut => "signed_out",
            Self::Paused => "paused",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}
