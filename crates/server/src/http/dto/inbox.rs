//! Cases, threads and replies as JSON.

use super::{
    answering::{Letter, Reply},
    assessment::{Assessment, UrgencyPart},
    media::{GivenHandOff, Media},
    monitors::Mention,
    names::{CaseStateName, Id, LabelName, NetworkName, PostKindName, ReplyStateName, VisibilityName},
    teaching::Correction,
    text::{Availability, Limits, Span},
};
use answerable_domain as domain;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which cases, in which order.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CasesQuery {
    /// `open,waiting,snoozed,closed` or `all`; `open` when not said.
    pub state: Option<String>,
    /// `newest`, `oldest`, `urgent`, `negative` (the most negative first) or `label:safety` (those with the label first).
    pub order: Option<String>,
    /// `me`, `none` or the id of a user.
    pub assignee: Option<String>,
    pub channel: Option<String>,
    pub network: Option<String>,
    /// `ko`, `ja`, ...
    pub language: Option<String>,
    pub sentiment: Option<String>,
    /// `complaint,-troll`: labels that all hold, and with a minus those that must not.
    pub label: Option<String>,
    pub overdue: Option<bool>,
    pub vip: Option<bool>,
    pub monitor: Option<String>,
    /// Words: as they stand for Korean, Japanese and Chinese, whole words otherwise.
    pub q: Option<String>,
    pub after: Option<String>,
    pub limit: Option<u32>,
}

/// A part of the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePage {
    pub items: Vec<CaseRow>,
    pub next: Option<String>,
    /// The last event that this page can know of: a stream from here misses nothing.
    pub as_of: Id,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonBrief {
    pub id: Id,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelBrief {
    pub id: Id,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorBrief {
    pub id: Id,
    #[schema(value_type = NetworkName)]
    pub network: domain::Network,
    /// Without `@`.
    pub handle: Option<String>,
    pub display_name: Option<String>,
    /// Always null: pictures of strangers are not loaded.
    pub avatar: Option<String>,
    pub followers: Option<u64>,
    pub vip: bool,
    pub bot: bool,
}

impl From<domain::Author> for AuthorBrief {
    fn from(author: domain::Author) -> Self {
        Self {
            id: author.id.into(),
            network: author.network,
            handle: author.handle,
            display_name: author.display_name,
            avatar: None,
            followers: author.followers,
            vip: author.vip,
            bot: author.bot,
        }
    }
}

/// The latest post of the customer, clipped.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    pub post_id: Id,
    /// At most 400 bytes.
    pub text: String,
    pub spans: Vec<Span>,
    /// What matched: `[start, end]` in bytes.
    #[schema(value_type = Vec<Vec<u32>>)]
    pub hits: Vec<(u32, u32)>,
    #[schema(value_type = PostKindName)]
    pub kind: domain::PostKind,
    pub deleted: bool,
    pub edited: bool,
}

/// A case as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseRow {
    pub id: Id,
    #[schema(value_type = CaseStateName)]
    pub state: domain::CaseState,
    pub assignee: Option<PersonBrief>,
    pub vip: bool,
    /// 0 to 100: the sum of the parts that the case tells.
    pub urgency: u8,
    pub opened_at: i64,
    pub last_post_at: i64,
    /// Counts every change of the thread; a reply carries the one that it was written against.
    pub thread_version: u32,
    pub deadline_at: Option<i64>,
    pub overdue_at: Option<i64>,
    pub snoozed_until: Option<i64>,
    pub closed_at: Option<i64>,
    pub reopened_count: u32,
    pub author: AuthorBrief,
    #[schema(value_type = NetworkName)]
    pub network: domain::Network,
    pub channel: ChannelBrief,
    pub preview: Preview,
    /// Of the customer's last post.
    pub assessment: Option<Assessment>,
    /// Of the whole case: what the customer's last post says, and what lasts of those before, as a risk does.
    #[schema(value_type = Vec<LabelName>)]
    pub labels: Vec<domain::Label>,
    /// Of the latest reply.
    #[schema(value_type = Option<ReplyStateName>)]
    pub reply_state: Option<domain::ReplyState>,
    pub posts_count: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    pub open: u64,
    pub waiting: u64,
    pub snoozed: u64,
    pub closed: u64,
    pub mine: u64,
    pub unassigned: u64,
    pub overdue: u64,
}

/// A case with everything beside it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseDetail {
    pub case: CaseRow,
    /// What the case's urgency is the sum of.
    pub urgency_parts: Vec<UrgencyPart>,
    /// What people said of the posts of the thread, oldest first, as far as it stands.
    pub corrections: Vec<Correction>,
    pub thread: Vec<ThreadItem>,
    pub notes: Vec<Note>,
    pub replies: Vec<Reply>,
    /// Of the person who asks.
    pub draft: Option<Draft>,
    pub answering: Answering,
    /// The accounts that could answer, best first.
    pub answer_channels: Vec<ChannelBrief>,
    /// The mailboxes from which it could be answered by letter.
    pub letters: Vec<ChannelBrief>,
    /// Codes that were given to the customer, newest first.
    pub hand_offs: Vec<GivenHandOff>,
    /// The last event that this view can know of.
    pub seq: Id,
}

