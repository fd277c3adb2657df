//! E-mail: a support mailbox, IMAP in and SMTP out.

mod compose;
mod connector;
mod credentials;
mod delivery;
mod error;
mod imap;
mod mailbox;
pub mod oauth;
mod place;
pub mod reading;
pub mod reference;
mod sent;
mod settings;
mod smtp;
mod tls;

pub use compose::{Outgoing, Party, Unwritable, answer_subject, compose};
pub use connector::EmailConnector;
pub use oauth::OauthSettings;
pub use settings::{EmailSettings, MailServer, MailTls};

use crate::{Ability, Capabilities};
use answerable_domain::{Counter, DeliveryClass, Limits};

/// No server minds a long letter; people do.
pub const LIMITS: Limits = Limits { counter: Counter::Codepoints, units_max: 50_000, bytes_max: 200_000, parts_max: 1, units_per_url: 0 };

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "a mailbox: its address, its password (mostly an app password) or a sign-in at Microsoft, its two servers",
    setup_minutes: 5,
    addressed: Ability::Yes,
    untagged: Ability::No("a mailbox hears what is sent to it"),
    edits: Ability::No("a mail that was sent stays as it is"),
    deletions: Ability::No("a mail that was sent is not taken back"),
    replay: Ability::Yes,
    past: Ability::No("old mails are not new cases: only unread ones of the last three days are taken at the beginning"),
    reply: Ability::Yes,
    direct: Ability::No("a mail is private already"),
    first_contact: Ability::Yes,
    like: Ability::No("mails know no likes"),
    repost: Ability::No("mails know no reposts"),
    // Where the provider files what it takes by itself it is better, and the connector says so: see `delivery`.
    delivery: DeliveryClass::Hold,
    media: Ability::Yes,
    keeps: "everything: a sender cannot take a mail back",
};
