//! How kana are mistyped: one kana for another ([`forms`]), the marks of long vowels ([`long_vowel`]), and slips of the fingers on a
//! phone's flick keys or in romaji ([`keys`]).
//!
//! Half-width kana and combining voiced marks fold to the same as the term, so they need no spelling of their own.

mod forms;
mod keys;
mod long_vowel;

use super::slip::{Detail, Slips};

const WHOLE: f32 = 220.0;

/// Slips in a run of kana; `is_last`: the term ends with it.
pub fn add(run: &[char], is_last: bool, slips: &mut Slips) {
    forms::add(run, slips);
    long_vowel::add(run, is_last, slips);
    keys::add(run, slips);
}

/// All kana of a term in the other kana.
pub fn add_whole(term: &[char], slips: &mut Slips) {
    let hiragana: Vec<char> = term.iter().map(|c| to_hiragana(*c)).collect();
    let katakana: Vec<char> = term.iter().map(|c| to_katakana(*c)).collect();
    for other in [hiragana, katakana] {
        let changed = term.iter().zip(&other).find(|(own, other)| own != other);
        if let Some((own, new)) = changed {
            slips.add_whole(term, other.iter().collect(), "kana", Detail::Change(*own, *new), WHOLE);
        }
    }
}

pub fn to_hiragana(c: char) -> char {
    shifted(c, 'ァ'..='ヶ', -0x60)
}

pub fn to_katakana(c: char) -> char {
    shifted(c, 'ぁ'..='ゖ', 0x60)
}

fn shifted(c: char, range: std::ops::RangeInclusive<char>, by: i32) -> char {
    let other = range.contains(&c).then(|| (c as u32).wrapping_add_signed(by)).and_then(char::from_u32);
    other.unwrap_or(c)
}

/// `new`, a hiragana, in the kana of `like`.
fn in_kana_of(like: char, new: char) -> char {
    if to_hiragana(like) == like && to_katakana(like) != like { new } else { to_katakana(new) }
}

/// The rows of kana by consonant; columns are a, i, u, e, o.
const ROWS: [&str; 17] = [
    "あいうえお",
    "かきくけこ",
    "さしすせそ",
    "たちつてと",
    "なにぬねの",
    "はひふへほ",
    "まみむめも",
    "や　ゆ　よ",
    "らりるれろ",
    "わ　　　を",
    "がぎぐげご",
    "ざじずぜぞ",
    "だぢづでど",
    "ばびぶべぼ",
    "ぱぴぷぺぽ",
    "ぁぃぅぇぉ",
    "ゃ　ゅ　ょ",
];

/// Row and column of a kana.
fn place_of(c: char) -> Option<(usize, usize)> {
    let hiragana = to_hiragana(c);
    (0..ROWS.len()).find_map(|row| ROWS[row].chars().position(|kana| kana == hiragana).map(|column| (row, column)))
}

fn kana_at(row: usize, column: usize) -> Option<char> {
    ROWS.get(row)?.chars().nth(column).filter(|kana| *kana != '　')
}
