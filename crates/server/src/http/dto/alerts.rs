//! Saved searches, alerts, notices, webhooks and deliveries as JSON.

use super::names::Id;
use answerable_domain as domain;
use answerable_store as store;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which cases: the same fields, with the same meaning, as the inbox's list takes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SearchFilter)]
pub struct Filter {
    /// `open,waiting,snoozed,closed` or `all`; `open` when not said.
    pub state: Option<String>,
    /// `me`, `none` or the id of a user.
    pub assignee: Option<String>,
    pub channel: Option<String>,
    pub network: Option<String>,
    /// `ko`, `ja`, ...
    pub language: Option<String>,
    pub sentiment: Option<String>,
    /// `complaint,-troll`: labels that all hold, and with a minus those that must not.
    pub label: Option<String>,
    pub overdue: Option<bool>,
    pub vip: Option<bool>,
    pub monitor: Option<String>,
    pub q: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SavedSearch {
    pub id: Id,
    pub name: String,
    pub filter: Filter,
    /// Everybody of the brand sees it.
    pub shared: bool,
    /// Saved by whoever asks.
    pub mine: bool,
    pub created_at: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewSearch {
    pub name: String,
    pub filter: Filter,
    #[serde(default)]
    pub shared: bool,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct SearchChange {
    pub name: Option<String>,
    pub filter: Option<Filter>,
    pub shared: Option<bool>,
}

/// Which matches are worth a notice.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum AlertWhen {
    /// Each.
    Every,
    /// So many within so long.
    Count { count: u32, window_minutes: u32 },
    /// Those that sound negative.
    Negative,
}

impl From<AlertWhen> for domain::AlertWhen {
    fn from(when: AlertWhen) -> Self {
        match when {
            AlertWhen::Every => Self::Every,
            AlertWhen::Count { count, window_minutes } => Self::Count { count, window_minutes },
            AlertWhen::Negative => Self::Negative,
        }
    }
}

impl From<domain::AlertWhen> for AlertWhen {
    fn from(when: domain::AlertWhen) -> Self {
        match when {
            domain::AlertWhen::Every => Self::Every,
            domain::AlertWhen::Count { count, window_minutes } => Self::Count { count, window_minutes },
            domain::AlertWhen::Negative => Self::Negative,
        }
    }
}

/// When nobody is to be disturbed, in the brand's time zone: `22:00` to `07:00`. What comes then is one notice at their end.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct QuietHours {
    pub from: String,
    pub to: String,
}

/// Where notices go.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Deliver {
    pub app: bool,
    pub emails: Vec<String>,
    /// Ids of webhooks.
    pub webhooks: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Alert {
    pub id: Id,
    pub name: String,
    pub search_id: Id,
    pub when: AlertWhen,
    pub quiet: Option<QuietHours>,
    pub cool_down_minutes: u32,
    pub deliver: Deliver,
    pub enabled: bool,
    /// Made by whoever asks.
    pub mine: bool,
    /// Matches that wait for the end of quiet hours or of the cool-down.
    pub waiting: u64,
    pub last_notice_at: Option<i64>,
    pub created_at: i64,
}

/// The brand's alerts, and where they could deliver to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Alerts {
    pub items: Vec<Alert>,
    /// This server can send e-mail.
    pub mail: bool,
    /// The webhooks of the brand, by name.
    pub webhooks: Vec<WebhookBrief>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookBrief {
    pub id: Id,
    pub name: String,
    pub enabled: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewAlert {
    pub name: String,
    #[schema(value_type = String)]
    pub search_id: domain::SavedSearchId,
    pub when: AlertWhen,
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    #[serde(default)]
    pub cool_down_minutes: u32,
    pub deliver: Deliver,
    #[serde(default = "enabled")]
    pub enabled: bool,
}

fn enabled() -> bool {
    true
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct AlertChange {
    pub name: Option<String>,
    #[schema(value_type = Option<String>)]
    pub search_id: Option<domain::SavedSearchId>,
    pub when: Option<AlertWhen>,
    /// Null: none any more. Left out: as they are.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<QuietHours>)]
    pub quiet: Option<Option<QuietHours>>,
    pub cool_down_minutes: Option<u32>,
    pub deliver: Option<Deliver>,
    pub enabled: Option<bool>,
}

/// Tells null from nothing.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Notice {
    pub id: Id,
    pub alert_id: Id,
    pub alert_name: String,
    /// Of all matches, also of those that are not shown.
    pub count: u64,
    /// Newest first, at most 20; what was deleted since is left out.
    pub posts: Vec<NoticePost>,
    /// Somebody wanted to see what a notice looks like.
    pub trial: bool,
    pub created_at: i64,
    pub read: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NoticePost {
    pub post_id: Id,
    pub case_id: Id,
    pub text: String,
    /// Handle or name; empty when neither is known.
    pub author: String,
    pub created_at: i64,
}

impl From<store::Notice> for Notice {
    fn from(notice: store::Notice) -> Self {
        let post = |post: store::NoticePost| NoticePost {
            post_id: post.post_id.into(),
            case_id: post.case_id.into(),
            text: post.text,
            author: post.author,
            created_at: post.created_at,
        };
        Self {
            id: notice.id.into(),
            alert_id: notice.alert_id.into(),
            alert_name: notice.alert_name,
            count: notice.count,
            posts: notice.posts.into_iter().map(post).collect(),
            trial: notice.trial,
            created_at: notice.created_at,
            read: notice.read,
        }
    }
}

/// Notices for whoever asks: their own alerts' and those on shared searches.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notices {
    pub items: Vec<Notice>,
    pub next: Option<String>,
    /// Counted up to 1000.
    pub unread: u64,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NoticesRead {
    /// The newest notice that was seen: it and all before it are read.
    #[schema(value_type = String)]
    pub up_to: domain::NoticeId,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookFormat {
    /// A signed JSON document, as Standard Webhooks has it.
    Standard,
    /// `{"text": ...}`, as Slack and its kin take it.
    Slack,
}

impl From<WebhookFormat> for store::WebhookFormat {
    fn from(format: WebhookFormat) -> Self {
        match format {
            WebhookFormat::Standard => Self::Standard,
            WebhookFormat::Slack => Self::Slack,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    pub id: Id,
    pub name: String,
    pub url: String,
    pub format: WebhookFormat,
    pub enabled: bool,
    /// The receiver said that it is gone for good (410), which switched it off.
    pub gone: bool,
    pub created_at: i64,
}

impl From<store::Webhook> for Webhook {
    fn from(webhook: store::Webhook) -> Self {
        let format = match webhook.format {
            store::WebhookFormat::Standard => WebhookFormat::Standard,
            store::WebhookFormat::Slack => WebhookFormat::Slack,
        };
        Self {
            id: webhook.id.into(),
            name: webhook.name,
            url: webhook.url,
            format,
            enabled: webhook.enabled,
            gone: webhook.gone,
            created_at: webhook.created_at,
        }
    }
}

/// A webhook with its secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookMade {
    pub webhook: Webhook,
    /// `whsec_…`: what the receiver checks signatures with.
    pub secret: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewWebhook {
    pub name: String,
    pub url: String,
    pub format: WebhookFormat,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct WebhookChange {
    pub name: Option<String>,
    pub url: Option<String>,
    pub enabled: Option<bool>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveriesQuery {
    /// Of this webhook alone.
    pub webhook: Option<String>,
    pub after: Option<String>,
    pub limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryKind {
    Webhook,
    Email,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Waiting,
    Delivered,
    Failed,
}

/// A notice on its way to one receiver.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    pub id: Id,
    pub notice_id: Id,
    pub kind: DeliveryKind,
    pub webhook_id: Option<Id>,
    /// An e-mail address, or the webhook's name.
    pub target: String,
    pub state: DeliveryState,
    /// Since it was made, or replayed.
    pub attempts: u32,
    pub next_at: Option<i64>,
    /// Of HTTP, or of SMTP.
    pub last_status: Option<u16>,
    /// `status`, `timed_out`, `unreachable`, `address_not_public`, `redirected`, `mail_not_configured`, `mail_refused`, `bad_address`,
    /// `webhook_gone`, `webhook_off`, `webhook_removed`, `notice_removed`, `secret_lost`; after a colon what is known beyond it.
    pub last_error: Option<String>,
    pub created_at: i64,
}

impl From<store::Delivery> for Delivery {
    fn from(delivery: store::Delivery) -> Self {
        Self {
            id: delivery.id.into(),
            notice_id: delivery.notice_id.into(),
            kind: match delivery.kind {
                store::DeliveryKind::Webhook => DeliveryKind::Webhook,
                store::DeliveryKind::Email => DeliveryKind::Email,
            },
            webhook_id: delivery.webhook_id.map(Into::into),
            target: delivery.target,
            state: match delivery.state {
                store::DeliveryState::Waiting | store::DeliveryState::Sending => DeliveryState::Waiting,
                store::DeliveryState::Delivered => DeliveryState::Delivered,
                store::DeliveryState::Failed => DeliveryState::Failed,
            },
            attempts: delivery.attempts,
            next_at: delivery.next_at,
            last_status: delivery.last_status,
            last_error: delivery.last_error,
            created_at: delivery.created_at,
        }
    }
}
