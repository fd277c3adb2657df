//! Replies, and what else one does to a post, as JSON.

use super::{
    inbox::PersonBrief,
    names::{Id, ReplyStateName},
};
use answerable_domain as domain;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct Reply {
    pub id: Id,
    pub case_id: Id,
    pub post_id: Id,
    pub channel_id: Id,
    pub user: PersonBrief,
    pub text: String,
    /// What leaves: one part, or a chain.
    pub parts: Vec<String>,
    #[schema(value_type = ReplyStateName)]
    pub state: domain::ReplyState,
    pub thread_version: u32,
    pub created_at: i64,
    pub send_at: i64,
    pub attempts: u32,
    pub sent_at: Option<i64>,
    pub permalink: Option<String>,
    pub failure: Option<ReplyFailure>,
    /// It has not left yet and can be taken back.
    pub can_cancel: bool,
    pub letter: Option<Letter>,
    pub privately: bool,
    /// Given on the network's own site and noted here.
    pub elsewhere: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReplyFailure {
    pub code: String,
    /// The network's words.
    pub detail: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewReply {
    #[schema(value_type = String)]
    pub post_id: domain::PostId,
    pub text: String,
    pub thread_version: u32,
    #[schema(value_type = Option<String>)]
    pub channel_id: Option<domain::ChannelId>,
    /// Made by the client; the same key again is the same reply.
    pub client_key: String,
    /// 0 to 10000; how long it can be taken back.
    pub undo_ms: Option<u32>,
    /// The person has seen that a colleague answered and sends all the same.
    #[serde(default)]
    pub despite: bool,
    /// It leaves as a mail to this address, through the mailbox `channel_id`.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// To the author alone, though the post is public.
    #[serde(default)]
    pub privately: bool,
    /// The person has seen whom else a private answer would reach.
    #[serde(default)]
    pub reaches_others: bool,
}

/// A mail that answers no mail.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Letter {
    pub to: String,
    pub subject: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementDone {
    pub state: &'static str,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct CountText {
    pub text: String,
    #[schema(value_type = String)]
    pub channel_id: domain::ChannelId,
}
