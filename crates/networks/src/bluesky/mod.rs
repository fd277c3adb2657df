//! Bluesky (AT Protocol): a signed-in account, and the public stream of the whole network.
//!
//! Both read the same shapes, so one `normalize` serves them. Writes carry a record key that was made before the first attempt: whatever
//! happens on the way, there can be only one record under it.

mod account;
mod at_uri;
mod bounded;
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
mod socket;
mod stream;
mod write;
mod xrpc;

pub use account::Account;
pub use stream::Stream;

use crate::{Ability, Capabilities};
use answerable_domain::{Counter, DeliveryClass, Limits};

/// Both limits count: a real server refuses 301 graphemes, and 3,001 bytes in fewer.
pub const LIMITS: Limits =
    Limits { counter: Counter::GraphemesAndBytes, units_max: 300, bytes_max: 3_000, parts_max: 20, units_per_url: 0 };

const KEEPS: &str = "text, revisions and the time of the deletion; copies of pictures go with the post";

pub const ACCOUNT: Capabilities = Capabilities {
    needs: "a handle and an app password",
    setup_minutes: 3,
    addressed: Ability::Yes,
    untagged: Ability::No("the account hears what is addressed to it; the public stream hears the rest"),
    edits: Ability::Partly("at once with the public stream, else by asking again for a day"),
    deletions: Ability::Partly("at once with the public stream, else by asking again for a day"),
    replay: Ability::Yes,
    past: Ability::Partly("the network's search leaves posts out"),
    reply: Ability::Yes,
    direct: Ability::No("private messages are a closed service with another permission"),
    first_contact: Ability::No("automated messages to people who did not ask are against the network's rules"),
    like: Ability::Yes,
    repost: Ability::Yes,
    delivery: DeliveryClass::OwnId,
    media: Ability::Yes,
    keeps: KEEPS,
};

pub const STREAM: Capabilities = Capabilities {
    needs: "nothing",
    setup_minutes: 1,
    addressed: Ability::Partly("what names an account that is connected beside it"),
    untagged: Ability::Yes,
    edits: Ability::Yes,
    deletions: Ability::Yes,
    replay: Ability::Partly("the stream keeps 36 hours; what is older is a gap"),
    past: Ability::No("searching needs an account"),
    reply: Ability::Manual("answering needs an account"),
    direct: Ability::No("answering needs an account"),
    first_contact: Ability::No("answering needs an account"),
    like: Ability::Manual("it needs an account"),
    repost: Ability::Manual("it needs an account"),
    delivery: DeliveryClass::Hold,
    media: Ability::Yes,
    keeps: KEEPS,
};

const POST: &str = "app.bsky.feed.post";
const LIKE: &str = "app.bsky.feed.like";
const REPOST: &str = "app.bsky.feed.repost";
