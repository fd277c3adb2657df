//! Japanese or Chinese, where there are only Han characters: single ones and pairs, hashed, each one small number.

/// As a power of two.
const BITS: u32 = 15;
pub const ROWS: usize = 1 << BITS;

/// Positive numbers speak for Japanese.
#[derive(Debug, Clone, PartialEq)]
pub struct Han<'a> {
    pub rows: &'a [u8],
    pub numbers: Numbers,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers {
    /// What a step of the rows is worth.
    pub step: f32,
    /// How common Japanese is.
    pub common: f32,
}

impl Numbers {
    pub fn each(&mut self, mut number: impl FnMut(&mut f32)) {
        number(&mut self.step);
        number(&mut self.common);
    }
}

impl Han<'_> {
    /// Log-odds that a text is Japanese.
    pub fn logit(&self, text: &str) -> f32 {
        let (mut sum, mut features) = (0, 0_u32);
        each(text, |row| {
            sum += i32::from(self.rows[row] as i8);
            features += 1;
        });
        self.numbers.common + sum as f32 * self.numbers.step / (features.max(1) as f32).sqrt()
    }
}

/// Where the features of a text stand.
pub fn each(text: &str, mut feature: impl FnMut(usize)) {
    let mut before = 0;
    for c in text.chars() {
        if !matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '々') {
            before = 0;
            continue;
        }
        let c = u64::from(u32::from(c));
        feature(row_of(c));
        if before > 0 {
            feature(row_of(before << 20 | c));
        }
        before = c;
    }
}

fn row_of(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}
