//! Which frames of a whole network's stream could matter to a brand.
//!
//! Asked for every frame, tens to thousands a second, so it looks at bytes and parses nothing. It may say yes too often (the pipeline
//! decides) but never no to what matters: a monitor's words, an account of ours, or an author whose posts we hold (edits, deletions,
//! replies in threads that we follow all carry that author's id).

use answerable_listen::Matcher;
use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    sync::{Arc, RwLock},
};

/// One brand's interest; shared by its streams and fed by the pipeline.
pub struct Interest {
    matcher: RwLock<Arc<Matcher>>,
    accounts: RwLock<HashSet<u64>>,
    hasher: RandomState,
}

impl Interest {
    pub fn new(matcher: Arc<Matcher>) -> Self {
        Self { matcher: RwLock::new(matcher), accounts: RwLock::default(), hasher: RandomState::new() }
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
        let mut accounts = self.accounts.write().expect("no holder panics");
        accounts.extend(native_ids.into_iter().map(|id| self.hasher.hash_one(id.as_bytes())));
    }

    pub fn wants(&self, frame: &[u8]) -> bool {
        self.names_an_account(frame) || self.matcher().might_match(frame)
    }

    fn names_an_account(&self, frame: &[u8]) -> bool {
        let accounts = self.accounts.read().expect("no holder panics");
        !accounts.is_empty() && account_ids(frame).any(|id| accounts.contains(&self.hasher.hash_one(id)))
    }
}

/// Every decentralised identifier (`did:method:id`) in the bytes.
fn account_ids(frame: &[u8]) -> impl Iterator<Item = &[u8]> {
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
        let found: Vec<&[u8]> = account_ids(frame).collect();
        assert_eq!(found, [b"did:plc:abc".as_slice(), b"did:web:a.b%3A80", b"did:"]);
    }

    #[test]
    fn a_frame_of_a_followed_account_is_wanted_and_others_are_not() {
        let interest = nothing_monitored();
        interest.follow(["did:plc:abc"]);
        assert!(interest.wants(br#"{"did":"did:plc:abc","kind":"account"}"#));
        assert!(interest.wants(br#"{"did":"did:plc:zzz","reply":{"uri":"at://did:plc:abc/app.bsky.feed.post/1"}}"#));
        assert!(!interest.wants(br#"{"did":"did:plc:abcd","text":"hello"}"#));
        assert!(!interest.wants(b""));
    }
}
