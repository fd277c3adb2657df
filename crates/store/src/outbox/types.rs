//! What goes through the outbox.

use answerable_domain::{
    ActionKind, BrandId, Case, CaseId, Channel, ChannelId, InboundPost, Letter, Millis, Post, PostId, Receipt, Reply, ReplyFailure,
    ReplyState, UserId,
};

/// An answer to be queued. Cut into parts and named before the first attempt, so that every attempt sends the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReply {
    pub case_id: CaseId,
    pub post_id: PostId,
    pub channel_id: ChannelId,
    pub text: String,
    pub parts: Vec<String>,
    pub own_ids: Vec<String>,
    /// What the case's thread version was when the person wrote.
    pub thread_version: u32,
    /// Made by the client, unique for the user: the same again gives the reply that is there.
    pub client_key: String,
    pub send_at: Millis,
    pub letter: Option<Letter>,
    pub privately: bool,
}

/// The thread as it is inside the transaction that queues a reply.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadNow {
    pub case: Case,
    /// The post that is to be answered.
    pub post: Post,
    /// All replies of the case, oldest first.
    pub replies: Vec<Reply>,
    pub channel: Channel,
    pub now: Millis,
}

/// How a reply goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyStep {
    pub state: ReplyState,
    /// When it is to be tried (again); for `Queued` only.
    pub next_attempt_at: Option<Millis>,
    /// An attempt may have arrived: ask before sending again.
    pub may_have_left: bool,
    pub failure: Option<ReplyFailure>,
}

/// A reply that this caller, and nobody else, is to hand to the network now. It is `sending` in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedReply {
    pub reply: Reply,
    /// Of the attempts before this one.
    pub may_have_left: bool,
    pub channel: Channel,
    /// The post that is answered, and what its connector noted about it.
    pub post: Post,
    pub handle: serde_json::Value,
}

/// Our own posts as the network has them now: one for each part that was sent.
#[derive(Debug, Clone, Default)]
pub struct SentPosts {
    /// Within which native ids are unique, as in [`crate::ArrivedPost`].
    pub scope: String,
    pub posts: Vec<InboundPost>,
}

/// A like or repost by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    pub id: i64,
    pub brand_id: BrandId,
    pub case_id: Option<CaseId>,
    pub post_id: PostId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub action: ActionKind,
    /// The same at every attempt.
    pub own_id: String,
    pub state: EngagementState,
    pub created_at: Millis,
    pub receipt: Option<Receipt>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngagementState {
    Pending,
    Done,
    Failed,
    Unknown,
}

impl EngagementState {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Done, Self::Failed, Self::Unknown];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}
