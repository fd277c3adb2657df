//! When a delivery that failed is attempted again: nine times more, later and later, for seventy-five hours.

use answerable_domain::Millis;

const SECOND_MS: Millis = 1_000;
const MINUTE_MS: Millis = 60 * SECOND_MS;
const HOUR_MS: Millis = 60 * MINUTE_MS;

/// After the first attempt, the second, …
const PAUSES_MS: [Millis; 9] =
    [5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS];

/// Nothing is attempted later than so long after the first time.
pub const GIVE_UP_AFTER_MS: Millis = 75 * HOUR_MS;

/// `attempts` have failed (≥ 1) since `since`. A receiver that asked for a later time is not disturbed before it. `random` takes up to a fifth
/// of the pause away, so that what failed together does not come back together. `None`: it is given up.
pub fn next_attempt(since: Millis, attempts: u32, now: Millis, asked_for_ms: Option<Millis>, random: u32) -> Option<Millis> {
    let pause_ms = PAUSES_MS.get(usize::try_from(attempts).ok()?.checked_sub(1)?)?;
    let jitter_ms = pause_ms / 5 * i64::from(random) / i64::from(u32::MAX);
    let last_at = since.saturating_add(GIVE_UP_AFTER_MS);
    let at = now.saturating_add((pause_ms - jitter_ms).max(asked_for_ms.unwrap_or(0)));
    (now < last_at).then_some(at.min(last_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When each attempt is, in minutes since the first, if all fail.
    fn attempts(random: u32, asked_for_ms: Option<Millis>) -> Vec<Millis> {
        let mut times = vec![0];
        while let Some(next) = next_attempt(0, times.len() as u32, times[times.len() - 1], asked_for_ms, random) {
            times.push(next);
        }
        times.into_iter().map(|at| at / MINUTE_MS).collect()
    }

    #[test]
    fn ten_attempts_within_seventy_five_hours() {
        assert_eq!(attempts(0, None), [0, 0, 5, 35, 155, 455, 1055, 1895, 3095, 75 * 60], "the last one at the very end");
        let early = attempts(u32::MAX, None);
        assert_eq!(early.len(), 10);
        assert!(early[9] < 75 * 60 && early[9] > 59 * 60, "{early:?}");
    }

    #[test]
    fn a_receiver_that_asks_for_time_gets_it() {
        assert_eq!(next_attempt(0, 1, 1_000, Some(90 * SECOND_MS), 0), Some(91 * SECOND_MS));
        assert_eq!(next_attempt(0, 2, 0, Some(SECOND_MS), 0), Some(5 * MINUTE_MS), "but is not asked sooner than others");
        assert_eq!(next_attempt(0, 1, 0, Some(100 * HOUR_MS), 0), Some(GIVE_UP_AFTER_MS), "nor waited for without end");
        assert_eq!(next_attempt(0, 3, GIVE_UP_AFTER_MS, None, 0), None);
    }
}
