//! Replies on their way out, likes and reposts.

mod claim;
mod elsewhere;
mod engage;
mod queue;
mod rows;
mod sent;
mod types;

pub use elsewhere::Elsewhere;
pub(crate) use elsewhere::NOTED_ELSEWHERE;
pub use types::{ClaimedReply, Engagement, EngagementState, NewReply, ReplyStep, SentPosts, ThreadNow};

pub(crate) use engage::action_named;
pub(crate) use rows::replies_of;
