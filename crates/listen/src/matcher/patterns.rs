//! Every pattern of every monitor once, by number.

use super::compile::{Pattern, Raw};
use super::grams::gram_length;
use crate::edges::Edges;
use std::collections::HashMap;

/// The number of a pattern.
pub type PatternId = u32;

#[derive(Debug, Default)]
pub struct Patterns {
    /// The codes of all, one after the other.
    codes: Vec<u16>,
    kept: Vec<Kept>,
    raw: HashMap<PatternId, Raw>,
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    start: u32,
    length: u16,
    /// Where in the pattern the gram begins under which it is looked up.
    gram_at: u16,
    edges: Edges,
}

impl Patterns {
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    pub fn push(&mut self, pattern: &Pattern) -> PatternId {
        let id = self.kept.len() as PatternId;
        let length = u16::try_from(pattern.codes.len()).expect("terms are short");
        self.kept.push(Kept { start: self.codes.len() as u32, length, gram_at: 0, edges: pattern.edges });
        self.codes.extend_from_slice(&pattern.codes);
        if let Some(raw) = &pattern.raw {
            self.raw.insert(id, raw.clone());
        }
        id
    }

    pub fn codes(&self, id: PatternId) -> &[u16] {
        let kept = self.kept[id as usize];
        &self.codes[kept.start as usize..][..usize::from(kept.length)]
    }

    pub fn raw(&self, id: PatternId) -> Option<&Raw> {
        self.raw.get(&id)
    }

    /// From now on the pattern is looked up under the gram that begins at `gram_at`.
    pub fn set_gram(&mut self, id: PatternId, gram_at: usize) {
        self.kept[id as usize].gram_at = u16::try_from(gram_at).expect("terms are short");
    }

    /// The codes of the gram under which the pattern is looked up.
    pub fn gram_codes(&self, id: PatternId) -> &[u16] {
        let codes = &self.codes(id)[usize::from(self.kept[id as usize].gram_at)..];
        &codes[..gram_length(usize::from(self.kept[id as usize].length))]
    }

    /// Where the pattern stands as a word, given where its gram stands.
    pub fn stands_around(&self, id: PatternId, codes: &[u16], gram_start: usize) -> Option<(usize, usize)> {
        let kept = self.kept[id as usize];
        let start = gram_start.checked_sub(usize::from(kept.gram_at))?;
        let end = start + usize::from(kept.length);
        let same = codes.get(start..end).is_some_and(|part| part == self.codes(id));
        (same && kept.edges.stand(codes, start, end)).then_some((start, end))
    }
}
