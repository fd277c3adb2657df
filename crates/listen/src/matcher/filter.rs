//! What makes the matcher quick: from nearly every place of a text, it is seen at once that no pattern stands there.
//!
//! Three steps, each for what is left by the one before. The first asks for the first two, three and four codes of grams: the first two
//! codes choose a block of 64 bits, in which one bit stands for each, so that one look into memory answers all. The second asks for
//! the grams themselves. Both write down the places that are left without a branch on each place, which could not be foreseen. The
//! third is the directory.

use super::grams::{Gram, LENGTHS, Window};

/// Places of a text that are filtered in one go.
pub const CHUNK_PLACES: usize = 256;

/// Bits of the blocks, and of the exact step, for each gram.
const BLOCK_BITS_A_GRAM: usize = 32;
const EXACT_BITS_A_GRAM: usize = 16;

/// Which grams may be those of some pattern: sometimes wrongly yes, never wrongly no.
#[derive(Debug)]
pub struct Filter {
    blocks: Vec<u64>,
    blocks_bits: u32,
    exact: Bits,
    /// Of grams of one code there are none, or few.
    singles: Option<Bits>,
    lengths: [bool; LENGTHS.len()],
}

#[derive(Debug)]
struct Bits {
    words: Vec<u64>,
    bits: u32,
}

impl Filter {
    /// A filter for the grams of these codes.
    pub fn new<'a>(codes: impl Iterator<Item = &'a [u16]> + Clone) -> Self {
        let count = codes.clone().count();
        let blocks_bits = (count * BLOCK_BITS_A_GRAM / 64).next_power_of_two().trailing_zeros().max(4);
        let mut filter = Self {
            blocks: vec![0; 1 << blocks_bits],
            blocks_bits,
            exact: Bits::new(codes.clone().filter(|codes| codes.len() > 1).map(Gram::of), count),
            singles: None,
            lengths: LENGTHS.map(|length| codes.clone().any(|codes| codes.len() == length)),
        };
        for codes in codes.clone().filter(|codes| codes.len() > 1) {
            let window = Window::padded(codes);
            let block = filter.block(window);
            filter.blocks[block] |= 1_u64.rotate_left(block_bit(window, codes.len().min(4)));
        }
        let singles = codes.filter(|codes| codes.len() == 1).map(Gram::of);
        filter.singles = filter.lengths[0].then(|| Bits::new(singles, count));
        filter
    }

    #[inline(always)]
    fn block(&self, window: Window) -> usize {
        window.gram(2).place(self.blocks_bits)
    }

    /// Whether any gram may begin at a place.
    #[inline(always)]
    fn lets_through<const SINGLES: bool>(&self, window: Window) -> bool {
        let block = self.blocks[self.block(window)];
        let [two, three, four] = [2, 3, 4].map(|length| block.rotate_right(block_bit(window, length)));
        let is_single = SINGLES && self.singles.as_ref().is_some_and(|singles| singles.has(window.gram(1)));
        ((two | three | four) & 1 == 1) | is_single
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

/// Which bit of its block stands for the first `length` codes.
#[inline(always)]
fn block_bit(window: Window, length: usize) -> u32 {
    // The highest bits of the first two codes chose the block.
    let bits = window.gram(length).place(64);
    if length == 2 { (bits >> 24) as u32 % 64 } else { (bits >> 58) as u32 }
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
