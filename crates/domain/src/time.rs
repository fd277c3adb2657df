//! Time is an argument: no crate but `server` may ask the machine for it.

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// Where the shell gets its time from; tests bring a clock that they move by hand.
pub trait Clock: Send + Sync {
    /// Now, in milliseconds UTC.
    fn now(&self) -> Millis;
}
