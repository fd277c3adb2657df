//! Kana in Latin letters, and Latin letters as a Japanese input method reads them.
//!
//! There are several ways to write kana in Latin letters and people mix them: Hepburn (`shoyu`, as on passports), Kunrei (`syoyu`, as
//! taught and as typed), with long vowels written twice, with a hyphen or not at all.

use super::slip::{Detail, Slips};
use std::collections::HashMap;
use std::sync::LazyLock;

const LIKELY: f32 = 160.0;
const TYPED: f32 = 90.0;
const RARE: f32 = 40.0;

/// A line each: hiragana, Hepburn, Kunrei or as typed. The first of two spellings of a sound is what an input method makes of letters.
const MORAE: &str = include_str!("romaji.txt");
/// What an input method takes besides.
const TYPED_ONLY: &[(&str, &str)] = &[
    ("ca", "か"),
    ("cu", "く"),
    ("co", "こ"),
    ("ci", "し"),
    ("ce", "せ"),
    ("jya", "じゃ"),
    ("jyu", "じゅ"),
    ("jyo", "じょ"),
    ("qu", "く"),
];
const LONGEST_MORA: usize = 3;

static BY_KANA: LazyLock<HashMap<&str, (&str, &str)>> =
    LazyLock::new(|| morae().map(|[kana, hepburn, kunrei]| (kana, (hepburn, kunrei))).collect());

/// The kana of up to three letters, at their [`code`]. Kunrei first: an input method reads `ti` as ち, not as てぃ.
static BY_LETTERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut found = vec![""; 27 * 27 * 27];
    let kunrei = morae().map(|[kana, _, kunrei]| (kunrei, kana));
    let hepburn = morae().map(|[kana, hepburn, _]| (hepburn, kana));
    for (letters, kana) in kunrei.chain(hepburn).chain(TYPED_ONLY.iter().copied()) {
        if let Some(place) = code(letters.as_bytes()).and_then(|code| found.get_mut(code)).filter(|place| place.is_empty()) {
            *place = kana;
        }
    }
    found
});

/// A number for one to three lower-case letters.
fn code(letters: &[u8]) -> Option<usize> {
    letters.iter().try_fold(0, |code, letter| letter.is_ascii_lowercase().then(|| code * 27 + usize::from(letter - b'a') + 1))
}

