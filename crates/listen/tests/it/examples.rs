//! Examples: a query, and texts in which what must match is marked.

use crate::monitor;
use answerable_domain::{AuthorId, BrandId, Hit, HitSpan, Monitor, MonitorId, Mute, MuteId, Muted, Network, Spelling};
use answerable_listen::{Document, Matcher};

/// The text of each is with ⟦ ⟧ around what must be found; a text without marks must not match.
#[track_caller]
fn check(query: &str, marked: &[&str]) {
    let matcher = Matcher::new(&[monitor(1, query)], &[]).expect("a good query");
    for marked in marked {
        let text = marked.replace(['⟦', '⟧'], "");
        let hits = matcher.hits(&Document::text(&text));
        assert_eq!(mark(&text, &hits), **marked, "{query}");
        let frame = serde_json::json!({ "commit": { "record": { "text": text } } }).to_string();
        assert!(hits.is_empty() || matcher.might_match(frame.as_bytes()), "{frame}");
    }
}

fn mark(text: &str, hits: &[Hit]) -> String {
    let mut marked = text.to_owned();
    for span in hits.iter().flat_map(|hit| &hit.spans).rev() {
        marked.insert(span.end as usize, '⟧');
        marked.insert(span.start as usize, '⟦');
    }
    marked
}

#[test]
fn latin_words_have_edges() {
    check("acme", &["⟦acme⟧ is late", "acmeology", "pacme", "acme2", "2acme", "acmeя", "no ⟦Acme⟧, ⟦ACME⟧!", "acmé", "acme\u{301}"]);
    check(
        "acme",
        &["⟦acme⟧이 늦네요", "내⟦acme⟧폰", "@⟦acme⟧", "#⟦acme⟧", "⟦acme⟧'s", "⟦acme⟧_official", "⟦acme⟧の", "x.com/⟦acme⟧/1", "⟦Acme⟧™"],
    );
    check("acme*", &["⟦acme⟧ology", "pacme"]);
    check("*acme", &["p⟦acme⟧", "acme2"]);
    check("*acme*", &["p⟦acme⟧s"]);
    check("AT&T", &["⟦at&t⟧", "at&tx"]);
    check("яндекс", &["⟦Яндекс⟧.", "Яндекса"]);
    check("σίσυφος", &["⟦ΣΊΣΥΦΟΣ⟧", "σίσυφοςς"]);
    check("straße", &["⟦STRASSE⟧", "⟦Straße⟧"]);
    check("24", &["갤럭시⟦24⟧가", "2024", "⟦24⟧시간"]);
}

#[test]
fn hangul_matches_with_its_particles() {
    check("아크메", &["⟦아크메⟧가 또", "구⟦아크메⟧몰", "아크 메", "아크멘"]);
    check("삼성", &["⟦삼성⟧이", "⟦삼성⟧에서", "⟦삼성⟧폰은", "어제⟦삼성⟧갔는데", "우리⟦삼성⟧", "오삼성"]);
    check("=삼성", &["⟦삼성⟧ 폰", "삼성이", "우리삼성"]);
    check("기아", &["⟦기아⟧가", "전기아파트"]);
    check("*기아", &["전⟦기아⟧파트"]);
    check("차", &["⟦차⟧가 왔다", "차가운 물", "주차"]);
}

#[test]
fn kana_and_han_have_no_edges_but_katakana_has() {
    check("返金", &["⟦返金⟧してください", "全額⟦返金⟧可", "返品"]);
    check("さくら", &["⟦さくら⟧んぼ", "サクラ"]);
    check("アップ", &["アップル", "スアップ", "アップー", "⟦アップ⟧する", "を⟦アップ⟧", "⟦アップ⟧・ストア", "ｱｯﾌﾟﾙ", "⟦ｱｯﾌﾟ⟧"]);
    check("アップル", &["⟦ｱｯﾌﾟﾙ⟧で", "⟦アップル⟧が", "アップルパイ"]);
    check("😀", &["좋아요⟦😀⟧⟦😀⟧", "😁"]);
    check("👍", &["⟦👍⟧🏽"]);
}

#[test]
fn tags_and_handles_end() {
    check("#아크메", &["⟦#아크메⟧ 좋다", "⟦＃아크메⟧", "#아크메전자", "아크메"]);
    check("#acme", &["⟦#ACME⟧", "acme", "#acmeology"]);
    check("@acme", &["⟦@acme⟧가", "⟦＠ACME⟧.example", "mail x@acme.example", "@acme_kr", "acme"]);
}

