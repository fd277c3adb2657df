//! Who said what in which chat, and the queue of updates that tells the bot of it.

use super::bot;
use answerable_domain::Millis;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Updates are kept for so long.
const KEPT_MS: Millis = 24 * 3_600_000;
const OWNER_ID: i64 = 5_000;

/// A chat, seen by the bot itself or through a business connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChatKey {
    pub connection: Option<String>,
    pub chat: i64,
}

impl ChatKey {
    /// As the connector names a message in it.
    pub fn native_id(&self, number: i64) -> String {
        let connection = self.connection.as_ref().map(|connection| format!("{connection}:")).unwrap_or_default();
        format!("{connection}{}:{number}", self.chat)
    }
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member<'a> {
    Customer(&'a str),
    /// The business account itself, from the owner's own app.
    Owner,
    Bot,
    /// A channel, or an administrator who speaks as the group.
    Chat,
}

pub(super) struct Chat {
    pub about: Value,
    pub messages: BTreeMap<i64, Value>,
    pub blocked: bool,
    pub moved_to: Option<i64>,
    /// When a customer last wrote in it.
    pub heard_at: Option<Millis>,
    next: i64,
}

pub(super) struct Update {
    pub number: i64,
    at: Millis,
    pub body: Value,
}

#[derive(Default)]
pub(crate) struct Chats {
    pub now: Millis,
    pub(super) chats: HashMap<ChatKey, Chat>,
    pub(super) pending: VecDeque<Update>,
    pub(super) next_update: i64,
    /// Connection to whether it may answer.
    pub(super) connections: BTreeMap<String, bool>,
    pub(super) webhook: String,
    pub(super) files: BTreeMap<String, (String, Vec<u8>)>,
    pub(super) sent: Vec<Value>,
    pub(super) published: Vec<crate::Published>,
    pub(super) reactions: Vec<(String, String)>,
    pub(super) asked: Vec<(Option<i64>, Vec<String>)>,
    /// Who asks for updates now; a new one ends the one before.
    pub(super) reader: u64,
    people: Vec<String>,
    /// The last delivery about a message.
    delivered: HashMap<String, Value>,
}

impl Chats {
    pub fn person(&mut self, who: &str) -> i64 {
        let place = self.people.iter().position(|known| known == who).unwrap_or_else(|| {
            self.people.push(who.to_owned());
            self.people.len() - 1
        });
        1_001 + i64::try_from(place).expect("few people")
    }

    fn user(&mut self, who: &str) -> Value {
        json!({"id": self.person(who), "is_bot": false, "first_name": who, "username": who, "language_code": "ko"})
    }

    fn add(&mut self, key: ChatKey, about: Value) -> ChatKey {
        let chat = Chat { about, messages: BTreeMap::new(), blocked: false, moved_to: None, heard_at: None, next: 1 };
        self.chats.entry(key.clone()).or_insert(chat);
        key
    }

    pub fn private_chat(&mut self, who: &str) -> ChatKey {
        let id = self.person(who);
        self.add(ChatKey { connection: None, chat: id }, json!({"id": id, "type": "private", "first_name": who, "username": who}))
    }

    pub fn business_chat(&mut self, connection: &str, who: &str) -> ChatKey {
        let id = self.person(who);
        let key = ChatKey { connection: Some(connection.to_owned()), chat: id };
        self.add(key, json!({"id": id, "type": "private", "first_name": who, "username": who}))
    }

    pub fn add_group(&mut self, title: &str, name: Option<&str>) -> ChatKey {
        self.add_public(-1_002_000_000_000, "supergroup", title, name)
    }

    pub fn add_channel(&mut self, title: &str, name: Option<&str>) -> ChatKey {
        self.add_public(-1_003_000_000_000, "channel", title, name)
    }

    fn add_public(&mut self, base: i64, kind: &str, title: &str, name: Option<&str>) -> ChatKey {
        let id = base - i64::try_from(self.chats.len()).expect("few chats");
        let mut about = json!({"id": id, "type": kind, "title": title});
        if let Some(name) = name {
            about["username"] = json!(name);
        }
        self.add(ChatKey { connection: None, chat: id }, about)
    }

