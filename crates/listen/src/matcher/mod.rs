//! All monitors of a brand, and the one reading of a post that serves them all.
//!
//! A post is read in three steps, and nearly all posts end after the first: does an *anchor* occur (words of which at least one is in
//! whatever a monitor matches); which words occur at all; which of the monitors whose anchors occur hold. Only then is it worked out
//! where the words stand in the original.

mod anchors;
mod compile;
mod evaluate;
mod everyday;
mod filter;
mod grams;
mod index;
mod near;
mod patterns;

use crate::document::Document;
use crate::fold::Folder;
use crate::frame::unescape;
use crate::query::Problems;
use crate::sieve::Sieve;
use answerable_domain::{Hit, Monitor, MonitorId, Mute, Muted, Spelling, clip_to_bytes};
use compile::{Compiled, Phrase};
use evaluate::Text;
use index::Index;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Occurrences of one spelling in one text that are looked at; a flood of a word is as good as this many.
pub const SPANS_MAX: usize = 256;

/// Bytes of anchors that are looked for in frames as they came: their table of transitions takes up to half a kilobyte for each.
const SIEVE_BYTES_MAX: usize = 16 * 1024;

/// Monitors that cannot be put into force.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("the query of monitor {monitor_id} cannot be read: {problems:?}")]
    Query { monitor_id: MonitorId, problems: Problems },
}

/// All enabled monitors of a brand, ready to read posts.
#[derive(Debug)]
pub struct Matcher {
    monitors: BTreeMap<MonitorId, Arc<Compiled>>,
    silenced_authors: HashSet<String>,
    index: Index,
    /// Only where the anchors are few enough for it to be quick.
    sieve: Option<Sieve>,
}

/// Buffers that [`Matcher::hits_with`] reuses from post to post.
#[derive(Debug, Default)]
pub struct Scratch {
    folder: Folder,
}

impl Matcher {
    pub fn new(monitors: &[Monitor], mutes: &[Mute]) -> Result<Self, ListenError> {
        Self::build(monitors, mutes, &BTreeMap::new())
    }

    /// The same as [`Matcher::new`], but quicker where most monitors are as they were.
    pub fn renewed(&self, monitors: &[Monitor], mutes: &[Mute]) -> Result<Self, ListenError> {
        Self::build(monitors, mutes, &self.monitors)
    }

    fn build(monitors: &[Monitor], mutes: &[Mute], known: &BTreeMap<MonitorId, Arc<Compiled>>) -> Result<Self, ListenError> {
        let mut muted_variants: HashMap<MonitorId, Vec<Spelling>> = HashMap::new();
        let mut silenced_authors = HashSet::new();
        let mut phrases = Vec::new();
        for mute in mutes {
            match &mute.what {
                Muted::Author { native_id, .. } => drop(silenced_authors.insert(native_id.clone())),
                Muted::Phrase { text } => phrases.extend(Phrase::new(text)),
                Muted::Variant { monitor_id, spelling } => muted_variants.entry(*monitor_id).or_default().push(spelling.clone()),
            }
        }
        let mut compiled = BTreeMap::new();
        for monitor in monitors.iter().filter(|monitor| monitor.enabled) {
            let muted = muted_variants.remove(&monitor.id).unwrap_or_default();
            let same = known.get(&monitor.id).filter(|known| known.is_made_of(monitor, &muted));
            let ready = same.map_or_else(|| Compiled::new(monitor, muted).map(Arc::new), |known| Ok(known.clone()))?;
            compiled.insert(monitor.id, ready);
        }
        let index = Index::new(compiled.values().cloned().collect(), &phrases);
        let sieve = index.anchor_texts(SIEVE_BYTES_MAX).and_then(|anchors| Sieve::new(&anchors).ok());
        Ok(Self { monitors: compiled, silenced_authors, index, sieve })
    }

    /// True when no post can match.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// How many spellings are looked for, over all monitors.
    pub fn spellings_count(&self) -> usize {
        self.index.spellings_count()
    }

    /// The monitors that a post matches, by id, with what made it so.
    pub fn hits(&self, document: &Document) -> Vec<Hit> {
        self.hits_with(document, &mut Scratch::default())
    }

    /// The same as [`Matcher::hits`], for whoever reads many posts.
    pub fn hits_with(&self, document: &Document, scratch: &mut Scratch) -> Vec<Hit> {
        if self.is_empty() {
            return Vec::new();
        }
        let text = clip_to_bytes(document.text, u32::MAX as usize);
        let named = self.index.named(document);
        let codes = scratch.folder.fold(text);
        if named.is_empty() && !self.index.has_anchor(codes) {
            return Vec::new();
        }
        if self.silenced_authors.contains(document.author_native_id) {
            return Vec::new();
        }
        self.index.hits(document, &Text::new(text, codes), named)
    }

    /// May the post in this JSON frame match something? Quick; never wrongly false; sometimes wrongly true.
    ///
    /// The text must stand in the frame as one JSON string. A frame that is not JSON may be let through: the parser will complain. So is
    /// every frame as long as some monitor asks for an author or an account instead of words: a frame may call them otherwise.
    pub fn might_match(&self, bytes: &[u8]) -> bool {
        if self.is_empty() {
            return false;
        }
        if self.index.needs_no_words() {
            return true;
        }
        if self.sieve.as_ref().is_some_and(|sieve| !sieve.lets_through(bytes)) {
            return false;
        }
        let Some(frame) = unescape(bytes) else { return true };
        self.index.has_anchor(Folder::default().fold(&frame))
    }
}
