//! Made-up posts.
mod connector;
pub use crate::bluesky::LIMITS;
pub use connector::SandboxConnector;
