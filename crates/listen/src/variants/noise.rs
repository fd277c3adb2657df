//! How likely a spelling is to bring posts about something else, 0..=100.
//!
//! A spelling is noise when it is short, or when people write it anyway. Nothing here looks at posts; the preview does.

use super::common::{is_common_hangul, is_common_hiragana, is_common_katakana, is_common_latin, is_common_syllable};
use super::script::{Script, is_kana, script_of, syllables};

/// From here on a spelling is off until somebody switches it on.
pub const OFF_FROM: u8 = 50;
/// The same for the spellings of a short term, which are all short: only the surest are made.
pub const OFF_FROM_IF_SHORT: u8 = 60;

const COMMON: u8 = 95;
const ALL_WORDS_COMMON: u8 = 75;
/// A part of the term, in a script without edges: what the term is made of, others are made of as well.
pub const PART_OF_TERM: u8 = 60;
/// Two everyday words that are seldom neighbours.
const RARE_PAIR: u8 = 40;

/// `spelling` is folded; `regrouped`: it has the letters of its term, with other spaces, so that it is no more of an everyday word than
/// the term is.
pub fn noise(spelling: &str, regrouped: bool) -> u8 {
    let by_length = by_length(spelling);
    if spelling.contains(' ') {
        return by_length.max(of_phrase(spelling));
    }
    if !regrouped && is_everyday(spelling) { COMMON } else { by_length }
}

fn of_phrase(phrase: &str) -> u8 {
    let mut least = usize::MAX;
    for (place, word) in phrase.split(' ').enumerate() {
        if !is_fragment(word, place == 0) && !is_everyday(word) {
            return 0;
        }
        let is_hangul = word.chars().all(|c| script_of(c) == Script::Hangul);
        least = least.min(if is_hangul { word.chars().count() } else { 1 });
    }
    if least > 1 { RARE_PAIR } else { ALL_WORDS_COMMON }
}

/// Too little to tell a word by: two letters, one syllable that is a word; any syllable at the beginning, which other words end in.
fn is_fragment(word: &str, is_first: bool) -> bool {
    let is_short = syllables(word.chars()) < 1.5;
    is_short && (is_first || is_common_syllable(word) || word.chars().all(|c| script_of(c) != Script::Hangul))
}

/// A common word of its script.
fn is_everyday(text: &str) -> bool {
    let mut scripts = text.chars().map(script_of);
    let Some(first) = scripts.next() else { return false };
    match first {
        Script::Latin => scripts.all(|script| script == first) && is_common_latin(text),
        Script::Hangul => scripts.all(|script| script == first) && is_common_hangul(text),
        Script::Katakana if text.chars().all(|c| script_of(c) == Script::Katakana) => is_common_katakana(text),
        Script::Katakana | Script::Hiragana => scripts.all(is_kana) && is_common_hiragana(text),
        Script::Han | Script::Other => false,
    }
}

fn by_length(spelling: &str) -> u8 {
    let by_length = match syllables(spelling.chars()) {
        syllables if syllables < 1.2 => 90,
        syllables if syllables < 1.9 => 75,
        syllables if syllables < 2.4 => 55,
        syllables if syllables < 3.0 => 30,
        syllables if syllables < 4.0 => 15,
        syllables if syllables < 5.0 => 8,
        _ => 3,
    };
    // Jamo that make no syllable, and letters among kana, are seldom anything else.
    // Hiragana has no edges: a short one is in the middle of everything.
    if spelling.chars().all(|c| script_of(c) == Script::Hiragana) && by_length > 10 {
        return (by_length.max(40) + 15).min(95);
    }
    if spelling.chars().any(|c| matches!(c, 'ㄱ'..='ㅣ')) || has_letters_among_kana(spelling) { by_length / 2 } else { by_length }
}

fn has_letters_among_kana(spelling: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase();
    let kana = |c: char| is_kana(script_of(c));
    let pairs = || spelling.chars().zip(spelling.chars().skip(1));
    !spelling.is_ascii() && pairs().any(|(one, two)| kana(one) && is_letter(two) || is_letter(one) && kana(two))
}
