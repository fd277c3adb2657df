//! A post cut short for a list: what was said now, without what it only quotes.

use crate::limits::PREVIEW_BYTES_MAX;
use answerable_domain::{Hit, HitSpan, Span, SpanKind, clip_to_bytes};

/// The words of a post that are shown, and where the words of the post went.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) spans: Vec<Span>,
    /// What was left out, ascending and apart from each other.
    cuts: Vec<(usize, usize)>,
}

impl Said {
    pub(super) fn of(text: &str, spans: Vec<Span>) -> Self {
        let mut cuts = cuts(text, &spans);
        let mut kept = without(text, &cuts);
        if kept.trim().is_empty() {
            // Somebody only quotes: then that is what there is to see.
            (kept, cuts) = (text.to_owned(), Vec::new());
        }
        let mut said = Self { text: clip_to_bytes(&kept, PREVIEW_BYTES_MAX).to_owned(), spans: Vec::new(), cuts };
        let shown = |span: Span| {
            let is_cut = span.kind == SpanKind::Quoted && !said.cuts.is_empty();
            let (start, end) = said.place(span.start, span.end).filter(|_| !is_cut)?;
            Some(Span { start, end, ..span })
        };
        said.spans = spans.into_iter().filter_map(shown).collect();
        said
    }

    /// The part of a hit that lies in what is shown. A hit without any stays out.
    pub(super) fn hit(&self, hit: Hit) -> Option<Hit> {
        let shown = |span: HitSpan| self.place(span.start, span.end).map(|(start, end)| HitSpan { start, end, ..span });
        let spans: Vec<HitSpan> = hit.spans.into_iter().filter_map(shown).collect();
        (!spans.is_empty()).then_some(Hit { monitor_id: hit.monitor_id, spans })
    }

    /// Where a part of the post is now. `None`: it is not shown whole.
    fn place(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        let (from, to) = (start as usize, end as usize);
        if self.cuts.iter().any(|(cut_from, cut_to)| from < *cut_to && to > *cut_from) {
            return None;
        }
        let before: usize = self.cuts.iter().filter(|(_, cut_to)| *cut_to <= from).map(|(cut_from, cut_to)| cut_to - cut_from).sum();
        (to - before <= self.text.len()).then(|| (start - before as u32, end - before as u32))
    }
}

/// What is quoted, with the blank that would stay where it stood.
fn cuts(text: &str, spans: &[Span]) -> Vec<(usize, usize)> {
    let quoted = spans.iter().filter(|span| span.kind == SpanKind::Quoted && span.fits(text) && span.start < span.end);
    let mut cuts: Vec<(usize, usize)> = quoted.map(|span| (span.start as usize, span.end as usize)).collect();
    cuts.sort_unstable();
    for (start, end) in &mut cuts {
        if text[..*start].is_empty() || text[..*start].ends_with(char::is_whitespace) {
            let rest = &text[*end..];
            *end += rest.len() - rest.trim_start().len();
        }
        *start = (*start).min(*end);
    }
    cuts.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
    cuts
}

fn without(text: &str, cuts: &[(usize, usize)]) -> String {
    let (mut kept, mut at) = (String::with_capacity(text.len()), 0);
    for (start, end) in cuts {
        kept.push_str(&text[at..*start]);
        at = *end;
    }
    kept.push_str(&text[at..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::MonitorId;

    fn span(text: &str, part: &str, kind: SpanKind) -> Span {
        let start = text.find(part).expect("the part");
        Span { start: start as u32, end: (start + part.len()) as u32, kind }
    }

    #[test]
    fn what_is_quoted_first_is_not_what_is_shown_first() {
        let text = "Re: 환불\n\n어제 고객센터에서:\n> 무엇을 도와드릴까요?\n\n아직도 안 왔어요 https://acme.example/1";
        let spans = vec![
            span(text, "Re: 환불", SpanKind::Subject),
            span(text, "어제 고객센터에서:\n> 무엇을 도와드릴까요?", SpanKind::Quoted),
            span(text, "https://acme.example/1", SpanKind::Link("https://acme.example/1".into())),
        ];
        let said = Said::of(text, spans);
        assert_eq!(said.text, "Re: 환불\n\n아직도 안 왔어요 https://acme.example/1");
        let shown: Vec<&str> = said.spans.iter().map(|span| &said.text[span.start as usize..span.end as usize]).collect();
        assert_eq!(shown, ["Re: 환불", "https://acme.example/1"]);
        let at = |part: &str| {
            let span = span(text, part, SpanKind::Subject);
            HitSpan { start: span.start, end: span.end, term: part.into(), variant: None, reason: None }
        };
        let hit = said.hit(Hit { monitor_id: MonitorId(1), spans: vec![at("환불"), at("무엇"), at("아직도")] }).expect("two are shown");
        let hits: Vec<&str> = hit.spans.iter().map(|span| &said.text[span.start as usize..span.end as usize]).collect();
        assert_eq!(hits, ["환불", "아직도"]);
    }

    #[test]
    fn a_post_without_quotes_is_shown_as_it_is_and_one_of_quotes_alone_too() {
        for (text, quoted) in [("환불해 주세요", ""), ("> 어제의 메일", "> 어제의 메일")] {
            let spans = if quoted.is_empty() { Vec::new() } else { vec![span(text, quoted, SpanKind::Quoted)] };
            let said = Said::of(text, spans.clone());
            assert_eq!((said.text.as_str(), said.spans), (text, spans));
        }
        let long = "가".repeat(1_000);
        let end = long.len() as u32;
        let said = Said::of(&long, vec![Span { start: 0, end, kind: SpanKind::Tag("x".into()) }]);
        assert!(said.text.len() <= PREVIEW_BYTES_MAX && said.spans.is_empty());
    }
}
