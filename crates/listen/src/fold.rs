//! Folding: a text as the matcher reads it, and the way back to the text as it was written.
//!
//! The folded text is UTF-16: one code for each letter, syllable and ideograph that posts are made of, so that stretches of a text are
//! compared a few letters at a time without looking for where characters begin.
//!
//! A *unit* is a stretch of the original that folds on its own: a character with the marks that follow it. Almost all texts match
//! nothing, so [`Folder::fold`] first keeps no units at all; the few that match are folded again with [`Folder::fold_with_units`].
//! What is [regular](crate::regular) is folded in one go; of the rest, what folds to one character goes through the table of
//! [`crate::character`], and only what composes or falls apart is normalized.

use crate::character::{Class, SPACE, class_of, fold_character, is_ignorable};
use crate::regular::fold_regular;
use unicode_normalization::UnicodeNormalization;

/// Buffers for folding; reuse them for many texts.
#[derive(Debug, Default)]
pub struct Folder {
    codes: Vec<u16>,
    letters: String,
}

/// Where units of the original went: the bytes that each code comes from.
#[derive(Debug, Default)]
pub struct Units(Vec<(u32, u32)>);

/// A folded term as text. Empty when there is nothing to look for.
pub fn fold_term(term: &str) -> String {
    String::from_utf16_lossy(&term_codes(term))
}

/// A folded term: what to look for. Empty when there is nothing to look for.
pub fn term_codes(term: &str) -> Vec<u16> {
    let mut folder = Folder::default();
    let codes = folder.fold(term);
    let start = codes.iter().position(|code| *code != SPACE).unwrap_or(codes.len());
    let end = codes.iter().rposition(|code| *code != SPACE).map_or(start, |last| last + 1);
    codes[start..end].to_vec()
}

impl Folder {
    /// Spaces at both ends are kept.
    pub fn fold(&mut self, text: &str) -> &[u16] {
        self.codes.clear();
        let mut at = 0;
        while at < text.len() {
            at = fold_regular(text.as_bytes(), at, &mut self.codes);
            if let Some(c) = text[at..].chars().next() {
                at = self.fold_one(text, at, c, None);
            }
        }
        &self.codes
    }

    pub fn fold_with_units(&mut self, text: &str) -> (&[u16], Units) {
        let mut units = Units::default();
        self.codes.clear();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            at = self.fold_one(text, at, c, Some(&mut units));
        }
        (&self.codes, units)
    }

    /// Folds the character `c` at `at`, and what composes with it; returns where to go on.
    fn fold_one(&mut self, text: &str, at: usize, c: char, units: Option<&mut Units>) -> usize {
        let after = at + c.len_utf8();
        let (start, end) = match class_of(c) {
            Class::Ignorable => return after,
            Class::Space if self.codes.last() == Some(&SPACE) => return after,
            Class::Space => {
                self.codes.push(SPACE);
                (at, after)
            }
            Class::Single(folded) => {
                self.push(folded);
                (at, after)
            }
            Class::Complex => {
                let end = unit_end(text, after);
                self.fold_unit(&text[at..end]);
                (at, end)
            }
            Class::Continuing => {
                let (base, end) = (base_start(text, at), unit_end(text, after));
                if base < at {
                    self.pop();
                }
                self.fold_unit(&text[base..end]);
                (base, end)
            }
        };
        if let Some(units) = units {
            units.keep(self.codes.len(), start, end);
        }
        end
    }

    fn fold_unit(&mut self, unit: &str) {
        self.letters.clear();
        for c in unit.chars().filter(|c| !is_ignorable(*c)) {
            fold_character(c, |part| self.letters.push(part));
        }
        let letters = std::mem::take(&mut self.letters);
        letters.nfc().for_each(|c| self.push(c));
        self.letters = letters;
    }

    fn push(&mut self, c: char) {
        self.codes.extend_from_slice(c.encode_utf16(&mut [0; 2]));
    }

    fn pop(&mut self) {
        while self.codes.pop().is_some_and(|code| (0xDC00..=0xDFFF).contains(&code)) {}
    }
}

