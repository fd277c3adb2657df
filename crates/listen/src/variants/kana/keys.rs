//! Slips of the fingers: on a phone a flick in the wrong direction gives another vowel of the same row, on a keyboard the romaji of a
//! kana lack or double a letter; and kana are lost, doubled, or in the wrong order.

use super::{in_kana_of, kana_at, place_of, to_hiragana};
use crate::variants::slip::{Detail, Slips, replaced, spliced, swapped};

const FLICKED: f32 = 6.0;
const MISSING: f32 = 14.0;
const DOUBLED: f32 = 9.0;
const SWAPPED: f32 = 12.0;
/// ん is one n too few before a vowel (シンイチ, シニチ), or one too many (アンナ).
const N_LOST: f32 = 20.0;

pub fn add(run: &[char], slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        slips.add(replaced(run, at, ""), "missing", Detail::One(*c), MISSING);
        if *c != 'ー' {
            slips.add(spliced(run, at, at, c.encode_utf8(&mut [0; 4])), "doubled", Detail::One(*c), DOUBLED);
        }
        if let Some(next) = run.get(at + 1).filter(|next| *next != c) {
            slips.add(swapped(run, at), "swap", Detail::Written(format!("{c}{next}"), format!("{next}{c}")), SWAPPED);
        }
        flicks(run, at, slips);
        nasal(run, at, slips);
        vowel_twice(run, at, slips);
    }
}

fn flicks(run: &[char], at: usize, slips: &mut Slips) {
    let c = run[at];
    let Some((row, column)) = place_of(c) else { return };
    for other in (0..5).filter(|other| *other != column) {
        let Some(kana) = kana_at(row, other) else { continue };
        let kana = in_kana_of(c, kana);
        // The middle of the key is the first of the row: a flick that did not take.
        let rate = if other == 0 || column == 0 { FLICKED * 1.5 } else { FLICKED };
        slips.add(replaced(run, at, kana.encode_utf8(&mut [0; 4])), "neighbour_key", Detail::Change(c, kana), rate);
    }
}

fn nasal(run: &[char], at: usize, slips: &mut Slips) {
    let c = run[at];
    if to_hiragana(c) == 'ん'
        && let Some((0, column)) = run.get(at + 1).and_then(|next| place_of(*next))
        && let Some(kana) = kana_at(4, column)
    {
        let kana = in_kana_of(c, kana);
        let written = spliced(run, at, at + 2, kana.encode_utf8(&mut [0; 4]));
        slips.add(written, "romaji", Detail::Written(run[at..at + 2].iter().collect(), kana.to_string()), N_LOST);
    }
    if place_of(c).is_some_and(|(row, _)| row == 4) && at > 0 && to_hiragana(run[at - 1]) != 'ん' {
        let n = in_kana_of(c, 'ん');
        slips.add(spliced(run, at, at, n.encode_utf8(&mut [0; 4])), "doubled", Detail::One(n), N_LOST);
    }
}

/// The vowel key twice: アクウメ.
fn vowel_twice(run: &[char], at: usize, slips: &mut Slips) {
    let c = run[at];
    let Some((_, column)) = place_of(c).filter(|(row, _)| *row != 0) else { return };
    let Some(vowel) = kana_at(0, column).map(|vowel| in_kana_of(c, vowel)) else { return };
    slips.add(spliced(run, at + 1, at + 1, vowel.encode_utf8(&mut [0; 4])), "doubled", Detail::One(vowel), 5.0);
}
