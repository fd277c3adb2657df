//! Made-up posts to look around with: a brand called Acme (아크메, アクメ) and people who talk about it as people do.
//!
//! Everything is a function of a seed and a number: the same sandbox tells the same story again. Nothing leaves the machine; answers are
//! kept and go nowhere.

mod connector;
mod script;
mod timeline;

pub use crate::bluesky::LIMITS;
pub use connector::SandboxConnector;
pub use timeline::Timeline;
