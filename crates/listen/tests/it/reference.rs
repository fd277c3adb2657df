//! The rules of queries said as simply as possible: every term at every place, then the tree from its root. Slow and obvious.

use crate::reference_edges::{Letter, find, is_hangul, is_spaced, letters};
use answerable_domain::HitSpan;
use answerable_listen::{Document, Fact, Form, Near, Query, Term, in_force, variants};
use std::cmp::Reverse;
use unicode_normalization::char::canonical_combining_class;

/// A place where a term stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Letters of the folded text.
    letters: (usize, usize),
    span: HitSpan,
}

/// A post that is looked at.
pub struct Post<'a> {
    document: Document<'a>,
    letters: Vec<Letter>,
}

impl<'a> Post<'a> {
    pub fn new(document: Document<'a>) -> Self {
        Self { letters: letters(document.text), document }
    }

    /// The spans of what makes the query hold; `None`: it does not.
    pub fn hit(&self, query: &Query) -> Option<Vec<HitSpan>> {
        let mut spans: Vec<HitSpan> = self.places(query)?.into_iter().map(|place| place.span).collect();
        spans.sort();
        spans.dedup();
        Some(spans)
    }

    /// Where what makes the query hold stands; `None`: it does not hold.
    fn places(&self, query: &Query) -> Option<Vec<Place>> {
        match query {
            Query::Term(term) => Some(self.term(term)).filter(|places| !places.is_empty()),
            Query::Fact(fact) => self.is_fact(fact).then(Vec::new),
            Query::Near(near) => Some(self.near(near)).filter(|places| !places.is_empty()),
            Query::Not(inner) => {
                if self.places(inner).is_some() {
                    None
                } else {
                    Some(Vec::new())
                }
            }
            Query::And(parts) => {
                let all: Option<Vec<Vec<Place>>> = parts.iter().map(|part| self.places(part)).collect();
                all.map(|all| all.concat())
            }
            Query::Or(parts) => {
                let holding: Vec<Vec<Place>> = parts.iter().filter_map(|part| self.places(part)).collect();
                Some(holding.concat()).filter(|_| !holding.is_empty())
            }
        }
    }

    /// Every place of a term, none of which overlaps another: the term itself wins over a variant, a longer over a shorter, then the first.
    fn term(&self, term: &Term) -> Vec<Place> {
        let mut spellings = vec![(term.text.clone(), None)];
        if term.variants && term.form == Form::Words {
            let known = in_force(&variants(&term.text, &[]), &[], &[]);
            spellings.extend(known.into_iter().map(|variant| (variant.text, Some(variant.reason))));
        }
        let mut found: Vec<(bool, Reverse<u32>, u32, usize, Place)> = Vec::new();
        for (rank, (text, reason)) in spellings.into_iter().enumerate() {
            for (first, end, from, to) in find(term, &text, self.document.text, &self.letters) {
                let variant = reason.is_some().then(|| text.clone());
                let span = HitSpan { start: from, end: to, term: term.text.clone(), variant, reason: reason.clone() };
                found.push((reason.is_some(), Reverse(to - from), from, rank, Place { letters: (first, end), span }));
            }
        }
        found.sort();
        let mut kept: Vec<Place> = Vec::new();
        for (_, _, _, _, place) in found {
            if kept.iter().all(|other| are_apart(&place, other)) {
                kept.push(place);
            }
        }
        kept
    }

    fn near(&self, near: &Near) -> Vec<Place> {
        let side = |terms: &[Term]| -> Vec<Place> { terms.iter().flat_map(|term| self.term(term)).collect() };
        let (left, right) = (side(&near.left), side(&near.right));
        let mut places = Vec::new();
        for one in &left {
            for other in &right {
                if are_apart(one, other) && self.words_between(one, other) <= usize::from(near.distance) {
                    places.extend([one.clone(), other.clone()]);
                }
            }
        }
        places
    }

    /// How many words further the later of two places begins than the earlier ends.
    fn words_between(&self, one: &Place, other: &Place) -> usize {
        let ((one_first, one_last), (other_first, other_last)) = (self.words_of(one), self.words_of(other));
        if one_first <= other_first { other_first.saturating_sub(one_last) } else { one_first.saturating_sub(other_last) }
    }

    /// The numbers of the first and last word that a place reaches over.
    fn words_of(&self, place: &Place) -> (usize, usize) {
        let numbers = word_numbers(&self.letters);
        let (first, end) = place.letters;
        let last_number = numbers[end - 1].0;
        let first_number = numbers[first..end].iter().find(|(_, is_inside)| *is_inside).map_or(last_number, |(number, _)| *number);
        (first_number, last_number)
    }

    fn is_fact(&self, fact: &Fact) -> bool {
        let document = &self.document;
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        match fact {
            Fact::Language(code) => document.language.is_some_and(|language| same(language, code)),
            Fact::Network(network) => document.network == *network,
            Fact::Author(name) => same(document.author_native_id, name) || document.author_handle.is_some_and(|handle| same(handle, name)),
            Fact::From(name) => document.from.iter().any(|from| same(from, name)),
            Fact::To(name) => document.to.iter().any(|to| same(to, name)),
            Fact::Link => document.has_link,
            Fact::Media => document.has_media,
            Fact::Followers(count) => document.followers.unwrap_or(0) >= *count && document.followers.is_some(),
        }
    }
}

fn are_apart(one: &Place, other: &Place) -> bool {
    one.span.end <= other.span.start || other.span.end <= one.span.start
}

/// For each letter how many words have begun, and whether it is in one. In scripts without spaces each letter is a word.
fn word_numbers(letters: &[Letter]) -> Vec<(usize, bool)> {
    let mut numbers: Vec<(usize, bool)> = Vec::new();
    let (mut begun, mut in_spaced_word) = (0, false);
    for (c, _, _) in letters {
        let inside = if canonical_combining_class(*c) != 0 {
            numbers.last().is_some_and(|(_, inside)| *inside)
        } else if is_spaced(*c) || is_hangul(*c) {
            begun += usize::from(!in_spaced_word);
            in_spaced_word = true;
            true
        } else {
            in_spaced_word = false;
            begun += usize::from(c.is_alphanumeric());
            c.is_alphanumeric()
        };
        numbers.push((begun, inside));
    }
    numbers
}
