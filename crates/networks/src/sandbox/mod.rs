//! Made-up posts.
mod connector;
pub use connector::SandboxConnector;
pub use crate::bluesky::LIMITS;
