//! The words by which what a query asks for can be searched for elsewhere.
//!
//! A network's search knows less than our query language. But whatever a query matches contains one of a few words, its anchors: searching
//! for those finds all of it and more, and the monitor itself picks out what it wants. Pure.

use answerable_domain::Spelling;
use answerable_listen::{Form, Query, Term};
use std::collections::BTreeSet;

/// Words of which everything that a query matches contains at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    pub words: BTreeSet<String>,
    /// False: something that the query matches can be without any of them.
    pub complete: bool,
}

/// `also`: other spellings of terms that people gave.
pub fn anchors(query: &Query, also: &[Spelling]) -> Anchors {
    let found = of(query);
    let spellings = |term: &Term| {
        let others: Vec<String> = also.iter().filter(|spelling| spelling.term == term.text).map(|spelling| spelling.text.clone()).collect();
        std::iter::once(written(term)).chain(others)
    };
    let words = found.terms.iter().flat_map(|term| spellings(term)).collect();
    // Other spellings that are made up are not searched for: they would be hundreds.
    Anchors { words, complete: found.complete && !found.terms.iter().any(|term| term.variants || term.open_start || term.open_end) }
}

#[derive(Default)]
struct Terms<'a> {
    terms: Vec<&'a Term>,
    complete: bool,
}

impl<'a> Terms<'a> {
    fn all(terms: impl IntoIterator<Item = &'a Term>) -> Self {
        Self { terms: terms.into_iter().collect(), complete: true }
    }

    /// Which of two sides of an `AND` is better to search for: one that misses nothing, then fewer words, then longer ones.
    fn cost(&self) -> (bool, usize, std::cmp::Reverse<usize>) {
        let shortest = self.terms.iter().map(|term| term.text.chars().count()).min().unwrap_or(0);
        (!self.complete, self.terms.len(), std::cmp::Reverse(shortest))
    }
}

fn of(query: &Query) -> Terms<'_> {
    match query {
        Query::Term(term) => Terms::all([term]),
        Query::Near(near) => {
            let sides = [Terms::all(&near.left), Terms::all(&near.right)];
            sides.into_iter().min_by_key(Terms::cost).unwrap_or_default()
        }
        Query::Fact(_) | Query::Not(_) => Terms::default(),
        Query::And(parts) => parts.iter().map(of).filter(|part| !part.terms.is_empty()).min_by_key(Terms::cost).unwrap_or_default(),
        Query::Or(parts) => {
            let parts: Vec<Terms<'_>> = parts.iter().map(of).collect();
            Terms { complete: parts.iter().all(|part| part.complete), terms: parts.into_iter().flat_map(|part| part.terms).collect() }
        }
    }
}

/// As a person would type it into a search field.
fn written(term: &Term) -> String {
    match term.form {
        Form::Words | Form::Raw => term.text.clone(),
        Form::Tag => format!("#{}", term.text),
        Form::Handle => format!("@{}", term.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_listen::parse;

    fn check(query: &str, expected: &str, complete: bool) {
        let found = anchors(&parse(query).expect("a query"), &[]);
        assert_eq!(found.words.into_iter().collect::<Vec<_>>().join(" | "), expected, "{query}");
        assert_eq!(found.complete, complete, "{query}");
    }

    #[test]
    fn whatever_a_query_matches_contains_one_of_its_anchors() {
        for (query, expected) in [
            ("아크메", "아크메"),
            ("\"acme corp\"", "acme corp"),
            ("acme OR 아크메 OR #acme OR @acme", "#acme | @acme | acme | 아크메"),
            // One of two sides is enough: the one with fewer words, then with the longer ones.
            ("(fridge OR 냉장고) acme", "acme"),
            ("환불 refund", "refund"),
            ("acme lang:ko has:link -sale", "acme"),
            ("acme NEAR/5 (refund OR 환불)", "acme"),
            ("(acme author:kim) OR 아크메", "acme | 아크메"),
            ("raw:\"Acme\"", "Acme"),
        ] {
            check(query, expected, true);
        }
    }

    #[test]
    fn what_words_alone_do_not_find_is_said() {
        check("acme OR author:kim", "acme", false);
        check("author:kim", "", false);
        check("~acme", "acme", false);
        check("acme*", "acme", false);
    }

    #[test]
    fn spellings_that_people_gave_are_searched_for_too() {
        let spelling = |term: &str, text: &str| Spelling { term: term.into(), text: text.into() };
        let also = [spelling("삼성", "Samsung"), spelling("엘지", "LG")];
        let found = anchors(&parse("~삼성 OR sony").expect("a query"), &also);
        assert_eq!(found.words.into_iter().collect::<Vec<_>>(), ["Samsung", "sony", "삼성"]);
    }
}
