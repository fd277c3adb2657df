//! One kana for another: small for large, ヴ and ブ, with and without voiced marks, the same sound, the same look.

use super::{in_kana_of, to_hiragana};
use crate::variants::slip::{Detail, Slips, replaced, spliced};
use unicode_normalization::UnicodeNormalization;

const SMALL: [(char, char); 10] = [
    ('ぁ', 'あ'),
    ('ぃ', 'い'),
    ('ぅ', 'う'),
    ('ぇ', 'え'),
    ('ぉ', 'お'),
    ('ゃ', 'や'),
    ('ゅ', 'ゆ'),
    ('ょ', 'よ'),
    ('っ', 'つ'),
    ('ゎ', 'わ'),
];
const ENLARGED: f32 = 60.0;
const REDUCED: f32 = 12.0;
const REDUCED_TSU: f32 = 16.0;

/// Several kana for one sound, in hiragana; kind.
const SOUNDS: &[(&str, &str, &str, f32)] = &[
    ("ゔぁ", "ば", "vu", 160.0),
    ("ゔぃ", "び", "vu", 160.0),
    ("ゔぇ", "べ", "vu", 160.0),
    ("ゔぉ", "ぼ", "vu", 160.0),
    ("ゔ", "ぶ", "vu", 160.0),
    ("ば", "ゔぁ", "vu", 22.0),
    ("び", "ゔぃ", "vu", 22.0),
    ("べ", "ゔぇ", "vu", 22.0),
    ("ぼ", "ゔぉ", "vu", 22.0),
    ("ぶ", "ゔ", "vu", 22.0),
    ("ゔぁ", "わ", "vu", 10.0),
    ("ゔぃ", "うぃ", "vu", 14.0),
    ("ふぁ", "は", "small_kana", 20.0),
    ("ふぃ", "ひ", "small_kana", 16.0),
    ("ふぇ", "へ", "small_kana", 16.0),
    ("ふぉ", "ほ", "small_kana", 30.0),
    ("てぃ", "ち", "small_kana", 50.0),
    ("てぃ", "て", "small_kana", 16.0),
    ("でぃ", "じ", "small_kana", 30.0),
    ("でぃ", "で", "small_kana", 30.0),
    ("でゅ", "じゅ", "small_kana", 40.0),
    ("とぅ", "つ", "small_kana", 40.0),
    ("とぅ", "と", "small_kana", 20.0),
    ("どぅ", "ど", "small_kana", 25.0),
    ("ち", "てぃ", "small_kana", 8.0),
    ("じ", "でぃ", "small_kana", 6.0),
    ("つ", "とぅ", "small_kana", 6.0),
    ("うぃ", "うい", "small_kana", 60.0),
    ("うぇ", "うえ", "small_kana", 60.0),
    ("うぉ", "うお", "small_kana", 60.0),
    ("うぉ", "お", "small_kana", 16.0),
    ("しぇ", "せ", "small_kana", 30.0),
    ("じぇ", "ぜ", "small_kana", 30.0),
    ("ちぇ", "ちえ", "small_kana", 40.0),
    ("せ", "しぇ", "small_kana", 6.0),
    ("ぜ", "じぇ", "small_kana", 6.0),
    ("いぇ", "いえ", "small_kana", 50.0),
    ("くぁ", "か", "small_kana", 16.0),
    ("くぉ", "こ", "small_kana", 20.0),
    ("くぃ", "き", "small_kana", 16.0),
    ("つぁ", "さ", "small_kana", 12.0),
    ("すぃ", "し", "small_kana", 50.0),
    ("し", "すぃ", "small_kana", 5.0),
    ("ずぃ", "じ", "small_kana", 50.0),
    ("ず", "づ", "confusion", 40.0),
    ("づ", "ず", "confusion", 80.0),
    ("じ", "ぢ", "confusion", 30.0),
    ("ぢ", "じ", "confusion", 80.0),
    ("を", "お", "confusion", 60.0),
    ("お", "を", "confusion", 6.0),
    ("は", "わ", "confusion", 5.0),
    ("わ", "は", "confusion", 5.0),
    ("え", "へ", "confusion", 4.0),
    ("いあ", "いや", "confusion", 40.0),
    ("いや", "いあ", "confusion", 30.0),
    ("りあ", "りや", "confusion", 40.0),
    ("りや", "りあ", "confusion", 30.0),
    ("にあ", "にや", "confusion", 40.0),
    ("ぴあ", "ぴや", "confusion", 30.0),
    ("であ", "でや", "confusion", 25.0),
    ("みあ", "みや", "confusion", 30.0),
    ("くす", "っくす", "small_kana", 20.0),
    ("っくす", "くす", "small_kana", 30.0),
    ("きし", "くし", "confusion", 15.0),
    ("くし", "きし", "confusion", 12.0),
];

