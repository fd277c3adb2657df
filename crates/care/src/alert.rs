//! When an alert tells: one pure step for whatever was seen and whatever time it is.
//!
//! Matches that are worth a notice *wait*; a notice tells of all that waits. It goes out at once, but never in quiet hours and never before the
//! alert has cooled down: what comes meanwhile waits too, and one notice tells of all of it. An alert that counts *gathers* first; a match
//! leaves what is gathered when it is older than the window, and once there are enough, all of them wait.
//!
//! A step may be taken late, twice or for nothing. Whatever the order of arrivals and looks, each match is told of once, or passed by once
//! because too few came with it.

use crate::hours::time_zone;
use answerable_domain::{AlertRule, AlertState, AlertStep, AlertWhen, Millis, QuietHours, TimeOfDay};
use jiff::{Timestamp, civil, tz::TimeZone};

/// However short the cool-down is: what floods in makes one notice in ten seconds.
pub const COOL_DOWN_MS_MIN: Millis = 10_000;

/// `arrivals`: when each new match was seen, oldest first.
pub fn alert_step(rule: &AlertRule, state: &AlertState, arrivals: &[Millis], now: Millis) -> AlertStep {
    let mut state = state.clone();
    // A clock that was set back must not hold an alert longer than its cool-down.
    state.told_at = state.told_at.map(|told_at| told_at.min(now));
    let passed_by = match rule.when {
        AlertWhen::Every | AlertWhen::Negative => {
            // What was gathered before somebody changed the rule counts like the rest.
            state.waiting += (state.gathered.len() + arrivals.len()) as u64;
            state.gathered.clear();
            0
        }
        AlertWhen::Count { count, window_minutes } => gather(&mut state, arrivals, count as usize, i64::from(window_minutes) * 60_000),
    };
    if state.waiting == 0 {
        return AlertStep { state, passed_by, tell: None, next_at: None };
    }
    let due_at = due_at(rule, state.told_at, now);
    if due_at > now {
        return AlertStep { state, passed_by, tell: None, next_at: Some(due_at) };
    }
    let tell = Some(std::mem::take(&mut state.waiting));
    state.told_at = Some(now);
    AlertStep { state, passed_by, tell, next_at: None }
}

/// Returns how many left the window without having been enough.
fn gather(state: &mut AlertState, arrivals: &[Millis], enough: usize, window_ms: Millis) -> usize {
    let mut passed_by = 0;
    for &at in arrivals {
        if state.waiting > 0 {
            state.waiting += 1;
            continue;
        }
        let too_old = state.gathered.iter().position(|seen| *seen > at - window_ms).unwrap_or(state.gathered.len());
        state.gathered.drain(..too_old);
        passed_by += too_old;
        state.gathered.push(at);
        wait_if_enough(state, enough);
    }
    // The rule may have been made milder.
    wait_if_enough(state, enough);
    passed_by
}

fn wait_if_enough(state: &mut AlertState, enough: usize) {
    if !state.gathered.is_empty() && state.gathered.len() >= enough {
        state.waiting += state.gathered.len() as u64;
        state.gathered.clear();
    }
}

/// The first moment from `now` on at which the alert may tell.
fn due_at(rule: &AlertRule, told_at: Option<Millis>, now: Millis) -> Millis {
    let cool_down_ms = rule.cool_down_ms.max(COOL_DOWN_MS_MIN);
    let cool_at = told_at.map_or(now, |told_at| told_at.saturating_add(cool_down_ms)).max(now);
    let zone = time_zone(&rule.time_zone).unwrap_or(TimeZone::UTC);
    rule.quiet.and_then(|quiet| quiet_until(quiet, &zone, cool_at)).unwrap_or(cool_at)
}

/// When the quiet hours end in which `at` lies; `None`: it lies in none.
fn quiet_until(quiet: QuietHours, zone: &TimeZone, at: Millis) -> Option<Millis> {
    let local = zone.to_datetime(Timestamp::from_millisecond(at).ok()?);
    let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
    let (from, to) = (quiet.from.0 % 1440, quiet.to.0 % 1440);
    let is_quiet = if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to };
    if from == to || !is_quiet {
        return None;
    }
    let date = if minute < to { local.date() } else { local.date().tomorrow().ok()? };
    // An end that daylight saving repeats is taken at its second time, one that it skips after the gap: both lie ahead.
    let end = zone.to_ambiguous_timestamp(date.to_datetime(time_of(quiet.to)?)).later().ok()?.as_millisecond();
    (end > at).then_some(end)
}

fn time_of(time: TimeOfDay) -> Option<civil::Time> {
    let minutes = time.0 % 1440;
    civil::Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).ok()
}

#[cfg(test)]
#[path = "alert_tests.rs"]
mod alert_tests;
