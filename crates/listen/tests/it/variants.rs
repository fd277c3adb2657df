//! Other spellings of a term: examples of each family, and what holds for all of them.

use answerable_domain::Spelling;
use answerable_listen::{VARIANTS_MAX, Variant, Variants, in_force, variants};
use answerable_testkit::typos::names;
use proptest::prelude::*;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Term, spelling, beginning of the reason.
const ON: &[(&str, &str, &str)] = &[
    // Korean by ear.
    ("아크메", "아크매", "jamo:ㅔ→ㅐ"),
    ("아크매", "아크메", "jamo:ㅐ→ㅔ"),
    ("외갓집", "왜갓집", "jamo:ㅚ→ㅙ"),
    ("예다움", "에다움", "jamo:ㅖ→ㅔ"),
    ("의리국밥", "이리국밥", "jamo:ㅢ→ㅣ"),
    ("배달의민족", "배달에민족", "jamo:ㅢ→ㅔ"),
    ("까페무드", "카페무드", "jamo:ㄲ→ㅋ"),
    ("쏘카존", "소카존", "jamo:ㅆ→ㅅ"),
    ("쥬시팜", "주시팜", "jamo:ㅠ→ㅜ"),
    ("프레시안", "흐레시안", "confusion:ㅍ→ㅎ"),
    ("케이크몰", "케익몰", "confusion:크→ㄱ"),
    ("로봇랜드", "로보트랜드", "confusion:ㅅ→트"),
    ("맛있소", "마싰소", "final:맛있→마싰"),
    ("컬러팝스", "커러팝스", "jamo_missing:ㄹ"),
    ("빗살무늬", "빛살무늬", "final:ㅅ→ㅊ"),
    ("빛고을", "빗고을", "final:ㅊ→ㅅ"),
    // Korean by the fingers.
    ("아크메", "아ㅡ메", "jamo_missing:ㅋ"),
    ("홈플러스", "홈프러스", "jamo_missing:ㄹ"),
    ("아크메", "아큼메", "jamo_doubled:ㅁ"),
    ("네이버", "네입버", "jamo_doubled:ㅂ"),
    ("아크메", "나크메", "neighbour_key:ㅇ→ㄴ"),
    ("아크메", "아크크메", "doubled:크"),
    ("아크메", "아메크", "swap:크메→메크"),
    // The wrong layout.
    ("삼성", "tkatjd", "layout:en"),
    ("빼빼로", "qoqofh", "layout:en"),
    ("acme", "ㅁ츧", "layout:ko"),
    ("iphone", "ㅑㅔㅙㅜㄷ", "layout:ko"),
    ("Toss", "쌘ㄴ", "layout:ko"),
    ("Toss", "샌ㄴ", "layout:ko"),
    ("acme", "あcめ", "layout:ja"),
    ("apple", "あっpぇ", "layout:ja"),
    // Spaces.
    ("아크메", "아 크메", "spacing"),
    ("배달의민족", "배달의 민족", "spacing"),
    ("카카오톡", "카카오 톡", "spacing"),
    ("아크메 몰", "아크메몰", "spacing"),
    ("Blue Lumira", "bluelumira", "spacing"),
    ("Lumira", "lum ira", "spacing"),
    ("ヤマダデンキ", "ヤマダ デンキ", "spacing"),
    ("アクメ・モール", "アクメモール", "spacing"),
    // Kana.
    ("アップル", "あっぷる", "kana:ア→あ"),
    ("しまむら", "シマムラ", "kana:し→シ"),
    ("アクメ モール", "あくめ もーる", "kana:ア→あ"),
    ("サーバー", "サーバ", "long_vowel:ー"),
    ("プリンタ", "プリンター", "long_vowel:ー"),
    ("メイルボックス", "メールボックス", "long_vowel:イ→ー"),
    ("ソニーラ", "ソニ―ラ", "long_vowel:ー→―"),
    ("キャノン", "キヤノン", "small_kana:ャ→ヤ"),
    ("フィルム", "フイルム", "small_kana:ィ→イ"),
    ("スターバックス", "スターバツクス", "small_kana:ッ→ツ"),
    ("フォレスタ", "ホレスタ", "small_kana:フォ→ホ"),
    ("ヴィトンヌ", "ビトンヌ", "vu:ヴィ→ビ"),
    ("バイオリン", "ヴァイオリン", "vu:バ→ヴァ"),
    ("ガスターズ", "カスターズ", "voiced:ガ→カ"),
    ("ガスト", "カ゛スト", "voiced:ガ→カ"),
    ("バックリー", "パックリー", "voiced:バ→パ"),
    ("アクメラ", "akumera", "romaji:hepburn"),
    ("しょうゆや", "shouyuya", "romaji:hepburn"),
    ("しょうゆや", "syouyuya", "romaji"),
    ("サーバーズ", "sa-ba-zu", "romaji:typed"),
    ("シンイチヤ", "シニチヤ", "romaji:ンイ→ニ"),
    ("ロータス", "口ータス", "lookalike:ロ→口"),
    ("高沢商店", "髙沢商店", "lookalike:高→髙"),
    // Latin.
    ("Lumira", "lumra", "missing:i"),
    ("addidas", "adidas", "missing:d"),
    ("adidas", "addidas", "doubled:d"),
    ("Lumira", "lumria", "swap:ir→ri"),
    ("Lumira", "kumira", "qwerty:l→k"),
    ("Lumira", "lumirs", "qwerty:a→s"),
    ("Lumira", "lumirta", "insert:t"),
    ("Lumira", "lumera", "confusion:i→e"),
    ("Phonex", "fonex", "confusion:ph→f"),
    ("Kaptiva", "captiva", "confusion:k→c"),
    ("amazon", "arnazon", "lookalike:m→rn"),
    ("amazon", "amaz0n", "lookalike:o→0"),
    ("paypal", "paypa1", "lookalike:l→1"),
    ("paypal", "раураі", "lookalike:p→р"),
    ("nestlé", "nestle", "diacritics:é→e"),
    ("Müllero", "muellero", "diacritics:ü→ue"),
    // Mixed scripts.
    ("GS편의점", "gs편이점", "jamo:ㅢ→ㅣ"),
    ("LG전자몰", "lg 전자몰", "spacing"),
];

