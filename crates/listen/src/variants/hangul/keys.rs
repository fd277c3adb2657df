//! Slips of the fingers on a 2-beolsik keyboard: a key left out, pressed twice, its neighbour, two keys in the wrong order; and whole
//! syllables lost or doubled in thought.
//!
//! The keys are what goes wrong, and the input method composes whatever was pressed: `아크메` without ㅋ is `아ㅡ메`, and with ㅁ twice it is
//! `아큼메`.

use super::jamo::{compose, keys};
use crate::variants::slip::{Detail, Slips, replaced, spliced, swapped};

/// The jamo of the three rows of keys; what Shift adds stands in [`SHIFTED`].
pub const ROWS: [&str; 3] = ["ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ"];
const LETTERS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const SHIFTED: [(char, char, char); 7] =
    [('ㅃ', 'ㅂ', 'Q'), ('ㅉ', 'ㅈ', 'W'), ('ㄸ', 'ㄷ', 'E'), ('ㄲ', 'ㄱ', 'R'), ('ㅆ', 'ㅅ', 'T'), ('ㅒ', 'ㅐ', 'O'), ('ㅖ', 'ㅔ', 'P')];

const MISSING: f32 = 14.0;
const DOUBLED: f32 = 10.0;
const SWAPPED: f32 = 9.0;
const BESIDE: f32 = 6.0;
const SLANTED: f32 = 3.0;
const SYLLABLE: f32 = 9.0;

/// The Latin letter of the key of a jamo; upper-case with Shift.
pub fn letter_of(jamo: char) -> Option<char> {
    if let Some((_, _, letter)) = SHIFTED.iter().find(|(shifted, _, _)| *shifted == jamo) {
        return Some(*letter);
    }
    place_of(jamo).and_then(|(row, column)| LETTERS[row].chars().nth(column))
}

/// The jamo on the key of a Latin letter; Shift is held for an upper-case one.
pub fn jamo_of(letter: char) -> Option<char> {
    if let Some((jamo, _, _)) = SHIFTED.iter().find(|(_, _, shifted)| *shifted == letter) {
        return Some(*jamo);
    }
    let letter = letter.to_ascii_lowercase();
    (0..3).find_map(|row| LETTERS[row].find(letter).and_then(|column| ROWS[row].chars().nth(column)))
}

pub fn add(run: &[char], slips: &mut Slips) {
    let keys = keys(run);
    for (at, key) in keys.iter().enumerate() {
        let pressed = |start: usize, end: usize, new: &[char]| compose(keys[..start].iter().chain(new).chain(&keys[end..]).copied());
        slips.add_whole(run, pressed(at, at + 1, &[]), "jamo_missing", Detail::One(*key), MISSING);
        slips.add_whole(run, pressed(at, at, &[*key]), "jamo_doubled", Detail::One(*key), DOUBLED);
        for (neighbour, rate) in neighbours(*key) {
            slips.add_whole(run, pressed(at, at + 1, &[neighbour]), "neighbour_key", Detail::Change(*key, neighbour), rate);
        }
        if let Some(next) = keys.get(at + 1).filter(|next| *next != key) {
            let detail = Detail::Swap(*key, *next);
            slips.add_whole(run, pressed(at, at + 2, &[*next, *key]), "swap", detail, SWAPPED);
        }
    }
    syllables(run, slips);
}

fn syllables(run: &[char], slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        slips.add(replaced(at, ""), "missing", Detail::One(*c), SYLLABLE);
        slips.add(spliced(at, at, *c), "doubled", Detail::One(*c), SYLLABLE);
        if let Some(next) = run.get(at + 1).filter(|next| *next != c) {
            slips.add(swapped(run, at), "swap", Detail::Swap(*c, *next), SYLLABLE);
        }
    }
}

/// The keys around a key, nearest first. Shift stays as it was where the neighbour has something there.
fn neighbours(key: char) -> Vec<(char, f32)> {
    let plain = SHIFTED.iter().find(|(shifted, _, _)| *shifted == key).map_or(key, |(_, plain, _)| *plain);
    let Some((row, column)) = place_of(plain) else { return Vec::new() };
    let at = |row: usize, column: Option<usize>| column.and_then(|column| ROWS.get(row)?.chars().nth(column));
    let mut found = Vec::with_capacity(6);
    let left = column.checked_sub(1);
    // Each row stands half a key further right than the row above it.
    found.extend([at(row, left), at(row, Some(column + 1))].into_iter().flatten().map(|jamo| (jamo, BESIDE)));
    if row > 0 {
        found.extend([at(row - 1, Some(column)), at(row - 1, Some(column + 1))].into_iter().flatten().map(|jamo| (jamo, SLANTED)));
    }
    found.extend([at(row + 1, left), at(row + 1, Some(column))].into_iter().flatten().map(|jamo| (jamo, SLANTED)));
    found
}

fn place_of(jamo: char) -> Option<(usize, usize)> {
    (0..3).find_map(|row| ROWS[row].chars().position(|c| c == jamo).map(|column| (row, column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_letters_are_the_same_keyboard() {
        for (jamo, letter) in [('ㅂ', 'q'), ('ㅃ', 'Q'), ('ㅡ', 'm'), ('ㅔ', 'p'), ('ㅖ', 'P'), ('ㅣ', 'l'), ('ㅠ', 'b')] {
            assert_eq!((letter_of(jamo), jamo_of(letter)), (Some(letter), Some(jamo)));
        }
        assert_eq!(jamo_of('A'), Some('ㅁ'));
        assert_eq!(jamo_of('1'), None);
    }

    #[test]
    fn neighbours_are_beside_above_and_below() {
        let around: String = neighbours('ㅎ').into_iter().map(|(jamo, _)| jamo).collect();
        assert_eq!(around, "ㄹㅗㅅㅛㅍㅠ");
        let corner: String = neighbours('ㅔ').into_iter().map(|(jamo, _)| jamo).collect();
        assert_eq!(corner, "ㅐㅣ");
        assert!(neighbours('가').is_empty());
    }
}
