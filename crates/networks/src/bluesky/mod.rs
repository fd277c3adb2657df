//! Bluesky (AT Protocol): a signed-in account, and the public stream of the whole network.
//!
//! Both read the same shapes, so one `normalize` serves them. Writes carry a record key that was made before the first attempt: whatever
//! happens on the way, there can be only one record under it.

mod account;
mod at_uri;
mod can;
mod facets;
mod hydrate;
mod jetstream;
mod media;
mod normalize;
mod notifications;
mod reply;
mod rich_text;
mod search;
mod session;
mod stream;
mod write;
mod xrpc;

pub use account::Account;
pub use stream::Stream;

use answerable_domain::{Counter, Limits};

/// Both limits count: a real server refuses 301 graphemes, and 3,001 bytes in fewer.
pub const LIMITS: Limits = Limits { counter: Counter::GraphemesAndBytes, units_max: 300, bytes_max: 3_000, parts_max: 20 };

const POST: &str = "app.bsky.feed.post";
const LIKE: &str = "app.bsky.feed.like";
const REPOST: &str = "app.bsky.feed.repost";
