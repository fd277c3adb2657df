//! The pipeline: takes what is pending, in order, runs the stages, and hands the result to the store in one transaction a batch.

use super::{
    core::Core,
    decisions::Care,
    media,
    stages::{Desk, digest},
};
use answerable_store::{AbsorbReport, Digested, PendingRaw, Quarantine, StoreError};
use std::{sync::Arc, time::Duration};

/// Raws in one transaction.
const BATCH_MAX: usize = 500;
/// Another process (an import from the command line) may have left something: look again after this long.
const LOOK_AGAIN_EVERY: Duration = Duration::from_secs(1);
const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);

pub async fn run(core: Arc<Core>) {
    while !core.stop.is_cancelled() {
        let pause = match step(&core).await {
            Ok(0) => LOOK_AGAIN_EVERY,
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(%error, "the pipeline waits for the store");
                STORE_RETRY_AFTER
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.raws_waiting.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// One batch; returns how many raws it took.
pub async fn step(core: &Arc<Core>) -> Result<usize, StoreError> {
    let _alone = core.digesting.lock().await;
    let pending = core.store.pending_raws(None, BATCH_MAX).await?;
    let count = pending.len();
    if count == 0 {
        return Ok(0);
    }
    let imported = pending.iter().filter(|pending| pending.raw.source == super::imports::SOURCE).count();
    tracing::debug!(count, first = %pending[0].raw.id, "digesting");
    let digesting = core.clone();
    let digested = tokio::task::spawn_blocking(move || pending.iter().map(|pending| digest_one(&digesting, pending)).collect::<Vec<_>>());
    let digested = digested.await.map_err(|crash| StoreError::Unavailable(crash.to_string()))?;
    let report = take_in(core, digested).await?;
    after(core, &report);
    core.imports.taken(imported);
    Ok(count)
}

/// Files that came with posts are in the folder before the posts are in the store.
pub(super) async fn take_in(core: &Arc<Core>, mut batch: Vec<Digested>) -> Result<AbsorbReport, StoreError> {
    if !media::has_attachments(&batch) {
        return absorb(core, batch).await;
    }
    let (_turn, folder) = (core.media.turn().await, core.media.folder.clone());
    let kept = tokio::task::spawn_blocking(move || media::keep_attachments(&folder, &mut batch).map(|()| batch)).await;
    let kept = kept.map_err(|crash| StoreError::Unavailable(crash.to_string()))?;
    absorb(core, kept.map_err(|error| StoreError::Unavailable(format!("the media folder cannot be written to: {error}")))?).await
}

/// Runs the stages over one payload.
pub(super) fn digest_one(core: &Core, pending: &PendingRaw) -> Digested {
    let Some(live) = core.channel(pending.raw.channel_id) else { return without_connector(pending) };
    let (matcher, assessor) = (live.room.interest.matcher(), live.room.understanding.assessor());
    digest(pending, &Desk { connector: live.connector.as_ref(), room: &live.room, matcher: &matcher, assessor: &assessor })
}

fn without_connector(pending: &PendingRaw) -> Digested {
    let reason = "the channel's settings do not work, so there is nobody to read it".to_owned();
    Digested {
        raw_id: pending.raw.id,
        brand_id: pending.brand_id,
        channel_id: pending.raw.channel_id,
        received_at: pending.raw.received_at,
        result: Err(Quarantine { code: "no_connector".to_owned(), reason }),
    }
}

/// A batch that the store cannot take goes in one by one, so that the one at fault waits in quarantine and the others do not.
async fn absorb(core: &Arc<Core>, batch: Vec<Digested>) -> Result<AbsorbReport, StoreError> {
    let care = Arc::new(Care::new(&core.clock));
    match core.store.absorb(batch.clone(), care.clone()).await {
        Err(StoreError::Unavailable(why)) => return Err(StoreError::Unavailable(why)),
        Ok(report) => return Ok(report),
        Err(error) => tracing::error!(%error, "a batch is taken in one by one"),
    }
    let mut total = AbsorbReport::default();
    for digested in batch {
        let refused = Digested { result: Err(quarantine_of(&digested)), ..digested.clone() };
        let report = match core.store.absorb(vec![digested], care.clone()).await {
            Err(StoreError::Unavailable(why)) => return Err(StoreError::Unavailable(why)),
            Ok(report) => report,
            Err(error) => {
                tracing::error!(%error, raw = %refused.raw_id, "a payload is quarantined");
                core.store.absorb(vec![refused], care.clone()).await?
            }
        };
        total.followed.extend(report.followed);
        total.wanted |= report.wanted;
    }
    Ok(total)
}

fn quarantine_of(digested: &Digested) -> Quarantine {
    match &digested.result {
        Err(quarantine) => quarantine.clone(),
        Ok(_) => Quarantine { code: "not_stored".to_owned(), reason: "the store could not take it in; see the log".to_owned() },
    }
}

pub(super) fn after(core: &Core, report: &AbsorbReport) {
    for (brand, native_id) in &report.followed {
        core.room(*brand).interest.follow([native_id.as_str()]);
    }
    if report.wanted {
        core.wanted.notify_one();
    }
    core.cases_changed.notify_one();
    core.media.waiting.notify_one();
}
