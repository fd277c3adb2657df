//! Time passing: wakes snoozed cases and notices deadlines that have passed, within a second of their time.

use super::{core::Core, decisions::Care};
use answerable_domain::Millis;
use answerable_store::StoreError;
use std::{sync::Arc, time::Duration};

/// Cases told in one transaction.
const BATCH_MAX: usize = 500;
/// Never sleeps longer: the machine's clock may be set.
const LOOK_AGAIN_EVERY_MS: Millis = 1_000;

pub async fn run(core: Arc<Core>) {
    while !core.stop.is_cancelled() {
        let pause = match step(&core).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "the ticker waits for the store");
                Duration::from_millis(500)
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.cases_changed.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Tells what is due; returns how long nothing will be.
pub async fn step(core: &Arc<Core>) -> Result<Duration, StoreError> {
    let now = core.clock.now();
    let due = core.store.due_cases(now, BATCH_MAX).await?;
    if !due.is_empty() {
        core.store.tick(due, now, Arc::new(Care::new(&core.clock))).await?;
        return Ok(Duration::ZERO);
    }
    let next = core.store.next_case_due().await?;
    let pause_ms = next.map_or(LOOK_AGAIN_EVERY_MS, |at| (at - now).clamp(1, LOOK_AGAIN_EVERY_MS));
    Ok(Duration::from_millis(pause_ms.unsigned_abs()))
}
