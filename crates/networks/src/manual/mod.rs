//! Posts that a person pastes, from places without an open door.

mod address;
mod connector;
mod pasted;

pub use address::{Address, read_address};
pub use pasted::PastedPost;

pub use connector::ManualConnector;

use crate::{Ability, Capabilities};
use answerable_domain::DeliveryClass;

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "nothing",
    setup_minutes: 0,
    addressed: Ability::Manual("somebody pastes it"),
    untagged: Ability::Manual("somebody pastes it"),
    edits: Ability::Manual("pasting the same address again is a new version"),
    deletions: Ability::No("nobody tells us"),
    replay: Ability::No("nobody listens"),
    past: Ability::Manual("somebody pastes it"),
    reply: Ability::Manual("the answer is given there and noted here"),
    direct: Ability::Manual("the answer is given there and noted here"),
    first_contact: Ability::No("it is done where it was said"),
    like: Ability::No("it is done where it was said"),
    repost: Ability::No("it is done where it was said"),
    delivery: DeliveryClass::Hold,
    media: Ability::Yes,
    keeps: "what was pasted",
};
