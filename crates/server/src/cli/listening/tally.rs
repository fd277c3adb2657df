//! What was found in a file altogether: how many posts, and as which spellings.

use super::words::reason_in_words;
use crate::cli::output::table;
use answerable_domain::HitSpan;
use indicatif::HumanCount;
use std::collections::HashMap;

/// Spellings in the summary.
const ROWS_MAX: usize = 40;

#[derive(Debug, Default)]
pub struct Tally {
    pub posts: u64,
    pub matching: u64,
    pub unreadable: u64,
    spellings: HashMap<Spelt, Seen>,
}

/// A term, as itself or as a variant.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Spelt {
    term: String,
    variant: Option<String>,
}

#[derive(Debug, Default)]
struct Seen {
    reason: Option<String>,
    posts: u64,
    /// The last post that was counted: a spelling counts once in each.
    last: u64,
}

impl Tally {
    /// One more post that matches.
    pub fn count(&mut self, spans: &[HitSpan]) {
        self.matching += 1;
        for span in spans {
            let spelt = Spelt { term: span.term.clone(), variant: span.variant.clone() };
            let seen = self.spellings.entry(spelt).or_default();
            if seen.last < self.matching {
                seen.last = self.matching;
                seen.posts += 1;
                seen.reason.clone_from(&span.reason);
            }
        }
    }

    pub fn summary(&self) -> String {
        let mut told = format!("{} of {} posts match", HumanCount(self.matching), HumanCount(self.posts));
        match self.unreadable {
            0 => told.push('.'),
            1 => told.push_str("; 1 line could not be read."),
            many => told.push_str(&format!("; {} lines could not be read.", HumanCount(many))),
        }
        if !self.spellings.is_empty() {
            told.push_str("\n\n");
            told.push_str(&self.table());
        }
        told
    }

    fn table(&self) -> String {
        let mut sorted: Vec<(&Spelt, &Seen)> = self.spellings.iter().collect();
        sorted.sort_by(|(one, seen), (other, also)| also.posts.cmp(&seen.posts).then_with(|| one.cmp(other)));
        let row = |(spelt, seen): &(&Spelt, &Seen)| {
            let why = seen.reason.as_deref().map(reason_in_words).unwrap_or_default();
            let found = spelt.variant.as_ref().unwrap_or(&spelt.term).clone();
            vec![HumanCount(seen.posts).to_string(), spelt.term.clone(), found, why]
        };
        let rows: Vec<Vec<String>> = sorted.iter().take(ROWS_MAX).map(row).collect();
        let mut told = table(&["posts", "term", "found as", "why"], &rows);
        if sorted.len() > ROWS_MAX {
            told.push_str(&format!("\n… and {} more spellings", sorted.len() - ROWS_MAX));
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_counted_once_a_post_and_sorted() {
        let span = |variant: Option<&str>| HitSpan {
            start: 0,
            end: 9,
            term: "아크메".to_owned(),
            variant: variant.map(str::to_owned),
            reason: variant.map(|_| "jamo:ㅔ→ㅐ".to_owned()),
        };
        let mut tally = Tally { posts: 1234, unreadable: 1, ..Tally::default() };
        tally.count(&[span(Some("아크매"))]);
        tally.count(&[span(None), span(None)]);
        tally.count(&[span(None)]);
        let expected = "3 of 1,234 posts match; 1 line could not be read.\n\n\
            posts  term    found as  why\n2      아크메  아크메\n1      아크메  아크매    another vowel or consonant: ㅔ→ㅐ";
        assert_eq!(tally.summary(), expected);
    }
}
