//! Spelled by ear: vowels that are not stressed, and letters that share a sound.

use super::is_vowel;
use crate::variants::slip::{Detail, Slips, spliced};

/// From, to, rate. The longest are told apart by their neighbours, so several may apply at one place.
const SOUNDS: &[(&str, &str, f32)] = &[
    ("a", "e", 24.0),
    ("e", "a", 24.0),
    ("e", "i", 22.0),
    ("i", "e", 22.0),
    ("a", "o", 9.0),
    ("o", "a", 9.0),
    ("a", "u", 6.0),
    ("u", "a", 6.0),
    ("a", "i", 9.0),
    ("i", "a", 9.0),
    ("o", "u", 9.0),
    ("u", "o", 9.0),
    ("o", "e", 7.0),
    ("e", "o", 7.0),
    ("i", "y", 30.0),
    ("y", "i", 30.0),
    ("y", "ie", 8.0),
    ("y", "ey", 10.0),
    ("ey", "y", 20.0),
    ("ow", "ou", 8.0),
    ("ch", "k", 10.0),
    ("ps", "s", 16.0),
    ("kn", "n", 12.0),
    ("ea", "e", 14.0),
    ("ie", "y", 14.0),
    ("ee", "ea", 20.0),
    ("ea", "ee", 20.0),
    ("ee", "i", 14.0),
    ("oo", "u", 14.0),
    ("ou", "u", 10.0),
    ("au", "o", 10.0),
    ("ai", "ay", 10.0),
    ("ay", "ai", 10.0),
    ("ei", "ai", 8.0),
    ("or", "er", 14.0),
    ("er", "or", 12.0),
    ("ar", "er", 10.0),
    ("er", "ar", 8.0),
    ("c", "k", 26.0),
    ("k", "c", 26.0),
    ("ck", "k", 26.0),
    ("ck", "c", 14.0),
    ("k", "ck", 14.0),
    ("c", "s", 10.0),
    ("s", "c", 8.0),
    ("s", "z", 22.0),
    ("z", "s", 22.0),
    ("z", "x", 4.0),
    ("ph", "f", 40.0),
    ("f", "ph", 12.0),
    ("x", "ks", 18.0),
    ("ks", "x", 14.0),
    ("cs", "x", 10.0),
    ("q", "k", 12.0),
    ("qu", "kw", 10.0),
    ("ch", "tch", 6.0),
    ("sh", "ch", 6.0),
    ("v", "w", 6.0),
    ("w", "v", 6.0),
    ("f", "v", 5.0),
    ("v", "f", 5.0),
    ("g", "j", 8.0),
    ("j", "g", 8.0),
    ("m", "n", 7.0),
    ("n", "m", 7.0),
    ("d", "t", 5.0),
    ("t", "d", 5.0),
    ("b", "p", 4.0),
    ("p", "b", 4.0),
    ("l", "r", 6.0),
    ("r", "l", 6.0),
    ("tion", "sion", 10.0),
    ("gh", "g", 10.0),
    ("wh", "w", 14.0),
    ("rh", "r", 16.0),
    ("th", "t", 8.0),
];

pub fn add(run: &[char], slips: &mut Slips) {
    for (from, to, rate) in SOUNDS {
        let length = from.chars().count();
        for at in 0..(run.len() + 1).saturating_sub(length) {
            if !from.chars().eq(run[at..at + length].iter().copied()) {
                continue;
            }
            // In the first letter the eye corrects the ear.
            let weight = if at == 0 && is_vowel(run[0]) { 0.3 } else { 1.0 };
            slips.add(spliced(at, at + length, *to), "confusion", Detail::Edited, rate * weight);
        }
    }
    silent_e(run, slips);
}

/// A final e that is not heard is forgotten, or added.
fn silent_e(run: &[char], slips: &mut Slips) {
    let consonant = |at: usize| run.get(at).is_some_and(|c| c.is_alphabetic() && !is_vowel(*c));
    match run {
        [.., 'e'] if run.len() > 3 && consonant(run.len() - 2) => {
            slips.add(spliced(run.len() - 1, run.len(), ""), "missing", Detail::One('e'), 14.0);
        }
        [..] if run.len() > 2 && consonant(run.len() - 1) => {
            slips.add(spliced(run.len(), run.len(), "e"), "insert", Detail::One('e'), 12.0);
            if run.last() != Some(&'s') {
                slips.add(spliced(run.len(), run.len(), "s"), "insert", Detail::One('s'), 8.0);
            }
        }
        _ => {}
    }
}
