//! An answer: one message, or a chain in which each answers the one before.
//!
//! Telegram has no key to send a message once, and a bot cannot read back what it said. So only what provably never left is tried again.

use super::{
    LIMITS,
    api::{Api, CallError, PATIENCE},
    message::{Message, native_id, permalink},
};
use crate::{Delivery, Engagement, Outcome, SendTarget, json};
use answerable_domain::{ActionKind, Receipt};
use serde_json::{Value, json};
use std::time::Duration;

const TRY_AGAIN: Duration = Duration::from_secs(5);
const LIKE: &str = "👍";

/// Where an answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub chat: i64,
    pub message: i64,
    pub private: bool,
    pub connection: Option<String>,
    pub from: Option<i64>,
    topic: Option<i64>,
    /// The public name of the chat.
    name: Option<String>,
}

impl Address {
    /// What `normalize` noted; where there is no note, the native id says the most of it.
    pub fn of(target: &SendTarget) -> Option<Self> {
        let note = &target.handle;
        let number = |key: &str| note.get(key).and_then(Value::as_i64);
        let mut id = target.post.native_id.rsplitn(3, ':');
        let (message, chat) = (id.next()?.parse().ok()?, id.next()?.parse().ok()?);
        Some(Self {
            chat,
            message,
            private: note.get("private").and_then(Value::as_bool).unwrap_or(chat > 0),
            connection: id.next().map(str::to_owned),
            from: number("from"),
            topic: number("topic"),
            name: json::text(note, &["name"]).map(str::to_owned),
        })
    }
}

/// A part that is out.
struct Sent {
    chat: i64,
    number: i64,
    version: String,
}

pub async fn send(api: &Api, delivery: &Delivery) -> Outcome {
    let address = match checked(delivery) {
        Ok(address) => address,
        Err(refused) => return refused,
    };
    let mut sent: Vec<Sent> = Vec::new();
    for text in &delivery.parts {
        match part(api, &address, delivery.privately, sent.last(), text).await {
            Ok(one) => sent.push(one),
            Err(error) => return in_chain(failed(&error), sent.len(), delivery.parts.len()),
        }
    }
    Outcome::Done(receipt(&address, &sent, delivery.privately))
}

/// What Telegram would not take does not leave.
fn checked(delivery: &Delivery) -> Result<Address, Outcome> {
    let refused = |code, why: &str| Err(Outcome::Refused { code, why: why.to_owned() });
    if delivery.letter.is_some() {
        return Err(Outcome::unsupported());
    }
    if delivery.target.post.deleted_at.is_some() {
        return refused("post_deleted", "the message is gone");
    }
    if delivery.may_have_left {
        let why = "it may have been sent before, and a bot cannot look".to_owned();
        return Err(Outcome::Uncertain { probe_after: TRY_AGAIN, why });
    }
    let Some(address) = Address::of(&delivery.target) else { return refused("refused", "not a message of this network") };
    if delivery.privately && (address.private || address.from.is_none()) {
        return refused("refused", "there is nobody to write to in private");
    }
    if delivery.parts.is_empty() || delivery.parts.iter().any(|part| part.trim().is_empty()) {
        return refused("refused", "an answer has words");
    }
    let too_long = |part: &String| part.encode_utf16().count() > LIMITS.units_max as usize;
    if delivery.parts.len() > usize::from(LIMITS.parts_max) || delivery.parts.iter().any(too_long) {
        return refused("too_long", "longer than 4,096 UTF-16 units");
    }
    Ok(address)
}

async fn part(api: &Api, address: &Address, privately: bool, before: Option<&Sent>, text: &str) -> Result<Sent, CallError> {
    let chat = before.map(|before| before.chat).or(address.from.filter(|_| privately)).unwrap_or(address.chat);
    let mut body = json!({"chat_id": chat, "text": text});
    let above = before.map(|before| before.number).or((!privately).then_some(address.message));
    if let Some(above) = above {
        body["reply_parameters"] = json!({"message_id": above, "allow_sending_without_reply": true});
    }
    if let Some(connection) = address.connection.as_ref().filter(|_| !privately) {
        body["business_connection_id"] = json!(connection);
    }
    if let Some(topic) = address.topic.filter(|_| !privately) {
        body["message_thread_id"] = json!(topic);
    }
    match post(api, &body).await {
        // The group has a new number, and its messages are counted anew: the old one's number may be somebody else's message now.
        Err(CallError::Refused { moved_to: Some(moved), .. }) => {
            let body = json!({"chat_id": moved, "text": text});
            post(api, &body).await
        }
        other => other,
    }
}

