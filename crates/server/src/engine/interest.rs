//! Which frames of a whole network's stream could matter to a brand.
//!
//! Asked for every frame, tens to thousands a second, so it looks at bytes and parses nothing. It may say yes too often (the pipeline
//! decides) but never no to what matters: a monitor's words, an account of ours, or an author whose posts we hold (edits, deletions,
//! replies in threads that we follow all carry that author's id).
//!
//! Ids of Bluesky say of themselves that they are ids (`did:`): a frame of its stream is searched for that alone. Ids of other networks are
//! words like others (a name, an address, a number): there every word is looked at. Those networks are a thousand times quieter.

use answerable_domain::Network;
use answerable_listen::Matcher;
use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    sync::{Arc, RwLock},
};

/// One brand's interest; shared by its streams and fed by the pipeline.
pub struct Interest {
    matcher: RwLock<Arc<Matcher>>,
    /// Ids that begin with `did:`.
    dids: RwLock<HashSet<u64>>,
    /// All others, of networks where an id is a word.
    words: RwLock<HashSet<u64>>,
    hasher: RandomState,
}

impl Interest {
    pub fn new(matcher: Arc<Matcher>) -> Self {
        Self { matcher: RwLock::new(matcher), dids: RwLock::default(), words: RwLock::default(), hasher: RandomState::new() }
    }

    pub fn matcher(&self) -> Arc<Matcher> {
        self.matcher.read().expect("no holder panics").clone()
    }

    /// Takes effect for the next frame; frames under way finish with the old one.
    pub fn set_matcher(&self, matcher: Arc<Matcher>) {
        *self.matcher.write().expect("no holder panics") = matcher;
    }

    /// From now on frames that name one of these accounts are wanted.
    pub fn follow<'a>(&self, native_ids: impl IntoIterator<Item = &'a str>) {
        for id in native_ids {
            let of_its_shape = if id.starts_with("did:") { &self.dids } else { &self.words };
            of_its_shape.write().expect("no holder panics").insert(self.hasher.hash_one(id.as_bytes()));
        }
    }

    /// `frame`: as it came from the network, or the words and ids in it.
    pub fn wants(&self, network: Network, frame: &[u8]) -> bool {
        let is_followed =
            if network == Network::Bluesky { self.names(&self.dids, dids(frame)) } else { self.names(&self.words, words(frame)) };
        is_followed || self.matcher().might_match(frame)
    }

    fn names<'f>(&self, followed: &RwLock<HashSet<u64>>, mut ids: impl Iterator<Item = &'f [u8]>) -> bool {
        let followed = followed.read().expect("no holder panics");
        !followed.is_empty() && ids.any(|id| followed.contains(&self.hasher.hash_one(id)))
    }
}

/// Whatever stands between blanks, quotation marks, and the signs of JSON and markup around values. An id with one of those in it is none.
fn words(frame: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_edge = |byte: &u8| {
        byte.is_ascii_whitespace() || byte.is_ascii_control() || matches!(byte, b'"' | b',' | b'<' | b'>' | b'[' | b']' | b'{' | b'}')
    };
    frame.split(is_edge).filter(|word| !word.is_empty())
}

/// Every decentralised identifier (`did:method:id`) in the bytes.
fn dids(frame: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = frame;
    std::iter::from_fn(move || {
        let start = rest.windows(4).position(|four| four == b"did:")?;
        let from = &rest[start..];
        let length = from.iter().position(|byte| !is_id_byte(*byte)).unwrap_or(from.len());
        rest = &from[length..];
        Some(&from[..length])
    })
}

fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'.' | b'-' | b'_' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing_monitored() -> Interest {
        Interest::new(Arc::new(Matcher::new(&[], &[]).expect("no monitors")))
    }

    #[test]
    fn ids_are_found_wherever_they_stand() {
        let frame = br#"{"did":"did:plc:abc","x":"at://did:web:a.b%3A80/app.bsky.feed.post/3k","y":"did:"}"#;
        let found: Vec<&[u8]> = dids(frame).collect();
        assert_eq!(found, [b"did:plc:abc".as_slice(), b"did:web:a.b%3A80", b"did:"]);
    }

    #[test]
    fn a_frame_of_a_followed_account_is_wanted_and_others_are_not() {
        let interest = nothing_monitored();
        interest.follow(["did:plc:abc"]);
        let wants = |frame: &[u8]| interest.wants(Network::Bluesky, frame);
        assert!(wants(br#"{"did":"did:plc:abc","kind":"account"}"#));
        assert!(wants(br#"{"did":"did:plc:zzz","reply":{"uri":"at://did:plc:abc/app.bsky.feed.post/1"}}"#));
        assert!(!wants(br#"{"did":"did:plc:abcd","text":"hello"}"#));
        assert!(!wants(b""));
    }

    #[test]
    fn an_id_of_any_shape_is_found_as_a_whole_word() {
        for (network, id, followed, others) in [
            (
                Network::Mastodon,
                "https://social.example/@jiwoo",
                vec![r#"{"url":"https://social.example/@jiwoo","n":1}"#],
                vec!["https://social.example/@jiwoo2", "https://social.example/@ji"],
            ),
            (Network::HackerNews, "pg", vec![r#"{"by":"pg","id":1}"#, "the text of it\npg"], vec!["page", "pgp", ""]),
            (Network::Telegram, "4711", vec!["hi 4711"], vec!["47110", "14711"]),
            (Network::Email, "jiwoo@mail.example", vec!["from <jiwoo@mail.example> to"], vec!["jiwoo@mail.example.org"]),
            (Network::Other, "지우", vec!["지우 환불", "환불\t지우"], vec!["지우가"]),
        ] {
            let interest = nothing_monitored();
            interest.follow([id]);
            for frame in followed {
                assert!(interest.wants(network, frame.as_bytes()), "{id} in {frame}");
            }
            for frame in others {
                assert!(!interest.wants(network, frame.as_bytes()), "{id} in {frame}");
            }
        }
    }
}