#[test]
fn case_width_and_composition_do_not_matter() {
    check("acme", &["⟦ＡＣＭＥ⟧", "⟦𝒜𝒸𝓂ℯ⟧", "⟦Ⓐⓒⓜⓔ⟧"]);
    check("\"(주)아크메\"", &["⟦㈜아크메⟧", "⟦（주）아크메⟧"]);
    check("ガス", &["⟦ｶﾞｽ⟧", "⟦カ\u{3099}ス⟧", "カス", "ガスト"]);
    check("café", &["⟦CAFE\u{301}⟧", "⟦Café⟧", "cafe"]);
    check("각", &["⟦\u{1100}\u{1161}\u{11A8}⟧", "⟦가\u{11A8}⟧", "가"]);
    check("\u{1112}\u{116A}\u{11AB}\u{1107}\u{116E}\u{11AF}", &["⟦환불⟧해"]);
    check("ㅋㅋ", &["⟦ㅋㅋ⟧ㅋ", "ㅋ"]);
    check("don't", &["I ⟦don’t⟧", "I ⟦don't⟧"]);
}

#[test]
fn raw_is_as_written() {
    check("raw:\"Acme\"", &["⟦Acme⟧ ok", "acme", "ACME", "Ａcme", "Acmes", "\u{200B}⟦Acme⟧가"]);
    check("raw:\"㈜아크메\"", &["⟦㈜아크메⟧", "(주)아크메"]);
}

#[test]
fn what_is_invisible_is_not_there() {
    check("acme", &["⟦ac\u{200B}me⟧\u{200B}", "\u{202E}⟦ac\u{AD}me⟧\u{202C}", "a cme", "⟦a\u{2060}c\u{FEFF}m\u{FE0F}e⟧"]);
    check("아크메", &["⟦아\u{200D}크메⟧"]);
}

#[test]
fn a_run_of_white_space_is_one_space() {
    check("\"does not work\"", &["it ⟦does  not\n\twork⟧", "⟦Does\u{3000}not\u{A0}work⟧", "doesnotwork", "does\u{200B}not work"]);
    check("\"아 크메\"", &["⟦아  크메⟧가", "아크메"]);
    check("\"a b\"", &["⟦a \u{200B} b⟧", "a c b"]);
}

#[test]
fn operators_together() {
    check("acme OR 아크메", &["⟦acme⟧ ⟦아크메⟧"]);
    check("(acme OR 아크메) 환불", &["⟦아크메⟧ ⟦환불⟧", "아크메 배송", "환불"]);
    check("환불 배송", &["⟦배송⟧ ⟦환불⟧ ⟦배송⟧", "환불 환불"]);
    check("apple NOT \"apple pie\"", &["⟦apple⟧ store", "Apple  Pie"]);
    check("acme OR (lotte 배송)", &["⟦acme⟧ 배송", "lotte", "⟦lotte⟧ ⟦배송⟧"]);
    check("acme NOT (shop NOT 환불)", &["⟦acme⟧", "acme shop", "⟦acme⟧ shop 환불"]);
}

#[test]
fn near_is_near() {
    check("acme NEAR/2 refund", &["⟦acme⟧, the ⟦refund⟧", "acme and its late refund", "⟦refund⟧ ⟦acme⟧ is good, acme"]);
    check("(삼성 OR 엘지) NEAR/1 (폰 OR 환불)", &["⟦삼성⟧ ⟦환불⟧ 그리고 엘지", "⟦삼성⟧은 ⟦폰⟧", "삼성 LG ⟦엘지⟧ ⟦폰⟧이"]);
    check("acme NEAR/5 acme", &["acme", "⟦acme⟧ or ⟦acme⟧"]);
}

#[test]
fn facts_are_asked_of_the_post() {
    let document = Document {
        network: Network::Bluesky,
        language: Some("ko"),
        author_native_id: "did:plc:kim",
        author_handle: Some("kim.example"),
        followers: Some(1_000),
        has_link: true,
        from: &["shop.example"],
        to: &["acme.example"],
        ..Document::text("acme 환불")
    };
    let cases = [
        ("acme lang:ko", true),
        ("acme lang:ja", false),
        ("acme network:bluesky", true),
        ("acme network:mastodon", false),
        ("acme followers:1000", true),
        ("acme followers:1001", false),
        ("acme has:link", true),
        ("acme has:media", false),
        ("acme NOT author:kim.example", false),
        ("author:Kim.example", true),
        ("author:did:plc:kim", true),
        ("author:lee.example", false),
        ("from:shop.example", true),
        ("from:acme.example", false),
        ("to:acme.example", true),
        ("to:shop.example OR 환불", true),
    ];
    for (query, expected) in cases {
        let matcher = Matcher::new(&[monitor(1, query)], &[]).expect("a good query");
        assert_eq!(!matcher.hits(&document).is_empty(), expected, "{query}");
        let frame = br#"{"text":"acme \uD658\uBD88"}"#;
        assert!(!expected || matcher.might_match(frame), "{query}");
    }
}

