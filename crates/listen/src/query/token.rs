//! From characters to tokens. What is wrong with one token is found here; what is wrong between them, in [`super::mend`].

use super::problem::Finding;
use super::sign::{is_comma, is_opening_quote, is_quote, narrow};
use super::{DISTANCE_MAX, Form, Query, Term};
use std::ops::Range;

/// Offered to those who left out how near.
const DISTANCE_OFFERED: u16 = 5;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Open,
    Close,
    And,
    Or,
    Not,
    Near(u16),
    Operand(Query),
    /// A word that may be meant as an operator (that one), by what stands around it.
    Lower(Box<Piece>, Query),
    Comma,
}

#[derive(Debug, Clone)]
pub struct Token {
    pub piece: Piece,
    /// Characters from 0.
    pub place: Range<usize>,
}

/// Where something broken stood; the query is refused anyway.
pub fn stand_in() -> Query {
    Query::Term(Term { text: "…".into(), form: Form::Words, variants: false, exact: false, open_start: false, open_end: false })
}

/// All tokens of a query.
pub fn tokens(chars: &[char], findings: &mut Vec<Finding>) -> Vec<Token> {
    let mut reader = Reader { chars, at: 0, depth: 0, tokens: Vec::new(), findings };
    while reader.at < chars.len() {
        reader.step();
    }
    reader.tokens
}

pub struct Reader<'a> {
    pub chars: &'a [char],
    pub at: usize,
    /// Open parentheses.
    pub depth: usize,
    pub tokens: Vec<Token>,
    pub findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn step(&mut self) {
        let c = self.chars[self.at];
        let next = self.at + 1;
        match narrow(c) {
            _ if c.is_whitespace() => self.at = next,
            '(' if !self.begins_with_company_mark() => {
                self.depth += 1;
                self.token(Piece::Open, next);
            }
            ')' => {
                self.depth = self.depth.saturating_sub(1);
                self.token(Piece::Close, next);
            }
            '|' => {
                let end = self.at + self.chars[self.at..].iter().take_while(|c| narrow(**c) == '|').count();
                self.foreign_operator(end, "OR", Piece::Or);
            }
            '&' if self.word_end(self.at) == self.at + 2 && narrow(self.chars[next]) == '&' => {
                self.foreign_operator(self.at + 2, "AND", Piece::And);
            }
            '!' if self.chars.get(next).is_some_and(|c| c.is_alphanumeric()) => self.foreign_operator(next, "NOT", Piece::Not),
            '-' if self.chars.get(next).is_none_or(|c| c.is_whitespace()) => self.lone_minus(),
            '-' => self.token(Piece::Not, next),
            _ if is_comma(c) => self.token(Piece::Comma, next),
            _ if is_quote(c) && !is_opening_quote(c) => {
                self.findings.push(Finding::at("unopened_quote", self.at..next).about(c).delete(self.at..next));
                self.at = next;
            }
            _ => self.operand(),
        }
    }

    /// A token from here to `end`.
    pub fn token(&mut self, piece: Piece, end: usize) {
        self.tokens.push(Token { piece, place: self.at..end });
        self.at = end;
    }

    /// `|`, `&&`, `!`: operators of other languages.
    fn foreign_operator(&mut self, end: usize, ours: &str, piece: Piece) {
        let place = self.at..end;
        let spaced = self.spaced(&place, ours);
        let typed: String = self.chars[place.clone()].iter().collect();
        self.findings.push(Finding::at("foreign_operator", place.clone()).about(typed).replace(place, spaced));
        self.token(piece, end);
    }

    /// A dash with nothing after it: a dash, or half of a `NOT`.
    fn lone_minus(&mut self) {
        let place = self.at..self.at + 1;
        let finding = Finding::at("dangling_operator", place.clone()).about("-");
        let is_last = self.chars[place.end..].iter().all(|c| c.is_whitespace());
        self.findings.push(if is_last { finding.delete(place) } else { finding });
        self.at += 1;
    }

    pub fn operand_token(&mut self, query: Query, start: usize) {
        self.tokens.push(Token { piece: Piece::Operand(query), place: start..self.at });
    }

    /// `AND`, `OR`, `NOT`, `NEAR/n`, in capitals.
    pub fn operator(&mut self, text: &str, end: usize) -> Option<Piece> {
        let place = self.at..end;
        match text {
            "AND" => return Some(Piece::And),
            "OR" => return Some(Piece::Or),
            "NOT" => return Some(Piece::Not),
            _ => {}
        }
        let rest = text.strip_prefix("NEAR").filter(|rest| !rest.starts_with(|c: char| c.is_alphabetic() || c == '_'))?;
        let digits: String = rest.chars().filter(char::is_ascii_digit).take(9).collect();
        match (rest.strip_prefix('/'), digits.parse::<u32>()) {
            (Some(number), Ok(distance)) if number == digits && (1..=u32::from(DISTANCE_MAX)).contains(&distance) => {
                return Some(Piece::Near(u16::try_from(distance).unwrap_or(DISTANCE_MAX)));
            }
            (_, number) => {
                let offered = number.map_or(u32::from(DISTANCE_OFFERED), |number| number.clamp(1, u32::from(DISTANCE_MAX)));
                let finding = Finding::at("bad_number", place.clone()).about(rest.trim_start_matches('/'));
                self.findings.push(finding.replace(place, format!("NEAR/{offered}")));
            }
        }
        Some(Piece::Near(DISTANCE_OFFERED))
    }

    /// `word` with a space on each side, but for those that are there.
    pub fn spaced(&self, place: &Range<usize>, word: &str) -> String {
        let is_blank = |at: Option<usize>| at.and_then(|at| self.chars.get(at)).is_none_or(|c| c.is_whitespace());
        let before = if is_blank(place.start.checked_sub(1)) { "" } else { " " };
        let after = if is_blank(Some(place.end)) { "" } else { " " };
        format!("{before}{word}{after}")
    }
}

/// `and`, `Or`, `near/3`: what a word in small letters may be meant as.
pub fn lower_operator(text: &str) -> Option<Piece> {
    match text.to_ascii_lowercase().as_str() {
        "and" => Some(Piece::And),
        "or" => Some(Piece::Or),
        "not" => Some(Piece::Not),
        lower => {
            let distance = lower.strip_prefix("near/")?.parse().ok()?;
            (1..=DISTANCE_MAX).contains(&distance).then_some(Piece::Near(distance))
        }
    }
}
