//! How long to wait after failures in a row: doubling, with jitter, capped.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(300);

/// The pause before the next attempt after `failures` (≥ 1) in a row. `random` spreads it over the upper half so that many clients of one
/// network do not come back at the same instant.
pub fn pause(failures: u32, random: u32) -> Duration {
    let doubled = FIRST.saturating_mul(1u32 << failures.saturating_sub(1).min(16));
    let full = doubled.min(LONGEST);
    let half = full / 2;
    half + half.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        let longest: Vec<u128> = (1..=12).map(|failures| pause(failures, u32::MAX).as_millis()).collect();
        assert_eq!(longest, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
        assert_eq!(pause(u32::MAX, u32::MAX), LONGEST);
    }

    #[test]
    fn jitter_takes_at_most_half_away() {
        assert_eq!(pause(1, 0).as_millis(), 250);
        assert!(pause(3, 1 << 31) > pause(3, 0));
    }
}
