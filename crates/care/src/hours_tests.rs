//! Deadlines, told in the desk's own time.

use crate::{deadline, hours::clock_started_at, validate_policy};
use answerable_domain::{BusinessHours, Millis, Policy, TimeOfDay, Weekday};
use jiff::{Timestamp, Zoned, tz::TimeZone};

const WEEK: [Weekday; 7] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday, Weekday::Saturday, Weekday::Sunday];

/// `Asia/Seoul Mon-Fri 09:00-18:00 closed 2026-09-24`, the way one would say it. More than one span: `Mon-Fri 09:00-12:00 13:00-18:00`.
pub(crate) fn hours(text: &str) -> BusinessHours {
    let mut words = text.split(' ');
    let time_zone = words.next().expect("a zone").to_owned();
    let mut hours = BusinessHours { time_zone, open: Vec::new(), holidays: Vec::new() };
    let mut days = &WEEK[..];
    for word in words {
        match word {
            "closed" => {}
            "Mon-Fri" => days = &WEEK[..5],
            "Mon-Sun" => days = &WEEK[..],
            "Sun" => days = &WEEK[6..],
            "Mon" => days = &WEEK[..1],
            _ if word.contains(':') => {
                let (opens, closes) = word.split_once('-').expect("a span");
                hours.open.extend(days.iter().map(|day| (*day, time(opens), time(closes))));
            }
            _ => hours.holidays.push(word.to_owned()),
        }
    }
    hours
}

fn time(text: &str) -> TimeOfDay {
    let (hour, minute) = text.split_once(':').expect("hh:mm");
    TimeOfDay(hour.parse::<u16>().expect("hours") * 60 + minute.parse::<u16>().expect("minutes"))
}

pub(crate) fn policy(minutes: u32, hours_text: &str) -> Policy {
    Policy { answer_minutes: minutes, vip_answer_minutes: minutes.div_ceil(2), business_hours: Some(hours(hours_text)) }
}

/// `2026-11-20T17:50` in the zone, with an offset (`+09:00`) where the clock shows the same time twice.
pub(crate) fn instant(zone: &str, local: &str) -> Millis {
    if local.len() > 16 {
        return local.parse::<Timestamp>().expect("an instant").as_millisecond();
    }
    format!("{local}[{zone}]").parse::<Zoned>().expect("a local time").timestamp().as_millisecond()
}

fn shown(zone: &str, at: Millis) -> String {
    let zone = TimeZone::get(zone).expect("a zone");
    Timestamp::from_millisecond(at).expect("in range").to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string()
}

fn check(hours: &str, minutes: u32, cases: &[(&str, &str)]) {
    let policy = policy(minutes, hours);
    assert_eq!(validate_policy(&policy), Ok(()), "{hours}");
    let zone = policy.business_hours.as_ref().expect("set above").time_zone.clone();
    for (from, expected) in cases {
        let due = deadline(&policy, false, instant(&zone, from));
        assert_eq!(shown(&zone, due), *expected, "{minutes} minutes from {from}, {hours}");
        let started = clock_started_at(&policy, false, due);
        assert_eq!(deadline(&policy, false, started), due, "back and forth from {from}, {hours}");
    }
}

#[test]
fn the_clock_stops_while_the_desk_is_closed() {
    check(
        "Asia/Seoul Mon-Fri 09:00-18:00",
        60,
        &[
            ("2026-11-19T09:00", "2026-11-19T10:00"), // a Thursday
            ("2026-11-19T16:59", "2026-11-19T17:59"),
            ("2026-11-19T17:00", "2026-11-19T18:00"), // the last minute of the day is still today
            ("2026-11-19T17:50", "2026-11-20T09:50"),
            ("2026-11-19T18:00", "2026-11-20T10:00"),
            ("2026-11-19T23:30", "2026-11-20T10:00"),
            ("2026-11-20T06:00", "2026-11-20T10:00"),
            ("2026-11-20T17:50", "2026-11-23T09:50"), // Friday to Monday
            ("2026-11-21T12:00", "2026-11-23T10:00"), // Saturday
        ],
    );
}

