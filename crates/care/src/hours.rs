//! Deadlines: so many minutes of the desk's open time after something happened.
//!
//! Local times become instants one by one, so that a day of 23 or 25 hours counts what it has. A time that daylight saving skips is taken
//! as the same moment after the gap; one that it repeats, as the first of the two. The search is bounded: a desk that never opens, or not
//! for long enough, counts day and night (and [`validate_policy`](crate::validate_policy) tells its owner).

use answerable_domain::{BusinessHours, Millis, Policy, TimeOfDay, Weekday};
use jiff::{Timestamp, civil, tz::TimeZone};

/// How far to look for open time.
pub(crate) const SEARCH_DAYS_MAX: usize = 400;

/// When something that happened at `from` must be answered.
pub fn deadline(policy: &Policy, vip: bool, from: Millis) -> Millis {
    let open_ms = answer_ms(policy, vip);
    policy
        .business_hours
        .as_ref()
        .and_then(Desk::new)
        .and_then(|desk| desk.after(from, open_ms))
        .unwrap_or_else(|| from.saturating_add(open_ms))
}

/// The reverse of [`deadline`]: when the clock started that runs out at `deadline`. A start in closed hours comes back as the opening
/// that followed it, which has the same deadlines.
pub(crate) fn clock_started_at(policy: &Policy, vip: bool, deadline: Millis) -> Millis {
    let open_ms = answer_ms(policy, vip);
    policy
        .business_hours
        .as_ref()
        .and_then(Desk::new)
        .and_then(|desk| desk.before(deadline, open_ms))
        .unwrap_or_else(|| deadline.saturating_sub(open_ms))
}

pub(crate) fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// A desk with hours, in its place.
struct Desk<'a> {
    hours: &'a BusinessHours,
    zone: TimeZone,
}

impl<'a> Desk<'a> {
    /// `None` when it never opens or is nobody knows where.
    fn new(hours: &'a BusinessHours) -> Option<Self> {
        if hours.open.is_empty() {
            return None;
        }
        Some(Self { hours, zone: time_zone(&hours.time_zone)? })
    }

    /// The moment at which the desk has been open for `open_ms` since `from`.
    fn after(&self, from: Millis, open_ms: i64) -> Option<Millis> {
        let mut date = self.date_of(from)?;
        let (mut reached, mut left) = (from, open_ms);
        for _ in 0..=SEARCH_DAYS_MAX {
            for (opens, closes) in self.open_on(date) {
                let start = opens.max(reached);
                if start >= closes {
                    continue;
                }
                if left <= closes - start {
                    return Some(start + left);
                }
                left -= closes - start;
                reached = closes;
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// The moment since which the desk has been open for `open_ms` at `until`.
    fn before(&self, until: Millis, open_ms: i64) -> Option<Millis> {
        let mut date = self.date_of(until)?;
        let (mut reached, mut left) = (until, open_ms);
        for _ in 0..=SEARCH_DAYS_MAX {
            for (opens, closes) in self.open_on(date).into_iter().rev() {
                let end = closes.min(reached);
                if end <= opens {
                    continue;
                }
                if left <= end - opens {
                    return Some(end - left);
                }
                left -= end - opens;
                reached = opens;
            }
            date = date.yesterday().ok()?;
        }
        None
    }

    fn date_of(&self, at: Millis) -> Option<civil::Date> {
        Some(self.zone.to_datetime(Timestamp::from_millisecond(at).ok()?).date())
    }

    /// The open spans of a day as instants, in order, none inside another.
    fn open_on(&self, date: civil::Date) -> Vec<(Millis, Millis)> {
        if is_holiday(self.hours, date) {
            return Vec::new();
        }
        let today = weekday(date);
        let mut spans: Vec<_> = self
            .hours
            .open
            .iter()
            .filter(|(day, _, _)| *day == today)
            .filter_map(|&(_, opens, closes)| Some((self.instant(date, opens)?, self.instant(date, closes)?)))
            .filter(|(opens, closes)| opens < closes)
            .collect();
        spans.sort_unstable();
        // A policy that was never validated may overlap itself; no minute counts twice.
        spans.dedup_by(|later, earlier| {
            let joined = later.0 <= earlier.1;
            if joined {
                earlier.1 = earlier.1.max(later.1);
            }
            joined
        });
        spans
    }

    fn instant(&self, date: civil::Date, time: TimeOfDay) -> Option<Millis> {
        let (date, minutes) = if time.0 >= 1440 { (date.tomorrow().ok()?, 0) } else { (date, time.0) };
        let time = civil::Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).ok()?;
        Some(self.zone.to_timestamp(date.to_datetime(time)).ok()?.as_millisecond())
    }
}

pub(crate) fn is_holiday(hours: &BusinessHours, date: civil::Date) -> bool {
    if hours.holidays.is_empty() {
        return false;
    }
    let name = date.to_string();
    hours.holidays.contains(&name)
}

pub(crate) fn weekday(date: civil::Date) -> Weekday {
    match date.weekday() {
        civil::Weekday::Monday => Weekday::Monday,
        civil::Weekday::Tuesday => Weekday::Tuesday,
        civil::Weekday::Wednesday => Weekday::Wednesday,
        civil::Weekday::Thursday => Weekday::Thursday,
        civil::Weekday::Friday => Weekday::Friday,
        civil::Weekday::Saturday => Weekday::Saturday,
        civil::Weekday::Sunday => Weekday::Sunday,
    }
}

fn answer_ms(policy: &Policy, vip: bool) -> i64 {
    i64::from(if vip { policy.vip_answer_minutes } else { policy.answer_minutes }) * 60_000
}
