//! What the bot says, as the network takes it or refuses it: in the words of the real one.

use super::{
    calls::Wrong,
    chats::{ChatKey, Chats, Member},
};
use crate::Published;
use answerable_domain::Millis;
use serde_json::{Value, json};

const UNITS_MAX: usize = 4_096;
/// A business account may be spoken for so long after the customer's last message.
const WINDOW_MS: Millis = 24 * 3_600_000;

pub fn message(chats: &mut Chats, asked: &Value) -> Result<Value, Wrong> {
    let key = open_chat(chats, asked)?;
    let text = asked["text"].as_str().unwrap_or_default().trim();
    if text.is_empty() {
        return Err(Wrong::new(400, "Bad Request: message text is empty"));
    }
    if text.encode_utf16().count() > UNITS_MAX {
        return Err(Wrong::new(400, "Bad Request: message is too long"));
    }
    let mut fields = json!({"text": text});
    let reply = asked["reply_parameters"]["message_id"].as_i64();
    let above = reply.filter(|number| chats.chat(&key).messages.contains_key(number));
    match (reply, above) {
        (Some(_), None) if asked["reply_parameters"]["allow_sending_without_reply"] != json!(true) => {
            return Err(Wrong::new(400, "Bad Request: message to be replied not found"));
        }
        (_, Some(above)) => fields["reply_to_message"] = chats.quoted(&key, above),
        _ => {}
    }
    if key.connection.is_some() {
        fields["sender_business_bot"] = super::bot();
    }
    let from = if key.connection.is_some() { Member::Owner } else { Member::Bot };
    let number = chats.write(&key, from, fields);
    chats.sent.push(asked.clone());
    let private = chats.chat(&key).about["type"] == json!("private");
    let answers = above.map(|above| key.native_id(above));
    chats.published.push(Published { native_id: key.native_id(number), text: text.to_owned(), answers, private });
    let message = chats.chat(&key).messages[&number].clone();
    if key.connection.is_some() {
        chats.deliver(&key, number, "business_message", message.clone());
    }
    Ok(message)
}

pub fn reaction(chats: &mut Chats, asked: &Value) -> Result<Value, Wrong> {
    let key = open_chat(chats, asked)?;
    let number = asked["message_id"].as_i64().unwrap_or_default();
    if !chats.chat(&key).messages.contains_key(&number) {
        return Err(Wrong::new(400, "Bad Request: message to react not found"));
    }
    let emoji = asked["reaction"][0]["emoji"].as_str().unwrap_or_default().to_owned();
    chats.reactions.push((key.native_id(number), emoji));
    Ok(json!(true))
}

/// The chat, if the bot may speak in it.
fn open_chat(chats: &mut Chats, asked: &Value) -> Result<ChatKey, Wrong> {
    let connection = asked["business_connection_id"].as_str().map(str::to_owned);
    let key = ChatKey { connection, chat: asked["chat_id"].as_i64().unwrap_or_default() };
    let Some(chat) = chats.chats.get(&key) else {
        return Err(Wrong::new(400, "Bad Request: chat not found"));
    };
    if let Some(id) = chat.moved_to {
        let said = "Bad Request: group chat was upgraded to a supergroup chat".to_owned();
        return Err(Wrong { code: 400, said, parameters: Some(json!({"migrate_to_chat_id": id})) });
    }
    if chat.blocked {
        return Err(Wrong::new(403, "Forbidden: bot was blocked by the user"));
    }
    if key.connection.is_none() && chat.about["type"] == json!("private") && chat.heard_at.is_none() {
        return Err(Wrong::new(403, "Forbidden: bot can't initiate conversation with a user"));
    }
    if let Some(connection) = &key.connection {
        let may = chats.connections.get(connection).copied().unwrap_or(false);
        if !may || chat.heard_at.is_none_or(|at| chats.now - at > WINDOW_MS) {
            return Err(Wrong::new(400, "Bad Request: BUSINESS_PEER_USAGE_MISSING"));
        }
    }
    Ok(key)
}
