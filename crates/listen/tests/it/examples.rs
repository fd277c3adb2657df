//! Examples: terms, and a text in which what must match is marked.

use crate::monitor;
use answerable_domain::MonitorId;
use answerable_listen::Matcher;

/// `marked` is the text with ⟦ ⟧ around what must be found; a text without marks must not match.
#[track_caller]
fn check_boxes(any: &[&str], all: &[&str], none: &[&str], marked: &str) {
    let text = marked.replace(['⟦', '⟧'], "");
    let matcher = Matcher::new(&[monitor(1, any, all, none)]).expect("few terms");
    let hits = matcher.hits(&text);
    let mut found = text.clone();
    for (start, end) in hits.iter().flat_map(|hit| hit.spans.clone()).rev() {
        found.insert(end as usize, '⟧');
        found.insert(start as usize, '⟦');
    }
    assert_eq!(found, marked, "any {any:?} all {all:?} none {none:?}");
    let frame = serde_json::json!({ "commit": { "record": { "text": text } } }).to_string();
    assert!(hits.is_empty() || matcher.might_match(frame.as_bytes()), "{frame}");
}

#[track_caller]
fn check(term: &str, marked: &[&str]) {
    for marked in marked {
        check_boxes(&[term], &[], &[], marked);
    }
}

#[test]
fn latin_words_have_edges() {
    check("acme", &["⟦acme⟧ is late", "acmeology", "pacme", "acme2", "2acme", "acmeя", "no ⟦Acme⟧, ⟦ACME⟧!", "acmé", "acme\u{301}"]);
    check(
        "acme",
        &["⟦acme⟧이 늦네요", "내⟦acme⟧폰", "@⟦acme⟧", "#⟦acme⟧", "⟦acme⟧'s", "⟦acme⟧_official", "⟦acme⟧の", "x.com/⟦acme⟧/1", "⟦Acme⟧™"],
    );
    check("AT&T", &["⟦at&t⟧", "at&tx"]);
    check("яндекс", &["⟦Яндекс⟧.", "Яндекса"]);
    check("σίσυφος", &["⟦ΣΊΣΥΦΟΣ⟧", "σίσυφοςς"]);
    check("straße", &["⟦STRASSE⟧", "⟦Straße⟧"]);
    check("#acme", &["⟦#ACME⟧", "acme", "#acmeology"]);
    check("24", &["갤럭시⟦24⟧가", "2024", "⟦24⟧시간"]);
}

#[test]
fn hangul_kana_and_han_have_none() {
    check("아크메", &["⟦아크메⟧가 또", "구⟦아크메⟧몰", "아크 메", "아크멘"]);
    check("배송", &["오⟦배송⟧이요 ⟦배송⟧", "베송"]);
    check("返金", &["⟦返金⟧してください", "全額⟦返金⟧可", "返品"]);
    check("さくら", &["⟦さくら⟧んぼ", "サクラ"]);
    check("😀", &["좋아요⟦😀⟧⟦😀⟧", "😁"]);
    check("👍", &["⟦👍⟧🏽"]);
}

#[test]
fn katakana_words_have_edges() {
    check("アップ", &["アップル", "スアップ", "アップー", "⟦アップ⟧する", "を⟦アップ⟧", "⟦アップ⟧・ストア", "ｱｯﾌﾟﾙ", "⟦ｱｯﾌﾟ⟧"]);
    check("アップル", &["⟦ｱｯﾌﾟﾙ⟧で", "⟦アップル⟧が", "アップルパイ"]);
}

#[test]
fn case_width_and_composition_do_not_matter() {
    check("acme", &["⟦ＡＣＭＥ⟧", "⟦𝒜𝒸𝓂ℯ⟧", "⟦Ⓐⓒⓜⓔ⟧"]);
    check("(주)아크메", &["⟦㈜아크메⟧", "⟦（주）아크메⟧"]);
    check("주", &["⟦㈜⟧아크메"]);
    check("ガス", &["⟦ｶﾞｽ⟧", "⟦カ\u{3099}ス⟧", "カス", "ガスト"]);
    check("café", &["⟦CAFE\u{301}⟧", "⟦Café⟧", "cafe"]);
    check("각", &["⟦\u{1100}\u{1161}\u{11A8}⟧", "⟦가\u{11A8}⟧", "가"]);
    check("\u{1112}\u{116A}\u{11AB}\u{1107}\u{116E}\u{11AF}", &["⟦환불⟧해"]);
    check("가", &["각", "\u{1100}\u{1161}\u{11A8}", "⟦\u{1100}\u{1161}⟧나"]);
    check("ㅋㅋ", &["⟦ㅋㅋㅋ⟧", "ㅋ"]);
    check("don't", &["I ⟦don’t⟧", "I ⟦don't⟧"]);
}

