//! JSON escapes undone in a whole frame, without parsing it.
//!
//! Every JSON string in the frame then stands in it as it is meant, between quotation marks. That is enough to ask whether a frame is
//! worth parsing, and much cheaper than parsing it.

use std::borrow::Cow;

/// The frame with its escapes undone; `None` when it is not JSON in UTF-8.
pub fn unescape(frame: &[u8]) -> Option<Cow<'_, str>> {
    let frame = std::str::from_utf8(frame).ok()?;
    let Some(first) = frame.find('\\') else { return Some(Cow::Borrowed(frame)) };
    let mut text = String::with_capacity(frame.len());
    text.push_str(&frame[..first]);
    let mut rest = &frame[first..];
    while let Some(escape) = rest.strip_prefix('\\') {
        let (c, after) = unescape_one(escape)?;
        text.push(c);
        let next = after.find('\\').unwrap_or(after.len());
        text.push_str(&after[..next]);
        rest = &after[next..];
    }
    Some(Cow::Owned(text))
}

/// The character that the escape after a backslash stands for, and what follows it.
fn unescape_one(escape: &str) -> Option<(char, &str)> {
    let c = match escape.as_bytes().first()? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'u' => return unescape_code(&escape[1..]),
        _ => return None,
    };
    Some((c, &escape[1..]))
}

fn unescape_code(digits: &str) -> Option<(char, &str)> {
    let code = |digits: &str| u16::from_str_radix(digits.get(..4)?, 16).ok();
    let first = code(digits)?;
    let after = &digits[4..];
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Some((c, after));
    }
    let second = code(after.strip_prefix("\\u")?)?;
    let c = char::decode_utf16([first, second]).next()?.ok()?;
    Some((c, &after[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        let cases: [(&str, Option<&str>); 8] = [
            (r#"{"text":"아크메"}"#, Some(r#"{"text":"아크메"}"#)),
            (r#"a\n\t\"\\\/b"#, Some("a\n\t\"\\/b")),
            (r"\uc544\uD06C메\u0041", Some("아크메A")),
            (r"\ud83d\ude00!", Some("😀!")),
            (r"\ud83d!", None),
            (r"\u12", None),
            (r"\x", None),
            ("\\", None),
        ];
        for (frame, expected) in cases {
            assert_eq!(unescape(frame.as_bytes()).as_deref(), expected, "{frame}");
        }
        assert_eq!(unescape(b"\xFF"), None);
    }
}