/// How the case would be answered now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answering {
    pub channel_id: Option<Id>,
    pub channel_name: Option<String>,
    pub limits: Option<Limits>,
    pub availability: Availability,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Post {
    pub id: Id,
    pub native_id: String,
    #[schema(value_type = PostKindName)]
    pub kind: domain::PostKind,
    /// Who can read it where it was said.
    #[schema(value_type = VisibilityName)]
    pub visibility: domain::Visibility,
    pub text: String,
    pub spans: Vec<Span>,
    pub media: Vec<Media>,
    /// What a reader should know of it: `sender_unverified`, `sender_verified`, `reaches_others`, `automatic`, `bounced`, `by_code`,
    /// `truncated`.
    pub notes: Vec<String>,
    /// As the author's client declared it; it can lie.
    pub created_at: i64,
    /// When we heard it.
    pub received_at: i64,
    pub edited_at: Option<i64>,
    /// When we noticed that it was deleted at its source.
    pub deleted_at: Option<i64>,
    /// Said by an account of the brand.
    pub ours: bool,
    pub permalink: Option<String>,
    pub parent_id: Option<Id>,
    /// Not of this case; shown because the case's posts answer it.
    pub context: bool,
    #[schema(value_type = NetworkName)]
    pub network: domain::Network,
}

/// An earlier version of a post.
#[derive(Debug, Serialize, ToSchema)]
pub struct Revision {
    pub version: String,
    pub text: String,
    pub spans: Vec<Span>,
    pub seen_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ThreadItem {
    pub post: Post,
    pub author: AuthorBrief,
    /// What all monitors together matched: `[start, end]` in bytes.
    #[schema(value_type = Vec<Vec<u32>>)]
    pub hits: Vec<(u32, u32)>,
    /// Who heard it, and why.
    pub mentions: Vec<Mention>,
    pub assessment: Option<Assessment>,
    /// Earlier versions, oldest first.
    pub revisions: Vec<Revision>,
    /// The reply of ours that this post is.
    pub reply_id: Option<Id>,
    pub can: Can,
    pub engaged: Engaged,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Can {
    pub reply: Availability,
    /// Answering its author alone, on its own network.
    pub direct: Availability,
    pub like: Availability,
    pub repost: Availability,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Engaged {
    pub like: bool,
    pub repost: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Note {
    pub id: Id,
    pub user: PersonBrief,
    pub text: String,
    pub created_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Draft {
    pub text: String,
    pub thread_version: u32,
    /// It is meant for the author alone.
    pub privately: bool,
    /// It is meant to leave as a mail; the address may be half of one.
    pub letter: Option<Letter>,
    /// The mailbox that it leaves from.
    #[schema(value_type = Option<String>)]
    pub channel_id: Option<domain::ChannelId>,
    pub updated_at: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Snooze {
    pub until: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Assign {
    /// Null: nobody.
    #[schema(value_type = Option<String>)]
    pub user_id: Option<domain::UserId>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewNote {
    pub text: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewDraft {
    pub text: String,
    pub thread_version: u32,
    /// It is meant for the author alone.
    #[serde(default)]
    pub privately: bool,
    /// It is meant to leave as a mail; the address may be half of one.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// The mailbox that it leaves from.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub channel_id: Option<domain::ChannelId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DraftSaved {
    pub updated_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorDetail {
    pub author: AuthorBrief,
    pub first_seen_at: i64,
    pub posts_count: u64,
    pub cases_count: u64,
}

/// A post of an author, in the list of what they said.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorPost {
    pub post: Post,
    pub assessment: Option<Assessment>,
    pub case_id: Option<Id>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Vip {
    pub vip: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Bulk {
    /// At most 100.
    #[schema(value_type = Vec<String>)]
    pub ids: Vec<domain::CaseId>,
    #[serde(rename = "do")]
    #[schema(value_type = BulkActionShape)]
    pub action: BulkAction,
}

/// `"close"`, `"reopen"`, `{"assign": user id or null}` or `{"snooze": until}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    Close,
    Reopen,
    Assign(Option<domain::UserId>),
    Snooze(i64),
}

/// As the description knows it.
#[derive(ToSchema)]
#[schema(as = BulkAction, rename_all = "snake_case")]
pub enum BulkActionShape {
    Close,
    Reopen,
    Assign(Option<String>),
    Snooze(i64),
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BulkDone {
    pub done: Vec<Id>,
    pub failed: Vec<BulkFailed>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BulkFailed {
    pub id: Id,
    pub code: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct PresenceChange {
    pub state: PresenceState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PresenceState {
    Viewing,
    Writing,
    Left,
}
