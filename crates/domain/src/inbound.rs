//! What a connector makes of what a network delivered.

use crate::{AuthorSeen, ChannelId, Media, Millis, Network, PostKind, RawId, Span, Visibility};
use serde::{Deserialize, Serialize};

/// One payload, byte for byte as it came, stored before anything else happens to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    pub id: RawId,
    pub channel_id: ChannelId,
    pub source: String,
    pub received_at: Millis,
    pub body: Vec<u8>,
}

/// The one union of things that can come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Inbound {
    /// A post, or a new version of one.
    Post(Box<InboundPost>),
    /// A post is gone at its source.
    Deleted { native_id: String, by: Deleter },
    /// An author's profile, learned apart from any post.
    Profile(AuthorSeen),
    /// An account was deleted, suspended or deactivated: all it said is hidden at the source.
    AuthorGone { native_id: String },
    /// Well-formed, but nothing for us (a like, a new kind of event): kept, counted, not an error.
    Ignored { what: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deleter {
    Author,
    Network,
    Unknown,
}

/// A post as delivered, before we know whose it is or whether we care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundPost {
    /// The network that it was said on (an imported file may hold many).
    pub network: Network,
    pub native_id: String,
    pub version: String,
    pub kind: PostKind,
    pub visibility: Visibility,
    pub author: AuthorSeen,
    pub text: String,
    pub spans: Vec<Span>,
    pub media: Vec<Media>,
    pub root_native_id: Option<String>,
    pub parent_native_id: Option<String>,
    /// The author of the parent, where the delivery tells (native id).
    pub parent_author_native_id: Option<String>,
    pub permalink: Option<String>,
    /// Language tags as declared; a hint.
    pub languages: Vec<String>,
    pub created_at: Millis,
    /// The network tells us that this is addressed to the channel's account (a mention, a reply, a quote): no monitor needed.
    pub addressed: bool,
    /// Context only (a parent that was fetched): kept for the thread, opens no case.
    pub context: bool,
    /// The connector has proved that the sender holds our message `parent_native_id`: it joins that message's case, whoever the sender is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answers_us: bool,
    /// A hand-off code that was found in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_off: Option<String>,
    /// Files that came with it.
    #[serde(skip)]
    pub attachments: Vec<Attachment>,
    /// What the connector needs to act on it later (e.g. the record's cid and reply root), opaque to all others.
    pub handle: serde_json::Value,
}

/// A file that a delivery brought along. It goes into the media folder before the post is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: Option<String>,
    pub mime: String,
    pub alt: Option<String>,
    pub bytes: Vec<u8>,
}

/// Where a network has no ids of its own for everybody, its posts have a name only within the channel that brought them.
pub fn channel_scope(channel_id: ChannelId) -> String {
    format!("{CHANNEL_SCOPE}{channel_id}")
}

pub fn is_channel_scope(scope: &str) -> bool {
    scope.starts_with(CHANNEL_SCOPE)
}

const CHANNEL_SCOPE: &str = "channel:";
