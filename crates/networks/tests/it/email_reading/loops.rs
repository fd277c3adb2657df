//! Mails that no person wrote.

use super::{body, fixture, noted, ours, read, visible};
use answerable_networks::email::reading::{Automatic, may_answer_automatically};

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
    for subject in ["Automatic reply: hello", "[부재중 응답] hello", "자동 회신: hello", "自動応答: hello", "Out of Office: hello"]
    {
        assert!(!read(format!("From: anna@example.com\nSubject: {subject}\n\nx")).addressed, "{subject}");
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
