//! Mails that no person wrote.

use super::{KEY, body, fixture, noted, ours, read, visible};
use answerable_networks::email::{
    reading::{Automatic, may_answer_automatically},
    reference::message_id,
};

#[test]
fn email_reading_sets_automatic_answers_beside_the_case() {
    let post = read(fixture("en-away.eml"));
    assert_eq!((post.answers_us, post.context, post.addressed), (false, true, false), "it does not carry the case on");
    assert_eq!(post.parent_native_id, Some(ours()));
    assert_eq!((noted(&post).notes, noted(&post).automatic), (vec!["automatic".to_owned()], true));
}

#[test]
fn email_reading_hears_newsletters_only_for_monitors() {
    let post = read(fixture("ko-newsletter.eml"));
    assert_eq!((post.answers_us, post.context, post.addressed), (false, false, false));
    assert_eq!(noted(&post).notes, ["automatic"]);
}

#[test]
fn email_reading_says_who_could_not_be_reached() {
    let post = read(fixture("en-bounce.eml"));
    assert_eq!((post.answers_us, post.context, post.addressed), (true, false, true));
    assert_eq!((post.parent_native_id.clone(), noted(&post).notes), (Some(ours()), vec!["bounced".to_owned()]));
    assert_eq!(visible(&post), "sora@example.jp: 5.1.1 550 5.1.1 <sora@example.jp>: Recipient address rejected: User unknown");
    assert!(body(&post).contains("I'm sorry to have to inform you"), "the server's words are folded, not lost: {}", post.text);
    assert!(post.attachments.is_empty());
    let qmail = read(fixture("en-bounce-qmail.eml"));
    assert_eq!((qmail.answers_us, noted(&qmail).notes), (true, vec!["bounced".to_owned()]));
    assert_eq!(visible(&qmail), "sora@example.jp");
}

#[test]
fn email_reading_does_not_take_a_delay_for_a_failure() {
    let post = read(fixture("en-delayed.eml"));
    assert_eq!((post.answers_us, post.context, post.addressed), (false, true, false));
    assert_eq!(noted(&post).notes, ["automatic"]);
}

#[test]
fn email_reading_believes_no_report_without_our_signature() {
    let forged = String::from_utf8(fixture("en-bounce.eml")).unwrap().replace(&ours(), "3mmoojpaqkn2z.aaaaaaaaaaaaaaaa@acme.com");
    let post = read(forged);
    assert_eq!((post.answers_us, post.addressed, post.parent_native_id.as_deref()), (false, false, None));
    assert_eq!(noted(&post).notes, ["automatic"]);
}

#[test]
fn email_reading_tells_programs_from_people() {
    let judged = |header: &str| {
        let post = read(format!("From: anna@example.com\nSubject: hello\n{header}\n\nx"));
        (post.addressed, noted(&post).automatic)
    };
    let (person, silent, program) = ((true, false), (true, true), (false, true));
    for (header, expected) in [
        ("X-Mailer: x", person),
        ("Auto-Submitted: no", person),
        ("Auto-Submitted: auto-generated", program),
        ("Auto-Submitted: auto-replied (vacation)", program),
        ("Precedence: bulk", program),
        ("Precedence: list", program),
        ("Precedence: first-class", person),
        ("List-Id: News <news.example.com>", program),
        ("List-Unsubscribe: <https://example.com/u>", program),
        ("Feedback-ID: 1:x", program),
        ("Return-Path: <>", program),
        ("Return-Path: <anna@example.com>", person),
        ("X-Autoreply: yes", program),
        ("X-Autorespond: x", program),
        // Some offices set it on everything.
        ("X-Auto-Response-Suppress: All", silent),
        // The support address is a group that everything comes through.
        ("List-Id: <care.acme.com>\nPrecedence: list\nList-Unsubscribe: <mailto:x@acme.com>", person),
        ("List-Post: <mailto:care@acme.com>\nPrecedence: list", person),
    ] {
        assert_eq!(judged(header), expected, "{header}");
    }
    let is_addressed = |subject: &str| read(format!("From: anna@example.com\nSubject: {subject}\n\nx")).addressed;
    for subject in [
        "Automatic reply: hello",
        "[부재중 응답] hello",
        "[부재중] hello",
        "부재중",
        "자동 회신: hello",
        "自動応答: hello",
        "【自動返信】hello",
        "Out of Office: hello",
        "Out of Office AutoReply: hello",
        "Auto-Reply - hello",
    ] {
        assert!(!is_addressed(subject), "{subject}");
    }
}

#[test]
fn email_reading_hears_people_who_write_about_automatic_answers() {
    for subject in [
        "부재중 전화 받고 연락드립니다",
        "자동 회신 메일만 오고 답이 없어요",
        "자동응답만 계속 와요",
        "自動返信メールが届きません",
        "不在通知が入っていました",
        "Auto reply does not work",
        "Out of office hours pickup?",
    ] {
        assert!(read(format!("From: anna@example.com\nSubject: {subject}\n\nx")).addressed, "{subject}");
    }
}

#[test]
fn email_reading_says_which_of_several_answers_came_back() {
    let (first, second) = (message_id("aaa", &KEY, "acme.com"), message_id("bbb", &KEY, "acme.com"));
    let references = format!("References: <m1@x> <{first}> <m2@x>\nIn-Reply-To: <m2@x>");
    let returned = format!("{references}\nMessage-ID: <{second}>\nFrom: care@acme.com\nSubject: Re: x\n");
    let head = "From: MAILER-DAEMON@example.com\nSubject: Undelivered";
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b";
    for mail in [
        format!("{head}\n{report}\n\n--b\n\nsorry\n--b\nContent-Type: message/rfc822\n\n{returned}\nbody\n--b--\n"),
        format!("{head}\n{report}\n\n--b\n\nsorry\n--b\nContent-Type: text/rfc822-headers\n\n{returned}\n--b--\n"),
        format!("{head}\n\n<a@x.kr>:\nno such user\n--- Below this line is a copy of the message.\n\n{returned}\nbody\n"),
        format!("{head}\nReferences: <m1@x> <{first}> <{second}>\n\nno such user\n"),
    ] {
        assert_eq!(read(&mail).parent_native_id, Some(second.clone()), "{mail}");
    }
}

#[test]
fn email_reading_lets_nothing_answer_a_program() {
    for (automatic, sender, expected) in [
        (Automatic::No, "anna@example.com", true),
        (Automatic::No, "no-reply@example.com", false),
        (Automatic::No, "MAILER-DAEMON@example.com", false),
        (Automatic::No, "noreply+1@example.com", false),
        (Automatic::Silent, "anna@example.com", false),
        (Automatic::Answer, "anna@example.com", false),
        (Automatic::Bulk, "anna@example.com", false),
        (Automatic::Bounce, "anna@example.com", false),
    ] {
        assert_eq!(may_answer_automatically(automatic, sender), expected, "{automatic:?} {sender}");
    }
}
