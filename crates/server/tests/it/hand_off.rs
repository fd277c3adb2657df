//! Codes with which a customer carries a case on by mail, and the page behind them.

use crate::app::{Browser, TestApp, until};
use answerable_testkit::{FakeEmail, MAIL_ADDRESS, MAIL_PASSWORD};
use reqwest::Method;
use serde_json::{Value, json};

struct Desk {
    app: TestApp,
    owner: Browser,
    brand: String,
    mails: FakeEmail,
    mailbox: String,
    case: String,
}

impl Desk {
    /// A brand with a mailbox, and a case that began in public.
    async fn open(app: TestApp) -> Self {
        let owner = app.owner().await;
        let brand = owner.brand("Acme & Söhne <b>").await;
        let mails = FakeEmail::start(app.clock.clone()).await;
        let new = json!({ "connector": "email", "config": mails.config(), "secret": MAIL_PASSWORD });
        let mailbox = owner.post(&format!("/brands/{brand}/channels"), new).await.created();
        assert_eq!(mailbox["name"], MAIL_ADDRESS, "a mailbox is called by its address");
        let post = json!({ "url": "https://www.threads.com/@jiwoo/post/C8abcDEF123", "text": "환불해 주세요", "author": "지우" });
        let case = owner.post(&format!("/brands/{brand}/posts"), post).await.created()["case_id"].as_str().expect("an id").to_owned();
        let mailbox = mailbox["id"].as_str().expect("an id").to_owned();
        Self { app, owner, brand, mails, mailbox, case }
    }

    fn at(&self, path: &str) -> String {
        format!("/brands/{}/cases/{}{path}", self.brand, self.case)
    }

    async fn give(&self) -> Value {
        self.owner.post(&self.at("/hand-offs"), json!({ "channel_id": self.mailbox })).await.created()
    }

    /// The page as a customer sees it: status, words, and the policy that it is bound to.
    async fn page(&self, code: &str, language: &str) -> (u16, String, String) {
        let request = self.app.nobody().request(Method::GET, &format!("{}/w/{code}", self.app.base));
        let answer = request.header("accept-language", language).send().await.expect("an answer");
        let policy = answer.headers()["content-security-policy"].to_str().expect("ASCII").to_owned();
        (answer.status().as_u16(), answer.text().await.expect("a page"), policy)
    }
}

#[tokio::test]
async fn a_code_is_shown_once_and_remembered_without_itself() {
    let desk = Desk::open(TestApp::start_with(|config| config.server.public_url = "https://care.acme.example".into()).await).await;
    let given = desk.give().await;
    let code = given["code"].as_str().expect("a code");
    assert_eq!(
        (given["address"].as_str(), given["link"].as_str()),
        (Some(MAIL_ADDRESS), Some(&*format!("https://care.acme.example/w/{code}")))
    );
    assert!(given["subject"].as_str().is_some_and(|subject| subject.ends_with(&format!("[#{code}]"))), "{given}");
    assert_eq!(given["plus_address"], format!("care+{}@acme.example", code.replace('-', "").to_lowercase()));
    assert!(given["mailto"].as_str().is_some_and(|mailto| mailto.starts_with("mailto:care@acme.example?subject=")), "{given}");
    let detail = desk.owner.get(&desk.at("")).await.ok();
    assert_eq!(detail["letters"], json!([{ "id": desk.mailbox, "name": MAIL_ADDRESS }]));
    assert_eq!(detail["hand_offs"][0]["used_at"], Value::Null);
    assert_eq!(detail["hand_offs"][0]["created_by"]["name"], "Owner");
    let listed = desk.owner.get(&desk.at("/hand-offs")).await.ok();
    assert_eq!(listed["items"], detail["hand_offs"]);
    assert!(!detail.to_string().contains(code) && !listed.to_string().contains(code));
    desk.app.stop().await;
}

#[tokio::test]
async fn a_code_is_given_only_where_somebody_listens() {
    let desk = Desk::open(TestApp::start().await).await;
    assert_eq!(desk.give().await["link"], Value::Null, "without a public address there is no page for strangers");
    let channels = desk.owner.get(&format!("/brands/{}/channels", desk.brand)).await.ok();
    let manual = channels["items"].as_array().expect("channels").iter().find(|channel| channel["connector"] == "manual").expect("one");
    let refused = desk.owner.post(&desk.at("/hand-offs"), json!({ "channel_id": manual["id"] })).await;
    assert_eq!(refused.refused(), (409, "not_a_door"));
    let channel = format!("/brands/{}/channels/{}", desk.brand, desk.mailbox);
    desk.owner.send(Method::PATCH, &channel, Some(json!({ "state": "paused" }))).await.ok();
    let refused = desk.owner.post(&desk.at("/hand-offs"), json!({ "channel_id": desk.mailbox })).await;
    assert_eq!(refused.refused(), (409, "nobody_listens"));
    desk.app.stop().await;
}

