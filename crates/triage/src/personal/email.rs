//! Mail addresses, also where the sign is written out: `a [at] b [dot] com`, `골뱅이`, `あっと`, `★`.
//!
//! Not `@name@host`, which is a handle, not `icon@2x.png`, which is a file, and not the mailboxes of firms (`support@`, `noreply@`).

use super::Found;
use super::page::Page;
use answerable_domain::PersonalDataKind::Email;
use std::ops::Range;

const FILE_ENDINGS: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg", "mp4", "pdf"];

/// Mailboxes that nobody owns.
const FIRMS: &[&str] = &[
    "support",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "info",
    "contact",
    "contactus",
    "help",
    "helpdesk",
    "sales",
    "admin",
    "service",
    "services",
    "cs",
    "customer",
    "customerservice",
    "customer-service",
    "customercare",
    "care",
    "press",
    "media",
    "careers",
    "jobs",
    "hr",
    "recruit",
    "billing",
    "webmaster",
    "postmaster",
    "privacy",
    "security",
    "marketing",
    "news",
    "newsletter",
    "feedback",
    "abuse",
    "hello",
    "enquiries",
    "inquiry",
    "voc",
    "mailer-daemon",
];

/// Last parts of hosts that are surely meant, where the rest is disguised.
const TOPS: &[&str] =
    &["com", "net", "org", "kr", "jp", "uk", "us", "io", "de", "example", "me", "au", "ca", "co", "edu", "info", "dev", "fr", "nz", "app"];

/// Hosts that people name without their last part.
const PROVIDERS: &[&str] = &[
    "네이버",
    "지메일",
    "다음",
    "한메일",
    "핫메일",
    "카카오",
    "구글",
    "네이트",
    "naver",
    "gmail",
    "daum",
    "hanmail",
    "kakao",
    "ジーメール",
    "ヤフー",
];

/// What a hidden sign is written as.
const HIDDEN_AT: &[&str] = &[
    "(at)",
    "[at]",
    "{at}",
    "<at>",
    "골뱅이",
    "(골뱅이)",
    "[골뱅이]",
    "あっとまーく",
    "アットマーク",
    "(アット)",
    "アット",
    "あっと",
    "(あっと)",
    " at ",
    "★",
    "☆",
    "◎",
    "(a)",
    "[a]",
    "[@]",
    "(@)",
    "♡",
];

const HIDDEN_DOT: &[&str] = &["(dot)", "[dot]", "{dot}", "<dot>", " dot ", "점", "쩜", "(점)", "ドット", "どっと", "点", "(ドット)"];

