//! A text as hashed features: runs of one to four characters, words, pairs of words.
//!
//! Characters carry Korean and Japanese, where words alone lose half of what there is to know; words and pairs carry English. The same
//! code reads for the trainer and for the program, so that a weight means the same in both.
//!
//! Letters are folded as readers fold them: case, width, runs of white space, and letters held down (`ㅋㅋㅋㅋㅋ` is `ㅋㅋㅋ`). Page addresses and
//! handles count as one sign each: whose they are must not matter.

use unicode_normalization::UnicodeNormalization as _;

/// Characters of a run at most.
const RUN_CHARS_MAX: usize = 4;
/// A letter held down is read so often.
const HELD_DOWN_MAX: usize = 3;
/// More of a text is not looked at: the longest posts that networks allow, and what a mail wants stands before.
const CHARS_MAX: usize = 6_000;
/// Slots that remember which features a text has had. Enough for a post; in a longer text a few count twice.
const SEEN_SLOTS: usize = 2_048;

/// Stand for what varies without meaning: in the private use area, so that no text has them.
const ADDRESS: u32 = 0xE000;
const HANDLE: u32 = 0xE001;
const SPACE: u32 = ' ' as u32;

/// A text, folded, with a space at both ends.
#[derive(Debug, Default)]
pub struct Folded {
    chars: Vec<u32>,
    /// Where each character starts in the text; one more for its end.
    at: Vec<u32>,
    /// How often the last character stands there in a row.
    held: usize,
}

impl Folded {
    pub fn of(text: &str) -> Self {
        let mut folded = Self { chars: Vec::with_capacity(text.len() + 2), at: Vec::with_capacity(text.len() + 3), held: 0 };
        folded.push(SPACE, 0);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if folded.chars.len() > CHARS_MAX {
                break;
            }
            let start = text.len() - rest.len();
            let length = match c {
                'h' | 'H' | 'w' | 'W' => address_length(rest, folded.last()),
                '@' | '＠' => handle_length(rest, folded.last()),
                _ => 0,
            };
            if length > 0 {
                folded.push(if matches!(c, '@' | '＠') { HANDLE } else { ADDRESS }, start);
                rest = &rest[length..];
            } else if needs_composing(c) {
                let cluster = composing_length(rest);
                for composed in rest[..cluster].nfkc() {
                    folded.push_folded(composed, start);
                }
                rest = &rest[cluster..];
            } else {
                folded.push_folded(c, start);
                rest = &rest[c.len_utf8()..];
            }
        }
        let end = text.len() - rest.len();
        folded.push(SPACE, end);
        folded.at.push(end as u32);
        folded
    }

    fn last_is(&self, c: u32) -> bool {
        self.chars.last() == Some(&c)
    }

    fn last(&self) -> u32 {
        self.chars.last().copied().unwrap_or(SPACE)
    }

    fn push_folded(&mut self, c: char, at: usize) {
        if c.is_ascii() {
            let folded = if c.is_ascii_whitespace() || c.is_ascii_control() { SPACE } else { u32::from(c.to_ascii_lowercase()) };
            return self.push(folded, at);
        }
        match c {
            '\u{FF01}'..='\u{FF5E}' => self.push(u32::from(char::from((c as u32 - 0xFEE0) as u8).to_ascii_lowercase()), at),
            '\u{200B}'..='\u{200F}' | '\u{FE0E}' | '\u{FE0F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {}
            '가'..='힣' | 'ぁ'..='ヿ' | '一'..='鿿' => self.push(c as u32, at),
            '’' | '‘' => self.push('\'' as u32, at),
            c if c.is_whitespace() => self.push(SPACE, at),
            c => c.to_lowercase().for_each(|c| self.push(c as u32, at)),
        }
    }

    fn push(&mut self, c: u32, at: usize) {
        if self.last_is(c) {
            if c == SPACE || self.held == HELD_DOWN_MAX {
                return;
            }
            self.held += 1;
        } else {
            self.held = 1;
        }
        self.chars.push(c);
        self.at.push(at as u32);
    }

    /// Every feature once, as a hash, in the order of the text.
    pub fn each(&self, mut feature: impl FnMut(u32)) {
        let mut seen = [0u32; SEEN_SLOTS];
        self.walk(|hash, _, _| {
            let slot = &mut seen[hash as usize % SEEN_SLOTS];
            // 0 marks an empty slot; the one feature in four thousand million with this hash is read each time.
            if *slot != hash || hash == 0 {
                *slot = hash;
                feature(hash);
            }
        });
    }

    /// Every feature with each place where it stands in the text (bytes).
    pub fn each_with_place(&self, mut feature: impl FnMut(u32, u32, u32)) {
        let end_of = |place: usize| self.at[(place + 1).min(self.at.len() - 1)];
        self.walk(|hash, first, last| feature(hash, self.at[first], end_of(last)));
    }

    /// With the space at each end.
    pub fn all(&self) -> &[u32] {
        &self.chars
    }

    /// The bytes of the text from one letter to another, both included.
    pub fn place(&self, first: usize, last: usize) -> (usize, usize) {
        (self.at[first] as usize, self.at[(last + 1).min(self.at.len() - 1)] as usize)
    }

    /// Without the spaces at both ends.
    pub fn letters(&self) -> &[u32] {
        &self.chars[1..self.chars.len().max(2) - 1]
    }

    /// Where these letters stand, as bytes of the text: whole words where the letters are Latin.
    pub fn places_of(&self, letters: &[u32]) -> Vec<(usize, usize)> {
        let is_latin = |c: &u32| char::from_u32(*c).is_some_and(|c| c.is_ascii_alphanumeric());
        let open = |edge: Option<&u32>, letter: Option<&u32>| !(edge.is_some_and(is_latin) && letter.is_some_and(is_latin));
        let windows = self.chars.windows(letters.len().max(1)).enumerate().filter(|(_, window)| *window == letters);
        let whole = windows.filter(|(first, _)| {
            let before = first.checked_sub(1).and_then(|place| self.chars.get(place));
            open(before, letters.first()) && open(self.chars.get(first + letters.len()), letters.last())
        });
        whole.map(|(first, _)| (self.at[first] as usize, self.at[first + letters.len()] as usize)).collect()
    }

    #[inline(always)]
    fn walk(&self, mut feature: impl FnMut(u32, usize, usize)) {
        let chars = &self.chars[..];
        let second = |first: usize| chars.get(first + 1).copied().unwrap_or(SPACE);
        for first in 0..chars.len() {
            let page = page(chars[first], second(first));
            let mut run = 7;
            for length in 1..=RUN_CHARS_MAX.min(chars.len() - first) {
                let c = chars[first + length - 1];
                run = mix(run, c);
                if length > 1 || !is_plain(c) {
                    feature(finish(page, run.wrapping_add(length as u32)), first, first + length - 1);
                }
            }
        }
        let (mut word, mut word_start, mut before, mut before_start) = (WORD, 1, 0, 1);
        for (place, &c) in chars.iter().enumerate().skip(1) {
            if c != SPACE {
                word = mix(word, c);
                continue;
            }
            if word != WORD {
                let page_of = |start: usize| page(chars[start], second(start));
                feature(finish(page_of(word_start), mix(word, ONE_WORD)), word_start, place - 1);
                feature(finish(page_of(before_start), mix(mix(before, word), TWO_WORDS)), before_start, place - 1);
                (before, before_start) = (word, word_start);
            }
            (word, word_start) = (WORD, place + 1);
        }
    }
}

