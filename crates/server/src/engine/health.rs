//! How a source is doing, worked out from what it did: live, lagging, silent, failing. Pure but for its cell.

use answerable_domain::{Millis, SourceState};
use answerable_store::HealthChange;
use std::{sync::Mutex, time::Duration};

/// Further behind the network's own time than this is shown.
const LAG_SHOWN_MS: i64 = 60_000;
/// While nothing else changes, the times are written this often.
const TIMES_WRITTEN_EVERY_MS: i64 = 15_000;

/// What is worth storing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub state: SourceState,
    pub last_item_at: Option<Millis>,
    pub last_contact_at: Option<Millis>,
    pub lag_ms: Option<i64>,
    pub failures: u32,
    pub last_error: Option<String>,
    pub retry_at: Option<Millis>,
    pub at: Millis,
}

impl Reading {
    pub fn into_change(self) -> HealthChange {
        HealthChange {
            state: Some(self.state),
            last_item_at: self.last_item_at,
            last_contact_at: self.last_contact_at,
            lag_ms: self.lag_ms,
            failures: Some(self.failures),
            last_error: Some(self.last_error),
            retry_at: Some(self.retry_at),
            at: self.at,
        }
    }
}

/// The vital signs of one source.
pub struct Vital {
    silent_after_ms: i64,
    started_at: Millis,
    signs: Mutex<Signs>,
}

struct Signs {
    last: Reading,
    written: Option<Reading>,
}

impl Vital {
    pub fn new(now: Millis, silent_after: Duration) -> Self {
        let last = Reading {
            state: SourceState::Starting,
            last_item_at: None,
            last_contact_at: None,
            lag_ms: None,
            failures: 0,
            last_error: None,
            retry_at: None,
            at: now,
        };
        let silent_after_ms = i64::try_from(silent_after.as_millis()).unwrap_or(i64::MAX);
        Self { silent_after_ms, started_at: now, signs: Mutex::new(Signs { last, written: None }) }
    }

    pub fn failures(&self) -> u32 {
        self.signs.lock().expect("no holder panics").last.failures
    }

    /// The source answered, with so many items.
    pub fn heard(&self, items: usize, newest_at: Option<Millis>, now: Millis) -> Option<Reading> {
        self.change(now, |reading| {
            reading.failures = 0;
            reading.last_error = None;
            reading.retry_at = None;
            reading.last_contact_at = Some(now);
            if items > 0 {
                reading.last_item_at = Some(now);
            }
            reading.lag_ms = newest_at.map(|newest_at| (now - newest_at).max(0));
            reading.state = self.contact_state(reading, now);
        })
    }

    pub fn failed(&self, why: &str, retry_at: Millis, now: Millis) -> Option<Reading> {
        self.change(now, |reading| {
            reading.failures = reading.failures.saturating_add(1);
            reading.last_error = Some(why.chars().take(500).collect());
            reading.retry_at = Some(retry_at);
            reading.state = SourceState::Failing;
        })
    }

    pub fn signed_out(&self, why: &str, now: Millis) -> Option<Reading> {
        self.change(now, |reading| {
            reading.last_error = Some(why.chars().take(500).collect());
            reading.retry_at = None;
            reading.state = SourceState::SignedOut;
        })
    }

    /// Looks again without anything having happened: silence is noticed here.
    pub fn reading(&self, now: Millis) -> Option<Reading> {
        self.change(now, |reading| {
            if reading.last_contact_at.is_some() && reading.failures == 0 {
                reading.state = self.contact_state(reading, now);
            }
        })
    }

    fn contact_state(&self, reading: &Reading, now: Millis) -> SourceState {
        let last_sign = reading.last_item_at.unwrap_or(self.started_at);
        if now - last_sign > self.silent_after_ms {
            SourceState::Silent
        } else if reading.lag_ms.is_some_and(|lag_ms| lag_ms > LAG_SHOWN_MS) {
            SourceState::Lagging
        } else {
            SourceState::Live
        }
    }

    fn change(&self, now: Millis, change: impl FnOnce(&mut Reading)) -> Option<Reading> {
        let mut signs = self.signs.lock().expect("no holder panics");
        change(&mut signs.last);
        signs.last.at = now;
        let worth_writing = signs.written.as_ref().is_none_or(|written| {
            written.state != signs.last.state || written.failures != signs.last.failures || now - written.at >= TIMES_WRITTEN_EVERY_MS
        });
        if !worth_writing {
            return None;
        }
        signs.written = Some(signs.last.clone());
        Some(signs.last.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vital() -> Vital {
        Vital::new(0, Duration::from_secs(600))
    }

    #[test]
    fn a_source_is_live_then_silent_then_live_again() {
        let vital = vital();
        assert_eq!(vital.reading(0).map(|r| r.state), Some(SourceState::Starting));
        assert_eq!(vital.heard(3, None, 1_000).map(|r| r.state), Some(SourceState::Live));
        assert_eq!(vital.reading(2_000), None, "nothing new");
        assert_eq!(vital.reading(602_000).map(|r| r.state), Some(SourceState::Silent));
        assert_eq!(vital.heard(1, None, 603_000).map(|r| r.state), Some(SourceState::Live));
    }

    #[test]
    fn a_source_that_is_far_behind_lags() {
        let vital = vital();
        let reading = vital.heard(1, Some(0), 120_000).expect("first contact");
        assert_eq!((reading.state, reading.lag_ms), (SourceState::Lagging, Some(120_000)));
    }

    #[test]
    fn failures_count_up_and_an_answer_ends_them() {
        let vital = vital();
        assert_eq!(vital.failed("refused", 500, 0).map(|r| (r.state, r.failures)), Some((SourceState::Failing, 1)));
        assert_eq!(vital.failed("refused", 1_500, 500).map(|r| r.failures), Some(2));
        let healed = vital.heard(0, None, 1_500).expect("changed");
        assert_eq!((healed.state, healed.failures, healed.last_error, healed.retry_at), (SourceState::Live, 0, None, None));
    }

    #[test]
    fn a_failing_source_is_not_called_silent() {
        let vital = vital();
        vital.heard(1, None, 0);
        vital.failed("refused", 500, 100);
        assert_eq!(vital.reading(10_000_000).map(|r| r.state), Some(SourceState::Failing));
    }

    #[test]
    fn times_are_written_now_and_then() {
        let vital = vital();
        vital.heard(1, None, 0);
        assert_eq!(vital.heard(1, None, 5_000), None);
        assert_eq!(vital.heard(1, None, 15_000).and_then(|r| r.last_item_at), Some(15_000));
    }
}
