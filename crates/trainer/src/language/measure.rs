//! How well languages are told apart, of texts that nothing was learnt from.

use super::texts::{fragment, kept_back};
use crate::data::Folders;
use crate::random::Random;
use answerable_triage::{Assessor, Input};
use std::collections::BTreeMap;

/// Fragments of each text.
const FRAGMENTS: usize = 5;
const MAIN: [&str; 4] = ["ko", "ja", "en", "zh"];

#[derive(Debug, Default, Clone)]
struct Score {
    texts: u32,
    right: u32,
    undecided: u32,
    /// By tenths of confidence: texts, right ones, the sum of confidence.
    bins: [(u32, u32, u32); 10],
    taken_for: BTreeMap<String, u32>,
}

impl Score {
    fn count(&mut self, language: &str, found: Option<&str>, confidence: u16) {
        let is_right = found == Some(language);
        self.texts += 1;
        self.right += u32::from(is_right);
        self.undecided += u32::from(found.is_none());
        if found.is_some() {
            let bin = &mut self.bins[usize::from(confidence.min(999) / 100)];
            *bin = (bin.0 + 1, bin.1 + u32::from(is_right), bin.2 + u32::from(confidence));
        }
        if !is_right {
            *self.taken_for.entry(found.unwrap_or("undecided").to_owned()).or_default() += 1;
        }
    }

    fn add(&mut self, other: &Self) {
        self.texts += other.texts;
        self.right += other.right;
        self.undecided += other.undecided;
        self.bins.iter_mut().zip(other.bins).for_each(|(bin, other)| *bin = (bin.0 + other.0, bin.1 + other.1, bin.2 + other.2));
    }

    fn percent(&self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.texts.max(1))
    }

    /// Expected calibration error.
    fn calibration_error(&self) -> f64 {
        let total: u32 = self.bins.iter().map(|bin| bin.0).sum();
        let off: f64 = self.bins.iter().map(|(_, right, said)| (f64::from(*right) - f64::from(*said) / 1_000.0).abs()).sum();
        off / f64::from(total.max(1))
    }
}

/// Prints accuracies of whole texts and of fragments, by language.
pub fn measure(folders: &Folders) -> anyhow::Result<()> {
    let texts = kept_back(folders)?;
    let mut random = Random::seeded(23);
    let mut scores: BTreeMap<&str, [Score; 2]> = BTreeMap::new();
    for text in &texts {
        for part in 0..=FRAGMENTS {
            let read = if part == 0 { text.text.clone() } else { fragment(&text.text, &mut random) };
            if read.chars().any(char::is_alphabetic) {
                let found = Assessor::shipped().assess(&Input::of(&read)).language;
                let value = found.value.as_ref().map(|language| &*language.0);
                scores.entry(&text.language).or_default()[usize::from(part > 0)].count(&text.language, value, found.confidence);
            }
        }
    }
    for (language, [whole, fragments]) in &scores {
        let most = |score: &Score| {
            let mut wrong: Vec<_> = score.taken_for.iter().collect();
            wrong.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            wrong.iter().take(4).map(|(other, count)| format!("{other} {count}")).collect::<Vec<_>>().join(", ")
        };
        println!(
            "{language}: whole {:.2} of {}; fragments {:.2} of {} (taken for: {})",
            whole.percent(),
            whole.texts,
            fragments.percent(),
            fragments.texts,
            most(fragments)
        );
    }
    for (name, is_of) in [("ko, ja, en, zh", true), ("the others", false)] {
        for (kind, name_of_kind) in ["whole", "fragments"].iter().enumerate() {
            let mut sum = Score::default();
            scores.iter().filter(|(language, _)| MAIN.contains(language) == is_of).for_each(|(_, scores)| sum.add(&scores[kind]));
            println!(
                "{name}, {name_of_kind}: {:.2} of {} ({} undecided), calibration error {:.3}",
                sum.percent(),
                sum.texts,
                sum.undecided,
                sum.calibration_error()
            );
        }
    }
    Ok(())
}
