//! Grams: a few codes in a row under which patterns are looked up.
//!
//! A pattern is looked up under as many of its codes in a row as [`LENGTHS`] allows, those that the fewest monitors ask for. At each place
//! of a text there begins one gram of each length. A [`Filter`] says of nearly all of them that no pattern is looked up under them; a
//! [`Directory`] says of the rest which patterns are.

use super::filter::{CHUNK_PLACES, Filter};
use super::patterns::{PatternId, Patterns};

/// How long grams are, in codes.
pub const LENGTHS: [usize; 5] = [1, 2, 3, 4, 6];

/// The longest gram that fits into `codes_count` codes.
pub fn gram_length(codes_count: usize) -> usize {
    LENGTHS.into_iter().rfind(|length| *length <= codes_count).unwrap_or(0)
}

/// The hash of a gram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gram(u64);

/// The codes at one place of a text, the first in the lowest bits.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    four: u64,
    next: u32,
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

impl Gram {
    pub fn of(codes: &[u16]) -> Self {
        Window::padded(codes).gram(codes.len())
    }

    /// A number below two to the power of `bits`, the same for the same gram.
    #[inline(always)]
    pub fn place(self, bits: u32) -> usize {
        (self.0 >> (64 - bits)) as usize
    }

    /// Some more bits, for comparing.
    pub fn print(self) -> u32 {
        (self.0 >> 8) as u32
    }
}

impl Window {
    /// The first four codes only.
    #[inline(always)]
    pub fn four([first, second, third, fourth]: [u16; 4]) -> Self {
        Self { four: u64::from(first) | u64::from(second) << 16 | u64::from(third) << 32 | u64::from(fourth) << 48, next: 0 }
    }

    /// As if zeros followed the last code.
    #[inline(always)]
    pub fn padded(codes: &[u16]) -> Self {
        if let Some([first, second, third, fourth, fifth, sixth]) = codes.first_chunk() {
            return Self { next: u32::from(*fifth) | u32::from(*sixth) << 16, ..Self::four([*first, *second, *third, *fourth]) };
        }
        let code = |at: usize| codes.get(at).copied().unwrap_or(0);
        Self { next: u32::from(code(4)), ..Self::four([code(0), code(1), code(2), code(3)]) }
    }

    /// The first two codes, and the next two.
    #[inline(always)]
    pub fn halves(self) -> (u32, u32) {
        (self.four as u32, (self.four >> 32) as u32)
    }

    /// The gram of the first `length` codes. Odd factors spread them over the high bits, another for each length.
    #[inline(always)]
    pub fn gram(self, length: usize) -> Gram {
        let hash = match length {
            1 => (self.four & 0xFFFF).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            2 => (self.four & 0xFFFF_FFFF).wrapping_mul(0xD6E8_FEB8_6659_FD93),
            3 => (self.four & 0xFFFF_FFFF_FFFF).wrapping_mul(0xC2B2_AE3D_27D4_EB4F),
            4 => self.four.wrapping_mul(0xA076_1D64_78BD_642F),
            _ => {
                let four = self.four.wrapping_mul(0xE703_7ED1_A0B4_28DB);
                (four.rotate_left(32) ^ u64::from(self.next)).wrapping_mul(0x8EBC_6AF0_9C88_C6E3)
            }
        };
        Gram(hash)
    }
}

impl Directory {
    pub fn new(grams: &[Gram]) -> Self {
        let bits = grams.len().next_power_of_two().trailing_zeros().max(4);
        let mut starts = vec![0_u32; (1 << bits) + 1];
        grams.iter().for_each(|gram| starts[gram.place(bits) + 1] += 1);
        (1..starts.len()).for_each(|place| starts[place] += starts[place - 1]);
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); grams.len()];
        for (pattern, gram) in (0..).zip(grams) {
            let place = &mut next[gram.place(bits)];
            entries[*place as usize] = Entry { print: gram.print(), pattern };
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
        let mut passed = [0; CHUNK_PLACES];
        for start in (0..codes.len()).step_by(CHUNK_PLACES) {
            let count = filter.pass(&codes[start..], &mut passed);
            for at in passed[..count].iter().map(|at| start + usize::from(*at)) {
                let window = Window::padded(&codes[at..]);
                for gram in filter.grams(window) {
                    if self.patterns(gram).any(|pattern| visit(pattern, at)) {
                        return true;
                    }
                }
            }
        }
        false
    }
}

/// The grams under which patterns are looked up, by pattern.
pub fn grams_of(patterns: &Patterns) -> Vec<Gram> {
    (0..patterns.len() as PatternId).map(|id| Gram::of(patterns.gram_codes(id))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Few letters, so that patterns occur, within each other and at both ends.
        #[test]
        fn a_scan_finds_what_looking_everywhere_finds(
            patterns in prop::collection::vec(prop::collection::vec(1..4_u16, 1..9), 0..12),
            text in prop::collection::vec(1..4_u16, 0..600),
        ) {
            let grams: Vec<&[u16]> = patterns.iter().map(|pattern| &pattern[..gram_length(pattern.len())]).collect();
            let directory = Directory::new(&grams.iter().map(|gram| Gram::of(gram)).collect::<Vec<_>>());
            let filter = Filter::new(grams.iter().copied());
            let mut found = Vec::new();
            directory.scan(&filter, &text, |pattern, at| {
                let stands = text[at..].starts_with(&patterns[pattern as usize]);
                found.extend(stands.then_some((at, pattern)));
                false
            });
            found.sort_unstable();
            let stands = |at: usize, pattern: &[u16]| text[at..].starts_with(pattern);
            let everywhere = (0..text.len()).flat_map(|at| (0..).zip(&patterns).map(move |(number, pattern)| (at, number, pattern)));
            let expected: Vec<(usize, PatternId)> =
                everywhere.filter(|(at, _, pattern)| stands(*at, pattern)).map(|(at, number, _)| (at, number)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
