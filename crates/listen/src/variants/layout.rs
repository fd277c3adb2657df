//! The wrong keyboard layout left on: `acme` typed with the Korean layout is `ㅁ츧`, `삼성` with the English one is `tkatjd`, and `acme` in
//! a Japanese input method is `あcめ`.
//!
//! Nobody notices after one letter, so the whole term comes out, composed as the input method does.

use super::hangul::jamo::{compose, is_hangul, keys};
use super::hangul::keys::{jamo_of, letter_of};
use super::romaji;
use super::slip::{Detail, Slips};

const LEFT_ON: f32 = 120.0;
const WITH_SHIFT: f32 = 60.0;
const JAPANESE: f32 = 50.0;

/// `written` is the term as its owner writes it (capitals are typed with Shift), `term` as it is folded.
pub fn add(written: &str, term: &[char], slips: &mut Slips) {
    if term.iter().copied().any(is_hangul) {
        let typed: String = keys(term).into_iter().map(|key| letter_of(key).unwrap_or(key)).collect();
        slips.add_whole(term, typed.to_lowercase(), "layout", Detail::Name("en"), LEFT_ON);
        return;
    }
    if !term.iter().any(char::is_ascii_alphabetic) {
        return;
    }
    let lower: String = term.iter().collect();
    let mut add_korean = |text: &str, rate| {
        let pressed: Vec<char> = text.chars().map(|c| jamo_of(c).unwrap_or(c)).collect();
        slips.add_whole(term, compose(pressed.iter().copied()), "layout", Detail::Name("ko"), rate);
    };
    add_korean(&lower, LEFT_ON);
    add_korean(&capitalized(&lower), WITH_SHIFT);
    add_korean(written, WITH_SHIFT);
    slips.add_whole(term, romaji::typed(&lower), "layout", Detail::Name("ja"), JAPANESE);
}

fn capitalized(lower: &str) -> String {
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
