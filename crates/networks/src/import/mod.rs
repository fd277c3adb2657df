//! Reading posts from files.
mod connector;
pub use connector::ImportConnector;
