//! Texts made to break matchers: they end, and what is in them is found.

use crate::monitor;
use answerable_listen::{Matcher, SPANS_MAX};

const MEGABYTE: usize = 1 << 20;

fn matcher() -> Matcher {
    Matcher::new(&[monitor(1, &["acme", "가", "가가", "가가가", "e\u{301}", "\u{301}"], &[], &[])]).expect("few terms")
}

/// `needle` at the end of a megabyte of `flood`.
#[track_caller]
fn check(flood: &str, needle: &str, expected_spans: usize) {
    check_after(MEGABYTE, flood, needle, expected_spans);
}

#[track_caller]
fn check_after(flood_bytes: usize, flood: &str, needle: &str, expected_spans: usize) {
    let text = flood.repeat(flood_bytes / flood.len()) + needle;
    let spans: usize = matcher().hits(&text).iter().map(|hit| hit.spans.len()).sum();
    assert_eq!(spans, expected_spans, "{flood:?}");
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
}

#[test]
fn combining_floods_end() {
    check_after(MEGABYTE / 8, "\u{334}", " acme", 1);
    check_after(MEGABYTE / 8, "a\u{315}\u{300}\u{5AE}", " acme", 1);
    check_after(MEGABYTE / 8, "\u{1161}", " acme", 1);
    check_after(MEGABYTE / 8, "\u{11A8}\u{3099}", " acme", 1);
    let text = format!("e{}\u{301}", "\u{334}\u{301}".repeat(MEGABYTE / 16));
    assert!(matcher().hits(&text).is_empty(), "a letter under a heap of marks is not the letter");
}

#[test]
fn a_flood_of_a_term_is_marked_up_to_a_limit() {
    let acme = "acme ".repeat(MEGABYTE / 5);
    assert_eq!(matcher().hits(&acme)[0].spans.len(), SPANS_MAX);
    let overlapping = "가".repeat(MEGABYTE / 3);
    assert_eq!(matcher().hits(&overlapping)[0].spans, [(0, 3 * (SPANS_MAX as u32 + 2))]);
}

#[test]
fn the_limit_is_for_each_term() {
    let matcher = Matcher::new(&[monitor(1, &["가"], &["나"], &["다"])]).expect("few terms");
    let flood = "가".repeat(MEGABYTE / 3);
    assert_eq!(matcher.hits(&flood), []);
    assert_eq!(matcher.hits(&format!("{flood}나")).len(), 1);
    assert_eq!(matcher.hits(&format!("{flood}나다")), []);
}

#[test]
fn many_monitors_are_one_automaton() {
    let names: Vec<String> = (0..5_000).map(|n| format!("브랜드{n}호")).collect();
    let monitors: Vec<_> = names.iter().zip(1..).map(|(name, id)| monitor(id, &[name], &[], &[])).collect();
    let matcher = Matcher::new(&monitors).expect("a few thousand terms fit");
    let hits = matcher.hits("어제 브랜드4321호에서");
    assert_eq!(hits.iter().map(|hit| hit.monitor_id.0).collect::<Vec<_>>(), [4_322]);
}
