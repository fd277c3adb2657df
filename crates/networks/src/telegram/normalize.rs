//! From updates to what happened. Pure and total.

use super::{
    content,
    entities::Me,
    message::{self, Message},
};
use crate::{
    Poison,
    json::{self, poison, storable},
};
use answerable_domain::{Deleter, Inbound, InboundPost, Millis, Raw, Span, clip_to_bytes};
use serde_json::Value;

const MESSAGES: [&str; 6] =
    ["message", "edited_message", "channel_post", "edited_channel_post", "business_message", "edited_business_message"];
/// Telegram's own limit for an album is ten.
const ALBUM_MAX: usize = 20;
const DELETED_MAX: usize = 1_000;

pub fn normalize(raw: &Raw, me: &Me) -> Result<Vec<Inbound>, Poison> {
    match json::parse(&raw.body)? {
        Value::Array(updates) => album(&updates, me, raw.received_at),
        update => one(&update, me, raw.received_at),
    }
}

fn one(update: &Value, me: &Me, received_at: Millis) -> Result<Vec<Inbound>, Poison> {
    if let Some(kind) = MESSAGES.iter().find(|kind| update.get(**kind).is_some()) {
        return said(&update[*kind], me, received_at);
    }
    if let Some(deleted) = update.get("deleted_business_messages") {
        return gone(deleted);
    }
    let kind = update.as_object().and_then(|update| update.keys().find(|key| *key != "update_id"));
    match kind {
        Some(kind) => Ok(vec![ignored(kind)]),
        None => Err(poison("missing_field", "an update with nothing in it")),
    }
}

fn said(value: &Value, me: &Me, received_at: Millis) -> Result<Vec<Inbound>, Poison> {
    let message = Message::read(value)?;
    if content::is_service(value) {
        return Ok(vec![ignored("service_message")]);
    }
    if value.get("edit_date").is_some() && json::at(value, &["location", "live_period"]).is_some() {
        // Somebody is on the way, and says so every few seconds.
        return Ok(vec![ignored("live_location")]);
    }
    let post = message.post(me, received_at, false);
    if message.is_private() && post.hand_off.is_none() && message::started_with(&post.text).is_some() {
        return Ok(vec![ignored("start")]);
    }
    Ok(with_above(&message, post, me, received_at))
}

/// The message that is answered comes along: a bot could not fetch it.
fn with_above(message: &Message<'_>, post: InboundPost, me: &Me, received_at: Millis) -> Vec<Inbound> {
    let above = message.above().map(|above| above.post(me, received_at, true));
    above.into_iter().chain([post]).map(|post| Inbound::Post(Box::new(post))).collect()
}

/// Several pictures that were sent at once: one post under the number of the first, with the words of all.
fn album(updates: &[Value], me: &Me, received_at: Millis) -> Result<Vec<Inbound>, Poison> {
    let values = updates.iter().take(ALBUM_MAX).map(|update| {
        let kind = MESSAGES.iter().find_map(|kind| update.get(kind));
        kind.ok_or_else(|| poison("missing_field", "an album holds messages"))
    });
    let mut messages = values.map(|value| Message::read(value?)).collect::<Result<Vec<_>, _>>()?;
    messages.sort_by_key(|message| message.number);
    let (first, rest) = messages.split_first().ok_or_else(|| poison("missing_field", "an empty list"))?;
    if rest.iter().any(|other| other.chat != first.chat) {
        return Err(poison("bad_value", "an album in two chats"));
    }
    let mut post = first.post(me, received_at, false);
    for other in rest {
        add(&mut post, other.post(me, received_at, false));
    }
    Ok(with_above(first, post, me, received_at))
}

fn add(post: &mut InboundPost, other: InboundPost) {
    post.media.extend(other.media);
    post.addressed |= other.addressed;
    if other.text.is_empty() {
        return;
    }
    if !post.text.is_empty() {
        post.text.push_str("\n\n");
    }
    let by = u32::try_from(post.text.len()).unwrap_or(u32::MAX);
    let moved = |span: Span| Some(Span { start: span.start.checked_add(by)?, end: span.end.checked_add(by)?, kind: span.kind });
    post.spans.extend(other.spans.into_iter().filter_map(moved));
    post.text.push_str(&other.text);
}

