//! The outbox: hands replies that are due to their networks, once.
//!
//! *Sending* is committed before the first byte leaves, and what came of it before anything else is done with the reply. What was under
//! way when the program ended is asked for at the network first. Replies of one channel leave one after another; channels do not wait for
//! each other.

use super::{
    channels::{self, LiveChannel},
    core::Core,
    decisions::Care,
};
use answerable_domain::{AuthorSeen, ChannelId, DeliveryClass, InboundPost, Millis, PostKind, Receipt, Reply, Visibility};
use answerable_networks::{Delivery, Outcome, SendTarget};
use answerable_respond::{OutboxEvent, step};
use answerable_store::{ClaimedReply, ReplyStep, SentPosts, StoreError};
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// Replies that are claimed at once.
const BATCH_MAX: usize = 50;
/// Never sleeps longer: the machine's clock may be set.
const LOOK_AGAIN_EVERY_MS: Millis = 1_000;
const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);

pub async fn run(core: Arc<Core>) {
    while let Err(error) = recover(&core).await {
        tracing::error!(%error, "the outbox waits for the store");
        tokio::select! { () = core.stop.cancelled() => return, () = tokio::time::sleep(STORE_RETRY_AFTER) => {} }
    }
    while !core.stop.is_cancelled() {
        let pause = match send_due(&core).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "the outbox waits for the store");
                STORE_RETRY_AFTER
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.replies_waiting.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// What was under way when the program ended: nobody remembers how it went, so the next attempt asks.
async fn recover(core: &Arc<Core>) -> Result<(), StoreError> {
    for claimed in core.store.sending_replies().await? {
        record(core, &claimed, &OutboxEvent::Restarted).await?;
    }
    Ok(())
}

/// Sends what is due; returns how long nothing will be.
async fn send_due(core: &Arc<Core>) -> Result<Duration, StoreError> {
    let now = core.clock.now();
    let claimed = core.store.claim_due_replies(now, BATCH_MAX).await?;
    if claimed.is_empty() {
        let next = core.store.next_reply_due().await?;
        let pause_ms = next.map_or(LOOK_AGAIN_EVERY_MS, |at| (at - now).clamp(1, LOOK_AGAIN_EVERY_MS));
        return Ok(Duration::from_millis(pause_ms.unsigned_abs()));
    }
    let mut by_channel: BTreeMap<ChannelId, Vec<ClaimedReply>> = BTreeMap::new();
    for reply in claimed {
        by_channel.entry(reply.reply.channel_id).or_default().push(reply);
    }
    for (_, queue) in by_channel {
        let core_of_task = core.clone();
        core.tasks.spawn(async move {
            for claimed in queue {
                deliver(&core_of_task, claimed).await;
            }
        });
    }
    Ok(Duration::ZERO)
}

/// One attempt, from the network's answer to the commit. When the store cannot take the outcome, the reply stays `sending`: at the next start it
/// is asked for again.
async fn deliver(core: &Arc<Core>, claimed: ClaimedReply) {
    let live = core.channel(claimed.reply.channel_id);
    let event = match &live {
        Some(live) => attempt(core, live, &claimed).await,
        None => OutboxEvent::Refused { code: "no_account".to_owned(), why: "the channel is gone".to_owned() },
    };
    while let Err(error) = record(core, &claimed, &event).await {
        if matches!(error, StoreError::NotFound) {
            tracing::warn!(reply = %claimed.reply.id, "the brand of a reply was removed while it left");
            return;
        }
        tracing::error!(%error, reply = %claimed.reply.id, "what became of a reply waits for the store");
        tokio::select! { () = core.stop.cancelled() => return, () = tokio::time::sleep(STORE_RETRY_AFTER) => {} }
    }
    core.replies_waiting.notify_one();
    if let (Some(live), OutboxEvent::Refused { code, .. }) = (&live, &event)
        && code == "signed_out"
    {
        channels::signed_out(core, live).await;
    }
}

/// Where one answer was told to wait, the others of the channel wait as well.
async fn attempt(core: &Core, live: &LiveChannel, claimed: &ClaimedReply) -> OutboxEvent {
    let reply = &claimed.reply;
    let quiet = live.sending.left(core.clock.now());
    if !quiet.is_zero() {
        return OutboxEvent::Deferred { after_ms: millis(quiet), why: "the network asked us to wait".to_owned() };
    }
    let delivery = Delivery {
        target: SendTarget { post: claimed.post.clone(), handle: claimed.handle.clone() },
        parts: reply.parts.clone(),
        own_ids: reply.own_ids.clone(),
        languages: languages_of(&reply.text),
        created_at: reply.created_at,
        may_have_left: claimed.may_have_left,
        letter: reply.letter.clone(),
        privately: reply.privately,
    };
    match live.connector.send(&delivery).await {
        Outcome::Done(receipt) => OutboxEvent::Delivered { receipt },
        Outcome::Retry { after, why } => {
            live.sending.keep(core.clock.now(), after);
            OutboxEvent::Deferred { after_ms: millis(after), why }
        }
        Outcome::Uncertain { probe_after, why } => OutboxEvent::Doubtful { probe_after_ms: millis(probe_after), why },
        Outcome::Refused { code, why } => OutboxEvent::Refused { code: code.to_owned(), why },
    }
}

async fn record(core: &Arc<Core>, claimed: &ClaimedReply, event: &OutboxEvent) -> Result<(), StoreError> {
    let reply = &claimed.reply;
    if let OutboxEvent::Delivered { receipt } = event {
        let care = Care { clock: core.clock.clone(), written: Some((reply.created_at, reply.user_id)) };
        let sent = core.channel(reply.channel_id).map_or_else(SentPosts::default, |live| our_posts(&live, claimed, receipt));
        core.store.record_sent(reply.id, receipt.clone(), sent, Arc::new(care)).await?;
        core.cases_changed.notify_one();
        return Ok(());
    }
    let class = core.channel(reply.channel_id).map_or(DeliveryClass::Hold, |live| live.connector.delivery_class());
    let sending = Reply { state: answerable_domain::ReplyState::Sending, ..reply.clone() };
    match step(&sending, claimed.may_have_left, event, class, core.clock.now(), u64::from(core.random())) {
        Ok(next) => core.store.record_step(reply.id, as_stored(next)).await.map(drop),
        Err(error) => {
            tracing::error!(%error, reply = %reply.id, "a step of a reply does not fit its state");
            Ok(())
        }
    }
}

pub fn as_stored(step: answerable_respond::OutboxStep) -> ReplyStep {
    ReplyStep {
        state: step.reply.state,
        next_attempt_at: step.next_attempt_at,
        may_have_left: step.may_have_left,
        failure: step.reply.failure,
    }
}

/// Our own posts, as the stream will deliver them too: the same ids and versions, so that the echo is recognised.
fn our_posts(live: &LiveChannel, claimed: &ClaimedReply, receipt: &Receipt) -> SentPosts {
    let (target, reply) = (&claimed.post, &claimed.reply);
    let told = target.root_native_id.as_ref().unwrap_or(&target.native_id);
    // What others were written who take part in the same public thread is none of its readers' business.
    let root = receipt.native_ids.first().filter(|_| reply.letter.is_some()).unwrap_or(told).clone();
    let author = live.account.as_ref().map_or_else(AuthorSeen::default, |account| AuthorSeen {
        native_id: account.native_id.clone(),
        handle: account.handle.clone(),
        display_name: account.display_name.clone(),
        ..AuthorSeen::default()
    });
    // A letter begins a thread of its own, on the network that carries it.
    let network = if reply.letter.is_some() { live.channel.network } else { target.network };
    let (kind, visibility) = place_of(claimed);
    let parents = std::iter::once(&target.native_id).chain(&receipt.native_ids);
    let parts = receipt.native_ids.iter().zip(&reply.parts).zip(parents).enumerate();
    let post_of = |(place, ((native_id, text), parent)): (usize, ((&String, &String), &String))| InboundPost {
        network,
        native_id: native_id.clone(),
        version: version_of(receipt, place),
        kind,
        visibility,
        author: author.clone(),
        text: text.clone(),
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: Some(root.clone()),
        parent_native_id: Some(parent.clone()),
        parent_author_native_id: None,
        permalink: (place == 0).then(|| receipt.permalink.clone()).flatten(),
        languages: Vec::new(),
        created_at: reply.created_at,
        addressed: false,
        context: false,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: json!({ "cid": version_of(receipt, place), "root": receipt.handle["root"] }),
    };
    let scope = match &reply.letter {
        Some(_) => live.connector.scope(network, live.channel.id),
        None => live.connector.scope(network, target.channel_id),
    };
    SentPosts { scope, posts: parts.map(post_of).collect() }
}

/// An answer is as public as what it answers, unless a person wanted it more private.
fn place_of(claimed: &ClaimedReply) -> (PostKind, Visibility) {
    let (target, reply) = (&claimed.post, &claimed.reply);
    match target.kind {
        _ if reply.letter.is_some() => (PostKind::Mail, Visibility::Direct),
        PostKind::Mail => (PostKind::Mail, Visibility::Direct),
        _ if reply.privately || target.visibility == Visibility::Direct => (PostKind::Direct, Visibility::Direct),
        _ => (PostKind::Comment, target.visibility),
    }
}

/// The network's name for the version that it stored; where it gives none, ours.
fn version_of(receipt: &Receipt, place: usize) -> String {
    receipt.handle["parts"][place]["cid"].as_str().map_or_else(|| "sent".to_owned(), str::to_owned)
}

fn languages_of(text: &str) -> Vec<String> {
    let assessed = answerable_triage::Assessor::shipped().assess(&answerable_triage::Input::of(text));
    assessed.language.value.map(|language| language.0).into_iter().collect()
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
