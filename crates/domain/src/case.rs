//! Cases: one matter with one customer, from the first post to the last answer.

use crate::{AuthorId, BrandId, CaseId, ChannelId, Millis, NoteId, PostId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// It is our turn.
    Open,
    /// We answered; it is the customer's turn.
    Waiting,
    Snoozed,
    Closed,
}

impl CaseState {
    pub const ALL: [Self; 4] = [Self::Open, Self::Waiting, Self::Snoozed, Self::Closed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// 0..=100; a sum of visible parts. The inbox's "most urgent first" is by deadline, then by this.
pub type Urgency = u8;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub id: CaseId,
    pub brand_id: BrandId,
    /// The channel that heard it first; its connector answers, or another account of the same network.
    pub channel_id: ChannelId,
    /// The customer's account.
    pub author_id: AuthorId,
    pub state: CaseState,
    pub assignee_id: Option<UserId>,
    pub vip: bool,
    pub urgency: Urgency,
    pub opened_at: Millis,
    /// When the customer's last post was heard.
    pub last_post_at: Millis,
    pub last_post_id: PostId,
    /// Counts every change of the thread (a post, an edit, a deletion, an answer). A reply carries the version that it was written against.
    pub thread_version: u32,
    /// When it must be answered; `None` once it is answered, snoozed or closed.
    pub deadline_at: Option<Millis>,
    /// When the deadline was seen to pass.
    pub overdue_at: Option<Millis>,
    pub first_answered_at: Option<Millis>,
    pub snoozed_until: Option<Millis>,
    pub closed_at: Option<Millis>,
    pub reopened_count: u32,
    pub updated_at: Millis,
}

/// What a person does to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum CaseAction {
    Close,
    Reopen,
    Snooze { until: Millis },
    Assign { to: Option<UserId> },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub id: NoteId,
    pub case_id: CaseId,
    pub user_id: UserId,
    pub text: String,
    pub created_at: Millis,
}
