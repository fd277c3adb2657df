//! What the inbox shows.

use crate::media::MediaRow;
use answerable_domain::{
    ActionKind, Assessment, Author, Case, CaseId, CaseState, ChannelId, DraftWay, Hit, Label, Labels, Millis, MonitorId, Network, Note,
    Post, PostId, PostKind, Reply, ReplyId, ReplyState, Revision, Sentiment, Span, UserId,
};

/// Which cases: a tree, compiled to bound parameters and nothing else.
///
/// At most [`crate::limits::FILTER_NODES_MAX`] nodes, [`crate::limits::FILTER_DEPTH_MAX`] deep. Language and sentiment are asked of the
/// customer's last post; labels of the case: what the last post says, and what lasts of those before ([`Labels::LASTING`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseFilter {
    /// Holds when all hold; empty: always.
    All(Vec<CaseFilter>),
    /// Holds when one holds; empty: never.
    Any(Vec<CaseFilter>),
    Not(Box<CaseFilter>),
    State(CaseState),
    AssignedTo(UserId),
    Unassigned,
    Channel(ChannelId),
    Network(Network),
    /// ISO 639-1, as assessed.
    Language(String),
    Sentiment(Sentiment),
    Label(Label),
    /// The deadline has passed and nobody has answered.
    Overdue,
    Vip,
    /// A post of it was heard by this monitor.
    Monitor(MonitorId),
    /// A post of it was addressed to an account of ours.
    Addressed,
    Author(answerable_domain::AuthorId),
    /// A post of it matches, as in `search_posts`.
    Search(String),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// By the customer's last post, newest first.
    #[default]
    Newest,
    /// By deadline (none: last), then by urgency.
    Urgent,
    /// By the customer's last post, oldest first.
    Oldest,
    /// By mood, the most negative first; newest first within the same mood.
    Negative,
    /// Those with the label first; newest first within both.
    Label(Label),
}

/// A case as a line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRow {
    pub case: Case,
    pub author: Author,
    pub network: Network,
    pub channel_name: String,
    pub preview: Preview,
    /// Of the customer's last post.
    pub assessment: Option<Assessment>,
    /// Of the case.
    pub labels: Labels,
    /// Of the newest reply that is not cancelled.
    pub reply_state: Option<ReplyState>,
    pub posts_count: u32,
}

/// The case's last post, cut short. Spans and hits lie within `text`.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub post_id: PostId,
    /// At most [`crate::limits::PREVIEW_BYTES_MAX`] bytes.
    pub text: String,
    pub spans: Vec<Span>,
    pub hits: Vec<Hit>,
    pub kind: PostKind,
    pub deleted: bool,
    pub edited: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub open: u64,
    pub waiting: u64,
    pub snoozed: u64,
    pub closed: u64,
    /// Open and assigned to the asking user.
    pub mine: u64,
    /// Open and assigned to nobody.
    pub unassigned: u64,
    pub overdue: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CaseDetail {
    pub row: CaseRow,
    /// By time; at most [`crate::limits::THREAD_POSTS_MAX`], the newest when there are more.
    pub thread: Vec<ThreadItem>,
    pub thread_cut: bool,
    pub notes: Vec<Note>,
    /// Oldest first.
    pub replies: Vec<Reply>,
    /// The asking user's.
    pub draft: Option<Draft>,
    /// The event log as of this reading.
    pub seq: answerable_domain::EventSeq,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ThreadItem {
    pub post: Post,
    /// What the connector noted for itself.
    pub handle: serde_json::Value,
    pub author: Author,
    pub hits: Vec<Hit>,
    /// It is said to us.
    pub addressed: bool,
    pub assessment: Option<Assessment>,
    /// Earlier versions, oldest first.
    pub revisions: Vec<Revision>,
    /// The reply of ours that this post is.
    pub reply_id: Option<ReplyId>,
    /// In the thread, but not of this case: a parent, or what others said.
    pub context: bool,
    pub engaged: Vec<Engaged>,
    /// Its pictures and files, in their order.
    pub media: Vec<MediaRow>,
}

/// A like or repost by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engaged {
    pub channel_id: ChannelId,
    pub action: ActionKind,
    pub state: crate::EngagementState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub case_id: CaseId,
    pub text: String,
    pub thread_version: u32,
    pub way: DraftWay,
    pub updated_at: Millis,
}

/// A post with its surroundings, for lists of posts.
#[derive(Debug, Clone, PartialEq)]
pub struct PostRow {
    pub post: Post,
    pub author: Author,
    pub assessment: Option<Assessment>,
    pub hits: Vec<Hit>,
    /// Its pictures and files, in their order.
    pub media: Vec<MediaRow>,
}

/// A post as far as a monitor asks about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardPost {
    pub id: PostId,
    pub text: String,
    pub network: Network,
    /// ISO 639-1.
    pub language: Option<String>,
    pub author_native_id: String,
    pub author_handle: Option<String>,
    pub followers: Option<u64>,
    pub has_link: bool,
    pub has_media: bool,
    /// The accounts that it mentions, by native id.
    pub mentioned: Vec<String>,
    pub addressed: bool,
    pub ours: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthorDetail {
    pub author: Author,
    pub posts_count: u64,
    pub cases_count: u64,
}
