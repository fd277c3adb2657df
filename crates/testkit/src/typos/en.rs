//! English errors: by finger, by ear, with and without spaces, made to look alike, without marks, with another layout on.

use super::Typo;
use super::chance::Chance;
use super::{hangul, keyboard, romaji};

type Slip = fn(&str, &mut Chance) -> Option<String>;

const CAUSES: &[(&str, f64, Slip)] = &[
    ("key", 44.0, keyboard::slip),
    ("sound", 33.0, sound),
    ("space", 8.0, space),
    ("look", 5.0, look),
    ("mark", 3.0, mark),
    ("layout", 3.0, layout),
    ("two", 4.0, two),
];

/// Spelled, heard, weight. Unstressed vowels are guessed; doubled letters are forgotten or added; some letters share a sound.
const HEARD: &[(&str, &str, f64)] = &[
    ("a", "e", 3.0),
    ("e", "a", 2.6),
    ("e", "i", 2.4),
    ("i", "e", 2.4),
    ("a", "i", 0.8),
    ("i", "a", 0.8),
    ("o", "a", 1.0),
    ("a", "o", 0.8),
    ("o", "u", 0.9),
    ("u", "o", 0.9),
    ("u", "a", 0.5),
    ("e", "o", 0.6),
    ("o", "e", 0.6),
    ("i", "y", 2.6),
    ("y", "i", 2.6),
    ("y", "ey", 0.8),
    ("y", "ie", 0.8),
    ("ie", "ei", 4.0),
    ("ei", "ie", 4.0),
    ("ee", "ea", 2.4),
    ("ea", "ee", 2.4),
    ("ou", "o", 1.0),
    ("ow", "ou", 0.8),
    ("au", "o", 1.2),
    ("oo", "u", 1.2),
    ("ea", "e", 1.2),
    ("er", "or", 1.2),
    ("or", "er", 1.4),
    ("er", "ar", 0.7),
    ("el", "le", 1.6),
    ("le", "el", 1.8),
    ("c", "k", 2.6),
    ("k", "c", 2.2),
    ("ck", "k", 2.2),
    ("c", "s", 0.9),
    ("s", "c", 0.7),
    ("s", "z", 2.0),
    ("z", "s", 2.0),
    ("ph", "f", 4.0),
    ("x", "ks", 1.6),
    ("qu", "kw", 0.9),
    ("th", "t", 0.8),
    ("rh", "r", 2.4),
    ("ch", "k", 1.0),
    ("ps", "s", 1.6),
    ("j", "g", 0.8),
    ("g", "j", 0.6),
    ("v", "w", 0.5),
    ("w", "v", 0.4),
    ("m", "n", 0.5),
    ("n", "m", 0.5),
    ("b", "p", 0.3),
    ("d", "t", 0.4),
];
const LOOK: &[(&str, &str, f64)] = &[
    ("o", "0", 4.0),
    ("l", "1", 3.0),
    ("i", "1", 2.0),
    ("l", "I", 2.5),
    ("i", "l", 1.5),
    ("e", "3", 1.0),
    ("a", "@", 1.0),
    ("s", "$", 0.8),
    ("s", "5", 0.8),
    ("m", "rn", 1.6),
    ("rn", "m", 2.0),
    ("w", "vv", 1.2),
    ("a", "а", 1.2),
    ("e", "е", 1.2),
    ("o", "о", 1.2),
    ("c", "с", 0.6),
    ("p", "р", 0.6),
];
const MARKS: &[(char, &str)] = &[
    ('â', "a"),
    ('ñ', "n"),
    ('ü', "u"),
    ('ü', "ue"),
    ('è', "e"),
    ('é', "e"),
    ('ä', "a"),
    ('ä', "ae"),
    ('ö', "o"),
    ('ö', "oe"),
    ('ç', "c"),
];

pub fn typo(name: &str, chance: &mut Chance) -> Option<Typo> {
    // Half of those who write a marked name do not write its marks: that is its commonest slip by far.
    if !name.is_ascii() && chance.in_percent(45) {
        return mark(name, chance).map(|text| Typo { text, cause: "mark" });
    }
    let causes: Vec<_> = CAUSES.iter().map(|(cause, weight, slip)| ((*cause, *slip), *weight)).collect();
    let (cause, slip) = chance.weighted(&causes)?;
    slip(name, chance).map(|text| Typo { text, cause })
}

