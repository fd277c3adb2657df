//! Which spellings are kept: the likeliest, with a share for every kind.
//!
//! A long Latin word has hundreds of slips. They are sorted by rate, so that most of what people write is among the first; but every
//! kind keeps a few places, because a kind that a reader knows from this term should not be missing altogether.

use super::fold::fold_spelling;
use super::noise::noise;
use super::script::{Script, is_kana, script_of};
use super::slip::Slip;
use super::{VARIANTS_MAX, Variant};
use std::collections::HashMap;

/// Spellings that are shown for one given spelling, those that are off included.
const LISTED_MAX: usize = 140;
/// Places in force that a kind has for itself.
const SHARE: usize = 2;

/// A spelling with its rate, for merging several lists.
pub struct Ranked {
    pub variant: Variant,
    pub rate: f32,
}

/// Likeliest first; no two alike, none like `term`. Those with a noise of `off_from` or more are off.
pub fn ranked(term: &str, slips: Vec<Slip>, off_from: u8) -> Vec<Ranked> {
    let slips = distinct(term, slips);
    let mut found: Vec<Ranked> = Vec::with_capacity(LISTED_MAX);
    let mut in_force = 0;
    let (kept, rest) = shared_out(&slips);
    for slip in kept.into_iter().chain(rest) {
        if found.len() == LISTED_MAX {
            break;
        }
        let noise = noise(&slip.text, slip.kind == "spacing" && !slip.text.contains(' '));
        let on = noise < off_from && in_force < VARIANTS_MAX;
        in_force += usize::from(on);
        found.push(Ranked { variant: Variant { text: slip.text.clone(), reason: slip.reason(), on, noise }, rate: slip.rate });
    }
    found.sort_by(|one, other| other.rate.total_cmp(&one.rate));
    found
}

/// The first of each kind, then all others; both by rate.
fn shared_out(slips: &[Slip]) -> (Vec<&Slip>, Vec<&Slip>) {
    let mut of_kind: HashMap<&str, usize> = HashMap::new();
    slips.iter().partition(|slip| {
        let count = of_kind.entry(slip.kind).or_default();
        *count += 1;
        *count <= SHARE
    })
}

/// One slip a spelling, by rate. What several kinds lead to is as likely as all of them, and is called by the likeliest.
fn distinct(term: &str, slips: Vec<Slip>) -> Vec<Slip> {
    let mut by_text: HashMap<String, usize> = HashMap::with_capacity(slips.len());
    let mut found: Vec<(Slip, f32)> = Vec::with_capacity(slips.len());
    for mut slip in slips {
        slip.text = fold_spelling(slip.text);
        if slip.text.is_empty() || is_found_anyway(term, &slip.text) {
            continue;
        }
        match by_text.get(&slip.text) {
            Some(place) => {
                let (kept, sum) = &mut found[*place];
                *sum += slip.rate;
                if slip.rate > kept.rate {
                    *kept = slip;
                }
            }
            None => {
                by_text.insert(slip.text.clone(), found.len());
                let rate = slip.rate;
                found.push((slip, rate));
            }
        }
    }
    found.sort_by(|(one, sum), (other, other_sum)| other_sum.total_cmp(sum).then_with(|| one.text.cmp(&other.text)));
    found.into_iter().map(|(slip, rate)| Slip { rate, ..slip }).collect()
}

/// The term itself stands in `spelling`, and no edge forbids it: `아크메` is in `아크메메`.
fn is_found_anyway(term: &str, spelling: &str) -> bool {
    spelling.match_indices(term).any(|(at, _)| {
        let before = spelling[..at].chars().next_back();
        let after = spelling[at + term.len()..].chars().next();
        is_edge(before, term.chars().next(), count_of_hangul(term) >= 3) && is_edge(term.chars().next_back(), after, true)
    })
}

fn is_edge(before: Option<char>, after: Option<char>, free_in_hangul: bool) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return true };
    match (script_of(before), script_of(after)) {
        (Script::Hangul, Script::Hangul) => free_in_hangul,
        (Script::Hiragana | Script::Han, Script::Hiragana | Script::Han) => true,
        (one, other) if is_kana(one) && is_kana(other) => one != other,
        (one, other) => {
            one != other && (one != Script::Other || !before.is_alphanumeric()) && (other != Script::Other || !after.is_alphanumeric())
        }
    }
}

fn count_of_hangul(term: &str) -> usize {
    term.chars().filter(|c| script_of(*c) == Script::Hangul).count()
}
