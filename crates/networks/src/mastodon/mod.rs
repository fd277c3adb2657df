//! The Mastodon API: Mastodon, GoToSocial, Pleroma, Akkoma.
//!
//! One stream brings everything that is addressed to the account and the hashtags and timelines that it listens to; lists are read for what
//! was said while it was closed. Statuses have ids of the account's own server only, so two accounts on two servers hear a post twice.
//! Answers are looked for before they are sent again: not every server honours a key.

mod can;
mod catch_up;
mod client;
mod connector;
mod engage;
mod envelope;
mod frame;
mod home;
mod hydrate;
mod look_up;
mod normalize;
mod place;
mod reply;
mod same;
mod search;
mod settings;
pub mod sign_in;
mod socket;
mod status;
mod stream;

pub use connector::MastodonConnector;
pub use settings::{MastodonSettings, PublicTimeline};

use crate::{Ability, Capabilities};
use answerable_domain::{Counter, DeliveryClass, Limits};

/// Until the server has told its own. Room is left for the `@name ` that begins an answer.
pub const LIMITS: Limits = Limits { counter: Counter::Mastodon, units_max: 468, bytes_max: 100_000, parts_max: 20, units_per_url: 23 };

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "a sign-in, or an access token",
    setup_minutes: 3,
    addressed: Ability::Yes,
    untagged: Ability::Partly("hashtags, and the public timelines that the server shares"),
    edits: Ability::Partly("at once where the server tells us, else by asking again for a day"),
    deletions: Ability::Partly("at once, or by asking again for a day; what is deleted elsewhere may never reach our server"),
    replay: Ability::Partly("as far as the server's lists reach; what is beyond is a gap"),
    past: Ability::Partly("hashtags; words only where the server searches, and then what authors opted in to"),
    reply: Ability::Yes,
    direct: Ability::Yes,
    first_contact: Ability::Yes,
    like: Ability::Yes,
    repost: Ability::Yes,
    delivery: DeliveryClass::LookUp,
    media: Ability::Yes,
    keeps: "text, revisions and the time of the deletion",
};
