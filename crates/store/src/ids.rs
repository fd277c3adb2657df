//! Identifiers: 42 bits of milliseconds since 2025-01-01, 6 bits of node, 15 bits of sequence. They grow with time, so that the newest rows
//! of a table lie together, and two nodes never make the same.

use answerable_domain::{Clock, Millis};
use std::sync::{Arc, Mutex};

/// 2025-01-01T00:00:00Z.
const EPOCH_MS: Millis = 1_735_689_600_000;
const NODE_BITS: u32 = 6;
const SEQUENCE_BITS: u32 = 15;

pub(crate) struct Ids {
    clock: Arc<dyn Clock>,
    node: i64,
    /// The last tick: milliseconds since the epoch and sequence in one number, without the node.
    last: Mutex<i64>,
}

impl Ids {
    /// `floor` is the largest id in the database: a clock that was set back, or a test's frozen clock, makes no id twice.
    pub(crate) fn new(clock: Arc<dyn Clock>, node: u8, floor: i64) -> Self {
        assert!(u32::from(node) < 1 << NODE_BITS, "node numbers are below 64");
        let last_ms = floor >> (NODE_BITS + SEQUENCE_BITS);
        let last_sequence = floor & ((1 << SEQUENCE_BITS) - 1);
        Self { clock, node: i64::from(node), last: Mutex::new((last_ms << SEQUENCE_BITS) | last_sequence) }
    }

    /// Larger than every id before.
    pub(crate) fn next(&self) -> i64 {
        let tick = (self.clock.now() - EPOCH_MS).max(0) << SEQUENCE_BITS;
        let mut last = self.last.lock().expect("nobody panics while holding it");
        // When a millisecond's sequence is used up this borrows from the next.
        *last = tick.max(*last + 1);
        let (ms, sequence) = (*last >> SEQUENCE_BITS, *last & ((1 << SEQUENCE_BITS) - 1));
        (ms << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence
    }

    /// No id that was made at this time or later is smaller.
    pub(crate) fn floor_of(at: Millis) -> i64 {
        (at - EPOCH_MS).max(0) << (NODE_BITS + SEQUENCE_BITS)
    }

    pub(crate) fn now(&self) -> Millis {
        self.clock.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Frozen(Millis);

    impl Clock for Frozen {
        fn now(&self) -> Millis {
            self.0
        }
    }

    fn ids(now: Millis, floor: i64) -> Ids {
        Ids::new(Arc::new(Frozen(now)), 3, floor)
    }

    #[test]
    fn ids_grow_though_the_clock_stands_still() {
        let ids = ids(EPOCH_MS + 5, 0);
        let made: Vec<i64> = (0..100_000).map(|_| ids.next()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| *id > 0));
    }

    #[test]
    fn ids_go_on_above_the_floor_though_the_clock_went_back() {
        let floor = ids(EPOCH_MS + 1_000_000, 0).next();
        assert!(ids(EPOCH_MS, floor).next() > floor);
    }
}
