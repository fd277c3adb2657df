//! Saved searches, the alerts that stand on them, the notices that alerts make, and how notices leave the house.
//!
//! Looking for matches is a reading ([`Store::alert_matches`](crate::Store::alert_matches)); what comes of it is one transaction
//! ([`Store::keep_matches`](crate::Store::keep_matches)) that writes matches, notices and deliveries and moves the cursor on the event log.
//! Whoever is second finds the cursor moved and writes nothing, and a post is matched by an alert once: so nothing is lost or doubled,
//! wherever the program ends.

mod deliveries;
mod filter;
mod matches;
mod notices;
mod rules;
mod searches;
mod tell;
mod types;
mod webhooks;

pub use filter::{Assignee, SearchFilter};
pub use types::{
    Alert, AlertChange, AlertMatch, Claimed, DecideAlert, Deliver, Delivery, DeliveryKind, DeliveryState, DeliveryStep, Matches, NewAlert,
    NewSearch, NewWebhook, Notice, NoticePost, NoticeToSend, SavedSearch, SearchChange, Webhook, WebhookChange, WebhookFormat,
};
