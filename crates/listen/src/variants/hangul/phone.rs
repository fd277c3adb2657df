//! Slips on the phone keyboard that is not 2-beolsik, 천지인: a consonant is a key touched once, twice or thrice, a vowel is made of
//! three strokes, and one touch too few or too many gives another jamo of the same key.

use super::jamo::Syllable;
use crate::variants::slip::{Detail, Slips, replaced};

const CONSONANTS: [&str; 7] = ["ㄱㅋㄲ", "ㄴㄹ", "ㄷㅌㄸ", "ㅂㅍㅃ", "ㅅㅎㅆ", "ㅈㅊㅉ", "ㅇㅁ"];
const VOWELS: [(char, &str); 12] = [
    ('ㅏ', "ㅣㅑ"),
    ('ㅑ', "ㅏ"),
    ('ㅓ', "ㅣㅕ"),
    ('ㅕ', "ㅓ"),
    ('ㅗ', "ㅡㅛ"),
    ('ㅛ', "ㅗ"),
    ('ㅜ', "ㅡㅠ"),
    ('ㅠ', "ㅜ"),
    ('ㅐ', "ㅏ"),
    ('ㅔ', "ㅓ"),
    ('ㅣ', "ㅏㅓ"),
    ('ㅡ', "ㅜ"),
];
const CONSONANT: f32 = 5.0;
const VOWEL: f32 = 5.0;

pub fn add(run: &[char], slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        let Some(syllable) = Syllable::of(*c) else { continue };
        let mut write = |to: Syllable, from: char, jamo: char, rate: f32| {
            if let Some(c) = to.composed() {
                slips.add(replaced(at, c), "neighbour_key", Detail::Change(from, jamo), rate);
            }
        };
        let on_key = |jamo: char| CONSONANTS.iter().find(|key| key.contains(jamo)).into_iter().flat_map(|key| key.chars());
        for lead in on_key(syllable.lead).filter(|lead| *lead != syllable.lead) {
            write(Syllable { lead, ..syllable }, syllable.lead, lead, CONSONANT);
        }
        if let Some(tail) = syllable.tail {
            for other in on_key(tail).filter(|other| *other != tail) {
                write(Syllable { tail: Some(other), ..syllable }, tail, other, CONSONANT / 2.0);
            }
        }
        let strokes = VOWELS.iter().find(|(vowel, _)| *vowel == syllable.vowel).into_iter().flat_map(|(_, others)| others.chars());
        for vowel in strokes {
            write(Syllable { vowel, ..syllable }, syllable.vowel, vowel, VOWEL);
        }
    }
}
