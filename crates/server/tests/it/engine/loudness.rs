//! Weeks pass, hour by hour: a source that is as loud as ever is never called quiet, and one that breaks off is, once.

use super::desk::{Desk, Loops};
use answerable_domain::{BusinessHours, Clock, EventKind, EventSeq, Policy, Rate};
use answerable_server::engine::Engine;
use answerable_store::RawPage;
use jiff::{Timestamp, tz::TimeZone};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// Loud by day on the wall of New York, and a little louder each week.
fn usual(hour: i64, zone: &TimeZone) -> usize {
    let at = zone.to_datetime(Timestamp::from_millisecond(hour * HOUR_MS).expect("a moment"));
    let growth = usize::try_from((hour - 497_448) / 168).expect("later than the beginning");
    growth + if (9..18).contains(&at.hour()) { 20 } else { 3 }
}

fn hour_at(moment: &str) -> i64 {
    moment.parse::<Timestamp>().expect("a moment").as_millisecond() / HOUR_MS
}

async fn pass_hour(desk: &Desk, engine: &Engine, channel: answerable_domain::ChannelId, hour: i64, items: usize) {
    for (minute, items) in [(1, items / 2), (58, items - items / 2)] {
        let received_at = hour * HOUR_MS + minute * MINUTE_MS;
        desk.clock.set(received_at);
        let page = RawPage { bodies: vec![b"{}".to_vec(); items], received_at, ..RawPage::default() };
        desk.store.append_raw(channel, "jetstream", page).await.expect("stored");
    }
    desk.clock.set((hour + 1) * HOUR_MS);
    engine.judge_loudness().await.expect("judged");
}

#[tokio::test]
async fn a_source_is_called_quiet_when_it_is_and_not_because_the_clocks_change() {
    let mut desk = Desk::open().await;
    let hours = BusinessHours { time_zone: "America/New_York".into(), open: Vec::new(), holidays: Vec::new() };
    let policy = Policy { business_hours: Some(hours), ..Policy::default() };
    desk.store.set_policy(&desk.scope, policy).await.expect("stored");
    let stream = desk.stream().await;
    desk.restart(Loops::Rest).await;
    let zone = TimeZone::get("America/New_York").expect("a zone");
    let seq = desk.store.latest_seq().await.expect("read");

    // Five weeks; in the last night of the fourth the clocks go back. On the Tuesday after it the source breaks off for an hour.
    let (from, to, broken) = (hour_at("2026-10-01T00:00:00Z"), hour_at("2026-11-05T00:00:00Z"), hour_at("2026-11-03T15:00:00Z"));
    for hour in from..to {
        let items = if hour == broken { 2 } else { usual(hour, &zone) };
        pass_hour(&desk, &desk.engine, stream.id, hour, items).await;
        if hour == broken {
            let rate = desk.health(stream.id).await.expect("its health").rate;
            let low = u32::try_from(usual(broken - 4 * 168, &zone)).expect("small");
            assert_eq!(rate, Rate { hour: 2, usual_low: Some(low), quiet: true });
        }
    }
    let events = desk.store.events_after(&desk.scope, EventSeq(seq.0), 1_000).await.expect("read");
    let told: Vec<(i64, bool)> = events
        .iter()
        .filter(|event| event.kind == EventKind::SourceChanged)
        .filter_map(|event| Some((event.at / HOUR_MS, event.payload["quiet"].as_bool()?)))
        .collect();
    assert_eq!(told, [(broken + 1, true), (broken + 2, false)]);
    let kept = desk.store.source_hours(&desk.scope, &[from, desk.clock.now() / HOUR_MS - 5 * 168, to - 1]).await.expect("read");
    assert_eq!(kept.len(), 2, "what is older than five weeks is forgotten");
}
