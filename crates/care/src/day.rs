//! Days, where the brand is.

use crate::hours::time_zone;
use answerable_domain::{Millis, Policy};
use jiff::{Timestamp, civil, tz::TimeZone};

const DAY_MS: i64 = 86_400_000;
const EPOCH: civil::Date = civil::date(1970, 1, 1);

/// The number of the day since 1970-01-01 that it is then in the brand's time zone; without one, in Greenwich.
pub fn day_of(policy: &Policy, at: Millis) -> i64 {
    let zone = policy.business_hours.as_ref().and_then(|hours| time_zone(&hours.time_zone)).unwrap_or(TimeZone::UTC);
    let local = Timestamp::from_millisecond(at).ok().map(|timestamp| zone.to_datetime(timestamp).date());
    let number = local.and_then(|date| EPOCH.until(date).ok()).map(|span| i64::from(span.get_days()));
    number.unwrap_or_else(|| at.div_euclid(DAY_MS))
}

/// `2026-11-22`.
pub fn name_of_day(day: i64) -> String {
    let date = i32::try_from(day).ok().and_then(|days| EPOCH.checked_add(jiff::Span::new().try_days(days).ok()?).ok());
    date.map_or_else(String::new, |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::BusinessHours;

    #[test]
    fn a_day_begins_at_midnight_where_the_brand_is() {
        let in_zone = |zone: &str| Policy {
            business_hours: Some(BusinessHours { time_zone: zone.into(), open: Vec::new(), holidays: Vec::new() }),
            ..Policy::default()
        };
        let at = |text: &str| text.parse::<Timestamp>().expect("a time").as_millisecond();
        let cases = [
            (Policy::default(), "2026-11-22T14:59:59Z", "2026-11-22"),
            (in_zone("Asia/Seoul"), "2026-11-22T14:59:59Z", "2026-11-22"),
            (in_zone("Asia/Seoul"), "2026-11-22T15:00:00Z", "2026-11-23"),
            (in_zone("America/New_York"), "2026-11-22T04:59:59Z", "2026-11-21"),
            (in_zone("Nowhere/At_All"), "2026-11-22T23:59:59Z", "2026-11-22"),
            (Policy::default(), "1969-12-31T23:59:59Z", "1969-12-31"),
        ];
        for (policy, time, day) in cases {
            assert_eq!(name_of_day(day_of(&policy, at(time))), day, "{time}");
        }
    }
}
