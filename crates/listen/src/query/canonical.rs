//! The canonical form: one tree for all ways to write the same in another shape.
//!
//! `And` and `Or` hold two or more parts, none of their own kind and none twice, in the order in which they were typed; a double `NOT` is
//! none. Nothing else is rewritten: people find their own words again.

use super::sign::{single_spaced, without_sign};
use super::{Fact, Form, Near, Query, Term};

impl Query {
    /// The same query in canonical form. `None`: nothing is left of it.
    pub fn canonical(self) -> Option<Self> {
        match self {
            Self::Term(term) => Some(Self::Term(plain(term))),
            Self::Fact(fact) => Some(Self::Fact(plain_fact(fact))),
            Self::Near(near) => near_of(near.left, near.right, near.distance),
            Self::Not(inner) => Some(not(inner.canonical()?)),
            Self::And(parts) => all_of(parts.into_iter().filter_map(Self::canonical).collect()),
            Self::Or(parts) => any_of(parts.into_iter().filter_map(Self::canonical).collect()),
        }
    }
}

/// All of these canonical queries.
pub fn all_of(parts: Vec<Query>) -> Option<Query> {
    let flat = parts.into_iter().flat_map(|part| match part {
        Query::And(inner) => inner,
        other => vec![other],
    });
    one_or(flat.collect(), Query::And)
}

/// Any of these canonical queries.
pub fn any_of(parts: Vec<Query>) -> Option<Query> {
    let flat = parts.into_iter().flat_map(|part| match part {
        Query::Or(inner) => inner,
        other => vec![other],
    });
    one_or(flat.collect(), Query::Or)
}

pub fn not(query: Query) -> Query {
    match query {
        Query::Not(inner) => *inner,
        other => Query::Not(Box::new(other)),
    }
}

fn near_of(left: Vec<Term>, right: Vec<Term>, distance: u16) -> Option<Query> {
    let side = |terms: Vec<Term>| without_doubles(terms.into_iter().map(plain).collect());
    let (left, right) = (side(left), side(right));
    (!left.is_empty() && !right.is_empty()).then_some(Query::Near(Near { left, right, distance }))
}

/// Without the signs that its form has no use for.
fn plain(term: Term) -> Term {
    let is_words = term.form == Form::Words;
    let has_edges = matches!(term.form, Form::Words | Form::Raw);
    let text = match term.form {
        Form::Tag => without_sign(&term.text, '#'),
        Form::Handle => without_sign(&term.text, '@'),
        Form::Words | Form::Raw => &term.text,
    };
    Term {
        text: single_spaced(text),
        form: term.form,
        variants: term.variants && is_words,
        exact: term.exact && is_words,
        open_start: term.open_start && has_edges,
        open_end: term.open_end && has_edges,
    }
}

fn plain_fact(fact: Fact) -> Fact {
    let plain = |name: String| single_spaced(without_sign(&name, '@'));
    match fact {
        Fact::Author(name) => Fact::Author(plain(name)),
        Fact::From(name) => Fact::From(plain(name)),
        Fact::To(name) => Fact::To(plain(name)),
        other => other,
    }
}

fn one_or(parts: Vec<Query>, many: impl FnOnce(Vec<Query>) -> Query) -> Option<Query> {
    let mut parts = without_doubles(parts);
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(many(parts)),
    }
}

/// Each part once, where it first stood.
fn without_doubles<T: Clone + Eq + std::hash::Hash>(parts: Vec<T>) -> Vec<T> {
    let mut seen = std::collections::HashSet::new();
    parts.into_iter().filter(|part| seen.insert(part.clone())).collect()
}
