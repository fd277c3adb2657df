//! The mailbox: what came is taken once, what comes is heard at once, and what breaks is mended without a hole.

use crate::{
    email_world::{CUSTOMER, MailWorld, has_cursor, last_cursor, listen, posts, raw_count, try_mail_connector},
    support::MemorySink,
};
use answerable_domain::{Clock, Cursor};
use answerable_networks::{ConnectorError, Page};
use answerable_testkit::{Breakdown, Calls, Faked, Letter, MAIL_ADDRESS, MAIL_PASSWORD};
use serde_json::json;

const DAY_MS: i64 = 24 * 3_600_000;

fn mail(id: &str, text: &str) -> Vec<u8> {
    let from = format!("Jiwoo <{CUSTOMER}>");
    Letter {
        from: &from,
        to: MAIL_ADDRESS,
        subject: Some("환불 문의"),
        message_id: id,
        date_seconds: 1_795_310_000,
        text,
        ..Letter::default()
    }
    .to_bytes()
}

/// Listens until so many mails came and the place is kept; returns the pages.
async fn hear(world: &MailWorld, cursor: Option<&Cursor>, mails: usize) -> Vec<Page> {
    let (sink, connector) = (MemorySink::wanting(""), world.connector());
    let ended = listen(&*connector, cursor, &sink, async {
        sink.until(|pages| raw_count(pages) >= mails && (has_cursor(pages) || cursor.is_some())).await;
    });
    assert_eq!(ended.await, None);
    sink.until(|_| true).await
}

#[tokio::test]
async fn old_mails_are_no_new_cases_but_unread_ones_of_these_days_are() {
    let world = MailWorld::new().await;
    let now = world.clock.now();
    world.provider.deliver_at(mail("old@x", "작년 문의"), now - 300 * DAY_MS, false);
    world.provider.deliver_at(mail("read@x", "읽은 문의"), now - DAY_MS, true);
    world.provider.deliver_at(mail("new@x", "어제 문의"), now - DAY_MS, false);
    let pages = hear(&world, None, 1).await;
    let heard = posts(&*world.connector(), &pages);
    assert_eq!(heard.iter().map(|post| post.native_id.as_str()).collect::<Vec<_>>(), ["new@x"]);
    assert_eq!(heard[0].text, "환불 문의\n\n어제 문의");
    assert_eq!(heard[0].author.native_id, CUSTOMER);

    world.provider.deliver(mail("next@x", "다음"));
    let pages = hear(&world, Some(&last_cursor(&pages)), 1).await;
    assert_eq!(raw_count(&pages), 1, "nothing from before comes again");
    assert_eq!(world.provider.seen_mails(), 1, "hearing a mail does not make it a read one");
}

#[tokio::test]
async fn a_new_mail_is_heard_while_idling_and_the_place_is_kept() {
    let world = MailWorld::new().await;
    let connector = world.connector();
    let sink = MemorySink::wanting("");
    let ended = listen(&*connector, None, &sink, async {
        world.provider.until_idles(1).await;
        world.provider.deliver(mail("a@x", "냉장고가 안 돼요"));
        sink.until(|pages| raw_count(pages) == 1).await;
        world.provider.until_idles(2).await;
        world.provider.push_line("* VANISHED (EARLIER) 41,43:116");
        world.provider.deliver(mail("b@x", "返金してください"));
        sink.until(|pages| raw_count(pages) == 2).await;
    });
    assert_eq!(ended.await, None);
    let pages = sink.until(|_| true).await;
    let heard: Vec<_> = posts(&*connector, &pages).into_iter().map(|post| post.native_id).collect();
    assert_eq!(heard, ["a@x", "b@x"]);
    let pages = hear(&world, Some(&last_cursor(&pages)), 0).await;
    assert_eq!(raw_count(&pages), 0, "`n:*` names the last mail once more, which is left out");
}

#[tokio::test]
async fn what_came_while_nobody_listened_comes_in_bounded_pages_in_order() {
    let world = MailWorld::new().await;
    let place = last_cursor(&hear(&world, None, 0).await);
    for number in 0..1_234 {
        world.provider.deliver(mail(&format!("m{number}@x"), "안녕하세요"));
    }
    let pages = hear(&world, Some(&place), 1_234).await;
    let heard: Vec<_> = posts(&*world.connector(), &pages).into_iter().map(|post| post.native_id).collect();
    assert_eq!(heard, (0..1_234).map(|number| format!("m{number}@x")).collect::<Vec<_>>());
    assert!(pages.iter().all(|page| page.raws.len() <= 100 && page.gap.is_none()));
    assert!(pages.iter().filter(|page| !page.raws.is_empty()).all(|page| page.next.is_some() && page.newest_at == Some(world.clock.now())));
}

