//! Grams: a few codes in a row under which patterns are looked up.
//!
//! A pattern of four codes or more is looked up under the four of its codes in a row that the fewest monitors ask for; a shorter one under
//! all of its codes. At each place of a text there are four grams, of one to four codes; a [`Filter`] says of nearly all of them at once
//! that no pattern is looked up under them, and a [`Directory`] says which patterns are looked up under the rest.

use super::patterns::{PatternId, Patterns};

/// Codes of the longest gram.
pub const GRAM_CODES: usize = 4;

/// Bits of a filter for each gram in it.
const BITS_A_GRAM: usize = 16;

/// The hash of a gram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gram(u64);

impl Gram {
    /// The gram of a pattern that begins at `at`.
    pub fn at(codes: &[u16], at: usize) -> Self {
        let mut window = [0; GRAM_CODES];
        let gram = &codes[at..codes.len().min(at + GRAM_CODES)];
        window[..gram.len()].copy_from_slice(gram);
        grams(window)[gram.len() - 1]
    }

    /// A number below two to the power of `bits`, the same for the same gram.
    pub fn place(self, bits: u32) -> usize {
        (self.0 >> (64 - bits)) as usize
    }

    fn print(self) -> u32 {
        (self.0 >> 16) as u32
    }
}

/// The grams of one to four codes at the beginning of `window`. Odd factors spread them over the high bits, another for each length.
#[inline(always)]
pub fn grams(window: [u16; GRAM_CODES]) -> [Gram; GRAM_CODES] {
    let [first, second, third, fourth] = window.map(u64::from);
    let (two, three) = (first | second << 16, first | second << 16 | third << 32);
    let four = three | fourth << 48;
    [
        Gram(first.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        Gram(two.wrapping_mul(0xD6E8_FEB8_6659_FD93)),
        Gram(three.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)),
        Gram(four.wrapping_mul(0xA076_1D64_78BD_642F)),
    ]
}

/// Which grams may be those of some pattern: sometimes wrongly yes, never wrongly no.
#[derive(Debug)]
pub struct Filter {
    words: Vec<u64>,
    bits: u32,
}

impl Filter {
    pub fn new(grams: impl ExactSizeIterator<Item = Gram>) -> Self {
        let bits = (grams.len() * BITS_A_GRAM).next_power_of_two().trailing_zeros().max(10);
        let mut words = vec![0; 1 << (bits - 6)];
        for gram in grams {
            let place = gram.place(bits);
            words[place / 64] |= 1_u64 << (place % 64);
        }
        Self { words, bits }
    }

    #[inline(always)]
    fn has(&self, gram: Gram) -> bool {
        let place = gram.place(self.bits);
        self.words[place / 64] >> (place % 64) & 1 == 1
    }
}

/// Patterns by gram.
#[derive(Debug)]
pub struct Directory {
    /// Where the entries of each place of the directory begin; one more at the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    bits: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    print: u32,
    pattern: PatternId,
}

impl Directory {
    pub fn new(patterns: &Patterns) -> Self {
        let bits = patterns.len().next_power_of_two().trailing_zeros().max(4);
        let ids = 0..patterns.len() as PatternId;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        ids.clone().for_each(|id| starts[patterns.gram(id).place(bits) + 1] += 1);
        (1..starts.len()).for_each(|place| starts[place] += starts[place - 1]);
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); patterns.len()];
        for id in ids {
            let gram = patterns.gram(id);
            let place = &mut next[gram.place(bits)];
            entries[*place as usize] = Entry { print: gram.print(), pattern: id };
            *place += 1;
        }
        Self { starts, entries, bits }
    }

    fn patterns(&self, gram: Gram) -> impl Iterator<Item = PatternId> {
        let place = gram.place(self.bits);
        let entries = &self.entries[self.starts[place] as usize..self.starts[place + 1] as usize];
        entries.iter().filter(move |entry| entry.print == gram.print()).map(|entry| entry.pattern)
    }

    /// Calls `visit` with each pattern whose gram passes the filter and stands somewhere in `codes`, and where, until it returns true.
    pub fn scan(&self, filter: &Filter, codes: &[u16], mut visit: impl FnMut(PatternId, usize) -> bool) -> bool {
        let mut look_up = |at: usize, grams: [Gram; GRAM_CODES]| {
            let wanted = grams.into_iter().filter(|gram| filter.has(*gram));
            wanted.flat_map(|gram| self.patterns(gram)).any(|pattern| visit(pattern, at))
        };
        for (at, window) in codes.windows(GRAM_CODES).enumerate() {
            let grams = grams([window[0], window[1], window[2], window[3]]);
            if grams.iter().any(|gram| filter.has(*gram)) && look_up(at, grams) {
                return true;
            }
        }
        (codes.len().saturating_sub(GRAM_CODES - 1)..codes.len()).any(|at| {
            let code = |offset| codes.get(at + offset).copied().unwrap_or(0);
            look_up(at, grams([code(0), code(1), code(2), code(3)]))
        })
    }
}
