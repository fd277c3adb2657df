//! What stands between quotation marks, also where one of them is missing.

use super::problem::Finding;
use super::sign::{closes, closes_loosely, is_quote, narrow, narrowed};
use super::token::Reader;

impl Reader<'_> {
    /// What the phrase says that begins here; the reader goes on after it. What is not closed ends where it seems meant to.
    pub fn phrase(&mut self) -> String {
        let start = self.at;
        let text_end = match self.closing_quote(start) {
            Some(closing) => {
                self.at = closing + 1;
                closing
            }
            None => {
                self.at = self.likely_end(start + 1);
                self.unclosed(start);
                self.at
            }
        };
        unescaped(&self.chars[start + 1..text_end])
    }

    fn unclosed(&mut self, start: usize) {
        let opening = self.chars[start];
        let finding = Finding::at("unclosed_quote", start..start + 1).about(opening);
        let is_blank = self.chars[start + 1..self.at].iter().all(|c| c.is_whitespace());
        self.findings.push(if is_blank { finding.delete(start..start + 1) } else { finding.insert(self.at, closing_of(opening)) });
    }

    /// Where the phrase is closed that opens at `start`.
    pub fn closing_quote(&self, start: usize) -> Option<usize> {
        let opening = self.chars[start];
        self.closing(start, |c| closes(opening, c)).or_else(|| self.closing(start, |c| closes_loosely(opening, c)))
    }

    fn closing(&self, start: usize, is_closing: impl Fn(char) -> bool) -> Option<usize> {
        let mut at = start + 1;
        while let Some(c) = self.chars.get(at) {
            match c {
                '\\' if self.chars.get(at + 1).is_some_and(|next| is_quote(*next) || *next == '\\') => at += 1,
                c if is_closing(*c) => return Some(at),
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Before the next operator or the parentheses at the end that others need, else at the end of the text.
    fn likely_end(&self, start: usize) -> usize {
        let rest = &self.chars[start..];
        let words = rest.split(|c| c.is_whitespace());
        let mut at = 0;
        for word in words {
            let is_operator = matches!(narrowed(word).as_str(), "AND" | "OR" | "NOT") || narrowed(word).starts_with("NEAR/");
            if is_operator && at > 0 {
                break;
            }
            at += word.len() + 1;
        }
        let mut end = trimmed(rest, at.min(rest.len()));
        for _ in 0..self.depth {
            if end > 0 && narrow(rest[end - 1]) == ')' {
                end = trimmed(rest, end - 1);
            }
        }
        start + end
    }
}

fn closing_of(opening: char) -> char {
    match opening {
        '「' => '」',
        '『' => '』',
        '“' => '”',
        _ => '"',
    }
}

fn trimmed(chars: &[char], end: usize) -> usize {
    chars[..end].iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1)
}

/// `\"` is `"`, `\\` is `\`; other backslashes are themselves.
fn unescaped(chars: &[char]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let next = chars.get(at + 1).filter(|next| *c == '\\' && (is_quote(**next) || **next == '\\'));
        text.push(*next.unwrap_or(c));
        at += if next.is_some() { 2 } else { 1 };
    }
    text
}
