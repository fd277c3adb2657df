//! What a mail leaves behind for whoever answers it: the post's `handle`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// References that are kept of a mail: the first and the last ones, as many as an answer carries.
pub const REFERENCES_MAX: usize = 21;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Noted {
    /// Codes for the screen: `sender_verified`, `sender_unverified`, `automatic`, `bounced`, `truncated`.
    pub notes: Vec<String>,
    /// The mail's own Message-ID without `<` and `>`, where it has a usable one: what an answer refers to.
    pub message_id: Option<String>,
    /// Its references, the oldest first, itself not among them.
    pub references: Vec<String>,
    /// As the sender wrote it, `Re:` and all.
    pub subject: String,
    /// The sender's address, where it is not our own: a form may name no other.
    pub from: Option<String>,
    /// Where an answer goes: `Reply-To` where it differs from the sender's address.
    pub reply_to: Option<String>,
    /// A program wrote it, or asked programs to be silent: no program answers it.
    pub automatic: bool,
    /// The native id of this mail should another one hold its Message-ID already.
    pub again: Option<String>,
    /// Where the mailbox keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
}

impl Noted {
    /// What is missing or of another shape counts as not noted.
    pub fn of(handle: &Value) -> Self {
        serde_json::from_value(handle.clone()).unwrap_or_default()
    }

    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).expect("texts and lists serialize")
    }

    /// Where an answer goes.
    pub fn answer_to(&self) -> Option<&str> {
        self.reply_to.as_deref().or(self.from.as_deref())
    }

    /// What an answer to it carries in `References`: those of the mail, and the mail.
    pub fn answer_references(&self) -> Vec<String> {
        self.references.iter().chain(&self.message_id).cloned().collect()
    }
}
