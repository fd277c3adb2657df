//! From one message to a post.

use super::{
    content,
    entities::{Marked, Me, marked, spans},
};
use crate::{
    Poison, hand_off,
    json::{self, poison, storable},
};
use answerable_domain::{AuthorSeen, InboundPost, Millis, Network, PostKind, Visibility};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const CONNECTION_BYTES_MAX: usize = 200;

/// A message and where it stands.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    pub value: &'a Value,
    pub chat: i64,
    pub number: i64,
    /// The business connection that it came by: its chats count their messages by themselves.
    pub connection: Option<&'a str>,
}

impl<'a> Message<'a> {
    pub fn read(value: &'a Value) -> Result<Self, Poison> {
        let number = |path: &[&str]| json::at(value, path).and_then(Value::as_i64).ok_or_else(|| poison("missing_field", path.join(".")));
        let connection = connection(value)?;
        Ok(Self { value, chat: number(&["chat", "id"])?, number: number(&["message_id"])?, connection })
    }

    pub fn native_id(&self) -> String {
        native_id(self.connection, self.chat, self.number)
    }

    /// The date is enough for what was never edited. Two edits within a second are told apart by their words.
    pub fn version(&self) -> String {
        let date = |key: &str| self.value.get(key).and_then(Value::as_i64);
        let Some(edited) = date("edit_date") else { return date("date").unwrap_or(0).to_string() };
        let hash: String =
            Sha256::digest(content::words(self.value).0.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("{edited}-{hash}")
    }

    pub fn is_private(&self) -> bool {
        json::text(self.value, &["chat", "type"]) == Some("private")
    }

    /// Said by the brand from its own app, or for it by us: in a business chat everybody but the customer.
    fn is_brands(&self) -> bool {
        self.connection.is_some() && json::at(self.value, &["from", "id"]).and_then(Value::as_i64) != Some(self.chat)
    }

    /// The message that it answers, if that is one that somebody said.
    pub fn above(&self) -> Option<Message<'a>> {
        let value = self.value.get("reply_to_message")?;
        let number = value.get("message_id")?.as_i64()?;
        (!content::is_service(value)).then_some(Message { value, number, ..*self })
    }

    /// `context`: it came along with its answer.
    pub fn post(&self, me: &Me, received_at: Millis, context: bool) -> InboundPost {
        let (text, entities) = content::words(self.value);
        let marks = marked(&text, entities);
        let above = self.above();
        let name = json::text(self.value, &["chat", "username"]).filter(|name| is_name(name));
        let visibility = match (self.is_private(), name) {
            (true, _) => Visibility::Direct,
            (false, Some(_)) => Visibility::Public,
            (false, None) => Visibility::Limited,
        };
        InboundPost {
            network: Network::Telegram,
            native_id: self.native_id(),
            version: self.version(),
            kind: match (self.is_private(), above) {
                (true, _) => PostKind::Direct,
                (false, Some(_)) => PostKind::Comment,
                (false, None) => PostKind::Post,
            },
            visibility,
            author: self.author(me),
            spans: spans(&marks, me),
            media: content::media(self.value),
            root_native_id: self.is_private().then(|| root(self.connection, self.chat)),
            parent_native_id: above.map(|above| above.native_id()),
            parent_author_native_id: above.map(|above| above.author(me).native_id),
            permalink: name.filter(|_| !self.is_private()).map(|name| permalink(name, self.number)),
            languages: self.languages(),
            created_at: self.value.get("date").and_then(Value::as_i64).map_or(received_at, |date| date.saturating_mul(1_000)),
            addressed: !context && self.is_addressed(&marks, me),
            context,
            handle: self.note(name),
            answers_us: false,
            hand_off: (self.is_private() && !self.is_brands()).then(|| code(&text)).flatten(),
            attachments: Vec::new(),
            text,
        }
    }

