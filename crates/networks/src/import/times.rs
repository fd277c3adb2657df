//! Times as people and programs write them.

use answerable_domain::Millis;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// Years that a post on a network can be from; anything else is a mistake in the column.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// RFC 3339, `YYYY-MM-DD[ HH:MM[:SS]]` with `-`, `/` or `.` in the date (UTC), or seconds or milliseconds since 1970.
pub fn millis(text: &str) -> Option<Millis> {
    let text = text.trim();
    let at = epoch(text).or_else(|| text.parse::<Timestamp>().ok()).or_else(|| civil(text))?;
    YEARS.contains(&at.to_zoned(TimeZone::UTC).year()).then(|| at.as_millisecond())
}

fn epoch(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        9..=10 => Timestamp::from_second(number).ok(),
        12..=13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

fn civil(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let date = date.trim_end_matches('.').replace(['/', '.'], "-");
    let time = time.trim();
    let padded = if time.split(':').next().is_some_and(|hour| hour.len() == 1) { format!("0{time}") } else { time.to_owned() };
    let seconds = if padded.matches(':').count() == 1 { ":00" } else { "" };
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = format!("{year}-{month:0>2}-{day:0>2}T{padded}{seconds}");
    whole.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_many_writings() {
        const AT: Millis = 1_795_310_160_000;
        for (text, expected) in [
            ("2026-11-22T01:16:00Z", Some(AT)),
            ("2026-11-22T10:16:00+09:00", Some(AT)),
            (" 2026-11-22 01:16 ", Some(AT)),
            ("2026-11-22 01:16:07", Some(AT + 7_000)),
            ("2026-11-22T01:16:00.250", Some(AT + 250)),
            ("2026/11/22 1:16", Some(AT)),
            ("2026.11.22 01:16", Some(AT)),
            ("2026-11-22", Some(AT - 76 * 60_000)),
            ("1795310160", Some(AT)),
            ("1795310160000", Some(AT)),
            ("1795310160.5", Some(AT)),
            ("", None),
            ("yesterday", None),
            ("2026-13-01", None),
            ("2026-02-30 10:00", None),
            ("42", None),
            ("99999999999999999999", None),
            ("0001-01-01T00:00:00Z", None),
            ("어제", None),
        ] {
            assert_eq!(millis(text), expected, "{text}");
        }
    }
}
