//! How loud sources are, and gaps that are read again.

use crate::desk::Desk;
use crate::engines::Ground;
use answerable_domain::{ChannelId, Clock, EventKind, EventSeq, Gap, GapId, Rate, Reread, RereadState, SourceState};
use answerable_store::{DueReread, HealthChange, NewGap, RawPage, RereadStep, SourceHour, StoreError};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

async fn brought(desk: &Desk, items: usize, at: i64) {
    let page = RawPage { bodies: vec![b"{}".to_vec(); items], received_at: at, ..RawPage::default() };
    desk.store.append_raw(desk.channel.id, "stream", page).await.expect("stored");
}

async fn answered(desk: &Desk, state: SourceState, at: i64) {
    let change = HealthChange { state: Some(state), last_contact_at: Some(at), at, ..HealthChange::default() };
    desk.store.set_health(desk.channel.id, "stream", change).await.expect("stored");
}

pub async fn what_a_source_brings_is_counted_by_the_hour(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let hour = desk.clock.now() / HOUR_MS;
    let start = hour * HOUR_MS;
    brought(&desk, 3, start + MINUTE_MS).await;
    brought(&desk, 2, start + 30 * MINUTE_MS).await;
    answered(&desk, SourceState::Live, start + 59 * MINUTE_MS).await;
    // A quiet hour was heard all the same; one in which nothing answered was not.
    answered(&desk, SourceState::Silent, start + HOUR_MS + MINUTE_MS).await;
    answered(&desk, SourceState::Failing, start + 2 * HOUR_MS + MINUTE_MS).await;
    // Fetched behind the main flow: the source is none the louder.
    let fetched = desk.store.append_fetched(desk.channel.id, "hydrate", vec![b"[]".to_vec()], start + MINUTE_MS).await;
    assert_eq!(fetched.expect("stored").len(), 1);

    let hours = desk.store.source_hours(&desk.scope, &[hour - 1, hour, hour + 1, hour + 2]).await.expect("read");
    let of = |hour: i64, items, from, to| SourceHour {
        channel_id: desk.channel.id,
        source: "stream".into(),
        hour,
        items,
        heard_from: hour * HOUR_MS + from * MINUTE_MS,
        heard_to: hour * HOUR_MS + to * MINUTE_MS,
    };
    let mut found = hours.clone();
    found.sort_by_key(|hour| hour.hour);
    assert_eq!(found, [of(hour, 5, 1, 59), of(hour + 1, 0, 1, 1)]);
    let sources = desk.store.sources(&desk.scope).await.expect("read");
    assert_eq!(sources.iter().map(|source| source.source.as_str()).collect::<Vec<_>>(), ["stream"]);

    let other = desk.another(ground).await;
    assert!(other.store.source_hours(&other.scope, &[hour]).await.expect("read").is_empty(), "another brand's hours are not found");
    assert_eq!(desk.store.prune_source_hours(hour + 1, 10).await.expect("pruned"), 1);
    assert_eq!(desk.store.source_hours(&desk.scope, &[hour, hour + 1]).await.expect("read").len(), 1);
}

pub async fn a_source_that_falls_quiet_is_told_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    brought(&desk, 1, desk.clock.now()).await;
    let seq = desk.store.latest_seq().await.expect("read");
    let rate = |hour, quiet| Rate { hour, usual_low: Some(5), quiet };
    for rate in [rate(9, false), rate(3, true), rate(2, true), rate(8, false)] {
        let rates = vec![(desk.channel.id, "stream".to_owned(), rate), (ChannelId(1), "gone".to_owned(), rate)];
        desk.store.set_rates(&desk.scope, rates).await.expect("stored");
        assert_eq!(desk.store.sources(&desk.scope).await.expect("read")[0].rate, rate);
    }
    answered(&desk, SourceState::Starting, desk.clock.now()).await;
    assert_eq!(desk.store.sources(&desk.scope).await.expect("read")[0].rate, rate(8, false), "health does not touch it");
    let events = desk.store.events_after(&desk.scope, EventSeq(seq.0), 10).await.expect("read");
    let quiet: Vec<_> = events.iter().map(|event| (event.kind, event.payload["quiet"].as_bool())).collect();
    assert_eq!(quiet, [(EventKind::SourceChanged, Some(true)), (EventKind::SourceChanged, Some(false))]);
}

