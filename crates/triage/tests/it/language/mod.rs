//! Which language, and what decided it.

mod accuracy;
mod mixed;

use answerable_domain::Assessment;
use answerable_triage::{Assessor, Input};
use proptest::prelude::*;

fn assess(text: &str, declared: &[&str]) -> Assessment {
    let declared: Vec<String> = declared.iter().map(|tag| (*tag).to_owned()).collect();
    Assessor::shipped().assess(&Input { text, languages: &declared, ..Input::default() })
}

#[track_caller]
fn check_declared(text: &str, declared: &[&str], language: Option<&str>, code: &str) {
    let assessed = assess(text, declared).language;
    let found = (assessed.value.as_ref().map(|language| language.0.as_str()), assessed.reasons[0].code.as_str());
    assert_eq!(found, (language, code), "{text:?} {declared:?}");
}

#[track_caller]
fn check(text: &str, language: Option<&str>, code: &str) {
    check_declared(text, &[], language, code);
}

#[test]
fn hangul_is_korean_and_kana_is_japanese() {
    check("배송 언제 와요", Some("ko"), "script");
    check("ㅋㅋㅋㅋ", Some("ko"), "script");
    check("返金してください", Some("ja"), "script");
    check("ｱｸﾒ最高", Some("ja"), "script");
    check("アップル", Some("ja"), "script");
    check_declared("배송 언제 와요", &["en"], Some("ko"), "script");
}

#[test]
fn han_alone_is_decided_by_forms_and_else_by_pairs() {
    check("発送遅延", Some("ja"), "letters");
    check("我们需要退款！", Some("zh"), "letters");
    check("客服態度很差", Some("zh"), "letters");
    check("優の良品買了很多東西覺得真的非常好用推薦給大家", Some("zh"), "letters");
    check("返金希望", Some("ja"), "ngrams");
    check("本日休業", Some("ja"), "ngrams");
    check("要求退款", Some("zh"), "ngrams");
}

#[test]
fn han_that_both_write_stays_open_unless_it_was_declared() {
    check("好", None, "han_only");
    check("北京大学", None, "han_only");
    check_declared("北京大学", &["ja-JP"], Some("ja"), "declared");
    check_declared("北京大学", &["zh-Hant"], Some("zh"), "declared");
    check_declared("北京大学", &["en"], None, "han_only");
    check_declared("北京大学", &["en", "ja-JP"], Some("ja"), "declared");
    // A form that only one of them writes outweighs the declaration.
    check_declared("発送遅延", &["zh"], Some("ja"), "letters");
}

#[test]
fn alphabets_are_judged_by_n_grams() {
    check("my order still has not arrived, what is going on", Some("en"), "ngrams");
    check("mi pedido todavía no ha llegado y nadie me contesta", Some("es"), "ngrams");
    check("ma commande n'est toujours pas arrivée, c'est inadmissible", Some("fr"), "ngrams");
    check("meine Bestellung ist immer noch nicht angekommen", Some("de"), "ngrams");
    check("pesanan saya belum sampai juga sampai hari ini", Some("id"), "ngrams");
    check("zamówienie nadal nie dotarło", Some("pl"), "letters");
    check("mans pasūtījums vēl nav atnācis, ļoti ilgi jāgaida šķiet", Some("lv"), "letters");
    check("ok thx", Some("en"), "ngrams");
}

#[test]
fn what_was_declared_counts_where_the_text_leaves_it_open() {
    check("x", None, "too_short");
    check_declared("x", &["en-US"], Some("en"), "declared");
    check_declared("x", &["ko"], None, "too_short");
    check_declared("ikke så bra", &["nb"], Some("no"), "ngrams");
    // Nobody writes English by accident.
    check_declared("my order still has not arrived, what is going on", &["fr"], Some("en"), "ngrams");
    // N-grams have not learnt every language.
    check_declared("la comanda encara no ha arribat", &["ca"], Some("ca"), "declared");
}

#[test]
fn english_as_it_is_posted() {
    for text in [
        "omg this slaps fr fr 😭😭",
        "bruh why is the app down AGAIN",
        "W customer service",
        "yo @acme wtf",
        "lol",
        "gg ez",
        "#NewProfilePic #love so cute",
        "refund pls",
        "My friend Łukasz loves this place",
        "Sørensen told me the Weißbier is great",
        "Motörhead is the best band ever",
        "Pokémon GO is broken",
        "where's my refund https://example.com/une/page/en/francais",
        "THIS IS A SCAM DO NOT BUY",
    ] {
        check(text, Some("en"), "ngrams");
    }
}

#[test]
fn other_scripts() {
    check("где мой заказ", Some("ru"), "ngrams");
    check("къде е поръчката ми", Some("bg"), "ngrams");
    check("де моє замовлення, чому їх немає", Some("uk"), "letters");
    check("πού είναι η παραγγελία μου", Some("el"), "script");
    check("أين طلبي", Some("ar"), "script");
    check("سفارش من کجاست؟ چرا نمی‌رسد", Some("fa"), "letters");
    check("คำสั่งซื้อของฉันอยู่ที่ไหน", Some("th"), "script");
    check("איפה ההזמנה שלי", Some("he"), "script");
    check("मेरा ऑर्डर कहाँ है", Some("hi"), "script");
    check("আমার অর্ডার কোথায়", Some("bn"), "script");
    check("என் ஆர்டர் எங்கே", Some("ta"), "script");
}

#[test]
fn the_script_with_most_to_say_decides() {
    check("iPhone 15 Pro Max 케이스 배송 언제 되나요", Some("ko"), "script");
    check("BTS 방탄소년단 were so good tonight, I am still crying about it", Some("en"), "ngrams");
    check("so good tonight #방탄소년단 #정국", Some("en"), "ngrams");
    check("東京で食べたラーメン amazing", Some("ja"), "script");
    check("大韓民國 만세 사랑합니다", Some("ko"), "script");
}

#[test]
fn what_is_no_prose_does_not_count() {
    check("https://example.com/this/is/a/long/english/path 좋아요", Some("ko"), "script");
    check("@very_long_handle.bsky.social 네", Some("ko"), "script");
    check("👍👍 123 !!", None, "no_letters");
    check("", None, "no_letters");
    check("https://example.com", None, "no_letters");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_text_has_the_same_language_twice(
        text in "([a-zA-Zé'#@.!? \n]{0,12}|[가-힣ㅋ ]{0,6}|[ぁ-んァ-ン一-龠]{0,8}|[а-яії ]{0,12}|\\PC{0,8}|#)(.{0,4})[a-z가-힣ぁ-ん一-龠 .#]{0,30}",
        declared in prop::sample::select(vec!["", "en", "ko-KR", "ja", "zh-Hant", "nb", "ca", "uk", "-"]),
    ) {
        let (once, twice) = (assess(&text, &[declared]), assess(&text, &[declared]));
        prop_assert_eq!((&once.language, &once.languages), (&twice.language, &twice.languages));
        let main = once.language.value.as_ref();
        prop_assert!(once.languages.is_empty() || (once.languages.len() > 1 && once.languages.first() == main));
        prop_assert_eq!(main.is_none(), once.language.confidence == 0);
    }
}
