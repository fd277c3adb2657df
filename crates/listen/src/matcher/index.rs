//! All monitors together: who asks for which pattern, and who must be asked when an anchor occurs.

use super::SPANS_MAX;
use super::anchors::Anchors;
use super::compile::{Compiled, Pattern, Phrase};
use super::evaluate::{Occurrence, Text, evaluate};
use super::filter::Filter;
use super::grams::{Directory, Gram, gram_length, grams_of};
use super::patterns::{PatternId, Patterns};
use crate::document::Document;
use answerable_domain::Hit;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// Occurrences of one text from which on a flood is suspected.
const OCCURRENCES_THINNED: usize = 1 << 16;

/// A monitor's place in [`Index::monitors`].
type MonitorPlace = u32;

#[derive(Debug)]
pub struct Index {
    /// By id.
    monitors: Vec<Arc<Compiled>>,
    patterns: Patterns,
    directory: Directory,
    anchors: Filter,
    everything: Filter,
    /// For each monitor its spellings, by pattern; and where each monitor's begin, with one more at the end.
    asked: Vec<Asked>,
    asked_starts: Vec<u32>,
    /// For each pattern the monitors that it anchors; and where each pattern's begin, with one more at the end.
    anchored: Vec<MonitorPlace>,
    anchored_starts: Vec<u32>,
    /// In lower case: the monitors that an author or account anchors.
    named: HashMap<String, Vec<MonitorPlace>>,
    silencing: BTreeSet<PatternId>,
}

/// One spelling of one term of a monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    pub pattern: PatternId,
    pub term: u16,
    pub spelling: u16,
}

