//! Feeds: RSS, Atom and JSON Feed. Listening only; an article is answered where it stands, by a person.
//!
//! What is stored as raw is the whole document, whenever it changed. Normalising it again gives the same posts with the same versions, so
//! an article that did not change is recognised, and one that did is an edit. An article that is missing from the document means nothing:
//! feeds show the newest only.

mod connector;
mod fetch;
mod guard;
mod html;
mod normalize;

pub use connector::FeedConnector;
pub use guard::{NotPublic, PublicOnly, is_public};
