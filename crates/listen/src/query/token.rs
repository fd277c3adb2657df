//! From characters to tokens. What is wrong with one token is found here; what is wrong between them, in [`super::mend`].

use super::fact;
use super::problem::Finding;
use super::sign::{
    closes, closes_loosely, is_break, is_comma, is_company_mark, is_opening_quote, is_quote, narrow, narrowed, single_spaced,
};
use super::{DISTANCE_MAX, Form, Query, TERM_CHARS_MAX, Term};
use crate::fold::fold_term;
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
    depth: usize,
    tokens: Vec<Token>,
    pub findings: &'a mut Vec<Finding>,
}

/// The signs before a word, and the star after it.
#[derive(Debug, Default, Clone, Copy)]
struct Signs {
    variants: bool,
    exact: bool,
    open_start: bool,
    open_end: bool,
}

/// What stood between quotation marks.
pub struct Phrase {
    pub text: String,
    pub end: usize,
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
    fn token(&mut self, piece: Piece, end: usize) {
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

    fn operand(&mut self) {
        let start = self.at;
        let mut signs = Signs::default();
        while let Some(c) = self.chars.get(self.at) {
            match narrow(*c) {
                '~' => signs.variants = true,
                '=' => signs.exact = true,
                '*' => signs.open_start = true,
                _ => break,
            }
            self.at += 1;
        }
        let after_signs = self.at;
        let query = match self.chars.get(self.at).map(|c| narrow(*c)) {
            Some('#') => self.name(start, Form::Tag),
            Some('@') => self.name(start, Form::Handle),
            Some(c) if is_opening_quote(c) || is_opening_quote(self.chars[self.at]) => self.phrase_term(start, Form::Words, signs),
            Some(_) if self.begins_with_company_mark() || !is_break(self.chars[self.at]) => return self.run(start, signs),
            _ => self.only_signs(start),
        };
        if after_signs > start && !matches!(&query, Query::Term(Term { form: Form::Words, .. })) {
            self.misplaced_signs(start..after_signs);
        }
        self.operand_token(query, start);
    }

    pub fn operand_token(&mut self, query: Query, start: usize) {
        self.tokens.push(Token { piece: Piece::Operand(query), place: start..self.at });
    }

    fn misplaced_signs(&mut self, place: Range<usize>) {
        let signs = narrowed(&self.chars[place.clone()]);
        self.findings.push(Finding::at("sign_misplaced", place.clone()).about(signs).delete(place));
    }

    /// `~` before white space or a parenthesis.
    fn only_signs(&mut self, start: usize) -> Query {
        let place = start..self.at;
        let signs = narrowed(&self.chars[place.clone()]);
        let blanks = self.chars[self.at..].iter().take_while(|c| c.is_whitespace()).count();
        let next = self.chars.get(self.at + blanks);
        let finding = if signs.contains('*') { Finding::at("term_blank", place) } else { Finding::at("sign_misplaced", place) };
        let joins = blanks > 0 && next.is_some_and(|c| is_opening_quote(*c) || c.is_alphanumeric());
        let finding = finding.about(signs);
        self.findings.push(if joins { finding.delete(self.at..self.at + blanks) } else { finding });
        stand_in()
    }

    /// `#tag`, `@handle`; the reader stands at the sign.
    fn name(&mut self, start: usize, form: Form) -> Query {
        let sign = narrow(self.chars[self.at]);
        while self.chars.get(self.at).is_some_and(|c| narrow(*c) == sign) {
            self.at += 1;
        }
        let text = match self.chars.get(self.at) {
            Some(c) if is_opening_quote(*c) => self.phrase().text,
            _ => {
                let end = self.word_end(self.at);
                let end = self.chars[self.at..end].iter().position(|c| narrow(*c) == '#').map_or(end, |at| self.at + at);
                let text = self.chars[self.at..end].iter().collect();
                self.at = end;
                text
            }
        };
        let bare = text.trim_end_matches(['*', '＊']);
        if bare.len() < text.len() {
            self.misplaced_signs(self.at - (text.chars().count() - bare.chars().count())..self.at);
        }
        self.named_term(bare, form, start..self.at)
    }

    pub fn named_term(&mut self, text: &str, form: Form, place: Range<usize>) -> Query {
        let text = single_spaced(text);
        if text.contains(' ') {
            let sign = if form == Form::Tag { "#" } else { "@" };
            let finding = Finding::at("space_in_name", place.clone()).about(&text);
            self.findings.push(finding.replace(place, format!("{sign}{}", text.replace(' ', ""))));
            return stand_in();
        }
        self.term(Term { text, form, variants: false, exact: false, open_start: false, open_end: false }, place)
    }

    /// `"a phrase"`, the reader stands at the quotation mark.
    fn phrase_term(&mut self, start: usize, form: Form, signs: Signs) -> Query {
        let phrase = self.phrase();
        self.at = phrase.end;
        let stars = self.chars[self.at..].iter().take_while(|c| narrow(**c) == '*').count();
        self.at += stars;
        let signs = Signs { open_end: stars > 0, ..signs };
        self.term(signs.term(single_spaced(&phrase.text), form), start..self.at)
    }

    /// A stretch without white space: a word, an operator, or `field:value`.
    fn run(&mut self, start: usize, signs: Signs) {
        let end = self.word_end(self.at);
        let has_signs = self.at > start;
        let narrow_text = narrowed(&self.chars[self.at..end]);
        if !has_signs && let Some(piece) = self.operator(&narrow_text, end) {
            return self.token(piece, end);
        }
        if let Some(field) = fact::field_at(&self.chars[self.at..end]) {
            let signs_end = self.at;
            let is_raw = narrow(self.chars[self.at]).eq_ignore_ascii_case(&'r') && field.name.eq_ignore_ascii_case("raw");
            if is_raw {
                return self.raw(start, signs, field.length);
            }
            if has_signs {
                self.misplaced_signs(start..signs_end);
            }
            let query = fact::read(self, &field, end);
            return self.operand_token(query, start);
        }
        let text: String = self.chars[self.at..end].iter().collect();
        let bare = text.trim_end_matches(['*', '＊']);
        self.at = end;
        let signs = Signs { open_end: bare.len() < text.len(), ..signs };
        if let Some(at) = bare.find(['*', '＊']) {
            let column = end - text[at..].chars().count();
            self.findings.push(Finding::at("star_inside", column..column + 1).about(&text));
            return self.operand_token(stand_in(), start);
        }
        let lower = if has_signs { None } else { lower_operator(&narrow_text) };
        let query = self.term(signs.term(bare.to_owned(), Form::Words), start..end);
        match lower {
            Some(operator) => self.tokens.push(Token { piece: Piece::Lower(Box::new(operator), query), place: start..end }),
            None => self.operand_token(query, start),
        }
    }

    /// `raw:"Case Sensitive"`; `length` characters are the field with its colon.
    fn raw(&mut self, start: usize, signs: Signs, length: usize) {
        if signs.variants || signs.exact {
            self.misplaced_signs(start..self.at);
        }
        let signs = Signs { variants: false, exact: false, ..signs };
        self.at += length;
        let query = match self.chars.get(self.at) {
            Some(c) if is_opening_quote(*c) => self.phrase_term(start, Form::Raw, signs),
            _ => {
                let end = self.word_end(self.at);
                let text: String = self.chars[self.at..end].iter().collect();
                self.at = end;
                let bare = text.trim_end_matches(['*', '＊']);
                self.term(Signs { open_end: bare.len() < text.len(), ..signs }.term(bare.to_owned(), Form::Raw), start..end)
            }
        };
        self.operand_token(query, start);
    }

    /// `AND`, `OR`, `NOT`, `NEAR/n`, in capitals.
    fn operator(&mut self, text: &str, end: usize) -> Option<Piece> {
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

    /// The term, or a stand-in for one that cannot be.
    fn term(&mut self, term: Term, place: Range<usize>) -> Query {
        let finding = if fold_term(&term.text).is_empty() {
            Finding::at("term_blank", place.clone()).about(self.chars[place].iter().collect::<String>())
        } else if term.text.chars().count() > TERM_CHARS_MAX {
            Finding::at("term_too_long", place).about(term.text)
        } else {
            return Query::Term(term);
        };
        self.findings.push(finding);
        stand_in()
    }
}

impl Reader<'_> {
    /// The phrase that begins here, and the reader after it. What is not closed ends where it seems meant to.
    pub fn phrase(&mut self) -> Phrase {
        let (start, opening) = (self.at, self.chars[self.at]);
        let closed = self.closing(|c| closes(opening, c)).or_else(|| self.closing(|c| closes_loosely(opening, c)));
        let (text_end, end) = closed.map_or_else(
            || {
                let end = self.likely_end(start + 1);
                let finding = Finding::at("unclosed_quote", start..start + 1).about(opening);
                let is_blank = self.chars[start + 1..end].iter().all(|c| c.is_whitespace());
                let closing = if matches!(opening, '「') {
                    "」"
                } else if opening == '『' {
                    "』"
                } else {
                    "\""
                };
                let finding = if is_blank { finding.delete(start..start + 1) } else { finding.insert(end, closing) };
                self.findings.push(finding);
                (end, end)
            },
            |at| (at, at + 1),
        );
        self.at = end;
        Phrase { text: unescaped(&self.chars[start + 1..text_end]), end }
    }

    fn closing(&self, is_closing: impl Fn(char) -> bool) -> Option<usize> {
        let mut at = self.at + 1;
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

    /// Where the stretch without white space and signs ends that begins at `start`.
    pub fn word_end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(c) = self.chars.get(at) {
            let between_digits = || {
                let is_digit = |at: usize| self.chars.get(at).is_some_and(|c| narrow(*c).is_ascii_digit());
                at > start && is_digit(at - 1) && is_digit(at + 1)
            };
            if is_company_mark(&self.chars[at..]) {
                at += 3;
            } else if is_break(*c) && !(is_comma(*c) && *c != '、' && between_digits()) {
                break;
            } else {
                at += 1;
            }
        }
        at
    }

    /// `(주)아크메`.
    fn begins_with_company_mark(&self) -> bool {
        let rest = &self.chars[self.at..];
        is_company_mark(rest) && rest.get(3).is_some_and(|c| c.is_alphanumeric())
    }

    /// `word` with a space on each side, but for those that are there.
    pub fn spaced(&self, place: &Range<usize>, word: &str) -> String {
        let is_blank = |at: Option<usize>| at.and_then(|at| self.chars.get(at)).is_none_or(|c| c.is_whitespace());
        let before = if is_blank(place.start.checked_sub(1)) { "" } else { " " };
        let after = if is_blank(Some(place.end)) { "" } else { " " };
        format!("{before}{word}{after}")
    }
}

impl Signs {
    fn term(self, text: String, form: Form) -> Term {
        Term { text, form, variants: self.variants, exact: self.exact, open_start: self.open_start, open_end: self.open_end }
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

/// `and`, `Or`, `near/3`: what a word in small letters may be meant as.
fn lower_operator(text: &str) -> Option<Piece> {
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