impl Index {
    pub fn new(monitors: Vec<Arc<Compiled>>, phrases: &[Phrase]) -> Self {
        let mut numbers = Numbers::default();
        let (mut asked, mut asked_starts) = (Vec::new(), vec![0]);
        for monitor in &monitors {
            let start = asked.len();
            for (term, wanted) in (0..).zip(&monitor.terms) {
                for (spelling, wanted) in (0..).zip(&wanted.spellings) {
                    asked.push(Asked { pattern: numbers.number(&wanted.pattern), term, spelling });
                }
            }
            asked[start..].sort_unstable();
            asked_starts.push(asked.len() as u32);
        }
        let silencing = phrases.iter().map(|phrase| numbers.number(&phrase.0)).collect();
        let mut patterns = numbers.patterns;
        choose_grams(&mut patterns, &asked, &asked_starts);
        let uses = uses(patterns.len(), &asked);
        let mut pairs = Vec::new();
        let mut named: HashMap<String, Vec<MonitorPlace>> = HashMap::new();
        for (place, monitor) in (0..).zip(&monitors) {
            let own = &asked[asked_starts[place as usize] as usize..asked_starts[place as usize + 1] as usize];
            let anchors = anchors_of(monitor, own, &patterns, &uses);
            pairs.extend(own.iter().filter(|asked| anchors.terms.contains(&asked.term)).map(|asked| (asked.pattern, place)));
            anchors.names.iter().for_each(|name| named.entry(name.to_lowercase()).or_default().push(place));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let anchored_starts = (0..=patterns.len() as PatternId).map(|id| pairs.partition_point(|(pattern, _)| *pattern < id) as u32);
        let anchored_starts: Vec<u32> = anchored_starts.collect();
        let mut anchor_ids: Vec<PatternId> = pairs.iter().map(|(pattern, _)| *pattern).collect();
        anchor_ids.dedup();
        Self {
            anchors: Filter::new(anchor_ids.iter().map(|id| patterns.gram_codes(*id))),
            everything: Filter::new((0..patterns.len() as PatternId).map(|id| patterns.gram_codes(id))),
            directory: Directory::new(&grams_of(&patterns)),
            monitors,
            patterns,
            asked,
            asked_starts,
            anchored: pairs.into_iter().map(|(_, place)| place).collect(),
            anchored_starts,
            named,
            silencing,
        }
    }

    /// True when nothing can match.
    pub fn is_empty(&self) -> bool {
        self.anchored.is_empty() && self.named.is_empty()
    }

    pub fn spellings_count(&self) -> usize {
        self.asked.len()
    }

    /// True when a post can match without a word of any monitor's.
    pub fn needs_no_words(&self) -> bool {
        !self.named.is_empty()
    }

    /// Every anchor, folded; `None` when they are more than so many bytes.
    pub fn anchor_texts(&self, bytes_max: usize) -> Option<BTreeSet<String>> {
        let mut bytes_count = 0;
        let mut texts = BTreeSet::new();
        for id in (0..self.patterns.len() as PatternId).filter(|id| !self.anchored_by(*id).is_empty()) {
            let text = String::from_utf16(self.patterns.codes(id)).ok()?;
            bytes_count += text.len();
            if bytes_count > bytes_max {
                return None;
            }
            texts.insert(text);
        }
        Some(texts)
    }

    /// Whether any anchor occurs in a folded text.
    pub fn has_anchor(&self, codes: &[u16]) -> bool {
        let is_anchor = |pattern| !self.anchored_by(pattern).is_empty();
        self.directory.scan(&self.anchors, codes, |pattern, gram_start| {
            is_anchor(pattern) && self.patterns.stands_around(pattern, codes, gram_start).is_some()
        })
    }

    /// The monitors that the post's author, or the accounts it comes from or goes to, anchor.
    pub fn named(&self, document: &Document) -> Vec<MonitorPlace> {
        if self.named.is_empty() {
            return Vec::new();
        }
        let names = [document.author_native_id].into_iter().chain(document.author_handle).chain(document.from.iter().copied());
        let names = names.chain(document.to.iter().copied());
        names.filter_map(|name| self.named.get(&name.to_lowercase())).flatten().copied().collect()
    }

    /// The hits of those monitors that hold, of the `candidates` and of all that the words of the text anchor.
    pub fn hits(&self, document: &Document, text: &Text, mut candidates: Vec<MonitorPlace>) -> Vec<Hit> {
        let occurrences = self.occurrences(text.codes);
        let occurrences: Vec<&[Occurrence]> = occurrences.chunk_by(|a, b| a.pattern == b.pattern).collect();
        for same in &occurrences {
            if self.silencing.contains(&same[0].pattern) {
                return Vec::new();
            }
            candidates.extend(self.anchored_by(same[0].pattern));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let evaluate = |place: MonitorPlace| {
            evaluate(&self.monitors[place as usize], self.asked_by(place), &self.patterns, document, text, &occurrences)
        };
        candidates.into_iter().filter_map(evaluate).collect()
    }

    /// Sorted by pattern, then place.
    fn occurrences(&self, codes: &[u16]) -> Vec<Occurrence> {
        let mut occurrences = Vec::new();
        let mut thinned_count = 0;
        self.directory.scan(&self.everything, codes, |pattern, gram_start| {
            if let Some((start, end)) = self.patterns.stands_around(pattern, codes, gram_start) {
                occurrences.push(Occurrence { pattern, start: start as u32, end: end as u32 });
            }
            if occurrences.len() > 2 * thinned_count + OCCURRENCES_THINNED {
                thin(&mut occurrences, &self.patterns);
                thinned_count = occurrences.len();
            }
            false
        });
        occurrences.sort_unstable();
        // Grams of nothing but zeros are the same at every length.
        occurrences.dedup();
        occurrences
    }

    fn anchored_by(&self, pattern: PatternId) -> &[MonitorPlace] {
        let at = |id: PatternId| self.anchored_starts[id as usize] as usize;
        &self.anchored[at(pattern)..at(pattern + 1)]
    }

    fn asked_by(&self, place: MonitorPlace) -> &[Asked] {
        let at = |place: MonitorPlace| self.asked_starts[place as usize] as usize;
        &self.asked[at(place)..at(place + 1)]
    }
}

/// Keeps the first [`SPANS_MAX`] occurrences of each pattern. Of raw ones all are kept: how the original reads is not known yet.
fn thin(occurrences: &mut Vec<Occurrence>, patterns: &Patterns) {
    occurrences.sort_unstable();
    let mut thinned = Vec::new();
    for same in occurrences.chunk_by(|a, b| a.pattern == b.pattern) {
        let kept = if patterns.raw(same[0].pattern).is_some() { same.len() } else { same.len().min(SPANS_MAX) };
        thinned.extend_from_slice(&same[..kept]);
    }
    *occurrences = thinned;
}

/// Gives each pattern its number.
#[derive(Default)]
struct Numbers<'a> {
    known: HashMap<&'a Pattern, PatternId, BuildHasherDefault<Hashed>>,
    patterns: Patterns,
}

impl<'a> Numbers<'a> {
    fn number(&mut self, pattern: &'a Pattern) -> PatternId {
        *self.known.entry(pattern).or_insert_with(|| self.patterns.push(pattern))
    }
}

/// Passes on the hash that a pattern has already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _bytes: &[u8]) {
        unreachable!("patterns write one number");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// How many spellings of monitors each pattern is.
fn uses(patterns_count: usize, asked: &[Asked]) -> Vec<u32> {
    let mut uses = vec![0; patterns_count];
    asked.iter().for_each(|asked| uses[asked.pattern as usize] += 1);
    uses
}

/// How often a variant is thought to occur, of the times that its term does.
const VARIANT_SHARE: f64 = 0.05;
const EVERYDAY_COST: f64 = 100.0;

/// What many monitors ask for is what many people talk about; so are short words, and those that everybody needs.
fn anchors_of<'a>(monitor: &'a Compiled, own: &[Asked], patterns: &Patterns, uses: &[u32]) -> Anchors<'a> {
    let mut costs = vec![0.0; monitor.terms.len()];
    for asked in own {
        let codes = patterns.codes(asked.pattern);
        let short = match codes.len() {
            1 => 1000.0,
            2 => 30.0,
            3 => 3.0,
            _ => 1.0,
        };
        let everyday = if monitor.terms[usize::from(asked.term)].is_everyday { EVERYDAY_COST } else { 1.0 };
        let share = if asked.spelling == 0 { 1.0 } else { VARIANT_SHARE };
        costs[usize::from(asked.term)] += share * everyday * short * f64::from(uses[asked.pattern as usize]);
    }
    Anchors::of(&monitor.tree, &|term| costs[usize::from(term)]).unwrap_or_default()
}

