//! What only updates tell and an answer needs: who stopped the bot, and which business account lets it speak.
//!
//! It travels in the cursor, so that it is there again after a restart.

use crate::json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Of each; who was noted longest ago is not known here, so the lowest number goes.
const NOTED_MAX: usize = 1_000;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Business connections, and whether answers are allowed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub connections: BTreeMap<String, bool>,
    /// Private chats in which the bot was stopped.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub blocked: BTreeSet<i64>,
}

impl Known {
    pub fn learn(&mut self, update: &Value) {
        if let Some(connection) = update.get("business_connection")
            && let Some(id) = json::text(connection, &["id"])
        {
            let may = json::flag(connection, &["rights", "can_reply"]) || json::flag(connection, &["can_reply"]);
            self.connections.insert(id.to_owned(), may && json::flag(connection, &["is_enabled"]));
        }
        if let Some(chat) = private_chat(update.get("my_chat_member")) {
            match json::text(update, &["my_chat_member", "new_chat_member", "status"]) {
                Some("kicked") => self.blocked.insert(chat),
                _ => self.blocked.remove(&chat),
            };
        }
        if let Some(chat) = private_chat(update.get("message")) {
            self.blocked.remove(&chat);
        }
        while self.connections.len() > NOTED_MAX {
            self.connections.pop_first();
        }
        while self.blocked.len() > NOTED_MAX {
            self.blocked.pop_first();
        }
    }
}

fn private_chat(event: Option<&Value>) -> Option<i64> {
    let chat = event?.get("chat")?;
    (json::text(chat, &["type"]) == Some("private")).then(|| chat.get("id")?.as_i64()).flatten()
}