#[test]
fn what_is_invisible_is_not_there() {
    check("acme", &["⟦ac\u{200B}me⟧\u{200B}", "\u{202E}⟦ac\u{AD}me⟧\u{202C}", "a cme", "⟦a\u{2060}c\u{FEFF}m\u{FE0F}e⟧"]);
    check("ac\u{200B}me", &["⟦acme⟧"]);
    check("아크메", &["⟦아\u{200D}크메⟧"]);
}

#[test]
fn a_run_of_white_space_is_one_space() {
    check("does not work", &["it ⟦does  not\n\twork⟧", "⟦Does\u{3000}not\u{A0}work⟧", "doesnotwork", "does\u{200B}not work"]);
    check("  아 크메 ", &["⟦아  크메⟧가", "아크메"]);
    check("a b", &["⟦a \u{200B} b⟧", "a c b"]);
}

#[test]
fn boxes_together() {
    check_boxes(&["acme", "아크메"], &[], &[], "⟦acme⟧ ⟦아크메⟧");
    check_boxes(&["acme", "아크메"], &["환불"], &[], "⟦아크메⟧ ⟦환불⟧");
    check_boxes(&["acme", "아크메"], &["환불"], &[], "아크메 배송");
    check_boxes(&["acme"], &["환불"], &[], "환불");
    check_boxes(&[], &["환불", "배송"], &[], "⟦배송⟧ ⟦환불⟧ ⟦배송⟧");
    check_boxes(&[], &["환불", "배송"], &[], "환불 환불");
    check_boxes(&[], &["환불", " 환불"], &[], "⟦환불⟧");
    check_boxes(&["apple"], &[], &["apple pie"], "⟦apple⟧ store");
    check_boxes(&["apple"], &[], &["apple pie"], "Apple  Pie");
    check_boxes(&["apple"], &[], &["pie"], "⟦apple⟧ pier");
    check_boxes(&["acme", "acme shop"], &["shop now"], &[], "⟦acme shop now⟧");
    check_boxes(&["acme"], &["acme"], &[], "⟦acme⟧");
}

#[test]
fn what_cannot_match_matches_nothing() {
    for (any, all, none) in [(&[][..], &[][..], &[][..]), (&[], &[], &["x"]), (&["", "  ", "\u{200B}"], &[""], &[])] {
        check_boxes(any, all, none, "anything x at all");
        assert!(Matcher::new(&[monitor(1, any, all, none)]).expect("few terms").is_empty());
    }
    check_boxes(&["", "acme"], &["\u{200B}"], &[" "], "an ⟦acme⟧");
    let mut disabled = monitor(1, &["acme"], &[], &[]);
    disabled.enabled = false;
    let matcher = Matcher::new(&[disabled]).expect("few terms");
    assert!(matcher.is_empty() && matcher.hits("acme").is_empty() && !matcher.might_match(b"acme"));
}

#[test]
fn monitors_are_independent_and_come_by_id() {
    let monitors = [monitor(9, &["acme"], &[], &[]), monitor(2, &["acme", "shop"], &[], &[]), monitor(5, &["acme"], &[], &["shop"])];
    let matcher = Matcher::new(&monitors).expect("few terms");
    let found: Vec<(MonitorId, Vec<(u32, u32)>)> = matcher.hits("Acme shop").into_iter().map(|hit| (hit.monitor_id, hit.spans)).collect();
    assert_eq!(found, [(MonitorId(2), vec![(0, 4), (5, 9)]), (MonitorId(9), vec![(0, 4)])]);
}

#[test]
fn frames_without_a_wanted_word_are_dropped() {
    let matcher = Matcher::new(&[monitor(1, &["acme"], &["환불", "가"], &[]), monitor(2, &["한 줄"], &[], &[])]).expect("few terms");
    let cases: [(&[u8], bool); 9] = [
        (br#"{"text":"acme"}"#, false),
        ("{\"text\":\"환불\"}".as_bytes(), true),
        (br#"{"text":"\ud658\ubd88"}"#, true),
        ("{\"text\":\"한\\n\\t줄\"}".as_bytes(), true),
        ("{\"text\":\"한\\\\n줄\"}".as_bytes(), false),
        ("{\"text\":\"한\\u200b 줄\"}".as_bytes(), true),
        (b"{}", false),
        (b"\xFF", true),
        ("환불\\q".as_bytes(), true),
    ];
    for (frame, expected) in cases {
        assert_eq!(matcher.might_match(frame), expected, "{}", String::from_utf8_lossy(frame));
    }
}
