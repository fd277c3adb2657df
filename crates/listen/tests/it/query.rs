//! Which queries are refused, and what is said about them.

use crate::boxes;
use answerable_domain::MonitorQuery;
use answerable_listen::{QueryProblem, TERM_CHARS_MAX, TERMS_MAX, validate};

#[track_caller]
fn check(query: &MonitorQuery, expected: &[(&'static str, Option<&str>)]) {
    let expected: Vec<QueryProblem> = expected.iter().map(|(code, term)| QueryProblem { code, term: term.map(str::to_owned) }).collect();
    assert_eq!(validate(query).err().unwrap_or_default(), expected, "{query:?}");
}

#[test]
fn a_query_says_what_to_look_for() {
    check(&boxes(&["acme"], &[], &[]), &[]);
    check(&boxes(&[], &["아크메", "환불"], &["광고"]), &[]);
    check(&boxes(&["가", "😀", "㈜"], &[], &[]), &[]);
    check(&boxes(&[], &[], &[]), &[("query_empty", None)]);
    check(&boxes(&[], &[], &["광고"]), &[("query_only_none", None)]);
}

#[test]
fn a_term_is_something_and_not_too_long() {
    check(&boxes(&["acme", " \u{200B}\n"], &[""], &[]), &[("term_blank", Some(" \u{200B}\n")), ("term_blank", Some(""))]);
    let longest = "가".repeat(TERM_CHARS_MAX);
    check(&boxes(&[&longest], &[], &[]), &[]);
    check(&boxes(&[&format!("{longest}나")], &[], &[]), &[("term_too_long", Some(&longest))]);
}

#[test]
fn terms_are_limited_over_all_boxes() {
    let terms: Vec<String> = (0..=TERMS_MAX).map(|n| n.to_string()).collect();
    let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
    check(&boxes(&terms[..60], &terms[60..TERMS_MAX], &[]), &[]);
    check(&boxes(&terms[..60], &[], &terms[60..]), &[("too_many_terms", None)]);
}

#[test]
fn a_term_is_not_wanted_and_unwanted_at_once() {
    check(&boxes(&["acme", "shop"], &["ＡＣＭＥ"], &["Acme "]), &[("term_excluded", Some("acme")), ("term_excluded", Some("ＡＣＭＥ"))]);
    check(&boxes(&["acme"], &[], &["acme shop"]), &[]);
}