const COUNT_BITS: u32 = 20;

/// Who asks for a gram.
#[derive(Clone, Copy, Default)]
struct Wanted {
    monitors_count: u32,
    /// Plus one.
    last_monitor: u32,
    patterns_count: u32,
}

/// Each pattern is looked up under those of its grams that the fewest monitors ask for, and of those, the one that most spellings of the
/// same monitor have too, so that there are few grams over all.
fn choose_grams(patterns: &mut Patterns, asked: &[Asked], asked_starts: &[u32]) {
    let mut wanted = vec![Wanted::default(); 1 << COUNT_BITS];
    for (monitor, bounds) in (1..).zip(asked_starts.windows(2)) {
        for asked in &asked[bounds[0] as usize..bounds[1] as usize] {
            for gram in grams_in(patterns.codes(asked.pattern)) {
                let wanted = &mut wanted[gram.place(COUNT_BITS)];
                wanted.monitors_count += u32::from(wanted.last_monitor != monitor);
                wanted.last_monitor = monitor;
                wanted.patterns_count += 1;
            }
        }
    }
    for id in 0..patterns.len() as PatternId {
        let rarest = (0..).zip(grams_in(patterns.codes(id))).min_by_key(|(_, gram)| {
            let wanted = wanted[gram.place(COUNT_BITS)];
            (wanted.monitors_count, Reverse(wanted.patterns_count))
        });
        patterns.set_gram(id, rarest.map_or(0, |(at, _)| at));
    }
}

fn grams_in(codes: &[u16]) -> impl Iterator<Item = Gram> {
    codes.windows(gram_length(codes.len())).map(Gram::of)
}