    fn author(&self, me: &Me) -> AuthorSeen {
        if self.is_brands() {
            return AuthorSeen { native_id: me.id.to_string(), ..AuthorSeen::default() };
        }
        let chat = || self.value.get("sender_chat").or_else(|| self.value.get("chat")).unwrap_or(&Value::Null);
        // Who speaks as a chat has a stand-in as its sender.
        let from = self.value.get("from").filter(|_| self.value.get("sender_chat").is_none());
        let speaker = from.unwrap_or_else(chat);
        let said = |key: &str| json::text(speaker, &[key]).map(storable);
        let names: Vec<String> = ["first_name", "last_name"].into_iter().filter_map(said).collect();
        AuthorSeen {
            native_id: speaker.get("id").and_then(Value::as_i64).unwrap_or(self.chat).to_string(),
            handle: said("username"),
            display_name: said("title").or_else(|| (!names.is_empty()).then(|| names.join(" "))),
            avatar: None,
            followers: None,
            bot: from.and_then(|from| from.get("is_bot")).and_then(Value::as_bool),
        }
    }

    /// The language of the sender's app says little about what is said among many.
    fn languages(&self) -> Vec<String> {
        let told =
            json::text(self.value, &["from", "language_code"]).filter(|tag| self.is_private() && !self.is_brands() && tag.len() <= 35);
        told.map(storable).into_iter().collect()
    }

    fn is_addressed(&self, marks: &[Marked<'_>], me: &Me) -> bool {
        if self.is_private() {
            return !self.is_brands();
        }
        if json::text(self.value, &["chat", "type"]) == Some("channel") {
            return false;
        }
        let answers_us = json::at(self.value, &["reply_to_message", "from", "id"]).and_then(Value::as_i64) == Some(me.id);
        answers_us
            || marks.iter().any(|mark| match mark.kind {
                "mention" => me.is_called(mark.words),
                "text_mention" => json::at(mark.entity, &["user", "id"]).and_then(Value::as_i64) == Some(me.id),
                "bot_command" => mark.words.split_once('@').is_none_or(|(_, name)| me.is_called(name)),
                _ => false,
            })
    }

    /// What an answer needs.
    fn note(&self, name: Option<&str>) -> Value {
        let mut note = json!({"chat": self.chat, "message": self.number, "private": self.is_private()});
        let mut add = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                note[key] = value;
            }
        };
        add("connection", self.connection.map(|id| json!(storable(id))));
        add("topic", self.value.get("message_thread_id").filter(|_| json::flag(self.value, &["is_topic_message"])).cloned());
        add("from", json::at(self.value, &["from", "id"]).filter(|_| self.value.get("sender_chat").is_none()).cloned());
        add("name", name.map(|name| json!(name)));
        let automatic = json::flag(self.value, &["is_from_offline"]) || json::flag(self.value, &["is_automatic_forward"]);
        add("notes", automatic.then(|| json!(["automatic"])));
        note
    }
}

/// The business connection that an event came by.
pub fn connection(event: &Value) -> Result<Option<&str>, Poison> {
    match json::text(event, &["business_connection_id"]) {
        Some(id) if id.len() > CONNECTION_BYTES_MAX || id.contains(':') => Err(poison("bad_value", "business_connection_id")),
        other => Ok(other),
    }
}

pub fn native_id(connection: Option<&str>, chat: i64, number: i64) -> String {
    match connection {
        Some(connection) => format!("{}:{chat}:{number}", storable(connection)),
        None => format!("{chat}:{number}"),
    }
}

/// A private chat is one conversation. No message stands at its root, and none is ever asked for under this name.
fn root(connection: Option<&str>, chat: i64) -> String {
    match connection {
        Some(connection) => format!("chat:{}:{chat}", storable(connection)),
        None => format!("chat:{chat}"),
    }
}

pub fn permalink(name: &str, number: i64) -> String {
    format!("https://t.me/{name}/{number}")
}

fn is_name(name: &str) -> bool {
    name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What the app says by itself when somebody opens the chat, and what stood in the link that opened it (`t.me/bot?start=...`).
pub fn started_with(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("/start")?.trim();
    let is_from_link = rest.len() <= 64 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    is_from_link.then_some(rest)
}

/// The code of a case that began elsewhere, from a link or typed.
fn code(text: &str) -> Option<String> {
    started_with(text).and_then(hand_off::code).or_else(|| hand_off::in_brackets(text))
}
