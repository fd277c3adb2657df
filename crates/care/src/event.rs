//! What can happen to a case, and what cannot be done to one.

use answerable_domain::{Case, CaseAction, Millis, PostId, Urgency, UserId};

/// Everything that [`decide`](crate::decide) needs to know about what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseEvent {
    /// A post joined the thread.
    PostArrived {
        post_id: PostId,
        /// When it was heard, by our clock.
        at: Millis,
        /// Is its author a VIP now? Of no matter when `ours`.
        vip: bool,
        urgency: Urgency,
        /// Said by an account of the brand, but not through the outbox (answered on the network's own site). An answer of the outbox
        /// that is heard again is no news: it was counted as [`CaseEvent::ReplySent`].
        ours: bool,
    },
    /// The words of a post changed at its source.
    PostEdited,
    /// A post is gone at its source. `last_remaining`: nothing that the customer said is left, so there is nothing to answer by a deadline.
    PostDeleted { last_remaining: bool },
    /// A person did something.
    Action { action: CaseAction, by: UserId },
    /// An answer of the outbox is on the network and it is the customer's turn. See [`reply_left`].
    ReplySent { at: Millis, by: Option<UserId> },
    /// An answer of the outbox is on the network, but the customer wrote again while it waited to leave: still our turn.
    ReplyCrossed { at: Millis, by: Option<UserId> },
    /// Somebody marked the customer as a VIP, or took the mark away.
    VipChanged { vip: bool },
    /// Time has passed: a snooze or a deadline may be due.
    Tick,
}

/// The right event for an answer that has just left: an answer cannot answer what was heard after it was `written_at`
/// (the reply's `created_at`).
pub fn reply_left(case: &Case, written_at: Millis, at: Millis, by: Option<UserId>) -> CaseEvent {
    if case.last_post_at > written_at { CaseEvent::ReplyCrossed { at, by } } else { CaseEvent::ReplySent { at, by } }
}

/// Why a person's action makes no sense for the case as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CareError {
    /// Closing or snoozing what is closed; reopen it first.
    #[error("the case is closed")]
    AlreadyClosed,
    /// Reopening what is open.
    #[error("the case is open")]
    AlreadyOpen,
    #[error("a snooze must end in the future, not at {until}")]
    SnoozeInThePast { until: Millis },
    /// A forgotten case is a lost one.
    #[error("a snooze must end by {until_max}")]
    SnoozeTooLong { until_max: Millis },
}
