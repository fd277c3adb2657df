//! Trees of queries out of words that are hard to print and to read.

use answerable_domain::Network;
use answerable_listen::{Fact, Form, Near, Query, TERM_CHARS_MAX, Term};
use proptest::prelude::*;
use proptest::sample::select;

/// Each would mean something else without quotation marks, or nearly.
const TRICKY: &[&str] = &[
    "and",
    "AND",
    "Or",
    "NOT",
    "near",
    "NEAR/3",
    "nearby",
    "＆＆",
    "&&",
    "||",
    "-x",
    "－x",
    "~x",
    "=x",
    "*",
    "a*",
    "*a*",
    "a*b",
    "#x",
    "＃x",
    "@x",
    "＠x",
    "!x",
    "lang:ko",
    "http://acme.example/a?b=c",
    "언어:ko",
    "10:30",
    "1,000",
    "a,b",
    "返品、返金",
    "(주)아크메",
    "아크메(주)",
    "（株）アクメ",
    ":)",
    "27\" monitor",
    "say \"hi\"",
    "\\",
    "a\\",
    "\\\"",
    "“curly”",
    "\\“",
    "「括弧」",
    "『二重』",
    "＂full＂",
    "아크메 몰",
    "新製品 発売",
    "👍🏽",
    "👨\u{200D}👩\u{200D}👧 가족",
    "don't",
    "AT&T",
    "c++",
    "24/7",
    "ㅋㅋㅋ",
    "ﾊﾝｶｸ",
    "a\u{301}",
    "ac\u{200B}me",
    "\u{202E}acme",
];

pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z]{1,8}",
        3 => "[가-힣]{1,5}",
        2 => "[ァ-ヶー]{2,6}",
        2 => "[ぁ-ん一-龠]{1,5}",
        4 => select(TRICKY).prop_map(str::to_owned),
        1 => "[a-z가-힣ア-ン]{1,4} [a-z가-힣ア-ン\"'()]{1,4}",
        2 => any::<String>(),
    ]
    .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    .prop_filter("something to look for", |text| {
        let chars = text.chars().count();
        text.chars().any(|c| c.is_alphanumeric() || c.is_ascii_punctuation() || c == '👍') && chars <= TERM_CHARS_MAX
    })
}

fn name() -> impl Strategy<Value = String> {
    text()
        .prop_map(|text| text.replace(' ', "").trim_start_matches(['@', '＠', '#', '＃']).to_owned())
        .prop_filter("a name", |name| name.chars().any(|c| c.is_alphanumeric() || c.is_ascii_punctuation()))
}

pub fn words() -> impl Strategy<Value = Term> {
    (text(), any::<[bool; 4]>()).prop_map(|(text, [variants, exact, open_start, open_end])| Term {
        text,
        form: Form::Words,
        variants,
        exact,
        open_start,
        open_end,
    })
}

pub fn term() -> impl Strategy<Value = Term> {
    let named = |text, form| Term { text, form, variants: false, exact: false, open_start: false, open_end: false };
    let raw = move |(text, [open_start, open_end]): (String, [bool; 2])| Term { open_start, open_end, ..named(text, Form::Raw) };
    prop_oneof![
        5 => words(),
        1 => name().prop_map(move |name| named(name, Form::Tag)),
        1 => name().prop_map(move |name| named(name, Form::Handle)),
        1 => (text(), any::<[bool; 2]>()).prop_map(raw),
    ]
}

pub fn fact() -> impl Strategy<Value = Fact> {
    let spaced_name = || {
        text()
            .prop_map(|text| text.trim_start_matches(['@', '＠']).to_owned())
            .prop_filter("a name", |name| name.starts_with(char::is_alphanumeric))
    };
    prop_oneof![
        select(&["ko", "ja", "en", "zh"][..]).prop_map(|code| Fact::Language(code.to_owned())),
        select(&Network::ALL[..]).prop_map(Fact::Network),
        spaced_name().prop_map(Fact::Author),
        spaced_name().prop_map(Fact::From),
        spaced_name().prop_map(Fact::To),
        Just(Fact::Link),
        Just(Fact::Media),
        any::<u64>().prop_map(Fact::Followers),
    ]
}

/// Canonical, with a word that must be there.
pub fn query() -> impl Strategy<Value = Query> {
    let side = || prop::collection::vec(term(), 1..4);
    let leaf = prop_oneof![
        6 => term().prop_map(Query::Term),
        2 => fact().prop_map(Query::Fact),
        1 => (side(), side(), 1..=50_u16).prop_map(|(left, right, distance)| Query::Near(Near { left, right, distance })),
    ];
    let tree = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            1 => inner.clone().prop_map(|inner| Query::Not(Box::new(inner))),
            2 => prop::collection::vec(inner.clone(), 1..5).prop_map(Query::And),
            2 => prop::collection::vec(inner, 1..5).prop_map(Query::Or),
        ]
    });
    (term(), tree).prop_map(|(anchor, tree)| Query::And(vec![Query::Term(anchor), tree]).canonical().expect("an anchor at least"))
}
