//! Frequent English words of four letters and more; shorter ones never pass for another spelling of anything.

use super::words;
use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("en.txt")));

/// Longest first.
const ENDINGS: &[(&str, &[&str])] = &[
    ("ings", &["", "e"]),
    ("ing", &["", "e"]),
    ("iest", &["y"]),
    ("ies", &["y"]),
    ("ied", &["y"]),
    ("ier", &["y"]),
    ("ily", &["y"]),
    ("ers", &["", "e"]),
    ("est", &["", "e"]),
    ("es", &["e"]),
    ("ed", &["", "e"]),
    ("er", &["", "e"]),
    ("ly", &["", "e"]),
    ("s", &[""]),
];

/// A word of the list or a form of one. `word` is folded.
pub fn is_common(word: &str) -> bool {
    if WORDS.contains(word) {
        return true;
    }
    ENDINGS.iter().filter_map(|(ending, stems)| word.strip_suffix(ending).map(|stem| (stem, stems))).any(|(stem, stems)| {
        stem.len() >= 3 && (stems.iter().any(|rest| contains(stem, rest)) || undoubled(stem).is_some_and(|stem| WORDS.contains(stem)))
    })
}

fn contains(stem: &str, rest: &str) -> bool {
    if rest.is_empty() { WORDS.contains(stem) } else { WORDS.contains(format!("{stem}{rest}").as_str()) }
}

/// `stopp` of `stopped`.
fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let twice = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && bytes[bytes.len() - 1].is_ascii_alphabetic();
    twice.then(|| &stem[..stem.len() - 1])
}
