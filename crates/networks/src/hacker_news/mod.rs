//! Hacker News: every story and comment, read as they appear; answered by hand.
//!
//! The site numbers its items without holes and keeps them for ever, so the number of the last one read is a perfect cursor. It tells nobody
//! of edits, which are possible for two hours, nor of deletions: recent posts are asked for again.

mod api;
mod connector;
mod normalize;
mod poll;
mod search;
mod settings;
mod threads;

pub use connector::HackerNewsConnector;
pub use settings::HackerNewsSettings;

use crate::{Ability, Capabilities};
use answerable_domain::DeliveryClass;

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "nothing",
    setup_minutes: 1,
    addressed: Ability::No("nobody is addressed there"),
    untagged: Ability::Yes,
    edits: Ability::Partly("for three hours, by asking again"),
    deletions: Ability::Partly("for three hours, by asking again"),
    replay: Ability::Yes,
    past: Ability::Yes,
    reply: Ability::Manual("Hacker News lets programs read only"),
    direct: Ability::No("there are no private messages"),
    first_contact: Ability::No("there are no private messages"),
    like: Ability::No("Hacker News lets programs read only"),
    repost: Ability::No("there are no reposts"),
    delivery: DeliveryClass::Hold,
    media: Ability::No("there are no pictures"),
    keeps: "text, revisions and the time of the deletion",
};
