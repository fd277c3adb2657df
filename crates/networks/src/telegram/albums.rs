//! Albums: pictures that were sent at once arrive as one update each, and are one post.
//!
//! Telegram does not say how many belong together. So an album is held back, unconfirmed, until looking again finds nothing new.

use crate::RawBody;
use serde_json::{Value, value::RawValue};

/// The chat, and Telegram's name for the album in it.
type AlbumName<'a> = (&'a Value, &'a str);

/// One update as it came, with the little that must be known before it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    pub number: i64,
    pub value: Value,
    pub body: Box<str>,
}

impl Update {
    /// `None`: without a number it could never be confirmed.
    pub fn read(raw: Box<RawValue>) -> Option<Self> {
        let value: Value = serde_json::from_str(raw.get()).ok()?;
        Some(Self { number: value.get("update_id")?.as_i64()?, value, body: Box::<str>::from(raw) })
    }

    /// The message in it, if it is a new one.
    pub fn new_message(&self) -> Option<&Value> {
        ["message", "channel_post", "business_message"].iter().find_map(|kind| self.value.get(kind))
    }

    /// What the pictures of one album have in common.
    fn album(&self) -> Option<AlbumName<'_>> {
        let message = self.new_message()?;
        Some((message.get("chat")?.get("id")?, message.get("media_group_id")?.as_str()?))
    }
}

/// Where the first album begins.
pub fn first_album(updates: &[Update]) -> Option<usize> {
    updates.iter().position(|update| update.album().is_some())
}

/// Where the album begins that the last update belongs to.
pub fn last_album(updates: &[Update]) -> Option<usize> {
    let last = updates.last()?.album()?;
    updates.iter().position(|update| update.album() == Some(last))
}

/// What is stored: each update byte for byte, those of an album as a list, at the place of its first.
pub fn bodies(updates: &[Update]) -> Vec<RawBody> {
    let mut bodies: Vec<(Option<AlbumName<'_>>, Vec<&str>)> = Vec::new();
    for update in updates {
        let album = update.album();
        match bodies.iter_mut().find(|(known, _)| album.is_some() && *known == album) {
            Some((_, parts)) => parts.push(&update.body),
            None => bodies.push((album, vec![&update.body])),
        }
    }
    let one = |(_, parts): (_, Vec<&str>)| match parts.as_slice() {
        [alone] => (*alone).as_bytes().to_vec(),
        several => format!("[{}]", several.join(",")).into_bytes(),
    };
    bodies.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(number: i64, chat: i64, group: Option<&str>) -> Update {
        let group = group.map(|group| format!(r#","media_group_id":"{group}""#)).unwrap_or_default();
        let body = format!(r#"{{"update_id":{number},"message":{{"message_id":{number},"chat":{{"id":{chat}}}{group}}}}}"#);
        Update::read(serde_json::from_str(&body).expect("json")).expect("an update")
    }

    #[test]
    fn the_pictures_of_an_album_are_one_payload_whoever_speaks_between_them() {
        let updates = [
            update(1, 7, None),
            update(2, 7, Some("a")),
            update(3, 8, None),
            update(4, 7, Some("a")),
            update(5, 8, Some("a")),
            update(6, 7, Some("b")),
        ];
        let bodies: Vec<String> = bodies(&updates).into_iter().map(|body| String::from_utf8(body).expect("text")).collect();
        let single = |place: usize| updates[place].body.to_string();
        assert_eq!(bodies, [single(0), format!("[{},{}]", single(1), single(3)), single(2), single(4), single(5)]);
        assert_eq!(first_album(&updates), Some(1));
        assert_eq!(last_album(&updates), Some(5));
        assert_eq!(last_album(&updates[..4]), Some(1));
        assert_eq!(last_album(&updates[..3]), None);
        assert_eq!(first_album(&[]), None);
    }

    #[test]
    fn what_has_no_number_is_no_update() {
        for body in ["{}", "[]", "7", r#"{"update_id":"7"}"#, "null"] {
            assert_eq!(Update::read(serde_json::from_str(body).expect("json")), None, "{body}");
        }
    }
}
