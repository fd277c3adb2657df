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

/// `text` can be read as words of the list with particles and endings, and nothing else; spaces are as if they were not there.
pub fn is_common(text: &str) -> bool {
    let syllables: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    let count = syllables.len();
    // Ways to have read the first n syllables: not at all, ending in something that needs a word before it, or with a word.
    let mut read = vec![false; count + 1];
    read[0] = true;
    for end in 1..=count {
        for start in end.saturating_sub(PIECE_MAX)..end {
            if !read[start] {
                continue;
            }
            let piece: String = syllables[start..end].iter().collect();
            if WORDS.contains(piece.as_str()) || (start > 0 && AFTER.contains(piece.as_str())) {
                read[end] = true;
                break;
            }
        }
    }
    read[count]
}
