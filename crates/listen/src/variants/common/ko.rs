//! Frequent Korean words, and what may stand around them.
//!
//! Terms of three syllables and more match inside a run of Hangul, so a spelling is noise when it can be read as everyday words with
//! their particles and endings: `오늘다` is `오늘` and `다`, and stands in many posts.

use super::words;
use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("ko.txt")));
static AFTER: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("ko_after.txt")));

const PIECE_MAX: usize = 5;

/// One syllable that people write between spaces, or after a word as if it were one.
pub fn is_common_syllable(syllable: &str) -> bool {
    WORDS.contains(syllable) || AFTER.contains(syllable)
}

/// `text`, without spaces, can be read as words of the list with particles and endings, and nothing else. Words of one syllable can be
/// read into anything, so there may not be more of them than of others.
pub fn is_common(text: &str) -> bool {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let count = ends.len() - 1;
    // How the first n syllables can be read: the fewest words of one syllable more than longer ones.
    let mut read: Vec<Option<i32>> = vec![None; count + 1];
    read[0] = Some(0);
    for end in 1..=count {
        for start in end.saturating_sub(PIECE_MAX)..end {
            let Some(before) = read[start] else { continue };
            let piece = &text[ends[start]..ends[end]];
            let cost = match end - start {
                _ if start > 0 && AFTER.contains(piece) => 0,
                _ if !WORDS.contains(piece) => continue,
                1 => 1,
                _ => -1,
            };
            read[end] = Some(read[end].map_or(before + cost, |best| best.min(before + cost)));
        }
    }
    read[count].is_some_and(|more| more <= 0)
}
