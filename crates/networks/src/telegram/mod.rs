//! Telegram: a bot that is asked for its updates, and answers in the chats that it is in.
//!
//! A question for updates waits at Telegram until there are some; the next question confirms them, so it is asked only when they are stored.
//! Telegram has no key by which a message could be sent once and no way to look for it: what ended in doubt stays in doubt.

mod albums;
mod api;
mod can;
mod connector;
mod content;
mod entities;
mod known;
mod message;
mod normalize;
mod reply;
mod settings;
mod updates;

pub use connector::TelegramConnector;
pub use settings::TelegramSettings;

use crate::{Ability, Capabilities};
use answerable_domain::{Counter, DeliveryClass, Limits};

/// After entities are taken out; we send none.
pub const LIMITS: Limits = Limits { counter: Counter::Utf16Units, units_max: 4_096, bytes_max: 16_384, parts_max: 10, units_per_url: 0 };

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "a bot's token from @BotFather",
    setup_minutes: 2,
    addressed: Ability::Yes,
    untagged: Ability::Partly("in groups that the bot is in and may read"),
    edits: Ability::Yes,
    deletions: Ability::Partly("only in chats of a connected business account"),
    replay: Ability::Partly("Telegram keeps 24 hours; what is older is a gap"),
    past: Ability::No("bots cannot look back"),
    reply: Ability::Yes,
    direct: Ability::Partly("somebody must have written to the bot first"),
    first_contact: Ability::No("a bot cannot write first"),
    like: Ability::Yes,
    repost: Ability::No("Telegram knows forwarding, which tells nobody"),
    delivery: DeliveryClass::Hold,
    media: Ability::Yes,
    keeps: "text and revisions",
};
