//! For tests only: a clock moved by hand, builders of domain values, and networks that misbehave on demand.
//!
//! Everything listens on a free port of 127.0.0.1 and stops when it is dropped. Nothing sleeps: what has to be waited for can be awaited.

mod bluesky;
mod build;
mod clock;
mod email;
mod faked;
mod feed;
mod hacker_news;
mod mail_servers;
mod mastodon;
mod serve;
mod telegram;
mod troubles;
pub mod typos;
mod webhook_receiver;

pub use bluesky::{FakeBluesky, FakeBlueskyStream, Fault, Logged, PostRef};
pub use build::{InboundBuilder, MonitorBuilder, PostBuilder, author, inbound, monitor, post, raw};
pub use clock::FakeClock;
pub use email::{FakeEmail, FakeSignIn, Letter, MAIL_ADDRESS, MAIL_PASSWORD, Mail, Mailbox};
pub use faked::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said};
pub use feed::{FakeFeed, FeedAnswer};
pub use hacker_news::FakeHackerNews;
pub use mail_servers::{Encryption, MailServers, REAL_MAIL_PASSWORD};
pub use mastodon::{FakeMastodon, Flavour, MastodonDraft, MastodonProfile};
pub use telegram::{ChatKey, FakeTelegram, Member};
pub use webhook_receiver::{WebhookAnswer, WebhookReceiver, WebhookRequest};
