//! A first look at a frame as it came, without undoing escapes and without folding.
//!
//! Each needed term gives a *fragment* of plain characters, which stand in a frame as they stand in the folded text, but for the case of
//! ASCII letters. What could make a plain character out of something else (`ａ`, `\u0061`, a zero-width space inside a word) is *odd*. A
//! frame with neither a fragment nor anything odd holds no needed term; that is most frames of a network.

use crate::character::{Class, class_of, fold_character};
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Characters of a fragment that are worth looking for; shorter ones are everywhere.
const FRAGMENT_CHARS_MIN: usize = 2;

#[derive(Debug)]
pub struct Sieve {
    /// `None` when some term has no fragment: then every frame gets a second look.
    fragments_and_odd: Option<AhoCorasick>,
}

impl Sieve {
    /// `terms` are folded.
    pub fn new(terms: &BTreeSet<String>) -> Result<Self, BuildError> {
        let fragments: Option<BTreeSet<Vec<u8>>> = terms.iter().map(|term| Some(fragment(term)?.as_bytes().to_vec())).collect();
        let Some(fragments) = fragments else { return Ok(Self { fragments_and_odd: None }) };
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(fragments.into_iter().chain(ODD_BEGINNINGS.iter().cloned()))?;
        Ok(Self { fragments_and_odd: Some(automaton) })
    }

    /// False only for frames without any of the terms.
    pub fn lets_through(&self, frame: &[u8]) -> bool {
        self.fragments_and_odd.as_ref().is_none_or(|automaton| automaton.is_match(frame))
    }
}

/// The longest stretch of plain characters.
fn fragment(term: &str) -> Option<&str> {
    let longest = term.split(|c| !is_plain(c)).max_by_key(|fragment| fragment.len())?;
    longest.chars().nth(FRAGMENT_CHARS_MIN - 1).map(|_| longest)
}

/// Folds to itself, or is a letter or digit of ASCII. Two-byte letters are left out: half of them are the capitals of others.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c.len_utf8() >= 3 && class_of(c) == Class::Single(c))
}

/// Neither plain nor without effect on plain characters.
fn is_odd(c: char) -> bool {
    match class_of(c) {
        Class::Ignorable | Class::Continuing => true,
        Class::Space => false,
        Class::Single(folded) => !is_plain(c) && is_plain(folded),
        Class::Complex => {
            let mut any_plain = false;
            fold_character(c, |part| any_plain |= is_plain(part));
            any_plain
        }
    }
}

/// How the bytes of odd characters begin, and escapes of whole characters.
///
/// Three bytes of those that have quotation marks, kana and emoji for neighbours; two bytes of others, to be few.
static ODD_BEGINNINGS: LazyLock<BTreeSet<Vec<u8>>> = LazyLock::new(|| {
    // Beyond: ideographs, of which only those for compatibility are odd, tags and variation selectors.
    let odd = ('\u{80}'..='\u{1FFFF}').chain('\u{2F800}'..='\u{2FA1F}').chain('\u{E0000}'..='\u{E0FFF}').filter(|c| is_odd(*c));
    let beginning = |c: char| {
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes).as_bytes();
        let length = if matches!(bytes[0], 0xE2 | 0xE3 | 0xF0) { 3 } else { 2 };
        bytes[..length].to_vec()
    };
    odd.map(beginning).chain([br"\u".to_vec()]).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Folder;

    fn sieve(terms: &[&str]) -> Sieve {
        Sieve::new(&terms.iter().map(|term| (*term).to_owned()).collect()).expect("few terms")
    }

    #[test]
    fn most_frames_are_dropped() {
        let sieve = sieve(&["acme", "아크메", "返金", "does not work"]);
        let dropped = ["", r#"{"text":"평범한 글\n“정말”… 좋네요😀 ®"}"#, "it does not", "アクメを返す。", "Привет", "ça va très bien"];
        for frame in dropped {
            assert!(!sieve.lets_through(frame.as_bytes()), "{frame}");
        }
        for frame in ["ACME", "아크메가", "it WORKS", "返金", "ａ", r"\u0061", "ac\u{200B}me", "①", "ｱ", "\u{1161}"] {
            assert!(sieve.lets_through(frame.as_bytes()), "{frame}");
        }
        assert!(self::sieve(&["가"]).lets_through(b""), "a term of one character is everywhere");
    }

    #[test]
    fn whatever_folds_to_a_fragment_gets_through() {
        let sieve = sieve(&["no such words"]);
        let mut folder = Folder::default();
        for c in ('\u{80}'..=char::MAX).filter(|c| !is_plain(*c)) {
            let folded = String::from_utf16_lossy(folder.fold(&format!("ア{c}\u{1100}\u{1161}")));
            let harmless = folded.starts_with('ア') && folded.ends_with('가') && !folded[3..folded.len() - 3].contains(is_plain);
            let skipped = folded == "ア가";
            assert!((harmless && !skipped) || sieve.lets_through(c.to_string().as_bytes()), "{c:?} folds to {folded:?}");
        }
    }
}
