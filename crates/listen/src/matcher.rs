//! One automaton over the terms of all monitors.
//!
//! A text is read in three steps, and most texts end after the first: does any wanted term occur at all; which terms occur as words;
//! which monitors are satisfied by them. Only then is it worked out where the terms stand in the original.

use crate::character::are_joined;
use crate::fold::{Folder, Units, fold_term};
use crate::frame::unescape;
use crate::sieve::Sieve;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use answerable_domain::{Hit, Monitor, MonitorId, clip_to_bytes};
use std::collections::{BTreeSet, HashMap};

/// Occurrences of one term in one text that are looked at; a flood of a word is as good as this many.
pub const SPANS_MAX: usize = 256;

/// A table of transitions is fastest, but takes up to half a kilobyte for each byte of the terms; more terms get a compact automaton.
const TABLE_TERM_BYTES_MAX: usize = 16 * 1024;

/// Monitors that cannot be made into one automaton.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("the terms of the monitors are too many or too long for one automaton: {0}")]
    TooLarge(#[from] aho_corasick::BuildError),
}

/// All enabled monitors of all brands, ready to read texts. Build a new one when a monitor changes.
///
/// Blank terms are passed over; a monitor with nothing in *any* and *all* matches nothing.
#[derive(Debug)]
pub struct Matcher {
    monitors: Vec<Watched>,
    /// For each term of `terms`, who asks for it.
    uses: Vec<Vec<Use>>,
    /// Every term.
    terms: AhoCorasick,
    /// Terms of which at least one occurs in whatever matches.
    needed: AhoCorasick,
    /// Only where the terms are few enough for it to be quick.
    sieve: Option<Sieve>,
}

/// Buffers that [`Matcher::hits_with`] reuses from text to text.
#[derive(Debug, Default)]
pub struct Scratch {
    folder: Folder,
}

#[derive(Debug)]
struct Watched {
    id: MonitorId,
    has_any: bool,
    all_count: usize,
}

/// Sorted by monitor, then box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    monitor: u32,
    within: Within,
}

/// The box a term stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Within {
    Any,
    All,
    None,
}

/// A term as a word in a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    term: usize,
    start: usize,
    end: usize,
}

/// A monitor that is satisfied, and the terms that made it so.
struct Satisfied {
    monitor: u32,
    terms: Vec<usize>,
}

impl Matcher {
    pub fn new(monitors: &[Monitor]) -> Result<Self, ListenError> {
        let mut enabled: Vec<&Monitor> = monitors.iter().filter(|monitor| monitor.enabled).collect();
        enabled.sort_by_key(|monitor| monitor.id);
        let mut terms = Terms::default();
        let mut needed = BTreeSet::new();
        let mut watched = Vec::new();
        for monitor in enabled {
            let query = &monitor.query;
            let [any, all, none] = [&query.any, &query.all, &query.none].map(|terms| fold_box(terms));
            // Every *all* term must occur, so the longest says enough; otherwise each of *any* may be the one.
            match all.iter().max_by_key(|term| term.len()) {
                Some(longest) => needed.extend([longest.clone()]),
                None if any.is_empty() => continue,
                None => needed.extend(any.iter().cloned()),
            }
            let index = watched.len() as u32;
            watched.push(Watched { id: monitor.id, has_any: !any.is_empty(), all_count: all.len() });
            terms.add(index, Within::Any, any);
            terms.add(index, Within::All, all);
            terms.add(index, Within::None, none);
        }
        Ok(Self {
            monitors: watched,
            uses: terms.uses,
            terms: automaton(&terms.terms, AhoCorasickKind::ContiguousNFA)?,
            sieve: is_small(&needed).then(|| Sieve::new(&needed)).transpose()?,
            needed: automaton(&needed, if is_small(&needed) { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA })?,
        })
    }

    /// True when no text can match.
    pub fn is_empty(&self) -> bool {
        self.monitors.is_empty()
    }

