//! Which spellings are kept: the likeliest, with a share for every kind.
//!
//! A long Latin word has hundreds of slips. They are sorted by rate, so that most of what people write is among the first; but every
//! kind keeps a few places, because a kind that a reader knows from this term should not be missing altogether. Only slips that may be
//! kept are spelled out.

use super::fold::fold_spelling;
use super::noise::{PART_OF_TERM, noise};
use super::script::{Script, is_kana, script_of};
use super::slip::Slip;
use super::{VARIANTS_MAX, Variant};
use std::collections::HashSet;

/// Spellings that are shown for one given spelling, those that are off included.
const LISTED_MAX: usize = 140;
/// Places that a kind has for itself, even if all of it is rare.
const SHARE: usize = 2;
/// Places that are kept for the shares of late kinds; what they leave goes to the likeliest others.
const SHARES: usize = 20;

/// A spelling with its rate, for merging several lists.
pub struct Ranked {
    pub variant: Variant,
    pub rate: f32,
}

/// Likeliest first; no two alike, none like `term`, which is folded. Those with a noise of `off_from` or more are off.
pub fn ranked(term: &[char], mut slips: Vec<Slip>, off_from: u8) -> Vec<Ranked> {
    slips.sort_by(|one, other| other.rate.total_cmp(&one.rate));
    let mut list = List::of(term, off_from);
    let mut late = Vec::new();
    for slip in &slips {
        if list.has_room() || list.count_of(slip.kind) < SHARE {
            list.offer(slip);
        } else {
            late.push(slip);
        }
    }
    for slip in late {
        if list.found.len() >= LISTED_MAX {
            break;
        }
        list.offer(slip);
    }
    let mut found = list.found;
    found.sort_by(|one, other| other.rate.total_cmp(&one.rate));
    found
}

/// What has been kept so far.
struct List<'a> {
    characters: &'a [char],
    term: String,
    free_in_hangul: bool,
    off_from: u8,
    in_force: usize,
    of_kind: Vec<(&'static str, usize)>,
    seen: HashSet<String>,
    found: Vec<Ranked>,
}

impl<'a> List<'a> {
    fn of(characters: &'a [char], off_from: u8) -> Self {
        let term: String = characters.iter().collect();
        let free_in_hangul = characters.iter().filter(|c| script_of(**c) == Script::Hangul).count() >= 3;
        let found = Vec::with_capacity(LISTED_MAX);
        Self { characters, term, free_in_hangul, off_from, in_force: 0, of_kind: Vec::new(), seen: HashSet::new(), found }
    }

    /// For more than the shares of late kinds.
    fn has_room(&self) -> bool {
        self.found.len() + SHARES < LISTED_MAX && self.in_force + SHARES < VARIANTS_MAX
    }

    /// Spellings in force.
    fn count_of(&self, kind: &str) -> usize {
        self.of_kind.iter().find(|(own, _)| *own == kind).map_or(0, |(_, count)| *count)
    }

    fn offer(&mut self, slip: &Slip) {
        let mut text = String::with_capacity(self.term.len() + 8);
        slip.edit.write(self.characters, &mut text);
        let text = fold_spelling(text);
        if self.found.len() >= LISTED_MAX || text.is_empty() || self.seen.contains(&text) || self.is_found_anyway(&text) {
            return;
        }
        let regrouped = slip.kind == "spacing" && !text.contains(' ');
        let is_part = slip.kind == "missing" && !text.is_ascii() && self.term.contains(&text);
        let noise = noise(&text, regrouped).max(if is_part { PART_OF_TERM } else { 0 });
        let on = noise < self.off_from && self.in_force < VARIANTS_MAX;
        if on {
            self.in_force += 1;
            match self.of_kind.iter_mut().find(|(own, _)| *own == slip.kind) {
                Some((_, count)) => *count += 1,
                None => self.of_kind.push((slip.kind, 1)),
            }
        }
        self.seen.insert(text.clone());
        self.found.push(Ranked { variant: Variant { text, reason: slip.reason(self.characters), on, noise }, rate: slip.rate });
    }

    /// The term itself stands in `spelling`, and no edge forbids it: `아크메` is in `아크메메`.
    fn is_found_anyway(&self, spelling: &str) -> bool {
        if spelling.len() < self.term.len() {
            return false;
        }
        spelling.match_indices(&self.term).any(|(at, _)| {
            let before = spelling[..at].chars().next_back();
            let after = spelling[at + self.term.len()..].chars().next();
            is_edge(before, self.characters.first(), self.free_in_hangul) && is_edge(after, self.characters.last(), true)
        })
    }
}

/// A term may begin, or end, with `own` where `outside` stands next to it.
fn is_edge(outside: Option<char>, own: Option<&char>, free_in_hangul: bool) -> bool {
    let (Some(outside), Some(own)) = (outside, own) else { return true };
    match (script_of(outside), script_of(*own)) {
        (Script::Hangul, Script::Hangul) => free_in_hangul,
        (Script::Hiragana | Script::Han, Script::Hiragana | Script::Han) => true,
        (one, other) if is_kana(one) && is_kana(other) => one != other,
        (one, other) => {
            one != other && !(one == Script::Other && outside.is_alphanumeric()) && !(other == Script::Other && own.is_alphanumeric())
        }
    }
}
