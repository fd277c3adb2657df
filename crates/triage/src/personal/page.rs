//! A text as rules like to read it: one character for each way to write the same sign, and the place of each in the text.
//!
//! Full-width letters and digits become their half-width fellows, every dash is `-`, every space is a space, signs without width are
//! gone, digits on key caps and page addresses are covered.

use crate::visible::links;
use std::ops::Range;

/// What covers a page address.
const COVER: char = '\u{FFFC}';

/// Nothing personal is longer without a break: a flood of one sign must not be read again from each of its places.
const RUN_MAX: usize = 72;

pub struct Page {
    /// Folded, but letters keep their case.
    pub chars: Vec<char>,
    /// Where each character starts in the text, and the text's end.
    at: Vec<u32>,
}

impl Page {
    pub fn new(text: &str) -> Page {
        let links = links(text);
        let mut links = links.iter().peekable();
        let mut page = Page { chars: Vec::with_capacity(text.len()), at: Vec::with_capacity(text.len() + 1) };
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            while links.next_if(|link| link.end <= at).is_some() {}
            let is_linked = links.peek().is_some_and(|link| link.contains(&at));
            let is_key_cap = c.is_ascii_digit() && rest.peek().is_some_and(|(_, next)| matches!(next, '\u{FE0F}' | '\u{20E3}'));
            if is_without_width(c) {
                continue;
            }
            page.chars.push(match c {
                _ if is_linked => COVER,
                _ if is_key_cap => circled(c),
                _ => folded(c),
            });
            page.at.push(at as u32);
        }
        page.at.push(text.len() as u32);
        page
    }

    /// The character at a place; beyond the ends a line break.
    pub fn get(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\n')
    }

    /// The character before a place.
    pub fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |at| self.get(at))
    }

    pub fn low(&self, at: usize) -> char {
        self.get(at).to_ascii_lowercase()
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// True when `word`, in lower case, stands at a place.
    pub fn starts_with(&self, at: usize, word: &str) -> bool {
        let mut place = at;
        word.chars().all(|c| {
            place += 1;
            self.low(place - 1) == c
        })
    }

    /// True when `word`, in lower case, ends at a place.
    pub fn ends_with(&self, end: usize, word: &str) -> bool {
        end.checked_sub(word.chars().count()).is_some_and(|start| self.starts_with(start, word))
    }

    /// The first place at or after `at` that is not as asked, at most [`RUN_MAX`] on.
    pub fn skip(&self, at: usize, is_skipped: impl Fn(char) -> bool) -> usize {
        at + self.chars.get(at..).unwrap_or_default().iter().take(RUN_MAX).take_while(|c| is_skipped(**c)).count()
    }

    /// The first place of the run of such characters that ends at `end`.
    pub fn skip_back(&self, end: usize, is_skipped: impl Fn(char) -> bool) -> usize {
        end - self.chars[..end].iter().rev().take(RUN_MAX).take_while(|c| is_skipped(**c)).count()
    }

    /// The word of ASCII letters at a place.
    pub fn word(&self, at: usize) -> Range<usize> {
        at..self.skip(at, |c| c.is_ascii_alphabetic())
    }

    /// Some characters, in lower case.
    pub fn lower(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or_default().iter().map(char::to_ascii_lowercase).collect()
    }

    /// True when the characters are one of the words.
    pub fn is_any(&self, range: &Range<usize>, words: &[&str]) -> bool {
        words.iter().any(|word| {
            let mut place = range.start;
            let is_same = word.chars().all(|c| {
                place += 1;
                self.low(place - 1) == c
            });
            is_same && place == range.end
        })
    }

    /// From places of characters to places in the text.
    pub fn bytes(&self, range: &Range<usize>) -> Range<u32> {
        self.at[range.start]..self.at[range.end]
    }
}

/// A digit on a key cap is read as one in a circle.
fn circled(digit: char) -> char {
    match digit {
        '0' => '⓪',
        _ => char::from_u32('①' as u32 + digit as u32 - '1' as u32).unwrap_or(COVER),
    }
}

fn folded(c: char) -> char {
    match c {
        '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\t' => ' ',
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' => '-',
        '【' | '〔' | '［' => '[',
        '】' | '〕' | '］' => ']',
        '．' | '｡' => '.',
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '\r' => '\n',
        _ => c,
    }
}

fn is_without_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{FE0F}' | '\u{20E3}')
}

pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

pub fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' | '\u{FF66}'..='\u{FF9F}')
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '々' | '〇' | 'ヶ' | 'ケ')
}

pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー' | '\u{FF66}'..='\u{FF9F}')
}
