//! The one task that carries events from the store to the rooms.

use super::{change_frames, frame::rows_wanted};
use crate::http::App;
use answerable_domain::{BrandId, Event};
use std::{collections::HashMap, sync::Arc, time::Duration, time::Instant};
use tokio::sync::broadcast::{
    Receiver,
    error::{RecvError, TryRecvError},
};

/// Events that are written together at most.
const BATCH_MAX: usize = 512;
/// Rows that go out with events in one second and brand; above it the screens ask for what they show.
const ROWS_PER_SECOND_MAX: usize = 100;
/// How often those who have gone silently are looked for.
const ABSENT_EVERY: Duration = Duration::from_secs(15);

/// Runs until the program stops.
pub async fn run(app: App) {
    let mut events = app.store.subscribe();
    let mut rows = RowBudget::default();
    let mut lagged = false;
    let mut absent = tokio::time::interval(ABSENT_EVERY);
    loop {
        let first = tokio::select! {
            first = events.recv() => first,
            _ = absent.tick() => {
                app.live.forget_absent(app.now());
                continue;
            }
            () = app.stopping.cancelled() => return,
        };
        match first {
            Ok(first) => deliver(&app, drain(first, &mut events, &mut lagged), &mut rows).await,
            Err(RecvError::Lagged(_)) => lagged = true,
            Err(RecvError::Closed) => return,
        }
        if std::mem::take(&mut lagged) {
            tracing::warn!("live screens start over: events came faster than they could be written");
            app.live.start_over();
        }
    }
}

/// What has come together with the first.
fn drain(first: Arc<Event>, events: &mut Receiver<Arc<Event>>, lagged: &mut bool) -> Vec<Arc<Event>> {
    let mut batch = vec![first];
    while batch.len() < BATCH_MAX {
        match events.try_recv() {
            Ok(event) => batch.push(event),
            Err(TryRecvError::Lagged(_)) => {
                *lagged = true;
                break;
            }
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
        }
    }
    batch
}

async fn deliver(app: &App, events: Vec<Arc<Event>>, budget: &mut RowBudget) {
    let mut by_brand: HashMap<BrandId, Vec<Arc<Event>>> = HashMap::new();
    for event in events {
        app.metrics.happened(event.kind);
        by_brand.entry(event.brand_id).or_default().push(event);
    }
    for (brand_id, events) in by_brand {
        if !app.live.has_room(brand_id) {
            continue;
        }
        let with_rows = budget.take(brand_id, rows_wanted(&events));
        let written = match change_frames(app, brand_id, &events, with_rows).await {
            Ok(written) => Ok(written),
            // The events are true all the same: the screens ask for the rows.
            Err(_) => change_frames(app, brand_id, &events, false).await,
        };
        if let Ok(batch) = written {
            app.live.send(brand_id, batch);
        }
    }
}

/// How many rows went out in this second, by brand.
#[derive(Default)]
struct RowBudget(HashMap<BrandId, (Option<Instant>, usize)>);

impl RowBudget {
    fn take(&mut self, brand_id: BrandId, rows: usize) -> bool {
        let now = Instant::now();
        let (since, used) = self.0.entry(brand_id).or_default();
        if since.is_none_or(|since| now.duration_since(since) >= Duration::from_secs(1)) {
            (*since, *used) = (Some(now), 0);
        }
        *used += rows;
        *used <= ROWS_PER_SECOND_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_out_until_there_are_too_many_for_one_brand() {
        let mut budget = RowBudget::default();
        assert!(budget.take(BrandId(1), 100));
        assert!(!budget.take(BrandId(1), 1));
        assert!(budget.take(BrandId(2), 1));
    }
}