#[tokio::test]
async fn a_server_that_goes_away_is_taken_up_where_it_was_left() {
    let world = MailWorld::new().await;
    let connector = world.connector();
    let sink = MemorySink::wanting("");
    let ended = listen(&*connector, None, &sink, async {
        world.provider.until_idles(1).await;
        world.provider.hang_up();
        std::future::pending().await
    });
    assert!(matches!(ended.await, Some(ConnectorError::Transient(_))));
    let place = last_cursor(&sink.until(has_cursor).await);
    world.provider.deliver(mail("away@x", "그동안 온 메일"));
    let pages = hear(&world, Some(&place), 1).await;
    assert_eq!(posts(&*connector, &pages)[0].native_id, "away@x");
}

#[tokio::test]
async fn after_a_renumbering_mails_of_these_days_come_again_under_the_same_names() {
    let world = MailWorld::new().await;
    world.provider.deliver_at(mail("ancient@x", "옛날"), world.clock.now() - 30 * DAY_MS, false);
    let place = last_cursor(&hear(&world, None, 0).await);
    world.provider.deliver(mail("a@x", "하나"));
    let before = hear(&world, Some(&place), 1).await;
    world.provider.deliver(mail("b@x", "둘"));
    world.provider.renumber();
    let after = hear(&world, Some(&last_cursor(&before)), 2).await;
    let connector = world.connector();
    let (before, names) = (posts(&*connector, &before), posts(&*connector, &after));
    assert_eq!(names.iter().map(|post| post.native_id.as_str()).collect::<Vec<_>>(), ["a@x", "b@x"]);
    assert_eq!((&names[0].native_id, &names[0].version), (&before[0].native_id, &before[0].version), "the same post, so no double");
    let pages = hear(&world, Some(&last_cursor(&after)), 0).await;
    assert_eq!(raw_count(&pages), 0, "and once only");
}

#[tokio::test]
async fn another_folder_is_begun_anew_although_it_counts_alike() {
    let world = MailWorld::new().await;
    world.provider.deliver(mail("a@x", "하나"));
    let place = last_cursor(&hear(&world, None, 1).await);
    let connector = world.connector_with(|config| config["mailbox"] = json!("Sent"), MAIL_PASSWORD);
    let sink = MemorySink::wanting("");
    let ended = listen(&*connector, Some(&place), &sink, async {
        sink.until(has_cursor).await;
    });
    assert_eq!(ended.await, None);
    assert!(last_cursor(&sink.until(|_| true).await).0.contains("\"last_uid\":0"));
}

#[tokio::test]
async fn a_renumbered_mailbox_with_too_many_mails_shows_a_gap() {
    let world = MailWorld::new().await;
    let place = last_cursor(&hear(&world, None, 0).await);
    for number in 0..5_001 {
        world.provider.deliver(format!("From: a@x\r\nMessage-ID: <m{number}@x>\r\n\r\nhi\r\n"));
    }
    world.provider.renumber();
    let pages = hear(&world, Some(&place), 5_000).await;
    let gaps: Vec<_> = pages.iter().filter_map(|page| page.gap.clone()).collect();
    assert_eq!((raw_count(&pages), gaps.len()), (5_000, 1));
    assert_eq!((gaps[0].why, gaps[0].from, gaps[0].to), ("too_many_mails", Some(world.clock.now()), world.clock.now()));
    let first = String::from_utf8_lossy(&pages.iter().find_map(|page| page.raws.first()).unwrap().clone()).into_owned();
    assert!(first.contains("<m1@x>"), "the oldest is the one that is left out");
}

