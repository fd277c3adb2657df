//! All monitors of a brand over one index of terms.

use crate::character::are_joined;
use crate::document::Document;
use crate::fold::{Folder, fold_term};
use crate::frame::unescape;
use crate::query::{Fact, Problems, Query, Term, parse};
use aho_corasick::{AhoCorasick, MatchKind};
use answerable_domain::{Hit, HitSpan, Monitor, MonitorId, Mute, Muted, clip_to_bytes};
use std::collections::HashSet;

/// Occurrences of one term in one text that are looked at; a flood of a word is as good as this many.
pub const SPANS_MAX: usize = 256;

/// Monitors that cannot be put into force.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("the query of monitor {monitor_id} cannot be read: {problems:?}")]
    Query { monitor_id: MonitorId, problems: Problems },
    #[error("the terms of the monitors are too many or too long for one automaton: {0}")]
    TooLarge(#[from] aho_corasick::BuildError),
}

/// All enabled monitors of a brand, ready to read posts.
#[derive(Debug)]
pub struct Matcher {
    monitors: Vec<(MonitorId, Query)>,
    silenced: HashSet<String>,
    terms: Vec<Term>,
    automaton: AhoCorasick,
}

/// Buffers that [`Matcher::hits_with`] reuses from post to post.
#[derive(Debug, Default)]
pub struct Scratch {
    folder: Folder,
}

impl Matcher {
    pub fn new(monitors: &[Monitor], mutes: &[Mute]) -> Result<Self, ListenError> {
        let mut compiled = Vec::new();
        for monitor in monitors.iter().filter(|monitor| monitor.enabled) {
            let query = parse(&monitor.query).map_err(|problems| ListenError::Query { monitor_id: monitor.id, problems })?;
            compiled.push((monitor.id, query));
        }
        compiled.sort_by_key(|(id, _)| *id);
        let mut terms = Vec::new();
        compiled.iter().for_each(|(_, query)| terms_of(query, &mut terms));
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(terms.iter().map(|term: &Term| fold_term(&term.text)))?;
        let silenced = mutes.iter().filter_map(|mute| match &mute.what {
            Muted::Author { native_id, .. } => Some(native_id.clone()),
            _ => None,
        });
        Ok(Self { monitors: compiled, silenced: silenced.collect(), terms, automaton })
    }

    /// The same as [`Matcher::new`], but quicker where most monitors are as they were.
    pub fn renewed(&self, monitors: &[Monitor], mutes: &[Mute]) -> Result<Self, ListenError> {
        Self::new(monitors, mutes)
    }

    /// True when no post can match.
    pub fn is_empty(&self) -> bool {
        self.monitors.is_empty()
    }

    /// The monitors that a post matches, by id, with what made it so.
    pub fn hits(&self, document: &Document) -> Vec<Hit> {
        self.hits_with(document, &mut Scratch::default())
    }

    /// The same as [`Matcher::hits`], for whoever reads many posts.
    pub fn hits_with(&self, document: &Document, scratch: &mut Scratch) -> Vec<Hit> {
        if self.silenced.contains(document.author_native_id) {
            return Vec::new();
        }
        let text = clip_to_bytes(document.text, u32::MAX as usize);
        let (folded, units) = scratch.folder.fold_with_units(text);
        let folded = std::str::from_utf8(folded).expect("folding makes UTF-8");
        let mut spans = Vec::new();
        for found in self.automaton.find_overlapping_iter(folded) {
            if !found.is_empty() && is_word(folded, found.start(), found.end()) {
                let (start, end) = units.original(found.start(), found.end());
                let term = self.terms[found.pattern().as_usize()].text.clone();
                spans.push(HitSpan { start, end, term, variant: None, reason: None });
            }
        }
        spans.sort_unstable();
        spans.dedup();
        let hit = |(id, query): &(MonitorId, Query)| {
            let mut own = Vec::new();
            terms_of(query, &mut own);
            let spans: Vec<_> = spans.iter().filter(|span| own.iter().any(|term| term.text == span.term)).cloned().collect();
            holds(query, document, &spans).then_some(Hit { monitor_id: *id, spans })
        };
        self.monitors.iter().filter_map(hit).collect()
    }

    /// May the post in this JSON frame match something? Quick; never wrongly false; sometimes wrongly true.
    ///
    /// The text must stand in the frame as one JSON string. A frame that is not JSON may be let through: the parser will complain.
    pub fn might_match(&self, bytes: &[u8]) -> bool {
        if self.is_empty() {
            return false;
        }
        let Some(frame) = unescape(bytes) else { return true };
        self.automaton.is_match(Folder::default().fold(&frame))
    }
}

fn terms_of(query: &Query, terms: &mut Vec<Term>) {
    match query {
        Query::Term(term) => terms.push(term.clone()),
        Query::Fact(_) => {}
        Query::Near(near) => terms.extend(near.left.iter().chain(&near.right).cloned()),
        Query::Not(inner) => terms_of(inner, terms),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| terms_of(part, terms)),
    }
}

fn holds(query: &Query, document: &Document, spans: &[HitSpan]) -> bool {
    let occurs = |term: &Term| spans.iter().any(|span| span.term == term.text);
    match query {
        Query::Term(term) => occurs(term),
        Query::Fact(Fact::Language(language)) => document.language == Some(language),
        Query::Fact(Fact::Network(network)) => document.network == *network,
        Query::Fact(Fact::Link) => document.has_link,
        Query::Fact(Fact::Media) => document.has_media,
        Query::Fact(_) => false,
        Query::Near(near) => near.left.iter().any(occurs) && near.right.iter().any(occurs),
        Query::Not(inner) => !holds(inner, document, spans),
        Query::And(parts) => parts.iter().all(|part| holds(part, document, spans)),
        Query::Or(parts) => parts.iter().any(|part| holds(part, document, spans)),
    }
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
