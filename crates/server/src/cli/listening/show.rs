//! Posts that match, as people and programs read them.

use answerable_domain::HitSpan;
use serde::Serialize;
use std::fmt::Write as _;

/// Characters of a post that are shown on a terminal.
const SHOWN_CHARS_MAX: usize = 300;
/// Characters that are shown before the first hit, of a post that is longer.
const LEAD_CHARS: usize = 60;

/// One line of `--json`.
#[derive(Serialize)]
pub struct Found<'a> {
    pub line: u64,
    pub spans: &'a [HitSpan],
}

/// How hits stand out.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// Between `⟦` and `⟧`.
    Marks,
    /// Bold and reversed, for a terminal.
    Bright,
}

impl Look {
    fn around(self) -> (&'static str, &'static str) {
        match self {
            Self::Marks => ("⟦", "⟧"),
            Self::Bright => ("\x1b[1;7m", "\x1b[0m"),
        }
    }
}

/// `7  ⟦아크매⟧ 환불  [아크매 for 아크메, jamo:ㅔ→ㅐ]`: always one line, whatever stands in the post.
pub fn one_line(line: u64, text: &str, spans: &[HitSpan], look: Look, into: &mut String) {
    let shown = match look {
        Look::Marks => 0..text.len(),
        Look::Bright => excerpt(text, spans),
    };
    let (open, close) = look.around();
    write!(into, "{line:>6}  ").expect("a string takes everything");
    if shown.start > 0 {
        into.push('…');
    }
    let mut at = shown.start;
    for (start, end) in joined(spans).into_iter().filter(|(_, end)| *end <= shown.end) {
        push_plain(&text[at..start], into);
        into.push_str(open);
        push_plain(&text[start..end], into);
        into.push_str(close);
        at = end;
    }
    push_plain(&text[at..shown.end], into);
    if shown.end < text.len() {
        into.push('…');
    }
    push_variants(spans, look, into);
    into.push('\n');
}

/// As which spellings terms were found, once each.
fn push_variants(spans: &[HitSpan], look: Look, into: &mut String) {
    let mut said: Vec<(&str, &str)> = Vec::new();
    for span in spans {
        let (Some(variant), Some(reason)) = (&span.variant, &span.reason) else { continue };
        if said.contains(&(&span.term, variant)) {
            continue;
        }
        let start = match (said.is_empty(), look) {
            (false, _) => "; ",
            (true, Look::Marks) => "  [",
            (true, Look::Bright) => "  \x1b[2m[",
        };
        write!(into, "{start}{variant} for {}, {reason}", span.term).expect("a string takes everything");
        said.push((&span.term, variant));
    }
    if !said.is_empty() {
        into.push_str(if matches!(look, Look::Bright) { "]\x1b[0m" } else { "]" });
    }
}

/// Spans that touch or lie within each other are one.
fn joined(spans: &[HitSpan]) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for span in spans {
        let (start, end) = (span.start as usize, span.end as usize);
        match joined.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Posts are written by strangers: nothing in them may steer a terminal or turn the line around.
fn push_plain(text: &str, into: &mut String) {
    into.extend(text.chars().map(crate::cli::output::harmless));
}

/// What is shown of a long post: where the first hit is.
fn excerpt(text: &str, spans: &[HitSpan]) -> std::ops::Range<usize> {
    let first = spans.first().map_or(0, |span| span.start as usize);
    let start = text[..first].char_indices().rev().nth(LEAD_CHARS - 1).map_or(0, |(at, _)| at);
    let start = if text.chars().count() <= SHOWN_CHARS_MAX { 0 } else { start };
    let end = text[start..].char_indices().nth(SHOWN_CHARS_MAX).map_or(text.len(), |(at, _)| start + at);
    let reached = spans.first().map_or(end, |span| end.max(span.end as usize));
    start..reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32, variant: Option<&str>) -> HitSpan {
        let reason = variant.map(|_| "jamo:ㅔ→ㅐ".to_owned());
        HitSpan { start, end, term: "아크메".to_owned(), variant: variant.map(str::to_owned), reason }
    }

    fn shown(text: &str, spans: &[HitSpan], look: Look) -> String {
        let mut into = String::new();
        one_line(7, text, spans, look, &mut into);
        into
    }

    #[test]
    fn hits_are_marked_and_variants_explained_once() {
        let spans = [span(0, 9, Some("아크매")), span(10, 19, Some("아크매"))];
        assert_eq!(shown("아크매 아크매", &spans, Look::Marks), "     7  ⟦아크매⟧ ⟦아크매⟧  [아크매 for 아크메, jamo:ㅔ→ㅐ]\n");
        assert_eq!(shown("아크메 좋다", &[span(0, 9, None)], Look::Bright), "     7  \x1b[1;7m아크메\x1b[0m 좋다\n");
    }

    #[test]
    fn a_post_stays_one_line_and_steers_nothing() {
        let text = "a\r\nb\x1b[2J\u{202E}c";
        assert_eq!(shown(text, &[span(0, 1, None)], Look::Marks), "     7  ⟦a⟧  b [2J c\n");
    }

    #[test]
    fn a_long_post_is_shown_where_it_matches() {
        let text = format!("{}아크메{}", "가".repeat(1000), "나".repeat(1000));
        let told = shown(&text, &[span(3000, 3009, None)], Look::Bright);
        assert!(told.starts_with(&format!("     7  …{}\x1b[1;7m아크메", "가".repeat(60))), "{told}");
        assert!(told.ends_with("나…\n") && told.chars().count() < 340, "{told}");
        assert_eq!(shown(&text, &[span(3000, 3009, None)], Look::Marks).chars().count(), 8 + 1000 + 5 + 1000 + 1);
    }

    #[test]
    fn overlapping_hits_are_one_mark() {
        assert_eq!(shown("abcdef", &[span(0, 3, None), span(1, 4, None), span(4, 5, None)], Look::Marks), "     7  ⟦abcd⟧⟦e⟧f\n");
    }
}