async fn gap(desk: &Desk) -> Gap {
    let now = desk.clock.now();
    let gap = NewGap { from: Some(now - HOUR_MS), to: now, why: "clamped_cursor".into() };
    let page = RawPage { gap: Some(gap), received_at: now, ..RawPage::default() };
    desk.store.append_raw(desk.channel.id, "stream", page).await.expect("stored");
    desk.store.gaps(&desk.scope, desk.channel.id, 1).await.expect("read").remove(0)
}

fn step(due: &DueReread, state: RereadState, found: u32, at: i64) -> RereadStep {
    RereadStep {
        gap_id: due.gap.id,
        bodies: vec![b"{}".to_vec(); found as usize],
        source: "search",
        state,
        found,
        because: None,
        plan: format!("{} and on", due.plan),
        attempts: 0,
        at,
        next_at: at + 500,
    }
}

pub async fn a_gap_is_read_again_step_by_step(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let (store, now) = (&desk.store, desk.clock.now());
    let gap = gap(&desk).await;
    assert_eq!(gap.reread, None);
    assert_eq!(store.next_reread_at().await.expect("read"), None);
    let begun = store.start_reread(&desk.scope, desk.channel.id, gap.id, "plan".into()).await.expect("begun");
    let running = |found| Some(Reread { state: RereadState::Running, found, because: None });
    assert_eq!(begun.reread, running(0));

    let due = store.due_rereads(now, 10).await.expect("read").remove(0);
    assert_eq!((due.brand_id, due.plan.as_str(), due.attempts), (desk.brand_id, "plan", 0));
    store.step_reread(step(&due, RereadState::Running, 2, now)).await.expect("stored");
    // Asking once more changes nothing while it is being read.
    let again = store.start_reread(&desk.scope, desk.channel.id, gap.id, "another plan".into()).await.expect("going on");
    assert_eq!(again.reread, running(2));
    assert!(store.due_rereads(now, 10).await.expect("read").is_empty(), "its next step is not due yet");
    assert_eq!(store.next_reread_at().await.expect("read"), Some(now + 500));
    let due = store.due_rereads(now + 500, 10).await.expect("read").remove(0);
    assert_eq!(due.plan, "plan and on");

    let seq = store.latest_seq().await.expect("read");
    store.step_reread(step(&due, RereadState::Done, 1, now + 500)).await.expect("stored");
    let done = store.gap(&desk.scope, desk.channel.id, gap.id).await.expect("read");
    assert_eq!(done.reread, Some(Reread { state: RereadState::Done, found: 3, because: None }));
    let events = store.events_after(&desk.scope, EventSeq(seq.0), 10).await.expect("read");
    assert_eq!(events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::SourceChanged], "its end is told");
    let pending = store.pending_raws(None, 10).await.expect("read");
    assert_eq!(pending.iter().filter(|pending| pending.raw.source == "search").count(), 3);
    assert!(matches!(store.step_reread(step(&due, RereadState::Done, 1, now)).await, Err(StoreError::NotFound)), "it has ended");

    let anew = store.start_reread(&desk.scope, desk.channel.id, gap.id, "plan".into()).await.expect("begun anew");
    assert_eq!(anew.reread, running(0));
    let other = desk.another(ground).await;
    for (scope, channel, id) in
        [(&other.scope, desk.channel.id, gap.id), (&desk.scope, other.channel.id, gap.id), (&desk.scope, desk.channel.id, GapId(7))]
    {
        assert!(matches!(store.gap(scope, channel, id).await, Err(StoreError::NotFound)));
        assert!(matches!(store.start_reread(scope, channel, id, "plan".into()).await, Err(StoreError::NotFound)));
    }
    store.remove_channel(&desk.scope, desk.channel.id).await.expect("removed");
    assert!(store.due_rereads(i64::MAX, 10).await.expect("read").is_empty(), "nobody reads for a channel that is gone");
}