fn morae() -> impl Iterator<Item = [&'static str; 3]> {
    MORAE.lines().filter_map(|line| line.split(' ').collect::<Vec<_>>().try_into().ok())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Hepburn,
    Kunrei,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Long {
    Dropped,
    Twice,
    Hyphen,
}

/// The kana of a term in Latin letters. `term` has kana only, besides spaces and signs.
pub fn add(term: &[char], slips: &mut Slips) {
    let hiragana: Vec<char> = term.iter().map(|c| super::kana::to_hiragana(*c)).collect();
    let ways = [
        (System::Hepburn, Long::Dropped, LIKELY, "hepburn"),
        (System::Kunrei, Long::Hyphen, TYPED, "typed"),
        (System::Hepburn, Long::Twice, RARE, "hepburn"),
        (System::Kunrei, Long::Dropped, TYPED, "kunrei"),
        (System::Hepburn, Long::Hyphen, RARE, "hepburn"),
        (System::Kunrei, Long::Twice, RARE / 2.0, "kunrei"),
    ];
    for (system, long, rate, name) in ways {
        let Some(letters) = latin(&hiragana, system, long) else { return };
        slips.add_whole(term, letters.replace('\'', ""), "romaji", Detail::Name(name), rate);
        if letters.contains('\'') {
            // ん before a vowel or n: typed with nn, written with an apostrophe by the careful.
            slips.add_whole(term, letters.replace('\'', "n"), "romaji", Detail::Name("typed"), rate / 2.0);
            slips.add_whole(term, letters, "romaji", Detail::Name(name), rate / 3.0);
        }
    }
    if let Some(letters) = latin(&hiragana, System::Hepburn, Long::Dropped) {
        let plain = letters.replace('\'', "");
        slips.add_whole(term, plain.replace("nb", "mb").replace("np", "mp").replace("nm", "mm"), "romaji", Detail::Name("hepburn"), RARE);
        // ou and uu are long vowels too, and are often written short: Toukyou, Tokyo.
        slips.add_whole(term, plain.replace("ou", "o").replace("uu", "u").replace("oo", "o"), "romaji", Detail::Name("hepburn"), RARE);
    }
}

/// `None` when something is no kana. An apostrophe stands after an ん that needs one.
fn latin(hiragana: &[char], system: System, long: Long) -> Option<String> {
    let mut letters = String::new();
    let mut at = 0;
    let mut doubles = false;
    while at < hiragana.len() {
        let start = letters.len();
        match hiragana[at] {
            'っ' => {
                doubles = true;
                at += 1;
                continue;
            }
            'ん' => {
                letters.push('n');
                if hiragana.get(at + 1).is_some_and(|next| "あいうえおやゆよなにぬねの".contains(*next)) {
                    letters.push('\'');
                }
            }
            'ー' => match long {
                Long::Dropped => {}
                Long::Hyphen => letters.push('-'),
                Long::Twice => letters.extend(letters.clone().chars().next_back().filter(|last| "aiueo".contains(*last))),
            },
            c if !matches!(c, '\u{3041}'..='\u{3096}') && !c.is_alphabetic() => letters.extend((c != '・').then_some(c)),
            _ => {
                let (length, spelled) = mora(&hiragana[at..])?;
                letters.push_str(if system == System::Hepburn { spelled.0 } else { spelled.1 });
                at += length - 1;
            }
        }
        if std::mem::take(&mut doubles) {
            // っち is tch on passports, but cch where people type it.
            let consonant = letters[start..].chars().next().filter(|c| c.is_ascii_alphabetic() && !"aiueon".contains(*c));
            if let Some(consonant) = consonant {
                letters.insert(start, if letters[start..].starts_with("ch") { 't' } else { consonant });
            }
        }
        at += 1;
    }
    Some(letters)
}

fn mora(hiragana: &[char]) -> Option<(usize, (&'static str, &'static str))> {
    (1..=hiragana.len().min(2)).rev().find_map(|length| {
        let kana: String = hiragana[..length].iter().collect();
        BY_KANA.get(kana.as_str()).map(|spelled| (length, *spelled))
    })
}

/// The letters that are pressed for kana; `None` when something is no kana.
pub fn pressed(kana: &[char]) -> Option<Vec<char>> {
    let hiragana: Vec<char> = kana.iter().map(|c| super::kana::to_hiragana(*c)).collect();
    Some(latin(&hiragana, System::Kunrei, Long::Hyphen)?.replace('\'', "n").chars().collect())
}

/// What a Japanese input method shows for letters; those it cannot read stay letters.
pub fn typed(letters: &str) -> String {
    let mut text = String::new();
    let mut rest = letters;
    while let Some(first) = rest.chars().next() {
        let next = rest[first.len_utf8()..].chars().next();
        let longest = (1..=LONGEST_MORA).rev().find_map(|length| {
            let kana = BY_LETTERS[code(rest.as_bytes().get(..length)?)?];
            (!kana.is_empty()).then_some((length, kana))
        });
        if let Some((length, kana)) = longest {
            text.push_str(kana);
            rest = &rest[length..];
            continue;
        }
        let shown = match (first, next) {
            ('n', Some('n')) => {
                text.push('ん');
                rest = &rest[2..];
                continue;
            }
            ('n', Some(next)) if next != 'y' => 'ん',
            ('-', _) => 'ー',
            (first, Some(next)) if first == next && first.is_ascii_lowercase() => 'っ',
            (first, _) => first,
        };
        text.push(shown);
        rest = &rest[first.len_utf8()..];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_method_reads_letters() {
        let cases = [
            ("acme", "あcめ"),
            ("apple", "あっpぇ"),
            ("akume", "あくめ"),
            ("syoyu", "しょゆ"),
            ("shoyu", "しょゆ"),
            ("konnichiha", "こんいちは"),
            ("kanpai", "かんぱい"),
            ("sa-ba-", "さーばー"),
            ("google", "ごおgぇ"),
            ("x", "x"),
            ("ünn", "üん"),
        ];
        for (letters, expected) in cases {
            assert_eq!(typed(letters), expected, "{letters}");
        }
    }

    #[test]
    fn kana_in_latin_letters() {
        let check = |kana: &str, system, long, expected: &str| {
            let kana: Vec<char> = kana.chars().collect();
            assert_eq!(latin(&kana, system, long).as_deref(), Some(expected));
        };
        check("しょうゆ", System::Hepburn, Long::Dropped, "shouyu");
        check("しょうゆ", System::Kunrei, Long::Dropped, "syouyu");
        check("さーばー", System::Kunrei, Long::Hyphen, "sa-ba-");
        check("さーばー", System::Hepburn, Long::Twice, "saabaa");
        check("ほっかいどう", System::Hepburn, Long::Dropped, "hokkaidou");
        check("まっちゃ", System::Hepburn, Long::Dropped, "matcha");
        check("まっちゃ", System::Kunrei, Long::Dropped, "mattya");
        check("しんいち", System::Hepburn, Long::Dropped, "shin'ichi");
        assert_eq!(latin(&['漢'], System::Hepburn, Long::Dropped), None);
    }
}
