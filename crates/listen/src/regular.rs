//! Regular stretches of a text: characters that fold to one code whatever follows, which is most of what is written.

use crate::character::{IGNORABLE, SPACE, TABLE, is_irregular};

/// Appends the folded codes of the regular stretch that starts at `start`, a character boundary of UTF-8 text; returns where it ends.
pub fn fold_regular(bytes: &[u8], start: usize, codes: &mut Vec<u16>) -> usize {
    let table: &[u16; 0x1_0000] = &TABLE;
    let mut at = start;
    while at < bytes.len() {
        let (code, length) = match bytes[at..] {
            [first, ..] if first < 0x80 => (usize::from(first), 1),
            [first, second, ..] if first < 0xE0 => (usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F), 2),
            [first, second, third, ..] if first < 0xF0 => {
                (usize::from(first & 0x0F) << 12 | usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F), 3)
            }
            _ => return at,
        };
        match table[code] {
            SPACE if codes.last() == Some(&u16::from(b' ')) => {}
            SPACE => codes.push(u16::from(b' ')),
            IGNORABLE => {}
            folded if is_irregular(folded) => return at,
            folded => codes.push(folded),
        }
        at += length;
    }
    at
}