/// Voiced and not; half-voiced and voiced.
const VOICED: [(&str, &str); 5] = [
    ("かきくけこ", "がぎぐげご"),
    ("さしすせそ", "ざじずぜぞ"),
    ("たちつてと", "だぢづでど"),
    ("はひふへほ", "ばびぶべぼ"),
    ("ぱぴぷぺぽ", "ばびぶべぼ"),
];
const HALF_VOICED: (&str, &str) = ("はひふへほ", "ぱぴぷぺぽ");
const UNVOICED: f32 = 24.0;
const VOICED_TOO: f32 = 18.0;
const HALF: f32 = 26.0;
const APART: f32 = 14.0;

/// The same to the eye; across scripts the eye sees no difference at all.
const ALIKE: &[(char, char, f32)] = &[
    ('シ', 'ツ', 12.0),
    ('ツ', 'シ', 12.0),
    ('ソ', 'ン', 12.0),
    ('ン', 'ソ', 12.0),
    ('ノ', 'ソ', 2.0),
    ('ク', 'ワ', 3.0),
    ('ワ', 'ク', 3.0),
    ('ア', 'マ', 3.0),
    ('マ', 'ア', 3.0),
    ('ス', 'ヌ', 3.0),
    ('ヌ', 'ス', 3.0),
    ('ル', 'レ', 4.0),
    ('レ', 'ル', 4.0),
    ('ウ', 'ワ', 3.0),
    ('チ', 'テ', 4.0),
    ('テ', 'チ', 4.0),
    ('コ', 'ユ', 3.0),
    ('ユ', 'コ', 3.0),
    ('ニ', '二', 9.0),
    ('ロ', '口', 9.0),
    ('カ', '力', 9.0),
    ('エ', '工', 9.0),
    ('タ', '夕', 7.0),
    ('ト', '卜', 5.0),
    ('ハ', '八', 7.0),
    ('ミ', '三', 5.0),
    ('チ', '千', 4.0),
    ('ム', '厶', 2.0),
    ('ヘ', 'へ', 16.0),
    ('べ', 'ベ', 16.0),
    ('ベ', 'べ', 16.0),
    ('ペ', 'ぺ', 16.0),
    ('へ', 'ヘ', 16.0),
    ('リ', 'り', 14.0),
    ('り', 'リ', 14.0),
    ('ロ', '□', 2.0),
    ('は', 'ほ', 3.0),
    ('る', 'ろ', 4.0),
    ('ろ', 'る', 4.0),
    ('ね', 'れ', 3.0),
    ('れ', 'ね', 3.0),
    ('わ', 'ね', 2.0),
    ('め', 'ぬ', 3.0),
    ('ぬ', 'め', 3.0),
    ('さ', 'き', 3.0),
    ('き', 'さ', 3.0),
];

pub fn add(run: &[char], slips: &mut Slips) {
    for (at, c) in run.iter().enumerate() {
        small(run, at, slips);
        voiced(run, at, slips);
        for (_, other, rate) in ALIKE.iter().filter(|(own, _, _)| own == c) {
            slips.add(replaced(at, *other), "lookalike", Detail::Change(*c, *other), *rate);
        }
    }
    sounds(run, slips);
    apart(run, slips);
}

