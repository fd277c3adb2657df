//! The same against Postfix and Dovecot, encrypted. Skipped, loudly, where they are not installed.

use crate::{
    email_world::{CUSTOMER, answer, has_cursor, last_cursor, listen, mail_connector, posts, raw_count, target_of},
    support::{MemorySink, as_post},
};
use answerable_domain::{Clock, InboundPost};
use answerable_networks::{Connector, ConnectorError, Outcome, Page};
use answerable_testkit::{Encryption, FakeClock, FakeSignIn, MailServers, REAL_MAIL_PASSWORD, raw};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use encoding_rs::{EUC_KR, Encoding, ISO_2022_JP};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, timeout};

const BRAND: &str = "care@acme.example";
/// Far more than anything here takes; a test that hangs should say so.
const PATIENCE: Duration = Duration::from_secs(60);

/// By the machine's clock, as real servers live by it.
fn clock() -> Arc<FakeClock> {
    let now = std::fs::metadata("/proc/self").unwrap().modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    FakeClock::at(i64::try_from(now.as_millis()).unwrap())
}

fn connector(servers: &MailServers, encryption: Encryption) -> Box<dyn Connector> {
    mail_connector(&servers.config(encryption), REAL_MAIL_PASSWORD, clock())
}

fn mail(id: &str, headers: &str, body: &str) -> Vec<u8> {
    let mail =
        format!("From: Jiwoo <{CUSTOMER}>\nTo: {BRAND}\nMessage-ID: <{id}>\nDate: Sun, 22 Nov 2026 10:00:00 +0900\n{headers}\n{body}\n");
    mail.replace('\n', "\r\n").into_bytes()
}

fn names(posts: &[InboundPost]) -> Vec<&str> {
    posts.iter().map(|post| post.native_id.as_str()).collect()
}

async fn until<T>(what: impl Future<Output = T>) -> T {
    timeout(PATIENCE, what).await.expect("it never came")
}

/// Listens until so many mails came; returns what they say.
async fn hear(connector: &dyn Connector, pages: &[Page], mails: usize) -> (Vec<Page>, Vec<InboundPost>) {
    let sink = MemorySink::wanting("");
    let place = has_cursor(pages).then(|| last_cursor(pages));
    let ended = listen(connector, place.as_ref(), &sink, async {
        until(sink.until(|pages| raw_count(pages) >= mails && has_cursor(pages))).await;
    });
    assert_eq!(ended.await, None);
    let pages = sink.until(|_| true).await;
    let heard = posts(connector, &pages);
    (pages, heard)
}

#[tokio::test]
async fn a_conversation_by_mail() {
    let Some(servers) = MailServers::start() else { return };
    let connector = connector(&servers, Encryption::Tls);
    let who = connector.check().await.unwrap();
    assert_eq!((who.native_id.as_str(), who.display_name.as_deref()), (BRAND, Some("Acme Care")));

    servers
        .receive(
            CUSTOMER,
            BRAND,
            &mail("q1@customer.example", "Subject: =?utf-8?B?7ZmY67aI?=\nContent-Type: text/plain; charset=utf-8\n", "환불해 주세요"),
        )
        .await;
    let (pages, heard) = hear(&*connector, &[], 1).await;
    assert_eq!((heard[0].text.as_str(), heard[0].author.native_id.as_str()), ("환불\n\n환불해 주세요", CUSTOMER));

    let delivery = answer(target_of(&heard[0]), "안녕하세요.\n.점으로 시작하는 줄\n바로 처리할게요.", "3mmoojpaqkn2z", clock().now());
    let Outcome::Done(receipt) = connector.send(&delivery).await else { panic!("{}", servers.logs()) };
    let ours = &receipt.native_ids[0];
    let arrived = String::from_utf8(until(servers.until_inbox("jiwoo", 1)).await.remove(0)).unwrap();
    for header in [
        format!("Message-ID: <{ours}>"),
        "In-Reply-To: <q1@customer.example>".to_owned(),
        "From: \"Acme Care\" <care@acme.example>".to_owned(),
    ] {
        assert!(arrived.contains(&header), "{header}\n{arrived}");
    }
    let read = connector.normalize(&raw("mailbox", arrived.clone().into_bytes())).unwrap().into_iter().find_map(as_post).unwrap();
    assert!(read.text.ends_with("안녕하세요.\n.점으로 시작하는 줄\n바로 처리할게요."), "{}", read.text);
    assert_eq!(read.version, receipt.handle["parts"][0]["cid"].as_str().unwrap(), "known again after the journey");
    assert_eq!(servers.sent("care").len(), 1, "a copy is kept");

    let mut again = delivery.clone();
    again.may_have_left = true;
    assert!(matches!(connector.send(&again).await, Outcome::Done(_)), "the copy proves that it was sent");

    let reply = format!("Subject: Re: hi\nIn-Reply-To: <{ours}>\nReferences: <q1@customer.example> <{ours}>\n");
    servers.receive("sora@customer.example", BRAND, &mail("q2@customer.example", &reply, "thanks")).await;
    let (_, heard) = hear(&*connector, &pages, 1).await;
    assert_eq!((heard[0].parent_native_id.as_ref(), heard[0].answers_us), (Some(ours), true));
    assert_eq!(servers.inbox("jiwoo").len(), 1, "one answer, however often it was asked");
}

