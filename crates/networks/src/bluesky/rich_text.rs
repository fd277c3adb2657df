//! Links, hashtags and mentions in an answer, as the facets that the network wants beside the text.
//!
//! Links end where the characters of an address end, so that `https://acme.kr/a참고` links to `https://acme.kr/a`: Korean and Japanese
//! words attach without a space.

use serde_json::{Value, json};
use std::collections::HashMap;
use unicode_segmentation::UnicodeSegmentation;

const TAG_GRAPHEMES_MAX: usize = 64;
const TAG_BYTES_MAX: usize = 640;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub start: usize,
    pub end: usize,
    pub kind: MarkKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    Link(String),
    /// Without `#`.
    Tag(String),
    /// A handle without `@`; who it is has to be asked.
    Mention(String),
}

/// In order, none overlapping.
pub fn marks(text: &str) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    let mut before: Option<char> = None;
    let mut free_from = 0;
    for (start, letter) in text.char_indices() {
        if start >= free_from
            && let Some((length, kind)) = mark(&text[start..], letter, before)
        {
            free_from = start + length;
            found.push(Mark { start, end: free_from, kind });
        }
        before = Some(letter);
    }
    found
}

/// `resolved`: handle to DID. A handle that belongs to nobody stays plain text.
pub fn facets(marks: &[Mark], resolved: &HashMap<String, String>) -> Vec<Value> {
    let feature = |kind: &MarkKind| match kind {
        MarkKind::Link(uri) => Some(json!({"$type": "app.bsky.richtext.facet#link", "uri": uri})),
        MarkKind::Tag(tag) => Some(json!({"$type": "app.bsky.richtext.facet#tag", "tag": tag})),
        MarkKind::Mention(handle) => resolved.get(handle).map(|did| json!({"$type": "app.bsky.richtext.facet#mention", "did": did})),
    };
    let facet = |mark: &Mark| Some(json!({"index": {"byteStart": mark.start, "byteEnd": mark.end}, "features": [feature(&mark.kind)?]}));
    marks.iter().filter_map(facet).collect()
}

fn mark(rest: &str, letter: char, before: Option<char>) -> Option<(usize, MarkKind)> {
    let opens = before.is_none_or(|c| c.is_whitespace() || "(（「『[\"'".contains(c));
    match letter {
        'h' | 'H' if before.is_none_or(|c| !c.is_ascii_alphanumeric()) => link(rest),
        '#' | '＃' if opens => tag(rest, letter.len_utf8()),
        '@' if opens => mention(rest),
        _ => None,
    }
}

fn link(rest: &str) -> Option<(usize, MarkKind)> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| rest.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))?;
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b);
    let length = rest.bytes().take_while(|b| is_part(*b)).count();
    let address = without_trailing_marks(&rest[..length]);
    (address.len() > scheme.len() && url::Url::parse(address).is_ok_and(|url| url.has_host()))
        .then(|| (address.len(), MarkKind::Link(address.to_owned())))
}

/// A sentence's own punctuation is no part of an address, nor is a bracket that was opened before it.
fn without_trailing_marks(mut address: &str) -> &str {
    while let Some(last) = address.chars().next_back() {
        let opened = |open: char, close: char| address.matches(open).count() < address.matches(close).count();
        let drop = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' => true,
            ')' => opened('(', ')'),
            ']' => opened('[', ']'),
            _ => false,
        };
        if !drop {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

fn tag(rest: &str, sign_bytes: usize) -> Option<(usize, MarkKind)> {
    let body = &rest[sign_bytes..];
    let ends = |c: char| c.is_whitespace() || matches!(c, '#' | '＃' | '\u{ad}' | '\u{2060}' | '\u{200b}');
    let body = &body[..body.find(ends).unwrap_or(body.len())];
    let body = body.trim_end_matches(|c: char| c.is_ascii_punctuation() || "。、！？…」』）)】〜～".contains(c));
    let fits = !body.is_empty()
        && !body.chars().all(|c| c.is_ascii_digit())
        && body.len() <= TAG_BYTES_MAX
        && body.graphemes(true).count() <= TAG_GRAPHEMES_MAX;
    fits.then(|| (sign_bytes + body.len(), MarkKind::Tag(body.to_owned())))
}

fn mention(rest: &str) -> Option<(usize, MarkKind)> {
    let length = rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
    let handle = rest[1..=length].trim_end_matches(['.', '-']);
    let labels: Vec<&str> = handle.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
    let named = labels.len() >= 2 && labels.last().is_some_and(|top| top.starts_with(|c: char| c.is_ascii_alphabetic()));
    let fits = named && handle.len() <= 253 && labels.iter().all(is_label) && !rest[1 + handle.len()..].starts_with('@');
    fits.then(|| (1 + handle.len(), MarkKind::Mention(handle.to_ascii_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_in_three_languages() {
        for (text, expected) in [
            ("see https://acme.kr/a?b=1.", vec!["link https://acme.kr/a?b=1"]),
            ("https://acme.kr/a참고", vec!["link https://acme.kr/a"]),
            ("(https://acme.kr/x_(y))", vec!["link https://acme.kr/x_(y)"]),
            ("HTTPS://ACME.KR", vec!["link HTTPS://ACME.KR"]),
            ("xhttps://acme.kr", vec![]),
            ("https:// nothing", vec![]),
            ("확인はこちらhttps://acme.jp/help、", vec!["link https://acme.jp/help"]),
            ("#배송지연, ＃返金！ #1 #2nd ##", vec!["tag 배송지연", "tag 返金", "tag 2nd"]),
            ("a#b", vec![]),
            (
                "@brand.test님 @Acme.Example. (@a.kr) @kim@mastodon.example me@acme.kr @nodot",
                vec!["at brand.test", "at acme.example", "at a.kr"],
            ),
            ("@-a.kr @a..kr @a.1", vec![]),
            ("", vec![]),
        ] {
            let told: Vec<String> = marks(text)
                .iter()
                .map(|mark| match &mark.kind {
                    MarkKind::Link(uri) => {
                        assert_eq!(&text[mark.start..mark.end], uri);
                        format!("link {uri}")
                    }
                    MarkKind::Tag(tag) => format!("tag {tag}"),
                    MarkKind::Mention(handle) => format!("at {handle}"),
                })
                .collect();
            assert_eq!(told, expected, "{text}");
        }
    }

    #[test]
    fn offsets_are_bytes_and_unresolved_mentions_stay_plain() {
        let text = "안녕 @brand.test #배송";
        let resolved = HashMap::from([("brand.test".to_owned(), "did:plc:x".to_owned())]);
        let facets_of = |resolved: &HashMap<String, String>| facets(&marks(text), resolved);
        assert_eq!(facets_of(&resolved)[0]["index"], json!({"byteStart": 7, "byteEnd": 18}));
        assert_eq!(facets_of(&resolved).len(), 2);
        assert_eq!(facets_of(&HashMap::new()).len(), 1);
    }
}
