//! Made-up posts to look around with: a brand called Acme (아크메, アクメ) and people who talk about it as people do.
//!
//! Everything is a function of a seed and a number: the same sandbox tells the same story again. Nothing leaves the machine; answers are
//! kept and go nowhere.

mod connector;
mod script;
mod timeline;

use crate::{Ability, Capabilities};
use answerable_domain::DeliveryClass;

pub use crate::bluesky::LIMITS;
pub use connector::SandboxConnector;
pub use timeline::Timeline;

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "nothing",
    setup_minutes: 0,
    addressed: Ability::Yes,
    untagged: Ability::Yes,
    edits: Ability::Yes,
    deletions: Ability::Yes,
    replay: Ability::Yes,
    past: Ability::No("the story begins when the sandbox does"),
    reply: Ability::Partly("the answer is kept and goes nowhere"),
    direct: Ability::No("nothing leaves the sandbox"),
    first_contact: Ability::No("nothing leaves the sandbox"),
    like: Ability::No("nothing leaves the sandbox"),
    repost: Ability::No("nothing leaves the sandbox"),
    delivery: DeliveryClass::OwnId,
    media: Ability::No("made-up posts have no pictures"),
    keeps: "everything, it is made up",
};
