//! Answers by mail: they leave once, and where nobody can know, nobody pretends to.

use crate::{
    email_world::{CUSTOMER, MailWorld, answer, letter, listen, posts, raw_count, target_of},
    support::MemorySink,
};
use answerable_domain::{ActionKind, Availability, Clock, DeliveryClass, InboundPost, Network, Receipt, Unavailable};
use answerable_networks::{ConnectorError, Outcome, SendTarget, capabilities};
use answerable_testkit::{Breakdown, Calls, Faked, Letter, MAIL_ADDRESS, MAIL_PASSWORD};
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

const OWN_ID: &str = "3mmoojpaqkn2z";

/// A customer's mail, as it was heard.
async fn heard(world: &MailWorld, headers: &str) -> InboundPost {
    let mail =
        format!("From: Jiwoo <{CUSTOMER}>\r\nTo: {MAIL_ADDRESS}\r\nMessage-ID: <q1@customer.example>\r\n{headers}\r\n도와주세요\r\n");
    world.provider.deliver(mail);
    let sink = MemorySink::wanting("");
    let connector = world.connector();
    listen(&*connector, None, &sink, async {
        sink.until(|pages| raw_count(pages) == 1).await;
    })
    .await;
    posts(&*connector, &sink.until(|_| true).await).remove(0)
}

