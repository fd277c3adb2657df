//! How many requests one person, or one address before sign-in, may make in a minute; and how many are worked on at once.

use answerable_domain::UserId;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _, clock::DefaultClock};
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::Arc,
    sync::atomic::{AtomicU32, Ordering},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// After so many checks, those who have long been quiet are forgotten.
const FORGET_EVERY: u32 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    Person(UserId),
    Address(IpAddr),
}

pub struct Rates {
    limiter: DefaultKeyedRateLimiter<Who>,
    checks: AtomicU32,
    turns: Arc<Semaphore>,
}

impl Rates {
    pub fn new(requests_per_minute_max: u32, at_once_max: usize) -> Self {
        let a_minute = NonZeroU32::new(requests_per_minute_max).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(a_minute);
        Self { limiter: RateLimiter::keyed(quota), checks: AtomicU32::new(0), turns: Arc::new(Semaphore::new(at_once_max)) }
    }

    /// `Err`: seconds to wait.
    pub fn check(&self, who: Who) -> Result<(), u64> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&who).map_err(|until| until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }

    /// `None`: too many at once.
    pub fn turn(&self) -> Option<OwnedSemaphorePermit> {
        self.turns.clone().try_acquire_owned().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_who_asks_too_often_waits_and_others_do_not() {
        let rates = Rates::new(2, 1);
        let (busy, calm) = (Who::Person(UserId(1)), Who::Address(IpAddr::from([127, 0, 0, 1])));
        assert!(rates.check(busy).is_ok() && rates.check(busy).is_ok());
        assert!(rates.check(busy).is_err_and(|seconds| seconds >= 1));
        assert!(rates.check(calm).is_ok());
    }

    #[test]
    fn turns_are_given_back() {
        let rates = Rates::new(1, 1);
        let turn = rates.turn();
        assert!(turn.is_some() && rates.turn().is_none());
        drop(turn);
        assert!(rates.turn().is_some());
    }
}
