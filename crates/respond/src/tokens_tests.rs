//! Addresses and names of people elsewhere: what they count, and that they stay whole. The vectors are shared with the screen's counter.

use crate::{count, split, split_tests::BLUESKY, tokens::tokens};
use answerable_domain::{Counter, Limits};
use proptest::prelude::*;

const TOOT: Limits = Limits { counter: Counter::Mastodon, units_max: 500, bytes_max: 100_000, parts_max: 20, units_per_url: 23 };

#[derive(serde::Deserialize)]
struct Vector {
    name: String,
    text: String,
    codepoints: u32,
    utf16: u32,
    bytes: u32,
    graphemes: u32,
    mastodon_graphemes: u32,
    mastodon_codepoints: u32,
}

#[test]
fn every_counter_agrees_with_the_vectors() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../../fixtures/networks/count_vectors.json")).expect("vectors");
    assert!(vectors.len() >= 16);
    for vector in vectors {
        let units = |counter| count(&vector.text, &Limits { counter, ..TOOT }).units;
        let Vector { name, codepoints, utf16, graphemes, mastodon_graphemes, mastodon_codepoints, .. } = &vector;
        assert_eq!(units(Counter::Codepoints), *codepoints, "{name}");
        assert_eq!(units(Counter::Utf16Units), *utf16, "{name}");
        assert_eq!(units(Counter::GraphemesAndBytes), *graphemes, "{name}");
        assert_eq!(units(Counter::Mastodon), *mastodon_graphemes.max(mastodon_codepoints), "{name}");
        assert_eq!(count(&vector.text, &BLUESKY).bytes, vector.bytes, "{name}");
    }
}

#[test]
fn addresses_and_people_elsewhere_are_told_from_the_words_around_them() {
    let cases: [(&str, &[(&str, usize)]); 22] = [
        ("see https://acme.example/a?b=c#d.", &[("https://acme.example/a?b=c#d", 23)]),
        ("HTTP://ACME.EXAMPLE, ok", &[("HTTP://ACME.EXAMPLE", 23)]),
        ("(https://acme.example/a_(b))", &[("https://acme.example/a_(b)", 23)]),
        ("https://acme.example:8443/x!", &[("https://acme.example:8443/x", 23)]),
        ("https://acme.example: here", &[("https://acme.example", 23)]),
        ("https://acme.example로 오세요", &[("https://acme.example", 23)]),
        ("주소는https://acme.example/도움말", &[("https://acme.example/도움말", 23)]),
        ("「https://acme.example/案内」をご覧ください", &[("https://acme.example/案内", 23)]),
        ("https://xn--9t4b11yi5a.example/", &[("https://xn--9t4b11yi5a.example/", 23)]),
        ("http://localhost/a", &[("http://localhost/a", 23)]),
        ("http://10.0.0.1/a/long/way/that/may/not/be/one", &[("http://10.0.0.1/a/long/way/that/may/not/be/one", 46)]),
        ("seehttps://acme.example/a/long/way/below", &[("https://acme.example/a/long/way/below", 37)]),
        ("https:// and http://. and https", &[]),
        ("acme.example/help", &[]),
        ("@kim@mastodon.example 죄송합니다", &[("@kim@mastodon.example", 4)]),
        ("@kim@mastodon.example님", &[("@kim@mastodon.example", 4)]),
        ("@kim.lee_2@mastodon.example.", &[("@kim.lee_2@mastodon.example", 10)]),
        ("@kim and kim@acme.example", &[]),
        ("a@kim@mastodon.example", &[]),
        ("@@kim", &[]),
        ("https://social.example/@kim@mastodon.example", &[("https://social.example/@kim@mastodon.example", 23)]),
        ("@kim@mastodon.example @lee@a.example", &[("@kim@mastodon.example", 4), ("@lee@a.example", 4)]),
    ];
    for (text, expected) in cases {
        let found: Vec<(&str, usize)> = tokens(text, 23).into_iter().map(|token| (&text[token.range], token.size.units)).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn an_address_is_never_cut_however_long_it_is() {
    let address = format!("https://acme.example/{}", "x".repeat(600));
    let counted = count(&address, &TOOT);
    assert_eq!((counted.units, counted.parts, counted.fits), (23, 1, true));
    let small = Limits { units_max: 31, parts_max: 3, ..TOOT };
    assert_eq!(
        split(&format!("Please look here: {address} Thanks."), &small).expect("it fits"),
        ["Please look here:", &format!("{address} Thanks.")]
    );
    let twice = format!("{address} {address}");
    assert_eq!(split(&twice, &small).expect("it fits"), [address.as_str(), &address]);
}

fn snippets() -> impl Strategy<Value = String> {
    let snippet = proptest::sample::select(vec![
        "a",
        "word",
        " ",
        "\n\n",
        ". ",
        "。",
        "환불",
        "返金",
        "@kim@mastodon.example",
        "@kim",
        "@",
        "https://acme.example/a?b=c",
        "http://",
        "https://acme.example",
        "로",
        "h",
        "://",
        "/",
        ")",
        "(",
        ".",
        "\u{301}",
        "\u{600}",
        "👨\u{200d}👩\u{200d}👧",
        "1",
        "=",
        "_",
    ]);
    proptest::collection::vec((snippet, prop_oneof![5 => Just(1), 1 => 1..60usize]), 0..14)
        .prop_map(|runs| runs.into_iter().map(|(text, times)| text.repeat(times)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn parts_count_no_more_than_allowed_when_counted_again(text in snippets(), units_max in 30..120u32) {
        let limits = Limits { units_max, parts_max: 500, ..TOOT };
        let one = Limits { units_max: 1_000_000, parts_max: 1, ..TOOT };
        if let Ok(parts) = split(&text, &limits) {
            for part in &parts {
                prop_assert!(count(part, &one).units <= units_max, "{part:?}");
            }
            let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(visible(&parts.concat()), visible(&text));
        }
    }

    #[test]
    fn tokens_are_in_order_and_within_the_text(text in prop_oneof![snippets(), any::<String>()]) {
        let mut end = 0;
        for token in tokens(&text, 23) {
            prop_assert!(token.range.start >= end && text.get(token.range.clone()).is_some());
            prop_assert!(token.size.units > 0 && token.size.bytes == token.range.len());
            end = token.range.end;
        }
    }
}
