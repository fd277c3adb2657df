//! Networks: one module each, behind one trait.
//!
//! A connector is thin: transport, `normalize` (pure and total), `send`, `can`, and its limits as data. It decides nothing about cases,
//! monitors or people, keeps no state that matters (cursors and sessions are handed in and out), and reads no clock of its own.
//!
//! [`settings`] reads a channel's configuration, [`connect`] makes a connector of it. [`tid`] makes record keys before a reply leaves,
//! [`import`] reads files, [`sandbox`] makes up posts to look around with.

mod bluesky;
mod body;
mod capabilities;
mod connector;
pub mod email;
mod exchange;
mod feed;
mod hacker_news;
mod hand_off;
mod html;
pub mod import;
mod json;
pub mod manual;
pub mod mastodon;
mod registry;
mod retry;
pub mod sandbox;
mod secret;
mod settings;
mod telegram;
pub mod tid;

pub use capabilities::{Ability, Capabilities};
pub use connector::{
    Account, Connector, ConnectorError, Context, Delivery, Engagement, Found, Fut, GapSeen, Interest, MediaSource, NoSearch, Outcome, Page,
    Poison, RawBody, Recheck, Search, SendTarget, SessionVault, Sink, Source, SourceKind,
};
pub use email::{EmailSettings, MailServer, MailTls, OauthSettings};
pub use feed::{NotPublic, PublicOnly, is_public};
pub use hacker_news::HackerNewsSettings;
pub use mastodon::{MastodonSettings, PublicTimeline};
pub use registry::{capabilities, connect, limits, native_scope};
pub use retry::after as retry_after;
pub use secret::Secret;
pub use settings::{BlueskySettings, FeedSettings, ImportSettings, SandboxSettings, Settings, StreamSettings, settings};
pub use telegram::TelegramSettings;
