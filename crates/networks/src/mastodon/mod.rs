//! The Mastodon API: Mastodon, GoToSocial, Pleroma, Akkoma.

mod connector;
mod settings;

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
    edits: Ability::Yes,
    deletions: Ability::Yes,
    replay: Ability::Partly("as far as the server's lists reach; what is beyond is a gap"),
    past: Ability::No("servers do not let strangers search for words"),
    reply: Ability::Yes,
    direct: Ability::Yes,
    first_contact: Ability::Yes,
    like: Ability::Yes,
    repost: Ability::Yes,
    delivery: DeliveryClass::LookUp,
    media: Ability::Yes,
    keeps: "text, revisions and the time of the deletion",
};
