//! Slips of the fingers: a letter left out, pressed twice, two in the wrong order, a neighbour on QWERTY instead or besides.
//!
//! Half of what is mistyped lacks or doubles a letter; first letters are seldom wrong, and letters that are doubled in many words
//! (ll, ss, tt) are doubled in others as well.

use super::is_vowel;
use crate::variants::slip::{Detail, Slips, replaced, spliced, swapped};
use std::sync::LazyLock;

const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
/// How far right each row stands, in halves of a key.
const OFFSETS: [i32; 4] = [-1, 0, 1, 2];

const MISSING: f32 = 22.0;
const DOUBLED: f32 = 15.0;
const SWAPPED: f32 = 18.0;
const BESIDE: f32 = 5.0;
const SLANTED: f32 = 2.5;
const BESIDES: f32 = 1.6;

pub fn add(run: &[char], slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        let (before, next) = (at.checked_sub(1).map(|before| run[before]), run.get(at + 1).copied());
        missing(run, at, before, next, slips);
        doubled(run, at, before, next, slips);
        if let Some(next) = next.filter(|next| next != c) {
            let rate = if at == 0 { SWAPPED / 2.0 } else { SWAPPED };
            let rate = if matches!((c, next), ('i', 'e') | ('e', 'i')) { rate * 3.0 } else { rate };
            slips.add(swapped(run, at), "swap", Detail::Swap(*c, next), rate);
        }
        if c.is_ascii_lowercase() {
            let weight = if at == 0 { 0.5 } else { 1.0 };
            neighbours(run, at, weight, slips);
        }
    }
}

fn missing(run: &[char], at: usize, before: Option<char>, next: Option<char>, slips: &mut Slips) {
    let c = run[at];
    if before == Some(c) {
        // One letter of a double: the other gives the same word.
        slips.add(replaced(at, ""), "missing", Detail::One(c), 150.0);
        return;
    }
    if next == Some(c) {
        return;
    }
    let rate = match (before, next) {
        (None, _) => MISSING / 4.0,
        (_, None) => MISSING * 0.8,
        _ if is_vowel(c) => MISSING * 1.5,
        // A silent letter after a consonant: rhythm, ghost.
        _ if c == 'h' && before.is_some_and(|before| !is_vowel(before)) => MISSING * 2.0,
        _ => MISSING,
    };
    slips.add(replaced(at, ""), "missing", Detail::One(c), rate);
}

fn doubled(run: &[char], at: usize, before: Option<char>, next: Option<char>, slips: &mut Slips) {
    let c = run[at];
    if next == Some(c) || !c.is_alphabetic() {
        return;
    }
    let between = before.is_some_and(is_vowel) && next.is_none_or(is_vowel);
    let often = matches!(c, 'b' | 'c' | 'd' | 'f' | 'g' | 'l' | 'm' | 'n' | 'p' | 'r' | 's' | 't' | 'z');
    let rate = match c {
        _ if between && often => DOUBLED * 3.0,
        'e' | 'o' => DOUBLED * 1.5,
        _ if before.is_none() => DOUBLED / 2.0,
        _ => DOUBLED,
    };
    slips.add(spliced(at, at, c), "doubled", Detail::One(c), rate);
}

fn neighbours(run: &[char], at: usize, weight: f32, slips: &mut Slips) {
    let c = run[at];
    for (neighbour, rate) in keys_around(c).iter().copied() {
        let rate = rate * weight;
        slips.add(replaced(at, neighbour), "qwerty", Detail::Change(c, neighbour), rate);
        if neighbour.is_ascii_digit() {
            continue;
        }
        let besides = rate / BESIDE * BESIDES;
        slips.add(spliced(at, at, neighbour), "insert", Detail::One(neighbour), besides);
        slips.add(spliced(at + 1, at + 1, neighbour), "insert", Detail::One(neighbour), besides);
    }
}

/// For each letter the keys around it, and how often they are hit for it.
static AROUND: LazyLock<[Vec<(char, f32)>; 26]> =
    LazyLock::new(|| std::array::from_fn(|at| found_around(char::from(b'a' + at as u8)).collect()));

/// The keys around a letter in lower case, and how often they are hit for it.
pub fn keys_around(letter: char) -> &'static [(char, f32)] {
    (letter as usize).checked_sub('a' as usize).and_then(|at| AROUND.get(at)).map_or(&[], Vec::as_slice)
}

fn found_around(letter: char) -> impl Iterator<Item = (char, f32)> {
    let places = ROWS.iter().enumerate().flat_map(|(row, keys)| keys.chars().enumerate().map(move |(column, key)| (row, column, key)));
    let own = places.clone().find(|(_, _, key)| *key == letter);
    let across = |(row, column, _): (usize, usize, char)| column as i32 * 2 + OFFSETS[row];
    places.filter_map(move |place| {
        let own = own?;
        let (rows, halves) = (own.0.abs_diff(place.0), (across(own) - across(place)).abs());
        match (rows, halves) {
            (0, 2) => Some((place.2, BESIDE)),
            (1, 1) if place.2.is_ascii_digit() => Some((place.2, SLANTED / 3.0)),
            (1, 1) => Some((place.2, SLANTED)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_around_a_letter() {
        let around = |letter| keys_around(letter).iter().map(|(key, _)| key).collect::<String>();
        assert_eq!(around('g'), "tyfhvb");
        assert_eq!(around('q'), "12wa");
        assert_eq!(around('m'), "jkn");
        assert_eq!(around('é'), "");
    }
}