#[tokio::test]
async fn the_page_says_where_to_write_in_the_readers_language_and_nothing_of_the_case() {
    let desk = Desk::open(TestApp::start().await).await;
    let given = desk.give().await;
    let code = given["code"].as_str().expect("a code");
    for (language, words) in [("ko-KR", "이메일 쓰기"), ("ja;q=0.9,en;q=0.1", "メールを書く"), ("de", "Write an e-mail")] {
        let (status, page, policy) = desk.page(code, language).await;
        assert_eq!(status, 200);
        assert!(page.contains(words) && page.contains("href=\"mailto:care@acme.example?subject="), "{page}");
        assert!(page.contains("Acme &amp; Söhne &lt;b&gt;") && !page.contains("<b>"), "{page}");
        assert!(!page.contains("환불") && !page.contains("threads") && !page.contains(&desk.case), "{page}");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    }
    // Typed by hand, in small letters and without the dashes, it is the same; and looking uses nothing up.
    assert_eq!(desk.page(&code.replace('-', "").to_lowercase(), "en").await.0, 200);
    desk.app.clock.advance_ms(15 * 24 * 60 * 60 * 1_000);
    let (status, page, _) = desk.page(code, "en").await;
    assert!(status == 410 && page.contains("expired") && !page.contains("mailto:"), "{page}");
    let (status, page, _) = desk.page("0000-0000-0000", "en").await;
    assert!(status == 404 && page.contains("leads nowhere") && !page.contains("Acme"), "{page}");
    desk.app.stop().await;
}

#[tokio::test]
async fn who_tries_codes_is_slowed_down() {
    let desk = Desk::open(TestApp::start_with(|config| config.people.sign_in_failures_max = 2).await).await;
    let given = desk.give().await;
    let statuses: Vec<u16> = {
        let mut statuses = Vec::new();
        for attempt in 0..14 {
            statuses.push(desk.page(&format!("{attempt:012}"), "en").await.0);
        }
        statuses
    };
    assert!(statuses.starts_with(&[404; 10]) && statuses.ends_with(&[429]), "{statuses:?}");
    let code = given["code"].as_str().expect("a code");
    assert_eq!(desk.page(code, "en").await.0, 429, "whoever guesses right meanwhile learns nothing");
    desk.app.clock.advance_ms(60 * 60 * 1_000);
    assert_eq!(desk.page(code, "en").await.0, 200);
    desk.app.stop().await;
}

#[tokio::test]
async fn a_mail_with_the_code_joins_the_case_once() {
    let desk = Desk::open(TestApp::start_alive().await).await;
    let given = desk.give().await;
    let (code, subject) = (given["code"].as_str().expect("a code"), given["subject"].as_str().expect("a subject"));
    let mail = |id: &str, from: &str, text: &str| {
        format!(
            "From: {from}\r\nTo: {MAIL_ADDRESS}\r\nSubject: [#{code}]\r\nMessage-ID: <{id}@mail.example>\r\nDate: Fri, 22 Nov 2024 10:00:00 +0000\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        )
    };
    assert!(subject.contains(code));
    desk.mails.deliver(mail("one", "jiwoo@mail.example", "주문 번호는 1234예요"));
    let detail = until("the mail is in the case", async || {
        let detail = desk.owner.get(&desk.at("")).await.ok();
        (detail["thread"].as_array().map(Vec::len) == Some(2)).then_some(detail)
    })
    .await;
    let thread = detail["thread"].as_array().expect("a thread");
    let post = thread.iter().map(|item| &item["post"]).find(|post| post["network"] == "email").expect("the mail");
    assert!(post["text"].as_str().is_some_and(|text| text.contains("1234")), "{post}");
    assert_eq!((&post["kind"], &post["visibility"]), (&json!("mail"), &json!("direct")));
    assert!(post["notes"].as_array().is_some_and(|notes| notes.contains(&json!("by_code"))), "{post}");
    assert!(detail["hand_offs"][0]["used_at"].is_i64());
    let (status, page, _) = desk.page(code, "en").await;
    assert!(status == 410 && page.contains("has been used"), "{page}");
    // Somebody who finds the code later opens a case of their own.
    desk.mails.deliver(mail("two", "somebody@else.example", "저도요"));
    let count = until("the second mail", async || {
        let cases = desk.owner.get(&format!("/brands/{}/cases?state=all", desk.brand)).await.ok();
        let count = cases["items"].as_array().map_or(0, Vec::len);
        (count > 1).then_some(count)
    });
    assert_eq!(count.await, 2);
    assert_eq!(desk.owner.get(&desk.at("")).await.ok()["thread"].as_array().map(Vec::len), Some(2));
    desk.app.stop().await;
}
