//! From well-formed tokens to the tree: `NOT` binds closest, then `NEAR`, `AND`, `OR`.

use super::canonical::{all_of, any_of, not};
use super::problem::Finding;
use super::token::{Piece, Token, stand_in};
use super::{Near, Query, Term};
use std::ops::Range;

/// The canonical tree. `None`: there are no tokens.
pub fn tree(tokens: &[Token], chars: &[char], findings: &mut Vec<Finding>) -> Option<Query> {
    let mut builder = Builder { tokens, chars, at: 0, findings };
    if tokens.is_empty() { None } else { Some(builder.any().query) }
}

struct Builder<'a> {
    tokens: &'a [Token],
    chars: &'a [char],
    at: usize,
    findings: &'a mut Vec<Finding>,
}

/// A part of the tree, and the characters that it comes from.
struct Part {
    query: Query,
    place: Range<usize>,
}

impl Builder<'_> {
    fn peek(&self) -> Option<&Piece> {
        self.tokens.get(self.at).map(|token| &token.piece)
    }

    fn any(&mut self) -> Part {
        let first = self.all();
        let (mut parts, mut place) = (vec![first.query], first.place);
        while self.peek() == Some(&Piece::Or) {
            self.at += 1;
            let next = self.all();
            place.end = next.place.end;
            parts.push(next.query);
        }
        Part { query: any_of(parts).unwrap_or_else(stand_in), place }
    }

    fn all(&mut self) -> Part {
        let first = self.near();
        let (mut parts, mut place) = (vec![first.query], first.place);
        loop {
            match self.peek() {
                Some(Piece::And) => self.at += 1,
                Some(Piece::Open | Piece::Not | Piece::Operand(_)) => {}
                _ => break,
            }
            let next = self.near();
            place.end = next.place.end;
            parts.push(next.query);
        }
        Part { query: all_of(parts).unwrap_or_else(stand_in), place }
    }

    fn near(&mut self) -> Part {
        let left = self.not();
        let Some(Piece::Near(distance)) = self.peek() else { return left };
        let distance = *distance;
        self.at += 1;
        let right = self.not();
        let place = left.place.start..right.place.end;
        let is_chained = matches!(self.peek(), Some(Piece::Near(_)));
        if is_chained {
            self.chained(&right);
        }
        let sides = (self.side(&left, &right), self.side(&right, &right));
        let query = match sides {
            (Some(left), Some(right)) => Query::Near(Near { left, right, distance }).canonical().unwrap_or_else(stand_in),
            _ => stand_in(),
        };
        Part { query, place }
    }

    /// `a NEAR/3 b NEAR/3 c` is two pairs.
    fn chained(&mut self, middle: &Part) {
        let operator = self.tokens[self.at].place.clone();
        let again: String = self.chars[middle.place.clone()].iter().collect();
        self.findings.push(Finding::at("near_chained", operator).insert(middle.place.end, format!(" AND {again}")));
        while matches!(self.peek(), Some(Piece::Near(_))) {
            self.at += 1;
            self.not();
        }
    }

    /// The terms of one side; `last` is what stands on the other.
    fn side(&mut self, part: &Part, last: &Part) -> Option<Vec<Term>> {
        match &part.query {
            Query::Term(term) => return Some(vec![term.clone()]),
            Query::Or(parts) => {
                let terms: Option<Vec<Term>> = parts.iter().map(as_term).collect();
                if terms.is_some() {
                    return terms;
                }
            }
            _ => {}
        }
        let finding = Finding::at("near_side", part.place.clone()).about(part.query.to_string());
        let is_left = part.place != last.place;
        let negated = matches!(&part.query, Query::Not(inner) if matches!(**inner, Query::Term(_)));
        let inner_start = self.tokens.iter().find(|token| token.place.start > part.place.start).map(|token| token.place.start);
        self.findings.push(match inner_start {
            Some(start) if is_left && negated => finding.insert(start, "(").insert(last.place.end, ")"),
            _ => finding,
        });
        None
    }

    fn not(&mut self) -> Part {
        let Some(token) = self.tokens.get(self.at) else { return Part { query: stand_in(), place: 0..0 } };
        let start = token.place.start;
        self.at += 1;
        match &token.piece {
            Piece::Not => {
                let inner = self.not();
                Part { query: not(inner.query), place: start..inner.place.end }
            }
            Piece::Open => {
                let inner = self.any();
                let end = self.tokens.get(self.at).map_or(inner.place.end, |close| close.place.end);
                self.at += 1;
                Part { query: inner.query, place: start..end }
            }
            Piece::Operand(query) => Part { query: query.clone(), place: token.place.clone() },
            _ => Part { query: stand_in(), place: token.place.clone() },
        }
    }
}

fn as_term(query: &Query) -> Option<Term> {
    match query {
        Query::Term(term) => Some(term.clone()),
        _ => None,
    }
}