fn exchanged(name: &str, pairs: &[(&str, &str, f64)], found: &mut Vec<(String, f64)>) {
    let lower = name.to_lowercase();
    if lower.len() != name.len() {
        return;
    }
    for (own, other, weight) in pairs {
        for (at, _) in lower.match_indices(own) {
            let weight = if at == 0 { weight * 0.4 } else { *weight };
            found.push((format!("{}{other}{}", &name[..at], &name[at + own.len()..]), weight));
        }
    }
}

fn sound(name: &str, chance: &mut Chance) -> Option<String> {
    let mut found = Vec::new();
    exchanged(name, HEARD, &mut found);
    let letters: Vec<char> = name.chars().collect();
    let is_vowel = |at: usize| letters.get(at).is_some_and(|c| "aeiouyAEIOUY".contains(*c));
    let without = |at: usize| letters[..at].iter().chain(&letters[at + 1..]).collect::<String>();
    for (at, c) in letters.iter().enumerate().skip(1) {
        let twice = letters.get(at - 1).is_some_and(|before| before.eq_ignore_ascii_case(c));
        if twice {
            found.push((without(at), 7.0));
        } else if "lnstrmpcfdbg".contains(*c) && is_vowel(at - 1) && letters.get(at + 1) != Some(c) {
            let text = letters[..at].iter().chain([c]).chain(&letters[at..]).collect();
            found.push((text, if is_vowel(at + 1) { 2.2 } else { 0.9 }));
        }
        // A vowel between consonants that nobody says.
        if is_vowel(at) && at + 1 < letters.len() && !is_vowel(at - 1) && !is_vowel(at + 1) && letters[at - 1] != ' ' {
            found.push((without(at), 0.8));
        }
    }
    match letters.last() {
        Some('e') => found.push((without(letters.len() - 1), 1.4)),
        Some(last) if last.is_ascii_alphabetic() && !is_vowel(letters.len() - 1) => {
            found.push((format!("{name}e"), 1.0));
            found.push((format!("{name}s"), 0.8));
        }
        _ => {}
    }
    chance.weighted(&found)
}

/// Words grow together or fall apart, with a space or a hyphen.
fn space(name: &str, chance: &mut Chance) -> Option<String> {
    if name.contains(' ') {
        let filled = chance.weighted(&[("", 7.0), ("-", 2.0), ("_", 0.6)])?;
        return Some(name.replace(' ', filled));
    }
    let count = name.chars().count();
    if count < 6 {
        return None;
    }
    // Compounds fall apart between their parts; where that is, only people know: somewhere in the middle.
    let at = 2 + chance.below(count - 3);
    let byte = name.char_indices().nth(at)?.0;
    let gap = chance.weighted(&[(" ", 8.0), ("-", 2.0)])?;
    Some(format!("{}{gap}{}", &name[..byte], &name[byte..]))
}

fn look(name: &str, chance: &mut Chance) -> Option<String> {
    let mut found = Vec::new();
    exchanged(name, LOOK, &mut found);
    chance.weighted(&found)
}

fn mark(name: &str, chance: &mut Chance) -> Option<String> {
    let marked: Vec<char> = name.chars().filter(|c| MARKS.iter().any(|(marked, _)| marked == c)).collect();
    if marked.is_empty() {
        let bare: Vec<(String, f64)> = name
            .char_indices()
            .filter_map(|(at, c)| {
                let mark = match c {
                    'e' => "é",
                    'a' => "á",
                    'o' => "ö",
                    'u' => "ü",
                    _ => return None,
                };
                let last = at + 1 == name.len();
                Some((format!("{}{mark}{}", &name[..at], &name[at + 1..]), if last && c == 'e' { 6.0 } else { 1.0 }))
            })
            .collect();
        return chance.weighted(&bare);
    }
    let written_out = chance.in_percent(20);
    let plain = |c: char| {
        let mut ways = MARKS.iter().filter(|(marked, _)| *marked == c).map(|(_, plain)| *plain);
        let first = ways.next();
        if written_out { ways.next().or(first) } else { first }
    };
    Some(name.chars().map(|c| plain(c).map_or_else(|| c.to_string(), str::to_owned)).collect())
}

fn layout(name: &str, chance: &mut Chance) -> Option<String> {
    let typed = if chance.in_percent(50) { name.to_lowercase() } else { name.to_owned() };
    Some(if chance.in_percent(65) { hangul::shown(&typed) } else { romaji::shown(&typed.to_lowercase()) })
}

fn two(name: &str, chance: &mut Chance) -> Option<String> {
    let once = keyboard::slip(name, chance)?;
    if chance.in_percent(50) { keyboard::slip(&once, chance) } else { sound(&once, chance) }
}
