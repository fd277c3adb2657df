//! Channels and imports, as they are set up.

use answerable_domain::{Channel, ChannelState, ConnectorKind, ImportId, Millis, Network, UserId};

#[derive(Debug, Clone, PartialEq)]
pub struct NewChannel {
    pub connector: ConnectorKind,
    pub network: Network,
    pub name: String,
    pub config: serde_json::Value,
    pub account: Option<ChannelAccount>,
    /// Already encrypted.
    pub secret: Option<Vec<u8>>,
}

/// Who we are on the network.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChannelAccount {
    pub native_id: String,
    pub handle: Option<String>,
    pub display_name: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ChannelRecord {
    pub channel: Channel,
    pub account: Option<ChannelAccount>,
    pub has_secret: bool,
}

/// Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChannelChange {
    pub name: Option<String>,
    pub config: Option<serde_json::Value>,
    pub state: Option<ChannelState>,
    pub account: Option<ChannelAccount>,
    /// Already encrypted. The session is forgotten with it.
    pub secret: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    pub name: String,
    /// As the reader names it: `jsonl`, `csv`.
    pub format: String,
    pub network: Network,
    /// The channel that the posts come in by.
    pub channel_id: answerable_domain::ChannelId,
    pub bytes_total: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: ImportId,
    pub brand_id: answerable_domain::BrandId,
    pub channel_id: answerable_domain::ChannelId,
    pub name: String,
    pub format: String,
    pub network: Network,
    pub state: ImportState,
    pub bytes_total: u64,
    /// Up to here every line is stored: where a resumed import goes on.
    pub bytes_done: u64,
    pub lines_ok: u64,
    pub lines_bad: u64,
    pub user_id: Option<UserId>,
    pub created_at: Millis,
    pub finished_at: Option<Millis>,
    /// Why it failed: a code.
    pub failure: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    Receiving,
    Running,
    Done,
    Failed,
    /// The program ended in the middle; it can be resumed.
    Interrupted,
}

impl ImportState {
    pub const ALL: [Self; 5] = [Self::Receiving, Self::Running, Self::Done, Self::Failed, Self::Interrupted];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A part of an import that was read: stored with its raws in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportStep {
    /// The lines' payloads, one a post.
    pub bodies: Vec<Vec<u8>>,
    pub bytes_done: u64,
    pub errors: Vec<ImportError>,
    pub received_at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// From 1.
    pub line: u64,
    pub code: String,
    pub detail: String,
    /// The line, clipped.
    pub text: String,
}
