//! The query language: how queries read, print, and what is said about those that do not.

use crate::query_trees;
use answerable_listen::{DEPTH_MAX, PROBLEM_CODES, PROBLEMS_MAX, Problem, QUERY_CHARS_MAX, TERM_CHARS_MAX, TERMS_MAX, parse};
use proptest::prelude::*;

/// What people type, and the canonical text that is kept.
const READINGS: &[(&str, &str)] = &[
    ("acme", "acme"),
    ("  acme\n\tshop\u{3000}몰 ", "acme AND shop AND 몰"),
    ("acme OR 아크메 환불", "acme OR (아크메 AND 환불)"),
    ("(acme OR 아크메) (환불 OR \"배송  지연\") -광고", "(acme OR 아크메) AND (환불 OR \"배송 지연\") AND NOT 광고"),
    ("a AND (b AND (c d)) OR (e OR f)", "(a AND b AND c AND d) OR e OR f"),
    ("NOT NOT acme", "acme"),
    ("acme NOT (NOT (NOT 광고))", "acme AND NOT 광고"),
    ("acme acme OR acme", "acme"),
    ("acme -(광고 OR 이벤트)", "acme AND NOT (광고 OR 이벤트)"),
    ("~아크메 =삼성 ~=현대 ~\"배송 지연\"", "~아크메 AND =삼성 AND ~=현대 AND ~\"배송 지연\""),
    ("acme* *acme *acme* \"a b\"*", "acme* AND *acme AND *acme* AND \"a b\"*"),
    ("#아크메 @acme.example", "#아크메 AND @acme.example"),
    ("#맛집#서울", "#맛집 AND #서울"),
    ("raw:iPhone *raw:\"iOS 26\"*", "raw:\"iPhone\" AND *raw:\"iOS 26\"*"),
    ("（アクメ OR 「新製品」） ＃タグ ＠acme “hello world” ＂a＂", "(アクメ OR 新製品) AND #タグ AND @acme AND \"hello world\" AND a"),
    ("アクメ －広告 ～返金 ＝社 ＮＯＴ 宣伝", "アクメ AND NOT 広告 AND ~返金 AND =社 AND NOT 宣伝"),
    ("(주)아크메 아크메(주) ㈜아크메", "\"(주)아크메\" AND \"아크메(주)\" AND ㈜아크메"),
    ("AT&T c++ don't 24/7 👍🏽", "AT&T AND c++ AND don't AND 24/7 AND 👍🏽"),
    ("1,000 10:30 배송:늦음", "\"1,000\" AND \"10:30\" AND \"배송:늦음\""),
    ("\"say \\\"hi\\\"\" \"C:\\path\"", "\"say \\\"hi\\\"\" AND \"C:\\\\path\""),
    ("\"AND\" \"or\" nearby", "\"AND\" AND \"or\" AND nearby"),
    ("or acme and", "\"or\" AND acme AND \"and\""),
    ("a\"b\"c", "a AND b AND c"),
    ("acme LANG:KO network：Bluesky", "acme AND lang:ko AND network:bluesky"),
    (
        "author:@acme from:did:plc:x to:\"a b\" has:LINK has:media followers:１０００",
        "author:acme AND from:did:plc:x AND to:\"a b\" AND has:link AND has:media AND followers:1000",
    ),
    ("acme NEAR/3 환불", "acme NEAR/3 환불"),
    ("(acme OR 아크메) NEAR/50 (환불 OR \"배송 지연\") lang:ko", "(acme OR 아크메) NEAR/50 (환불 OR \"배송 지연\") AND lang:ko"),
    ("acme NOT (a NEAR/1 b)", "acme AND NOT (a NEAR/1 b)"),
    ("author:acme OR from:shop OR to:shop", "author:acme OR from:shop OR to:shop"),
    ("(lang:ko OR acme) AND shop", "(lang:ko OR acme) AND shop"),
    ("NOT (lang:ko OR NOT acme)", "NOT (lang:ko OR NOT acme)"),
];

