//! One binary for all tests that cross modules: connectors against networks that misbehave.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod bluesky_delivery;
mod bluesky_listening;
mod bluesky_normalize;
mod bluesky_search;
mod bluesky_session;
mod bluesky_stream;
mod feeds;
mod imports;
mod public_addresses;
mod replay;
mod sandbox;
mod settings;
mod support;
mod table;
