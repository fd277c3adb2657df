//! How far a mailbox was read.

use answerable_domain::{Cursor, Millis};
use serde::{Deserialize, Serialize};

/// Kept as the cursor of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Two folders may say the same UIDVALIDITY.
    pub mailbox: String,
    /// While the mailbox says the same, `last_uid` means what it meant.
    pub uid_validity: u32,
    pub last_uid: u32,
    /// When that was, by our clock: after a renumbering, mails from before are known.
    pub at: Millis,
}

impl Place {
    pub fn read(cursor: &Cursor) -> Option<Self> {
        serde_json::from_str(&cursor.0).ok()
    }

    pub fn to_cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).expect("a plain struct"))
    }
}