async fn post(api: &Api, body: &Value) -> Result<Sent, CallError> {
    let answer = api.call("sendMessage", body, PATIENCE).await?;
    let message: Value = serde_json::from_str(answer.get()).map_err(|error| CallError::Cut(error.to_string()))?;
    let message = Message::read(&message).map_err(|poison| CallError::Cut(poison.reason))?;
    Ok(Sent { chat: message.chat, number: message.number, version: message.version() })
}

fn failed(error: &CallError) -> Outcome {
    let why = error.why();
    match error {
        CallError::NotSent(_) => Outcome::Retry { after: TRY_AGAIN, why },
        CallError::Cut(_) | CallError::Refused { code: 500.., .. } => Outcome::Uncertain { probe_after: TRY_AGAIN, why },
        CallError::Refused { code: 429, retry_after, .. } => {
            Outcome::Retry { after: retry_after.unwrap_or(crate::retry::WAIT_UNTOLD), why }
        }
        error if error.is_about_token() => Outcome::Refused { code: "signed_out", why },
        CallError::Refused { said, .. } => {
            let (code, plain) = plainly(said);
            Outcome::Refused { code, why: plain.map_or(why, str::to_owned) }
        }
    }
}

/// Telegram's words, in words for people.
fn plainly(said: &str) -> (&'static str, Option<&'static str>) {
    let known = [
        ("message is too long", "too_long", "Telegram takes at most 4,096 characters"),
        ("bot was blocked", "refused", "the customer has stopped the bot"),
        ("can't initiate conversation", "refused", "the customer has never written to the bot, and a bot cannot write first"),
        ("user is deactivated", "refused", "the customer's account was deleted"),
        ("bot was kicked", "refused", "the bot was removed from the group"),
        ("not enough rights", "refused", "the bot may not write in this chat"),
        ("BUSINESS_PEER", "refused", "the customer has not written within 24 hours, so the business account cannot answer"),
        ("replied not found", "post_deleted", "the message is gone"),
        ("chat not found", "refused", "the chat is gone, or the bot was never in it"),
    ];
    let found = known.iter().find(|(words, ..)| said.contains(words));
    found.map_or(("refused", None), |(_, code, plain)| (code, Some(plain)))
}

/// Once a part is out, "provably not applied" is no longer true of the whole, and trying again would say the first part twice.
fn in_chain(outcome: Outcome, sent: usize, parts: usize) -> Outcome {
    if sent == 0 {
        return outcome;
    }
    let (Outcome::Retry { why, .. } | Outcome::Uncertain { why, .. } | Outcome::Refused { why, .. }) = outcome else { return outcome };
    Outcome::Uncertain { probe_after: TRY_AGAIN, why: format!("part {} of {parts}: {why}", sent + 1) }
}

fn receipt(address: &Address, sent: &[Sent], privately: bool) -> Receipt {
    let connection = address.connection.as_deref().filter(|_| !privately);
    let public = address.name.as_ref().filter(|_| !privately);
    Receipt {
        native_ids: sent.iter().map(|one| native_id(connection, one.chat, one.number)).collect(),
        permalink: sent.first().and_then(|first| public.map(|name| permalink(name, first.number))),
        handle: json!({"parts": sent.iter().map(|one| json!({"cid": one.version})).collect::<Vec<_>>()}),
    }
}

/// A thumb up. Telegram keeps one reaction a message, so twice is once.
pub async fn react(api: &Api, engagement: &Engagement) -> Outcome {
    let address = Address::of(&engagement.target).filter(|address| address.connection.is_none());
    let (ActionKind::Like, Some(address)) = (engagement.action, address) else { return Outcome::unsupported() };
    let body = json!({"chat_id": address.chat, "message_id": address.message, "reaction": [{"type": "emoji", "emoji": LIKE}]});
    match api.ask("setMessageReaction", &body).await {
        Ok(_) => {
            let post = &engagement.target.post;
            Outcome::Done(Receipt { native_ids: vec![post.native_id.clone()], permalink: post.permalink.clone(), handle: json!({}) })
        }
        // At its new place the group counts its messages anew, and this number may be another's.
        Err(CallError::Refused { moved_to: Some(_), said, .. }) => Outcome::Refused { code: "post_deleted", why: said },
        Err(error) => failed(&error),
    }
}
