//! How right, and how honest about it: confusion matrices and calibration.

use std::fmt::Write as _;

/// Bins of equal width over the confidence.
const BINS: usize = 10;

/// Counts of what was so (rows) and what was said (columns).
#[derive(Debug, Clone)]
pub struct Confusion {
    names: Vec<&'static str>,
    counts: Vec<Vec<u32>>,
}

/// Of one class.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// Rows that are of this class.
    pub rows: u32,
}

impl Confusion {
    pub fn new(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), counts: vec![vec![0; names.len()]; names.len()] }
    }

    pub fn yes_or_no() -> Self {
        Self::new(&["no", "yes"])
    }

    pub fn add(&mut self, so: usize, said: usize) {
        self.counts[so][said] += 1;
    }

    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    pub fn rows(&self) -> u32 {
        self.counts.iter().flatten().sum()
    }

    pub fn accuracy(&self) -> f64 {
        let right: u32 = (0..self.names.len()).map(|class| self.counts[class][class]).sum();
        share(right, self.rows())
    }

    pub fn score(&self, class: usize) -> Score {
        let right = self.counts[class][class];
        let said: u32 = self.counts.iter().map(|row| row[class]).sum();
        let rows: u32 = self.counts[class].iter().sum();
        Score { precision: share(right, said), recall: share(right, rows), f1: share(2 * right, said + rows), rows }
    }

    /// Over the classes that there are rows of.
    pub fn macro_f1(&self) -> f64 {
        let scores: Vec<Score> = (0..self.names.len()).map(|class| self.score(class)).filter(|score| score.rows > 0).collect();
        scores.iter().map(|score| score.f1).sum::<f64>() / scores.len().max(1) as f64
    }

    /// Markdown: a row for what was so, a column for what was said.
    pub fn table(&self) -> String {
        let mut table = format!("| so ↓ said → | {} |\n|---|{}\n", self.names.join(" | "), "---|".repeat(self.names.len()));
        for (name, counts) in self.names.iter().zip(&self.counts) {
            let counts: Vec<String> = counts.iter().map(u32::to_string).collect();
            writeln!(table, "| {name} | {} |", counts.join(" | ")).expect("a string takes everything");
        }
        table
    }
}

/// Whether confidences mean what they say.
#[derive(Debug, Clone, Default)]
pub struct Calibration {
    bins: [(f64, u32, u32); BINS],
}

impl Calibration {
    /// `chance` was given to something that was so, or not.
    pub fn add(&mut self, chance: f64, so: bool) {
        let bin = ((chance * BINS as f64) as usize).min(BINS - 1);
        self.bins[bin].0 += chance;
        self.bins[bin].1 += u32::from(so);
        self.bins[bin].2 += 1;
    }

    pub fn with(mut self, other: &Self) -> Self {
        for (bin, other) in self.bins.iter_mut().zip(&other.bins) {
            *bin = (bin.0 + other.0, bin.1 + other.1, bin.2 + other.2);
        }
        self
    }

    pub fn rows(&self) -> u32 {
        self.bins.iter().map(|(_, _, rows)| rows).sum()
    }

    /// Expected calibration error: by how much confidence and truth differ on average.
    pub fn error(&self) -> f64 {
        let off: f64 = self.bins.iter().map(|(chances, so, _)| (chances - f64::from(*so)).abs()).sum();
        off / f64::from(self.rows().max(1))
    }
}

pub fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_as_one_works_them_out_by_hand() {
        let mut confusion = Confusion::yes_or_no();
        for (so, said, count) in [(0, 0, 5), (0, 1, 1), (1, 0, 2), (1, 1, 2)] {
            (0..count).for_each(|_| confusion.add(so, said));
        }
        let yes = confusion.score(1);
        assert_eq!((confusion.accuracy(), yes.precision, yes.recall, yes.rows), (0.7, 2.0 / 3.0, 0.5, 4));
        assert!((yes.f1 - 4.0 / 7.0).abs() < 1e-12 && (confusion.macro_f1() - (4.0 / 7.0 + 10.0 / 13.0) / 2.0).abs() < 1e-12);
        assert_eq!(confusion.table(), "| so ↓ said → | no | yes |\n|---|---|---|\n| no | 5 | 1 |\n| yes | 2 | 2 |\n");
    }

    #[test]
    fn a_class_that_never_is_does_not_count() {
        let mut confusion = Confusion::new(&["a", "b", "c"]);
        confusion.add(0, 0);
        confusion.add(1, 2);
        assert_eq!(confusion.macro_f1(), 0.5);
    }

    #[test]
    fn eight_of_ten_at_four_fifths_is_honest() {
        let mut calibration = Calibration::default();
        (0..10).for_each(|number| calibration.add(0.8, number < 8));
        assert!(calibration.error() < 1e-12);
        (0..10).for_each(|_| calibration.add(1.0, false));
        assert!((calibration.error() - 0.5).abs() < 1e-12 && calibration.rows() == 20);
    }
}
