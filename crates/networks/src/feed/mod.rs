//! Feeds.
mod connector;
mod guard;
pub use connector::FeedConnector;
pub use guard::is_public;
