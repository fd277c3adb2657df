use super::*;

fn letter<'a>() -> Outgoing<'a> {
    Outgoing {
        from: Party { address: "care@acme.com", name: Some("Acme 고객센터") },
        to: Party { address: "sora@example.jp", name: Some("空, \"Sora\"") },
        subject: "Re: 注文した商品が届きません",
        in_reply_to: Some("m1@example.jp"),
        references: &[],
        message_id: "3mmoojpaqkn2z.abcdefghij234567@acme.com",
        date: 1_795_000_000_000,
        text: "ご連絡ありがとうございます。",
        auto: false,
    }
}

fn written(outgoing: &Outgoing<'_>) -> String {
    String::from_utf8(compose(outgoing).unwrap()).unwrap()
}

#[test]
fn the_same_letter_is_the_same_bytes() {
    assert_eq!(compose(&letter()).unwrap(), compose(&letter()).unwrap());
    let mail = written(&letter());
    assert!(mail.contains("\r\nMessage-ID: <3mmoojpaqkn2z.abcdefghij234567@acme.com>\r\n"), "{mail}");
    assert!(mail.contains("\r\nIn-Reply-To: <m1@example.jp>\r\nReferences: <m1@example.jp>\r\n"), "{mail}");
    assert!(mail.contains("Date: Wed, 18 Nov 2026 11:06:40 +0000\r\n"), "{mail}");
    assert!(mail.is_ascii() && mail.lines().all(|line| line.len() < 998));
    assert!(mail.replace("\r\n", "").find(['\r', '\n']).is_none(), "only whole line ends");
    assert!(!mail.contains("Auto-Submitted"));
}

#[test]
fn what_nobody_wrote_says_so() {
    let mail = written(&Outgoing { auto: true, ..letter() });
    assert!(mail.contains("\r\nAuto-Submitted: auto-replied\r\n") && mail.contains("\r\nX-Auto-Response-Suppress: All\r\n"), "{mail}");
}

#[test]
fn nothing_in_a_letter_makes_a_header() {
    let evil = "x\r\nBcc: evil@example.com\r\n\r\nbody";
    let party = Party { address: "sora@example.jp", name: Some(evil) };
    let mail = written(&Outgoing {
        from: Party { name: Some(evil), ..letter().from },
        to: party,
        subject: evil,
        in_reply_to: Some(evil),
        ..letter()
    });
    let header = mail.split("\r\n\r\n").next().unwrap();
    assert!(header.lines().all(|line| !line.to_ascii_lowercase().starts_with("bcc")), "{header}");
    assert!(!header.contains("In-Reply-To"), "an id with spaces is none: {header}");
    let references = [evil.to_owned(), "m1@x".to_owned()];
    assert!(written(&Outgoing { references: &references, in_reply_to: None, ..letter() }).contains("References: <m1@x>\r\n"));
    assert!(compose(&Outgoing { message_id: evil, ..letter() }).is_err());
    for address in ["sora@example.jp\r\nBcc: x@y.com", "sora", "", "a@b@c", "소라@example.kr", "<a@b.kr>"] {
        assert!(matches!(compose(&Outgoing { to: Party { address, name: None }, ..letter() }), Err(Unwritable::Address(_))), "{address}");
    }
}

#[test]
fn names_and_subjects_do_not_turn_the_writing_around() {
    let mail = written(&Outgoing { subject: "a\u{202e}b\u{200b}\0c", ..letter() });
    assert!(mail.contains("Subject: ab c\r\n"), "{mail}");
}

#[test]
fn long_threads_keep_their_ends() {
    let references: Vec<String> = (0..100).map(|number| format!("m{number}@x")).collect();
    let mail = written(&Outgoing { references: &references, in_reply_to: Some("m50@x"), ..letter() });
    let header = mail.split("\r\n\r\n").next().unwrap();
    let found: Vec<&str> = header.split("References: ").nth(1).unwrap().split("\r\n ").map(|id| id.split("\r\n").next().unwrap()).collect();
    assert_eq!((found.len(), found[0], found[1], *found.last().unwrap()), (21, "<m0@x>", "<m81@x>", "<m50@x>"));
}

#[test]
fn answers_say_re_once() {
    for (subject, expected) in [
        ("환불 문의", "Re: 환불 문의"),
        ("Re: RE: re[2]: Fwd: x", "Re: Fwd: x"),
        ("回复：답장: 返信: x", "Re: x"),
        ("", "Re:"),
        ("Re:", "Re:"),
        ("주문 12:30", "Re: 주문 12:30"),
    ] {
        assert_eq!(answer_subject(subject), expected, "{subject}");
    }
}
