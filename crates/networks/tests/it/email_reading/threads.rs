//! Whose mail it is, what it answers, and what nobody can pretend.

use super::{ADDRESS, KEY, RECEIVED, fixture, noted, ours, read, try_read};
use answerable_domain::{Network, PostKind, Visibility};
use answerable_networks::email::{
    reading::{Arrival, arrival_line},
    reference::message_id,
};

fn mail(headers: &str) -> Vec<u8> {
    format!("From: Anna <anna@example.com>\nTo: {ADDRESS}\n{headers}\n\nhello\n").into_bytes()
}

#[test]
fn email_reading_makes_a_private_post() {
    let post = read(mail("Message-ID: <M1@example.com>\nSubject: Lamp\nDate: Sun, 22 Nov 2026 15:10:00 +0900"));
    assert_eq!((post.network, post.kind, post.visibility), (Network::Email, PostKind::Mail, Visibility::Direct));
    assert_eq!((post.native_id.as_str(), post.text.as_str()), ("M1@example.com", "Lamp\n\nhello"));
    assert_eq!((post.author.native_id.as_str(), post.author.handle.as_deref()), ("anna@example.com", Some("anna@example.com")));
    assert_eq!(post.created_at, 1_795_327_800_000);
    assert_eq!((post.addressed, post.context, post.answers_us), (true, false, false));
    assert_eq!((post.root_native_id, post.parent_native_id), (None, None));
}

#[test]
fn email_reading_joins_what_answers_us() {
    let post = read(mail(&format!("Message-ID: <m2@x>\nReferences: <m1@x> <{}>\nIn-Reply-To: <{}>", ours(), ours())));
    assert!(post.answers_us && post.addressed);
    assert_eq!(post.parent_native_id, Some(ours()));
    assert_eq!(post.parent_author_native_id.as_deref(), Some(ADDRESS));
    assert_eq!(post.root_native_id.as_deref(), Some("m1@x"));
    assert_eq!(noted(&post).answer_references(), ["m1@x".to_owned(), ours(), "m2@x".to_owned()]);
}

#[test]
fn email_reading_leaves_the_thread_to_our_post_where_that_is_all_it_names() {
    let post = read(mail(&format!("Message-ID: <m2@x>\nIn-Reply-To: <{}>", ours())));
    assert_eq!((post.parent_native_id, post.root_native_id), (Some(ours()), None));
}

#[test]
fn email_reading_is_not_led_into_a_foreign_case() {
    let post = read(fixture("en-forged.eml"));
    assert_eq!((post.answers_us, post.parent_native_id.as_deref()), (false, None));
    assert_eq!(post.root_native_id.as_deref(), Some("m0@example.com"), "only with the same author is that the same case");
    assert_eq!(noted(&post).notes, ["sender_unverified"]);
    let verified = read(fixture("en-verified.eml"));
    assert_eq!(noted(&verified).notes, ["sender_verified"]);
    assert_eq!(verified.hand_off.as_deref(), Some("4T7K-9QXZ-0B1C"));
}

#[test]
fn email_reading_never_takes_one_mail_for_a_new_version_of_another() {
    let first = read(mail("Message-ID: <m1@x>\nSubject: Refund to my account"));
    let forged = read(mail("Message-ID: <m1@x>\nSubject: Refund to another account"));
    assert_eq!(first.native_id, forged.native_id);
    assert_ne!(first.version, forged.version);
    let (first_again, forged_again) = (noted(&first).again.unwrap(), noted(&forged).again.unwrap());
    assert!(forged_again.starts_with("sha256:") && forged_again.len() == 71);
    assert_ne!(first_again, forged_again, "the store takes this name when the other one is taken");
}

#[test]
fn email_reading_knows_the_same_mail_however_it_came() {
    let plain = mail("Message-ID: <m1@x>\nSubject: Lamp\nDate: Sun, 22 Nov 2026 15:10:00 +0900");
    let relayed = [b"Received: from list.example.com by mx.acme.com\nDelivered-To: care@acme.com\n".as_slice(), &plain].concat();
    let line = arrival_line(&Arrival { uid: Some(7), at: Some(RECEIVED - 5), is_clipped: false });
    let stored = [line.as_slice(), &plain].concat();
    let ended = String::from_utf8(plain.clone()).unwrap().replace('\n', "\r\n") + "\r\n";
    for other in [&relayed, &stored, &ended.into_bytes()] {
        let (one, other) = (read(&plain), read(other));
        assert_eq!((one.native_id, one.version), (other.native_id, other.version));
    }
    assert_eq!(noted(&read(&plain)).again, noted(&read(&stored)).again, "what the mailbox says is no part of the mail");
}

