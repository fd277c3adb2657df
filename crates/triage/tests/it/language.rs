//! Which language, and what decided it.

use answerable_triage::{Assessor, Input};

#[track_caller]
fn check_declared(text: &str, declared: &[&str], language: Option<&str>, code: &str) {
    let declared: Vec<String> = declared.iter().map(|tag| (*tag).to_owned()).collect();
    let assessed = Assessor::shipped().assess(&Input { text, languages: &declared, ..Input::default() }).language;
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
fn han_alone_is_not_guessed() {
    check("返金希望", None, "han_only");
    check("我们需要退款！", None, "han_only");
    check_declared("返金希望", &["ja"], Some("ja"), "declared");
    check_declared("退款", &["zh-Hant"], Some("zh"), "declared");
    check_declared("返金希望", &["en"], None, "han_only");
    check_declared("返金希望", &["en", "ja-JP"], Some("ja"), "declared");
}

#[test]
fn latin_letters_are_judged_by_n_grams_when_there_are_enough() {
    check("my order still has not arrived, what is going on", Some("en"), "ngrams");
    check("mi pedido todavía no ha llegado y nadie me contesta", Some("es"), "ngrams");
    check("ma commande n'est toujours pas arrivée, c'est inadmissible", Some("fr"), "ngrams");
    check("meine Bestellung ist immer noch nicht angekommen", Some("de"), "ngrams");
    check("zamówienie nadal nie dotarło", Some("pl"), "letters");
    check("ok thx", None, "too_short");
    check_declared("ok thx", &["en-US"], Some("en"), "declared");
    check_declared("ok thx", &["ko"], None, "too_short");
    check_declared("pesanan saya belum sampai juga sampai hari ini", &["id"], Some("id"), "declared");
    check_declared("my order still has not arrived, what is going on", &["fr"], Some("en"), "ngrams");
}

#[test]
fn other_scripts() {
    check("где мой заказ", Some("ru"), "script");
    check("де моє замовлення, чому їх немає", Some("uk"), "letters");
    check_declared("къде е поръчката ми", &["bg"], Some("bg"), "declared");
    check("πού είναι η παραγγελία μου", Some("el"), "script");
    check("أين طلبي", Some("ar"), "script");
    check("คำสั่งซื้อของฉันอยู่ที่ไหน", Some("th"), "script");
    check("איפה ההזמנה שלי", Some("he"), "script");
    check("मेरा ऑर्डर कहाँ है", Some("hi"), "script");
}

#[test]
fn the_script_with_most_to_say_decides() {
    check("iPhone 15 Pro Max 케이스 배송 언제 되나요", Some("ko"), "script");
    check("BTS 방탄소년단 were so good tonight, I am still crying about it", Some("en"), "ngrams");
    check("東京で食べたラーメン amazing", Some("ja"), "script");
    check("大韓民國 만세 사랑합니다", Some("ko"), "script");
    check("優の良品買了很多東西覺得真的非常好用推薦給大家", None, "han_only");
}

#[test]
fn what_is_no_prose_does_not_count() {
    check("https://example.com/this/is/a/long/english/path 좋아요", Some("ko"), "script");
    check("@very_long_handle.bsky.social 네", Some("ko"), "script");
    check("👍👍 123 !!", None, "no_letters");
    check("", None, "no_letters");
    check("https://example.com", None, "no_letters");
}
