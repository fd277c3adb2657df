//! Alerts by example, and what holds whatever happens in whatever order.

use super::*;
use crate::hours_tests::instant;
use proptest::prelude::*;

const SEOUL: &str = "Asia/Seoul";
const HOUR_MS: Millis = 3_600_000;

fn rule(when: AlertWhen) -> AlertRule {
    AlertRule { when, quiet: None, time_zone: SEOUL.into(), cool_down_ms: 0 }
}

fn quiet(from: u16, to: u16) -> Option<QuietHours> {
    Some(QuietHours { from: TimeOfDay(from * 60), to: TimeOfDay(to * 60) })
}

fn three_in_ten_minutes() -> AlertRule {
    rule(AlertWhen::Count { count: 3, window_minutes: 10 })
}

fn at(local: &str) -> Millis {
    instant(SEOUL, &format!("2026-11-{local}"))
}

/// One match after the other, each looked at as it comes; what each look told.
fn told(rule: &AlertRule, arrivals: &[&str]) -> Vec<Option<u64>> {
    let mut state = AlertState::default();
    let look = |arrival: &&str| {
        let step = alert_step(rule, &state, &[at(arrival)], at(arrival));
        state = step.state;
        step.tell
    };
    arrivals.iter().map(look).collect()
}

#[test]
fn every_match_is_told_of_at_once_and_floods_are_grouped() {
    let every = rule(AlertWhen::Every);
    assert_eq!(told(&every, &["20T10:00", "20T10:01"]), [Some(1), Some(1)]);
    let first = alert_step(&every, &AlertState::default(), &[0, 0, 0], 0);
    assert_eq!((first.tell, first.next_at), (Some(3), None), "what came together is told together");
    let second = alert_step(&every, &first.state, &[1, 2], 2);
    assert_eq!((second.tell, second.next_at), (None, Some(COOL_DOWN_MS_MIN)));
    assert_eq!(alert_step(&every, &second.state, &[], COOL_DOWN_MS_MIN).tell, Some(2));
}

#[test]
fn what_comes_while_an_alert_cools_down_is_one_notice() {
    let every = AlertRule { cool_down_ms: HOUR_MS, ..rule(AlertWhen::Every) };
    assert_eq!(told(&every, &["20T10:00", "20T10:20", "20T10:59", "20T11:00"]), [Some(1), None, None, Some(3)]);
}

#[test]
fn a_count_is_reached_within_the_window_or_not_at_all() {
    let rule = three_in_ten_minutes();
    assert_eq!(told(&rule, &["20T10:00", "20T10:05", "20T10:09"]), [None, None, Some(3)]);
    assert_eq!(told(&rule, &["20T10:00", "20T10:05", "20T10:10"]), [None, None, None], "the first is ten minutes old");
    assert_eq!(told(&rule, &["20T10:00", "20T10:01", "20T10:02", "20T10:03", "20T10:04", "20T10:05"])[5], Some(3), "and again");
    let late = alert_step(&rule, &AlertState::default(), &[at("20T10:00"), at("20T10:20"), at("20T10:21")], at("21T00:00"));
    assert_eq!((late.passed_by, late.state.gathered.len(), late.tell), (1, 2, None), "however late one looks");
}

#[test]
fn quiet_hours_end_with_one_notice() {
    let every = AlertRule { quiet: quiet(22, 7), ..rule(AlertWhen::Every) };
    for (arrival, end) in [("20T22:00", "21T07:00"), ("20T23:59", "21T07:00"), ("21T00:00", "21T07:00"), ("21T06:59", "21T07:00")] {
        let step = alert_step(&every, &AlertState::default(), &[at(arrival)], at(arrival));
        assert_eq!((step.tell, step.next_at), (None, Some(at(end))), "{arrival}");
    }
    assert_eq!(told(&every, &["20T21:59", "20T22:30", "21T03:00", "21T07:00"]), [Some(1), None, None, Some(3)]);
    let late = AlertRule { quiet: quiet(22, 24), ..rule(AlertWhen::Every) };
    assert_eq!(told(&late, &["20T23:00", "21T00:00"]), [None, Some(2)], "midnight at the end of a day");
    let noon = AlertRule { quiet: quiet(12, 13), ..rule(AlertWhen::Every) };
    assert_eq!(told(&noon, &["20T11:59", "20T12:30", "20T13:00"]), [Some(1), None, Some(2)]);
}

