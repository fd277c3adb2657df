//! Whether a monitor holds for a post, given which patterns occur in it; and the spans of what made it so.

use super::SPANS_MAX;
use super::compile::{Compiled, Node};
use super::index::Asked;
use super::near::{Reach, Words};
use super::patterns::{PatternId, Patterns};
use crate::document::Document;
use crate::fold::{Folder, Units};
use crate::query::Fact;
use answerable_domain::{Hit, HitSpan};
use std::cell::OnceCell;
use std::cmp::Reverse;

/// A text, folded. What only hits need to know is worked out when it is asked for.
pub struct Text<'a> {
    pub original: &'a str,
    pub codes: &'a [u16],
    units: OnceCell<Units>,
    words: OnceCell<Words>,
}

/// A place at which a pattern's codes stand as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    pub pattern: PatternId,
    /// Codes.
    pub start: u32,
    pub end: u32,
}

/// What occurs of a monitor's spellings, by pattern.
#[derive(Debug, Clone, Copy)]
pub struct Occurring<'a> {
    asked: Asked,
    same: &'a [Occurrence],
}

impl<'a> Text<'a> {
    pub fn new(original: &'a str, codes: &'a [u16]) -> Self {
        Self { original, codes, units: OnceCell::new(), words: OnceCell::new() }
    }

    fn units(&self) -> &Units {
        self.units.get_or_init(|| Folder::default().fold_with_units(self.original).1)
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::new(self.codes))
    }
}

/// A place at which a term stands, in one of its spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    term: u16,
    spelling: u16,
    occurrence: Occurrence,
    /// Bytes of the original.
    original: (u32, u32),
}

/// One monitor and one post.
struct Case<'a> {
    document: &'a Document<'a>,
    text: &'a Text<'a>,
    /// By term; those of one term do not overlap each other and ascend.
    places: Vec<Place>,
}

/// `asked`: the monitor's spellings by pattern; `occurrences`: by pattern, too.
pub fn evaluate(
    monitor: &Compiled,
    asked: &[Asked],
    patterns: &Patterns,
    document: &Document,
    text: &Text,
    occurrences: &[&[Occurrence]],
) -> Option<Hit> {
    let occurring = occurring(asked, occurrences);
    if !(Guess { document, occurring: &occurring, patterns }).may_hold(&monitor.tree) {
        return None;
    }
    let case = Case { document, text, places: without_overlaps(places(&occurring, patterns, text)) };
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

/// By term.
fn occurring<'a>(asked: &[Asked], occurrences: &[&'a [Occurrence]]) -> Vec<Occurring<'a>> {
    let mut occurring = Vec::new();
    for same in occurrences {
        let first = asked.partition_point(|asked| asked.pattern < same[0].pattern);
        let spellings = asked[first..].iter().take_while(|asked| asked.pattern == same[0].pattern);
        occurring.extend(spellings.map(|asked| Occurring { asked: *asked, same }));
    }
    occurring.sort_unstable_by_key(|occurring| occurring.asked.term);
    occurring
}

/// Bounds of the truth that need not know where in the original anything stands.
struct Guess<'a> {
    document: &'a Document<'a>,
    occurring: &'a [Occurring<'a>],
    patterns: &'a Patterns,
}

impl Guess<'_> {
    fn may_hold(&self, node: &Node) -> bool {
        match node {
            Node::Term(term) => self.of(*term).next().is_some(),
            Node::Fact(fact) => holds_of(fact, self.document),
            Node::Near { left, right, .. } => [left, right].iter().all(|side| side.iter().any(|term| self.of(*term).next().is_some())),
            Node::Not(inner) => !self.must_hold(inner),
            Node::And(parts) => parts.iter().all(|part| self.may_hold(part)),
            Node::Or(parts) => parts.iter().any(|part| self.may_hold(part)),
        }
    }

    fn must_hold(&self, node: &Node) -> bool {
        match node {
            Node::Term(term) => self.of(*term).any(|occurring| self.patterns.raw(occurring.asked.pattern).is_none()),
            Node::Fact(fact) => holds_of(fact, self.document),
            Node::Near { .. } => false,
            Node::Not(inner) => !self.may_hold(inner),
            Node::And(parts) => parts.iter().all(|part| self.must_hold(part)),
            Node::Or(parts) => parts.iter().any(|part| self.must_hold(part)),
        }
    }

    fn of(&self, term: u16) -> impl Iterator<Item = &Occurring<'_>> {
        let first = self.occurring.partition_point(|occurring| occurring.asked.term < term);
        self.occurring[first..].iter().take_while(move |occurring| occurring.asked.term == term)
    }
}

fn span(monitor: &Compiled, place: &Place) -> HitSpan {
    let term = &monitor.terms[usize::from(place.term)];
    let told = term.spellings[usize::from(place.spelling)].variant.as_ref();
    let (start, end) = place.original;
    HitSpan {
        start,
        end,
        term: term.text.clone(),
        variant: told.map(|told| told.text.clone()),
        reason: told.map(|told| told.reason.clone()),
    }
}

/// Every place, with where it is in the original.
fn places(occurring: &[Occurring], patterns: &Patterns, text: &Text) -> Vec<Place> {
    let place = |asked: Asked, occurrence: &Occurrence| {
        let original = text.units().original(occurrence.start as usize, occurrence.end as usize);
        let original = match patterns.raw(occurrence.pattern) {
            Some(raw) => raw.find_at(text.original, original.0)?,
            None => original,
        };
        Some(Place { term: asked.term, spelling: asked.spelling, occurrence: *occurrence, original })
    };
    let of_one = |occurring: &Occurring| -> Vec<Place> {
        let places = occurring.same.iter().filter_map(|occurrence| place(occurring.asked, occurrence));
        places.take(SPANS_MAX).collect()
    };
    occurring.iter().flat_map(of_one).collect()
}

/// Of the places of one term that overlap each other, the term itself wins over a variant, then a longer one over a shorter, then the first.
fn without_overlaps(mut places: Vec<Place>) -> Vec<Place> {
    let length = |place: &Place| place.original.1 - place.original.0;
    places.sort_by_key(|place| (place.term, place.spelling > 0, Reverse(length(place)), place.occurrence.start, place.spelling));
    let mut kept: Vec<Place> = Vec::new();
    for same_term in places.chunk_by(|a, b| a.term == b.term) {
        let first = kept.len();
        for place in same_term {
            // Those kept so far do not overlap each other, so only the neighbours of the new one can be in its way.
            let (start, end) = place.original;
            let at = first + kept[first..].partition_point(|kept| kept.original.0 < start);
            let free_before = at == first || kept[at - 1].original.1 <= start;
            if free_before && kept.get(at).is_none_or(|next| next.original.0 >= end) {
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
                let (own, other) = (place.original, other.original);
                own.1 <= other.0 || other.1 <= own.0
            };
            reachable.into_iter().any(|(other, place)| reach.distance(*other) <= distance && is_apart(place))
        })
    }

    fn reach(&self, place: &Place) -> Reach {
        self.text.words().reach(place.occurrence.start as usize, place.occurrence.end as usize)
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