/// Tokens come from a sign-in in memory; whether they are good, Dovecot asks there by itself, and Postfix asks Dovecot.
#[tokio::test]
async fn a_conversation_by_mail_with_tokens_instead_of_a_password() {
    let clock = clock();
    let sign_in = FakeSignIn::start(clock.clone(), BRAND).await;
    let Some(servers) = MailServers::start_with_tokens(&sign_in.introspection_url()) else { return };
    for encryption in [Encryption::Tls, Encryption::Starttls] {
        let mut config = servers.config(encryption);
        mail_connector(&config, REAL_MAIL_PASSWORD, clock.clone()).check().await.expect("a password works beside it");
        config["oauth"] = sign_in.config();
        let connector = mail_connector(&config, &sign_in.refresh_token(), clock.clone());
        connector.check().await.unwrap_or_else(|error| panic!("{error}\n{}", servers.logs()));
        let id = format!("{encryption:?}@customer.example");
        servers.receive(CUSTOMER, BRAND, &mail(&id, "Subject: hi\n", "환불해 주세요")).await;
        let arrived = servers.inbox("jiwoo").len();
        until(servers.until_inbox("care", 1)).await;
        let (_, heard) = hear(&*connector, &[], 1).await;
        let question = heard.iter().find(|post| post.native_id == id).expect("the mail");
        let sent = connector.send(&answer(target_of(question), "네", "3mmoojpaqkn2z", clock.now())).await;
        assert!(matches!(sent, Outcome::Done(_)), "{sent:?}\n{}", servers.logs());
        until(servers.until_inbox("jiwoo", arrived + 1)).await;

        let renewed = sign_in.renewed();
        sign_in.end_access();
        connector.check().await.expect("a refused token is renewed");
        assert_eq!(sign_in.renewed(), renewed + 1);
        sign_in.revoke();
        let error = connector.check().await.unwrap_err();
        assert!(matches!(&error, ConnectorError::SignedOut(why) if why.contains("AADSTS50173")), "{error:?}");
        // Good at the sign-in, and for another mailbox.
        config["user"] = json!("jiwoo@customer.example");
        let error = mail_connector(&config, &sign_in.refresh_token(), clock.clone()).check().await.unwrap_err();
        assert!(matches!(&error, ConnectorError::SignedOut(why) if why.starts_with("IMAP")), "{error:?}");
    }
    servers.stop_imap();
}

#[tokio::test]
async fn an_idling_connection_hears_at_once() {
    let Some(servers) = MailServers::start() else { return };
    let connector = connector(&servers, Encryption::Starttls);
    let sink = MemorySink::wanting("");
    let mut delays = Vec::new();
    let ended = listen(&*connector, None, &sink, async {
        until(sink.until(has_cursor)).await;
        for number in 0..5 {
            servers.receive(CUSTOMER, BRAND, &mail(&format!("m{number}@customer.example"), "Subject: hi\n", "hi")).await;
            let handed_in = Instant::now();
            until(sink.until(|pages| raw_count(pages) == number + 1)).await;
            delays.push(handed_in.elapsed().as_millis());
        }
    });
    assert_eq!(ended.await, None);
    eprintln!("from the sending server's \"accepted\" to the page, ms: {delays:?}");
    let heard = posts(&*connector, &sink.until(|_| true).await);
    assert_eq!(names(&heard), (0..5).map(|number| format!("m{number}@customer.example")).collect::<Vec<_>>());
}

