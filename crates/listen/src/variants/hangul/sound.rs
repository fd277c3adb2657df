//! Spelled by ear: jamo that sound alike or nearly so.
//!
//! ㅐ and ㅔ have been one sound for most speakers for decades, and so have ㅚ, ㅙ and ㅞ; nobody can hear which one a brand chose.
//! Foreign names have no spelling to remember at all: plain, tense and aspirated consonants, ㅓ and ㅗ, ㅡ and ㅓ, and the y of ㅈ and ㅊ
//! (쥬스) come and go. Finals are told apart by seven sounds only, and a final before a vowel is heard in the next syllable (맛있다,
//! 마싯다).

use super::jamo::Syllable;
use crate::variants::slip::{Detail, Slips, replaced, spliced};

/// Vowel, what is written for it, rate, kind.
const VOWEL_SLIPS: &[(char, &str, f32)] = &[
    ('ㅐ', "ㅔ", 200.0),
    ('ㅔ', "ㅐ", 200.0),
    ('ㅚ', "ㅙㅞ", 130.0),
    ('ㅙ', "ㅚㅞ", 130.0),
    ('ㅞ', "ㅙㅚ", 130.0),
    ('ㅒ', "ㅖㅔㅐ", 110.0),
    ('ㅖ', "ㅔㅒㅐ", 110.0),
    ('ㅢ', "ㅣㅔㅡ", 90.0),
    ('ㅣ', "ㅢ", 12.0),
    ('ㅞ', "ㅔ", 60.0),
    ('ㅔ', "ㅖ", 25.0),
    ('ㅓ', "ㅗ", 28.0),
    ('ㅗ', "ㅓ", 28.0),
    ('ㅗ', "ㅜ", 20.0),
    ('ㅜ', "ㅗ", 14.0),
    ('ㅓ', "ㅏ", 20.0),
    ('ㅏ', "ㅓ", 20.0),
    ('ㅓ', "ㅡ", 14.0),
    ('ㅡ', "ㅓㅜ", 14.0),
    ('ㅜ', "ㅡ", 14.0),
    ('ㅡ', "ㅣ", 8.0),
    ('ㅣ', "ㅡ", 8.0),
    ('ㅔ', "ㅣ", 10.0),
    ('ㅣ', "ㅔ", 8.0),
    ('ㅏ', "ㅐ", 12.0),
    ('ㅐ', "ㅏ", 12.0),
    ('ㅟ', "ㅣ", 30.0),
    ('ㅘ', "ㅏ", 20.0),
    ('ㅝ', "ㅓ", 25.0),
    ('ㅓ', "ㅔ", 6.0),
];

/// With and without the y.
const GLIDES: &[(char, char)] = &[('ㅏ', 'ㅑ'), ('ㅓ', 'ㅕ'), ('ㅗ', 'ㅛ'), ('ㅜ', 'ㅠ')];

/// Plain, tense, aspirated.
const SERIES: &[[char; 3]] = &[['ㄱ', 'ㄲ', 'ㅋ'], ['ㄷ', 'ㄸ', 'ㅌ'], ['ㅂ', 'ㅃ', 'ㅍ'], ['ㅈ', 'ㅉ', 'ㅊ'], ['ㅅ', 'ㅆ', 'ㅆ']];

/// Final, what is heard or written for it, rate.
const TAIL_SLIPS: &[(char, &str, f32)] = &[
    ('ㅅ', "ㅆㄷㅊㅈ", 35.0),
    ('ㅆ', "ㅅ", 60.0),
    ('ㄷ', "ㅅ", 40.0),
    ('ㅌ', "ㅅㄷ", 40.0),
    ('ㅈ', "ㅅㅊ", 40.0),
    ('ㅊ', "ㅅㅈ", 40.0),
    ('ㅎ', "ㅅ", 20.0),
    ('ㅋ', "ㄱ", 50.0),
    ('ㄲ', "ㄱ", 60.0),
    ('ㄱ', "ㅋㄲ", 12.0),
    ('ㅍ', "ㅂ", 50.0),
    ('ㅂ', "ㅍ", 20.0),
    ('ㄴ', "ㅇ", 16.0),
    ('ㅇ', "ㄴ", 16.0),
    ('ㄴ', "ㅁ", 6.0),
    ('ㅁ', "ㄴ", 6.0),
    ('ㄳ', "ㄱ", 60.0),
    ('ㄵ', "ㄴ", 60.0),
    ('ㄶ', "ㄴ", 90.0),
    ('ㄺ', "ㄱㄹ", 50.0),
    ('ㄻ', "ㅁ", 50.0),
    ('ㄼ', "ㄹㅂ", 50.0),
    ('ㄽ', "ㄹ", 50.0),
    ('ㄾ', "ㄹ", 50.0),
    ('ㄿ', "ㅍㅂ", 50.0),
    ('ㅀ', "ㄹ", 90.0),
    ('ㅄ', "ㅂ", 90.0),
];

