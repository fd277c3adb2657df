//! Regular stretches of a text: what folds to itself but for the case of ASCII letters, which is most of what is written.
//!
//! Graphic ASCII, single spaces, precomposed Hangul, kana and Han. They are found without a branch for each kind of character: in posts
//! words of two scripts and spaces alternate too often for the processor to foresee.

use crate::character::{Class, class_of};
use std::sync::LazyLock;

/// Bytes of ASCII that are looked at in one go.
const BLOCK_BYTES: usize = 16;

/// One bit for each character below U+10000: it is three bytes long and folds to itself.
static FOLDS_TO_ITSELF: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
    let mut bits = Box::new([0; 1024]);
    for c in ('\u{800}'..='\u{FFFF}').filter(|c| class_of(*c) == Class::Single(*c)) {
        bits[c as usize / 64] |= 1 << (c as usize % 64);
    }
    bits
});

/// Where the regular stretch ends that starts at `start`, a character boundary of UTF-8 text.
pub fn regular_end(bytes: &[u8], start: usize, after_space: bool) -> usize {
    let folds_to_itself: &[u64; 1024] = &FOLDS_TO_ITSELF;
    let mut at = start;
    let mut after_space = after_space;
    loop {
        while let Some(block) = bytes[at..].first_chunk().filter(|block| is_regular_block(block, after_space)) {
            after_space = block[BLOCK_BYTES - 1] == b' ';
            at += BLOCK_BYTES;
        }
        for _ in 0..BLOCK_BYTES {
            let character = match bytes[at..] {
                [first, second, third, ..] => [first, second, third],
                [first, second] => [first, second, 0],
                [first] => [first, 0, 0],
                [] => return at,
            };
            if !is_regular(character, after_space, folds_to_itself) {
                return at;
            }
            // Known from the first byte alone, so that the next character need not wait for the look-up.
            at += if character[0] < 0x80 { 1 } else { 3 };
            after_space = character[0] == b' ';
        }
    }
}

/// The first character of three bytes of UTF-8.
#[inline(always)]
fn is_regular([first, second, third]: [u8; 3], after_space: bool, folds_to_itself: &[u64; 1024]) -> bool {
    let code = usize::from(first & 0x0F) << 12 | usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F);
    let is_three = (first & 0xF0 == 0xE0) & (folds_to_itself[code / 64] >> (code % 64) & 1 == 1);
    is_three | first.is_ascii_graphic() | ((first == b' ') & !after_space)
}

/// Graphic ASCII and single spaces only.
#[inline(always)]
fn is_regular_block(block: &[u8; BLOCK_BYTES], after_space: bool) -> bool {
    let printable = block.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    let double_space = block.iter().zip(&block[1..]).fold(false, |any, (byte, next)| any | ((*byte == b' ') & (*next == b' ')));
    printable & !double_space & !(after_space & (block[0] == b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_stretch_ends_where_folding_has_work() {
        let cases = [
            ("", ""),
            ("Acme 아크메가 アクメ、社 ok", ""),
            ("a  b", " b"),
            ("This is a long text.  Two spaces", " Two spaces"),
            ("a long line of text\nand another", "\nand another"),
            ("아크메ﾞ", "ﾞ"),
            ("가\u{11A8}", "\u{11A8}"),
            ("café", "é"),
            ("좋아요😀", "😀"),
            ("ゟ", "ゟ"),
        ];
        for (text, expected_rest) in cases {
            assert_eq!(&text[regular_end(text.as_bytes(), 0, false)..], expected_rest, "{text:?}");
        }
        assert_eq!(regular_end(b" a", 0, true), 0);
        assert_eq!(regular_end(b" sixteen bytes and more", 0, true), 0);
    }
}
