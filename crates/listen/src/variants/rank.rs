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
/// Places that a kind has for itself.
const SHARE: usize = 2;

/// A spelling with its rate, for merging several lists.
pub struct Ranked {
    pub variant: Variant,
    pub rate: f32,
}

/// Likeliest first; no two alike, none like `term`, which is folded. Those with a noise of `off_from` or more are off.
pub fn ranked(term: &[char], mut slips: Vec<Slip>, off_from: u8) -> Vec<Ranked> {
    slips.sort_by(|one, other| other.rate.total_cmp(&one.rate));
    let (shared, others) = shared_out(slips);
    let mut list = List::of(term);
    for slip in shared.into_iter().chain(others) {
        if list.found.len() == LISTED_MAX {
            break;
        }
        list.offer(&slip, off_from);
    }
    let mut found = list.found;
    found.sort_by(|one, other| other.rate.total_cmp(&one.rate));
    found
}

/// The first of each kind, then all others; both by rate.
fn shared_out(slips: Vec<Slip>) -> (Vec<Slip>, Vec<Slip>) {
    let mut of_kind: Vec<(&str, usize)> = Vec::new();
    slips.into_iter().partition(|slip| match of_kind.iter_mut().find(|(kind, _)| *kind == slip.kind) {
        Some((_, count)) => {
            *count += 1;
            *count <= SHARE
        }
        None => {
            of_kind.push((slip.kind, 1));
            true
        }
    })
}

/// What has been kept so far.
struct List<'a> {
    characters: &'a [char],
    term: String,
    free_in_hangul: bool,
    in_force: usize,
    seen: HashSet<String>,
    found: Vec<Ranked>,
}

impl<'a> List<'a> {
    fn of(characters: &'a [char]) -> Self {
        let term: String = characters.iter().collect();
        let free_in_hangul = characters.iter().filter(|c| script_of(**c) == Script::Hangul).count() >= 3;
        Self { characters, term, free_in_hangul, in_force: 0, seen: HashSet::new(), found: Vec::with_capacity(LISTED_MAX) }
    }

    fn offer(&mut self, slip: &Slip, off_from: u8) {
        let mut text = String::with_capacity(self.term.len() + 8);
        slip.edit.write(self.characters, &mut text);
        let text = fold_spelling(text);
        if text.is_empty() || self.seen.contains(&text) || self.is_found_anyway(&text) {
            return;
        }
        let regrouped = slip.kind == "spacing" && !text.contains(' ');
        let is_part = slip.kind == "missing" && !text.is_ascii() && self.term.contains(&text);
        let noise = noise(&text, regrouped).max(if is_part { PART_OF_TERM } else { 0 });
        let on = noise < off_from && self.in_force < VARIANTS_MAX;
        self.in_force += usize::from(on);
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