pub fn find(page: &Page, found: &mut Vec<Found>) {
    for at in 0..page.len() {
        let c = page.get(at);
        let address = match c {
            '@' => plain(page, at).or_else(|| {
                hidden(page, at, at + 1).filter(|_| page.before(at) == ' ' && page.get(at + 1) == ' ' || provider(page, at + 1).is_some())
            }),
            '(' | '[' | '{' | '<' | '골' | 'あ' | 'ア' | '★' | '☆' | '◎' | '♡' => {
                let sign = HIDDEN_AT.iter().find(|sign| page.starts_with(at, sign));
                sign.and_then(|sign| hidden(page, at, at + sign.chars().count()))
            }
            ' ' if page.low(at + 1) == 'a' && page.low(at + 2) == 't' && page.get(at + 3) == ' ' => hidden(page, at, at + 4),
            // Any picture may stand for the sign.
            '\u{1F300}'..='\u{1FAFF}' => hidden(page, at, at + 1).filter(|_| is_name(page.before(at)) && is_name(page.get(at + 1))),
            _ => None,
        };
        if let Some((at, confidence)) = address {
            found.push(Found { kind: Email, at, confidence });
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '\'')
}

/// The address around the sign.
fn plain(page: &Page, sign: usize) -> Option<(Range<usize>, u16)> {
    let start = page.skip_back(sign, is_name);
    let start = page.skip(start, |c| !c.is_ascii_alphanumeric());
    if start >= sign || page.before(sign) == '.' || page.before(start) == '@' {
        return None;
    }
    let end = page.skip(sign + 1, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let host = page.lower(sign + 1..end);
    let host = host.trim_end_matches(['.', '-']);
    // `me@example.com010-…`: digits end the last part.
    let (name, top) = host.rsplit_once('.')?;
    let letters = top.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_host = name.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let is_top = letters >= 2 && (letters == top.len() || top.as_bytes()[letters] == b'-') && !FILE_ENDINGS.contains(&&top[..letters]);
    let end = sign + 1 + host.len() - (top.len() - letters);
    (is_host && is_top && !is_of_firm(page, start..sign)).then_some((start..end, 980))
}

fn is_of_firm(page: &Page, mailbox: Range<usize>) -> bool {
    page.is_any(&mailbox, FIRMS)
}

/// The address around a sign that is written out at `sign..after`.
fn hidden(page: &Page, sign: usize, after: usize) -> Option<(Range<usize>, u16)> {
    let is_word = page.chars[sign..after].iter().map(char::to_ascii_lowercase).eq(" at ".chars());
    let mailbox_end = page.skip_back(sign, |c| c == ' ');
    let start = mailbox_start(page, mailbox_end).filter(|start| start + if page.get(sign) == '@' { 2 } else { 1 } <= mailbox_end)?;
    if let Some(end) = provider(page, page.skip(after, |c| c == ' ')).filter(|_| !is_word) {
        return Some((start..end, 850));
    }
    let (end, dots, is_known_top, has_written_dot) = host(page, page.skip(after, |c| c == ' '))?;
    // `look at example.com` is no address, `yuki at example dot com` is.
    let is_loose = is_word || page.get(sign) == '@';
    let is_meant = if is_loose { is_known_top && (!is_word || has_written_dot) && (is_word || page.before(sign) == ' ') } else { true };
    let confidence = if is_known_top { 880 } else { 600 };
    (dots > 0 && is_meant && !is_of_firm(page, start..mailbox_end)).then_some((start..end, confidence))
}

/// A well-known host by its name alone: `골뱅이 네이버`, `@gmail`.
fn provider(page: &Page, at: usize) -> Option<usize> {
    let name = PROVIDERS.iter().find(|name| page.starts_with(at, name))?;
    let end = at + name.chars().count();
    let tail = [" 닷컴", "닷컴", " 점 컴", "점컴", " 쩜컴", "쩜컴", "ドットコム", ".com", ".net"]
        .into_iter()
        .find(|tail| page.starts_with(end, tail));
    let end = end + tail.map_or(0, |tail| tail.chars().count());
    (!page.get(end).is_ascii_alphanumeric() && page.get(end) != '.').then_some(end)
}

fn mailbox_start(page: &Page, end: usize) -> Option<usize> {
    let mut start = page.skip_back(end, is_name);
    if start == end {
        // Letters read out in Korean or Japanese.
        start = page.skip_back(end, |c| super::page::is_hangul(c) || super::page::is_katakana(c));
        return (end - start >= 2).then_some(start);
    }
    // `kev dot barlow`.
    for dot in [" dot ", "(dot)", "[dot]", "점"] {
        if page.ends_with(start, dot) {
            let before = start - dot.chars().count();
            start = page.skip_back(before, is_name);
        }
    }
    Some(page.skip(start, |c| !c.is_ascii_alphanumeric()))
}

/// The end of a host, how many dots it has, whether its last part is known, and whether a dot is written out.
fn host(page: &Page, start: usize) -> Option<(usize, usize, bool, bool)> {
    let label = |at: usize| page.skip(at, |c| c.is_ascii_alphanumeric() || c == '-');
    let mut end = label(start);
    if end == start {
        return None;
    }
    let (mut dots, mut has_written_dot, mut last) = (0, false, start..end);
    while dots < 4 {
        let space = page.skip(end, |c| c == ' ');
        let written = HIDDEN_DOT.iter().find(|dot| page.starts_with(end, dot) || page.starts_with(space, dot));
        let next = match written {
            Some(dot) if page.starts_with(end, dot) => end + dot.chars().count(),
            Some(dot) => space + dot.chars().count(),
            None if page.get(space) == '.' => space + 1,
            None => break,
        };
        let next = page.skip(next, |c| c == ' ');
        let label_end = label(next);
        if label_end == next {
            break;
        }
        has_written_dot |= written.is_some();
        dots += 1;
        last = next..label_end;
        end = label_end;
    }
    let top_end = page.skip(last.start, |c| c.is_ascii_alphabetic());
    Some((top_end.max(last.start + 1).min(end), dots, page.is_any(&(last.start..top_end), TOPS), has_written_dot))
}
