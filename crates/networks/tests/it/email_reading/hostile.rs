//! Mails that nobody should send: always an end, never a panic, never more than a post may hold.

use super::{KEY, RECEIVED, fixture, noted, read};
use answerable_domain::{Inbound, InboundPost};
use answerable_networks::email::{
    Outgoing, Party, compose,
    reading::{Own, normalize},
};
use proptest::prelude::*;

const TEXT_BYTES_MAX: usize = 64 * 1024;

fn check(mail: &[u8]) {
    let own = Own { address: "care@acme.com", reference_key: &KEY, trusted_hosts: &[] };
    match normalize(mail, RECEIVED, &own) {
        Ok(found) => found.iter().for_each(|one| match one {
            Inbound::Post(post) => bounded(post),
            other => panic!("{other:?}"),
        }),
        Err(poison) => assert_eq!(poison.code, "not_a_mail", "{}", poison.reason),
    }
}

fn bounded(post: &InboundPost) {
    assert!(post.text.len() <= TEXT_BYTES_MAX && !post.text.contains('\0'));
    assert!(post.spans.iter().all(|span| span.fits(&post.text)), "{:?}", post.spans);
    assert!(post.native_id.len() <= 300 && post.version.len() == 24);
    assert!(post.author.native_id.len() <= 320);
    assert!(post.attachments.len() <= 10 && post.handle.to_string().len() <= 32 * 1024);
    assert!(!post.answers_us, "nobody guesses a signature");
}

fn nested(depth: usize) -> String {
    let mut mail = "From: a@x.kr\n".to_owned();
    for level in 0..depth {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
    }
    mail.push_str("\nhello\n");
    mail
}

#[test]
fn email_reading_ends_however_a_mail_is_nested() {
    check(nested(10_000).as_bytes());
    let mails = "Content-Type: message/rfc822\n\n".repeat(100_000);
    check(format!("From: a@x.kr\n{mails}hello").as_bytes());
    let post = read(nested(5));
    assert_eq!(post.text, "hello");
    let endless = "--b\nContent-Type: multipart/mixed; boundary=nowhere\n\nx\n".repeat(100_000);
    let post = read(format!("From: a@x.kr\nContent-Type: multipart/mixed; boundary=b\n\n{endless}"));
    assert_eq!(noted(&post).notes, ["truncated"]);
}

#[test]
fn email_reading_clips_what_is_too_long() {
    for (kind, piece) in [
        ("plain", "환불해 주세요. "),
        ("plain", "환불해 주세요.\n"),
        ("html", "<p>환불해 &amp; 주세요</p>"),
        ("html", "<<<<<"),
        ("html", "<a href='https://a.kr'>"),
    ] {
        let post = read(format!("From: a@x.kr\nSubject: x\nContent-Type: text/{kind}; charset=utf-8\n\n{}", piece.repeat(150_000)));
        bounded(&post);
        assert!(post.text.len() <= TEXT_BYTES_MAX, "{piece}");
    }
    let post = read(format!("From: a@x.kr\nContent-Type: text/plain; charset=utf-8\n\n{}", "가".repeat(4_000_000)));
    assert_eq!(noted(&post).notes, ["truncated"]);
    assert!(post.text.len() > TEXT_BYTES_MAX - 8 && post.text.chars().all(|letter| letter == '가'), "whole characters");
}

#[test]
fn email_reading_bears_headers_without_end() {
    let name = "a".repeat(1 << 20);
    for mail in [
        format!("From: a@x.kr\nSubject: {name}\n\nx"),
        format!("From: {name} <a@x.kr>\n\nx"),
        format!("From: a@x.kr\nReferences: {}\n\nx", "<a@b> ".repeat(200_000)),
        format!("From: a@x.kr\nTo: {}\n\nx", "a@b.kr, ".repeat(200_000)),
        format!("From: a@x.kr\n{}\nx", "X: y\n".repeat(500_000)),
        format!("From: a@x.kr\nContent-Type: text/plain; {}\n\nx", "a=b; ".repeat(200_000)),
        format!("From: a@x.kr\nContent-Type: multipart/mixed; boundary={name}\n\n--{name}\n\nx"),
        format!("From: a@x.kr\nSubject: {}\n\nx", "=?utf-8?q?".repeat(100_000)),
        format!("From: a@x.kr\nAuthentication-Results: {}\n\nx", "a; ".repeat(200_000)),
        format!("From: a@x.kr\nX: {}\n\nx", "(".repeat(1 << 20)),
        format!("From: {}a@x.kr\n\nx", "(".repeat(1 << 16)),
        format!("From: a@x.kr\nContent-Type: text/html\n\n{}", "<blockquote>".repeat(200_000)),
        format!("From: a@x.kr\nContent-Type: text/html\n\n{}", "<div class=gmail_signature>".repeat(100_000)),
        format!("From: a@x.kr\n\n{}", ">\n".repeat(100_000)),
        format!("From: a@x.kr\n\n{}", "On 1 wrote:\n".repeat(5_000)),
        format!("From: a@x.kr\n\n{}", "From: x\n".repeat(5_000)),
        format!("From: a@x.kr\n\n{}", "--\n".repeat(20_000)),
        "\0".repeat(1 << 20),
        format!("From: a@x.kr\n\n{}", "\0".repeat(1 << 20)),
    ] {
        check(mail.as_bytes());
    }
}

