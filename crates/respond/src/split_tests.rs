//! Counting and cutting: first as one would explain it, then against every text that we could think of.

use crate::{Count, TooLong, count, split};
use answerable_domain::{Counter, Limits};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Man, woman, girl, boy, joined: one grapheme cluster of 25 bytes.
const FAMILY: &str = "👨\u{200d}👩\u{200d}👧\u{200d}👦";

pub(crate) const BLUESKY: Limits =
    Limits { counter: Counter::GraphemesAndBytes, units_max: 300, bytes_max: 3_000, parts_max: 10, units_per_url: 0 };

/// So many graphemes a part, bytes without end.
fn graphemes(units_max: u32) -> Limits {
    Limits { units_max, bytes_max: 100_000, ..BLUESKY }
}

#[track_caller]
fn cuts(units_max: u32, text: &str, expected: &[&str]) {
    assert_eq!(split(text, &graphemes(units_max)).expect("it fits"), expected, "{text:?}");
}

#[test]
fn a_short_text_leaves_as_it_is_but_for_its_ends() {
    cuts(20, "  Thank you!\n", &["Thank you!"]);
    cuts(20, "a\r\nb\r\n\r\nc", &["a\nb\n\nc"]);
    cuts(20, " \n\t ", &[]);
    cuts(3, "abc   \n\n", &["abc"]);
}

#[test]
fn paragraphs_come_before_lines_before_sentences_before_words() {
    cuts(30, "One is here. Two is here.\n\nThree goes on and on.", &["One is here. Two is here.", "Three goes on and on."]);
    cuts(30, "One is here. Two\nis here. Three goes on.", &["One is here. Two", "is here. Three goes on."]);
    cuts(30, "One is here and. Two is there three goes on.", &["One is here and.", "Two is there three goes on."]);
    cuts(30, "One two three four five six seven eight", &["One two three four five six", "seven eight"]);
}

#[test]
fn a_pause_too_early_is_not_worth_a_part() {
    cuts(30, "Hi.\n\nWe are looking into it and will write.", &["Hi.\n\nWe are looking into it", "and will write."]);
}

#[test]
fn korean_is_cut_after_its_sentences_and_between_its_words() {
    cuts(22, "불편을 드려 죄송합니다. 바로 확인해 볼게요. 감사합니다.", &["불편을 드려 죄송합니다.", "바로 확인해 볼게요. 감사합니다."]);
    cuts(18, "불편을드려죄송합니다.바로확인해볼게요.", &["불편을드려죄송합니다.", "바로확인해볼게요."]);
    cuts(12, "주문번호를 메시지로 알려주시겠어요", &["주문번호를 메시지로", "알려주시겠어요"]);
}

#[test]
fn japanese_is_cut_after_its_sentences_and_never_before_a_closing_mark() {
    cuts(
        20,
        "ご不便をおかけしました。確認いたします。少々お待ちください。",
        &["ご不便をおかけしました。確認いたします。", "少々お待ちください。"],
    );
    cuts(20, "「申し訳ございません。」と担当が申しております。", &["「申し訳ございません。」", "と担当が申しております。"]);
    cuts(6, "ありがとうー。ございます", &["ありがと", "うー。", "ございます"]);
    cuts(5, "ご連絡は「担当」まで", &["ご連絡は", "「担当」ま", "で"]);
}

#[test]
fn numbers_and_addresses_are_no_sentence_ends() {
    cuts(24, "Version 3.5 is at example.com now", &["Version 3.5 is at", "example.com now"]);
    cuts(26, "Paid 1. 2 and 3. more text here ok", &["Paid 1. 2 and 3. more text", "here ok"]);
}

#[test]
fn an_address_that_fits_in_a_part_stays_whole() {
    cuts(40, "See https://example.com/a/b/c/d/e/f/g/h/i", &["See", "https://example.com/a/b/c/d/e/f/g/h/i"]);
    let long = "x".repeat(50);
    cuts(40, &format!("See {long}"), &[&format!("See {}", "x".repeat(36)), &"x".repeat(14)]);
}

