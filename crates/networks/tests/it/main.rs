//! One binary for all tests that cross modules: connectors against networks that misbehave.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod bluesky_delivery;
mod bluesky_listening;
mod bluesky_normalize;
mod bluesky_search;
mod bluesky_session;
mod bluesky_stream;
mod email_listening;
mod email_reading;
mod email_real;
mod email_sending;
mod email_world;
mod feeds;
mod hacker_news_listening;
mod hacker_news_search;
mod hacker_news_world;
mod imports;
mod manual_addresses;
mod manual_pasted;
mod manual_strange_addresses;
mod mastodon_delivery;
mod mastodon_normalize;
mod mastodon_search;
mod mastodon_sign_in;
mod mastodon_stream;
mod mastodon_world;
mod public_addresses;
mod replay;
mod sandbox;
mod settings;
mod support;
mod table;
mod telegram_answering;
mod telegram_listening;
mod telegram_normalize;
mod telegram_world;
