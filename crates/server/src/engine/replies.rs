//! What a person does with answers: hand one in, take it back, try it again; and likes and reposts.

use super::{EngageRefused, ReplyRefused, SubmitReply, channels::LiveChannel, core::Core, outbox::as_stored};
use answerable_domain::{
    ActionKind, Availability, BrandId, ChannelState, ConnectorKind, DeliveryClass, Network, PostId, Reply, ReplyId, ReplyState, Scope,
    Unavailable,
};
use answerable_networks::{Engagement, Outcome, SendTarget};
use answerable_respond::{OtherReply, OutboxEvent, Refusal, Submission, ThreadNow, step, submit};
use answerable_store::{EngagementState, NewReply, StoreError, ThreadItem, ThreadNow as StoredThread};
use std::sync::Arc;

/// The longest time that an answer can be taken back.
pub const UNDO_MS_MAX: i64 = 10_000;

/// Channels of the brand that can answer a post of this network: those that work first, then the one that heard it.
pub fn answer_channels(core: &Core, brand: BrandId, network: Network, heard_by: answerable_domain::ChannelId) -> Vec<Arc<LiveChannel>> {
    let mut able: Vec<_> = core.channels_of(brand).into_iter().filter(|live| can_answer(core, live, network, heard_by)).collect();
    able.sort_by_key(|live| (live.channel.state != ChannelState::Active, live.channel.id != heard_by));
    able
}

/// An account answers on its network; the sandbox plays all networks and answers only what it made up.
fn can_answer(core: &Core, live: &LiveChannel, network: Network, heard_by: answerable_domain::ChannelId) -> bool {
    let same_ids = || {
        core.channel(heard_by)
            .is_none_or(|other| other.connector.scope(network, heard_by) == live.connector.scope(network, live.channel.id))
    };
    let reaches = live.channel.id == heard_by || (live.channel.network == network && network != Network::Other && same_ids());
    reaches && live.connector.limits().is_some()
}

/// Whether and why not, as the best channel for it says.
pub fn can(core: &Core, brand: BrandId, action: ActionKind, target: &SendTarget) -> Availability {
    let able = answer_channels(core, brand, target.post.network, target.post.channel_id);
    let best = able.first().cloned().or_else(|| core.channel(target.post.channel_id));
    best.map_or(Availability::No(Unavailable::NoAccount), |live| can_by(&live, action, target))
}

/// What the post itself rules out comes first; then whether the account works.
fn can_by(live: &LiveChannel, action: ActionKind, target: &SendTarget) -> Availability {
    let possible = live.connector.can(action, target);
    match live.channel.state {
        ChannelState::SignedOut if possible == Availability::Yes => Availability::No(Unavailable::SignedOut),
        ChannelState::Paused if possible == Availability::Yes => Availability::No(Unavailable::Paused),
        _ => possible,
    }
}

pub async fn submit_reply(core: &Arc<Core>, scope: &Scope, answer: SubmitReply) -> Result<Reply, ReplyRefused> {
    let target = core.store.post(scope, answer.post_id).await?;
    let live = channel_for(core, scope, &answer, &target)?;
    let availability = allowed(&live, &answer, &target);
    let others = live.connector.reaches_others(&answer.text, &send_target(&target), answer.privately);
    if !others.is_empty() && !answer.reaches_others {
        return Err(refused(Refusal::ReachesOthers { others }));
    }
    let Some(limits) = live.connector.limits() else { return Err(refused(Refusal::NotPossible(availability))) };
    let undo_ms = answer.undo_ms.clamp(0, UNDO_MS_MAX);
    let now = core.clock.now();
    let submission = move |text: &str, thread: &ThreadNow, written_against: u32| {
        submit(&Submission { text, limits: &limits, written_against, availability: &availability, undo_ms, now }, thread)
    };
    // Cut first, so that what is checked inside the transaction is what leaves.
    let alone = ThreadNow { thread_version: answer.thread_version, other_reply: None };
    let accepted = submission(&answer.text, &alone, answer.thread_version).map_err(refused)?;
    let reply = NewReply {
        case_id: answer.case_id,
        post_id: answer.post_id,
        channel_id: live.channel.id,
        text: answer.text.clone(),
        own_ids: core.own_ids(accepted.parts.len()),
        parts: accepted.parts,
        thread_version: answer.thread_version,
        client_key: answer.client_key,
        send_at: accepted.send_at,
        letter: answer.letter.clone(),
        privately: answer.privately,
    };
    let (text, written_against, despite) = (answer.text, answer.thread_version, answer.despite);
    let check = move |thread: &StoredThread| submission(&text, &as_it_is(thread, written_against, despite), written_against).map(drop);
    let queued = core.store.queue_reply(scope, reply, check).await?.map_err(refused)?;
    core.replies_waiting.notify_one();
    Ok(queued)
}

/// A letter needs a mailbox that works, whatever the post allows.
fn allowed(live: &LiveChannel, answer: &SubmitReply, target: &ThreadItem) -> Availability {
    let action = if answer.privately { ActionKind::Direct } else { ActionKind::Reply };
    match (&answer.letter, live.channel.state) {
        (None, _) => can_by(live, action, &send_target(target)),
        (Some(_), ChannelState::Active) => Availability::Yes,
        (Some(_), ChannelState::Paused) => Availability::No(Unavailable::Paused),
        (Some(_), ChannelState::SignedOut) => Availability::No(Unavailable::SignedOut),
    }
}