#[test]
fn the_tightest_way_is_taken_when_the_readable_one_needs_too_many_parts() {
    let text = "aaaa bbbbbbbb. cccc dddd eeee ffff gggg";
    let limits = |parts_max| Limits { parts_max, ..graphemes(20) };
    assert_eq!(split(text, &limits(3)).expect("it fits"), ["aaaa bbbbbbbb.", "cccc dddd eeee ffff", "gggg"]);
    assert_eq!(split(text, &limits(2)).expect("it fits"), ["aaaa bbbbbbbb. cccc", "dddd eeee ffff gggg"]);
    let tight = "aaaa bbbbbbbbbbbbbbbbbb cccccccccccccc";
    assert_eq!(split(tight, &limits(2)).expect("it fits"), ["aaaa bbbbbbbbbbbbbbb", "bbb cccccccccccccc"]);
    assert_eq!(split(tight, &limits(1)).expect_err("too long").count.parts, 2);
}

#[test]
fn three_hundred_families_are_few_graphemes_and_many_bytes() {
    let families = FAMILY.repeat(300);
    let one_part = Limits { parts_max: 1, ..BLUESKY };
    let TooLong { count: refused } = split(&families, &one_part).expect_err("7,500 bytes");
    assert_eq!(refused, Count { units: 300, units_max: 300, bytes: 7_500, bytes_max: 3_000, parts: 3, parts_max: 1, fits: false });
    assert_eq!(split(&families, &BLUESKY).expect("a chain").iter().map(String::len).collect::<Vec<_>>(), [3_000, 3_000, 1_500]);
}

#[test]
fn a_cluster_larger_than_a_part_stays_whole_and_is_refused() {
    let tower = format!("e{}", "\u{301}".repeat(1_500));
    let counted = count(&tower, &BLUESKY);
    assert_eq!((counted.units, counted.bytes, counted.parts, counted.fits), (1, 3_001, 1, false));
    assert!(split(&format!("before {tower} after"), &BLUESKY).is_err());
    assert!(split("a", &Limits { parts_max: 0, ..BLUESKY }).is_err());
    assert!(split("a", &graphemes(0)).is_err());
}

#[test]
fn each_network_counts_in_its_own_units() {
    let text = format!("가나다 {FAMILY}");
    for (counter, units) in [(Counter::GraphemesAndBytes, 5), (Counter::Codepoints, 11), (Counter::Utf16Units, 15)] {
        let counted = count(&text, &Limits { counter, ..BLUESKY });
        let expected = Count { units, units_max: 300, bytes: 35, bytes_max: 3_000, parts: 1, parts_max: 10, fits: true };
        assert_eq!(counted, expected, "{counter:?}");
    }
}

#[test]
fn the_counter_of_a_chain_is_over_all_its_parts() {
    let counted = count(&"글".repeat(301), &BLUESKY);
    assert_eq!(counted, Count { units: 301, units_max: 600, bytes: 903, bytes_max: 6_000, parts: 2, parts_max: 10, fits: true });
    assert_eq!(count(" ", &BLUESKY), Count { units: 0, units_max: 300, bytes: 0, bytes_max: 3_000, parts: 0, parts_max: 10, fits: true });
}

fn snippets() -> impl Strategy<Value = String> {
    let snippet = proptest::sample::select(vec![
        "a",
        "word",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "\u{a0}",
        "\u{3000}",
        ". ",
        ".",
        "。",
        "！",
        "?",
        "…",
        "」",
        "「",
        "ー",
        "っ",
        "안녕하세요",
        "했습니다.",
        "\u{1100}\u{1161}\u{11a8}",
        "가",
        "환불",
        "返金",
        "してください",
        "カタカナ",
        FAMILY,
        "👍🏽",
        "🇰🇷🇯🇵",
        "🇰",
        "e\u{301}",
        " \u{301}",
        "\u{200d}",
        "\u{200b}",
        "क्षि",
        "ก็",
        "https://example.com/a?b=c#d",
        "@acme.example",
        "#tag",
        "1.5",
        "\u{feff}",
    ]);
    let run = (snippet, prop_oneof![5 => Just(1), 1 => 1..400usize]).prop_map(|(text, times)| text.repeat(times));
    prop_oneof![4 => proptest::collection::vec(run, 0..12).prop_map(|runs| runs.concat()), 1 => any::<String>()]
}

