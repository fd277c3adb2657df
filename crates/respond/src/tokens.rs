//! What a network counts by a rule of its own instead of by its characters: addresses, which it shortens, and names of people on other
//! servers, of which only the part before the server counts.
//!
//! Networks tell an address by long lists of top-level domains that change. We hold no list: what may be an address or not counts what
//! it costs more, so that our count is never below theirs. An address is one token and never cut, however long it is.

use crate::count::Size;
use std::ops::Range;

pub(crate) struct Token {
    pub range: Range<usize>,
    pub size: Size,
}

/// The tokens of a text in order; they do not overlap.
pub(crate) fn tokens(text: &str, units_per_url: u32) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut before = None;
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let found = match next {
            'h' | 'H' => address(&text[at..], before, units_per_url as usize),
            '@' => mention(&text[at..], before),
            _ => None,
        };
        if let Some((length, units)) = found {
            tokens.push(Token { range: at..at + length, size: Size { units, bytes: length } });
            before = text[at..at + length].chars().next_back();
            at += length;
        } else {
            before = Some(next);
            at += next.len_utf8();
        }
    }
    tokens
}

/// The length in bytes of the address that a text begins with, and its units.
fn address(text: &str, before: Option<char>, units_per_url: usize) -> Option<(usize, usize)> {
    let scheme =
        ["https://", "http://"].into_iter().find(|scheme| text.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)))?;
    let host = host(&text[scheme.len()..])?;
    let port = port(&text[scheme.len() + host.len()..]);
    let authority = scheme.len() + host.len() + port;
    let length = authority + path(&text[authority..]);
    let joined = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '$' | '#'));
    let units = if is_known_form(host) && !joined { units_per_url } else { units_per_url.max(text[..length].chars().count()) };
    Some((length, units))
}

/// Labels of letters, digits and hyphens, joined by dots. Letters of another script end the last label: a Korean particle is no part of it.
fn host(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.' | '_'))).unwrap_or(text.len());
    let labels = text[..end].trim_end_matches(['.', '-', '_']);
    let last = labels.rfind('.').map_or(0, |dot| dot + 1);
    let ascii = labels[last..].find(|c: char| !c.is_ascii()).filter(|length| *length > 0);
    let host = &labels[..ascii.map_or(labels.len(), |length| last + length)];
    (!host.is_empty()).then_some(host)
}

/// `example.com`, but not `localhost` or `10.0.0.1`.
fn is_known_form(host: &str) -> bool {
    host.rsplit_once('.')
        .is_some_and(|(name, last)| !name.is_empty() && last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn port(text: &str) -> usize {
    let digits = text.strip_prefix(':').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    if digits > 0 { digits + 1 } else { 0 }
}

/// Path, query and fragment: up to white space, a quotation mark or a bracket that was not opened in it; marks at the end belong to the
/// sentence.
fn path(text: &str) -> usize {
    if !text.starts_with(['/', '?', '#']) {
        return 0;
    }
    let mut depth = 0;
    let mut end = text.len();
    for (index, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if c.is_whitespace() || matches!(c, ')' | '<' | '>' | '"' | '「' | '」' | '『' | '』' | '（' | '）' | '。' | '、') => {
                end = index;
                break;
            }
            _ => {}
        }
    }
    text[..end].trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '~', '…']).len()
}

/// `@user@host` counts as `@user`.
fn mention(text: &str, before: Option<char>) -> Option<(usize, usize)> {
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '=' | '/')) {
        return None;
    }
    let user = name(&text[1..], |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))?;
    let server = text[1 + user..].strip_prefix('@')?;
    let server = name(server, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))?;
    Some((user + server + 2, user + 1))
}

fn name(text: &str, of: impl Fn(u8) -> bool) -> Option<usize> {
    let length = text.bytes().take_while(|byte| of(*byte)).count();
    let name = text[..length].trim_end_matches(['-', '.']);
    (name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')).then_some(name.len())
}