#[test]
fn holidays_are_closed() {
    // Chuseok of 2026: Thursday and Friday, then a weekend, then a day off in lieu.
    check(
        "Asia/Seoul Mon-Fri 09:00-18:00 closed 2026-09-24 2026-09-25 2026-09-28",
        60,
        &[("2026-09-23T17:50", "2026-09-29T09:50"), ("2026-09-24T10:00", "2026-09-29T10:00"), ("2026-09-29T10:00", "2026-09-29T11:00")],
    );
}

#[test]
fn a_lunch_break_is_closed_too_and_long_answers_take_days() {
    let hours = "Asia/Tokyo Mon-Fri 09:00-12:00 13:00-18:00";
    check(hours, 60, &[("2026-11-19T11:30", "2026-11-19T13:30"), ("2026-11-19T12:30", "2026-11-19T14:00")]);
    check(hours, 16 * 60, &[("2026-11-19T09:00", "2026-11-20T18:00"), ("2026-11-19T10:00", "2026-11-23T10:00")]);
}

#[test]
fn a_desk_open_until_midnight_runs_on_into_the_next_day() {
    check("Asia/Seoul Mon-Sun 00:00-24:00", 60, &[("2026-11-19T23:30", "2026-11-20T00:30")]);
    check("Asia/Seoul Mon-Fri 18:00-24:00", 60, &[("2026-11-19T23:30", "2026-11-20T18:30"), ("2026-11-20T23:00", "2026-11-21T00:00")]);
}

#[test]
fn the_night_of_daylight_saving_counts_what_it_has() {
    // New York springs forward on Sunday 2026-03-08: 02:00 becomes 03:00.
    check(
        "America/New_York Mon-Sun 00:00-24:00",
        60,
        &[("2026-03-08T01:30", "2026-03-08T03:30"), ("2026-03-07T23:30", "2026-03-08T00:30")],
    );
    // Open 01:00-04:00 is two hours that night.
    check(
        "America/New_York Mon-Sun 01:00-04:00",
        150,
        &[("2026-03-08T01:00", "2026-03-09T01:30"), ("2026-03-09T01:00", "2026-03-09T03:30")],
    );
    // An opening time that does not exist: 02:30 is taken as 03:30, and a span that lies wholly in the gap is no time at all.
    check("America/New_York Mon-Sun 02:30-05:00", 60, &[("2026-03-08T00:00", "2026-03-08T04:30")]);
    check("America/New_York Mon-Sun 02:00-03:00", 30, &[("2026-03-08T00:00", "2026-03-09T02:30")]);
    // Berlin falls back on Sunday 2026-10-25: 03:00 becomes 02:00, and the day has 25 hours.
    check(
        "Europe/Berlin Mon-Sun 00:00-24:00",
        25 * 60,
        &[("2026-10-25T00:00", "2026-10-26T00:00"), ("2026-10-26T00:00", "2026-10-27T01:00")],
    );
    check(
        "Europe/Berlin Mon-Sun 00:00-24:00",
        60,
        &[("2026-10-25T02:30:00+02:00", "2026-10-25T02:30"), ("2026-10-25T02:30:00+01:00", "2026-10-25T03:30")],
    );
    // Over the change the desk's hours stay where the wall clock shows them.
    check("Europe/Berlin Mon-Fri 09:00-17:00", 60, &[("2026-10-23T16:30", "2026-10-26T09:30"), ("2026-03-27T16:30", "2026-03-30T09:30")]);
}

#[test]
fn without_hours_the_clock_runs_day_and_night_and_a_vip_waits_less() {
    let policy = Policy::default();
    assert_eq!(deadline(&policy, false, 1_000), 1_000 + 60 * 60_000);
    assert_eq!(deadline(&policy, true, 1_000), 1_000 + 30 * 60_000);
}

