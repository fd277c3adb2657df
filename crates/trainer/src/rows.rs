//! Texts as features, with what is known of each.

use answerable_triage::model::lexicon::{Counts, Lexicon};
use answerable_triage::model::{Folded, HEADS};

/// A text that something is learnt from.
#[derive(Debug, Clone)]
pub struct Row {
    pub features: Vec<u32>,
    pub voice: usize,
    pub weight: f32,
    /// The set that it comes from, for balancing.
    pub source: usize,
    /// 0 negative, 1 neutral, 2 positive.
    pub stance: Option<usize>,
    /// By head: known to be so (1), known not to be (0), not known (NaN).
    pub heads: [f32; HEADS],
    pub fold: usize,
    /// What the lists of words found.
    pub lists: Counts,
}

pub const FOLDS: usize = 3;

impl Row {
    pub fn new(text: &str, voice: usize, source: usize) -> Self {
        let mut features = Vec::new();
        let folded = Folded::of(text);
        folded.each(|feature| features.push(feature));
        let lists = Lexicon::shipped().counts(&folded);
        let fold = (crate::random::number_of(text) >> 20) as usize % FOLDS;
        Self { features, voice, weight: 1.0, source, stance: None, heads: [f32::NAN; HEADS], fold, lists }
    }

    pub fn scale(&self) -> f32 {
        1.0 / (self.features.len().max(1) as f32).sqrt()
    }
}

/// Features that stand in fewer texts than this teach nothing that lasts and crowd the table.
pub fn counts<'r>(rows: impl Iterator<Item = &'r Row>, bits: u32) -> Vec<u32> {
    let mut counts = vec![0; 1 << bits];
    for row in rows {
        for &feature in &row.features {
            counts[answerable_triage::model::weights::slot(feature, bits)] += 1;
        }
    }
    counts
}

/// How much a feature tells the two sides of a column apart: half of what naive Bayes would say of it, and half a constant. Features that
/// tell much learn fast, and the many that tell nothing stay small.
pub fn telling<'r>(rows: impl Iterator<Item = (&'r Row, bool, f32)>, bits: u32) -> Vec<f32> {
    let mut sums = vec![[0.5_f32; 2]; 1 << bits];
    let mut totals = [0.5_f32 * (1 << bits) as f32; 2];
    for (row, side, weight) in rows {
        for &feature in &row.features {
            sums[answerable_triage::model::weights::slot(feature, bits)][usize::from(side)] += weight;
        }
        totals[usize::from(side)] += weight * row.features.len() as f32;
    }
    let ratio = |[no, yes]: [f32; 2]| ln((yes / totals[1]) / (no / totals[0])).abs();
    sums.into_iter().map(|sums| 0.5 * ratio(sums).min(4.0) + 0.5).collect()
}

/// Natural logarithm by the same bits everywhere; to about five digits.
fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let power = (bits >> 23) as i32 - 127;
    let part = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000);
    let t = (part - 1.0) / (part + 1.0);
    let square = t * t;
    power as f32 * std::f32::consts::LN_2 + 2.0 * t * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0))))
}

/// Gives each class of each source the same say, to the power of `evenness`.
pub fn balance(rows: &mut [Row], class: impl Fn(&Row) -> Option<usize>, evenness: impl Fn(usize) -> f32) {
    let mut sums = std::collections::BTreeMap::<(usize, usize), f32>::new();
    for row in rows.iter() {
        if let Some(class) = class(row) {
            *sums.entry((row.source, class)).or_default() += row.weight;
        }
    }
    let of_source = |source: usize| {
        let of = || sums.iter().filter(move |((from, _), _)| *from == source).map(|(_, sum)| *sum);
        of().sum::<f32>() / of().count().max(1) as f32
    };
    let sources: std::collections::BTreeMap<usize, f32> = sums.keys().map(|(source, _)| (*source, of_source(*source))).collect();
    for row in rows.iter_mut() {
        if let Some(class) = class(row) {
            row.weight *= power(sources[&row.source] / sums[&(row.source, class)], evenness(row.source));
        }
    }
}

/// Of 0, a half and 1 only: roots are exact everywhere, other powers are not.
fn power(base: f32, exponent: f32) -> f32 {
    if exponent >= 1.0 {
        base
    } else if exponent > 0.0 {
        base.sqrt()
    } else {
        1.0
    }
}
