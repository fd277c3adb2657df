//! Whether a monitor holds for a post, given which patterns occur in it; and the spans of what made it so.

use super::compile::{Compiled, Node};
use super::index::Asked;
use super::near::{Reach, Words};
use super::patterns::PatternId;
use crate::document::Document;
use crate::fold::Units;
use crate::query::Fact;
use answerable_domain::{Hit, HitSpan};
use std::cell::OnceCell;
use std::cmp::Reverse;

/// A text, folded.
pub struct Text<'a> {
    pub original: &'a str,
    pub codes: &'a [u16],
    pub units: &'a Units,
}

/// A place at which a pattern stands as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    pub pattern: PatternId,
    /// Codes.
    pub start: u32,
    pub end: u32,
    /// Bytes of the original.
    pub original: (u32, u32),
}

/// A place at which a term stands, in one of its spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    term: u16,
    spelling: u16,
    occurrence: Occurrence,
}

/// One monitor and one post.
struct Case<'a> {
    document: &'a Document<'a>,
    text: &'a Text<'a>,
    /// By term; those of one term do not overlap each other and ascend.
    places: Vec<Place>,
    words: OnceCell<Words>,
}

/// `asked`: the monitor's spellings by pattern; `occurrences`: by pattern, too.
pub fn evaluate(monitor: &Compiled, asked: &[Asked], document: &Document, text: &Text, occurrences: &[Occurrence]) -> Option<Hit> {
    let places = without_overlaps(places(asked, occurrences));
    let case = Case { document, text, places, words: OnceCell::new() };
    if !case.holds(&monitor.tree) {
        return None;
    }
    let mut marked = Vec::new();
    case.mark(&monitor.tree, &mut marked);
    let mut spans: Vec<HitSpan> = marked.iter().map(|place| span(monitor, place)).collect();
    spans.sort_unstable();
    spans.dedup();
    Some(Hit { monitor_id: monitor.id, spans })
}

fn span(monitor: &Compiled, place: &Place) -> HitSpan {
    let term = &monitor.terms[usize::from(place.term)];
    let told = term.spellings[usize::from(place.spelling)].variant.as_ref();
    let (start, end) = place.occurrence.original;
    HitSpan {
        start,
        end,
        term: term.text.clone(),
        variant: told.map(|told| told.text.clone()),
        reason: told.map(|told| told.reason.clone()),
    }
}

fn places(asked: &[Asked], occurrences: &[Occurrence]) -> Vec<Place> {
    let mut places = Vec::new();
    for same in occurrences.chunk_by(|a, b| a.pattern == b.pattern) {
        let first = asked.partition_point(|asked| asked.pattern < same[0].pattern);
        for asked in asked[first..].iter().take_while(|asked| asked.pattern == same[0].pattern) {
            places.extend(same.iter().map(|occurrence| Place { term: asked.term, spelling: asked.spelling, occurrence: *occurrence }));
        }
    }
    places
}

/// Of the places of one term that overlap each other, the term itself wins over a variant, then a longer one over a shorter, then the first.
fn without_overlaps(mut places: Vec<Place>) -> Vec<Place> {
    let length = |place: &Place| place.occurrence.original.1 - place.occurrence.original.0;
    places.sort_by_key(|place| (place.term, place.spelling > 0, Reverse(length(place)), place.occurrence.start, place.spelling));
    let mut kept: Vec<Place> = Vec::new();
    for same_term in places.chunk_by(|a, b| a.term == b.term) {
        let first = kept.len();
        for place in same_term {
            // Those kept so far do not overlap each other, so only the neighbours of the new one can be in its way.
            let (start, end) = place.occurrence.original;
            let at = first + kept[first..].partition_point(|kept| kept.occurrence.original.0 < start);
            let free_before = at == first || kept[at - 1].occurrence.original.1 <= start;
            if free_before && kept.get(at).is_none_or(|next| next.occurrence.original.0 >= end) {
                kept.insert(at, *place);
            }
        }
    }
    kept
}

impl Case<'_> {
    fn places_of(&self, term: u16) -> &[Place] {
        let first = self.places.partition_point(|place| place.term < term);
        let count = self.places[first..].partition_point(|place| place.term == term);
        &self.places[first..first + count]
    }

    fn holds(&self, node: &Node) -> bool {
        match node {
            Node::Term(term) => !self.places_of(*term).is_empty(),
            Node::Fact(fact) => holds_of(fact, self.document),
            Node::Near { left, right, distance } => self.near(left, right, *distance).next().is_some(),
            Node::Not(inner) => !self.holds(inner),
            Node::And(parts) => parts.iter().all(|part| self.holds(part)),
            Node::Or(parts) => parts.iter().any(|part| self.holds(part)),
        }
    }

    /// Collects what makes `node` hold, which it does.
    fn mark(&self, node: &Node, marked: &mut Vec<Place>) {
        match node {
            Node::Term(term) => marked.extend(self.places_of(*term)),
            Node::Fact(_) | Node::Not(_) => {}
            Node::Near { left, right, distance } => {
                marked.extend(self.near(left, right, *distance));
                marked.extend(self.near(right, left, *distance));
            }
            Node::And(parts) => parts.iter().for_each(|part| self.mark(part, marked)),
            Node::Or(parts) => parts.iter().filter(|part| self.holds(part)).for_each(|part| self.mark(part, marked)),
        }
    }

    /// The places of one side that have a place of the other side near them.
    fn near(&self, side: &[u16], others: &[u16], distance: u16) -> impl Iterator<Item = Place> {
        let mut others: Vec<(Reach, Place)> =
            others.iter().flat_map(|term| self.places_of(*term)).map(|place| (self.reach(place), *place)).collect();
        others.sort_by_key(|(reach, _)| reach.first);
        let longest = others.iter().map(|(reach, _)| reach.last - reach.first).max().unwrap_or(0);
        let places: Vec<Place> = side.iter().flat_map(|term| self.places_of(*term)).copied().collect();
        places.into_iter().filter(move |place| {
            let (reach, distance) = (self.reach(place), u32::from(distance));
            let from = others.partition_point(|(other, _)| other.first + longest + distance < reach.first);
            let reachable = others[from..].iter().take_while(|(other, _)| other.first <= reach.last + distance);
            let is_apart = |other: &Place| {
                let (own, other) = (place.occurrence.original, other.occurrence.original);
                own.1 <= other.0 || other.1 <= own.0
            };
            reachable.into_iter().any(|(other, place)| reach.distance(*other) <= distance && is_apart(place))
        })
    }

    fn reach(&self, place: &Place) -> Reach {
        let words = self.words.get_or_init(|| Words::new(self.text.codes));
        words.reach(place.occurrence.start as usize, place.occurrence.end as usize)
    }
}

fn holds_of(fact: &Fact, document: &Document) -> bool {
    match fact {
        Fact::Language(language) => document.language.is_some_and(|spoken| is_same(language, spoken)),
        Fact::Network(network) => document.network == *network,
        Fact::Author(name) => {
            is_same(name, document.author_native_id) || document.author_handle.is_some_and(|handle| is_same(name, handle))
        }
        Fact::From(name) => document.from.iter().any(|from| is_same(name, from)),
        Fact::To(name) => document.to.iter().any(|to| is_same(name, to)),
        Fact::Link => document.has_link,
        Fact::Media => document.has_media,
        Fact::Followers(count) => document.followers.is_some_and(|followers| followers >= *count),
    }
}

/// Names and codes are the same in capitals and small letters.
fn is_same(name: &str, other: &str) -> bool {
    name.to_lowercase() == other.to_lowercase()
}
