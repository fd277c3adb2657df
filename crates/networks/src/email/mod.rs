//! E-mail: a support mailbox, IMAP in and SMTP out.

mod compose;
mod connector;
#[expect(dead_code, reason = "comes with the connector")]
mod error;
#[expect(dead_code, reason = "comes with the connector")]
mod imap;
#[expect(dead_code, reason = "comes with the connector")]
mod mailbox;
mod place;
pub mod reading;
pub mod reference;
#[expect(dead_code, reason = "comes with the connector")]
mod sent;
mod settings;
#[expect(dead_code, reason = "comes with the connector")]
mod smtp;
#[expect(dead_code, reason = "comes with the connector")]
mod tls;

pub use compose::{Outgoing, Party, Unwritable, answer_subject, compose};
pub use connector::EmailConnector;
pub use settings::{EmailSettings, MailServer, MailTls};

use crate::{Ability, Capabilities};
use answerable_domain::{Counter, DeliveryClass, Limits};

/// No server minds a long letter; people do.
pub const LIMITS: Limits = Limits { counter: Counter::Codepoints, units_max: 50_000, bytes_max: 200_000, parts_max: 1, units_per_url: 0 };

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "a mailbox: address, password, servers",
    setup_minutes: 5,
    addressed: Ability::Yes,
    untagged: Ability::No("a mailbox hears what is sent to it"),
    edits: Ability::No("a mail that was sent stays as it is"),
    deletions: Ability::No("a mail that was sent stays as it is"),
    replay: Ability::Yes,
    past: Ability::No("old mails are not new cases"),
    reply: Ability::Yes,
    direct: Ability::Yes,
    first_contact: Ability::Yes,
    like: Ability::No("mails know no likes"),
    repost: Ability::No("mails know no reposts"),
    delivery: DeliveryClass::LookUp,
    media: Ability::Yes,
    keeps: "everything",
};
