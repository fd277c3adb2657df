//! What is said in words: how a command ended, times, sets of numbers, names.

use super::super::error::MailError;
use answerable_domain::Millis;

/// How the command with this tag ended, if this line says it.
pub fn ending(line: &str, tag: &str) -> Option<Result<(), MailError>> {
    let rest = line.strip_prefix(tag)?.strip_prefix(' ')?;
    let (word, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let why = || format!("the server says: {}", clipped(text));
    Some(match word.to_ascii_uppercase().as_str() {
        "OK" => Ok(()),
        // So Exchange calls a mailbox for which IMAP is switched off, and one that belongs to somebody else.
        "NO" | "BAD" if text.to_ascii_lowercase().contains("authenticated but not connected") => Err(MailError::SwitchedOff(why())),
        "NO" | "BAD" if is_passing(text) => Err(MailError::Busy(why())),
        "NO" => Err(MailError::Refused(why())),
        "BAD" => Err(MailError::Misunderstood(why())),
        _ => Err(MailError::Protocol(why())),
    })
}

/// Response codes of RFC 5530 that say "not now", and how servers say it that do not know them: Gmail, also when somebody signs in, and Exchange.
fn is_passing(text: &str) -> bool {
    const CODES: [&str; 6] = ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]", "[THROTTLED]"];
    const WORDS: [&str; 4] = ["TOO MANY SIMULTANEOUS CONNECTIONS", "TOO MANY CONNECTIONS", "BANDWIDTH LIMITS", "REQUEST IS THROTTLED"];
    let text = text.to_ascii_uppercase();
    CODES.iter().any(|code| text.starts_with(code)) || WORDS.iter().any(|words| text.contains(words))
}

/// ` 2-Nov-2026 01:16:40 +0900`.
pub fn moment(text: &str) -> Option<Millis> {
    let time = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim()).ok()?;
    Some(time.to_timestamp().ok()?.as_millisecond())
}

/// Numbers as a set: `1:3,7`.
pub fn set(uids: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*uid) => *last = *uid,
            _ => runs.push((*uid, *uid)),
        }
    }
    let words = runs.into_iter().map(|(first, last)| if first == last { first.to_string() } else { format!("{first}:{last}") });
    words.collect::<Vec<_>>().join(",")
}

pub fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

pub fn starts_with(line: &str, word: &str) -> bool {
    line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

pub fn clipped(text: &str) -> &str {
    answerable_domain::clip_to_bytes(text.trim(), 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_sets_and_endings() {
        assert_eq!(moment("22-Nov-2026 01:16:40 +0000"), Some(1_795_310_200_000));
        assert_eq!(moment(" 2-Nov-2026 10:16:40 +0900"), Some(1_793_582_200_000));
        assert_eq!(moment("yesterday"), None);
        assert_eq!(set(&[1, 2, 3, 7, 9, 10, u32::MAX]), "1:3,7,9:10,4294967295");
        assert_eq!(quoted("a\"b\\c\r\n"), "\"a\\\"b\\\\c\"");
        assert_eq!(ending("a1 OK done", "a1"), Some(Ok(())));
        assert_eq!(ending("a11 OK done", "a1"), None);
        assert!(matches!(ending("a1 NO [UNAVAILABLE] later", "a1"), Some(Err(MailError::Busy(_)))));
        assert!(matches!(ending("a1 NO [AUTHENTICATIONFAILED] no", "a1"), Some(Err(MailError::Refused(_)))));
        let exchange = "a1 BAD User is authenticated but not connected.";
        assert!(matches!(ending(exchange, "a1"), Some(Err(MailError::SwitchedOff(_)))));
        for busy in [
            "a1 NO [ALERT] Too many simultaneous connections. (Failure)",
            "a1 NO [ALERT] Account exceeded command or bandwidth limits. (Failure)",
            "a1 BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds",
        ] {
            assert!(matches!(ending(busy, "a1"), Some(Err(MailError::Busy(_)))), "{busy}");
        }
        assert!(matches!(ending("a1 BAD what", "a1"), Some(Err(MailError::Misunderstood(_)))));
    }
}