#[test]
fn email_reading_reads_what_was_cut_off_anywhere() {
    for name in ["ko-files.eml", "ja-html-only.eml", "en-bounce.eml", "ko-ks_c_5601.eml"] {
        let mail = String::from_utf8_lossy(&fixture(name)).replace("3mmoojpaqkn2z", "x").into_bytes();
        (0..mail.len()).for_each(|end| check(&mail[..end]));
    }
}

fn seeds() -> impl Strategy<Value = Vec<u8>> {
    let names = [
        "ko-files.eml",
        "ja-html-only.eml",
        "en-bounce.eml",
        "ko-raw-file-name.eml",
        "en-flowed.eml",
        "ja-iso-2022-jp-ms.eml",
        "en-forged.eml",
    ];
    prop::sample::select(names.to_vec()).prop_map(|name| String::from_utf8_lossy(&fixture(name)).replace("3mmoojpaqkn2z", "x").into_bytes())
}

/// Pieces of which mails are made.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<&[u8]> = vec![
        b"\n",
        b"\r\n",
        b"\n\n",
        b"From: ",
        b"a@b.kr",
        b"Subject: ",
        b"=?",
        b"?=",
        b"=?euc-kr?B?",
        b"=?iso-2022-jp?q?=1B$B",
        b"Content-Type: ",
        b"multipart/",
        b"mixed; boundary=b",
        b"multipart/report; report-type=delivery-status; boundary=\"b\"",
        b"--b",
        b"--b--",
        b"text/html",
        b"; charset=utf-16",
        b"; charset=iso-2022-kr",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"=3",
        b"=\n",
        b"\x1b$B",
        b"\x1b(B",
        b"\x0e",
        b"\xff\xfe",
        b"<blockquote>",
        b"</div>",
        b"<div class=gmail_quote>",
        b"<!--",
        b"&#xfdd0;",
        b"> ",
        b"-- \n",
        b"On 1 Jan 2026 12:00, a@b wrote:\n",
        b"\xb3\xd7",
        b"\xed\x99\x98",
        b"\0",
        b"(",
        b"\"",
        b"<",
        b">",
        b"filename*0*=utf-8''%EA",
        b"Content-Disposition: attachment; ",
        b"[#",
        b"Date: ",
        b"message/delivery-status",
        b"Final-Recipient: rfc822; x@y\n",
        b"X-Answerable-Arrival: uid=1 at=",
    ];
    prop_oneof![3 => prop::sample::select(known).prop_map(<[u8]>::to_vec), 1 => prop::collection::vec(any::<u8>(), 0..12)]
}

proptest! {
    #[test]
    fn email_reading_bears_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        check(&bytes);
    }

    #[test]
    fn email_reading_bears_anything_made_of_pieces(pieces in prop::collection::vec(piece(), 0..60)) {
        check(&pieces.concat());
    }

    #[test]
    fn email_reading_bears_broken_mails(mail in seeds(), changes in prop::collection::vec((any::<prop::sample::Index>(), piece(), 0_usize..4), 1..8)) {
        let mut mail = mail;
        for (place, piece, gone) in changes {
            let start = place.index(mail.len() + 1);
            let end = (start + gone).min(mail.len());
            mail.splice(start..end, piece);
        }
        check(&mail);
    }

    #[test]
    fn email_reading_understands_every_letter_of_ours(
        subject in "\\PC{0,80}",
        text in "[^\0\u{feff}]{0,500}",
        name in "[a-zA-Z가-힣ぁ-ん漢 ,.\"()<>@:;=?_\\\\-]{0,40}",
        references in prop::collection::vec("[a-z]{1,9}@[a-z]{1,9}", 0..40),
    ) {
        let from = Party { address: "anna@example.com", name: Some(&name) };
        let to = Party { address: "care@acme.com", name: None };
        let (message_id, date) = ("m1@example.com", 1_795_000_000_000);
        let letter =
            Outgoing { from, to, subject: &subject, references: &references, message_id, date, text: &text, ..Outgoing::default() };
        let mail = compose(&letter).unwrap();
        prop_assert_eq!(&compose(&letter).unwrap(), &mail);
        prop_assert!(mail.is_ascii() && mail.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
        let post = read(&mail);
        prop_assert_eq!(&post.author.native_id, "anna@example.com");
        let named = name.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(post.author.display_name.as_deref().unwrap_or_default(), named);
        prop_assert_eq!((post.native_id.as_str(), post.created_at), (message_id, date));
        let said = format!("{} {text}", subject.replace(is_hidden, ""));
        prop_assert_eq!(words(&post.text), words(&said));
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| letter.is_whitespace() || letter.is_control()).filter(|word| !word.is_empty()).collect()
}

/// What has no place in a subject.
fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
}
