//! How likely a spelling is to bring posts about something else, 0..=100.
//!
//! A spelling is noise when it is short, or when people write it anyway. Nothing here looks at posts; the preview does.

use super::common::{is_common_hangul, is_common_hiragana, is_common_katakana, is_common_latin};
use super::script::{Script, is_kana, script_of, syllables};

/// From here on a spelling is off until somebody switches it on.
pub const OFF_FROM: u8 = 50;
/// The same for the spellings of a short term, which are all short: only the surest are made.
pub const OFF_FROM_IF_SHORT: u8 = 60;

const COMMON: u8 = 95;
const ALL_WORDS_COMMON: u8 = 75;
/// Two everyday words that are seldom neighbours.
const RARE_PAIR: u8 = 40;

/// `spelling` is folded; `regrouped`: it has the letters of its term, with other spaces, so that it is no more of an everyday word than
/// the term is.
pub fn noise(spelling: &str, regrouped: bool) -> u8 {
    let characters: Vec<char> = spelling.chars().collect();
    let by_length = by_length(&characters);
    if spelling.contains(' ') {
        return by_length.max(of_phrase(spelling));
    }
    if !regrouped && is_everyday(spelling, &characters) { COMMON } else { by_length }
}

fn of_phrase(phrase: &str) -> u8 {
    let mut least = usize::MAX;
    for word in phrase.split(' ') {
        let letters: Vec<char> = word.chars().collect();
        if !is_fragment(&letters) && !is_everyday(word, &letters) {
            return 0;
        }
        let is_hangul = letters.iter().all(|c| script_of(*c) == Script::Hangul);
        least = least.min(if is_hangul { letters.len() } else { 1 });
    }
    if least > 1 { RARE_PAIR } else { ALL_WORDS_COMMON }
}

/// One syllable, two letters: there are words enough that begin or end so.
fn is_fragment(letters: &[char]) -> bool {
    syllables(letters) < 1.5
}

/// A common word of its script.
fn is_everyday(text: &str, characters: &[char]) -> bool {
    let only = |wanted: fn(Script) -> bool| characters.iter().all(|c| wanted(script_of(*c)));
    if only(|script| script == Script::Latin) {
        return is_common_latin(text);
    }
    if only(|script| script == Script::Hangul) {
        return is_common_hangul(text);
    }
    if only(|script| script == Script::Katakana) {
        return is_common_katakana(text);
    }
    only(is_kana) && is_common_hiragana(text)
}

fn by_length(spelling: &[char]) -> u8 {
    let by_length = match syllables(spelling) {
        syllables if syllables < 1.2 => 90,
        syllables if syllables < 1.9 => 75,
        syllables if syllables < 2.4 => 55,
        syllables if syllables < 3.0 => 30,
        syllables if syllables < 4.0 => 15,
        syllables if syllables < 5.0 => 8,
        _ => 3,
    };
    // Jamo that make no syllable, and letters among kana, are seldom anything else.
    let odd = spelling.iter().any(|c| matches!(c, 'ㄱ'..='ㅣ')) || has_letters_among_kana(spelling);
    if odd { by_length / 2 } else { by_length }
}

fn has_letters_among_kana(spelling: &[char]) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase();
    let kana = |c: char| is_kana(script_of(c));
    spelling.windows(2).any(|pair| kana(pair[0]) && is_letter(pair[1]) || is_letter(pair[0]) && kana(pair[1]))
}