#[test]
fn queries_read_and_print() {
    for (typed, canonical) in READINGS {
        let query = parse(typed).unwrap_or_else(|problems| panic!("{typed}: {problems:#?}"));
        assert_eq!(query.to_string(), *canonical, "{typed}");
        assert_eq!(parse(canonical), Ok(query), "{canonical}");
    }
}

#[test]
fn problems_say_where_and_what_instead() {
    let blocks = blocks(include_str!("problems.txt"));
    assert!(blocks.len() >= 60, "only {} queries", blocks.len());
    for (typed, expected) in &blocks {
        let told: Vec<String> = parse(typed).err().unwrap_or_default().iter().map(told).collect();
        assert_eq!(told, *expected, "{typed}");
    }
    let all = include_str!("problems.txt");
    let elsewhere = ["query_empty", "too_long", "too_many_terms", "too_deep", "term_too_long"];
    for code in PROBLEM_CODES {
        assert!(elsewhere.contains(&code) || all.contains(&format!("\n  {code} ")), "{code} has no example");
    }
}

/// Queries and what is told about them.
fn blocks(table: &str) -> Vec<(&str, Vec<&str>)> {
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with("//") && !line.is_empty()) {
        match (line.strip_prefix("  "), blocks.last_mut()) {
            (Some(problem), Some((_, problems))) => problems.push(problem),
            _ => blocks.push((line, Vec::new())),
        }
    }
    blocks
}

fn told(problem: &Problem) -> String {
    let about = problem.about.as_ref().map(|about| format!(" «{about}»")).unwrap_or_default();
    let suggestion = problem.suggestion.as_ref().map(|suggestion| format!(" ⇒ {suggestion}")).unwrap_or_default();
    format!("{} {}+{}{about}{suggestion}", problem.code, problem.column, problem.length)
}

#[test]
fn suggestions_are_better() {
    for (typed, expected) in blocks(include_str!("problems.txt")) {
        for suggestion in parse(typed).err().unwrap_or_default().into_iter().filter_map(|problem| problem.suggestion) {
            let left = parse(&suggestion).err().unwrap_or_default().iter().filter(|problem| problem.code != "query_unanchored").count();
            assert!(left < expected.len(), "{typed} ⇒ {suggestion}");
        }
    }
}

#[track_caller]
fn check_codes(typed: &str, expected: &[&str]) {
    let codes: Vec<&str> = parse(typed).err().unwrap_or_default().iter().map(|problem| problem.code).collect();
    assert_eq!(codes, expected, "{}", typed.chars().take(80).collect::<String>());
}

#[test]
fn limits_are_to_the_last_one() {
    check_codes("", &["query_empty"]);
    check_codes(" \n\u{3000}", &["query_empty"]);
    let longest = "가".repeat(TERM_CHARS_MAX);
    check_codes(&longest, &[]);
    check_codes(&format!("\"{longest}\""), &[]);
    check_codes(&format!("{longest}나"), &["term_too_long"]);
    check_codes(&format!("#{longest}나 author:{longest}나"), &["term_too_long", "term_too_long"]);

    let terms = |count: usize| (0..count).map(|n| format!("낱말{n}")).collect::<Vec<_>>().join(" OR ");
    check_codes(&terms(TERMS_MAX), &[]);
    check_codes(&terms(TERMS_MAX + 1), &["too_many_terms"]);
    check_codes(&format!("a NEAR/3 ({})", terms(TERMS_MAX)), &["too_many_terms"]);

    let padded = |chars: usize| format!("{}acme", " ".repeat(chars - 4));
    check_codes(&padded(QUERY_CHARS_MAX), &[]);
    check_codes(&padded(QUERY_CHARS_MAX + 1), &["too_long"]);
    let long_when_printed = (0..QUERY_CHARS_MAX / 12).map(|n| format!("followers:{n} ")).collect::<String>();
    check_codes(&format!("acme {}", &long_when_printed[..QUERY_CHARS_MAX - 16]), &["too_long"]);
}