    pub(super) fn chat(&mut self, key: &ChatKey) -> &mut Chat {
        self.chats.get_mut(key).expect("a chat of this network")
    }

    /// What a message carries of the one it answers: all but what that one answers.
    pub fn quoted(&mut self, key: &ChatKey, number: i64) -> Value {
        let mut message = self.chat(key).messages.get(&number).cloned().unwrap_or_else(|| json!({"message_id": number}));
        message.as_object_mut().expect("a message is an object").remove("reply_to_message");
        message
    }

    pub fn message(&mut self, key: &ChatKey, who: Member<'_>, fields: Value) -> i64 {
        let number = self.write(key, who, fields);
        let message = self.chat(key).messages[&number].clone();
        let kind = match (&key.connection, message["chat"]["type"].as_str()) {
            (Some(_), _) => "business_message",
            (None, Some("channel")) => "channel_post",
            (None, _) => "message",
        };
        self.deliver(key, number, kind, message);
        number
    }

    /// Keeps a message without telling the bot of it.
    pub(super) fn write(&mut self, key: &ChatKey, who: Member<'_>, fields: Value) -> i64 {
        let now = self.now;
        let from = match who {
            Member::Customer(who) => Some(self.user(who)),
            Member::Owner => Some(json!({"id": OWNER_ID, "is_bot": false, "first_name": "Acme"})),
            Member::Bot => Some(bot()),
            Member::Chat => None,
        };
        let chat = self.chat(key);
        let number = chat.next;
        chat.next += 1;
        let mut message = json!({"message_id": number, "date": now / 1_000, "chat": chat.about});
        match from {
            Some(from) => message["from"] = from,
            None => message["sender_chat"] = chat.about.clone(),
        }
        if let Some(connection) = &key.connection {
            message["business_connection_id"] = json!(connection);
        }
        merge(&mut message, fields);
        chat.messages.insert(number, message);
        if matches!(who, Member::Customer(_)) {
            chat.heard_at = Some(now);
        }
        number
    }

    pub fn edit(&mut self, key: &ChatKey, number: i64, fields: Value) {
        let now = self.now;
        let message = self.chat(key).messages.get_mut(&number).expect("a message of this chat");
        message["edit_date"] = json!(now / 1_000);
        if let Some(message) = message.as_object_mut() {
            message.remove("entities");
        }
        merge(message, fields);
        let message = message.clone();
        let kind = match (&key.connection, message["chat"]["type"].as_str()) {
            (Some(_), _) => "edited_business_message",
            (None, Some("channel")) => "edited_channel_post",
            (None, _) => "edited_message",
        };
        self.deliver(key, number, kind, message);
    }

    pub fn album_part(&mut self, key: &ChatKey, who: Member<'_>, group: &str, caption: Option<&str>) -> i64 {
        let file = self.add_file(&format!("photos/{group}_{}.jpg", self.files.len()), vec![0xff, 0xd8, 0xff, 0xe0]);
        let photo =
            json!([{"file_id": format!("{file}-small"), "width": 90, "height": 67}, {"file_id": file, "width": 1280, "height": 960}]);
        let mut fields = json!({"media_group_id": group, "photo": photo});
        if let Some(caption) = caption {
            fields["caption"] = json!(caption);
        }
        self.message(key, who, fields)
    }

    pub(super) fn deliver(&mut self, key: &ChatKey, number: i64, kind: &str, message: Value) {
        let mut body = json!({});
        body[kind] = message;
        self.delivered.insert(key.native_id(number), body.clone());
        self.queue(body);
    }

    pub fn queue(&mut self, mut body: Value) {
        if self.next_update == 0 {
            self.next_update = 700_000_000;
        }
        let number = self.next_update;
        self.next_update += 1;
        body["update_id"] = json!(number);
        self.pending.push_back(Update { number, at: self.now, body });
    }

    /// The same news under a new number.
    pub fn repeat(&mut self, native_id: &str) -> bool {
        let body = self.delivered.get(native_id).cloned();
        let known = body.is_some();
        body.into_iter().for_each(|body| self.queue(body));
        known
    }