fn gone(deleted: &Value) -> Result<Vec<Inbound>, Poison> {
    let connection = message::connection(deleted)?;
    let chat = json::at(deleted, &["chat", "id"]).and_then(Value::as_i64).ok_or_else(|| poison("missing_field", "chat.id"))?;
    let numbers = json::list(deleted, &["message_ids"]).iter().filter_map(Value::as_i64).take(DELETED_MAX);
    // Either side may delete, and it is not told who did.
    let gone = |number| Inbound::Deleted { native_id: message::native_id(connection, chat, number), by: Deleter::Unknown };
    Ok(numbers.map(gone).collect())
}

fn ignored(what: &str) -> Inbound {
    Inbound::Ignored { what: storable(clip_to_bytes(what, 64)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::{ChannelId, RawId, SpanKind};
    use serde_json::json;

    fn read(body: &Value) -> Result<Vec<Inbound>, Poison> {
        let raw =
            Raw { id: RawId(1), channel_id: ChannelId(1), source: "updates".into(), received_at: 9, body: body.to_string().into_bytes() };
        normalize(&raw, &Me { id: 7, name: Some("acme_bot".into()) })
    }

    #[test]
    fn the_captions_of_an_album_keep_their_marks() {
        let picture = |number: i64, caption: &str| {
            json!({"update_id": number, "message": {"message_id": number, "date": 1, "chat": {"id": 42, "type": "private"},
                "media_group_id": "g", "photo": [{"file_id": format!("f{number}"), "width": 1, "height": 1}],
                "caption": caption, "caption_entities": [{"type": "hashtag", "offset": 2, "length": 3}]}})
        };
        // The first number is the post's, in whatever order they came.
        let found = read(&json!([picture(6, "👾#환불"), picture(5, "가 #배송")])).expect("an album");
        let [Inbound::Post(post)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((post.native_id.as_str(), post.text.as_str(), post.media.len()), ("42:5", "가 #배송\n\n👾#환불", 2));
        let marked: Vec<&str> = post.spans.iter().map(|span| &post.text[span.start as usize..span.end as usize]).collect();
        assert_eq!(marked, ["#배송", "#환불"]);
        assert!(post.spans.iter().all(|span| matches!(&span.kind, SpanKind::Tag(tag) if span.fits(&post.text) && !tag.contains('#'))));
    }

    #[test]
    fn what_is_no_message_says_what_it_is() {
        for (body, expected) in [
            (json!({"update_id": 1, "guest_wave": {}}), Ok("guest_wave")),
            (json!({"update_id": 1, "message_reaction": {"chat": {}}}), Ok("message_reaction")),
            (json!({"message": {"message_id": 1, "chat": {"id": 1, "type": "group"}, "new_chat_members": []}}), Ok("service_message")),
            (json!({"message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "text": "/start"}}), Ok("start")),
            (json!({"message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "text": "/start spring_sale"}}), Ok("start")),
            (
                json!({"edited_message": {"message_id": 1, "edit_date": 2, "chat": {"id": 1}, "location": {"latitude": 1, "live_period": 60}}}),
                Ok("live_location"),
            ),
            (json!({"update_id": 1}), Err("missing_field")),
            (json!({"message": {"message_id": "1", "chat": {"id": 1}}}), Err("missing_field")),
            (json!({"message": null}), Err("missing_field")),
            (json!([]), Err("missing_field")),
            (json!([{"update_id": 1}]), Err("missing_field")),
            (json!(7), Err("missing_field")),
        ] {
            let found = read(&body);
            let said = match &found {
                Ok(found) => match found.as_slice() {
                    [Inbound::Ignored { what }] => Ok(what.as_str()),
                    other => panic!("{body}: {other:?}"),
                },
                Err(poison) => Err(poison.code),
            };
            assert_eq!(said, expected, "{body}");
        }
    }
}
