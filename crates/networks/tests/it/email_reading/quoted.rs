//! What is folded and what stays: `fixtures/email/quoted.txt`.

use super::{fixture, read, visible};

#[test]
fn email_reading_folds_what_was_said_before() {
    let corpus = String::from_utf8(fixture("quoted.txt")).unwrap();
    let cases: Vec<&str> = corpus.split("\n=== ").skip(1).collect();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let (name, rest) = case.split_once('\n').unwrap();
        let (said, expected) = rest.split_once("~~~").unwrap_or_else(|| panic!("{name}: no ~~~"));
        let kind = if name.starts_with("html:") { "html" } else { "plain" };
        let forward = if name.starts_with("forward:") { "Fwd: " } else { "Re: " };
        let head = format!("From: a@example.kr\nSubject: {forward}x\nContent-Type: text/{kind}; charset=utf-8\n\n");
        let post = read(format!("{head}{}", said.replace('␠', " ")));
        let expected = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        let found = visible(&post);
        if found != expected {
            wrong.push(format!("=== {name}\n--- expected\n{expected}\n--- found\n{found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn email_reading_takes_a_form_between_rules_for_no_card() {
    for said in [
        "교환 신청합니다\n=====\n이름: 김지우\n연락처: 010-1234-5678\n사유: 받자마자 깨져 있었어요. 빨리 처리해 주세요\n=====",
        "返品希望です\n----------\n電話: 03-1234-5678\n届いた商品が壊れていました。交換してください\n----------",
        "Please help\n----------\nphone: 555-0100, mail: a@example.kr, http://a.kr/1\nThe lamp arrived broken, can you send another one?\n----------",
    ] {
        let head = "From: a@example.kr\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n";
        assert_eq!(visible(&read(format!("{head}{said}"))), said);
    }
}

#[test]
fn email_reading_keeps_answers_between_lines_that_an_introduction_stands_above() {
    for (said, expected) in [
        (
            "안녕하세요\n\n2026년 11월 22일 (일) 오후 3:10, Acme <care@acme.com>님이 작성:\n\n답변드립니다.\n\n> 주문번호가 어떻게 되나요?\n12345입니다.\n> 색상은요?\n파란색이요.\n",
            "안녕하세요\n답변드립니다.\n12345입니다.\n파란색이요.",
        ),
        // What an older mail quoted is introduced in it.
        (
            "まだです\n\n2026年11月22日(日) 15:10 Acme <care@acme.com>:\n\n本日届きます。\n2026年11月21日(土) 10:00 Sora <sora@example.jp>:\n> いつ届きますか\n",
            "まだです",
        ),
    ] {
        let head = "From: a@example.kr\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8\n\n";
        assert_eq!(visible(&read(format!("{head}{said}"))), expected, "{said}");
    }
}
