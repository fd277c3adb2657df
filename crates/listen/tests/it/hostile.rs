//! Texts made to break matchers: they end, and what is in them is found.

use crate::monitor;
use answerable_domain::HitSpan;
use answerable_listen::{Document, Matcher, SPANS_MAX};

const MEGABYTE: usize = 1 << 20;

fn spans(query: &str, text: &str) -> Vec<HitSpan> {
    let matcher = Matcher::new(&[monitor(1, query)], &[]).expect("a good query");
    matcher.hits(&Document::text(text)).into_iter().flat_map(|hit| hit.spans).collect()
}

/// `needle` at the end of a megabyte of `flood`.
#[track_caller]
fn check(flood: &str, needle: &str, expected_spans: usize) {
    check_after(MEGABYTE, flood, needle, expected_spans);
}

#[track_caller]
fn check_after(flood_bytes: usize, flood: &str, needle: &str, expected_spans: usize) {
    let text = flood.repeat(flood_bytes / flood.len()) + needle;
    assert_eq!(spans("acme OR 차 OR 삼성 OR \"e\u{301}\" OR (가가 NEAR/3 가가가)", &text).len(), expected_spans, "{flood:?}");
}

#[test]
fn floods_hide_nothing_and_end() {
    check("\u{200B}", "acme", 1);
    check("\u{202E}\u{2066}", "acme", 1);
    check(" \n", "acme", 1);
    check("e\u{200B}\u{AD}", " acme", 1);
    check("\u{FDFA}", "acme", 0);
    check("\u{FDFA}", " acme", 1);
    check("acm", " acme", 1);
    check("ㅏㅣㅓ", "acme", 1);
    check("에서는이나", "차", 1);
    check("이나", "삼성", 1);
    check("삼", "성", 0);
}

#[test]
fn combining_floods_end() {
    check_after(MEGABYTE / 8, "\u{334}", " acme", 1);
    check_after(MEGABYTE / 8, "a\u{315}\u{300}\u{5AE}", " acme", 1);
    check_after(MEGABYTE / 8, "\u{1161}", " acme", 1);
    check_after(MEGABYTE / 8, "\u{11A8}\u{3099}", " acme", 1);
    let text = format!("e{}\u{301}", "\u{334}\u{301}".repeat(MEGABYTE / 16));
    assert_eq!(spans("\"e\u{301}\"", &text), [], "a letter under a heap of marks is not the letter");
}

#[test]
fn a_flood_of_a_term_is_marked_up_to_a_limit() {
    assert_eq!(spans("acme", &"acme ".repeat(MEGABYTE / 5)).len(), SPANS_MAX);
    let overlapping = spans("가나가", &"가나".repeat(MEGABYTE / 6));
    assert_eq!(overlapping.len(), SPANS_MAX / 2);
    assert!(overlapping.windows(2).all(|pair| pair[0].end <= pair[1].start), "the spans of a term do not overlap");
}

#[test]
fn the_limit_is_for_each_term() {
    let flood = "acme ".repeat(MEGABYTE / 5);
    assert_eq!(spans("acme 환불 NOT 배송", &flood), []);
    assert_eq!(spans("acme 환불 NOT 배송", &format!("{flood}환불")).len(), SPANS_MAX + 1);
    assert_eq!(spans("acme 환불 NOT 배송", &format!("{flood}환불 배송")), []);
}

#[test]
fn a_flood_of_near_words_ends() {
    let terms: Vec<String> = (0..60).map(|n| format!("{n}")).collect();
    let query = format!("({}) NEAR/50 (acme OR shop)", terms.join(" OR "));
    let text = format!("{} ", terms.join(" ")).repeat(MEGABYTE / 256) + &"x ".repeat(100) + &"acme ".repeat(1_000);
    assert_eq!(spans(&query, &text), [], "all that is looked at is far apart");
    assert_eq!(spans(&query, &format!("acme {text}")).len(), 51);
}

#[test]
fn many_monitors_are_one_index() {
    let monitors: Vec<_> = (0..5_000).map(|n| monitor(n + 1, &format!("브랜드{n}호"))).collect();
    let matcher = Matcher::new(&monitors, &[]).expect("good queries");
    let hits = matcher.hits(&Document::text("어제 브랜드4321호에서"));
    assert_eq!(hits.iter().map(|hit| hit.monitor_id.0).collect::<Vec<_>>(), [4_322]);
}
