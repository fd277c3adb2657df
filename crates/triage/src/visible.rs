//! The words of a post without its machinery: addresses of pages and mail, handles.
//!
//! They are replaced by as many spaces as they have bytes, so that places in what is left are places in the text.

use std::borrow::Cow;
use std::ops::Range;

/// The text with everything in [`links`] and every handle blanked.
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut ranges = links(text);
    ranges.extend(handles(text));
    blanked(text, &ranges)
}

/// True for the characters that handles, host names and mailboxes are made of.
pub fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'%')
}

/// Page addresses, with or without a scheme.
pub fn links(text: &str) -> Vec<Range<usize>> {
    if !text.contains('/') && !text.contains("www.") {
        return Vec::new();
    }
    let mut links = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !c.is_ascii_graphic()) {
        let end = at + word.trim_end_matches(|c: char| !c.is_ascii_graphic()).len();
        if let Some(start) = link_start(&text[at..end]) {
            links.push(at + start..end);
        }
        at += word.len();
    }
    links
}

/// Where in a word of graphic ASCII an address starts.
fn link_start(word: &str) -> Option<usize> {
    if let Some(scheme_end) = word.find("://") {
        let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric();
        return Some(scheme_end - word.as_bytes()[..scheme_end].iter().rev().take_while(|byte| is_scheme(byte)).count());
    }
    if let Some(start) = word.find("www.") {
        return Some(start);
    }
    let slash = word.find('/')?;
    let host = word[..slash].trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let (_, top) = host.rsplit_once('.')?;
    let is_host = host.bytes().all(is_name_byte) && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_host.then_some(slash - host.len())
}

/// `@name`, `@name@host`, `name@host`.
fn handles(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let name_bytes = |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|byte| is_name_byte(**byte)).count();
    let around = |(at, _): (usize, &str)| {
        let before = name_bytes(&mut bytes[..at].iter().rev());
        let after = name_bytes(&mut bytes[at + 1..].iter());
        (after > 0).then_some(at - before..at + 1 + after)
    };
    text.match_indices('@').filter_map(around).collect()
}

fn blanked<'a>(text: &'a str, ranges: &[Range<usize>]) -> Cow<'a, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blanked = text.to_owned();
    for range in ranges {
        blanked.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    Cow::Owned(blanked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(visible(text).split_whitespace().collect::<Vec<_>>().join(" "), expected, "{text:?}");
        assert_eq!(visible(text).len(), text.len());
    }

    #[test]
    fn addresses_and_handles_are_not_words() {
        check("보세요https://example.com/a?b=1에서", "보세요 에서");
        check("www.example.com now", "now");
        check("see example.com/foo1234567… ok", "see … ok");
        check("@acme.bsky.social이 또", "이 또");
        check("@user@mastodon.social hi me@example.com", "hi");
        check("and/or 1/2 a @ b", "and/or 1/2 a @ b");
        check("(https://example.com) 가", "( 가");
    }
}
