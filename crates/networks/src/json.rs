//! Reading foreign JSON: total, and forgiving about everything that is not needed.

use crate::Poison;
use answerable_domain::Millis;
use serde_json::Value;

/// A body above this is never parsed.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Of a larger one this much is kept, so that there is something to look at in the quarantine.
pub const CLIPPED_BYTES: usize = 64 * 1024;

/// Parses a body, or says in a code why it cannot be.
pub fn parse(body: &[u8]) -> Result<Value, Poison> {
    if body.len() > BODY_BYTES_MAX {
        return Err(poison("too_large", format!("{} bytes; at most {BODY_BYTES_MAX} are read", body.len())));
    }
    let is_clipped = body.len() >= CLIPPED_BYTES;
    let too_large = || poison("too_large", format!("too large, and only its first {} bytes were kept", body.len()));
    match std::str::from_utf8(body) {
        // It may have been cut within a character.
        Err(error) if is_clipped && error.error_len().is_none() => return Err(too_large()),
        Err(error) => return Err(poison("not_utf8", error.to_string())),
        Ok(_) => {}
    }
    serde_json::from_slice(body).map_err(|error| if is_clipped { too_large() } else { poison("not_json", error.to_string()) })
}

pub fn poison(code: &'static str, reason: impl Into<String>) -> Poison {
    Poison { code, reason: reason.into() }
}

/// A text at a path of keys; empty texts count as absent.
pub fn text<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    at(value, path)?.as_str().filter(|text| !text.is_empty())
}

pub fn flag(value: &Value, path: &[&str]) -> bool {
    at(value, path).and_then(Value::as_bool).unwrap_or(false)
}

/// A list at a path; anything else counts as an empty one.
pub fn list<'a>(value: &'a Value, path: &[&str]) -> &'a [Value] {
    at(value, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

/// A required text.
pub fn required<'a>(value: &'a Value, path: &[&str]) -> Result<&'a str, Poison> {
    text(value, path).ok_or_else(|| poison("missing_field", path.join(".")))
}

/// RFC 3339 to milliseconds.
pub fn moment(text: &str) -> Option<Millis> {
    text.parse::<jiff::Timestamp>().ok().map(|time| time.as_millisecond())
}

/// Without the one character that a database cannot hold; one byte for one byte, so that offsets stay right.
pub fn storable(text: &str) -> String {
    text.replace('\0', " ")
}
