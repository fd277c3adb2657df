//! Searches, alerts, notices, webhooks and deliveries, as they are kept.

use super::SearchFilter;
use answerable_domain::{
    AlertId, AlertRule, AlertState, AlertStep, AlertWhen, BrandId, CaseId, DeliveryId, EventSeq, Locale, Millis, NoticeId, PostId,
    QuietHours, SavedSearchId, UserId, WebhookId,
};
use serde::{Deserialize, Serialize};

/// The pure decision: rule, what it remembers, when each new match was seen, now.
pub type DecideAlert = fn(&AlertRule, &AlertState, &[Millis], Millis) -> AlertStep;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    /// Who saved it; `None`: the program.
    pub user_id: Option<UserId>,
    pub name: String,
    pub filter: SearchFilter,
    /// Everybody of the brand sees it.
    pub shared: bool,
    pub created_at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSearch {
    pub name: String,
    pub filter: SearchFilter,
    pub shared: bool,
}

/// Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchChange {
    pub name: Option<String>,
    pub filter: Option<SearchFilter>,
    pub shared: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    pub brand_id: BrandId,
    pub user_id: Option<UserId>,
    pub search_id: SavedSearchId,
    pub name: String,
    pub when: AlertWhen,
    pub quiet: Option<QuietHours>,
    pub cool_down_ms: Millis,
    pub deliver: Deliver,
    pub enabled: bool,
    pub state: AlertState,
    pub created_at: Millis,
}

/// Where notices go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deliver {
    pub app: bool,
    /// Lower case.
    pub emails: Vec<String>,
    pub webhooks: Vec<WebhookId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlert {
    pub name: String,
    pub search_id: SavedSearchId,
    pub when: AlertWhen,
    pub quiet: Option<QuietHours>,
    pub cool_down_ms: Millis,
    pub deliver: Deliver,
    pub enabled: bool,
}

/// Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertChange {
    pub name: Option<String>,
    pub search_id: Option<SavedSearchId>,
    pub when: Option<AlertWhen>,
    pub quiet: Option<Option<QuietHours>>,
    pub cool_down_ms: Option<Millis>,
    pub deliver: Option<Deliver>,
    pub enabled: Option<bool>,
}

/// What a part of the event log holds for alerts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matches {
    /// Where the cursor stood when this was read.
    pub(super) cursor: EventSeq,
    /// Up to here everything was looked at.
    pub up_to: EventSeq,
    /// Events that were looked at.
    pub events: usize,
    /// In the order of the log, by alert.
    pub found: Vec<(AlertId, Vec<AlertMatch>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertMatch {
    pub post_id: PostId,
    pub case_id: CaseId,
    /// When the event was written.
    pub at: Millis,
    pub negative: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub alert_id: AlertId,
    pub alert_name: String,
    /// Of all matches, also of those that are not shown.
    pub count: u64,
    /// Newest first, at most [`crate::limits::NOTICE_POSTS_MAX`]; what was deleted since is left out.
    pub posts: Vec<NoticePost>,
    /// Somebody wanted to see what a notice looks like.
    pub trial: bool,
    pub created_at: Millis,
    pub read: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticePost {
    pub post_id: PostId,
    pub case_id: CaseId,
    pub text: String,
    /// Handle or name; empty when neither is known.
    pub author: String,
    pub permalink: Option<String>,
    pub created_at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub brand_id: BrandId,
    pub name: String,
    pub url: String,
    pub format: WebhookFormat,
    pub enabled: bool,
    /// The receiver said that it is gone for good; enabling it again forgets that.
    pub gone: bool,
    pub created_at: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookFormat {
    Standard,
    Slack,
}

/// The id comes first, so that the secret can be sealed for it: [`Store::new_webhook_id`](crate::Store::new_webhook_id).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhook {
    pub id: WebhookId,
    pub name: String,
    pub url: String,
    pub format: WebhookFormat,
    /// Already encrypted.
    pub secret: Vec<u8>,
}

/// Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookChange {
    pub name: Option<String>,
    pub url: Option<String>,
    pub enabled: Option<bool>,
    /// Already encrypted.
    pub secret: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub brand_id: BrandId,
    pub notice_id: NoticeId,
    pub kind: DeliveryKind,
    /// `None`: an e-mail.
    pub webhook_id: Option<WebhookId>,
    /// An e-mail address, or the webhook's name.
    pub target: String,
    pub state: DeliveryState,
    /// When the attempts that count began: when it was made, or replayed.
    pub since: Millis,
    pub attempts: u32,
    pub next_at: Option<Millis>,
    /// Of HTTP, or of SMTP.
    pub last_status: Option<u16>,
    /// A code, and what the other side said after a colon.
    pub last_error: Option<String>,
    pub created_at: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryKind {
    Webhook,
    Email,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    Waiting,
    /// Given to a caller of [`Store::claim_deliveries`](crate::Store::claim_deliveries).
    Sending,
    Delivered,
    Failed,
}

/// A delivery that is to be attempted now, and all that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub delivery: Delivery,
    pub notice: NoticeToSend,
    /// Of a webhook delivery; `None`: it was removed.
    pub webhook: Option<(Webhook, Vec<u8>)>,
    /// The receiver's, or the brand owner's.
    pub locale: Locale,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeToSend {
    pub brand_id: BrandId,
    pub brand_name: String,
    pub notice: Notice,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryStep {
    pub state: DeliveryState,
    pub next_at: Option<Millis>,
    pub status: Option<u16>,
    pub error: Option<String>,
    /// The receiver is gone for good: nothing is sent to it any more.
    pub gone: bool,
}

macro_rules! named {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == name)
            }
        }
    };
}

named!(WebhookFormat { Standard = "standard", Slack = "slack" });
named!(DeliveryKind { Webhook = "webhook", Email = "email" });
named!(DeliveryState { Waiting = "waiting", Sending = "sending", Delivered = "delivered", Failed = "failed" });
