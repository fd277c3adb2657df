//! Replies: our answers, on their way out.

use crate::{BrandId, CaseId, ChannelId, Millis, PostId, ReplyId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyState {
    /// In the outbox; can be taken back until `send_at`.
    Queued,
    /// Handed to the network; what became of it is not known yet.
    Sending,
    Sent,
    /// Nobody can know whether it went out: shown, never re-sent by itself.
    Unknown,
    Failed,
    /// Taken back by a person before it left.
    Cancelled,
}

impl ReplyState {
    pub const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Sent, Self::Unknown, Self::Failed, Self::Cancelled];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub id: ReplyId,
    pub brand_id: BrandId,
    pub case_id: CaseId,
    /// The account that answers.
    pub channel_id: ChannelId,
    /// The post that is answered.
    pub post_id: PostId,
    pub user_id: UserId,
    pub text: String,
    /// What leaves: one part, or a chain. Cut before the first attempt so that every attempt sends the same.
    pub parts: Vec<String>,
    /// One id for each part, made before the first attempt (Bluesky record keys).
    pub own_ids: Vec<String>,
    pub state: ReplyState,
    /// The case's thread version that it was written against.
    pub thread_version: u32,
    pub created_at: Millis,
    /// When it leaves; until then it can be taken back.
    pub send_at: Millis,
    pub attempts: u32,
    pub sent_at: Option<Millis>,
    pub receipt: Option<Receipt>,
    pub failure: Option<ReplyFailure>,
    /// It leaves as a mail to this address, wherever the case began.
    pub letter: Option<Letter>,
    /// To the author alone, though the post was public.
    pub privately: bool,
    /// Given on the network's own site and noted here.
    pub elsewhere: bool,
}

/// Where a mail goes that answers no mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    pub subject: String,
}

/// How an answer that is not finished is meant to leave. What somebody began to write for one reader must not become public elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftWay {
    /// To the author alone.
    pub privately: bool,
    /// As a mail; the address may be half of one.
    pub letter: Option<Letter>,
    /// The account it leaves from, where somebody chose one.
    pub channel_id: Option<ChannelId>,
}

/// What the network gave us for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The native ids of the parts.
    pub native_ids: Vec<String>,
    pub permalink: Option<String>,
    /// For the connector: what later parts or actions need (e.g. cids).
    pub handle: serde_json::Value,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyFailure {
    /// Translated by the screen: `refused`, `signed_out`, `too_long`, `post_deleted`, `gave_up`, `unconfirmed`.
    /// While it is queued for another attempt: `deferred` (the network was busy), `doubtful` (we are making sure).
    pub code: String,
    /// What the network said, in its words.
    pub detail: String,
}