#[tokio::test]
async fn mails_of_the_region_and_large_ones_come_through() {
    let Some(servers) = MailServers::start() else { return };
    let connector = connector(&servers, Encryption::Tls);
    let encoded = |id: &str, charset: &str, encoding: &'static Encoding, subject: &str, body: &str| {
        let bytes = |text: &str| encoding.encode(text).0.into_owned();
        let subject = format!("Subject: =?{charset}?B?{}?=", STANDARD.encode(bytes(subject)));
        let mut written =
            mail(id, &format!("{subject}\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n"), "");
        written.extend(bytes(body));
        written
    };
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    picture.resize(5 * 1024 * 1024, 0x89);
    let lines: Vec<String> =
        STANDARD.encode(&picture).as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let parts = format!(
        "--b\nContent-Type: text/plain; charset=utf-8\n\n사진이에요\n--b\nContent-Type: image/png; name=\"box.png\"\nContent-Disposition: attachment; filename=\"box.png\"\nContent-Transfer-Encoding: base64\n\n{}\n--b--",
        lines.join("\n")
    );
    for written in [
        encoded("jp@customer.example", "ISO-2022-JP", ISO_2022_JP, "返金について", "先週の注文です。\r\n返金してください。\r\n"),
        encoded("kr@customer.example", "EUC-KR", EUC_KR, "환불 문의", "지난주 주문이에요.\r\n환불해 주세요.\r\n"),
        mail("large@customer.example", "Subject: photo\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n", &parts),
    ] {
        servers.receive(CUSTOMER, BRAND, &written).await;
    }
    until(servers.until_inbox("care", 3)).await;
    let (_, mut heard) = hear(&*connector, &[], 3).await;
    heard.sort_by(|one, other| one.native_id.cmp(&other.native_id));
    let said: Vec<&str> = heard.iter().map(|post| post.text.as_str()).collect();
    assert_eq!(
        said,
        ["返金について\n\n先週の注文です。\n返金してください。", "환불 문의\n\n지난주 주문이에요.\n환불해 주세요.", "photo\n\n사진이에요"]
    );
    let [attachment] = heard[2].attachments.as_slice() else { panic!("{:?}", heard[2].attachments.len()) };
    assert_eq!(
        (attachment.name.as_deref(), attachment.mime.as_str(), attachment.bytes.len()),
        (Some("box.png"), "image/png", picture.len())
    );
}

#[tokio::test]
async fn a_restart_of_the_server_loses_nothing() {
    let Some(servers) = MailServers::start() else { return };
    let connector = connector(&servers, Encryption::Tls);
    let sink = MemorySink::wanting("");
    let ended = listen(&*connector, None, &sink, async {
        until(sink.until(has_cursor)).await;
        servers.receive(CUSTOMER, BRAND, &mail("a@customer.example", "Subject: a\n", "a")).await;
        until(sink.until(|pages| raw_count(pages) == 1)).await;
        servers.restart_imap();
        until(std::future::pending::<()>()).await;
    });
    assert!(matches!(ended.await, Some(ConnectorError::Transient(_))));
    let pages = sink.until(|_| true).await;
    servers.receive(CUSTOMER, BRAND, &mail("b@customer.example", "Subject: b\n", "b")).await;
    let (pages, heard) = hear(&*connector, &pages, 1).await;
    assert_eq!(names(&heard), ["b@customer.example"]);

    servers.renumber("care");
    let (_, again) = hear(&*connector, &pages, 2).await;
    assert_eq!(names(&again), ["a@customer.example", "b@customer.example"], "the same mails under the same names, so no doubles");
    assert_eq!(again[1].version, heard[0].version);

    servers.stop_imap();
    let ended = listen(&*connector, None, &MemorySink::wanting(""), std::future::pending()).await;
    assert!(matches!(ended, Some(ConnectorError::Transient(_))), "{ended:?}");
}

#[tokio::test]
async fn what_is_wrong_with_the_settings_is_said_in_words() {
    let Some(servers) = MailServers::start() else { return };
    assert!(connector(&servers, Encryption::Starttls).check().await.is_ok());
    let config = servers.config(Encryption::Tls);
    let other = servers.config(Encryption::Starttls);
    for (place, value, code, words) in [
        ("/ca", json!(null), "imap_certificate", "certificate authority"),
        ("/imap/port", other["imap"]["port"].clone(), "imap_encryption", "starttls"),
        ("/smtp/port", other["smtp"]["port"].clone(), "smtp_encryption", "starttls"),
    ] {
        let mut changed = config.clone();
        *changed.pointer_mut(place).unwrap() = value;
        let error = mail_connector(&changed, REAL_MAIL_PASSWORD, clock()).check().await.unwrap_err();
        assert!(
            matches!(&error, ConnectorError::Settings { code: said, why } if *said == code && why.contains(words)),
            "{place}: {error:?}"
        );
    }
    let error = mail_connector(&config, "wrong", clock()).check().await.unwrap_err();
    assert!(matches!(&error, ConnectorError::SignedOut(why) if why.contains("app password")), "{error:?}");
}