#[test]
fn email_reading_gives_mails_without_a_usable_id_the_hash_of_their_bytes() {
    let long = format!("Message-ID: <{}@x>", "a".repeat(2_000));
    for header in ["Subject: none", "Message-ID: <>", "Message-ID: <a b c>", "Message-ID: <\u{ac00}@x>", &long] {
        let post = read(mail(header));
        assert!(post.native_id.starts_with("sha256:") && post.native_id.len() == 71, "{header}: {}", post.native_id);
        assert_eq!(noted(&post).message_id, None, "{header}");
    }
    assert_ne!(read(mail("Subject: a")).native_id, read(mail("Subject: b")).native_id);
}

#[test]
fn email_reading_gives_our_names_only_to_our_mails() {
    let stolen = read(mail(&format!("Message-ID: <{}>", ours())));
    assert!(stolen.native_id.starts_with("sha256:"), "{}", stolen.native_id);
    assert!(!stolen.answers_us);
    let own = read(format!("From: Acme <{ADDRESS}>\nTo: anna@example.com\nMessage-ID: <{}>\nIn-Reply-To: <m1@x>\n\nhello", ours()));
    assert_eq!((own.native_id, own.author.native_id.as_str(), own.addressed), (ours(), ADDRESS, false));
    assert_eq!(own.parent_native_id.as_deref(), Some("m1@x"), "below what it answers");
}

#[test]
fn email_reading_does_not_take_everybody_for_us_who_says_so() {
    let head = "Authentication-Results: mx.acme.com; dmarc=fail header.from=acme.com; spf=fail smtp.mailfrom=evil.example\n";
    let post = read(format!("{head}From: Acme <{ADDRESS}>\nTo: {ADDRESS}\nMessage-ID: <x@y>\n\nclose all cases"));
    assert_eq!((post.author.native_id.as_str(), post.addressed), ("through:care@acme.com", true));
    assert_eq!(noted(&post).notes, ["sender_unverified"]);
    let unsaid = read(format!("From: Acme <{ADDRESS}>\nTo: {ADDRESS}\nMessage-ID: <x@y>\n\nName: Anna\nOrder: 10293"));
    assert_eq!(
        (unsaid.author.native_id.as_str(), unsaid.addressed),
        ("through:care@acme.com", true),
        "a form without an address for answers"
    );
    let pass = "Authentication-Results: mx.acme.com; dmarc=pass header.from=acme.com\n";
    let colleague = read(format!("{pass}From: Acme <{ADDRESS}>\nTo: anna@example.com\nCc: {ADDRESS}\nMessage-ID: <x@y>\n\nhello Anna"));
    assert_eq!((colleague.author.native_id.as_str(), colleague.addressed), (ADDRESS, false), "written in another program");
    let form = read(fixture("ko-form.eml"));
    assert_eq!((form.author.native_id.as_str(), form.author.display_name.as_deref()), ("jiwoo@example.kr", Some("김지우")));
    assert_eq!((form.addressed, noted(&form).notes), (true, vec!["sender_unverified".to_owned()]));
}

#[test]
fn email_reading_finds_the_sender_however_the_header_is_broken() {
    for (headers, expected) in [
        ("From: a@x.kr, b@y.kr\nSender: b@y.kr\n", "b@y.kr"),
        ("From: a@x.kr, b@y.kr\nSender: c@z.kr\n", "a@x.kr"),
        ("From: a@x.kr\nFrom: b@y.kr\n", "a@x.kr"),
        ("Sender: c@z.kr\nSubject: x\n", "c@z.kr"),
        ("From: A@X.kr\n", "a@x.kr"),
    ] {
        assert_eq!(read(format!("{headers}\nhello")).author.native_id, expected, "{headers}");
    }
    let several = read("From: a@x.kr, b@y.kr\n\nhello");
    assert_eq!(noted(&several).notes, ["sender_unverified"]);
    let nobody = read("Subject: x\nMessage-ID: <m1@x>\n\nhello");
    assert_eq!((nobody.author.native_id.as_str(), nobody.author.handle), ("nobody:m1@x", None));
    assert_eq!(try_read(b"hello, this is no mail").unwrap_err(), "not_a_mail");
    assert_eq!(try_read(b"").unwrap_err(), "not_a_mail");
}

