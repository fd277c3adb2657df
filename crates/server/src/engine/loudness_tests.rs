//! Weeks of made-up hours, judged.

use super::*;
use std::collections::BTreeMap;

/// What one source brought, by hour.
struct Past(BTreeMap<i64, SourceHour>);

impl Past {
    /// Every hour from `from` to before `to`, listened to all through.
    fn of(from: i64, to: i64, items: impl Fn(i64) -> u32) -> Self {
        Self((from..to).map(|hour| (hour, whole(hour, items(hour)))).collect())
    }

    fn rate(&self, at: &str, zone: &str) -> Rate {
        let (hour, zone) = (hour_at(at), TimeZone::get(zone).expect("a zone"));
        rate(hour, &same_hours(hour, &zone), |hour| self.0.get(&hour))
    }
}

fn whole(hour: i64, items: u32) -> SourceHour {
    let start = hour * HOUR_MS;
    SourceHour {
        channel_id: ChannelId(1),
        source: "jetstream".into(),
        hour,
        items,
        heard_from: start + 5_000,
        heard_to: start + HOUR_MS - 5_000,
    }
}

fn hour_at(moment: &str) -> i64 {
    hour_of(moment.parse::<Timestamp>().expect("a moment").as_millisecond())
}

fn text(hour: i64) -> String {
    Timestamp::from_millisecond(hour * HOUR_MS).expect("a moment").to_string()
}

/// Forty at nine o'clock on the wall, four at any other hour.
fn loud_at_nine(zone: &str) -> impl Fn(i64) -> u32 {
    let zone = TimeZone::get(zone).expect("a zone");
    move |hour| {
        let at = zone.to_datetime(Timestamp::from_millisecond(hour * HOUR_MS).expect("a moment"));
        if at.hour() == 9 { 40 } else { 4 }
    }
}

#[test]
fn an_hour_is_compared_with_the_lowest_of_four_weeks() {
    let end = hour_at("2026-11-23T00:00:00Z");
    // Each week two more than the week before it: the lowest is the oldest.
    let mut past = Past::of(end - 4 * HOURS_OF_WEEK, end, |hour| 20 - 2 * u32::try_from((end - 1 - hour) / HOURS_OF_WEEK).expect("small"));
    let now = "2026-11-23T00:00:00Z";
    for (items, quiet) in [(14, false), (7, false), (6, true), (0, true), (50, false)] {
        past.0.insert(end, whole(end, items));
        assert_eq!(past.rate(now, "UTC"), Rate { hour: items, usual_low: Some(14), quiet }, "{items}");
    }
}

#[test]
fn what_may_be_chance_is_not_called_quiet() {
    for (items, low, expected) in
        [(83, 100, false), (79, 100, true), (1, 3, false), (0, 3, true), (0, 2, false), (0, 0, false), (5, 4, false)]
    {
        assert_eq!(is_clearly_below(items, low), expected, "{items} where {low} is the lowest");
    }
}

#[test]
fn without_two_weeks_there_is_no_judgement() {
    let end = hour_at("2026-11-23T09:00:00Z");
    for (weeks, usual_low) in [(0, None), (1, None), (2, Some(30)), (5, Some(30))] {
        let mut past = Past::of(end - weeks * HOURS_OF_WEEK, end, |_| 30);
        past.0.insert(end, whole(end, 0));
        assert_eq!(past.rate("2026-11-23T09:00:00Z", "UTC"), Rate { hour: 0, usual_low, quiet: usual_low.is_some() }, "{weeks} weeks");
    }
}

#[test]
fn a_source_that_is_sometimes_silent_at_that_hour_is_never_too_quiet() {
    let end = hour_at("2026-11-23T03:00:00Z");
    let mut past = Past::of(end - 4 * HOURS_OF_WEEK, end, |hour| if end - hour == 2 * HOURS_OF_WEEK { 0 } else { 9 });
    past.0.insert(end, whole(end, 0));
    assert_eq!(past.rate("2026-11-23T03:00:00Z", "UTC"), Rate { hour: 0, usual_low: Some(0), quiet: false });
}

