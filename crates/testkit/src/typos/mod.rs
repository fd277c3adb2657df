//! How people mistype the names of brands, in Korean, Japanese and English: an error model to measure recall with.
//!
//! It is made from what is known of real errors (which keys lie side by side, what a phone's keyboard does, which sounds are one sound,
//! what an input method makes of keys), and on purpose not from the code that listens for variants: the two share no table and no
//! function. Seeded: the same seed gives the same typos.
//!
//! Some of what it makes cannot be caught by anybody who looks for single slips (two slips in one word, a typo that is another word):
//! people do that too.

mod chance;
mod en;
mod flick;
mod hangul;
mod ja;
mod keyboard;
mod ko;
mod posts;
mod romaji;

pub use posts::{mention, unrelated};

use chance::Chance;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tongue {
    Korean,
    Japanese,
    English,
}

impl Tongue {
    pub const ALL: [Self; 3] = [Self::Korean, Self::Japanese, Self::English];
}

/// How much of a name there is to recognize it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// Three syllables or more; five Latin letters or more.
    Whole,
    Short,
    /// Japanese names in Chinese characters, whose slips need a dictionary of readings.
    Han,
}

/// A made-up name, as its owner writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    pub text: &'static str,
    pub tongue: Tongue,
    pub length: Length,
}

/// One mistyped mention of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typo {
    pub text: String,
    /// What went wrong, for reports: `sound`, `key`, `space`, ...
    pub cause: &'static str,
}

/// All names: invented, but shaped like those that there are; some are words.
pub fn names() -> Vec<Name> {
    use Length::{Han, Short, Whole};
    use Tongue::{English, Japanese, Korean};
    let lists = [
        (Korean, Whole, include_str!("terms_ko.txt")),
        (Korean, Short, include_str!("terms_ko_short.txt")),
        (Japanese, Whole, include_str!("terms_ja.txt")),
        (Japanese, Short, include_str!("terms_ja_short.txt")),
        (Japanese, Han, include_str!("terms_ja_han.txt")),
        (English, Whole, include_str!("terms_en.txt")),
        (English, Short, include_str!("terms_en_short.txt")),
    ];
    lists.into_iter().flat_map(|(tongue, length, list)| list.lines().map(move |text| Name { text, tongue, length })).collect()
}

/// Mistyped mentions of a name, none of them the name itself. Frequent typos come more than once.
pub fn typos(name: Name, seed: u64, count: usize) -> Vec<Typo> {
    let mut chance = Chance::new(seed, name.text);
    let mut found = Vec::with_capacity(count);
    // Some slips do not apply to some names: others are made instead.
    for _ in 0..count * 50 {
        if found.len() == count {
            break;
        }
        let typo = match name.tongue {
            Tongue::Korean => ko::typo(name.text, &mut chance),
            Tongue::Japanese => ja::typo(name.text, &mut chance),
            Tongue::English => en::typo(name.text, &mut chance),
        };
        found.extend(typo.filter(|typo| typo.text != name.text && typo.text.to_lowercase() != name.text.to_lowercase()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_typos() {
        for name in names() {
            assert_eq!(typos(name, 7, 20), typos(name, 7, 20));
        }
    }

    #[test]
    fn there_are_typos_of_every_long_name() {
        for name in names().into_iter().filter(|name| name.length == Length::Whole) {
            let typos = typos(name, 1, 40);
            assert_eq!(typos.len(), 40, "{name:?}");
            assert!(typos.iter().all(|typo| typo.text != name.text && !typo.text.trim().is_empty()), "{name:?}");
        }
    }

    #[test]
    fn names_are_told_once() {
        let mut texts: Vec<_> = names().into_iter().map(|name| name.text).collect();
        let count = texts.len();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), count);
    }
}
