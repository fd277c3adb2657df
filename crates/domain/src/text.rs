//! Foreign text is text plus spans; it never becomes markup.

use serde::{Deserialize, Serialize};

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
    fn clipping_keeps_whole_characters() {
        assert_eq!(clip_to_bytes("가나", 5), "가");
        assert_eq!(clip_to_bytes("ab", 5), "ab");
    }
}
