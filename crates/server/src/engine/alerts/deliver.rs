//! Takes notices out of the house, each receiver's one after the other, and receivers beside each other: who is slow holds up nobody else.

use super::{
    mail::Mail,
    schedule::next_attempt,
    webhook::{Post, Webhooks},
    words,
};
use crate::engine::core::Core;
use answerable_domain::{Millis, WebhookId};
use answerable_store::{Claimed, DeliveryKind, DeliveryState, DeliveryStep, StoreError};
use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

/// Deliveries claimed at once.
const BATCH_MAX: usize = 50;
/// Never sleeps longer: the machine's clock may be set.
const LOOK_AGAIN_EVERY_MS: Millis = 1_000;
const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);
/// Of what the log keeps of an error.
const ERROR_BYTES_MAX: usize = 300;

/// All mail goes one way.
const MAIL: WebhookId = WebhookId(0);

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    Delivered {
        status: u16,
    },
    /// It may work later. `after_ms`: the receiver asked for so long.
    Later {
        status: Option<u16>,
        error: String,
        after_ms: Option<Millis>,
    },
    /// It will not work however often one tries.
    Never {
        status: Option<u16>,
        error: String,
    },
    /// The receiver is gone and asks to be forgotten.
    Gone {
        status: u16,
    },
}

impl Attempt {
    pub fn never(error: impl Into<String>) -> Self {
        Self::Never { status: None, error: error.into() }
    }
}

pub struct Sender {
    webhooks: Webhooks,
    mail: Option<Mail>,
    public_url: Option<String>,
    /// Receivers to whom something is under way.
    busy: Mutex<HashSet<WebhookId>>,
}

impl Sender {
    pub fn new(core: &Core) -> anyhow::Result<Self> {
        let settings = &core.settings.alerts;
        Ok(Self {
            webhooks: Webhooks::new(core.settings.allowed_hosts.clone(), settings.patience)?,
            mail: settings.mail.as_ref().map(|mail| Mail::new(mail, settings.patience)).transpose()?,
            public_url: settings.public_url.clone(),
            busy: Mutex::default(),
        })
    }

    fn busy(&self) -> Vec<WebhookId> {
        self.busy.lock().expect("no holder panics").iter().copied().collect()
    }

    async fn attempt(&self, core: &Core, claimed: &Claimed) -> Attempt {
        let link = |case_id| self.public_url.as_ref().map(|url| format!("{url}/b/{}/inbox/case/{case_id}", claimed.notice.brand_id));
        match claimed.delivery.kind {
            DeliveryKind::Email => {
                let Some(mail) = &self.mail else { return Attempt::never("mail_not_configured") };
                let message = words::email(claimed.locale, &claimed.notice, link);
                mail.send(&claimed.delivery, message, core.clock.now()).await
            }
            DeliveryKind::Webhook => {
                let Some((webhook, sealed)) = &claimed.webhook else { return Attempt::never("webhook_removed") };
                if !webhook.enabled {
                    return Attempt::never(if webhook.gone { "webhook_gone" } else { "webhook_off" });
                }
                let opened = core.secrets.open_sealed(&super::owner(webhook.id), sealed).ok();
                let Some(secret) = opened.and_then(|secret| String::from_utf8(secret).ok()) else {
                    return Attempt::never("secret_lost");
                };
                let body = words::document(webhook.format, claimed.locale, &claimed.notice, link);
                let post = Post { url: &webhook.url, id: format!("msg_{}", claimed.delivery.id), body, secret: &secret };
                self.webhooks.send(post, core.clock.now()).await
            }
        }
    }
}

pub async fn run(core: Arc<Core>, sender: Arc<Sender>) {
    while let Err(error) = core.store.recover_deliveries().await {
        tracing::error!(%error, "deliveries wait for the store");
        tokio::select! { () = core.stop.cancelled() => return, () = tokio::time::sleep(STORE_RETRY_AFTER) => {} }
    }
    while !core.stop.is_cancelled() {
        let pause = match send_due(&core, &sender).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "deliveries wait for the store");
                STORE_RETRY_AFTER
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.alerts.deliveries.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Sends what is due; returns how long nothing will be.
async fn send_due(core: &Arc<Core>, sender: &Arc<Sender>) -> Result<Duration, StoreError> {
    let now = core.clock.now();
    let next = core.store.next_delivery_due().await?;
    let busy = sender.busy();
    let claimed = match next {
        Some(at) if at <= now => core.store.claim_deliveries(busy.clone(), BATCH_MAX).await?,
        _ => Vec::new(),
    };
    if claimed.is_empty() {
        // Of a busy receiver something may be due: whoever finishes says so.
        let pause_ms = next.filter(|_| busy.is_empty()).map_or(LOOK_AGAIN_EVERY_MS, |at| (at - now).clamp(1, LOOK_AGAIN_EVERY_MS));
        return Ok(Duration::from_millis(pause_ms.unsigned_abs()));
    }
    let mut by_receiver: BTreeMap<WebhookId, Vec<Claimed>> = BTreeMap::new();
    for one in claimed {
        by_receiver.entry(one.delivery.webhook_id.unwrap_or(MAIL)).or_default().push(one);
    }
    for (receiver, queue) in by_receiver {
        sender.busy.lock().expect("no holder panics").insert(receiver);
        let (core_of_task, sender) = (core.clone(), sender.clone());
        core.tasks.spawn(async move {
            for claimed in queue {
                // What is not attempted any more is taken up at the next start.
                if !core_of_task.stop.is_cancelled() {
                    deliver(&core_of_task, &sender, &claimed).await;
                }
            }
            sender.busy.lock().expect("no holder panics").remove(&receiver);
            core_of_task.alerts.deliveries.notify_one();
        });
    }
    Ok(Duration::ZERO)
}

async fn deliver(core: &Arc<Core>, sender: &Sender, claimed: &Claimed) {
    let attempt = sender.attempt(core, claimed).await;
    let step = step(claimed, &attempt, core.clock.now(), core.random());
    tracing::debug!(delivery = %claimed.delivery.id, state = step.state.as_str(), status = step.status, "a delivery was attempted");
    while let Err(error) = core.store.record_delivery(claimed.delivery.id, step.clone()).await {
        tracing::error!(%error, delivery = %claimed.delivery.id, "what became of a delivery waits for the store");
        tokio::select! { () = core.stop.cancelled() => return, () = tokio::time::sleep(STORE_RETRY_AFTER) => {} }
    }
}

fn step(claimed: &Claimed, attempt: &Attempt, now: Millis, random: u32) -> DeliveryStep {
    let delivery = &claimed.delivery;
    let failed = |status, error: &str, gone| DeliveryStep {
        state: DeliveryState::Failed,
        next_at: None,
        status,
        error: Some(answerable_domain::clip_to_bytes(error, ERROR_BYTES_MAX).to_owned()),
        gone,
    };
    match attempt {
        Attempt::Delivered { status } => {
            DeliveryStep { state: DeliveryState::Delivered, next_at: None, status: Some(*status), error: None, gone: false }
        }
        Attempt::Later { status, error, after_ms } => {
            let step = failed(*status, error, false);
            match next_attempt(delivery.since, delivery.attempts, now, *after_ms, random) {
                Some(at) => DeliveryStep { state: DeliveryState::Waiting, next_at: Some(at), ..step },
                None => step,
            }
        }
        Attempt::Never { status, error } => failed(*status, error, false),
        Attempt::Gone { status } => failed(Some(*status), "webhook_gone", true),
    }
}