/// The brand's mailboxes, for letters.
pub(super) fn mailboxes(core: &Core, brand: BrandId) -> Vec<Arc<LiveChannel>> {
    core.channels_of(brand).into_iter().filter(|live| live.channel.connector == ConnectorKind::Email).collect()
}

fn channel_for(core: &Core, scope: &Scope, answer: &SubmitReply, target: &ThreadItem) -> Result<Arc<LiveChannel>, ReplyRefused> {
    let able = match answer.letter {
        Some(_) => mailboxes(core, scope.brand_id()),
        None => answer_channels(core, scope.brand_id(), target.post.network, target.post.channel_id),
    };
    let chosen = match answer.channel_id {
        Some(id) => able.into_iter().find(|live| live.channel.id == id).ok_or(StoreError::NotFound)?,
        None => match able.into_iter().next() {
            Some(live) => live,
            None => return Err(refused(Refusal::NotPossible(can(core, scope.brand_id(), ActionKind::Reply, &send_target(target))))),
        },
    };
    Ok(chosen)
}

/// What stands in the way: any answer of the case that is on its way, or that left since this one was begun.
pub(super) fn as_it_is(thread: &StoredThread, written_against: u32, despite: bool) -> ThreadNow {
    let other = thread.replies.iter().rev().find(|reply| {
        matches!(reply.state, ReplyState::Queued | ReplyState::Sending)
            || (reply.state == ReplyState::Sent && reply.thread_version >= written_against && thread.case.thread_version > written_against)
    });
    let other_reply = other.filter(|_| !despite);
    let other_reply = other_reply.map(|reply| OtherReply { reply_id: reply.id, user_id: reply.user_id, state: reply.state });
    ThreadNow { thread_version: thread.case.thread_version, other_reply }
}

pub async fn cancel(core: &Arc<Core>, scope: &Scope, id: ReplyId) -> Result<Reply, ReplyRefused> {
    change(core, scope, id, OutboxEvent::Cancel).await
}

pub async fn retry(core: &Arc<Core>, scope: &Scope, id: ReplyId) -> Result<Reply, ReplyRefused> {
    let reply = change(core, scope, id, OutboxEvent::RetryByPerson).await?;
    core.replies_waiting.notify_one();
    Ok(reply)
}

async fn change(core: &Arc<Core>, scope: &Scope, id: ReplyId, event: OutboxEvent) -> Result<Reply, ReplyRefused> {
    let before = core.store.reply(scope, id).await?;
    let class = core.channel(before.channel_id).map_or(DeliveryClass::Hold, |live| live.connector.delivery_class());
    let seed = u64::from(core.random());
    let decided = core.store.change_reply(scope, id, move |reply, now| {
        // After an attempt we only say "taken back" where the network could be asked; the next attempt asks.
        step(reply, reply.attempts > 0, &event, class, now, seed).map(as_stored)
    });
    match decided.await? {
        Ok(reply) => Ok(reply),
        Err(_) => Err(ReplyRefused::MovedOn(Box::new(core.store.reply(scope, id).await?))),
    }
}

/// Likes or reposts, now. What is done already stays done.
pub async fn engage(core: &Arc<Core>, scope: &Scope, post: PostId, action: ActionKind) -> Result<(), EngageRefused> {
    let target = core.store.post(scope, post).await?;
    let able = answer_channels(core, scope.brand_id(), target.post.network, target.post.channel_id);
    let target = send_target(&target);
    let Some(live) = able.first() else {
        return Err(EngageRefused::NotPossible(can(core, scope.brand_id(), action, &target)));
    };
    let availability = can_by(live, action, &target);
    if availability != Availability::Yes {
        return Err(EngageRefused::NotPossible(availability));
    }
    let own_id = core.own_ids(1).remove(0);
    let (engagement, fresh) = core.store.begin_engagement(scope, post, live.channel.id, action, &own_id).await?;
    if !fresh && engagement.state == EngagementState::Done {
        return Ok(());
    }
    let attempt = Engagement { action, target, own_id: engagement.own_id, created_at: engagement.created_at };
    let (state, receipt, result) = match live.connector.engage(&attempt).await {
        Outcome::Done(receipt) => (EngagementState::Done, Some(receipt), Ok(())),
        Outcome::Refused { code, why } => (EngagementState::Failed, None, Err(network(code, why))),
        Outcome::Retry { why, .. } => (EngagementState::Failed, None, Err(network("unreachable", why))),
        Outcome::Uncertain { why, .. } => (EngagementState::Unknown, None, Err(network("unconfirmed", why))),
    };
    core.store.record_engagement(engagement.id, state, receipt).await?;
    result
}

fn network(code: &str, detail: String) -> EngageRefused {
    EngageRefused::Network { code: code.to_owned(), detail }
}

fn refused(refusal: Refusal) -> ReplyRefused {
    ReplyRefused::Refused(Box::new(refusal))
}

fn send_target(item: &ThreadItem) -> SendTarget {
    SendTarget { post: item.post.clone(), handle: item.handle.clone() }
}
