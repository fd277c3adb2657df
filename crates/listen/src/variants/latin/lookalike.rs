//! Letters that look like others: typed by mistake, or on purpose by those who do not want to be found.
//!
//! What looks alike across scripts is Unicode's own data (Technical Standard 39). Those who write a name in foreign letters change one
//! letter or as many as they can, so that is what is looked for.

use crate::character::{Class, class_of};
use crate::variants::slip::{Detail, Slips, replaced, spliced};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unicode_security::confusable_detection::skeleton;

/// Within Latin letters and digits.
const ALIKE: &[(&str, &str, f32)] = &[
    ("o", "0", 16.0),
    ("0", "o", 40.0),
    ("l", "1", 12.0),
    ("1", "l", 30.0),
    ("i", "1", 10.0),
    ("1", "i", 16.0),
    ("l", "i", 10.0),
    ("i", "l", 10.0),
    ("rn", "m", 16.0),
    ("m", "rn", 10.0),
    ("vv", "w", 12.0),
    ("w", "vv", 7.0),
    ("cl", "d", 5.0),
    ("d", "cl", 2.0),
    ("e", "3", 5.0),
    ("3", "e", 16.0),
    ("s", "5", 4.0),
    ("5", "s", 16.0),
    ("s", "$", 4.0),
    ("a", "4", 3.0),
    ("a", "@", 4.0),
    ("b", "8", 1.5),
    ("8", "b", 12.0),
    ("g", "9", 1.5),
    ("u", "v", 3.0),
    ("v", "u", 3.0),
];

const ONE_FOREIGN: f32 = 1.6;
const ALL_FOREIGN: f32 = 30.0;

/// For each ASCII letter in lower case: letters of Cyrillic and of Greek that look like it in one case or the other, folded.
static FOREIGN: LazyLock<[BTreeMap<char, char>; 2]> = LazyLock::new(|| [foreign('\u{400}'..='\u{52F}'), foreign('Α'..='ω')]);

fn foreign(script: std::ops::RangeInclusive<char>) -> BTreeMap<char, char> {
    let mut found = BTreeMap::new();
    let skeleton_of = |c: char| skeleton(c.encode_utf8(&mut [0; 4])).collect::<String>();
    for c in script {
        let Class::Single(folded) = class_of(c) else { continue };
        for ascii in 'a'..='z' {
            let alike = [ascii, ascii.to_ascii_uppercase()].into_iter().any(|ascii| skeleton_of(c) == skeleton_of(ascii));
            // The everyday letters of a script come first; later ones are historic.
            if alike && class_of(folded) == Class::Single(folded) {
                found.entry(ascii).or_insert(folded);
            }
        }
    }
    found
}

pub fn add(run: &[char], slips: &mut Slips) {
    for (from, to, rate) in ALIKE {
        let length = from.len();
        for at in 0..(run.len() + 1).saturating_sub(length) {
            if from.chars().eq(run[at..at + length].iter().copied()) {
                slips.add(spliced(at, at + length, *to), "lookalike", Detail::Edited, *rate);
            }
        }
    }
    FOREIGN.iter().for_each(|script| in_script(run, script, slips));
}

fn in_script(run: &[char], script: &BTreeMap<char, char>, slips: &mut Slips) {
    let places = || run.iter().enumerate().filter_map(|(at, c)| script.get(c).map(|foreign| (at, *c, *foreign)));
    for (at, own, foreign) in places() {
        slips.add(replaced(at, foreign), "lookalike", Detail::Change(own, foreign), ONE_FOREIGN);
    }
    let Some((_, own, foreign)) = places().next() else { return };
    let all: String = run.iter().map(|c| script.get(c).unwrap_or(c)).collect();
    slips.add_whole(run, all, "lookalike", Detail::Change(own, foreign), ALL_FOREIGN * places().count() as f32 / run.len() as f32);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_letters_are_the_everyday_ones() {
        let [cyrillic, greek] = &*FOREIGN;
        for (ascii, expected) in [('a', 'а'), ('c', 'с'), ('e', 'е'), ('m', 'м'), ('o', 'о'), ('p', 'р'), ('x', 'х'), ('k', 'к')] {
            assert_eq!(cyrillic.get(&ascii), Some(&expected), "{ascii}");
        }
        assert_eq!(greek.get(&'o'), Some(&'ο'));
        assert_eq!(cyrillic.get(&'s'), Some(&'ѕ'));
    }
}
