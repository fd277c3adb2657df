//! Answers that leave another way than the post came: by letter, or to the author alone.

use crate::app::{Browser, TestApp, until};
use answerable_testkit::{FakeBluesky, FakeEmail, FakeMastodon, Letter, MAIL_ADDRESS, MAIL_PASSWORD, MastodonDraft, MastodonProfile};
use serde_json::{Value, json};

/// Mails of up to 25 MB are taken nearly everywhere.
const LARGE_MAIL_BYTES: usize = 20 * 1024 * 1024;

async fn connect(owner: &Browser, brand: &str, new: Value) -> Value {
    owner.post(&format!("/brands/{brand}/channels"), new).await.created()
}

/// The case that holds a post with these words.
async fn case_with(owner: &Browser, brand: &str, words: &str) -> Value {
    until(words, async || {
        let rows = owner.get(&format!("/brands/{brand}/cases?state=all")).await.ok();
        for row in rows["items"].as_array().expect("cases") {
            let detail = owner.get(&format!("/brands/{brand}/cases/{}", row["id"].as_str().expect("an id"))).await.ok();
            let said = |item: &Value| item["post"]["text"].as_str().is_some_and(|text| text.contains(words));
            if detail["thread"].as_array().expect("a thread").iter().any(said) {
                return Some(detail);
            }
        }
        None
    })
    .await
}

fn replies(brand: &str, detail: &Value) -> String {
    format!("/brands/{brand}/cases/{}/replies", detail["case"]["id"].as_str().expect("an id"))
}

fn answer(detail: &Value, text: &str) -> Value {
    json!({
        "post_id": detail["case"]["preview"]["post_id"],
        "text": text,
        "thread_version": detail["case"]["thread_version"],
        "client_key": text,
        "undo_ms": 0,
    })
}

#[tokio::test]
async fn a_public_case_goes_on_by_letter_and_stays_one() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let mails = FakeEmail::start(app.clock.clone()).await;
    let mailbox = connect(&owner, &brand, json!({ "connector": "email", "config": mails.config(), "secret": MAIL_PASSWORD })).await;
    let post = json!({ "url": "https://www.threads.com/@jiwoo/post/C8abcDEF123", "text": "환불해 주세요", "author": "지우" });
    owner.post(&format!("/brands/{brand}/posts"), post).await.created();
    let detail = case_with(&owner, &brand, "환불해 주세요").await;
    let mut letter = answer(&detail, "안녕하세요, 지우 님. 주문 번호를 알려 주세요.");
    letter["letter"] = json!({ "to": "jiwoo@mail.example", "subject": "환불 문의" });
    letter["channel_id"] = mailbox["id"].clone();
    let reply = owner.post(&replies(&brand, &detail), letter).await.created();
    assert_eq!(reply["letter"], json!({ "to": "jiwoo@mail.example", "subject": "환불 문의" }));
    let sent = until("the letter leaves", async || mails.submission.mails().into_iter().next()).await;
    assert!(sent.to.iter().any(|to| to.contains("jiwoo@mail.example")), "{sent:?}");
    let after = until("the case waits", async || {
        let detail = case_with(&owner, &brand, "환불해 주세요").await;
        (detail["case"]["state"] == "waiting").then_some(detail)
    })
    .await;
    let ours = after["thread"].as_array().expect("a thread").iter().find(|item| item["post"]["ours"] == true).expect("our letter");
    assert_eq!(
        (&ours["post"]["network"], &ours["post"]["visibility"], &ours["post"]["kind"]),
        (&json!("email"), &json!("direct"), &json!("mail"))
    );

    // The customer's answer to it is in the same case, though nobody knew the address before.
    let customer = Letter {
        from: "Jiwoo <jiwoo@mail.example>",
        to: MAIL_ADDRESS,
        subject: Some("Re: 환불 문의"),
        message_id: "m1@mail.example",
        answers: Some(sent.message_id()),
        date_seconds: 1_795_310_300,
        text: "주문 번호는 1234예요",
    };
    mails.deliver(customer.to_bytes());
    let joined = case_with(&owner, &brand, "1234").await;
    assert_eq!(joined["case"]["id"], detail["case"]["id"]);
    assert_eq!(joined["case"]["state"], "open");
    app.stop().await;
}

