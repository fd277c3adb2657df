//! Alerts at work: one loop looks at what happened and at the clock and writes notices (`watch`), another takes notices out of the house
//! (`deliver`): by e-mail (`mail`) and by webhook (`webhook`, signed by `sign`). When an attempt fails, `schedule` says when the next one is.
//!
//! A notice is made exactly once: it is written with the cursor on the event log. A delivery happens at least once and keeps its id over all
//! attempts, so that a receiver can tell.

mod deliver;
mod mail;
mod schedule;
mod sign;
mod watch;
mod webhook;
mod words;

use super::core::Core;
use answerable_domain::{Scope, WebhookId};
use answerable_store::{NewWebhook, StoreError, Webhook, WebhookChange, WebhookFormat};
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;

/// What alerts need to know of the installation.
#[derive(Debug, Clone)]
pub struct AlertSettings {
    /// `None`: this installation sends no mail.
    pub mail: Option<MailSettings>,
    /// Where people open the app; `None`: messages carry no links.
    pub public_url: Option<String>,
    /// How long a receiver may take.
    pub patience: Duration,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self { mail: None, public_url: None, patience: Duration::from_secs(15) }
    }
}

/// The mail server that takes our messages.
#[derive(Clone)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    /// Empty: without signing in.
    pub user: String,
    pub password: String,
    /// `Answerable <care@acme.example>`.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MailSettings({}:{}, {:?})", self.host, self.port, self.tls)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// In the clear: for a server on the same machine.
    None,
    StartTls,
    Tls,
}

/// What wakes the loops.
#[derive(Default)]
pub struct Signals {
    /// An alert was made, changed or tried.
    pub changed: Notify,
    pub deliveries: Notify,
}

/// Why a webhook was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WebhookRefused {
    /// `code`: `bad_url`, `address_not_public`.
    #[error("the address cannot be used: {code}")]
    Url { code: &'static str },
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub fn spawn(core: &Arc<Core>) -> anyhow::Result<()> {
    let sender = deliver::Sender::new(core)?;
    core.tasks.spawn(watch::run(core.clone()));
    core.tasks.spawn(deliver::run(core.clone(), Arc::new(sender)));
    Ok(())
}

/// The secret comes back in the clear, this once.
pub async fn create_webhook(
    core: &Core,
    scope: &Scope,
    name: String,
    url: &str,
    format: WebhookFormat,
) -> Result<(Webhook, String), WebhookRefused> {
    let url = webhook::sound_url(url, &core.settings.allowed_hosts)?;
    let (id, secret) = (core.store.new_webhook_id(), sign::new_secret());
    let sealed = core.secrets.seal(&owner(id), secret.as_bytes());
    let webhook = core.store.create_webhook(scope, NewWebhook { id, name, url, format, secret: sealed }).await?;
    Ok((webhook, secret))
}

pub async fn change_webhook(
    core: &Core,
    scope: &Scope,
    id: WebhookId,
    name: Option<String>,
    url: Option<&str>,
    enabled: Option<bool>,
) -> Result<Webhook, WebhookRefused> {
    let url = url.map(|url| webhook::sound_url(url, &core.settings.allowed_hosts)).transpose()?;
    Ok(core.store.change_webhook(scope, id, WebhookChange { name, url, enabled, secret: None }).await?)
}

pub async fn renew_webhook_secret(core: &Core, scope: &Scope, id: WebhookId) -> Result<(Webhook, String), WebhookRefused> {
    let secret = sign::new_secret();
    let sealed = core.secrets.seal(&owner(id), secret.as_bytes());
    let webhook = core.store.change_webhook(scope, id, WebhookChange { secret: Some(sealed), ..WebhookChange::default() }).await?;
    Ok((webhook, secret))
}

/// To whom a sealed secret belongs.
fn owner(id: WebhookId) -> String {
    format!("webhook:{id}:secret")
}
