//! Foreign text is text plus spans; it never becomes markup.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A part of a text: UTF-8 **byte** offsets into it, `start <= end`, both on character boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
    #[serde(flatten)]
    pub kind: SpanKind,
}

/// What a span is. `target` is foreign: a link is shown and opened only when it is http(s).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "target")]
pub enum SpanKind {
    /// The native id of the account mentioned.
    Mention(String),
    /// The address linked to.
    Link(String),
    /// The hashtag without `#`.
    Tag(String),
    /// What a mail is about.
    Subject,
    /// What the author warns of; the rest is shown when somebody asks for it.
    Warning,
    /// Not said now: an earlier mail, a signature. The screen folds it, and nobody judges it.
    Quoted,
}

impl Span {
    /// True when the span lies within `text` and cuts no character in two.
    pub fn fits(&self, text: &str) -> bool {
        let (start, end) = (self.start as usize, self.end as usize);
        start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)
    }
}

/// The longest prefix of `text` of at most `bytes_max` bytes that ends on a character boundary.
pub fn clip_to_bytes(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

/// The text with spaces where it only quotes: as long as before, so that offsets stay right.
pub fn without_quoted<'a>(text: &'a str, spans: &[Span]) -> Cow<'a, str> {
    let mut quoted = spans.iter().filter(|span| span.kind == SpanKind::Quoted && span.fits(text)).peekable();
    if quoted.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut said = text.to_owned();
    for span in quoted {
        let (start, end) = (span.start as usize, span.end as usize);
        let blank: String = text[start..end].chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }).collect();
        said.replace_range(start..end, &blank);
    }
    Cow::Owned(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_inside_a_character_does_not_fit() {
        let span = |start, end| Span { start, end, kind: SpanKind::Tag("x".into()) };
        assert!(span(0, 3).fits("가나"));
        assert!(!span(0, 2).fits("가나"));
        assert!(!span(3, 0).fits("가나"));
        assert!(!span(0, 9).fits("가나"));
    }

    #[test]
    fn what_is_quoted_is_blank_and_nothing_moves() {
        let text = "네\n> 환불 안 돼요\n감사";
        let start = text.find('>').expect("a quoted line") as u32;
        let end = text.find("\n감사").expect("what follows") as u32;
        let said = without_quoted(text, &[Span { start, end, kind: SpanKind::Quoted }]);
        assert_eq!(said.len(), text.len());
        assert_eq!(said.split_whitespace().collect::<Vec<_>>(), ["네", "감사"]);
        assert_eq!(without_quoted(text, &[Span { start: start + 3, end: start + 4, kind: SpanKind::Quoted }]), text, "it cuts a character");
    }

    #[test]
    fn clipping_keeps_whole_characters() {
        assert_eq!(clip_to_bytes("가나", 5), "가");
        assert_eq!(clip_to_bytes("ab", 5), "ab");
    }
}