fn done(outcome: Outcome) -> Receipt {
    match outcome {
        Outcome::Done(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_answer_goes_to_the_sender_in_the_thread_and_a_copy_is_kept() {
    let world = MailWorld::new().await;
    let question = heard(&world, "Subject: =?utf-8?B?7ZmY67aI?=\r\nReferences: <q0@customer.example>\r\n").await;
    let delivery = answer(target_of(&question), "안녕하세요.\n\n바로 확인하겠습니다.", OWN_ID, world.clock.now());
    let receipt = done(world.connector().send(&delivery).await);
    let mails = world.provider.submission.mails();
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!((mail.from.as_str(), mail.to.as_slice()), (MAIL_ADDRESS, &[CUSTOMER.to_owned()][..]));
    assert_eq!(mail.body(), "안녕하세요.\n\n바로 확인하겠습니다.\n");
    assert_eq!(mail.answers(), Some("q1@customer.example"));
    assert_eq!(receipt.native_ids, [mail.message_id()]);
    assert!(mail.message_id().starts_with(OWN_ID) && mail.message_id().ends_with("@acme.example"), "{}", mail.message_id());
    assert!(mail.text.contains("References: <q0@customer.example>\n <q1@customer.example>"), "{}", mail.text);
    assert!(mail.text.contains("Re: =?") || mail.text.contains("Re: "), "{}", mail.text);
    let copies = world.provider.folder("Sent");
    assert_eq!(copies.len(), 1);
    assert!(String::from_utf8_lossy(&copies[0]).contains(mail.message_id()));
}

#[tokio::test]
async fn where_an_answer_goes_the_customer_says() {
    let world = MailWorld::new().await;
    let question = heard(&world, "Subject: hi\r\nReply-To: sora@elsewhere.example\r\n").await;
    done(world.connector().send(&answer(target_of(&question), "네", OWN_ID, world.clock.now())).await);
    assert_eq!(world.provider.submission.mails()[0].to, ["sora@elsewhere.example"]);
}

#[tokio::test]
async fn a_letter_goes_to_somebody_who_wrote_elsewhere() {
    let world = MailWorld::new().await;
    let post = answerable_testkit::post("환불이 안 돼요").native(Network::Bluesky, "at://x/y/z", "v1").build();
    let target = SendTarget { post, handle: json!({}) };
    let delivery = letter(target.clone(), CUSTOMER, "환불 건 [#ABCD-EFGH-JKMN]", "메일로 이어 갈게요.", world.clock.now());
    let receipt = done(world.connector().send(&delivery).await);
    let mail = &world.provider.submission.mails()[0];
    assert_eq!((mail.answers(), mail.to.as_slice()), (None, &[CUSTOMER.to_owned()][..]));
    assert_eq!(receipt.handle["root"], mail.message_id(), "it begins a thread");
    let without = answer(target.clone(), "no address", OWN_ID, world.clock.now());
    assert!(matches!(world.connector().send(&without).await, Outcome::Refused { code: "refused", .. }));
    let hostile = letter(target, "a@x.example\r\nBcc: b@y.example", "x", "y", world.clock.now());
    assert!(matches!(world.connector().send(&hostile).await, Outcome::Refused { code: "refused", .. }));
    assert_eq!(world.provider.published().len(), 1);
}

#[tokio::test]
async fn our_own_copy_is_known_again_when_it_comes_back() {
    let world = MailWorld::new().await;
    let question = heard(&world, "Subject: hi\r\n").await;
    let receipt = done(world.connector().send(&answer(target_of(&question), "네, 바로요", OWN_ID, world.clock.now())).await);
    let copy = world.provider.folder("Sent").remove(0);
    let read = world.connector().normalize(&answerable_testkit::raw("mailbox", copy)).unwrap();
    let read = read.into_iter().find_map(crate::support::as_post).unwrap();
    assert_eq!(read.version, receipt.handle["parts"][0]["cid"].as_str().unwrap());
}

#[tokio::test]
async fn the_customers_answer_to_our_answer_joins_it_and_a_forged_one_does_not() {
    let world = MailWorld::new().await;
    let question = heard(&world, "Subject: hi\r\n").await;
    let connector = world.connector();
    let receipt = done(connector.send(&answer(target_of(&question), "네", OWN_ID, world.clock.now())).await);
    let ours = &receipt.native_ids[0];
    let forged = ours.replacen('3', "4", 1);
    for (id, answers, joins) in [("r1@x", ours, true), ("r2@x", &forged, false)] {
        let mail = Letter {
            from: "sora@other.example",
            to: MAIL_ADDRESS,
            message_id: id,
            answers: Some(answers),
            text: "감사",
            ..Letter::default()
        };
        let read = connector.normalize(&answerable_testkit::raw("mailbox", mail.to_bytes())).unwrap();
        let read = read.into_iter().find_map(crate::support::as_post).unwrap();
        assert_eq!((read.answers_us, read.parent_native_id.as_ref() == Some(ours)), (joins, joins), "{id}");
    }
}

#[tokio::test]
async fn what_has_provably_not_left_is_tried_again_or_failed_with_the_servers_words() {
    let world = MailWorld::new().await;
    let delivery = answer(target_of(&heard(&world, "Subject: hi\r\n").await), "네", OWN_ID, world.clock.now());
    for trouble in [Breakdown::Status(500), Breakdown::TooMany { retry_after_seconds: None }, Breakdown::Lost, Breakdown::Huge] {
        world.provider.break_next(Calls::Sending, trouble);
        let outcome = world.connector().send(&delivery).await;
        assert!(matches!(outcome, Outcome::Retry { .. }), "{trouble:?}: {outcome:?}");
    }
    world.provider.submission.refuse("450 4.2.0 greylisted, try again in five minutes");
    assert!(matches!(world.connector().send(&delivery).await, Outcome::Retry { why, .. } if why.contains("greylisted")));
    world.provider.submission.refuse("550 5.1.1 no such mailbox here");
    assert!(
        matches!(world.connector().send(&delivery).await, Outcome::Refused { code: "refused", why } if why.contains("no such mailbox"))
    );
    world.provider.submission.judge("554 5.7.1 looks like spam");
    assert!(
        matches!(world.connector().send(&delivery).await, Outcome::Refused { code: "refused", why } if why.contains("looks like spam"))
    );
    world.provider.break_next(Calls::Sending, Breakdown::Expired);
    assert!(matches!(world.connector().send(&delivery).await, Outcome::Refused { code: "signed_out", .. }));
    assert!(world.provider.published().is_empty() && world.provider.folder("Sent").is_empty());
    done(world.connector().send(&delivery).await);
    assert_eq!(world.provider.published().len(), 1);
}

#[tokio::test]
async fn where_the_provider_files_what_it_takes_a_lost_answer_is_found_out_at_once() {
    let world = MailWorld::new().await;
    world.provider.file_sent();
    let delivery = answer(target_of(&heard(&world, "Subject: hi\r\n").await), "네", OWN_ID, world.clock.now());
    world.provider.break_next(Calls::Sending, Breakdown::AnswerLost);
    let receipt = done(world.connector().send(&delivery).await);
    let mut again = delivery.clone();
    again.may_have_left = true;
    assert_eq!(done(world.connector().send(&again).await).native_ids, receipt.native_ids, "as after a restart");
    assert_eq!((world.provider.published().len(), world.provider.folder("Sent").len()), (1, 1), "one mail, one copy");
}

#[tokio::test]
async fn where_nobody_can_know_a_lost_answer_is_for_a_person() {
    let world = MailWorld::new().await;
    assert_eq!(world.connector().delivery_class(), DeliveryClass::Hold, "so the outbox holds it");
    let delivery = answer(target_of(&heard(&world, "Subject: hi\r\n").await), "네", OWN_ID, world.clock.now());
    world.provider.break_next(Calls::Sending, Breakdown::AnswerLost);
    let outcome = world.connector().send(&delivery).await;
    assert!(matches!(outcome, Outcome::Uncertain { .. }), "{outcome:?}");
    assert_eq!(world.provider.published().len(), 1, "it was not tried again");

    // A person says "again": the same mail under the same name, which mailboxes take for the same.
    let mut again = delivery.clone();
    again.may_have_left = true;
    done(world.connector().send(&again).await);
    let published = world.provider.published();
    assert_eq!((published.len(), &published[0]), (2, &published[1]));
    done(world.connector().send(&again).await);
    assert_eq!(world.provider.published().len(), 2, "the copy of the second proves it");
}

#[tokio::test]
async fn when_the_folders_cannot_be_asked_nothing_leaves_again() {
    let world = MailWorld::new().await;
    let mut delivery = answer(target_of(&heard(&world, "Subject: hi\r\n").await), "네", OWN_ID, world.clock.now());
    delivery.may_have_left = true;
    world.provider.break_next(Calls::Reading, Breakdown::Status(503));
    assert!(matches!(world.connector().send(&delivery).await, Outcome::Uncertain { .. }));
    world.provider.break_next(Calls::Reading, Breakdown::Expired);
    assert!(matches!(world.connector().send(&delivery).await, Outcome::Refused { code: "signed_out", .. }));
    assert!(world.provider.published().is_empty());
}

#[tokio::test]
async fn a_mail_that_was_taken_is_sent_whether_or_not_there_is_a_copy() {
    let world = MailWorld::new().await;
    let question = heard(&world, "Subject: hi\r\n").await;
    world.provider.break_next(Calls::Reading, Breakdown::Status(503));
    done(world.connector().send(&answer(target_of(&question), "하나", "aaa", world.clock.now())).await);
    assert!(world.provider.folder("Sent").is_empty());
    world.provider.remove_folder("Sent");
    done(world.connector().send(&answer(target_of(&question), "둘", "bbb", world.clock.now())).await);
    assert_eq!(world.provider.folder("Sent").len(), 1, "the folder was made");
    let korean = |config: &mut serde_json::Value| config["sent"] = json!("보낸편지함");
    let connector = world.connector_with(korean, MAIL_PASSWORD);
    world.provider.remove_folder("Sent");
    done(connector.send(&answer(target_of(&question), "셋", "ccc", world.clock.now())).await);
    assert_eq!(world.provider.folder("&vPSwuNO4ycDVaA-").len(), 1);
    let nowhere = world.connector_with(|config| config["sent"] = json!(null), MAIL_PASSWORD);
    done(nowhere.send(&answer(target_of(&question), "넷", "ddd", world.clock.now())).await);
    assert_eq!(world.provider.folder("&vPSwuNO4ycDVaA-").len(), 1, "no copies are wanted");
}

#[tokio::test]
async fn only_mails_are_answered_and_nothing_else_can_be_done_with_them() {
    let world = MailWorld::new().await;
    let mail = target_of(&heard(&world, "Subject: hi\r\n").await);
    let elsewhere =
        SendTarget { post: answerable_testkit::post("x").native(Network::Bluesky, "at://a/b/c", "v").build(), handle: json!({}) };
    let connector = world.connector();
    assert_eq!(connector.can(ActionKind::Reply, &mail), Availability::Yes);
    for (action, target) in
        [(ActionKind::Like, &mail), (ActionKind::Repost, &mail), (ActionKind::Direct, &mail), (ActionKind::Reply, &elsewhere)]
    {
        assert_eq!(connector.can(action, target), Availability::No(Unavailable::Unsupported), "{action:?}");
    }
    assert_eq!(connector.capabilities(), capabilities(connector.kind()));
    let long = answer(mail, &"가".repeat(50_001), OWN_ID, world.clock.now());
    assert!(matches!(connector.send(&long).await, Outcome::Refused { code: "too_long", .. }));
}

#[tokio::test]
async fn a_submission_server_that_falls_silent_has_taken_nothing() {
    let world = MailWorld::new().await;
    let delivery = answer(target_of(&heard(&world, "Subject: hi\r\n").await), "네", OWN_ID, world.clock.now());
    world.provider.break_next(Calls::Sending, Breakdown::HalfClosed);
    let connector = world.connector();
    let (outcome, ()) = tokio::join!(connector.send(&delivery), async {
        while world.provider.requests().iter().all(|request| request.what != Calls::Sending) {
            tokio::task::yield_now().await;
        }
        tokio::time::pause();
    });
    assert!(matches!(&outcome, Outcome::Retry { why, .. } if why.contains("nothing came for 60 s")), "{outcome:?}");
    tokio::time::resume();
    done(world.connector().send(&delivery).await);
    assert_eq!(world.provider.published().len(), 1);
}

/// Who sits on the line writes an answer behind the server's, to be read when the line is encrypted.
#[tokio::test]
async fn what_was_put_on_the_line_before_encryption_is_not_believed_after_it() {
    let world = MailWorld::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connector =
        world.connector_with(|config| config["smtp"] = json!({"host": "127.0.0.1", "port": port, "tls": "starttls"}), MAIL_PASSWORD);
    let (checked, ()) = tokio::join!(connector.check(), async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220-hello\r\n220 there\r\n").await.unwrap();
        assert_eq!(lines.next_line().await.unwrap().unwrap(), "EHLO acme.example");
        write.write_all(b"250-x\r\n250-STARTTLS\r\n250 SIZE\r\n").await.unwrap();
        assert_eq!(lines.next_line().await.unwrap().unwrap(), "STARTTLS");
        write.write_all(b"220 go on\r\n250-fooled\r\n250 AUTH PLAIN\r\n").await.unwrap();
    });
    let error = checked.unwrap_err();
    assert!(matches!(error, ConnectorError::Settings { code: "smtp_encryption", .. }), "{error:?}");
}
