//! Feeds: RSS, Atom and JSON Feed. Listening only; an article is answered where it stands, by a person.
//!
//! What is stored as raw is the whole document, whenever it changed. Normalising it again gives the same posts with the same versions, so
//! an article that did not change is recognised, and one that did is an edit. An article that is missing from the document means nothing:
//! feeds show the newest only.

mod connector;
mod fetch;
mod guard;
mod normalize;
mod place;

use crate::{Ability, Capabilities};
use answerable_domain::DeliveryClass;

pub use connector::FeedConnector;
pub use guard::{NotPublic, PublicOnly, is_public};

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "the address of a feed",
    setup_minutes: 1,
    addressed: Ability::No("a feed addresses nobody"),
    untagged: Ability::Yes,
    edits: Ability::Partly("while the article is in the feed"),
    deletions: Ability::No("feeds show the newest only, so that an article is missing means nothing"),
    replay: Ability::Partly("as far back as the feed reaches"),
    past: Ability::No("a feed has no past"),
    reply: Ability::Manual("an article is answered where it stands"),
    direct: Ability::No("an article has no private side"),
    first_contact: Ability::No("an article has no private side"),
    like: Ability::No("feeds know no likes"),
    repost: Ability::No("feeds know no reposts"),
    delivery: DeliveryClass::Hold,
    media: Ability::No("articles are shown as text with a link"),
    keeps: "text and revisions",
};