#[tokio::test]
async fn of_a_huge_mail_the_beginning_is_kept_and_said_to_be_one() {
    let world = MailWorld::new().await;
    let place = last_cursor(&hear(&world, None, 0).await);
    let mut huge = b"From: jiwoo@customer.example\r\nMessage-ID: <huge@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".to_vec();
    huge.extend_from_slice(
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n사진 보내요\r\n--b\r\nContent-Type: image/png\r\n\r\n".as_bytes(),
    );
    huge.resize(26 * 1024 * 1024, b'A');
    world.provider.deliver(huge);
    let large = [mail("large@x", ""), vec![b'A'; 20 * 1024 * 1024]].concat();
    world.provider.deliver(large.clone());
    let pages = hear(&world, Some(&place), 2).await;
    let sizes: Vec<usize> = pages.iter().flat_map(|page| &page.raws).map(Vec::len).collect();
    assert!(sizes[0] < 300 * 1024 && sizes[1] >= large.len(), "{sizes:?}");
    let first = answerable_testkit::raw("mailbox", pages.iter().find_map(|page| page.raws.first()).unwrap().clone());
    let read = world.connector().normalize(&first).unwrap().into_iter().find_map(crate::support::as_post).unwrap();
    assert_eq!((read.native_id.as_str(), read.text.as_str()), ("huge@x", "사진 보내요"));
    assert!(read.handle["notes"].as_array().unwrap().contains(&json!("truncated")), "{}", read.handle);
}

#[tokio::test]
async fn a_mail_that_the_server_cannot_hand_out_holds_nobody_up() {
    for items in [&["BODY"][..], &["BODY", "SIZE"]] {
        one_mail_is_broken(items).await;
    }
}

async fn one_mail_is_broken(items: &'static [&'static str]) {
    let world = MailWorld::new().await;
    let place = last_cursor(&hear(&world, None, 0).await);
    world.provider.deliver(mail("a@x", "하나"));
    let broken = world.provider.deliver(mail("broken@x", "둘"));
    world.provider.deliver(mail("c@x", "셋"));
    world.provider.break_mail(broken, items);
    let pages = hear(&world, Some(&place), 3).await;
    let connector = world.connector();
    let raws = pages.iter().flat_map(|page| &page.raws).map(|body| answerable_testkit::raw("mailbox", body.clone()));
    let read: Vec<_> = raws.map(|raw| connector.normalize(&raw).map(|found| found.len()).map_err(|poison| poison.code)).collect();
    assert_eq!(read, [Ok(1), Err("not_a_mail"), Ok(1)], "it is set aside, where people see it");
    assert_eq!(raw_count(&hear(&world, Some(&last_cursor(&pages)), 0).await), 0, "and is behind us");
}

#[tokio::test]
async fn a_mail_that_is_larger_than_the_server_says_holds_nobody_up() {
    let world = MailWorld::new().await;
    let place = last_cursor(&hear(&world, None, 0).await);
    let large = world.provider.deliver([mail("large@x", ""), vec![b'A'; 27 * 1024 * 1024]].concat());
    world.provider.tell_size(large, 20 * 1024 * 1024);
    world.provider.deliver(mail("next@x", "다음"));
    let pages = hear(&world, Some(&place), 2).await;
    let heard = posts(&*world.connector(), &pages);
    assert_eq!(heard.iter().map(|post| post.native_id.as_str()).collect::<Vec<_>>(), ["large@x", "next@x"]);
    assert!(heard[0].handle["notes"].as_array().unwrap().contains(&json!("truncated")), "{}", heard[0].handle);
}

#[tokio::test]
async fn a_wrong_or_changed_password_asks_for_a_person() {
    let world = MailWorld::new().await;
    let sink = MemorySink::wanting("");
    let ended = listen(&*world.connector_with(|_| {}, "wrong"), None, &sink, std::future::pending()).await;
    assert!(matches!(&ended, Some(ConnectorError::SignedOut(why)) if why.contains("Invalid credentials")), "{ended:?}");
    let connector = world.connector();
    let ended = listen(&*connector, None, &sink, async {
        world.provider.until_idles(1).await;
        world.provider.break_down(Calls::Reading, Breakdown::Expired);
        std::future::pending().await
    });
    assert!(matches!(ended.await, Some(ConnectorError::Transient(_))), "first the connection ends");
    let ended = listen(&*connector, None, &sink, std::future::pending()).await;
    assert!(matches!(ended, Some(ConnectorError::SignedOut(_))), "then nobody is let in");
}

#[tokio::test]
async fn a_server_that_cannot_just_now_is_asked_again_later() {
    let world = MailWorld::new().await;
    let after = async |trouble| {
        world.provider.break_next(Calls::Reading, trouble);
        listen(&*world.connector(), None, &MemorySink::wanting(""), std::future::pending()).await
    };
    for trouble in [Breakdown::Status(503), Breakdown::Lost, Breakdown::AnswerLost] {
        let ended = after(trouble).await;
        assert!(matches!(ended, Some(ConnectorError::Transient(_))), "{trouble:?}: {ended:?}");
    }
    let ended = after(Breakdown::TooMany { retry_after_seconds: None }).await;
    assert!(matches!(ended, Some(ConnectorError::RateLimited { .. })), "{ended:?}");
    world.provider.break_next(Calls::Reading, Breakdown::Huge);
    world.provider.deliver(mail("a@x", "10 MB later"));
    assert_eq!(raw_count(&hear(&world, None, 1).await), 1);
}