/// Two customers of one public thread are written to: neither's mails are shown beside the other's case.
#[tokio::test]
async fn letters_to_two_customers_of_one_thread_stay_apart() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let mails = FakeEmail::start(app.clock.clone()).await;
    let mailbox = connect(&owner, &brand, json!({ "connector": "email", "config": mails.config(), "secret": MAIL_PASSWORD })).await;
    let network = FakeBluesky::start(app.clock.clone()).await;
    let config = json!({ "url": network.stream_url(), "appview": network.url() });
    connect(&owner, &brand, json!({ "connector": "bluesky_stream", "config": config })).await;
    until("the stream is live", async || {
        let channels = owner.get(&format!("/brands/{brand}/channels")).await.ok();
        let sources = channels["items"].as_array()?.iter().flat_map(|channel| channel["sources"].as_array().cloned().unwrap_or_default());
        sources.into_iter().any(|source| source["source"] == "jetstream" && source["state"] == "live").then_some(())
    })
    .await;
    let (jiwoo, sora) = (network.add_account("jiwoo.test", "x"), network.add_account("sora.test", "x"));
    let above = network.post(&jiwoo, "Acme 냉장고를 환불해 주세요");
    own_case_with(&owner, &brand, "냉장고를").await;
    network.reply(&sora, "Acme 세탁기를 환불해 주세요", &above);
    for (words, to) in [("냉장고를", "jiwoo@mail.example"), ("세탁기를", "sora@mail.example")] {
        let detail = own_case_with(&owner, &brand, words).await;
        let mut letter = answer(&detail, &format!("비밀 번호는 {to}"));
        letter["letter"] = json!({ "to": to, "subject": "환불 문의" });
        letter["channel_id"] = mailbox["id"].clone();
        owner.post(&replies(&brand, &detail), letter).await.created();
        until("the case waits", async || {
            let detail = own_case_with(&owner, &brand, words).await;
            (detail["case"]["state"] == "waiting").then_some(())
        })
        .await;
    }
    let first = own_case_with(&owner, &brand, "냉장고를").await;
    let mails: Vec<&str> = first["thread"]
        .as_array()
        .expect("a thread")
        .iter()
        .filter(|item| item["post"]["kind"] == "mail")
        .filter_map(|item| item["post"]["text"].as_str())
        .collect();
    assert_eq!(mails, ["비밀 번호는 jiwoo@mail.example"]);
    let beside = first["thread"].as_array().expect("a thread").iter().find(|item| item["post"]["context"] == true).expect("sora's post");
    assert_eq!((&beside["can"]["reply"]["is"], &beside["can"]["direct"]["is"]), (&json!("no"), &json!("no")));
    app.stop().await;
}

/// The case of the customer who said these words.
async fn own_case_with(owner: &Browser, brand: &str, words: &str) -> Value {
    until(words, async || {
        let rows = owner.get(&format!("/brands/{brand}/cases?state=all")).await.ok();
        for row in rows["items"].as_array().expect("cases") {
            let detail = owner.get(&format!("/brands/{brand}/cases/{}", row["id"].as_str().expect("an id"))).await.ok();
            let said =
                |item: &Value| item["post"]["context"] == false && item["post"]["text"].as_str().is_some_and(|text| text.contains(words));
            if detail["thread"].as_array().expect("a thread").iter().any(said) {
                return Some(detail);
            }
        }
        None
    })
    .await
}

#[tokio::test]
async fn a_letter_needs_a_mailbox_that_works() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    owner.post(&format!("/brands/{brand}/posts"), json!({ "text": "환불해 주세요" })).await.created();
    let detail = case_with(&owner, &brand, "환불").await;
    let by_letter = |to: &str| {
        let mut letter = answer(&detail, "답변");
        letter["letter"] = json!({ "to": to, "subject": "환불" });
        letter
    };
    assert_eq!(owner.post(&replies(&brand, &detail), by_letter("a@b.example")).await.refused(), (409, "not_possible"));
    assert_eq!(owner.post(&replies(&brand, &detail), by_letter("nobody")).await.refused(), (422, "invalid"));
    let mails = FakeEmail::start(app.clock.clone()).await;
    let mailbox = connect(&owner, &brand, json!({ "connector": "email", "config": mails.config(), "secret": MAIL_PASSWORD })).await;
    let address = format!("/brands/{brand}/channels/{}", mailbox["id"].as_str().expect("an id"));
    owner.send(reqwest::Method::PATCH, &address, Some(json!({ "state": "paused" }))).await.ok();
    let refused = owner.post(&replies(&brand, &detail), by_letter("a@b.example")).await;
    assert_eq!((refused.refused(), &refused.body["error"]["params"]["availability"]["because"]), ((409, "not_possible"), &json!("paused")));
    app.stop().await;
}

