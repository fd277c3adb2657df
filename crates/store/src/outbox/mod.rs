//! Replies on their way out, likes and reposts.

mod types;

pub use types::{ClaimedReply, Engagement, EngagementState, NewReply, ReplyStep, SentPosts, ThreadNow};
