//! Expected to be louder by now: a source that brought clearly less in the last whole hour than in the quietest of the same hours of the
//! week before.
//!
//! The same hour of the week is told by the brand's own clock (the time zone of its business hours, else UTC): people write by the clock
//! on their wall, so that on the Monday after it was turned the nine o'clock hour is compared with nine o'clock hours, not with those of
//! eight or ten. Items are stored by whole hours of UTC all the same, so that nothing stored is wrong when a brand moves.
//!
//! An hour counts only when it was listened to from its beginning to its end: an hour in which the program rested says nothing about the
//! source, neither as the one that is judged nor as one of those that it is compared with.

use super::core::Core;
use answerable_domain::{Brand, ChannelId, Millis, Rate, Scope};
use answerable_store::{SourceHour, StoreError};
use jiff::{Timestamp, ToSpan, civil::DateTime, tz::AmbiguousOffset, tz::TimeZone};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// Weeks that are compared with.
const WEEKS: i64 = 4;
/// With fewer of them there is no usual yet.
const WEEKS_MIN: usize = 2;
/// Weeks after which hours are forgotten: one more than is compared with, so that none is missing when the clocks change.
const WEEKS_KEPT: i64 = 5;
const HOURS_OF_WEEK: i64 = 7 * 24;
const HOUR_MS: Millis = 3_600_000;
/// A source that was heard this near to both ends of an hour was listened to all through it. Feeds are asked every few minutes.
const EDGE_MS: Millis = 15 * 60_000;
/// Never sleeps longer: the machine's clock may be set.
const LOOK_AGAIN_EVERY: Duration = Duration::from_secs(20);
const PRUNE_MAX: usize = 5_000;
/// Where at least so many are usual, none at all is hardly chance.
const NOTHING_BELOW: f64 = 3.0;

/// Judges every source when an hour has ended, and at start.
pub async fn run(core: Arc<Core>) {
    let mut judged = None;
    while !core.stop.is_cancelled() {
        let hour = hour_of(core.clock.now());
        if judged != Some(hour) {
            match judge_all(&core).await {
                Ok(()) => judged = Some(hour),
                Err(error) => tracing::warn!(%error, "how loud the sources are could not be judged"),
            }
        }
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.hours_passed.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN_EVERY) => {}
        }
    }
}

/// Judges the last whole hour of every source of every brand, and forgets what is too old to matter.
pub async fn judge_all(core: &Core) -> Result<(), StoreError> {
    let hour = hour_of(core.clock.now());
    for brand in core.store.brands().await? {
        judge_brand(core, &brand, hour - 1).await?;
    }
    while core.store.prune_source_hours(hour - WEEKS_KEPT * HOURS_OF_WEEK, PRUNE_MAX).await? == PRUNE_MAX as u64 {}
    Ok(())
}

async fn judge_brand(core: &Core, brand: &Brand, hour: i64) -> Result<(), StoreError> {
    let scope = Scope::program(brand.id);
    let sources = core.store.sources(&scope).await?;
    if sources.is_empty() {
        return Ok(());
    }
    let weeks = same_hours(hour, &zone_of(brand));
    let hours: Vec<i64> = weeks.iter().flatten().copied().chain([hour]).collect();
    let heard = core.store.source_hours(&scope, &hours).await?;
    let heard: HashMap<(ChannelId, &str, i64), &SourceHour> =
        heard.iter().map(|heard| ((heard.channel_id, heard.source.as_str(), heard.hour), heard)).collect();
    let mut rates = Vec::new();
    for source in sources {
        let of = |hour: i64| heard.get(&(source.channel_id, source.source.as_str(), hour)).copied();
        let rate = rate(hour, &weeks, of);
        if rate != source.rate {
            rates.push((source.channel_id, source.source, rate));
        }
    }
    if rates.is_empty() { Ok(()) } else { core.store.set_rates(&scope, rates).await }
}

/// The time zone that the brand works in.
fn zone_of(brand: &Brand) -> TimeZone {
    let named = brand.policy.business_hours.as_ref().and_then(|hours| TimeZone::get(&hours.time_zone).ok());
    named.unwrap_or(TimeZone::UTC)
}

fn hour_of(at: Millis) -> i64 {
    at.div_euclid(HOUR_MS)
}

/// For each of the last weeks the hours that were this hour of the week there: one, or none where the clocks skipped it, or two where they
/// went through it twice.
fn same_hours(hour: i64, zone: &TimeZone) -> Vec<Vec<i64>> {
    let Ok(start) = Timestamp::from_millisecond(hour * HOUR_MS) else { return Vec::new() };
    let on_the_wall = zone.to_datetime(start);
    (1..=WEEKS).map(|week| on_the_wall.checked_sub((7 * week).days()).map_or_else(|_| Vec::new(), |then| hours_at(then, zone))).collect()
}

fn hours_at(on_the_wall: DateTime, zone: &TimeZone) -> Vec<i64> {
    let offsets = match zone.to_ambiguous_timestamp(on_the_wall).offset() {
        AmbiguousOffset::Unambiguous { offset } => vec![offset],
        AmbiguousOffset::Gap { .. } => Vec::new(),
        AmbiguousOffset::Fold { before, after } => vec![before, after],
    };
    offsets.into_iter().filter_map(|offset| offset.to_timestamp(on_the_wall).ok()).map(|at| hour_of(at.as_millisecond())).collect()
}

/// The judgement: `heard` gives what is known of an hour of the source.
fn rate<'a>(hour: i64, weeks: &[Vec<i64>], heard: impl Fn(i64) -> Option<&'a SourceHour>) -> Rate {
    let whole = |hour: i64| heard(hour).filter(|heard| is_whole(heard)).map(|heard| heard.items);
    let lows: Vec<u32> = weeks.iter().filter_map(|hours| hours.iter().copied().filter_map(whole).min()).collect();
    let usual_low = lows.iter().copied().min().filter(|_| lows.len() >= WEEKS_MIN);
    let quiet = usual_low.zip(whole(hour)).is_some_and(|(low, items)| is_clearly_below(items, low));
    Rate { hour: heard(hour).map_or(0, |heard| heard.items), usual_low, quiet }
}

/// Below the lowest of four is one hour in six by chance alone (counts of independent posts, simulated), and a mark that is wrong so often
/// is not looked at. Two deviations of a count below it is chance in less than one hour in a hundred.
fn is_clearly_below(items: u32, low: u32) -> bool {
    let low = f64::from(low);
    f64::from(items) < low - 2.0 * low.sqrt() || (items == 0 && low >= NOTHING_BELOW)
}

fn is_whole(heard: &SourceHour) -> bool {
    let start = heard.hour * HOUR_MS;
    heard.heard_from - start <= EDGE_MS && start + HOUR_MS - heard.heard_to <= EDGE_MS
}

#[cfg(test)]
#[path = "loudness_tests.rs"]
mod tests;
