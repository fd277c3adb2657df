//! Where we are in each list of the server: the newest id of each, which is all that a cursor of ours holds.
//!
//! Ids are opaque; they sort by length, then as text. Those of statuses begin with the time on every server that we know, and a status that
//! was said elsewhere may reach the server after newer ones. So hashtags and public timelines are read again from a little earlier.

use super::PublicTimeline;
use answerable_domain::{Cursor, Millis};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A list that can be read again by REST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feed {
    Notifications,
    Tag(String),
    Public(PublicTimeline),
}

impl Feed {
    pub fn path(&self) -> String {
        match self {
            Self::Notifications => "/api/v1/notifications".to_owned(),
            Self::Tag(tag) => format!("/api/v1/timelines/tag/{}", encoded(tag)),
            Self::Public(_) => "/api/v1/timelines/public".to_owned(),
        }
    }

    /// Where things from it are said to come from.
    pub fn via(&self) -> &'static str {
        match self {
            Self::Notifications => "user",
            Self::Tag(_) => "tag",
            Self::Public(_) => "public",
        }
    }

    /// How far back it is read again, for what came late to the server.
    fn overlap_ms(&self) -> u64 {
        match self {
            Self::Notifications => 0,
            Self::Tag(_) => 10 * 60_000,
            Self::Public(_) => 60_000,
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    notification: Option<String>,
    tags: BTreeMap<String, String>,
    public: Option<String>,
    /// The server's time of the newest thing that was read.
    pub at: Option<Millis>,
}

impl Place {
    pub fn read(cursor: Option<&Cursor>) -> Self {
        cursor.and_then(|cursor| serde_json::from_str(&cursor.0).ok()).unwrap_or_default()
    }

    pub fn to_cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).expect("texts and numbers"))
    }

    pub fn newest(&self, feed: &Feed) -> Option<&str> {
        match feed {
            Feed::Notifications => self.notification.as_deref(),
            Feed::Tag(tag) => self.tags.get(&tag.to_lowercase()).map(String::as_str),
            Feed::Public(_) => self.public.as_deref(),
        }
    }

    /// Where a feed is to be read from.
    pub fn from(&self, feed: &Feed) -> Option<String> {
        self.newest(feed).map(|id| earlier(id, feed.overlap_ms()))
    }

    /// Moves forward only.
    pub fn pass(&mut self, feed: &Feed, id: &str) {
        if self.newest(feed).is_some_and(|newest| !is_newer(id, newest)) {
            return;
        }
        let id = id.to_owned();
        match feed {
            Feed::Notifications => self.notification = Some(id),
            Feed::Tag(tag) => drop(self.tags.insert(tag.to_lowercase(), id)),
            Feed::Public(_) => self.public = Some(id),
        }
    }

    pub fn saw(&mut self, at: Option<Millis>) {
        self.at = self.at.max(at);
    }
}

pub fn is_newer(id: &str, than: &str) -> bool {
    (id.len(), id) > (than.len(), than)
}

/// An id from so much earlier, where the id tells its time: Mastodon's numbers (milliseconds and 16 bits), ULIDs. Others stay as they are.
fn earlier(id: &str, by_ms: u64) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let number = id.parse::<u64>().ok().filter(|number| (id.len() == 17 || id.len() == 18) && (number >> 16) > by_ms);
    if let Some(number) = number {
        return (number - (by_ms << 16)).to_string();
    }
    let digit = |byte: u8| LETTERS.iter().position(|letter| *letter == byte.to_ascii_uppercase()).map(|place| place as u64);
    let time = |id: &str| id.bytes().take(10).try_fold(0_u64, |time, byte| Some((time << 5) | digit(byte)?));
    match time(id).filter(|time| id.len() == 26 && id.is_ascii() && *time > by_ms) {
        Some(time) if by_ms > 0 => {
            let time = time - by_ms;
            let letters = (0..10).rev().map(|place| char::from(LETTERS[(time >> (place * 5) & 31) as usize]));
            letters.chain(id[10..].chars()).collect()
        }
        _ => id.to_owned(),
    }
}

fn encoded(tag: &str) -> String {
    tag.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_length_and_then_as_text() {
        for (newer, older) in [("10", "9"), ("11", "10"), ("01M80DEGXMZY33YRKD0FR442H8", "01M80DEGDKV2TNGR25XER2P69A"), ("1", "")] {
            assert!(is_newer(newer, older) && !is_newer(older, newer) && !is_newer(newer, newer), "{newer} {older}");
        }
    }

    #[test]
    fn a_place_moves_forward_only_and_survives_storage() {
        let mut place = Place::default();
        for (feed, id) in
            [(Feed::Notifications, "9"), (Feed::Notifications, "10"), (Feed::Notifications, "9"), (Feed::Tag("ACME".into()), "5")]
        {
            place.pass(&feed, id);
        }
        let place = Place::read(Some(&place.to_cursor()));
        assert_eq!((place.newest(&Feed::Notifications), place.newest(&Feed::Tag("acme".into()))), (Some("10"), Some("5")));
        assert_eq!(Place::read(Some(&Cursor("nonsense".into()))), Place::default());
    }

    #[test]
    fn lists_that_get_late_posts_are_read_again_from_a_little_earlier() {
        for (id, by_ms, expected) in [
            ("117657449267200000", 1_000, "117657449201664000"),
            ("01M80DEGXMZY33YRKD0FR442H8", 0, "01M80DEGXMZY33YRKD0FR442H8"),
            ("01M80DEGXMZY33YRKD0FR442H8", 1, "01M80DEGXKZY33YRKD0FR442H8"),
            ("01M80DEG00ZY33YRKD0FR442H8", 1, "01M80DEFZZZY33YRKD0FR442H8"),
            ("9", 1_000, "9"),
            ("가나다라마바사아자차카타파하가나다라마바사아자차카타", 1_000, "가나다라마바사아자차카타파하가나다라마바사아자차카타"),
        ] {
            assert_eq!(earlier(id, by_ms), expected, "{id}");
        }
    }
}
