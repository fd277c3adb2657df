//! How likely a spelling is to bring posts about something else, 0..=100.
//!
//! A spelling is noise when it is short, or when people write it anyway. Nothing here looks at posts; the preview does.

use super::common::{is_common_hangul, is_common_hiragana, is_common_katakana, is_common_latin};
use super::script::{Script, is_kana, runs, script_of, syllables};

/// From here on a spelling is off until somebody switches it on.
pub const OFF_FROM: u8 = 50;
/// The same for the spellings of a short term, which are all short: only the surest are made.
pub const OFF_FROM_IF_SHORT: u8 = 60;

const COMMON: u8 = 95;
const ALL_WORDS_COMMON: u8 = 75;

/// `spelling` is folded.
pub fn noise(spelling: &[char]) -> u8 {
    let text: String = spelling.iter().collect();
    if is_everyday(&text) {
        return COMMON;
    }
    if text.contains(' ') && text.split(' ').all(|word| is_short_word(word) || is_everyday(word)) {
        return ALL_WORDS_COMMON;
    }
    by_length(spelling)
}

fn is_short_word(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    syllables(&letters) < 1.9
}

/// Every run is a common word of its script.
fn is_everyday(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let only = |wanted: fn(Script) -> bool| characters.iter().all(|c| wanted(script_of(*c)) || *c == ' ');
    if only(|script| script == Script::Latin) {
        return is_common_latin(text);
    }
    if only(|script| script == Script::Hangul) {
        return is_common_hangul(text);
    }
    if only(is_kana) {
        return if characters.iter().any(|c| script_of(*c) == Script::Hiragana) {
            is_common_hiragana(text)
        } else {
            is_common_katakana(text)
        };
    }
    false
}

fn by_length(spelling: &[char]) -> u8 {
    let longest = runs(spelling).into_iter().map(|run| syllables(&spelling[run.start..run.end])).fold(0.0, f32::max);
    // Jamo that make no syllable, and letters among kana, are seldom anything else.
    let odd = spelling.iter().any(|c| matches!(c, 'ㄱ'..='ㅣ')) || has_letters_among_kana(spelling);
    let whole = syllables(spelling).max(longest);
    let by_length = match whole {
        whole if whole < 1.2 => 90,
        whole if whole < 1.9 => 75,
        whole if whole < 2.4 => 55,
        whole if whole < 3.0 => 30,
        whole if whole < 4.0 => 15,
        whole if whole < 5.0 => 8,
        _ => 3,
    };
    if odd { by_length / 2 } else { by_length }
}

fn has_letters_among_kana(spelling: &[char]) -> bool {
    spelling.windows(2).any(|pair| {
        is_kana(script_of(pair[0])) && pair[1].is_ascii_lowercase() || pair[0].is_ascii_lowercase() && is_kana(script_of(pair[1]))
    })
}
