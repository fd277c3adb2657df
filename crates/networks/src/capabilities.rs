//! What works on a network and what does not, with the reason: facts, the same for every channel of a kind.
//!
//! The table in `docs/networks.md` is written from these, and the suite that every connector passes asserts them: where it says that something
//! cannot be, the scenario for it is left out *with this reason*, and where it says that it can, the scenario runs.

use answerable_domain::DeliveryClass;

/// Whether a network has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    Yes,
    /// With a condition, which the text names.
    Partly(&'static str),
    /// By a person, on the network's own site.
    Manual(&'static str),
    No(&'static str),
}

impl Ability {
    /// Does our program do it, at least sometimes?
    pub fn is_there(self) -> bool {
        matches!(self, Self::Yes | Self::Partly(_))
    }

    /// Why not, or under which condition.
    pub fn because(self) -> Option<&'static str> {
        match self {
            Self::Yes => None,
            Self::Partly(why) | Self::Manual(why) | Self::No(why) => Some(why),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// What a person needs to connect it.
    pub needs: &'static str,
    /// From nothing to the first post, for a person who has the account already, minutes; estimated from the steps.
    pub setup_minutes: u8,
    /// Hearing what is addressed to us.
    pub addressed: Ability,
    /// Hearing what names us without telling us.
    pub untagged: Ability,
    /// Noticing that something was edited at its source.
    pub edits: Ability,
    /// Noticing that something was deleted at its source.
    pub deletions: Ability,
    /// Hearing afterwards what was said while we were away.
    pub replay: Ability,
    /// Looking for what was said before we listened.
    pub past: Ability,
    pub reply: Ability,
    /// Answering in private.
    pub direct: Ability,
    /// Writing to somebody who has not written to us.
    pub first_contact: Ability,
    pub like: Ability,
    pub repost: Ability,
    /// How an answer leaves once.
    pub delivery: DeliveryClass,
    /// Whether copies of pictures and files are kept, and why or why not.
    pub media: Ability,
    /// What is kept of a post that was deleted at its source.
    pub keeps: &'static str,
}

impl Capabilities {
    /// Every ability with its name.
    pub fn abilities(&self) -> [(&'static str, Ability); 12] {
        [
            ("addressed", self.addressed),
            ("untagged", self.untagged),
            ("edits", self.edits),
            ("deletions", self.deletions),
            ("replay", self.replay),
            ("past", self.past),
            ("reply", self.reply),
            ("direct", self.direct),
            ("first_contact", self.first_contact),
            ("like", self.like),
            ("repost", self.repost),
            ("media", self.media),
        ]
    }
}