#[test]
fn a_cool_down_that_ends_in_quiet_hours_waits_for_their_end() {
    let every = AlertRule { quiet: quiet(22, 7), cool_down_ms: HOUR_MS, ..rule(AlertWhen::Every) };
    let first = alert_step(&every, &AlertState::default(), &[at("20T21:30")], at("20T21:30"));
    let second = alert_step(&every, &first.state, &[at("20T21:45")], at("20T21:45"));
    assert_eq!(second.next_at, Some(at("21T07:00")));
}

#[test]
fn an_alert_that_counts_counts_in_quiet_hours_too() {
    let counting = AlertRule { quiet: quiet(22, 7), ..three_in_ten_minutes() };
    assert_eq!(
        told(&counting, &["20T23:00", "20T23:01", "20T23:02", "21T03:00", "21T07:00"]),
        [None, None, None, None, Some(5)],
        "enough is enough, and the rest comes along"
    );
    assert_eq!(told(&counting, &["20T23:00", "20T23:01", "21T07:00"]), [None, None, None]);
}

#[test]
fn quiet_hours_are_those_of_the_wall_clock() {
    let zone = TimeZone::get("America/New_York").expect("a zone");
    let until = |from: u16, to: u16, at: Millis| quiet_until(quiet(from, to).expect("some"), &zone, at);
    // On 2026-11-01 the clock shows 01:00 to 02:00 twice; on 2026-03-08 it never shows 02:00 to 03:00.
    let fall = |offset: &str, time: &str| instant("", &format!("2026-11-01T{time}:00-{offset}"));
    assert_eq!(until(22, 7, fall("04:00", "00:30")), Some(fall("05:00", "07:00")));
    assert_eq!(until(22, 1, fall("04:00", "00:30")), Some(fall("05:00", "01:00")), "the second one o'clock");
    assert_eq!(until(22, 2, instant("America/New_York", "2026-03-08T01:30")), Some(instant("America/New_York", "2026-03-08T03:00")));
    assert_eq!(until(9, 9, fall("04:00", "09:00")), None, "from nine to nine is never");
}

#[test]
fn a_clock_that_was_set_back_holds_nothing_for_long() {
    let every = rule(AlertWhen::Every);
    let future = AlertState { told_at: Some(HOUR_MS * 1000), ..AlertState::default() };
    let step = alert_step(&every, &future, &[0], 0);
    assert_eq!(alert_step(&every, &step.state, &[], COOL_DOWN_MS_MIN).tell, Some(1));
}

fn any_rule() -> impl Strategy<Value = AlertRule> {
    let when = prop_oneof![
        Just(AlertWhen::Every),
        Just(AlertWhen::Negative),
        (1..8u32, 1..120u32).prop_map(|(count, window_minutes)| AlertWhen::Count { count, window_minutes }),
    ];
    let hours = proptest::option::of((0..24u16, 0..=24u16).prop_map(|(from, to)| quiet(from, to).expect("some")));
    let zone = proptest::sample::select(vec![SEOUL, "America/New_York", "Australia/Lord_Howe", "nowhere"]);
    (when, hours, zone, 0..300i64).prop_map(|(when, quiet, zone, cool_minutes)| AlertRule {
        when,
        quiet,
        time_zone: zone.into(),
        cool_down_ms: cool_minutes * 60_000,
    })
}

/// What the store keeps beside: which matches no notice has told of yet, by number, oldest first.
#[derive(Default)]
struct Shelf {
    state: AlertState,
    open: Vec<usize>,
    told: Vec<usize>,
    passed: Vec<usize>,
}

