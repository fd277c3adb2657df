//! Facets in a record become spans of its text. A facet that does not fit is dropped; the text is kept.

use crate::json;
use answerable_domain::{Span, SpanKind};
use serde_json::Value;

/// More than this nobody writes by hand.
const FACETS_MAX: usize = 200;

/// Spans in order, none overlapping another.
pub fn spans(record: &Value, text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = json::list(record, &["facets"]).iter().take(FACETS_MAX).filter_map(|facet| span(facet, text)).collect();
    found.sort_by_key(|span| (span.start, span.end));
    let mut end = 0;
    found.retain(|span| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    found
}

fn span(facet: &Value, text: &str) -> Option<Span> {
    let offset = |name: &str| u32::try_from(json::at(facet, &["index", name])?.as_u64()?).ok();
    let kind = json::list(facet, &["features"]).iter().find_map(feature)?;
    let span = Span { start: offset("byteStart")?, end: offset("byteEnd")?, kind };
    (span.start < span.end && span.fits(text)).then_some(span)
}

fn feature(feature: &Value) -> Option<SpanKind> {
    match json::text(feature, &["$type"])? {
        "app.bsky.richtext.facet#mention" => json::text(feature, &["did"]).map(|did| SpanKind::Mention(json::storable(did))),
        "app.bsky.richtext.facet#link" => {
            json::text(feature, &["uri"]).filter(|uri| is_web(uri)).map(|uri| SpanKind::Link(json::storable(uri)))
        }
        "app.bsky.richtext.facet#tag" => json::text(feature, &["tag"]).map(|tag| SpanKind::Tag(json::storable(tag))),
        _ => None,
    }
}

/// `javascript:` and its kin are no links.
fn is_web(uri: &str) -> bool {
    url::Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn facet(start: i64, end: i64, feature: Value) -> Value {
        json!({"index": {"byteStart": start, "byteEnd": end}, "features": [feature]})
    }

    #[test]
    fn what_does_not_fit_is_dropped_and_the_rest_kept() {
        let text = "가 #나 https://a.kr";
        let tag = json!({"$type": "app.bsky.richtext.facet#tag", "tag": "나"});
        let link = |uri: &str| json!({"$type": "app.bsky.richtext.facet#link", "uri": uri});
        let record = json!({"facets": [
            facet(9, 21, link("https://a.kr")),
            facet(4, 8, tag.clone()),
            facet(5, 8, tag.clone()),
            facet(1, 3, tag.clone()),
            facet(-1, 3, tag.clone()),
            facet(8, 4, tag.clone()),
            facet(4, 4, tag.clone()),
            facet(4, 9_000_000_000, tag),
            facet(9, 21, link("javascript:alert(1)")),
            facet(0, 3, json!({"$type": "app.bsky.richtext.facet#new"})),
            json!("no facet at all"),
        ]});
        let expected = [
            Span { start: 4, end: 8, kind: SpanKind::Tag("나".into()) },
            Span { start: 9, end: 21, kind: SpanKind::Link("https://a.kr".into()) },
        ];
        assert_eq!(spans(&record, text), expected);
    }
}
