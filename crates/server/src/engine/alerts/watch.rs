//! Follows the event log and the clock, and makes notices.
//!
//! Where no alert is switched on it sleeps until one is. It remembers in memory how far it has looked; the cursor in the store moves with what
//! is found and now and then, so that quiet traffic writes nothing. After a restart some events are looked at again: a post that an alert has
//! matched is matched once.

use crate::engine::core::Core;
use answerable_care::alert_step;
use answerable_domain::{EventSeq, Millis};
use answerable_store::StoreError;
use std::{sync::Arc, time::Duration};
use tokio::sync::broadcast::error::RecvError;

/// Events looked at together.
const EVENTS_MAX: usize = 1_000;
/// Alerts told in one transaction because their time has come.
const DUE_MAX: usize = 100;
/// Events after which the cursor is written although nothing was found.
const CURSOR_EVERY_EVENTS: usize = 10_000;
/// Never sleeps longer while there are alerts: the machine's clock may be set, and other nodes write events too.
const LOOK_AGAIN_EVERY_MS: Millis = 1_000;
const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);
/// Told notices, matches and deliveries are kept so long.
const KEPT_MS: Millis = 90 * 24 * 60 * 60 * 1000;
const PRUNE_EVERY_MS: Millis = 60 * 60 * 1000;

#[derive(Default)]
struct Watch {
    /// Where the last look ended; 0 before the first.
    position: i64,
    unwritten: usize,
    pruned_at: Option<Millis>,
}

pub async fn run(core: Arc<Core>) {
    let mut watch = Watch::default();
    let mut news = core.store.subscribe();
    while !core.stop.is_cancelled() {
        let pause = match watch.look(&core).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "alerts wait for the store");
                Some(STORE_RETRY_AFTER)
            }
        };
        let Some(pause) = pause else {
            // No alerts: nothing but a change of them matters.
            tokio::select! { () = core.stop.cancelled() => {} () = core.alerts.changed.notified() => {} }
            news = news.resubscribe();
            continue;
        };
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.alerts.changed.notified() => {}
            () = tokio::time::sleep(pause) => {}
            heard = news.recv() => {
                if matches!(heard, Err(RecvError::Closed)) { return; }
                // What came together is looked at together.
                news = news.resubscribe();
            }
        }
    }
}

impl Watch {
    /// Looks at everything there is; returns how long nothing will be. `None`: there are no alerts.
    async fn look(&mut self, core: &Arc<Core>) -> Result<Option<Duration>, StoreError> {
        let now = core.clock.now();
        self.prune(core, now).await?;
        let mut told = 0;
        while let Some(found) = core.store.alert_matches(EventSeq(self.position), EVENTS_MAX).await? {
            let (up_to, events, empty) = (found.up_to.0, found.events, found.found.is_empty());
            self.unwritten += events;
            if !empty || self.unwritten >= CURSOR_EVERY_EVENTS {
                match core.store.keep_matches(found, alert_step).await? {
                    Some(notices) => told += notices,
                    // Another node was faster: what it has found is looked at again, and found to be known.
                    None => continue,
                }
                self.unwritten = 0;
            }
            self.position = up_to;
            if events < EVENTS_MAX || core.stop.is_cancelled() {
                break;
            }
        }
        let next = core.store.next_alert_due().await?;
        if next.is_some_and(|at| at <= now) {
            told += core.store.tick_alerts(DUE_MAX, alert_step).await?;
        }
        // Also for one that was tried: that makes deliveries without our doing.
        core.alerts.deliveries.notify_one();
        if next.is_none() && told == 0 && !core.store.has_alerts().await? {
            return Ok(None);
        }
        let next = core.store.next_alert_due().await?;
        let pause_ms = next.map_or(LOOK_AGAIN_EVERY_MS, |at| (at - now).clamp(1, LOOK_AGAIN_EVERY_MS));
        Ok(Some(Duration::from_millis(pause_ms.unsigned_abs())))
    }

    async fn prune(&mut self, core: &Arc<Core>, now: Millis) -> Result<(), StoreError> {
        if self.pruned_at.is_some_and(|at| now < at + PRUNE_EVERY_MS) {
            return Ok(());
        }
        while core.store.prune_alerts(now - KEPT_MS).await? > 0 {}
        self.pruned_at = Some(now);
        Ok(())
    }
}
