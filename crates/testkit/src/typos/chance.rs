//! A seeded source of chance, and choosing by weight.

/// Weyl sequence with a mixer: enough for tests, and the same everywhere.
pub struct Chance(u64);

impl Chance {
    /// The same seed gives another sequence for another name.
    pub fn new(seed: u64, name: &str) -> Self {
        let mixed = name.bytes().fold(seed ^ 0x51_7C_C1_B7_27_22_0A_95, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
        Self(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True in `percent` of 100 cases.
    pub fn in_percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them, by weight; `None` when there is nothing to choose from.
    pub fn weighted<T: Clone>(&mut self, choices: &[(T, f64)]) -> Option<T> {
        let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = (self.next() >> 11) as f64 / (1u64 << 53) as f64 * total;
        for (choice, weight) in choices {
            left -= weight;
            if left < 0.0 {
                return Some(choice.clone());
            }
        }
        choices.last().map(|(choice, _)| choice.clone())
    }

    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        choices.get(self.below(choices.len())).cloned()
    }
}