#[test]
fn depth_is_that_of_the_canonical_text() {
    let ladder = |steps: usize| format!("{}z{}", (0..steps).map(|n| format!("a{n} (b{n} OR ")).collect::<String>(), ")".repeat(steps));
    check_codes(&ladder(DEPTH_MAX / 2), &[]);
    check_codes(&ladder(DEPTH_MAX / 2 + 1), &["too_deep"]);
    let wrapped = |count: usize| format!("{}acme{}", "(".repeat(count), ")".repeat(count));
    check_codes(&wrapped(DEPTH_MAX * 2), &[]);
    check_codes(&wrapped(QUERY_CHARS_MAX / 2 - 2), &["too_deep"]);
    check_codes(&format!("{}acme", "-".repeat(QUERY_CHARS_MAX - 4)), &["too_deep"]);
    check_codes(&format!("{}acme", "NOT ".repeat(DEPTH_MAX)), &[]);
}

#[test]
fn a_flood_of_slips_is_told_in_part() {
    for slip in [")", "(", "\"", "「", "AND ", ",", "~ ", "a lang:xx ", "|", "# ", "()", "x and "] {
        let problems = parse(&slip.repeat(QUERY_CHARS_MAX / slip.chars().count())).expect_err("nothing right in it");
        assert!(problems.len() <= PROBLEMS_MAX, "{slip}");
    }
}

/// Pieces of queries, right and wrong.
const PIECES: &[&str] = &[
    "acme",
    "환불",
    "アクメ",
    " ",
    "  ",
    "\n",
    "(",
    ")",
    "（",
    "）",
    "\"",
    "“",
    "”",
    "「",
    "」",
    "\\",
    "AND",
    "OR",
    "NOT",
    "NEAR/3",
    "NEAR",
    "NEAR/",
    "near/2",
    "and",
    "or",
    "not",
    "-",
    "~",
    "=",
    "*",
    "#",
    "@",
    "!",
    "|",
    "||",
    "&&",
    ",",
    "、",
    "lang:",
    "lang:ko",
    "lang:kr",
    "언어:",
    "network:",
    "bluesky",
    "raw:",
    "author:",
    "followers:",
    "1,000",
    "5k",
    "has:link",
    "http://x",
    "(주)",
    "ＯＲ",
    "：",
    "＃",
    "～",
    "\u{200B}",
    "👍🏽",
    "ー",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn printing_and_reading_is_identity(query in query_trees::query()) {
        let printed = query.to_string();
        prop_assume!(printed.chars().count() <= QUERY_CHARS_MAX);
        prop_assert_eq!(parse(&printed), Ok(query), "{}", printed);
    }

    #[test]
    fn what_reads_prints_to_a_fixed_point(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let typed = pieces.concat();
        match parse(&typed) {
            Ok(query) => {
                let printed = query.to_string();
                prop_assert_eq!(parse(&printed), Ok(query.clone()), "{} printed {}", typed, printed);
                prop_assert_eq!(query.clone().canonical(), Some(query));
            }
            Err(problems) => check_problems(&typed, &problems)?,
        }
    }

    #[test]
    fn any_text_is_read_or_refused(typed in any::<String>()) {
        match parse(&typed) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(problems) => check_problems(&typed, &problems)?,
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        let typed = String::from_utf8_lossy(&bytes);
        if let Err(problems) = parse(&typed) {
            check_problems(&typed, &problems)?;
        }
    }
}

/// There are some, each lies in the text, and a suggestion is less wrong.
fn check_problems(typed: &str, problems: &[Problem]) -> Result<(), TestCaseError> {
    prop_assert!(!problems.is_empty() && problems.len() <= PROBLEMS_MAX);
    let chars = typed.chars().count() as u32;
    for problem in problems {
        prop_assert!(PROBLEM_CODES.contains(&problem.code), "{}", problem.code);
        let within = problem.column >= 1 && problem.length >= 1 && problem.column - 1 + problem.length <= chars;
        let whole = problem.column == 0 && problem.length == 0;
        prop_assert!(within || whole, "{:?} in {:?}", problem, typed);
        if let Some(suggestion) = &problem.suggestion {
            let left = parse(suggestion).err().unwrap_or_default();
            let left = left.iter().filter(|problem| problem.column > 0).count();
            prop_assert!(left < problems.len() || problems.len() == PROBLEMS_MAX, "{:?} ⇒ {:?}", typed, suggestion);
        }
    }
    Ok(())
}