impl Shelf {
    fn look(&mut self, rule: &AlertRule, arrivals: &[(usize, Millis)], now: Millis) -> AlertStep {
        // A restart: only what was written down is known.
        let state = serde_json::from_str(&serde_json::to_string(&self.state).expect("JSON")).expect("the same");
        let times: Vec<Millis> = arrivals.iter().map(|(_, at)| *at).collect();
        let step = alert_step(rule, &state, &times, now);
        self.open.extend(arrivals.iter().map(|(number, _)| *number));
        self.passed.extend(self.open.drain(..step.passed_by));
        if let Some(count) = step.tell {
            assert_eq!(count as usize, self.open.len(), "the count of a notice is exact");
            assert!(count > 0, "no notice of nothing");
            self.told.append(&mut self.open);
        }
        self.state = step.state.clone();
        step
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn every_match_is_told_of_once_or_passed_by_once(
        rule in any_rule(),
        start in 0..400i64,
        steps in proptest::collection::vec((0..3usize, 0..90i64, 0..20i64), 1..80),
    ) {
        // Around a year with both changes of the clocks.
        let mut now = instant("UTC", "2026-01-01T00:00") + start * 23 * HOUR_MS;
        let (mut shelf, mut number, mut last_told_at) = (Shelf::default(), 0, None::<Millis>);
        for (count, minutes, late) in steps {
            let arrivals: Vec<(usize, Millis)> = (0..count).map(|more| (number + more, now)).collect();
            number += count;
            now += (minutes + late) * 60_000;
            let step = shelf.look(&rule, &arrivals, now);
            if step.tell.is_some() {
                prop_assert!(last_told_at.is_none_or(|told| now >= told + rule.cool_down_ms.max(COOL_DOWN_MS_MIN)), "it had cooled down");
                last_told_at = Some(now);
            }
            prop_assert!(step.next_at.is_none_or(|next| next > now), "looking again lies ahead");
            prop_assert_eq!(step.next_at.is_some(), step.state.waiting > 0, "what waits has its time");
            prop_assert!(step.state.waiting == 0 || step.state.gathered.is_empty());
            prop_assert_eq!(step.state.waiting as usize + step.state.gathered.len(), shelf.open.len());
            let again = alert_step(&rule, &step.state, &[], now);
            prop_assert_eq!((again.tell, again.passed_by, again.state), (None, 0, step.state), "twice is once");
        }
        // In the end, looking when one was told to look empties the shelf.
        let mut next = alert_step(&rule, &shelf.state, &[], now).next_at;
        for _ in 0..3 {
            let Some(due) = next else { break };
            prop_assert_eq!(alert_step(&rule, &shelf.state, &[], due - 1).tell, None, "not before its time");
            next = shelf.look(&rule, &[], due).next_at;
        }
        prop_assert_eq!(next, None);
        prop_assert_eq!(shelf.open.len(), shelf.state.gathered.len(), "only what was not enough is left");
        let mut all: Vec<usize> = [&shelf.told[..], &shelf.passed, &shelf.open].concat();
        all.sort_unstable();
        prop_assert_eq!(all, (0..number).collect::<Vec<_>>(), "none lost, none twice");
        if !matches!(rule.when, AlertWhen::Count { .. }) {
            prop_assert_eq!(shelf.told.len(), number, "all are told of");
        }
    }

    #[test]
    fn how_arrivals_are_cut_into_looks_does_not_decide_what_passes_by(
        gaps in proptest::collection::vec(0..20i64, 1..40),
        cuts in proptest::collection::vec(any::<bool>(), 40),
    ) {
        // In quiet hours nothing is told in between: what waits and what is gathered must not depend on when one looked.
        let rule = AlertRule { quiet: Some(QuietHours { from: TimeOfDay(0), to: TimeOfDay(1439) }), time_zone: "UTC".into(), ..three_in_ten_minutes() };
        let start = instant("UTC", "2026-11-20T00:00");
        let times: Vec<Millis> = gaps.iter().scan(start, |at, gap| { *at += gap * 60_000; Some(*at) }).collect();
        prop_assume!(times[times.len() - 1] < start + 23 * HOUR_MS);
        let whole = alert_step(&rule, &AlertState::default(), &times, times[times.len() - 1]).state;
        let (mut state, mut batch) = (AlertState::default(), Vec::new());
        for (index, at) in times.iter().enumerate() {
            batch.push(*at);
            if cuts[index] || index + 1 == times.len() {
                state = alert_step(&rule, &state, &std::mem::take(&mut batch), *at).state;
            }
        }
        prop_assert_eq!(state, whole);
    }
}