/// Says nothing by itself: a space, a Latin letter, a digit.
fn is_plain(c: u32) -> bool {
    matches!(c, 0x20 | 0x27 | 0x30..=0x39 | 0x61..=0x7A)
}

const PAGE: u32 = 5;
const WORD: u32 = 99;
const ONE_WORD: u32 = 1 << 21;
const TWO_WORDS: u32 = 2 << 21;

#[inline(always)]
fn mix(hash: u32, c: u32) -> u32 {
    (hash ^ c).wrapping_mul(0x9E37_79B1).rotate_left(15).wrapping_add(0x85EB_CA6B)
}

/// Features that begin with the same two letters stand near each other in every table: one page of memory holds them, and looking up the
/// next is no new journey. Costs some collisions and saves most of the time.
const PAGE_BITS: u32 = 11;

#[inline(always)]
fn page(first: u32, second: u32) -> u32 {
    stir(mix(mix(PAGE, first), second)) & !(u32::MAX >> PAGE_BITS)
}

#[inline(always)]
fn finish(page: u32, hash: u32) -> u32 {
    page | stir(hash) >> PAGE_BITS
}

#[inline(always)]
fn stir(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2C1B_3C6D);
    hash ^ (hash >> 13)
}

fn address_length(rest: &str, before: u32) -> usize {
    let starts = |prefix: &str| rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    let after_letter = char::from_u32(before).is_some_and(|c| c.is_ascii_alphanumeric());
    if after_letter || !(starts("https://") || starts("http://") || starts("www.")) {
        return 0;
    }
    rest.find(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>')).unwrap_or(rest.len())
}

fn handle_length(rest: &str, before: u32) -> usize {
    let after_letter = char::from_u32(before).is_some_and(|c| c.is_ascii_alphanumeric());
    let name = rest.char_indices().skip(1).take_while(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    match name.last() {
        Some((at, c)) if !after_letter => at + c.len_utf8(),
        _ => 0,
    }
}

/// Half-width kana, combining marks and conjoining jamo are written as their composed fellows.
fn needs_composing(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1100}'..='\u{11FF}' | '\u{3099}'..='\u{309A}' | '\u{FF61}'..='\u{FFDC}' | '\u{2460}'..='\u{24FF}')
}

fn composing_length(rest: &str) -> usize {
    let end = rest.char_indices().find(|(_, c)| !needs_composing(*c)).map_or(rest.len(), |(at, _)| at);
    end.max(rest.chars().next().map_or(0, char::len_utf8))
}