impl Units {
    /// The bytes of the original that folded to the codes `start..end`, which are not none.
    pub fn original(&self, start: usize, end: usize) -> (u32, u32) {
        (self.0[start].0, self.0[end - 1].1)
    }

    /// All codes up to `codes_count` that have no unit yet come from `start..end`.
    fn keep(&mut self, codes_count: usize, start: usize, end: usize) {
        self.0.truncate(self.0.partition_point(|unit| (unit.0 as usize) < start));
        self.0.resize(codes_count, (start as u32, end as u32));
    }
}

/// The end of the unit that has reached `after`: past everything that continues it.
fn unit_end(text: &str, after: usize) -> usize {
    let mut end = after;
    for (offset, c) in text[after..].char_indices() {
        match class_of(c) {
            Class::Continuing => end = after + offset + c.len_utf8(),
            Class::Ignorable => {}
            Class::Single(_) | Class::Space | Class::Complex => break,
        }
    }
    end
}

/// Where the character starts that the mark at `at` belongs to; `at` itself when there is none.
fn base_start(text: &str, at: usize) -> usize {
    let before = text[..at].char_indices().rev().find(|(_, c)| !is_ignorable(*c));
    before.filter(|(_, c)| !c.is_whitespace()).map_or(at, |(start, _)| start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(String::from_utf16_lossy(Folder::default().fold(text)), expected, "{text:?}");
    }

    #[test]
    fn what_is_the_same_folds_to_the_same() {
        check("Acme ＡＣＭＥ 𝓐𝓬𝓶𝓮", "acme acme acme");
        check("ac\u{200B}me ac\u{AD}me \u{202E}acme", "acme acme acme");
        check("a \t\n\u{3000}\u{200B} b", "a b");
        check("ｱｯﾌﾟﾙ ｶﾞ ｱﾞ", "アップル ガ ア\u{3099}");
        check("㈜아크메 ㍿", "(주)아크메 株式会社");
        check("\u{1100}\u{1161}\u{11A8} 가\u{11A8}", "각 각");
        check("cafe\u{301} CAFÉ e\u{200B}\u{301}", "café café é");
        check("Straße ΣΊΣΥΦΟΣ ΐ", "strasse σίσυφοσ ΐ");
        check("Acme’s Acme™ ㅋㅏ ﾡ", "acme's acme™ ㅋㅏ ㄱ");
        check("か\u{3099} か゛ ゟ", "が か゛ より");
        check("", "");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        let mut folder = Folder::default();
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let text = format!("a{c}e");
            let once = String::from_utf16(folder.fold(&text)).expect("folding makes whole characters");
            assert_eq!(String::from_utf16_lossy(folder.fold(&once)), once, "{c:?}");
        }
    }

    #[test]
    fn the_original_is_found_again() {
        let check = |text: &str, find: &str, expected: (u32, u32)| {
            let mut folder = Folder::default();
            let (folded, units) = folder.fold_with_units(text);
            let find: Vec<u16> = find.encode_utf16().collect();
            let start = folded.windows(find.len()).position(|part| part == find).expect("the text has it");
            assert_eq!(units.original(start, start + find.len()), expected, "{text:?}");
        };
        check("㈜아크메", "아크메", (3, 12));
        check("㈜아크메", "주", (0, 3));
        check("x\u{200B}ac\u{200B}me\u{200B}", "acme", (4, 11));
        check("ｶﾞー", "ガ", (0, 6));
        check("e\u{301}é", "éé", (0, 5));
        check("a  \n b", "a b", (0, 6));
        check("😀é", "😀é", (0, 6));
        check("a 𝐚\u{301}b", "áb", (2, 9));
    }

    #[test]
    fn both_ways_of_folding_agree() {
        let (mut quick, mut slow) = (Folder::default(), Folder::default());
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            for text in [format!("가 {c} a{c}{c}"), format!("{c}\u{301}가나다라마바사아자차카타파하{c} 社 long enough for blocks  {c}")]
            {
                let (codes, units) = slow.fold_with_units(&text);
                assert_eq!(quick.fold(&text), codes, "{c:?}");
                assert_eq!(units.0.len(), codes.len(), "{c:?}");
            }
        }
    }
}
