//! A post is mixed when it has a sentence in each of two languages, not when it names something.

use super::assess;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let assessment = assess(text, &[]);
    let found: Vec<&str> = assessment.languages.iter().map(|language| language.0.as_str()).collect();
    assert_eq!(found, expected, "{text:?}");
    let main = assessment.language.value.map(|language| language.0);
    assert!(found.first().is_none_or(|first| Some(*first) == main.as_deref()), "{text:?} is {main:?} first of all");
}

#[test]
fn sentences_in_two_languages() {
    check("배송 언제 와요? I have been waiting for two weeks and nobody answers me.", &["en", "ko"]);
    check("진짜 너무 좋아요 정말 감동했습니다! I love it so much", &["ko", "en"]);
    check("この商品すごくいいです。I will buy it again for sure!", &["ja", "en"]);
    check("이거 진짜 맛있어요! これ本当に美味しいです。", &["ja", "ko"]);
    check("我们需要退款！ please refund my order asap, this is not ok", &["en", "zh"]);
    check("서비스가 너무 별로예요. 那个客服的态度真的很差，我很生气。", &["zh", "ko"]);
    check("Thank you so much for this! Merci beaucoup pour votre aide, c'est vraiment gentil de votre part.", &["fr", "en"]);
    check("Где мой заказ, почему никто не отвечает? I want my money back now.", &["ru", "en"]);
}

#[test]
fn names_and_single_words_do_not_mix() {
    for text in [
        "iPhone 15 Pro Max 케이스 배송 언제 되나요",
        "오늘 나이키 에어포스 샀는데 진짜 예쁘다 love it",
        "어제 산 The North Face 패딩 너무 따뜻해요",
        "어제 산 the north face 패딩 너무 따뜻해요",
        "Amazonで買ったSony WH-1000XM5がすごくいい",
        "BTS 방탄소년단 were so good tonight, I am still crying about it",
        "Happy birthday 정국 오빠 you are the best",
        "I bought it at 無印良品 in Shibuya and it was great",
        "서울 明洞 맛집 추천해 주세요",
        "my order still has not arrived. nobody answers the phone. what is going on?",
        "so good tonight #방탄소년단 #사랑해요 #너무좋아요",
        "고마워요 https://example.com/this/is/not/what/i/wanted/to/read @someone_of_the_team",
    ] {
        check(text, &[]);
    }
}