#[test]
fn a_policy_that_cannot_be_kept_is_reported_and_still_gives_a_deadline() {
    let sundays_of_two_years: Vec<String> = (0..=104)
        .map(|week| "2026-01-04".parse::<jiff::civil::Date>().expect("a date").saturating_add(jiff::Span::new().weeks(week)).to_string())
        .collect();
    let mut no_sunday_left = policy(60, "Asia/Seoul Sun 09:00-18:00");
    no_sunday_left.business_hours.as_mut().expect("set").holidays = sundays_of_two_years;
    let cases = [
        (policy(60, "Asia/Seoul"), vec![("never_open", "open", None)]),
        (no_sunday_left, vec![("never_open", "holidays", None)]),
        (policy(60, "Mars/Olympus Mon 09:00-18:00"), vec![("unknown_time_zone", "time_zone", None)]),
        (policy(60, "Asia/Seoul Mon 18:00-09:00"), vec![("closes_before_it_opens", "open", Some(0))]),
    ];
    let from = instant("Asia/Seoul", "2026-02-02T12:00");
    for (policy, expected) in cases {
        assert_eq!(deadline(&policy, false, from), from + 60 * 60_000, "{expected:?}");
        assert_eq!(problems(&policy), expected);
    }
}

#[test]
fn every_problem_is_named_with_its_place() {
    let good = policy(60, "Asia/Seoul Mon-Fri 09:00-18:00 closed 2026-12-25");
    assert_eq!(problems(&good), vec![]);
    let with = |change: fn(&mut Policy, &mut BusinessHours)| {
        let mut policy = good.clone();
        let mut hours = policy.business_hours.take().expect("set");
        change(&mut policy, &mut hours);
        policy.business_hours = Some(hours);
        problems(&policy)
    };
    assert_eq!(with(|policy, _| policy.answer_minutes = 0), [("too_short", "answer_minutes", None)]);
    assert_eq!(with(|policy, _| policy.vip_answer_minutes = 43_201), [("too_long", "vip_answer_minutes", None)]);
    assert_eq!(
        with(|_, hours| hours.open.push((Weekday::Monday, TimeOfDay(1000), TimeOfDay(1441)))).first(),
        Some(&("too_long", "open", Some(5)))
    );
    assert_eq!(with(|_, hours| hours.open.push((Weekday::Monday, TimeOfDay(1000), TimeOfDay(1200)))), [("overlaps", "open", Some(5))]);
    assert_eq!(with(|_, hours| hours.open.push((Weekday::Monday, TimeOfDay(1080), TimeOfDay(1200)))), []);
    assert_eq!(with(|_, hours| hours.holidays.push("2026-02-30".into())), [("not_a_date", "holidays", Some(1))]);
    assert_eq!(with(|_, hours| hours.holidays.push("20261225".into())), [("not_a_date", "holidays", Some(1))]);
    assert_eq!(with(|_, hours| hours.holidays = vec!["2026-12-25".into(); 367]), [("too_many", "holidays", None)]);
    assert_eq!(with(|_, hours| hours.open = vec![hours.open[0]; 71]), [("too_many", "open", None)]);
}

fn problems(policy: &Policy) -> Vec<(&'static str, &'static str, Option<usize>)> {
    validate_policy(policy).err().unwrap_or_default().into_iter().map(|problem| (problem.code, problem.field, problem.index)).collect()
}

#[test]
fn any_instant_has_a_deadline() {
    let policy = policy(60, "Asia/Seoul Mon-Fri 09:00-18:00");
    for from in [i64::MIN, i64::MIN / 2, -1, 0, 253_402_300_799_999, i64::MAX / 2, i64::MAX] {
        assert!(deadline(&policy, false, from) >= from, "{from}");
    }
}

#[test]
fn overlapping_hours_count_no_minute_twice() {
    let policy = policy(120, "Asia/Seoul Mon 09:00-11:00 10:00-12:00 09:30-10:30");
    let due = deadline(&policy, false, instant("Asia/Seoul", "2026-11-23T09:30"));
    assert_eq!(shown("Asia/Seoul", due), "2026-11-23T11:30");
}
