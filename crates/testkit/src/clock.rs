//! A clock that stands still until somebody moves it.

use answerable_domain::{Clock, Millis};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// 2026-11-22T01:16:40Z: when the recorded answers of the real servers were made.
const START: Millis = 1_795_310_200_000;

#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl FakeClock {
    pub fn new() -> Arc<Self> {
        Self::at(START)
    }

    pub fn at(now: Millis) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now)))
    }

    pub fn advance_ms(&self, by: Millis) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }

    pub fn set(&self, now: Millis) {
        self.0.store(now, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}
