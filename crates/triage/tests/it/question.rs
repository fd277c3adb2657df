//! Questions by form. `⟦ ⟧` marks the reasons.

use answerable_triage::{Assessor, Input};

#[track_caller]
fn check(marked: &[&str]) {
    for marked in marked {
        let text = marked.replace(['⟦', '⟧'], "");
        let assessed = Assessor::shipped().assess(&Input::of(&text)).question;
        let mut found = text.clone();
        let asked = assessed.value == Some(true);
        for reason in assessed.reasons.iter().rev().filter(|_| asked) {
            found.insert(reason.end as usize, '⟧');
            found.insert(reason.start as usize, '⟦');
        }
        assert_eq!(&found, marked, "{:?}", assessed.reasons);
        assert_eq!(asked, marked.contains('⟦'));
    }
}

#[test]
fn marks() {
    check(&["환불⟦?⟧", "本当⟦？⟧", "Refund⟦???⟧", "¿Dónde está mi pedido⟦?⟧", "이게 뭡⟦니까⟧⟦?!⟧"]);
    check(&["https://example.com/?q=1 보세요", "www.example.com/a?b", "정말 좋아요!!"]);
}

#[test]
fn korean_endings() {
    check(&[
        "환불 되⟦나요⟧",
        "환불 되⟦나요⟧ 급해요ㅠㅠ",
        "교환할 수 있을⟦까요⟧ㅠㅠ",
        "이거 정품인⟦가요⟧",
        "배송이 안 됩⟦니까⟧",
        "재입고 하⟦니⟧",
        "재고 있⟦냐⟧",
        "재고 있⟦나⟧",
    ]);
    check(&[
        "너무 화나요",
        "또 고장나요 짜증나요",
        "집에 가요",
        "비싸니까요",
        "우리 어머니",
        "아니",
        "이게 오만원이라니",
        "만족합니다",
        "하나",
        "문제가 해결됐어요",
    ]);
}

#[test]
fn korean_question_words_and_requests() {
    check(&[
        "⟦왜⟧ 이래요",
        "⟦언제⟧ 와요",
        "이거 ⟦어디⟧서 사요",
        "⟦뭐⟧야",
        "⟦어떻게⟧ 해요",
        "환불 ⟦문의드⟧립니다",
        "가격 ⟦궁금⟧합니다",
        "방법 좀 ⟦알려주⟧세요",
    ]);
    check(&[
        "언제나 좋아요",
        "왜냐하면 좋아요",
        "어떻게든 됐어요",
        "뭐든 좋아요",
        "왜 안 온다",
        "얼마전에 샀어요",
        "알려주셔서 감사합니다",
    ]);
}

#[test]
fn japanese_endings() {
    check(&[
        "⟦いつ⟧届き⟦ますか⟧。",
        "返金できないの⟦でしょうか⟧",
        "壊れてるの⟦かな⟧",
        "在庫はあり⟦ませんか⟧、急いでます",
        "本物⟦ですか⟧",
        "使い方を⟦教えて⟧ください",
        "発売日は明日だ⟦っけ⟧",
    ]);
    check(&[
        "高いですから買いません",
        "それは確かです",
        "とても静か",
        "教えてくれてありがとう",
        "教えてもらいました",
        "返金してください",
        "誰かいる",
    ]);
}

#[test]
fn japanese_question_words() {
    check(&["⟦なんで⟧届かないの", "⟦どこ⟧で買えるの", "⟦いつ⟧発売だろう"]);
    check(&["なんか違うの", "ほとんどの店で買えるよ", "何もないの"]);
}

#[test]
fn english_order() {
    check(&[
        "⟦where is⟧ my order",
        "hey @acme ⟦why does⟧ this keep crashing",
        "⟦What’s⟧ going on with my refund",
        "⟦can you⟧ help me",
        "ok so ⟦did you⟧ get my message",
        "⟦does anyone know⟧ if the store is open",
        "⟦what color is⟧ the new one",
        "it broke, ⟦any idea⟧ how to fix it",
        "thanks but ⟦how do I⟧ return it",
        "⟦please advise⟧",
    ]);
    check(&[
        "what a day",
        "when I was there it worked",
        "how cool",
        "have the best day",
        "do it now",
        "this is what I wanted",
        "who cares",
        "I love it",
    ]);
}

#[test]
fn nothing_written_is_neither() {
    for text in ["", "  \n", "https://example.com", "@acme.bsky.social"] {
        let assessed = Assessor::shipped().assess(&Input::of(text)).question;
        assert_eq!((assessed.value, assessed.reasons[0].code.as_str()), (None, "no_text"), "{text:?}");
    }
}
