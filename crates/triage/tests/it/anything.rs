//! What holds for any text at all.

use answerable_domain::{Assessment, Reason};
use answerable_triage::{Assessor, Input, MODEL, REASON_CODES};
use proptest::prelude::*;

/// Pieces that make rules work on what stands beside them.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "010-1234-5678",
        "４１１１",
        " 1111",
        "1111-1111",
        "@",
        "a@b.co",
        "https://x.y/",
        "〒123",
        "-4567",
        "東京都",
        "渋谷区",
        "1-2-3",
        "丁目",
        "서울",
        "강남구",
        "테헤란로",
        "152",
        "101동",
        "1203호",
        "나요",
        "ですか",
        "?",
        "!?",
        "왜",
        "なぜ",
        "do you",
        "what’s",
        "İ",
        "ß",
        "+",
        "+82",
        "(02)",
        "９０",
        ".",
        "-",
        " ",
        "\n",
        "ー",
        "\u{200B}",
        "\u{301}",
        "👍🏽",
        "900101-1234568",
    ]);
    let piece = prop_oneof![3 => known.prop_map(str::to_owned), 1 => any::<String>(), 1 => "\\PC{0,6}"];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

#[track_caller]
fn check_reasons(text: &str, reasons: &[Reason]) {
    for reason in reasons {
        assert!(text.get(reason.start as usize..reason.end as usize).is_some(), "{reason:?} {text:?}");
        assert!(REASON_CODES.contains(&reason.code.as_str()), "{reason:?}");
    }
}

fn check(text: &str, declared: &[String]) -> Assessment {
    let assessment = Assessor::shipped().assess(&Input { text, languages: declared, ..Input::default() });
    assert_eq!(assessment.model, MODEL);
    check_reasons(text, &assessment.language.reasons);
    assert!(assessment.language.confidence <= 1000 && assessment.question.confidence <= 1000);
    assert_eq!(assessment.language.value.is_none(), assessment.language.confidence == 0);
    assert!(!assessment.language.reasons.is_empty(), "the language has a reason");
    let mut last_end = 0;
    for found in &assessment.personal_data {
        assert!(found.start >= last_end && found.start < found.end, "{found:?} {text:?}");
        assert!(text.get(found.start as usize..found.end as usize).is_some(), "{found:?} {text:?}");
        last_end = found.end;
    }
    assessment
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_assessed_the_same_twice(text in pieces(), declared in prop::collection::vec("[a-zA-Z-]{0,6}", 0..3)) {
        prop_assert_eq!(check(&text, &declared), check(&text, &declared));
    }
}

#[test]
fn floods_end() {
    for flood in ["1 ", "@", "a@", "가동 ", "丁目", "?!", "왜 ", "東京都", "〒", "\u{301}", "ーーー", "1-", "() ", "do you "] {
        check(&flood.repeat((1 << 20) / flood.len()), &[]);
    }
}
