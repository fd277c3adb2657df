//! One text of subject and body, and what is what in it.

use super::body::TEXT_BYTES_MAX;
use crate::json::storable;
use answerable_domain::{Span, SpanKind, clip_to_bytes};
use std::ops::Range;

/// A text that is put together from paragraphs.
pub struct Composed {
    text: String,
    spans: Vec<Span>,
}

impl Composed {
    pub fn new(subject: &str) -> Self {
        let spans = span(0..subject.len(), SpanKind::Subject).filter(|_| !subject.is_empty());
        Self { text: subject.to_owned(), spans: spans.into_iter().collect() }
    }

    pub fn paragraph(&mut self, text: &str, spans: Vec<Span>, quoted: &[Range<usize>]) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let offset = self.text.len();
        self.text.push_str(text);
        self.spans.extend(spans.into_iter().filter_map(|one| span(one.start as usize + offset..one.end as usize + offset, one.kind)));
        self.spans.extend(quoted.iter().filter_map(|range| span(range.start + offset..range.end + offset, SpanKind::Quoted)));
    }

    pub fn finish(self) -> (String, Vec<Span>) {
        let text = storable(clip_to_bytes(&self.text, TEXT_BYTES_MAX));
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let within = self.spans.into_iter().map(|span| Span { end: span.end.min(length), ..span });
        let mut spans: Vec<Span> = within.filter(|span| span.start < span.end && span.fits(&text)).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        (text, spans)
    }
}

fn span(range: Range<usize>, kind: SpanKind) -> Option<Span> {
    Some(Span { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()?, kind })
}
