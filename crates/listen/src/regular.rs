//! Regular stretches of a text: characters that fold to one code whatever follows, which is most of what is written.
//!
//! In posts, words of two scripts and spaces alternate too often for the processor to foresee. So characters are found by their first
//! bytes, a block at a time, and folded by a table, without a branch for each kind.

use crate::character::{IGNORABLE, SPACE, TABLE, is_irregular};

/// Bytes of which the characters are found in one go.
const BLOCK_BYTES: usize = 64;

/// Bytes of plain ASCII that are copied in one go.
const PLAIN_BYTES: usize = 32;

/// The first byte of characters beyond U+FFFF.
const FOUR_BYTES_MIN: u32 = 0xF0;

/// Appends the folded codes of the regular stretch that starts at `start`, a character boundary of UTF-8 text; returns where it ends.
pub fn fold_regular(bytes: &[u8], start: usize, codes: &mut Vec<u16>) -> usize {
    let mut at = start;
    // The characters of a block may reach over its end by three bytes.
    while let Some(block) = bytes[at..].first_chunk::<{ BLOCK_BYTES + 3 }>() {
        if let Some(plain) = block.first_chunk().filter(|plain| is_plain(plain, codes.last() == Some(&SPACE))) {
            codes.extend(plain.map(|byte| u16::from(byte.to_ascii_lowercase())));
            at += PLAIN_BYTES;
            continue;
        }
        match fold_block(block, codes) {
            Ok(length) => at += length,
            Err(length) => return at + length,
        }
    }
    fold_rest(bytes, at, codes)
}

/// Folds the characters that begin in a block: `Ok` with their bytes, or `Err` with those before one that is irregular.
#[inline(always)]
fn fold_block(block: &[u8; BLOCK_BYTES + 3], codes: &mut Vec<u16>) -> Result<usize, usize> {
    let table: &[u16; 0x1_0000] = &TABLE;
    let mut folded = [0; BLOCK_BYTES];
    let (mut count, mut last) = (0, codes.last().copied().unwrap_or(0));
    let mut firsts = first_bytes(block);
    // What begins before the block and continues in it was folded with the block before.
    while firsts != 0 {
        let at = firsts.trailing_zeros() as usize;
        let bytes = u32::from_le_bytes([block[at], block[at + 1], block[at + 2], 0]);
        let code = table[code_of(bytes) as usize & 0xFFFF];
        firsts &= firsts - 1;
        if is_irregular(code) | (bytes & 0xFF >= FOUR_BYTES_MIN) {
            if code == IGNORABLE && bytes & 0xFF < FOUR_BYTES_MIN {
                continue;
            }
            codes.extend_from_slice(&folded[..count]);
            return Err(at);
        }
        folded[count % BLOCK_BYTES] = code;
        count += usize::from((code ^ SPACE) | (last ^ SPACE) != 0);
        last = code;
    }
    codes.extend_from_slice(&folded[..count]);
    let continuing = block[BLOCK_BYTES..].iter().take_while(|byte| is_continuing(**byte)).count();
    Ok(BLOCK_BYTES + continuing)
}

/// One bit for each byte of the block with which a character begins.
#[inline(always)]
fn first_bytes(block: &[u8; BLOCK_BYTES + 3]) -> u64 {
    let (eights, _) = block.as_chunks::<8>();
    let mut firsts = 0;
    for (place, eight) in eights.iter().enumerate() {
        let bits = u64::from_le_bytes(*eight);
        // Bytes that continue a character begin with the bits 10.
        let first = (!bits >> 7 | bits >> 6) & 0x0101_0101_0101_0101;
        firsts |= (first.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * place);
    }
    firsts
}

/// The character that begins with these bytes, lowest first, if it is below U+10000.
#[inline(always)]
fn code_of(bytes: u32) -> u32 {
    let first = bytes & 0xFF;
    let (is_two, is_three) = (u32::from(first >= 0xC0), u32::from(first >= 0xE0));
    // As if it were of three bytes, and then without what does not belong to it.
    let three = first << 12 | (bytes >> 8 & 0x3F) << 6 | (bytes >> 16 & 0x3F);
    let bits = 0xFFFF >> (5 * (is_two ^ is_three));
    three >> (12 - 6 * (is_two + is_three)) & bits
}

fn is_continuing(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Graphic ASCII and single spaces only.
#[inline(always)]
fn is_plain(plain: &[u8; PLAIN_BYTES], after_space: bool) -> bool {
    let printable = plain.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    let double_space = plain.iter().zip(&plain[1..]).fold(false, |any, (byte, next)| any | ((*byte == b' ') & (*next == b' ')));
    printable & !double_space & !(after_space & (plain[0] == b' '))
}

/// The same, one character after the other.
fn fold_rest(bytes: &[u8], start: usize, codes: &mut Vec<u16>) -> usize {
    let table: &[u16; 0x1_0000] = &TABLE;
    let mut at = start;
    while at < bytes.len() {
        let byte = |offset: usize| bytes.get(at + offset).copied().unwrap_or(0);
        let first = u32::from(byte(0));
        let code = table[code_of(u32::from_le_bytes([byte(0), byte(1), byte(2), 0])) as usize & 0xFFFF];
        if first >= FOUR_BYTES_MIN || (is_irregular(code) && code != IGNORABLE) {
            return at;
        }
        if code != IGNORABLE && (code != SPACE || codes.last() != Some(&SPACE)) {
            codes.push(code);
        }
        at += 1 + usize::from(first >= 0x80) + usize::from(first >= 0xE0);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_stretch_ends_where_folding_has_work() {
        let cases = [
            ("", "", ""),
            ("Acme 아크메가 アクメ、社 ok", "acme 아크메가 アクメ、社 ok", ""),
            ("a  b", "a b", ""),
            ("This is a long text.  Two spaces\nand another line", "this is a long text. two spaces and another line", ""),
            ("아크메ﾞ", "아크메", "ﾞ"),
            ("가\u{11A8}", "가", "\u{11A8}"),
            ("CAFÉ Ａ\u{200B}ｂ", "café ab", ""),
            ("좋아요😀", "좋아요", "😀"),
            ("ゟ", "", "ゟ"),
        ];
        for padding in ["", &"가나 다라ab".repeat(20), &"plain letters only ".repeat(9)] {
            for (text, folded, rest) in cases {
                let (text, mut codes) = (format!("{padding}{text}"), Vec::new());
                let end = fold_regular(text.as_bytes(), 0, &mut codes);
                assert_eq!((String::from_utf16_lossy(&codes), &text[end..]), (format!("{padding}{folded}"), rest), "{text:?}");
            }
        }
    }
}
