//! Bluesky (AT Protocol).
mod account;
mod stream;
pub use account::Account;
pub use stream::Stream;
use answerable_domain::{Counter, Limits};
/// Both limits count: 301 graphemes are refused, and so are 3,001 bytes.
pub const LIMITS: Limits = Limits { counter: Counter::GraphemesAndBytes, units_max: 300, bytes_max: 3_000, parts_max: 20 };
