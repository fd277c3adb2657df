//! Boxes and queries, both ways.

use crate::query_trees;
use answerable_domain::Network;
use answerable_listen::{BoxTerm, Boxes, Fact, Query, parse};
use proptest::prelude::*;
use proptest::sample::select;

fn words(texts: &[&str]) -> Vec<BoxTerm> {
    texts.iter().map(|text| BoxTerm { text: (*text).to_owned(), ..BoxTerm::default() }).collect()
}

fn names(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[track_caller]
fn check_both_ways(boxes: &Boxes, query: &str) {
    assert_eq!(boxes.to_query().map(|query| query.to_string()), Ok(query.to_owned()));
    assert_eq!(parse(query).expect("a query").to_boxes().as_ref(), Ok(boxes), "{query}");
}

#[test]
fn boxes_are_queries() {
    check_both_ways(&Boxes { any: words(&["acme"]), ..Boxes::default() }, "acme");
    check_both_ways(
        &Boxes { any: words(&["acme", "아크메 몰"]), all: words(&["환불"]), ..Boxes::default() },
        "(acme OR \"아크메 몰\") AND 환불",
    );
    check_both_ways(&Boxes { any: words(&["アクメ"]), none: words(&["広告"]), ..Boxes::default() }, "アクメ AND NOT 広告");
    check_both_ways(
        &Boxes { any: words(&["acme"]), hashtags: names(&["아크메"]), handles: names(&["acme.example"]), ..Boxes::default() },
        "acme OR #아크메 OR @acme.example",
    );
    check_both_ways(&Boxes { hashtags: names(&["아크메"]), all: words(&["환불"]), ..Boxes::default() }, "#아크메 AND 환불");
    let everything = Boxes {
        any: vec![
            BoxTerm { text: "아크메".into(), variants: true, exact: false },
            BoxTerm { text: "acme".into(), variants: false, exact: true },
        ],
        all: words(&["and"]),
        none: words(&["광고", "이벤트"]),
        hashtags: names(&["아크메"]),
        handles: names(&["acme"]),
        languages: names(&["ko", "ja"]),
        networks: vec![Network::Bluesky],
        followers_min: Some(100),
    };
    check_both_ways(
        &everything,
        "(~아크메 OR =acme OR #아크메 OR @acme) AND \"and\" AND NOT (광고 OR 이벤트) AND (lang:ko OR lang:ja) AND network:bluesky AND followers:100",
    );
}

#[test]
fn what_people_put_in_boxes_is_tidied() {
    let typed = Boxes {
        any: words(&["  acme   shop ", "acme shop"]),
        hashtags: names(&["#아크메", "＃アクメ"]),
        handles: names(&[" @acme"]),
        languages: names(&["KO"]),
        ..Boxes::default()
    };
    let query = typed.to_query().expect("a query").to_string();
    assert_eq!(query, "(\"acme shop\" OR #아크메 OR #アクメ OR @acme) AND lang:ko");
}

#[test]
fn other_queries_find_their_boxes() {
    let cases = [
        ("-광고 lang:ko 환불 -이벤트", "환불 AND NOT (광고 OR 이벤트) AND lang:ko"),
        ("환불 지연 #아크메", "#아크메 AND 환불 AND 지연"),
        ("network:x (a OR b) followers:5 c", "(a OR b) AND c AND network:x AND followers:5"),
    ];
    for (typed, expected) in cases {
        let boxes = parse(typed).expect("a query").to_boxes().expect("boxes");
        assert_eq!(boxes.to_query().expect("a query").to_string(), expected, "{typed}");
    }
}

#[test]
fn what_no_box_can_say_is_named() {
    let cases = [
        ("acme NEAR/3 환불", "near", "acme NEAR/3 환불"),
        ("acme OR (a NEAR/3 b)", "near", "a NEAR/3 b"),
        ("acme -(a NEAR/3 b)", "near", "NOT (a NEAR/3 b)"),
        ("acme raw:iPhone", "raw", "raw:\"iPhone\""),
        ("acme* 환불", "open_edge", "acme*"),
        ("환불 -*광고", "open_edge", "*광고"),
        ("acme author:kim", "author", "author:kim"),
        ("acme from:kim", "from_to", "from:kim"),
        ("to:kim OR from:kim", "from_to", "to:kim"),
        ("acme has:link", "has", "has:link"),
        ("acme -lang:en", "negated", "NOT lang:en"),
        ("acme -#광고", "negated", "NOT #광고"),
        ("#a #b", "tag", "#b"),
        ("(a OR b) @c", "tag", "@c"),
        ("(a OR b) (c OR d)", "second_or", "c OR d"),
        ("a lang:ko lang:ja", "twice", "lang:ja"),
        ("a (lang:ko OR lang:ja) lang:en", "twice", "lang:en"),
        ("a followers:1 followers:2", "twice", "followers:2"),
        ("a OR (b c)", "nested", "a OR (b AND c)"),
        ("a -(b c)", "nested", "NOT (b AND c)"),
        ("a (b OR lang:ko)", "nested", "b OR lang:ko"),
        ("a (lang:ko OR network:x)", "nested", "lang:ko OR network:x"),
        ("a (lang:ko OR -b)", "nested", "lang:ko OR NOT b"),
    ];
    for (typed, code, part) in cases {
        let told = parse(typed).expect("a query").to_boxes().expect_err("no boxes");
        assert_eq!((told.code, told.part.as_str()), (code, part), "{typed}");
    }
}

#[test]
fn boxes_are_refused_with_reasons() {
    let long = "가".repeat(101);
    let cases = [
        (Boxes::default(), vec![("query_empty", None)]),
        (Boxes { none: words(&["광고"]), ..Boxes::default() }, vec![("query_unanchored", None)]),
        (Boxes { languages: names(&["ko"]), ..Boxes::default() }, vec![("query_unanchored", None)]),
        (
            Boxes { any: words(&["acme", " \u{200B}"]), all: words(&["\n"]), ..Boxes::default() },
            vec![("term_blank", Some(" \u{200B}")), ("term_blank", Some("\n"))],
        ),
        (Boxes { any: words(&[&long]), ..Boxes::default() }, vec![("term_too_long", Some(long.as_str()))]),
        (Boxes { hashtags: names(&["a b", "#"]), ..Boxes::default() }, vec![("space_in_name", Some("a b")), ("term_blank", Some("#"))]),
        (Boxes { any: words(&["acme"]), languages: names(&["한국어"]), ..Boxes::default() }, vec![("unknown_language", Some("한국어"))]),
    ];
    for (boxes, expected) in cases {
        let problems = boxes.to_query().expect_err("not a query");
        let told: Vec<_> = problems.iter().map(|problem| (problem.code, problem.about.as_deref())).collect();
        assert_eq!(told, expected, "{boxes:?}");
        assert!(problems.iter().all(|problem| (problem.column, problem.length) == (0, 0)));
    }
}

fn box_terms(count_max: usize) -> impl Strategy<Value = Vec<BoxTerm>> {
    let term = query_trees::words().prop_map(|term| BoxTerm { text: term.text, variants: term.variants, exact: term.exact });
    prop::collection::vec(term, 0..=count_max)
}

fn filled() -> impl Strategy<Value = Boxes> {
    let names = || prop::collection::vec("[a-z가-힣ア-ン0-9_]{1,8}", 0..3);
    let languages = prop::collection::vec(select(&["ko", "ja", "en"][..]).prop_map(str::to_owned), 0..3);
    let networks = prop::collection::vec(select(&Network::ALL[..]), 0..3);
    (box_terms(4), box_terms(3), box_terms(3), names(), names(), languages, networks, any::<Option<u64>>()).prop_map(
        |(any, all, none, hashtags, handles, languages, networks, followers_min)| Boxes {
            any,
            all,
            none,
            hashtags,
            handles,
            languages,
            networks,
            followers_min,
        },
    )
}

/// The same whatever the order of the parts.
fn in_order(query: Query) -> Query {
    let sorted = |parts: Vec<Query>| {
        let mut parts: Vec<Query> = parts.into_iter().map(in_order).collect();
        parts.sort_by_key(Query::to_string);
        parts
    };
    match query {
        Query::And(parts) => Query::And(sorted(unwanted_together(parts))),
        Query::Or(parts) => Query::Or(sorted(parts)),
        Query::Not(inner) => Query::Not(Box::new(in_order(*inner))),
        other => other,
    }
}

/// `NOT a AND NOT b` is `NOT (a OR b)`.
fn unwanted_together(parts: Vec<Query>) -> Vec<Query> {
    let (unwanted, mut rest): (Vec<Query>, Vec<Query>) = parts.into_iter().partition(|part| matches!(part, Query::Not(_)));
    let inner = unwanted.into_iter().filter_map(|part| if let Query::Not(inner) = part { Some(*inner) } else { None }).collect();
    rest.extend(Query::Or(inner).canonical().map(|either| Query::Not(Box::new(either))));
    rest
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn boxes_survive_the_way_through_a_query(boxes in filled()) {
        if let Ok(query) = boxes.to_query() {
            prop_assert_eq!(parse(&query.to_string()), Ok(query.clone()));
            let again = query.to_boxes().expect("boxes made it");
            prop_assert_eq!(again.to_query(), Ok(query));
        }
    }

    #[test]
    fn queries_survive_the_way_through_boxes(query in prop_oneof![simple_query(), query_trees::query()]) {
        if let Ok(boxes) = query.to_boxes() {
            let again = boxes.to_query().expect("a query made it");
            prop_assert_eq!(in_order(again), in_order(query));
        }
    }
}

/// Often one that boxes can say, in any order.
fn simple_query() -> impl Strategy<Value = Query> {
    let word = || query_trees::words().prop_map(|term| Query::Term(answerable_listen::Term { open_start: false, open_end: false, ..term }));
    let part = prop_oneof![
        3 => word(),
        2 => word().prop_map(|word| Query::Not(Box::new(word))),
        1 => prop::collection::vec(word(), 1..4).prop_map(Query::Or),
        1 => prop::collection::vec(word(), 1..4).prop_map(|words| Query::Not(Box::new(Query::Or(words)))),
        1 => select(&["ko", "ja"][..]).prop_map(|code| Query::Fact(Fact::Language(code.to_owned()))),
    ];
    (word(), prop::collection::vec(part, 0..5))
        .prop_map(|(anchor, parts)| Query::And([anchor].into_iter().chain(parts).collect()).canonical().expect("an anchor at least"))
}
