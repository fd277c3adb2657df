//! Slips of the fingers: on a phone a flick in the wrong direction gives another vowel of the same row, and the key beside gives
//! another row; on a keyboard the romaji of a kana go wrong, and the input method shows what they make. And kana are lost, doubled, or
//! in the wrong order.

use super::{in_kana_of, kana_at, place_of, to_hiragana, to_katakana};
use crate::variants::latin::keys_around;
use crate::variants::romaji;
use crate::variants::slip::{Detail, Slips, replaced, spliced, swapped};

const FLICKED: f32 = 6.0;
const ROW_BESIDE: f32 = 2.5;
const MISSING: f32 = 14.0;
const DOUBLED: f32 = 9.0;
const SWAPPED: f32 = 12.0;
/// ん is one n too few before a vowel (シンイチ, シニチ), or one too many (アンナ).
const N_LOST: f32 = 20.0;
const ROMAJI_MISSING: f32 = 4.0;
const ROMAJI_DOUBLED: f32 = 2.5;
const ROMAJI_SWAPPED: f32 = 2.0;
/// Of the rate of a key beside: letters among kana are seen and mended.
const ROMAJI_BESIDE: f32 = 0.35;
const WITH_LETTERS: f32 = 0.4;

/// The rows on the keys of a phone, three in a row; what voiced and small kana are turned from.
const PAD: [Option<usize>; 12] = [Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7), Some(8), None, Some(9), None];
/// For each row of kana the row that it is turned from.
const TURNED_FROM: [usize; 17] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 5, 5, 0, 7];

pub fn add(run: &[char], slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        slips.add(replaced(at, ""), "missing", Detail::One(*c), MISSING);
        if *c != 'ー' {
            slips.add(spliced(at, at, *c), "doubled", Detail::One(*c), DOUBLED);
        }
        if let Some(next) = run.get(at + 1).filter(|next| *next != c) {
            slips.add(swapped(run, at), "swap", Detail::Swap(*c, *next), SWAPPED);
        }
        flicks(run, at, slips);
        nasal(run, at, slips);
    }
    letters(run, slips);
}

fn flicks(run: &[char], at: usize, slips: &mut Slips) {
    let c = run[at];
    let Some((row, column)) = place_of(c) else { return };
    let mut write = |kana: Option<char>, rate| {
        let Some(kana) = kana.map(|kana| in_kana_of(c, kana)) else { return };
        slips.add(replaced(at, kana), "neighbour_key", Detail::Change(c, kana), rate);
    };
    for other in (0..5).filter(|other| *other != column) {
        // The middle of the key is the first of the row: a flick that did not take.
        write(kana_at(row, other), if other == 0 || column == 0 { FLICKED * 1.5 } else { FLICKED });
    }
    let Some(key) = PAD.iter().position(|own| *own == Some(TURNED_FROM[row])) else { return };
    for (place, row) in PAD.iter().enumerate().filter_map(|(place, row)| Some((place, (*row)?))) {
        if (key % 3).abs_diff(place % 3) + (key / 3).abs_diff(place / 3) == 1 {
            write(kana_at(row, column), ROW_BESIDE);
        }
    }
}

fn nasal(run: &[char], at: usize, slips: &mut Slips) {
    let c = run[at];
    if to_hiragana(c) == 'ん'
        && let Some((0, column)) = run.get(at + 1).and_then(|next| place_of(*next))
        && let Some(kana) = kana_at(4, column)
    {
        let kana = in_kana_of(c, kana);
        slips.add(spliced(at, at + 2, kana), "romaji", Detail::Edited, N_LOST);
    }
    if place_of(c).is_some_and(|(row, _)| row == 4) && at > 0 && to_hiragana(run[at - 1]) != 'ん' {
        let n = in_kana_of(c, 'ん');
        slips.add(spliced(at, at, n), "doubled", Detail::One(n), N_LOST);
    }
}

/// What the input method shows when one of the letters is wrong.
fn letters(run: &[char], slips: &mut Slips) {
    let Some(pressed) = romaji::pressed(run) else { return };
    let mut write = |start: usize, end: usize, new: &[char], kind, detail, rate: f32| {
        let letters: String = pressed[..start].iter().chain(new).chain(&pressed[end..]).collect();
        let shown: String = romaji::typed(&letters).chars().map(|kana| in_kana_of_run(run, kana)).collect();
        let weight = if shown.chars().any(|c| c.is_ascii_alphabetic()) { WITH_LETTERS } else { 1.0 };
        slips.add_whole(run, shown, kind, detail, rate * weight);
    };
    for (at, letter) in pressed.iter().enumerate().filter(|(_, letter)| letter.is_ascii_alphabetic()) {
        write(at, at + 1, &[], "missing", Detail::One(*letter), ROMAJI_MISSING);
        write(at, at, &[*letter], "doubled", Detail::One(*letter), ROMAJI_DOUBLED);
        if let Some(next) = pressed.get(at + 1).filter(|next| *next != letter && next.is_ascii_alphabetic()) {
            let detail = Detail::Swap(*letter, *next);
            write(at, at + 2, &[*next, *letter], "swap", detail, ROMAJI_SWAPPED);
        }
        for (beside, rate) in keys_around(*letter).iter().copied().filter(|(beside, _)| beside.is_ascii_alphabetic()) {
            write(at, at + 1, &[beside], "neighbour_key", Detail::Change(*letter, beside), rate * ROMAJI_BESIDE);
        }
    }
}

/// A run in katakana comes out in katakana; one in both comes out as typed.
fn in_kana_of_run(run: &[char], kana: char) -> char {
    let katakana = run.iter().all(|c| to_hiragana(*c) != *c || *c == 'ー');
    if katakana { to_katakana(kana) } else { kana }
}
