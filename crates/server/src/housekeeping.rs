//! What is done now and then: sessions, invites and old events are cleared away, and the database looks at its own tables.

use crate::http::App;
use answerable_domain::Millis;
use answerable_store::StoreError;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60 * 60);
/// A screen that was away for longer loads its page again.
const EVENTS_KEPT_MS: Millis = 7 * 24 * 60 * 60 * 1000;
const AT_ONCE: usize = 5_000;

/// Runs until the program stops. The first round waits: a start should be quick.
pub async fn run(app: App) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = app.stopping.cancelled() => return,
        }
        if let Err(error) = tidy(&app).await {
            tracing::warn!(%error, "old rows could not be cleared away; it is tried again in an hour");
        }
    }
}

async fn tidy(app: &App) -> Result<(), StoreError> {
    let now = app.now();
    app.store.prune_expired(now).await?;
    while app.store.prune_events(now - EVENTS_KEPT_MS, AT_ONCE).await? == AT_ONCE as u64 {}
    app.store.optimize().await
}