/// Term and spellings that are not looked for by themselves: everyday words, and what is in everything.
const NOT_ON: &[(&str, &[&str])] = &[
    ("아크메", &["아크메", "아크", "크메", "아크메메", "ㅇ아크메"]),
    ("오늘담", &["오늘다", "오늘도", "오늘"]),
    ("카카오톡", &["카카오"]),
    ("올리브영", &["올리브"]),
    ("삼성", &["상성", "삼선", "남성", "사성"]),
    ("acme", &["acne", "came", "ace", "me"]),
    ("apple", &["apply", "ample", "apples"]),
    ("line", &["like", "fine", "lime", "lines"]),
    ("chase", &["chose", "phase", "case"]),
    ("Notion", &["nation", "motion", "notions"]),
    ("ナノカ", &["なのか"]),
    ("マック", &["まっく"]),
    ("ダイソン", &["ダイコン"]),
    ("ソラ", &["そら"]),
];

fn spelled<'a>(variants: &'a Variants, text: &str) -> Option<&'a Variant> {
    let found: Vec<_> = variants.spellings.iter().filter(|variant| folded(&variant.text) == folded(text)).collect();
    assert!(found.len() <= 1, "{found:?}");
    found.first().copied()
}

/// Near to how posts are folded; the matcher's own folding is no part of its face.
fn folded(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

#[test]
fn what_people_type_is_looked_for() {
    let mut missing = Vec::new();
    for (term, spelling, reason) in ON {
        match spelled(&variants(term, &[]), spelling) {
            Some(variant) if variant.on && variant.reason.starts_with(reason) => {}
            other => missing.push(format!("{term}: {spelling} because of {reason}, but {other:?}")),
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn everyday_words_are_not_looked_for() {
    let mut wrong = Vec::new();
    for (term, spellings) in NOT_ON {
        let known = variants(term, &[]);
        wrong.extend(
            spellings.iter().filter_map(|text| spelled(&known, text)).filter(|variant| variant.on).map(|v| format!("{term}: {v:?}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_noisy_spelling_is_shown_and_off() {
    let known = variants("acme", &[]);
    let acne = spelled(&known, "acne").expect("a likely slip is shown");
    assert!(!acne.on && acne.noise >= 90, "{acne:?}");
    let on = [Spelling { term: "acme".into(), text: "acne".into() }];
    assert!(in_force(&known, &[], &on).contains(acne));
    assert!(!in_force(&known, &on, &on).contains(acne), "off wins");
}

#[test]
fn short_terms_say_why_they_have_few() {
    for (term, because) in [
        ("꿈", "too_short"),
        ("삼성", "too_short"),
        ("LG", "too_short"),
        ("Kia", "too_short"),
        ("ナナ", "too_short"),
        ("😀", "no_script"),
        ("!!", "no_script"),
        ("ภาษาไทย", "no_script"),
        ("", "no_script"),
    ] {
        let known = variants(term, &[]);
        assert_eq!(known.few_because, Some(because), "{term}");
        assert!(in_force(&known, &[], &[]).len() <= 6, "{term}");
    }
    assert_eq!(variants(&"아크메".repeat(30), &[]).few_because, Some("too_long"));
    for term in ["아크메", "acme", "アクメ"] {
        assert_eq!(variants(term, &[]).few_because, None, "{term}");
    }
}

#[test]
fn a_short_term_keeps_what_nobody_can_hear() {
    let on: Vec<String> = in_force(&variants("배민", &[]), &[], &[]).into_iter().map(|variant| variant.text).collect();
    assert_eq!(on, ["베민", "qoals"]);
}

#[test]
fn other_ways_to_write_it_have_spellings_of_their_own() {
    let known = variants("acme", &["아크메", "アクメ", "ACME", " 아크메 ", "", "😀"]);
    let reasons: Vec<&str> = known.spellings.iter().take(3).map(|variant| variant.reason.as_str()).collect();
    assert_eq!(reasons, ["also:아크메", "also:アクメ", "also:😀"]);
    for spelling in ["아크매", "dkzmap", "あくめラ", "akme"] {
        let expected = spelling != "あくめラ";
        assert_eq!(spelled(&known, spelling).is_some_and(|variant| variant.on), expected, "{spelling}");
    }
    assert_eq!(known.few_because, None);
}

#[test]
fn the_likeliest_come_first() {
    let place = |term: &str, spelling: &str| {
        let known = variants(term, &[]);
        known.spellings.iter().position(|variant| variant.text == spelling).unwrap_or_else(|| panic!("{term}: {spelling}"))
    };
    assert_eq!(place("아크메", "아크매"), 0);
    assert!(place("サーバー", "サーバ") < place("サーバー", "サービー"));
    assert!(place("bellacore", "belacore") < place("bellacore", "bwllacore"));
}

#[test]
fn every_kind_is_one_that_the_screen_knows() {
    let kinds = [
        "jamo",
        "jamo_missing",
        "jamo_doubled",
        "neighbour_key",
        "layout",
        "spacing",
        "confusion",
        "final",
        "kana",
        "long_vowel",
        "small_kana",
        "vu",
        "voiced",
        "romaji",
        "insert",
        "missing",
        "swap",
        "doubled",
        "qwerty",
        "lookalike",
        "diacritics",
        "also",
    ];
    let mut met = HashSet::new();
    for name in names() {
        for variant in variants(name.text, &["다른이름"]).spellings {
            let kind = variant.reason.split(':').next().expect("a reason has a kind").to_owned();
            assert!(kinds.contains(&kind.as_str()), "{variant:?}");
            met.insert(kind);
        }
    }
    assert_eq!(met.len(), kinds.len(), "{met:?}");
}

#[test]
fn long_terms_are_capped_with_a_share_for_every_family() {
    for term in ["internationalization", "브랜드이름이아주긴회사", "インターナショナルブランド"] {
        let known = variants(term, &[]);
        let on = in_force(&known, &[], &[]);
        assert!((50..=VARIANTS_MAX).contains(&on.len()), "{term}: {}", on.len());
        let kinds: HashSet<&str> = on.iter().filter_map(|variant| variant.reason.split(':').next()).collect();
        assert!(kinds.len() >= 8, "{term}: {kinds:?}");
    }
}

/// What terms are made of, and what they should never be made of.
fn term() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,8}",
        "[가-힣]{1,5}",
        "[ァ-ヺー]{1,6}",
        "[ぁ-ゖー]{1,6}",
        "[一-龯]{1,3}",
        "[ㄱ-ㅣ]{1,3}",
        "[éüñçøß]{1,3}",
        "[0-9 ・_.'゛-]{1,3}",
        "[ｱ-ﾟ]{1,4}",
        "[а-яα-ω]{1,4}",
        any::<String>(),
        Just("😀".to_owned()),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn whatever_the_term(term in term(), also in prop::collection::vec(term(), 0..3)) {
        let also: Vec<&str> = also.iter().map(String::as_str).collect();
        let known = variants(&term, &also);
        prop_assert_eq!(&known, &variants(&term, &also), "the same every time");
        let mut seen = HashSet::new();
        for variant in &known.spellings {
            prop_assert!(!variant.text.trim().is_empty());
            prop_assert!(variant.noise <= 100);
            prop_assert!(seen.insert(&variant.text), "{:?} twice", variant);
            prop_assert!(variant.text.to_lowercase() != term.to_lowercase(), "{:?} is the term", variant);
        }
        let on = in_force(&known, &[], &[]).len();
        prop_assert!(on <= VARIANTS_MAX * (also.len() + 1) + also.len());
        if known.spellings.is_empty() {
            prop_assert!(known.few_because.is_some());
        }
    }
}
