//! Posts that a person pastes, and answers that were given where they were said.
//!
//! A pasted post is a payload like any other: it is stored, read by the channel for pasted posts and taken in by the pipeline. The person waits
//! for it, so it is hurried along.

use super::{ChannelError, NewChannel, NotedElsewhere, PasteRefused, PastedCase, channels, core::Core, decisions::Care, pipeline, replies};
use answerable_domain::{Availability, ChannelId, ConnectorKind, MediaId, Permission, Raw, Reply, Scope};
use answerable_networks::{Poison, manual::PastedPost, native_scope};
use answerable_respond::{Refusal, Submission, ThreadNow, submit};
use answerable_store::{Elsewhere, Pasted, StoreError, ThreadNow as StoredThread};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// More is not waited for: the pipeline may be far behind.
const BATCHES_MAX: usize = 200;

/// What is stored of it.
#[derive(Serialize, Deserialize)]
struct Body {
    post: Box<serde_json::value::RawValue>,
    uploads: Vec<MediaId>,
}

/// The payload as the connector reads it, and the uploads that belong to it.
pub fn pasted(raw: &Raw) -> Result<(Raw, Vec<MediaId>), Poison> {
    let body: Body = serde_json::from_slice(&raw.body).map_err(|error| Poison { code: "not_json", reason: error.to_string() })?;
    Ok((Raw { body: body.post.get().as_bytes().to_vec(), ..raw.clone() }, body.uploads))
}

/// Takes a pasted post in and says which case it is in.
pub async fn paste(core: &Arc<Core>, scope: &Scope, post: &PastedPost, uploads: Vec<MediaId>) -> Result<PastedCase, PasteRefused> {
    scope.require(Permission::Work).map_err(StoreError::from)?;
    for upload in &uploads {
        let row = core.store.media_of(scope, *upload).await?;
        if row.post_id.is_some() {
            return Err(StoreError::NotFound.into());
        }
    }
    let channel = channel_of(core, scope).await?;
    let native_id = post.native_id();
    let within =
        core.channel(channel).map_or_else(|| native_scope(post.network(), channel), |live| live.connector.scope(post.network(), channel));
    let known = core.store.pasted(scope, answerable_domain::RawId(0), &within, &native_id).await.is_ok();
    let body = Body { post: serde_json::value::to_raw_value(post).map_err(not_json)?, uploads };
    let body = serde_json::to_vec(&body).map_err(not_json)?;
    let raw = core.store.append_pasted(scope, channel, body, core.clock.now()).await?;
    for _ in 0..BATCHES_MAX {
        match core.store.pasted(scope, raw, &within, &native_id).await? {
            Pasted::Waiting => hurry(core).await?,
            Pasted::Taken { post_id, case_id } => return Ok(PastedCase { post_id, case_id, known }),
            Pasted::Refused { code, reason } => return Err(PasteRefused::Unreadable { code, reason }),
        }
    }
    Err(PasteRefused::Busy)
}

/// One batch of the pipeline, to its end even if the person has gone meanwhile.
async fn hurry(core: &Arc<Core>) -> Result<(), StoreError> {
    let core_of_task = core.clone();
    let step = core.tasks.spawn(async move { pipeline::step(&core_of_task).await });
    step.await.map_err(|crash| StoreError::Unavailable(crash.to_string()))?.map(drop)
}

fn not_json(error: serde_json::Error) -> PasteRefused {
    PasteRefused::Unreadable { code: "not_json".to_owned(), reason: error.to_string() }
}

/// The brand's channel for pasted posts; made when the first is pasted, whoever that is.
async fn channel_of(core: &Arc<Core>, scope: &Scope) -> Result<ChannelId, PasteRefused> {
    let _one_at_a_time = core.opening_manual.lock().await;
    let channels = core.store.channels(scope).await?;
    if let Some(record) = channels.into_iter().find(|record| record.channel.connector == ConnectorKind::Manual) {
        return Ok(record.channel.id);
    }
    let new = NewChannel { connector: ConnectorKind::Manual, config: serde_json::Value::Null, secret: None, name: None };
    match channels::add(core, &Scope::program(scope.brand_id()), new).await {
        Ok(channel) => Ok(channel.id),
        Err(ChannelError::Store(error)) => Err(error.into()),
        Err(ChannelError::Check { reason, detail }) => Err(PasteRefused::Unreadable { code: reason, reason: detail }),
    }
}

/// Notes an answer that was given on the network's own site.
pub async fn note_elsewhere(core: &Arc<Core>, scope: &Scope, answer: NotedElsewhere) -> Result<Reply, super::ReplyRefused> {
    let now = core.clock.now();
    let at = answer.at.unwrap_or(now).min(now);
    // It has left already, however long it is: only what happened meanwhile is asked.
    let limits = answerable_domain::Limits {
        counter: answerable_domain::Counter::Codepoints,
        units_max: u32::MAX,
        bytes_max: u32::MAX,
        parts_max: 1,
        units_per_url: 0,
    };
    let (text, written_against, despite) = (answer.text.clone(), answer.thread_version, answer.despite);
    let submission = move |thread: &ThreadNow| {
        let availability = Availability::Yes;
        submit(&Submission { text: &text, limits: &limits, written_against, availability: &availability, undo_ms: 0, now }, thread)
            .map(drop)
    };
    submission(&ThreadNow { thread_version: answer.thread_version, other_reply: None }).map_err(refused)?;
    let check = move |thread: &StoredThread| submission(&replies::as_it_is(thread, written_against, despite));
    let care = Care { clock: core.clock.clone(), written: scope.user_id().map(|user| (at, user)) };
    let noted = Elsewhere {
        case_id: answer.case_id,
        post_id: answer.post_id,
        text: answer.text,
        link: answer.link,
        at,
        thread_version: answer.thread_version,
        client_key: answer.client_key,
    };
    let reply = core.store.record_elsewhere(scope, noted, check, Arc::new(care)).await?.map_err(refused)?;
    core.cases_changed.notify_one();
    Ok(reply)
}

fn refused(refusal: Refusal) -> super::ReplyRefused {
    super::ReplyRefused::Refused(Box::new(refusal))
}
