//! The gate of the outbox: may this answer be queued?

use crate::{Count, TooLong, split};
use answerable_domain::{Availability, Limits, Millis, ReplyId, ReplyState, UserId};
use serde::Serialize;

/// An answer that somebody wants to send.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    pub text: &'a str,
    pub limits: &'a Limits,
    /// The thread version that was on the screen when it was written.
    pub written_against: u32,
    /// What the connector says about replying to this post.
    pub availability: &'a Availability,
    /// How long it can be taken back.
    pub undo_ms: i64,
    pub now: Millis,
}

/// The thread as it is at this moment, read in the transaction that would queue the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadNow {
    pub thread_version: u32,
    /// Another answer that is on its way, or has left since the version that this one was written against.
    pub other_reply: Option<OtherReply>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OtherReply {
    pub reply_id: ReplyId,
    pub user_id: UserId,
    pub state: ReplyState,
}

/// It may be queued: in these parts, to leave then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub parts: Vec<String>,
    pub send_at: Millis,
}

/// Why it may not be queued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there are no words in it")]
    Empty,
    #[error("it is too long for the network: {} parts of at most {}", count.parts, count.parts_max)]
    TooLong { count: Count },
    /// Something was said, edited, deleted or answered since.
    #[error("written against version {written_against} of a thread that is at {thread_version}")]
    Stale { written_against: u32, thread_version: u32 },
    #[error("reply {} by user {} came first", by.reply_id, by.user_id)]
    AlreadyAnswered { by: OtherReply },
    #[error("the post cannot be answered: {0:?}")]
    NotPossible(Availability),
    /// In private, and yet these would read it too.
    #[error("it would reach others as well: {}", others.join(", "))]
    ReachesOthers { others: Vec<String> },
}

/// Lets an answer into the outbox or says why not. What cannot be mended by rewriting comes first.
pub fn submit(submission: &Submission, thread: &ThreadNow) -> Result<Accepted, Refusal> {
    if *submission.availability != Availability::Yes {
        return Err(Refusal::NotPossible(submission.availability.clone()));
    }
    if let Some(by) = thread.other_reply.filter(|reply| stands_in_the_way(reply.state)) {
        return Err(Refusal::AlreadyAnswered { by });
    }
    let (written_against, thread_version) = (submission.written_against, thread.thread_version);
    if written_against != thread_version {
        return Err(Refusal::Stale { written_against, thread_version });
    }
    let parts = split(submission.text, submission.limits).map_err(|TooLong { count }| Refusal::TooLong { count })?;
    if parts.iter().all(|part| is_blank(part)) {
        return Err(Refusal::Empty);
    }
    Ok(Accepted { parts, send_at: submission.now.saturating_add(submission.undo_ms.max(0)) })
}

/// A reply that failed or was taken back is no answer, and one that nobody knows of must not silence the desk for ever.
fn stands_in_the_way(state: ReplyState) -> bool {
    matches!(state, ReplyState::Queued | ReplyState::Sending | ReplyState::Sent)
}

/// Nothing that a reader would see.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
            || matches!(c, '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
    })
}