fn limits() -> impl Strategy<Value = Limits> {
    let counter = proptest::sample::select(vec![Counter::GraphemesAndBytes, Counter::Codepoints, Counter::Utf16Units]);
    let any = (counter, 0..40u32, 0..200u32, 0..60u16).prop_map(|(counter, units_max, bytes_max, parts_max)| Limits {
        counter,
        units_max,
        bytes_max,
        parts_max,
        units_per_url: 0,
    });
    prop_oneof![Just(BLUESKY), Just(Limits { parts_max: 1, ..BLUESKY }), any]
}

fn units(text: &str, counter: Counter) -> usize {
    match counter {
        Counter::GraphemesAndBytes => text.graphemes(true).count(),
        Counter::Codepoints | Counter::Mastodon => text.chars().count(),
        Counter::Utf16Units => text.encode_utf16().count(),
    }
}

fn without_white_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The clusters of a text that a reader sees, as they are and in order.
fn visible(text: &str) -> Vec<String> {
    text.graphemes(true).filter(|g| !g.chars().all(char::is_whitespace)).map(str::to_owned).collect()
}

/// How many parts any cutter needs at least: each as full as it can be.
fn fewest_parts(text: &str, limits: &Limits) -> usize {
    let (mut parts, mut part) = (0, String::new());
    for grapheme in text.graphemes(true) {
        let longer = format!("{part}{grapheme}");
        let fits =
            units(longer.trim_end(), limits.counter) <= limits.units_max as usize && longer.trim_end().len() <= limits.bytes_max as usize;
        let blank = grapheme.chars().all(char::is_whitespace);
        match (blank, part.is_empty()) {
            (true, true) => {}
            (true, false) => part = longer,
            (false, _) if !part.is_empty() && fits => part = longer,
            (false, _) => {
                parts += 1;
                part = grapheme.to_owned();
            }
        }
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn parts_are_within_the_limits_and_rejoin_to_the_text(text in snippets(), limits in limits()) {
        let counted = count(&text, &limits);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        match split(&text, &limits) {
            Ok(parts) => {
                prop_assert!(counted.fits && parts.len() == usize::from(counted.parts));
                prop_assert!(parts.len() <= usize::from(limits.parts_max));
                for part in &parts {
                    prop_assert!(units(part, limits.counter) <= limits.units_max as usize, "{part:?}");
                    prop_assert!(part.len() <= limits.bytes_max as usize, "{part:?}");
                    prop_assert!(!part.trim().is_empty());
                }
                prop_assert_eq!(parts.iter().map(String::len).sum::<usize>(), counted.bytes as usize);
                prop_assert_eq!(parts.iter().map(|part| units(part, limits.counter)).sum::<usize>(), counted.units as usize);
                prop_assert_eq!(without_white_space(&parts.concat()), without_white_space(&text));
                let clusters: Vec<String> = parts.iter().flat_map(|part| visible(part)).collect();
                prop_assert_eq!(clusters, visible(&text), "no cluster is cut");
            }
            Err(TooLong { count: refused }) => {
                prop_assert_eq!(refused, counted);
                prop_assert!(!counted.fits);
                let oversize = |g: &str| units(g, limits.counter) > limits.units_max as usize || g.len() > limits.bytes_max as usize;
                let hopeless = visible(&text).iter().any(|cluster| oversize(cluster));
                prop_assert!(hopeless || fewest_parts(&text, &limits) > usize::from(limits.parts_max), "it would have fitted");
            }
        }
    }
}
