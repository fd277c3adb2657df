//! Tokens as a grammar wants them: parentheses in pairs and not empty, operators between operands.
//!
//! What is not so is reported and left out, so that the tree is built without another thought of errors.

use super::problem::Finding;
use super::sign::narrowed;
use super::token::{Piece, Token};
use std::ops::Range;

/// Parentheses and `NOT`s within each other that are read at all. What matters is how deep the canonical form is.
const NESTING_MAX: usize = 64;

/// Well-formed tokens, none when nothing is left.
pub fn well_formed(tokens: Vec<Token>, chars: &[char], findings: &mut Vec<Finding>) -> Vec<Token> {
    let mut pass = Pass { chars, out: Vec::new(), open_count: 0, findings };
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let goes_on = tokens.peek().is_some_and(|next| begins_operand(&next.piece));
        pass.take(token, goes_on);
    }
    pass.finish();
    let Pass { out, .. } = pass;
    if nesting(&out) > NESTING_MAX {
        findings.push(Finding::whole("too_deep"));
        return Vec::new();
    }
    out
}

struct Pass<'a> {
    chars: &'a [char],
    out: Vec<Token>,
    /// Parentheses in `out` that are still open.
    open_count: usize,
    findings: &'a mut Vec<Finding>,
}

fn begins_operand(piece: &Piece) -> bool {
    matches!(piece, Piece::Open | Piece::Not | Piece::Operand(_) | Piece::Lower(..))
}

fn is_operator(piece: &Piece) -> bool {
    matches!(piece, Piece::And | Piece::Or | Piece::Near(_) | Piece::Not)
}

impl Pass<'_> {
    fn take(&mut self, token: Token, goes_on: bool) {
        let Token { piece, place } = token;
        match piece {
            Piece::Open => {
                self.open_count += 1;
                self.out.push(Token { piece, place });
            }
            Piece::Not | Piece::Operand(_) => self.out.push(Token { piece, place }),
            Piece::Close => self.close(place),
            Piece::And | Piece::Or | Piece::Near(_) => self.operator(piece, place),
            Piece::Comma => self.comma(place, goes_on),
            Piece::Lower(operator, word) => self.lower(*operator, Token { piece: Piece::Operand(word), place }, goes_on),
        }
    }

    /// An operand can end here.
    fn after_operand(&self) -> bool {
        matches!(self.out.last(), Some(Token { piece: Piece::Operand(_) | Piece::Close, .. }))
    }

    fn operator(&mut self, piece: Piece, place: Range<usize>) {
        if self.after_operand() {
            self.out.push(Token { piece, place });
            return;
        }
        let clashes = self.out.last().is_some_and(|last| is_operator(&last.piece) && last.piece != piece);
        let finding = self.dangling(&place);
        self.findings.push(if clashes { finding } else { finding.delete(place) });
    }

    fn dangling(&mut self, place: &Range<usize>) -> Finding {
        self.findings.retain(|finding| !finding.is_within(place));
        Finding::at("dangling_operator", place.clone()).about(self.chars[place.clone()].iter().collect::<String>())
    }

    fn lower(&mut self, operator: Piece, word: Token, goes_on: bool) {
        let is_operator_here = goes_on && (operator == Piece::Not || self.after_operand());
        if !is_operator_here {
            self.out.push(word);
            return;
        }
        let typed: String = self.chars[word.place.clone()].iter().collect();
        let finding = Finding::at("lowercase_operator", word.place.clone()).about(&typed);
        self.findings.push(finding.replace(word.place.clone(), narrowed(&self.chars[word.place.clone()]).to_uppercase()));
        self.out.push(Token { piece: operator, ..word });
    }

    /// A list with commas is one of these, nearly everywhere else.
    fn comma(&mut self, place: Range<usize>, goes_on: bool) {
        let finding = Finding::at("comma", place.clone()).about(self.chars[place.start]);
        if !(goes_on && self.after_operand()) {
            self.findings.push(finding.delete(place));
            return;
        }
        let before = self.chars[..place.start].iter().rev().take_while(|c| c.is_whitespace()).count();
        let after = self.chars.get(place.end).is_some_and(|c| c.is_whitespace());
        self.findings.push(finding.replace(place.start - before..place.end, if after { " OR" } else { " OR " }));
        self.out.push(Token { piece: Piece::Or, place });
    }

    fn close(&mut self, place: Range<usize>) {
        self.drop_dangling();
        match self.out.last() {
            Some(Token { piece: Piece::Open, place: open }) => {
                let whole = open.start..place.end;
                self.findings.retain(|finding| !finding.is_within(&whole));
                self.findings.push(Finding::at("empty_parenthesis", whole.clone()).delete(whole));
                self.out.pop();
                self.open_count -= 1;
            }
            _ if self.open_count > 0 => {
                self.open_count -= 1;
                self.out.push(Token { piece: Piece::Close, place });
            }
            _ => self.findings.push(Finding::at("unopened_parenthesis", place.clone()).about(self.chars[place.start]).delete(place)),
        }
    }

    /// Operators at the end of a group, as one problem.
    fn drop_dangling(&mut self) {
        let kept = self.out.iter().rposition(|token| !is_operator(&token.piece)).map_or(0, |last| last + 1);
        if let (Some(first), Some(last)) = (self.out.get(kept), self.out.last()) {
            let place = first.place.start..last.place.end;
            let finding = self.dangling(&place).delete(place);
            self.findings.push(finding);
            self.out.truncate(kept);
        }
    }

    /// Parentheses that are still open, innermost first.
    fn open_places(&self) -> impl Iterator<Item = Range<usize>> {
        let mut closed = 0_usize;
        self.out.iter().rev().filter_map(move |token| match token.piece {
            Piece::Close => {
                closed += 1;
                None
            }
            Piece::Open if closed == 0 => Some(token.place.clone()),
            Piece::Open => {
                closed -= 1;
                None
            }
            _ => None,
        })
    }

    fn finish(&mut self) {
        self.drop_dangling();
        while let Some(Token { piece: Piece::Open, place }) = self.out.last() {
            self.findings.push(Finding::at("unclosed_parenthesis", place.clone()).about(self.chars[place.start]).delete(place.clone()));
            self.out.pop();
            self.drop_dangling();
        }
        let open: Vec<Range<usize>> = self.open_places().collect();
        let end = self.chars.len();
        for place in open {
            self.findings.push(Finding::at("unclosed_parenthesis", place.clone()).about(self.chars[place.start]).insert(end, ")"));
            self.out.push(Token { piece: Piece::Close, place: end..end });
        }
    }
}

/// How deep the tree of these tokens can be at most.
fn nesting(tokens: &[Token]) -> usize {
    let (mut most, mut now, mut nots) = (0, 0, 0);
    let mut opened = Vec::new();
    for token in tokens {
        match token.piece {
            Piece::Not => nots += 1,
            Piece::Open => {
                opened.push(nots + 1);
                now += nots + 1;
                nots = 0;
            }
            Piece::Close => now -= opened.pop().unwrap_or(0),
            Piece::Operand(_) => {
                most = most.max(now + nots);
                nots = 0;
            }
            _ => {}
        }
        most = most.max(now + nots);
    }
    most
}
