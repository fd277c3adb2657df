//! Marks of long vowels: left out (サーバ), added (サーバー), written as a vowel (エイ for エー), or typed as a dash that looks like one.

use super::{in_kana_of, kana_at, place_of};
use crate::variants::slip::{Detail, Slips, replaced, spliced};

const LAST_DROPPED: f32 = 140.0;
const DROPPED: f32 = 70.0;
const LAST_ADDED: f32 = 45.0;
const ADDED: f32 = 14.0;
const AS_VOWEL: f32 = 30.0;
const VOWEL_AS_MARK: f32 = 60.0;
/// Dashes, and the numeral one, that stand where the mark should; the full-width hyphen folds to the plain one.
const DASHES: [(char, f32); 7] = [('-', 26.0), ('―', 12.0), ('一', 10.0), ('—', 8.0), ('~', 6.0), ('〜', 8.0), ('−', 6.0)];

pub fn add(run: &[char], is_last: bool, slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        if *c == 'ー' {
            mark(run, at, is_last && at + 1 == run.len(), slips);
        } else if let Some((_, column)) = vowel_of(run, at) {
            unmarked(run, at, column, slips);
        }
    }
}

fn mark(run: &[char], at: usize, is_last: bool, slips: &mut Slips) {
    slips.add(replaced(at, ""), "long_vowel", Detail::One('ー'), if is_last { LAST_DROPPED } else { DROPPED });
    slips.add(spliced(at, at, "ー"), "doubled", Detail::One('ー'), 10.0);
    // At the end the term without its mark is found, whatever stands there instead.
    for (dash, rate) in DASHES.into_iter().filter(|_| !is_last) {
        slips.add(replaced(at, dash), "long_vowel", Detail::Change('ー', dash), rate);
    }
    let Some((before, column)) = at.checked_sub(1).and_then(|before| vowel_of(run, before)) else { return };
    // Long e is written ei, long o is written ou.
    let vowels: &[(usize, f32)] = match column {
        3 => &[(1, 1.5), (3, 0.5)],
        4 => &[(2, 1.0), (4, 0.7)],
        0 => &[(0, 1.0)],
        1 => &[(1, 1.0)],
        _ => &[(2, 1.0)],
    };
    for (column, weight) in vowels {
        let Some(vowel) = kana_at(0, *column).map(|vowel| in_kana_of(before, vowel)) else { continue };
        slips.add(replaced(at, vowel), "long_vowel", Detail::Change('ー', vowel), AS_VOWEL * weight);
    }
}

/// Where there is no mark: one is added, or stands for a vowel that only makes the one before it long.
fn unmarked(run: &[char], at: usize, column: usize, slips: &mut Slips) {
    let next = run.get(at + 1).copied();
    if next.is_some_and(|next| next == 'ー' || "ぁぃぅぇぉゃゅょァィゥェォャュョ".contains(next)) {
        return;
    }
    let lengthens = |next: char| match place_of(next) {
        Some((0, vowel)) => vowel == column || (column, vowel) == (3, 1) || (column, vowel) == (4, 2),
        _ => false,
    };
    if let Some(vowel) = next.filter(|next| lengthens(*next)) {
        slips.add(replaced(at + 1, "ー"), "long_vowel", Detail::Change(vowel, 'ー'), VOWEL_AS_MARK);
    }
    let rate = match next {
        None if column != 1 || run.len() > 2 => LAST_ADDED,
        _ => ADDED,
    };
    slips.add(spliced(at + 1, at + 1, "ー"), "long_vowel", Detail::One('ー'), rate);
}

/// The kana at `at` and the column of its vowel.
fn vowel_of(run: &[char], at: usize) -> Option<(char, usize)> {
    place_of(run[at]).map(|(_, column)| (run[at], column))
}