    /// The last so many updates in the opposite order, their numbers still going up.
    pub fn turn_round(&mut self, count: usize) {
        let from = self.pending.len() - count;
        let mut bodies: Vec<Value> = self.pending.iter().skip(from).map(|update| update.body.clone()).collect();
        bodies.reverse();
        for (update, mut body) in self.pending.iter_mut().skip(from).zip(bodies) {
            body["update_id"] = json!(update.number);
            update.body = body;
        }
    }

    /// What is asked for by `offset`: that confirms all before it.
    pub fn updates(&mut self, offset: i64, limit: usize, kinds: &[String]) -> Vec<Value> {
        let oldest = self.now - KEPT_MS;
        self.pending.retain(|update| update.at >= oldest);
        let wanted = |update: &&Update| {
            let kind = update.body.as_object().and_then(|body| body.keys().find(|key| *key != "update_id")).cloned().unwrap_or_default();
            kinds.is_empty() || kinds.contains(&kind) || !KINDS.contains(&kind.as_str())
        };
        self.pending.iter().filter(|update| update.number >= offset).filter(wanted).take(limit).map(|update| update.body.clone()).collect()
    }

    pub fn confirm(&mut self, offset: i64) {
        if offset > 0 {
            self.pending.retain(|update| update.number >= offset);
        }
    }

    pub fn connect_business(&mut self, can_reply: bool) -> String {
        let id = format!("BC{}", self.connections.len() + 1);
        self.allow_answers(&id, can_reply);
        id
    }

    pub fn allow_answers(&mut self, connection: &str, can_reply: bool) {
        self.connections.insert(connection.to_owned(), can_reply);
        let owner = json!({"id": OWNER_ID, "is_bot": false, "first_name": "Acme"});
        self.queue(json!({"business_connection": {
            "id": connection, "user": owner, "user_chat_id": OWNER_ID, "date": self.now / 1_000, "is_enabled": true,
            "rights": {"can_reply": can_reply, "can_read_messages": true},
        }}));
    }

    pub fn delete_business_messages(&mut self, key: &ChatKey, numbers: &[i64]) {
        let chat = self.chat(key);
        numbers.iter().for_each(|number| drop(chat.messages.remove(number)));
        let about = chat.about.clone();
        self.queue(json!({"deleted_business_messages": {"business_connection_id": key.connection, "chat": about, "message_ids": numbers}}));
    }

    pub fn block(&mut self, who: &str, blocked: bool) {
        let (key, user) = (self.private_chat(who), self.user(who));
        let chat = self.chat(&key);
        chat.blocked = blocked;
        let (before, after) = if blocked { ("member", "kicked") } else { ("kicked", "member") };
        let about = chat.about.clone();
        self.queue(json!({"my_chat_member": {
            "chat": about, "from": user, "date": self.now / 1_000,
            "old_chat_member": {"user": bot(), "status": before}, "new_chat_member": {"user": bot(), "status": after, "until_date": 0},
        }}));
    }

    pub fn migrate(&mut self, key: &ChatKey) -> ChatKey {
        let chat = self.chat(key);
        let mut about = chat.about.clone();
        let id = key.chat - 500_000;
        chat.moved_to = Some(id);
        about["id"] = json!(id);
        // It counts its messages anew, and the old ones are not among them.
        let new = self.add(ChatKey { connection: None, chat: id }, about);
        self.message(key, Member::Chat, json!({"migrate_to_chat_id": id}));
        new
    }

    pub fn add_file(&mut self, path: &str, bytes: Vec<u8>) -> String {
        let id = format!("AgACAgI{}", self.files.len() + 1);
        self.files.insert(id.clone(), (path.to_owned(), bytes));
        id
    }
}

/// The kinds that a reader can leave out. What is newer than this list is delivered.
const KINDS: [&str; 12] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "my_chat_member",
    "message_reaction",
    "callback_query",
    "inline_query",
];

fn merge(message: &mut Value, fields: Value) {
    let (Some(message), Value::Object(fields)) = (message.as_object_mut(), fields) else { return };
    let fields: Map<String, Value> = fields;
    message.extend(fields);
}