pub fn add(run: &[char], slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        let Some(syllable) = Syllable::of(*c) else { continue };
        vowels(at, syllable, slips);
        leads(at, syllable, slips);
        tails(at, syllable, slips);
        if let Some(next) = run.get(at + 1).and_then(|next| Syllable::of(*next)) {
            junction(at, syllable, next, slips);
            borrowed_short(run, at, syllable, slips);
        }
        borrowed_long(at, syllable, slips);
    }
}

fn vowels(at: usize, syllable: Syllable, slips: &mut Slips) {
    let mut write = |vowel: char, rate: f32| {
        let kind = if rate >= 20.0 { "jamo" } else { "confusion" };
        change(at, Syllable { vowel, ..syllable }, kind, (syllable.vowel, vowel), rate, slips);
    };
    for (from, written, rate) in VOWEL_SLIPS.iter().filter(|(from, _, _)| *from == syllable.vowel) {
        debug_assert_eq!(*from, syllable.vowel);
        written.chars().enumerate().for_each(|(rank, vowel)| write(vowel, rate / (rank + 1) as f32));
    }
    // After ㅅ, ㅈ and ㅊ the y is not heard, and loans are spelled with and without it.
    let rate = if matches!(syllable.lead, 'ㅅ' | 'ㅆ' | 'ㅈ' | 'ㅉ' | 'ㅊ') { 40.0 } else { 7.0 };
    for (plain, gliding) in GLIDES {
        match syllable.vowel {
            vowel if vowel == *plain => write(*gliding, rate),
            vowel if vowel == *gliding => write(*plain, rate),
            _ => {}
        }
    }
}

fn leads(at: usize, syllable: Syllable, slips: &mut Slips) {
    let mut write = |lead: char, kind, rate| {
        change(at, Syllable { lead, ..syllable }, kind, (syllable.lead, lead), rate, slips);
    };
    for series in SERIES {
        let Some(own) = series.iter().position(|lead| *lead == syllable.lead) else { continue };
        let rates: [f32; 3] = match own {
            0 => [0.0, 26.0, 10.0],
            1 => [26.0, 0.0, 26.0],
            _ => [10.0, 26.0, 0.0],
        };
        for (lead, rate) in series.iter().zip(rates).filter(|(lead, rate)| **lead != syllable.lead && *rate > 0.0) {
            write(*lead, "jamo", rate);
        }
    }
    // f has no letter of its own: 파이팅, 화이팅.
    let foreign: &[(char, f32)] = match syllable.lead {
        'ㅍ' => &[('ㅎ', 10.0)],
        'ㅎ' => &[('ㅍ', 6.0), ('ㅇ', 8.0)],
        'ㄹ' => &[('ㄴ', 6.0)],
        'ㄴ' => &[('ㄹ', 6.0)],
        'ㅈ' => &[('ㄷ', 4.0)],
        'ㄷ' => &[('ㅈ', 4.0)],
        _ => &[],
    };
    foreign.iter().for_each(|(lead, rate)| write(*lead, "confusion", *rate));
}

fn tails(at: usize, syllable: Syllable, slips: &mut Slips) {
    let Some(tail) = syllable.tail else { return };
    for (_, written, rate) in TAIL_SLIPS.iter().filter(|(from, _, _)| *from == tail) {
        for (rank, heard) in written.chars().enumerate() {
            change(at, Syllable { tail: Some(heard), ..syllable }, "final", (tail, heard), rate / (rank + 1) as f32, slips);
        }
    }
}

/// What is heard where two syllables meet.
fn junction(at: usize, first: Syllable, second: Syllable, slips: &mut Slips) {
    let mut write = |first: Syllable, second: Syllable, rate: f32| {
        let (Some(one), Some(two)) = (first.composed(), second.composed()) else { return };
        slips.add(spliced(at, at + 2, [one, two]), "final", Detail::Edited, rate);
    };
    match (first.tail, second.lead) {
        (None, _) => doubled_liquid(first, second, &mut write),
        (Some('ㅇ'), _) => {}
        (Some(tail), 'ㅇ') => {
            let (stays, goes) = super::jamo::halves(tail).map_or((None, tail), |(one, two)| (Some(one), two));
            write(Syllable { tail: stays, ..first }, Syllable { lead: goes, ..second }, 45.0);
        }
        (Some(tail), lead) => assimilated(tail, lead).into_iter().for_each(|(tail, lead)| {
            write(Syllable { tail: Some(tail), ..first }, Syllable { lead, ..second }, 14.0);
        }),
    }
    // The other way: a lead written as the final of the syllable before it (아크 for 악으).
    if first.tail.is_none() && matches!(second.lead, 'ㄱ' | 'ㄴ' | 'ㄹ' | 'ㅁ' | 'ㅂ' | 'ㅅ') {
        write(Syllable { tail: Some(second.lead), ..first }, Syllable { lead: 'ㅇ', ..second }, 6.0);
    }
}