#[tokio::test]
async fn without_idle_and_with_another_way_to_sign_in_it_polls() {
    let world = MailWorld::new().await;
    world.provider.offer("IMAP4rev1");
    let sink = MemorySink::wanting("");
    let connector = world.connector();
    let ended = listen(&*connector, None, &sink, async {
        sink.until(has_cursor).await;
        world.provider.deliver(mail("a@x", "폴링"));
        sink.until(|pages| raw_count(pages) == 1).await;
    });
    assert_eq!(ended.await, None);
}

#[tokio::test]
async fn a_half_closed_connection_is_noticed() {
    let world = MailWorld::new().await;
    let connector = world.connector_with(|config| config["poll_seconds"] = json!(60), MAIL_PASSWORD);
    let sink = MemorySink::wanting("");
    let ended = listen(&*connector, None, &sink, async {
        world.provider.until_idles(1).await;
        world.provider.break_down(Calls::Reading, Breakdown::HalfClosed);
        world.provider.deliver(mail("a@x", "unheard"));
        tokio::time::pause();
        std::future::pending().await
    });
    let ended = ended.await;
    assert!(matches!(&ended, Some(ConnectorError::Transient(why)) if why.contains("nothing came for 60 s")), "{ended:?}");
    assert_eq!(raw_count(&sink.until(|_| true).await), 0);
}

#[tokio::test]
async fn the_check_names_the_server_that_fails_and_what_to_do() {
    let world = MailWorld::new().await;
    let who = world.connector().check().await.unwrap();
    assert_eq!(
        (who.native_id.as_str(), who.handle.as_deref(), who.display_name.as_deref()),
        (MAIL_ADDRESS, Some(MAIL_ADDRESS), Some("Acme Care"))
    );
    assert!(world.provider.published().is_empty(), "nothing was sent to find out");

    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    for (change, code, words) in [
        (json!({"imap": {"host": "127.0.0.1", "port": closed, "tls": "none"}}), "imap_unreachable", "host name and the port"),
        (json!({"smtp": {"host": "127.0.0.1", "port": closed, "tls": "none"}}), "smtp_unreachable", "host name and the port"),
        (
            json!({"imap": {"host": "127.0.0.1", "port": world.provider.config()["imap"]["port"], "tls": "tls"}}),
            "imap_encryption",
            "starttls",
        ),
        (
            json!({"smtp": {"host": "127.0.0.1", "port": world.provider.config()["smtp"]["port"], "tls": "starttls"}}),
            "smtp_encryption",
            "STARTTLS",
        ),
        (json!({"mailbox": "문의"}), "mailbox_missing", "문의"),
    ] {
        let connector =
            world.connector_with(|config| config.as_object_mut().unwrap().extend(change.as_object().unwrap().clone()), MAIL_PASSWORD);
        let error = connector.check().await.unwrap_err();
        assert!(
            matches!(&error, ConnectorError::Settings { code: said, why } if *said == code && why.contains(words)),
            "{change}: {error:?}"
        );
    }
    let error = world.connector_with(|_| {}, "my own password").check().await.unwrap_err();
    assert!(matches!(&error, ConnectorError::SignedOut(why) if why.contains("app password") && why.contains("IMAP")), "{error:?}");
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_at_once() {
    let world = MailWorld::new().await;
    let refused = |change: fn(&mut serde_json::Value), password: &str| {
        let mut config = world.provider.config();
        change(&mut config);
        try_mail_connector(&config, password, world.clock.clone()).err().unwrap()
    };
    let not_pem = refused(|config| config["ca"] = json!("my certificate"), MAIL_PASSWORD);
    assert!(matches!(&not_pem, ConnectorError::Settings { code: "bad_value", why } if why.starts_with("ca: ")), "{not_pem:?}");
    let no_password = refused(|_| {}, "");
    assert!(matches!(no_password, ConnectorError::Settings { code: "secret_missing", .. }));
    let in_the_clear = refused(|config| config["imap"]["host"] = json!("mail.acme.example"), MAIL_PASSWORD);
    assert!(matches!(&in_the_clear, ConnectorError::Settings { why, .. } if why.starts_with("imap: ")), "{in_the_clear:?}");
}