fn small(run: &[char], at: usize, slips: &mut Slips) {
    let c = run[at];
    let hiragana = to_hiragana(c);
    let mut write = |new: char, rate| {
        let new = in_kana_of(c, new);
        slips.add(replaced(at, new), "small_kana", Detail::Change(c, new), rate);
    };
    for (small, large) in SMALL {
        if hiragana == small {
            write(large, ENLARGED);
        } else if hiragana == large && at > 0 {
            write(small, if large == 'つ' { REDUCED_TSU } else { REDUCED });
        }
    }
    if hiragana == 'っ' {
        slips.add(replaced(at, ""), "small_kana", Detail::One(c), 60.0);
    } else if at > 0 && hastens(hiragana) && !matches!(to_hiragana(run[at - 1]), 'っ' | 'ん' | 'ー') {
        let tsu = in_kana_of(c, 'っ');
        slips.add(spliced(at, at, tsu), "small_kana", Detail::One(tsu), 16.0);
    }
}

/// A っ may be heard before it.
fn hastens(hiragana: char) -> bool {
    "かきくけこさしすせそたちつてとぱぴぷぺぽがぐげごだでどばびぶべぼ".contains(hiragana)
}

fn voiced(run: &[char], at: usize, slips: &mut Slips) {
    let c = run[at];
    let hiragana = to_hiragana(c);
    let pairs =
        VOICED.iter().map(|(plain, voiced)| (*plain, *voiced, VOICED_TOO, UNVOICED)).chain([(HALF_VOICED.0, HALF_VOICED.1, 8.0, 8.0)]);
    for (plain, voiced, there, back) in pairs {
        let half = plain.starts_with('ぱ');
        for (plain, voiced) in plain.chars().zip(voiced.chars()) {
            let (new, rate) = match hiragana {
                _ if hiragana == plain => (voiced, if half { HALF } else { there }),
                _ if hiragana == voiced => (plain, if half { HALF } else { back }),
                _ => continue,
            };
            let new = in_kana_of(c, new);
            slips.add(replaced(at, new), "voiced", Detail::Change(c, new), rate);
        }
    }
}

/// Voiced marks as letters of their own (カ゛), as old machines and some phones type them: one, or all.
fn apart(run: &[char], slips: &mut Slips) {
    let parts = |c: char| {
        let mut parts = std::iter::once(c).nfd();
        let base = parts.next()?;
        let mark = match parts.next()? {
            '\u{3099}' => '゛',
            '\u{309A}' => '゜',
            _ => return None,
        };
        Some([base, mark])
    };
    let mut voiced = run.iter().enumerate().filter_map(|(at, c)| parts(*c).map(|parts| (at, *c, parts)));
    let (Some((at, c, first)), more) = (voiced.next(), voiced.next()) else { return };
    slips.add(spliced(at, at + 1, first), "voiced", Detail::Change(c, first[0]), APART);
    if more.is_some() {
        let all: String = run.iter().flat_map(|c| parts(*c).map_or_else(|| vec![*c], |parts| parts.to_vec())).collect();
        slips.add_whole(run, all, "voiced", Detail::Change(c, first[0]), APART);
    }
}

fn sounds(run: &[char], slips: &mut Slips) {
    let hiragana: Vec<char> = run.iter().map(|c| to_hiragana(*c)).collect();
    for (from, to, kind, rate) in SOUNDS {
        let length = from.chars().count();
        for at in 0..(run.len() + 1).saturating_sub(length) {
            let followed_by_small = hiragana.get(at + length).is_some_and(|next| "ぁぃぅぇぉゃゅょ".contains(*next));
            if !from.chars().eq(hiragana[at..at + length].iter().copied()) || followed_by_small {
                continue;
            }
            let written: String = to.chars().map(|new| in_kana_of(run[at], new)).collect();
            slips.add(spliced(at, at + length, written), kind, Detail::Edited, *rate);
        }
    }
}