/// ㄹ between vowels is heard, and written, once or twice: 세라믹, 셀라믹.
fn doubled_liquid(first: Syllable, second: Syllable, write: &mut impl FnMut(Syllable, Syllable, f32)) {
    if matches!(second.lead, 'ㄹ' | 'ㄴ' | 'ㅁ') {
        let rate = if second.lead == 'ㄹ' { 24.0 } else { 5.0 };
        write(Syllable { tail: Some(second.lead), ..first }, second, rate);
    }
}

/// Final and lead as they are heard together, where that differs from how they are written.
fn assimilated(tail: char, lead: char) -> Option<(char, char)> {
    Some(match (tail, lead) {
        ('ㄱ' | 'ㅋ' | 'ㄲ', 'ㄴ' | 'ㅁ') => ('ㅇ', lead),
        ('ㄷ' | 'ㅅ' | 'ㅆ' | 'ㅈ' | 'ㅊ' | 'ㅌ', 'ㄴ' | 'ㅁ') => ('ㄴ', lead),
        ('ㅂ' | 'ㅍ', 'ㄴ' | 'ㅁ') => ('ㅁ', lead),
        ('ㄴ', 'ㄹ') | ('ㄹ', 'ㄴ') => ('ㄹ', 'ㄹ'),
        ('ㅁ' | 'ㅇ', 'ㄹ') => (tail, 'ㄴ'),
        ('ㄱ', 'ㄹ') => ('ㅇ', 'ㄴ'),
        ('ㅂ', 'ㄹ') => ('ㅁ', 'ㄴ'),
        ('ㄱ' | 'ㅂ' | 'ㅅ' | 'ㄷ', 'ㄱ') => (tail, 'ㄲ'),
        ('ㄱ' | 'ㅂ' | 'ㅅ' | 'ㄷ', 'ㄷ') => (tail, 'ㄸ'),
        ('ㄱ' | 'ㅂ' | 'ㅅ' | 'ㄷ', 'ㅂ') => (tail, 'ㅃ'),
        ('ㄱ' | 'ㅂ' | 'ㅅ' | 'ㄷ', 'ㅅ') => (tail, 'ㅆ'),
        ('ㄱ' | 'ㅂ' | 'ㅅ' | 'ㄷ', 'ㅈ') => (tail, 'ㅉ'),
        _ => return None,
    })
}

/// Loans that end in a stop are spelled with a final or with ㅡ: 케이크, 케익; 로봇, 로보트.
const STOPS: [(char, char); 6] = [('크', 'ㄱ'), ('트', 'ㅅ'), ('프', 'ㅂ'), ('그', 'ㄱ'), ('드', 'ㅅ'), ('브', 'ㅂ')];

fn borrowed_short(run: &[char], at: usize, syllable: Syllable, slips: &mut Slips) {
    let Some((long, stop)) = STOPS.iter().find(|(long, _)| *long == run[at + 1]).filter(|_| syllable.tail.is_none()) else { return };
    if let Some(c) = (Syllable { tail: Some(*stop), ..syllable }).composed() {
        slips.add(spliced(at, at + 2, c), "confusion", Detail::Change(*long, *stop), 26.0);
    }
}

fn borrowed_long(at: usize, syllable: Syllable, slips: &mut Slips) {
    let Some((long, stop)) = STOPS.iter().find(|(_, stop)| Some(*stop) == syllable.tail) else { return };
    let open = (Syllable { tail: None, ..syllable }).composed();
    if let Some(open) = open {
        slips.add(spliced(at, at + 1, [open, *long]), "confusion", Detail::Change(*stop, *long), 13.0);
    }
}

fn change(at: usize, to: Syllable, kind: &'static str, jamo: (char, char), rate: f32, slips: &mut Slips) {
    if let Some(c) = to.composed() {
        slips.add(replaced(at, c), kind, Detail::Change(jamo.0, jamo.1), rate);
    }
}