/// A file that a mail brings is kept; one that could run is not, and both are told.
#[tokio::test]
async fn files_of_a_mail_are_kept_with_it() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let mails = FakeEmail::start(app.clock.clone()).await;
    connect(&owner, &brand, json!({ "connector": "email", "config": mails.config(), "secret": MAIL_PASSWORD })).await;
    let pdf = base64(b"%PDF-1.7 receipt");
    let page = base64(b"<script>alert(1)</script>");
    mails.deliver(format!(
        "From: jiwoo@mail.example\r\nTo: {MAIL_ADDRESS}\r\nSubject: receipt\r\nMessage-ID: <f1@mail.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nsee the receipt\r\n\
         --b\r\nContent-Type: application/pdf; name=receipt.pdf\r\nContent-Disposition: attachment; filename=receipt.pdf\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{pdf}\r\n--b\r\nContent-Type: text/html; name=evil.html\r\n\
         Content-Disposition: attachment; filename=evil.html\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}\r\n--b--\r\n"
    ));
    let media = until("both files are told", async || {
        let detail = case_with(&owner, &brand, "see the receipt").await;
        let media = detail["thread"][0]["post"]["media"].as_array().expect("media").clone();
        (media.len() == 2 && media.iter().all(|medium| medium["state"] != "wanted")).then_some(media)
    })
    .await;
    let kept = media.iter().find(|medium| medium["state"] == "kept").expect("the document");
    assert_eq!((&kept["name"], &kept["mime"], &kept["url"]), (&json!("receipt.pdf"), &json!("application/pdf"), &Value::Null));
    let refused = media.iter().find(|medium| medium["state"] == "refused").expect("the page");
    assert_eq!((&refused["why"], &refused["alt"]), (&json!("unsupported"), &json!("evil.html")));
    let path = format!("/brands/{brand}/media/{}", kept["id"].as_str().expect("an id"));
    let answer = owner.request(reqwest::Method::GET, &path).send().await.expect("an answer");
    assert!(answer.headers()["content-disposition"].to_str().expect("ASCII").starts_with("attachment; filename=\"receipt.pdf\""));
    assert_eq!(answer.bytes().await.expect("bytes").as_ref(), b"%PDF-1.7 receipt");
    app.stop().await;
}

/// Photographs make a mail as large as providers take it: it is read, and what comes after it is too.
#[tokio::test]
async fn a_large_mail_stops_no_mailbox() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let mails = FakeEmail::start(app.clock.clone()).await;
    connect(&owner, &brand, json!({ "connector": "email", "config": mails.config(), "secret": MAIL_PASSWORD })).await;
    let photograph = format!("{}\r\n", "A".repeat(76)).repeat(LARGE_MAIL_BYTES / 78);
    mails.deliver(format!(
        "From: jiwoo@mail.example\r\nTo: {MAIL_ADDRESS}\r\nSubject: photographs\r\nMessage-ID: <l1@mail.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee the photographs\r\n\
         --b\r\nContent-Type: image/png; name=p.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{photograph}--b--\r\n"
    ));
    let small = Letter {
        from: "Sora <sora@mail.example>",
        to: MAIL_ADDRESS,
        subject: Some("refund"),
        message_id: "s1@mail.example",
        answers: None,
        date_seconds: 1_795_310_300,
        text: "a small question",
    };
    mails.deliver(small.to_bytes());
    case_with(&owner, &brand, "see the photographs").await;
    case_with(&owner, &brand, "a small question").await;
    app.stop().await;
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::{Engine as _, prelude::BASE64_STANDARD};
    BASE64_STANDARD.encode(bytes)
}

/// A private answer that names a third account would reach it: a person has to see that first.
#[tokio::test]
async fn a_private_answer_reaches_its_author_alone_or_says_whom_else() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let server = FakeMastodon::start(app.clock.clone(), MastodonProfile::default()).await;
    let config = json!({ "server": server.url(), "poll_seconds": 1 });
    connect(&owner, &brand, json!({ "connector": "mastodon", "config": config, "secret": server.token() })).await;
    server.until_subscriptions(1).await;
    server.publish("jiwoo", MastodonDraft::new("@brand 환불해 주세요"));
    let detail = case_with(&owner, &brand, "환불해 주세요").await;
    let item = &detail["thread"][0];
    assert_eq!((&item["post"]["visibility"], &item["can"]["direct"]["is"]), (&json!("public"), &json!("yes")));
    let mut private = answer(&detail, "@sora 님도 확인해 주세요");
    private["privately"] = json!(true);
    let refused = owner.post(&replies(&brand, &detail), private.clone()).await;
    assert_eq!(refused.refused(), (409, "reaches_others"));
    let others = refused.body["error"]["params"]["others"].as_array().expect("whom");
    assert!(others.len() == 1 && others[0].as_str().is_some_and(|handle| handle.starts_with("sora@")), "{others:?}");
    assert!(server.said_by_brand().is_empty());
    private["reaches_others"] = json!(true);
    let reply = owner.post(&replies(&brand, &detail), private).await.created();
    assert_eq!(reply["privately"], true);
    let said = until("it is on the network", async || server.said_by_brand().into_iter().next()).await;
    assert_eq!(said["visibility"], "direct");
    let ours = until("it is in the thread", async || {
        let detail = case_with(&owner, &brand, "환불해 주세요").await;
        detail["thread"].as_array().expect("a thread").iter().find(|item| item["post"]["ours"] == true).cloned()
    })
    .await;
    assert_eq!((&ours["post"]["visibility"], &ours["post"]["kind"]), (&json!("direct"), &json!("direct")));
    app.stop().await;
}