#[test]
fn hours_in_which_the_program_rested_say_nothing() {
    let end = hour_at("2026-11-23T09:00:00Z");
    let mut past = Past::of(end - 4 * HOURS_OF_WEEK, end + 1, |_| 30);
    // It came up at 9:40 last week, and brought little until ten.
    let partial = past.0.get_mut(&(end - HOURS_OF_WEEK)).expect("an hour");
    (partial.items, partial.heard_from) = (2, partial.heard_from + 40 * 60_000);
    assert_eq!(past.rate("2026-11-23T09:00:00Z", "UTC").usual_low, Some(30));
    // It went down at 9:20 today: little came, but nobody listened.
    let today = past.0.get_mut(&end).expect("an hour");
    (today.items, today.heard_to) = (8, today.heard_to - 40 * 60_000);
    assert_eq!(past.rate("2026-11-23T09:00:00Z", "UTC"), Rate { hour: 8, usual_low: Some(30), quiet: false });
    past.0.remove(&end);
    assert_eq!(past.rate("2026-11-23T09:00:00Z", "UTC"), Rate { hour: 0, usual_low: Some(30), quiet: false });
}

#[test]
fn nine_oclock_is_nine_oclock_after_the_clocks_change() {
    // New York leaves summer time on 2026-11-01: nine o'clock moves from 13 to 14 h UTC.
    let from = hour_at("2026-09-28T00:00:00Z");
    for (moment, zone, expected) in [
        // The Monday after: nine o'clock as loud as ever, and the hours beside it as quiet as ever.
        ("2026-11-02T14:00:00Z", "America/New_York", Rate { hour: 40, usual_low: Some(40), quiet: false }),
        ("2026-11-02T13:00:00Z", "America/New_York", Rate { hour: 4, usual_low: Some(4), quiet: false }),
        // By UTC the same Monday would look far too quiet at 13 h.
        ("2026-11-02T13:00:00Z", "UTC", Rate { hour: 4, usual_low: Some(40), quiet: true }),
    ] {
        let past = Past::of(from, hour_at(moment) + 1, loud_at_nine("America/New_York"));
        assert_eq!(past.rate(moment, zone), expected, "{moment} {zone}");
    }
    // Berlin goes on summer time on 2026-03-29.
    let past = Past::of(hour_at("2026-02-20T00:00:00Z"), hour_at("2026-04-02T00:00:00Z"), loud_at_nine("Europe/Berlin"));
    assert_eq!(past.rate("2026-03-30T07:00:00Z", "Europe/Berlin"), Rate { hour: 40, usual_low: Some(40), quiet: false });
}

#[test]
fn an_hour_that_the_clocks_skip_or_repeat_is_compared_with_what_there_was() {
    let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
    let hours =
        |moment: &str| same_hours(hour_at(moment), &berlin).into_iter().map(|hours| hours.into_iter().map(text).collect::<Vec<_>>());
    // Sunday, half past two: a week earlier there was no such hour.
    assert_eq!(
        hours("2026-04-05T00:00:00Z").collect::<Vec<_>>(),
        [vec![], vec!["2026-03-22T01:00:00Z".to_owned()], vec!["2026-03-15T01:00:00Z".to_owned()], vec!["2026-03-08T01:00:00Z".to_owned()]]
    );
    // In October there were two of them.
    assert_eq!(
        hours("2026-11-01T01:00:00Z").take(2).collect::<Vec<_>>(),
        [vec!["2026-10-25T00:00:00Z".to_owned(), "2026-10-25T01:00:00Z".to_owned()], vec!["2026-10-18T00:00:00Z".to_owned()]]
    );
    // Korea and Japan know no summer time; India's hours begin at half past.
    for (zone, back) in [("Asia/Seoul", HOURS_OF_WEEK), ("Asia/Tokyo", HOURS_OF_WEEK), ("Asia/Kolkata", HOURS_OF_WEEK)] {
        let hour = hour_at("2026-11-02T14:00:00Z");
        let expected: Vec<Vec<i64>> = (1..=WEEKS).map(|week| vec![hour - week * back]).collect();
        assert_eq!(same_hours(hour, &TimeZone::get(zone).expect("a zone")), expected, "{zone}");
    }
}
