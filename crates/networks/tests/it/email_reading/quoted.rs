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
