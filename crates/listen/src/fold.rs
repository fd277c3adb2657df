//! Folding: a text as the automaton reads it, and the way back to the text as it was written.
//!
//! A *unit* is a stretch of the original that folds on its own: a character with the marks that follow it. Almost all texts match
//! nothing, so [`Folder::fold`] first keeps no units at all; the few that match are folded again with [`Folder::fold_with_units`].
//! What is [regular](crate::regular) is copied run by run; other characters go through the table of [`crate::character`]; only what
//! composes or falls apart is normalized.

use crate::character::{Class, class_of, fold_character, is_ignorable};
use crate::regular::regular_end;
use unicode_normalization::UnicodeNormalization;

/// Buffers for folding; reuse them for many texts.
#[derive(Debug, Default)]
pub struct Folder {
    folded: Vec<u8>,
    letters: String,
}

/// Where units of the original went.
#[derive(Debug, Default)]
pub struct Units(Vec<Unit>);

#[derive(Debug)]
struct Unit {
    folded_start: u32,
    start: u32,
    end: u32,
}

/// A folded term: what to look for. Empty when there is nothing to look for.
pub fn fold_term(term: &str) -> String {
    let mut folder = Folder::default();
    let folded = String::from_utf8_lossy(folder.fold(term));
    folded.trim_matches(' ').to_owned()
}

impl Folder {
    /// UTF-8; spaces at both ends are kept.
    pub fn fold(&mut self, text: &str) -> &[u8] {
        self.run(text, &mut NoUnits);
        &self.folded
    }

    pub fn fold_with_units(&mut self, text: &str) -> (&[u8], Units) {
        let mut units = Units(Vec::with_capacity(text.len() / 2));
        self.run(text, &mut units);
        (&self.folded, units)
    }

    fn run(&mut self, text: &str, units: &mut impl KeepUnits) {
        self.folded.clear();
        self.folded.reserve(text.len());
        let mut at = 0;
        while at < text.len() {
            let end = regular_end(text.as_bytes(), at, self.folded.last() == Some(&b' '));
            units.keep_regular(self.folded.len(), at, &text[at..end]);
            let regular_start = self.folded.len();
            self.folded.extend_from_slice(&text.as_bytes()[at..end]);
            self.folded[regular_start..].make_ascii_lowercase();
            at = match text[end..].chars().next() {
                Some(c) => self.fold_one(text, end, c, units),
                None => end,
            };
        }
    }

    /// Folds the character `c` at `at`, and what composes with it; returns where to go on.
    fn fold_one(&mut self, text: &str, at: usize, c: char, units: &mut impl KeepUnits) -> usize {
        let after = at + c.len_utf8();
        match class_of(c) {
            Class::Single(folded) => {
                units.keep(self.folded.len(), at, after);
                self.push(folded);
                after
            }
            Class::Space => {
                if self.folded.last() != Some(&b' ') {
                    units.keep(self.folded.len(), at, after);
                    self.folded.push(b' ');
                }
                after
            }
            Class::Ignorable => after,
            Class::Complex => self.fold_unit(text, at, unit_end(text, after), units),
            Class::Continuing => {
                let base = base_start(text, at);
                if base < at {
                    units.drop_last();
                    self.pop();
                }
                self.fold_unit(text, base, unit_end(text, after), units)
            }
        }
    }

    fn fold_unit(&mut self, text: &str, start: usize, end: usize, units: &mut impl KeepUnits) -> usize {
        units.keep(self.folded.len(), start, end);
        self.letters.clear();
        for c in text[start..end].chars().filter(|c| !is_ignorable(*c)) {
            fold_character(c, |part| self.letters.push(part));
        }
        let letters = std::mem::take(&mut self.letters);
        letters.nfc().for_each(|c| self.push(c));
        self.letters = letters;
        end
    }

    fn push(&mut self, c: char) {
        self.folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn pop(&mut self) {
        while self.folded.pop().is_some_and(|byte| byte & 0xC0 == 0x80) {}
    }
}

impl Units {
    /// The bytes of the original that folded to `start..end`.
    pub fn original(&self, start: usize, end: usize) -> (u32, u32) {
        (self.unit_at(start).start, self.unit_at(end - 1).end)
    }

    fn unit_at(&self, folded: usize) -> &Unit {
        &self.0[self.0.partition_point(|unit| unit.folded_start as usize <= folded) - 1]
    }
}

trait KeepUnits {
    fn keep(&mut self, folded_start: usize, start: usize, end: usize);
    /// `regular` starts at `start` and folds to as many bytes, character by character.
    fn keep_regular(&mut self, folded_start: usize, start: usize, regular: &str);
    fn drop_last(&mut self);
}

struct NoUnits;

impl KeepUnits for NoUnits {
    fn keep(&mut self, _folded_start: usize, _start: usize, _end: usize) {}
    fn keep_regular(&mut self, _folded_start: usize, _start: usize, _regular: &str) {}
    fn drop_last(&mut self) {}
}

impl KeepUnits for Units {
    fn keep(&mut self, folded_start: usize, start: usize, end: usize) {
        self.0.push(Unit { folded_start: folded_start as u32, start: start as u32, end: end as u32 });
    }

    fn keep_regular(&mut self, folded_start: usize, start: usize, regular: &str) {
        for (offset, c) in regular.char_indices() {
            self.keep(folded_start + offset, start + offset, start + offset + c.len_utf8());
        }
    }

    fn drop_last(&mut self) {
        self.0.pop();
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
        assert_eq!(std::str::from_utf8(Folder::default().fold(text)).expect("folding makes UTF-8"), expected, "{text:?}");
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
            let once = String::from_utf8(folder.fold(&text).to_vec()).expect("folding makes UTF-8");
            assert_eq!(folder.fold(&once), once.as_bytes(), "{c:?}");
        }
    }

    #[test]
    fn the_original_is_found_again() {
        let check = |text: &str, find: &str, expected: (u32, u32)| {
            let mut folder = Folder::default();
            let (folded, units) = folder.fold_with_units(text);
            let folded = std::str::from_utf8(folded).expect("folding makes UTF-8");
            let start = folded.find(find).expect("the text has it");
            assert_eq!(units.original(start, start + find.len()), expected, "{text:?}");
        };
        check("㈜아크메", "아크메", (3, 12));
        check("㈜아크메", "주", (0, 3));
        check("x\u{200B}ac\u{200B}me\u{200B}", "acme", (4, 11));
        check("ｶﾞー", "ガ", (0, 6));
        check("e\u{301}é", "éé", (0, 5));
        check("a  \n b", "a b", (0, 6));
    }
}