#[test]
fn a_variant_says_why_it_was_looked_for() {
    let span = |start, end, variant: Option<(&str, &str)>| HitSpan {
        start,
        end,
        term: "아크메".into(),
        variant: variant.map(|(text, _)| text.into()),
        reason: variant.map(|(_, reason)| reason.into()),
    };
    let mut monitor = monitor(1, "~아크메");
    monitor.variants.also = vec![Spelling { term: "아크메".into(), text: "아카메".into() }];
    let matcher = |monitor: &Monitor, mutes: &[Mute]| Matcher::new(std::slice::from_ref(monitor), mutes).expect("a good query");
    let document = Document::text("아크메 아크매 아카메");
    let spans = |matcher: &Matcher| matcher.hits(&document)[0].spans.clone();
    let (jamo, also) = (Some(("아크매", "jamo:ㅔ→ㅐ")), Some(("아카메", "also:아카메")));
    assert_eq!(spans(&matcher(&monitor, &[])), [span(0, 9, None), span(10, 19, jamo), span(20, 29, also)]);
    let spelling = Spelling { term: "아크메".into(), text: "아크매".into() };
    let muted = mute(Muted::Variant { monitor_id: MonitorId(1), spelling: spelling.clone() });
    assert_eq!(spans(&matcher(&monitor, &[muted])), [span(0, 9, None), span(20, 29, also)]);
    let elsewhere = mute(Muted::Variant { monitor_id: MonitorId(2), spelling: spelling.clone() });
    assert_eq!(spans(&matcher(&monitor, &[elsewhere])).len(), 3);
    monitor.variants.off = vec![spelling];
    assert_eq!(spans(&matcher(&monitor, &[])), [span(0, 9, None), span(20, 29, also)]);
}

fn mute(what: Muted) -> Mute {
    Mute { id: MuteId(1), brand_id: BrandId(1), what, by: None, created_at: 0 }
}

#[test]
fn mutes_silence_authors_and_phrases() {
    let author = mute(Muted::Author { author_id: AuthorId(7), native_id: "did:plc:kim".into() });
    let phrase = mute(Muted::Phrase { text: "공동  구매".into() });
    let matcher = Matcher::new(&[monitor(1, "acme OR author:lee.example")], &[author, phrase]).expect("a good query");
    let hits = |text, author_native_id, handle| {
        let document = Document { author_native_id, author_handle: Some(handle), ..Document::text(text) };
        matcher.hits(&document).len()
    };
    assert_eq!(hits("acme", "did:plc:lee", "lee.example"), 1);
    assert_eq!(hits("acme", "did:plc:kim", "kim.example"), 0);
    assert_eq!(hits("anything", "did:plc:kim", "lee.example"), 0);
    assert_eq!(hits("anything", "did:plc:lee", "lee.example"), 1);
    assert_eq!(hits("acme 공동 구매로", "did:plc:lee", "x"), 0);
    assert_eq!(hits("공동 구매로", "did:plc:lee", "lee.example"), 0);
    assert_eq!(hits("acme 공동구매", "did:plc:lee", "x"), 1);
}

#[test]
fn what_cannot_match_matches_nothing() {
    let mut disabled = monitor(1, "acme");
    disabled.enabled = false;
    for monitors in [vec![], vec![disabled]] {
        let matcher = Matcher::new(&monitors, &[]).expect("a good query");
        assert!(matcher.is_empty() && matcher.hits(&Document::text("acme")).is_empty() && !matcher.might_match(b"acme"));
    }
    assert!(Matcher::new(&[monitor(1, "(acme")], &[]).is_err());
}

#[test]
fn monitors_are_independent_and_come_by_id() {
    let monitors = [monitor(9, "acme"), monitor(2, "acme OR shop"), monitor(5, "acme NOT shop")];
    let matcher = Matcher::new(&monitors, &[]).expect("good queries");
    let spans = |hit: &Hit| hit.spans.iter().map(|span| (span.start, span.end)).collect::<Vec<_>>();
    let found: Vec<_> = matcher.hits(&Document::text("Acme shop")).iter().map(|hit| (hit.monitor_id, spans(hit))).collect();
    assert_eq!(found, [(MonitorId(2), vec![(0, 4), (5, 9)]), (MonitorId(9), vec![(0, 4)])]);
}

#[test]
fn frames_without_a_wanted_word_are_dropped() {
    let matcher = Matcher::new(&[monitor(1, "acme 환불 가"), monitor(2, "\"한 줄\"")], &[]).expect("good queries");
    let cases: [(&[u8], bool); 9] = [
        (br#"{"text":"nothing"}"#, false),
        ("{\"text\":\"acme 환불 가\"}".as_bytes(), true),
        (br#"{"text":"ACME \ud658\ubd88 \uac00"}"#, true),
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
