//! What one character is to the matcher: what it folds to, and whether it belongs to a word.
//!
//! Folding is close to NFKC with case folding. It leaves alone what people see as something else: `™` is not the letters `tm`, a
//! stand-alone jamo (`ㅋ`) is not a part of a syllable, and characters that would fold to a space stay whole.

use std::sync::LazyLock;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// How folding treats a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Folds to one character, whatever follows short of a [`Class::Continuing`].
    Single(char),
    Space,
    /// Zero-width, soft hyphen, variation selector: as if it were not there.
    Ignorable,
    /// May compose with what stands before it: combining marks, vowel and final jamo, half-width voiced marks.
    Continuing,
    /// Folds to several characters.
    Complex,
}

/// Looked up for the first 65,536 characters, worked out for the rest.
pub fn class_of(c: char) -> Class {
    match TABLE.get(c as usize) {
        Some(&entry) => unpack(entry),
        None if matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{2F7FF}') => Class::Single(c),
        None => classify(c),
    }
}

/// Calls `emit` with the characters that `c` stands for: decomposed and in lower case.
pub fn fold_character(c: char, mut emit: impl FnMut(char)) {
    let mut emit_lower = |c: char| folded_case(c).for_each(|c| emit(plain_mark(c)));
    match c {
        // Half-width jamo: a table of the standard's with holes where no jamo is.
        '\u{FFA1}'..='\u{FFBE}' => emit_lower(shifted(c, 0xFFA1, 0x3131)),
        '\u{FFC2}'..='\u{FFC7}' => emit_lower(shifted(c, 0xFFC2, 0x314F)),
        '\u{FFCA}'..='\u{FFCF}' => emit_lower(shifted(c, 0xFFCA, 0x3155)),
        '\u{FFD2}'..='\u{FFD7}' => emit_lower(shifted(c, 0xFFD2, 0x315B)),
        '\u{FFDA}'..='\u{FFDC}' => emit_lower(shifted(c, 0xFFDA, 0x3161)),
        _ if stays_whole(c) => emit_lower(c),
        _ => decompose_compatible(c, emit_lower),
    }
}

/// Unicode's `Default_Ignorable_Code_Point`.
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// With the long vowel mark and the marks of repetition, without the middle dot.
pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー'..='ヿ' | '\u{31F0}'..='\u{31FF}')
}

pub fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ'..='ゟ' | '\u{1B001}'..='\u{1B11F}' | '\u{1B150}'..='\u{1B152}')
}

/// A composed syllable. Jamo on their own (`ㅋㅋ`) are no part of a word.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

pub fn is_han(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A mark that belongs to the character before it.
pub fn is_mark(c: char) -> bool {
    c > '\u{2FF}' && canonical_combining_class(c) != 0
}

/// A letter or digit of a script that writes spaces between words.
pub fn is_spaced_letter(c: char) -> bool {
    let unspaced = matches!(c, '\u{E00}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{A4CF}'
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{1AFF0}'..='\u{1B16F}'
        | '\u{20000}'..='\u{3FFFF}');
    !unspaced && c.is_alphanumeric()
}

/// Through upper case, because `ß` is `SS` and `ς` is `Σ`; through lower case first, because `ẞ` is not.
fn folded_case(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// Typesetters' apostrophes and hyphens are those of the keyboard.
fn plain_mark(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '‐' => '-',
        _ => c,
    }
}

fn stays_whole(c: char) -> bool {
    let mut has_space = false;
    decompose_compatible(c, |part| has_space |= part.is_whitespace());
    has_space || matches!(c, '™' | '℠' | '\u{3131}'..='\u{318E}')
}

fn shifted(c: char, from: u32, to: u32) -> char {
    char::from_u32(c as u32 - from + to).expect("jamo are below the surrogates")
}

fn classify(c: char) -> Class {
    if is_ignorable(c) {
        return Class::Ignorable;
    }
    if c.is_whitespace() {
        return Class::Space;
    }
    let (mut first, mut count) = (None, 0);
    fold_character(c, |part| {
        first.get_or_insert(part);
        count += 1;
    });
    let first = first.unwrap_or(c);
    if canonical_combining_class(first) != 0 || is_nfc_quick(std::iter::once(first)) == IsNormalized::Maybe {
        return Class::Continuing;
    }
    match count {
        1 => Class::Single(first),
        _ => composed(c).map_or(Class::Complex, Class::Single),
    }
}

/// The one character that `c` folds to after composing (`É` to `é`), if it is one.
fn composed(c: char) -> Option<char> {
    use unicode_normalization::UnicodeNormalization;
    let mut parts = String::new();
    fold_character(c, |part| parts.push(part));
    let mut composed = parts.nfc();
    composed.next().filter(|_| composed.next().is_none())
}

/// What every kind of white space folds to.
pub const SPACE: u16 = b' ' as u16;

/// Surrogates are no characters, so they can stand for the classes without one folded character.
pub const IGNORABLE: u16 = 0xD801;
const CONTINUING: u16 = 0xD802;
const COMPLEX: u16 = 0xD803;

/// What each of the first 65,536 characters folds to, or its class.
pub static TABLE: LazyLock<Box<[u16; 0x1_0000]>> = LazyLock::new(|| {
    let entry = |code: usize| match char::from_u32(code as u32).map_or(Class::Complex, classify) {
        Class::Single(c) => u16::try_from(c as u32).unwrap_or(COMPLEX),
        Class::Space => SPACE,
        Class::Ignorable => IGNORABLE,
        Class::Continuing => CONTINUING,
        Class::Complex => COMPLEX,
    };
    let entries: Vec<u16> = (0..0x1_0000).map(entry).collect();
    entries.try_into().expect("there are as many as there are codes")
});

/// True for entries of the table that stand for a class without one folded character.
#[inline(always)]
pub fn is_irregular(entry: u16) -> bool {
    entry & 0xF800 == 0xD800
}

fn unpack(entry: u16) -> Class {
    match entry {
        SPACE => Class::Space,
        IGNORABLE => Class::Ignorable,
        CONTINUING => Class::Continuing,
        _ => char::from_u32(u32::from(entry)).map_or(Class::Complex, Class::Single),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart() {
        let kinds = |c| (is_spaced_letter(c), is_katakana(c), is_hiragana(c), is_hangul(c), is_han(c), is_mark(c));
        let cases = [
            ("ez2яσ٣", (true, false, false, false, false, false)),
            ("アプーヴ", (false, true, false, false, false, false)),
            ("あゝん", (false, false, true, false, false, false)),
            ("가메힣", (false, false, false, true, false, false)),
            ("社々返", (false, false, false, false, true, false)),
            ("\u{301}\u{3099}\u{334}", (false, false, false, false, false, true)),
            ("@_'・™ㅋกข😀、", (false, false, false, false, false, false)),
        ];
        for (characters, expected) in cases {
            characters.chars().for_each(|c| assert_eq!(kinds(c), expected, "{c:?}"));
        }
    }

    #[test]
    fn the_table_says_what_the_rules_say() {
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let expected = match classify(c) {
                Class::Single(folded) if (c as u32) <= 0xFFFF && folded as u32 > 0xFFFF => Class::Complex,
                class => class,
            };
            assert_eq!(class_of(c), expected, "{c:?}");
        }
    }
}
