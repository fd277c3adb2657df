//! The length of a text, as a network counts it.

use answerable_domain::{Counter, Limits};
use serde::Serialize;

/// What the composer's counter shows. One part: its size against the limits of one. A chain: the sum of its parts against the limits of
/// so many parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count {
    pub units: u32,
    pub units_max: u32,
    pub bytes: u32,
    pub bytes_max: u32,
    /// How many parts it takes; 0 for a text without words.
    pub parts: u16,
    pub parts_max: u16,
    /// It may leave like this, as far as its length goes.
    pub fits: bool,
}

/// Both measures of a stretch of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub units: usize,
    pub bytes: usize,
}

impl Size {
    /// The size of one grapheme cluster.
    pub fn of(grapheme: &str, counter: Counter) -> Self {
        let units = match counter {
            Counter::GraphemesAndBytes => 1,
            Counter::Codepoints | Counter::Mastodon => grapheme.chars().count(),
            Counter::Utf16Units => grapheme.encode_utf16().count(),
        };
        Self { units, bytes: grapheme.len() }
    }

    pub fn fits(self, limits: &Limits) -> bool {
        self.units <= limits.units_max as usize && self.bytes <= limits.bytes_max as usize
    }
}

impl std::ops::Add for Size {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { units: self.units + other.units, bytes: self.bytes + other.bytes }
    }
}

impl std::iter::Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), |sum, size| sum + size)
    }
}