#[test]
fn email_reading_keeps_where_an_answer_goes() {
    let post = read(mail("Message-ID: <m1@x>\nReply-To: Anna at home <home@example.com>\nSubject: Lamp"));
    let noted_of = noted(&post);
    assert_eq!((noted_of.reply_to.as_deref(), noted_of.subject.as_str(), noted_of.automatic), (Some("home@example.com"), "Lamp", false));
    assert_eq!(noted(&read(mail("Reply-To: ANNA@example.com"))).reply_to, None, "the same address");
}

#[test]
fn email_reading_never_answers_itself() {
    for (reply_to, expected) in [
        ("care@acme.com", None),
        ("Acme <CARE@acme.com>", None),
        ("care+4t7k9qxz0b1c@acme.com", None),
        ("care@acme.com, Anna at home <home@example.com>", Some("home@example.com")),
        ("care+me@example.com", Some("care+me@example.com")),
    ] {
        let noted = noted(&read(mail(&format!("Message-ID: <m1@x>\nReply-To: {reply_to}"))));
        assert_eq!((noted.answer_to(), noted.reply_to.as_deref()), (expected.or(Some("anna@example.com")), expected), "{reply_to}");
    }
}

#[test]
fn email_reading_names_nobody_to_answer_where_only_our_own_address_stands() {
    for headers in ["Subject: form", "Subject: by a list\nReply-To: care@acme.com", "Subject: tagged\nReply-To: care+x@acme.com"] {
        let post = read(format!("From: Anna via Care <{ADDRESS}>\nTo: {ADDRESS}\nMessage-ID: <x@y>\n{headers}\n\nName: Anna"));
        assert_eq!((post.addressed, noted(&post).answer_to()), (true, None), "{headers}");
    }
}

#[test]
fn email_reading_takes_a_borrowed_signature_for_nobodys() {
    // Every customer holds a signed name of ours, and may write what he likes behind its `@`.
    let borrowed = ours().replace("@acme.com", "@elsewhere.example");
    let post = read(format!("From: Acme <{ADDRESS}>\nTo: anna@example.com\nMessage-ID: <{borrowed}>\nIn-Reply-To: <m1@x>\n\nsolved"));
    assert_eq!((post.author.native_id.as_str(), post.addressed), ("through:care@acme.com", true), "an outgoing mail of ours it is not");
    assert!(post.native_id.starts_with("sha256:"), "{}", post.native_id);
}

#[test]
fn email_reading_believes_clocks_only_so_far() {
    let at = |date: &str| read(mail(&format!("Message-ID: <m1@x>\n{date}"))).created_at;
    assert_eq!(at("Date: Sun, 22 Nov 2026 15:10:00 +0900"), 1_795_327_800_000);
    assert_eq!(at("Date: Sun, 22 Nov 2099 15:10:00 +0900"), RECEIVED, "far ahead");
    for broken in ["Date: yesterday", "Date:", "Subject: x", "Date: Sun, 99 Nov 2026 99:99:99 +9999"] {
        assert_eq!(at(broken), RECEIVED, "{broken}");
    }
    let line = arrival_line(&Arrival { uid: Some(7), at: Some(RECEIVED - 60_000), is_clipped: true });
    let post = read([line, mail("Message-ID: <m1@x>")].concat());
    assert_eq!(post.created_at, RECEIVED - 60_000);
    assert_eq!((noted(&post).uid, noted(&post).notes), (Some(7), vec!["truncated".to_owned()]));
    let forged = read(mail("X-Answerable-Arrival: uid=9 at=5 clipped=1"));
    assert_eq!((forged.created_at, noted(&forged).uid), (RECEIVED, None), "only the first line is ours");
}

#[test]
fn email_reading_finds_our_reference_when_the_case_was_changed_on_the_way() {
    let id = message_id("3mmoojpaqkn2z", &KEY, "acme.com");
    let post = read(mail(&format!("Message-ID: <m2@x>\nIn-Reply-To: <{}>", id.to_uppercase())));
    assert_eq!(post.parent_native_id, Some(id));
}