    /// The monitors that `text` matches, by id, with the spans of what matched.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        self.hits_with(text, &mut Scratch::default())
    }

    /// The same as [`Matcher::hits`], for whoever reads many texts.
    pub fn hits_with(&self, text: &str, scratch: &mut Scratch) -> Vec<Hit> {
        let text = clip_to_bytes(text, u32::MAX as usize);
        let folded = scratch.folder.fold(text);
        if self.is_empty() || !self.needed.is_match(folded) {
            return Vec::new();
        }
        let occurrences = self.occurrences(std::str::from_utf8(folded).expect("folding makes UTF-8"));
        let satisfied = self.satisfied(&occurrences);
        if satisfied.is_empty() {
            return Vec::new();
        }
        let (_, units) = scratch.folder.fold_with_units(text);
        satisfied.iter().map(|satisfied| self.hit(satisfied, &occurrences, &units)).collect()
    }

    /// May the text of the post in this JSON frame match something? Quick; never wrongly false; sometimes wrongly true.
    ///
    /// The text must stand in the frame as one JSON string. A frame that is not JSON may be let through: the parser will complain.
    pub fn might_match(&self, bytes: &[u8]) -> bool {
        if self.is_empty() || self.sieve.as_ref().is_some_and(|sieve| !sieve.lets_through(bytes)) {
            return false;
        }
        let Some(frame) = unescape(bytes) else { return true };
        self.needed.is_match(Folder::default().fold(&frame))
    }

    /// Sorted by term, then place; at most [`SPANS_MAX`] of a term.
    fn occurrences(&self, folded: &str) -> Vec<Occurrence> {
        let mut counts = vec![0; self.uses.len()];
        let mut occurrences = Vec::new();
        for found in self.terms.find_overlapping_iter(folded) {
            let term = found.pattern().as_usize();
            if counts[term] < SPANS_MAX && is_word(folded, found.start(), found.end()) {
                counts[term] += 1;
                occurrences.push(Occurrence { term, start: found.start(), end: found.end() });
            }
        }
        occurrences.sort_unstable();
        occurrences
    }

    fn satisfied(&self, occurrences: &[Occurrence]) -> Vec<Satisfied> {
        let mut uses: Vec<(Use, usize)> = Vec::new();
        for same_term in occurrences.chunk_by(|a, b| a.term == b.term) {
            let term = same_term[0].term;
            uses.extend(self.uses[term].iter().map(|used| (*used, term)));
        }
        uses.sort_unstable();
        uses.chunk_by(|(a, _), (b, _)| a.monitor == b.monitor).filter_map(|uses| self.satisfied_by(uses)).collect()
    }

    /// `uses`: the terms of one monitor that occur, by box.
    fn satisfied_by(&self, uses: &[(Use, usize)]) -> Option<Satisfied> {
        let count = |within| uses.iter().filter(|(used, _)| used.within == within).count();
        let monitor = uses[0].0.monitor;
        let watched = &self.monitors[monitor as usize];
        let satisfied = (!watched.has_any || count(Within::Any) > 0) && count(Within::All) == watched.all_count && count(Within::None) == 0;
        satisfied.then(|| Satisfied { monitor, terms: uses.iter().map(|(_, term)| *term).collect() })
    }

    fn hit(&self, satisfied: &Satisfied, occurrences: &[Occurrence], units: &Units) -> Hit {
        let mut spans = Vec::new();
        for &term in &satisfied.terms {
            let first = occurrences.partition_point(|occurrence| occurrence.term < term);
            let same_term = occurrences[first..].iter().take_while(|occurrence| occurrence.term == term);
            spans.extend(same_term.map(|occurrence| units.original(occurrence.start, occurrence.end)));
        }
        Hit { monitor_id: self.monitors[satisfied.monitor as usize].id, spans: merged(spans) }
    }
}

/// Every term once, with who asks for it.
#[derive(Default)]
struct Terms {
    terms: Vec<String>,
    uses: Vec<Vec<Use>>,
    indexes: HashMap<String, usize>,
}

impl Terms {
    fn add(&mut self, monitor: u32, within: Within, terms: BTreeSet<String>) {
        for term in terms {
            let index = *self.indexes.entry(term).or_insert_with_key(|term| {
                self.terms.push(term.clone());
                self.uses.push(Vec::new());
                self.terms.len() - 1
            });
            self.uses[index].push(Use { monitor, within });
        }
    }
}

/// The terms of a box, each once.
fn fold_box(terms: &[String]) -> BTreeSet<String> {
    terms.iter().map(|term| fold_term(term)).filter(|term| !term.is_empty()).collect()
}

fn is_small(terms: &BTreeSet<String>) -> bool {
    terms.iter().map(String::len).sum::<usize>() <= TABLE_TERM_BYTES_MAX
}

fn automaton<'a>(terms: impl IntoIterator<Item = &'a String>, kind: AhoCorasickKind) -> Result<AhoCorasick, aho_corasick::BuildError> {
    AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(kind)).build(terms)
}

/// True when no word of the text goes on over an edge of `start..end`.
fn is_word(folded: &str, start: usize, end: usize) -> bool {
    let (before, term, after) = (&folded[..start], &folded[start..end], &folded[end..]);
    let joined = |before: &str, after: &str| match (before.chars().next_back(), after.chars().next()) {
        (Some(before), Some(after)) => are_joined(before, after),
        _ => false,
    };
    !joined(before, term) && !joined(term, after)
}

/// Ascending, with those that overlap made one.
fn merged(mut spans: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let overlaps = next.0 < last.1;
        if overlaps {
            last.1 = last.1.max(next.1);
        }
        overlaps
    });
    spans
}
