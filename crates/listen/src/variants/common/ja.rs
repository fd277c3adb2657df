//! Frequent Japanese in kana.
//!
//! Hiragana matches anywhere, so a spelling is noise when it is part of everyday words and endings put together. Katakana matches as a
//! whole word only.

use super::words;
use std::collections::HashSet;
use std::sync::LazyLock;

static KATAKANA: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("ja_katakana.txt")));
static HIRAGANA: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("ja_hiragana.txt")));
static HIRAGANA_LIST: &str = include_str!("ja_hiragana.txt");

const PIECE_MAX: usize = 6;

pub fn is_common_katakana(text: &str) -> bool {
    KATAKANA.contains(text)
}

/// `text` is part of a word of the list, or can be read as words of it.
pub fn is_common_hiragana(text: &str) -> bool {
    if HIRAGANA_LIST.contains(text) {
        return true;
    }
    let kana: Vec<char> = text.chars().collect();
    let mut read = vec![false; kana.len() + 1];
    read[0] = true;
    for end in 1..=kana.len() {
        read[end] = (end.saturating_sub(PIECE_MAX)..end)
            .any(|start| read[start] && HIRAGANA.contains(kana[start..end].iter().collect::<String>().as_str()));
    }
    read[kana.len()]
}
