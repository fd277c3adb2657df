//! A mailbox of Microsoft over the API: the sign-in on its page, what can go wrong with it, and signing in again.

use crate::app::{Answer, Browser, TestApp};
use answerable_testkit::{Breakdown, FakeEmail, MAIL_ADDRESS};
use reqwest::Method;
use serde_json::{Value, json};

async fn begin(person: &Browser, brand: &str, config: &Value) -> Value {
    let asked = json!({ "connector": "email", "config": config });
    person.post(&format!("/brands/{brand}/channels/sign-in"), asked).await.ok()
}

async fn finish(person: &Browser, brand: &str, config: &Value, ticket: &Value, code: &str) -> Answer {
    let new = json!({ "connector": "email", "config": config, "sign_in": { "ticket": ticket, "code": code } });
    person.post(&format!("/brands/{brand}/channels"), new).await
}

fn reason(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.body["error"]["params"]["reason"].as_str().unwrap_or("no reason"))
}

fn approved(provider: &FakeEmail, begun: &Value) -> String {
    provider.sign_in().approve(begun["url"].as_str().expect("an address")).expect("a person lets us in")
}

#[tokio::test]
async fn the_address_of_the_empty_page_connects_the_mailbox() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let provider = FakeEmail::microsoft(app.clock.clone()).await;
    provider.sign_in().refuse_used();
    let config = provider.config();
    let begun = begin(&owner, &brand, &config).await;
    assert!(begun["url"].as_str().expect("an address").starts_with(&provider.sign_in().url()), "{begun}");
    let address = approved(&provider, &begun);
    let channel = finish(&owner, &brand, &config, &begun["ticket"], &address).await.created();
    assert_eq!((&channel["name"], &channel["config"]["oauth"]["tenant"]), (&json!(MAIL_ADDRESS), &json!("organizations")));
    assert!(!channel.to_string().contains("refresh-"), "the token is shown nowhere");

    // The renewed token was kept, so the channel goes on after its first one has ended.
    let place = format!("/brands/{brand}/channels/{}", channel["id"].as_str().expect("an id"));
    app.clock.advance_ms(2 * 3_600_000);
    let renewed = provider.sign_in().renewed();
    assert_eq!(owner.post(&format!("{place}/check"), Value::Null).await.ok()["ok"], true);
    assert_eq!(provider.sign_in().renewed(), renewed + 1);

    // After an administrator has ended the session: signing in again is the same, and the channel stays.
    provider.sign_in().revoke();
    let checked = owner.post(&format!("{place}/check"), Value::Null).await.ok();
    assert_eq!((&checked["ok"], &checked["error"]["reason"]), (&json!(false), &json!("signed_out")));
    let begun = begin(&owner, &brand, &channel["config"]).await;
    let change = json!({ "sign_in": { "ticket": begun["ticket"], "code": approved(&provider, &begun) } });
    owner.send(Method::PATCH, &place, Some(change)).await.ok();
    assert_eq!(owner.post(&format!("{place}/check"), Value::Null).await.ok()["ok"], true);
    app.stop().await;
}

#[tokio::test]
async fn whatever_is_wrong_with_it_is_told_as_what_it_is_and_connects_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let provider = FakeEmail::microsoft(app.clock.clone()).await;
    let config = provider.config();
    let begun = begin(&owner, &brand, &config).await;
    let (ticket, address) = (&begun["ticket"], approved(&provider, &begun));
    let attempt = async |config: &Value, pasted: &str| {
        let answer = finish(&owner, &brand, config, ticket, pasted).await;
        let (status, reason) = reason(&answer);
        format!("{status} {reason}")
    };
    let empty_page = address.split('?').next().expect("an address").to_owned();
    assert_eq!(attempt(&config, &empty_page).await, "422 no_code");
    let denied = format!("{empty_page}?error=access_denied&error_description=AADSTS65004%3A+User+declined");
    assert_eq!(attempt(&config, &denied).await, "422 oauth_consent");
    let mut elsewhere = config.clone();
    elsewhere["oauth"]["tenant"] = json!("acme.example");
    assert_eq!(attempt(&elsewhere, &address).await, "422 bad_ticket");
    let mut with_password = config.clone();
    with_password["oauth"].take();
    assert_eq!(attempt(&with_password, &address).await, "422 bad_ticket");
    provider.sign_in().break_next(Breakdown::Status(503));
    assert_eq!(attempt(&config, &address).await, "422 unreachable");
    provider.submission.switch(false);
    assert_eq!(attempt(&config, &address).await, "422 smtp_disabled");
    provider.submission.switch(true);
    assert_eq!(attempt(&config, &address).await, "422 oauth_code", "a code works once");
    let answer = owner.post(&format!("/brands/{brand}/channels/sign-in"), json!({"connector": "email", "config": with_password})).await;
    assert_eq!(reason(&answer), (422, "no_sign_in"));
    let channels = owner.get(&format!("/brands/{brand}/channels")).await.ok();
    assert_eq!(channels["items"], json!([]));
    app.stop().await;
}
