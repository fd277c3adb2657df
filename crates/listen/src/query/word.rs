//! Operands: words, phrases and names with their signs.

use super::fact;
use super::problem::Finding;
use super::sign::{
    is_blank, is_break, is_comma, is_company_mark, is_opening_quote, is_sign, narrow, narrowed, single_spaced, without_sign,
};
use super::token::{Piece, Reader, Token, lower_operator, stand_in};
use super::{Form, Query, TERM_CHARS_MAX, Term};
use std::ops::Range;

/// The signs before a word, and the star after it.
#[derive(Debug, Default, Clone, Copy)]
struct Signs {
    variants: bool,
    exact: bool,
    open_start: bool,
    open_end: bool,
}

impl Reader<'_> {
    /// The operand that begins here.
    pub fn operand(&mut self) {
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

    /// `~` before white space or a parenthesis.
    fn only_signs(&mut self, start: usize) -> Query {
        let place = start..self.at;
        let signs = narrowed(&self.chars[place.clone()]);
        let code = if signs.contains('*') { "term_blank" } else { "sign_misplaced" };
        let finding = Finding::at(code, place.clone()).about(&signs);
        let blanks = self.blanks_before_word();
        let in_group = if signs.contains('*') { Vec::new() } else { self.words_of_group(self.at) };
        self.findings.push(if blanks > 0 {
            finding.delete(self.at..self.at + blanks)
        } else if in_group.is_empty() {
            finding
        } else {
            in_group.into_iter().fold(finding.delete(place), |finding, at| finding.insert(at, &signs))
        });
        stand_in()
    }

    /// White space before a word that a sign may have been meant for.
    fn blanks_before_word(&self) -> usize {
        let blanks = self.chars[self.at..].iter().take_while(|c| c.is_whitespace()).count();
        let next = self.chars.get(self.at + blanks);
        if next.is_some_and(|c| is_opening_quote(*c) || c.is_alphanumeric()) { blanks } else { 0 }
    }

    /// Where the words begin of a group in parentheses that holds nothing but words and operators; else none.
    fn words_of_group(&self, open: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = open + 1;
        while let Some(c) = self.chars.get(at) {
            let end = self.word_end(at);
            let word = narrowed(&self.chars[at..end]);
            if c.is_whitespace() {
                at += 1;
            } else if narrow(*c) == ')' {
                return found;
            } else if is_opening_quote(*c) {
                let Some(closing) = self.closing_quote(at) else { return Vec::new() };
                found.push(at);
                at = closing + 1;
            } else if end == at || word.starts_with(is_sign) || word.contains(':') {
                return Vec::new();
            } else {
                let is_operator = matches!(word.as_str(), "AND" | "OR" | "NOT");
                found.extend((!is_operator).then_some(at));
                at = end;
            }
        }
        Vec::new()
    }

    fn misplaced_signs(&mut self, place: Range<usize>) {
        let signs = narrowed(&self.chars[place.clone()]);
        self.findings.push(Finding::at("sign_misplaced", place.clone()).about(signs).delete(place));
    }

    /// `#tag`, `@handle`; the reader stands at the sign.
    fn name(&mut self, start: usize, form: Form) -> Query {
        let sign = narrow(self.chars[self.at]);
        while self.chars.get(self.at).is_some_and(|c| narrow(*c) == sign) {
            self.at += 1;
        }
        if self.chars.get(self.at).is_some_and(|c| is_opening_quote(*c)) {
            let text = self.phrase();
            return self.named_term(&text, form, start..self.at);
        }
        let end = self.word_end(self.at);
        let end = self.chars[self.at..end].iter().position(|c| narrow(*c) == '#').map_or(end, |at| self.at + at);
        let (text, stars) = self.without_stars(end);
        self.at = end;
        if stars > 0 {
            self.misplaced_signs(end - stars..end);
        }
        self.named_term(&text, form, start..end)
    }

    /// The characters from here to `end` but for the stars at the end, and how many of those there are.
    fn without_stars(&self, end: usize) -> (String, usize) {
        let chars = &self.chars[self.at..end];
        let stars = chars.iter().rev().take_while(|c| narrow(**c) == '*').count();
        (chars[..chars.len() - stars].iter().collect(), stars)
    }

    fn named_term(&mut self, text: &str, form: Form, place: Range<usize>) -> Query {
        let sign = if form == Form::Tag { '#' } else { '@' };
        let text = single_spaced(without_sign(text, sign));
        if text.contains(' ') {
            let finding = Finding::at("space_in_name", place.clone()).about(&text);
            self.findings.push(finding.replace(place, format!("{sign}{}", text.replace(' ', ""))));
            return stand_in();
        }
        self.term(Term { text, form, variants: false, exact: false, open_start: false, open_end: false }, place)
    }

    /// `"a phrase"`, the reader stands at the quotation mark.
    fn phrase_term(&mut self, start: usize, form: Form, signs: Signs) -> Query {
        let text = self.phrase();
        let stars = self.chars[self.at..].iter().take_while(|c| narrow(**c) == '*').count();
        self.at += stars;
        self.term(Signs { open_end: stars > 0, ..signs }.term(single_spaced(&text), form), start..self.at)
    }

    /// A stretch without white space: an operator, `field:value` or a word.
    fn run(&mut self, start: usize, signs: Signs) {
        let end = self.word_end(self.at);
        let has_signs = self.at > start;
        let typed = narrowed(&self.chars[self.at..end]);
        if !has_signs && let Some(piece) = self.operator(&typed, end) {
            return self.token(piece, end);
        }
        let query = match fact::field_at(&self.chars[self.at..end]) {
            Some(field) if field.name == "raw" => self.raw(start, signs, field.length),
            Some(field) => {
                if has_signs {
                    self.misplaced_signs(start..self.at);
                }
                fact::read(self, &field, end)
            }
            None => self.word(start, end, signs),
        };
        match lower_operator(&typed) {
            Some(operator) if !has_signs => {
                self.tokens.push(Token { piece: Piece::Lower(Box::new(operator), query), place: start..end });
            }
            _ => self.operand_token(query, start),
        }
    }

    fn word(&mut self, start: usize, end: usize, signs: Signs) -> Query {
        let (text, stars) = self.without_stars(end);
        let star = self.chars[self.at..end - stars].iter().position(|c| narrow(*c) == '*').map(|at| self.at + at);
        self.at = end;
        match star {
            Some(star) => {
                self.findings.push(Finding::at("star_inside", star..star + 1).about(&text));
                stand_in()
            }
            None => self.term(Signs { open_end: stars > 0, ..signs }.term(text, Form::Words), start..end),
        }
    }

    /// `raw:"Case Sensitive"`; `length` characters are the field with its colon.
    fn raw(&mut self, start: usize, signs: Signs, length: usize) -> Query {
        if signs.variants || signs.exact {
            self.misplaced_signs(start..self.at);
        }
        let signs = Signs { variants: false, exact: false, ..signs };
        self.at += length;
        if self.chars.get(self.at).is_some_and(|c| is_opening_quote(*c)) {
            return self.phrase_term(start, Form::Raw, signs);
        }
        let end = self.word_end(self.at);
        let (text, stars) = self.without_stars(end);
        self.at = end;
        self.term(Signs { open_end: stars > 0, ..signs }.term(text, Form::Raw), start..end)
    }

    /// The term, or a stand-in for one that cannot be.
    fn term(&mut self, term: Term, place: Range<usize>) -> Query {
        if is_blank(&term.text) {
            self.blank_term(place);
        } else if term.text.chars().count() > TERM_CHARS_MAX {
            self.findings.push(Finding::at("term_too_long", place).about(term.text));
        } else {
            return Query::Term(term);
        }
        stand_in()
    }

    /// `""`, `#`: nothing to look for.
    fn blank_term(&mut self, place: Range<usize>) {
        if self.findings.last().is_some_and(|last| last.is_within(&place)) {
            return; // Because of what was said already.
        }
        let is_sign_alone = place.len() == 1 && is_sign(self.chars[place.start]);
        let blanks = if is_sign_alone { self.blanks_before_word() } else { 0 };
        let finding = Finding::at("term_blank", place.clone()).about(self.chars[place.clone()].iter().collect::<String>());
        self.findings.push(if blanks > 0 { finding.delete(place.end..place.end + blanks) } else { finding.delete(place) });
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
    pub fn begins_with_company_mark(&self) -> bool {
        let rest = &self.chars[self.at..];
        is_company_mark(rest) && rest.get(3).is_some_and(|c| c.is_alphanumeric())
    }
}

impl Signs {
    fn term(self, text: String, form: Form) -> Term {
        Term { text, form, variants: self.variants, exact: self.exact, open_start: self.open_start, open_end: self.open_end }
    }
}
