//! What makes the matcher quick: from nearly every place of a text, it is seen at once that no pattern stands there.
//!
//! Three steps, each for what is left by the one before. The first asks for the first four codes of grams, or for all of shorter ones: the
//! first two codes choose a block of 64 bits, in which one or two stand for the others. The second asks for the grams themselves. Both write down the places that are left without a branch on each place, which could not be foreseen. The
//! third is the directory.

use super::grams::{Gram, LENGTHS, Window};

/// Places of a text that are filtered in one go.
pub const CHUNK_PLACES: usize = 256;

/// Bits for each gram. More would let fewer places through, and leave the processor's caches.
const LONG_BITS_A_GRAM: usize = 16;
const SHORT_BITS_A_GRAM: usize = 64;
const EXACT_BITS_A_GRAM: usize = 16;

/// Which grams may be those of some pattern: sometimes wrongly yes, never wrongly no.
#[derive(Debug)]
pub struct Filter {
    /// Grams of four codes and more.
    long: Blocks,
    /// Grams of two and three codes.
    short: Blocks,
    exact: Bits,
    /// Of grams of one code there are none, or few.
    singles: Option<Bits>,
    lengths: [bool; LENGTHS.len()],
}

/// Blocks of 64 bits.
#[derive(Debug)]
struct Blocks {
    blocks: Vec<u64>,
    bits: u32,
}

#[derive(Debug)]
struct Bits {
    words: Vec<u64>,
    bits: u32,
}

/// Where the first four codes of a window are kept. Two products are enough: their lower bits know nothing of later codes.
#[derive(Clone, Copy)]
struct Spot {
    /// Its highest bits choose the block.
    chosen: u32,
    next: u32,
}

impl Spot {
    #[inline(always)]
    fn of(window: Window) -> Self {
        let (first_two, next_two) = window.halves();
        Self { chosen: first_two.wrapping_mul(0x9E37_79B1), next: next_two.wrapping_mul(0x85EB_CA77) }
    }

    /// Which bits of the block stand for the first two, three and four codes; what is above 64 starts over.
    #[inline(always)]
    fn two(self) -> u32 {
        self.chosen >> 4
    }

    #[inline(always)]
    fn three(self) -> u32 {
        self.next >> 10
    }

    #[inline(always)]
    fn four(self) -> [u32; 2] {
        [self.next >> 26, self.next >> 20]
    }
}

impl Blocks {
    fn new(count: usize, bits_a_gram: usize) -> Self {
        let bits = (count * bits_a_gram / 64).next_power_of_two().trailing_zeros().max(4);
        Self { blocks: vec![0; 1 << bits], bits }
    }

    #[inline(always)]
    fn place(&self, spot: Spot) -> usize {
        (spot.chosen >> (32 - self.bits)) as usize
    }

    fn set(&mut self, spot: Spot, bits: &[u32]) {
        let place = self.place(spot);
        bits.iter().for_each(|bit| self.blocks[place] |= 1_u64.rotate_left(*bit));
    }
}

impl Filter {
    /// A filter for these grams.
    pub fn new<'a>(grams: impl Iterator<Item = &'a [u16]>) -> Self {
        let mut grams: Vec<(Gram, &[u16])> = grams.map(|codes| (Gram::of(codes), codes)).collect();
        grams.sort_unstable_by_key(|(gram, _)| *gram);
        grams.dedup_by_key(|(gram, _)| *gram);
        let of_length = |wanted: fn(usize) -> bool| grams.iter().filter(move |(_, codes)| wanted(codes.len()));
        let (long_count, short_count) = (of_length(|length| length > 3).count(), of_length(|length| matches!(length, 2 | 3)).count());
        let mut filter = Self {
            long: Blocks::new(long_count, LONG_BITS_A_GRAM),
            short: Blocks::new(short_count, SHORT_BITS_A_GRAM),
            exact: Bits::new(of_length(|length| length > 1).map(|(gram, _)| *gram), grams.len()),
            singles: None,
            lengths: LENGTHS.map(|length| grams.iter().any(|(_, codes)| codes.len() == length)),
        };
        for (_, codes) in &grams {
            let spot = Spot::of(Window::padded(codes));
            match codes.len() {
                1 => {}
                2 => filter.short.set(spot, &[spot.two()]),
                3 => filter.short.set(spot, &[spot.three()]),
                _ => filter.long.set(spot, &spot.four()),
            }
        }
        filter.singles = filter.lengths[0].then(|| Bits::new(of_length(|length| length == 1).map(|(gram, _)| *gram), grams.len()));
        filter
    }

    /// Whether any gram may begin at a place.
    #[inline(always)]
    fn lets_through<const SINGLES: bool>(&self, window: Window) -> bool {
        let spot = Spot::of(window);
        let (long, short) = (self.long.blocks[self.long.place(spot)], self.short.blocks[self.short.place(spot)]);
        let four = spot.four().map(|bit| long.rotate_right(bit));
        let found = (four[0] & four[1]) | short.rotate_right(spot.two()) | short.rotate_right(spot.three());
        let is_single = SINGLES && self.singles.as_ref().is_some_and(|singles| singles.has(window.gram(1)));
        (found & 1 == 1) | is_single
    }

    /// Writes down the places of the first chunk of `codes` that may begin a gram; returns how many.
    pub fn pass(&self, codes: &[u16], passed: &mut [u16; CHUNK_PLACES]) -> usize {
        let count = match self.singles {
            None => self.pass_blocks::<false>(codes, passed),
            Some(_) => self.pass_blocks::<true>(codes, passed),
        };
        let mut left = 0;
        for index in 0..count {
            let at = passed[index];
            let window = Window::padded(&codes[usize::from(at)..]);
            let any = (1..LENGTHS.len()).fold(false, |any, length| any | self.exact.has(window.gram(LENGTHS[length])));
            let is_single = self.singles.as_ref().is_some_and(|singles| singles.has(window.gram(1)));
            passed[left] = at;
            left += usize::from(any | is_single);
        }
        left
    }

    #[inline(always)]
    fn pass_blocks<const SINGLES: bool>(&self, codes: &[u16], passed: &mut [u16; CHUNK_PLACES]) -> usize {
        let mut count = 0;
        for (at, window) in (0..).zip(codes.array_windows().take(CHUNK_PLACES)) {
            passed[count % CHUNK_PLACES] = at;
            count += usize::from(self.lets_through::<SINGLES>(Window::four(*window)));
        }
        // The last places have no four codes; they go on to the exact step.
        for at in (codes.len().saturating_sub(3)..codes.len()).take_while(|at| *at < CHUNK_PLACES) {
            passed[count % CHUNK_PLACES] = at as u16;
            count += 1;
        }
        count
    }

    /// The grams that may be those of some pattern, of those that begin at a place.
    pub fn grams(&self, window: Window) -> impl Iterator<Item = Gram> {
        let single = Some(window.gram(1)).filter(|gram| self.singles.as_ref().is_some_and(|singles| singles.has(*gram)));
        let longer = (1..LENGTHS.len()).filter(|length| self.lengths[*length]).map(move |length| window.gram(LENGTHS[length]));
        single.into_iter().chain(longer.filter(|gram| self.exact.has(*gram)))
    }
}

impl Bits {
    fn new(grams: impl Iterator<Item = Gram>, count: usize) -> Self {
        let bits = (count * EXACT_BITS_A_GRAM).next_power_of_two().trailing_zeros().max(10);
        let mut words = vec![0; 1 << (bits - 6)];
        for place in grams.map(|gram| gram.place(bits)) {
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
