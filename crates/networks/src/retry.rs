//! How long a server asks us to wait, and what went wrong on the way to it.

use answerable_domain::Millis;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;

/// When a server says "too many requests" and not for how long.
pub const WAIT_UNTOLD: Duration = Duration::from_secs(60);
const WAIT_MAX: Duration = Duration::from_secs(24 * 3_600);

/// `Retry-After` in seconds or as a date; else `ratelimit-reset`, which servers give in seconds since 1970 or from now.
pub fn after(headers: &HeaderMap, now: Millis) -> Duration {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let until = |moment: Millis| Duration::from_millis(u64::try_from(moment - now).unwrap_or(0));
    let asked = header(RETRY_AFTER.as_str()).and_then(|text| match text.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => jiff::fmt::rfc2822::parse(text).ok().map(|date| until(date.timestamp().as_millisecond())),
    });
    let reset = header("ratelimit-reset").and_then(|text| text.parse::<u64>().ok()).map(|seconds| match seconds {
        1_000_000_000.. => until(i64::try_from(seconds).unwrap_or(0).saturating_mul(1_000)),
        _ => Duration::from_secs(seconds),
    });
    asked.or(reset).unwrap_or(WAIT_UNTOLD).clamp(Duration::from_secs(1), WAIT_MAX)
}

/// An error with its causes.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_in_several_ways_how_long_to_wait() {
        let now = 1_795_310_200_000;
        for (headers, seconds) in [
            (vec![("retry-after", "7")], 7),
            (vec![("retry-after", "Sun, 22 Nov 2026 01:18:20 GMT")], 100),
            (vec![("ratelimit-reset", "1795310230")], 30),
            (vec![("ratelimit-reset", "12")], 12),
            (vec![("retry-after", "3"), ("ratelimit-reset", "1795310230")], 3),
            (vec![("ratelimit-reset", "1000000001")], 1),
            (vec![("retry-after", "soon")], 60),
            (vec![], 60),
            (vec![("retry-after", "99999999999")], 86_400),
        ] {
            let map: HeaderMap = headers.iter().map(|(name, value)| (name.parse().expect("name"), value.parse().expect("value"))).collect();
            assert_eq!(after(&map, now), Duration::from_secs(seconds), "{headers:?}");
        }
    }
}
