//! Lists of words, matched in one walk over a folded text.
//!
//! A model that has seen ten posts about burns does not know the hundred other words for them; a list does. What the lists find are inputs
//! of the heads like any other, and are weighed by training: a word alone decides nothing.
//!
//! Korean and Japanese entries stand anywhere, Latin ones as whole words.

use super::features::Folded;
use std::sync::LazyLock;

macro_rules! lists {
    ($($name:literal),+ $(,)?) => {
        /// What there is a list of, in the order of the inputs.
        pub const LISTS: [&str; [$($name),+].len()] = [$($name),+];

        const TEXTS: [[&str; 3]; LISTS.len()] = [
            $([
                include_str!(concat!("../../lexicon/ko/", $name, ".txt")),
                include_str!(concat!("../../lexicon/ja/", $name, ".txt")),
                include_str!(concat!("../../lexicon/en/", $name, ".txt")),
            ]),+
        ];
    };
}

lists![
    "negative",
    "positive",
    "mixed",
    "negation",
    "intensify",
    "but",
    "profanity",
    "insult",
    "hate",
    "threat",
    "safety",
    "legal",
    "press",
    "churn",
    "self_harm",
    "spam",
    "question",
    "request",
    "suggestion",
    "praise_thanks",
    "humour",
    "laughter",
    "sarcasm",
    "announcement",
];

/// The place of a list; a name that is none does not compile.
pub const fn list(name: &str) -> usize {
    let mut place = 0;
    while place < LISTS.len() {
        if is_same(LISTS[place].as_bytes(), name.as_bytes()) {
            return place;
        }
        place += 1;
    }
    panic!("there is no such list")
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// How often a list counts in one text at most.
const COUNT_MAX: u8 = 3;
/// Entries are looked up by so many of their first letters, or by all that they have.
const PREFIX: usize = 3;
const BITS: usize = 1 << 18;
/// Slots of the directory of prefixes: some four times as many as there are.
const SLOTS: usize = 1 << 16;

/// How often each list was met.
pub type Counts = [u8; LISTS.len()];

#[derive(Debug)]
pub struct Lexicon {
    entries: Vec<(Vec<u32>, u8)>,
    /// Prefixes with their entries, each in the first free slot from its own on.
    places: Vec<(u64, u32, u32)>,
    /// For prefixes of one, two and three letters: whether one like this may be there.
    maybe: [Vec<u64>; PREFIX],
}

static SHIPPED: LazyLock<Lexicon> = LazyLock::new(|| {
    let all =
        TEXTS.iter().enumerate().flat_map(|(list, texts)| texts.iter().flat_map(move |text| entries(text).map(move |entry| (entry, list))));
    Lexicon::of(all)
});

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Lexicon {
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    fn of<'e>(all: impl Iterator<Item = (&'e str, usize)>) -> Self {
        let folded = all.map(|(entry, list)| (Folded::of(entry).letters().to_vec(), list as u8));
        let mut entries: Vec<(Vec<u32>, u8)> = folded.filter(|(letters, _)| !letters.is_empty()).collect();
        entries.sort_by(|(a, a_list), (b, b_list)| {
            a[..a.len().min(PREFIX)].cmp(&b[..b.len().min(PREFIX)]).then(b.len().cmp(&a.len())).then(a.cmp(b)).then(a_list.cmp(b_list))
        });
        entries.dedup();
        let mut places = vec![(0, 0, 0); SLOTS];
        let mut maybe = [vec![0; BITS / 64], vec![0; BITS / 64], vec![0; BITS / 64]];
        for (place, (letters, _)) in entries.iter().enumerate() {
            let prefix = &letters[..letters.len().min(PREFIX)];
            let key = key(prefix);
            let bit = bit_of(key);
            maybe[prefix.len() - 1][bit / 64] |= 1 << (bit % 64);
            let slot = slot_of(&places, key);
            if places[slot].0 == 0 {
                places[slot] = (key, place as u32, place as u32);
            }
            places[slot].2 = place as u32 + 1;
        }
        Self { entries, places, maybe }
    }

    pub fn counts(&self, text: &Folded) -> Counts {
        let mut counts = [0; LISTS.len()];
        self.each(text, |list, _, _| counts[list] = (counts[list] + 1).min(COUNT_MAX));
        counts
    }

    /// Each list's entries with the letters where they stand: first and last.
    pub fn each(&self, text: &Folded, mut found: impl FnMut(usize, usize, usize)) {
        let letters = text.all();
        for first in 0..letters.len() {
            for length in 1..=PREFIX.min(letters.len() - first) {
                let key = key(&letters[first..first + length]);
                let bit = bit_of(key);
                if self.maybe[length - 1][bit / 64] & 1 << (bit % 64) == 0 {
                    continue;
                }
                let (_, from, to) = self.places[slot_of(&self.places, key)];
                for (entry, list) in &self.entries[from as usize..to as usize] {
                    if letters[first..].starts_with(entry) && stands_free(letters, first, entry.len()) {
                        found(usize::from(*list), first, first + entry.len() - 1);
                    }
                }
            }
        }
    }
}

/// Latin words are not found inside others; other scripts are written without gaps.
fn stands_free(letters: &[u32], first: usize, length: usize) -> bool {
    let last = first + length - 1;
    let before = first.checked_sub(1).map(|place| letters[place]);
    let after = letters.get(last + 1).copied();
    let joined = |edge: Option<u32>, letter: u32| is_latin(letter) && edge.is_some_and(is_latin);
    !joined(before, letters[first]) && !joined(after, letters[last])
}

fn is_latin(letter: u32) -> bool {
    matches!(letter, 0x30..=0x39 | 0x61..=0x7A | 0xDF..=0x24F)
}

fn key(prefix: &[u32]) -> u64 {
    prefix.iter().fold(prefix.len() as u64, |key, letter| key << 21 ^ u64::from(*letter))
}

fn bit_of(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 46) as usize
}

/// Where a prefix stands, or the free slot where it would. A key is never 0: it begins with the prefix's length.
fn slot_of(places: &[(u64, u32, u32)], key: u64) -> usize {
    let mut slot = bit_of(key) / (BITS / SLOTS);
    while places[slot].0 != 0 && places[slot].0 != key {
        slot = (slot + 1) % SLOTS;
    }
    slot
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, usize)]) {
        let lexicon = Lexicon::of([("볼품없", 0), ("fire", 10), ("on fire", 10), ("火", 1)].into_iter());
        let mut found = Vec::new();
        lexicon.each(&Folded::of(text), |list, first, _| found.push((LISTS[list], first)));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn latin_words_stand_free_and_others_anywhere() {
        check("정말볼품없네요", &[("negative", 3)]);
        check("My TV is ON FIRE!", &[("safety", 10), ("safety", 13)]);
        check("campfires", &[]);
        check("花火大会", &[("positive", 2)]);
    }

    #[test]
    fn every_list_is_there() {
        let lexicon = Lexicon::shipped();
        for (list, name) in LISTS.into_iter().enumerate() {
            assert!(lexicon.entries.iter().filter(|(_, of)| usize::from(*of) == list).count() > 100, "{name}");
        }
    }
}
