//! Signing in on a Mastodon server's own page, over the API.

use crate::app::{Answer, Browser, TestApp};
use answerable_testkit::{FakeMastodon, MastodonProfile};
use reqwest::Method;
use serde_json::{Value, json};

async fn begin(person: &Browser, brand: &str, server: &FakeMastodon) -> Value {
    let asked = json!({ "connector": "mastodon", "config": { "server": server.url() } });
    person.post(&format!("/brands/{brand}/channels/sign-in"), asked).await.ok()
}

async fn finish(person: &Browser, brand: &str, server: &FakeMastodon, ticket: &Value, code: &str) -> Answer {
    let config = json!({ "server": server.url(), "tags": ["acme"] });
    let new = json!({ "connector": "mastodon", "config": config, "sign_in": { "ticket": ticket, "code": code } });
    person.post(&format!("/brands/{brand}/channels"), new).await
}

fn reason(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.body["error"]["params"]["reason"].as_str().unwrap_or("no reason"))
}

#[tokio::test]
async fn a_code_from_the_servers_page_connects_the_account() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let server = FakeMastodon::start(app.clock.clone(), MastodonProfile::default()).await;
    let begun = begin(&owner, &brand, &server).await;
    let url = begun["url"].as_str().expect("an address");
    assert!(url.starts_with(&server.url()), "{url}");
    assert!(!begun["ticket"].as_str().expect("a ticket").contains("secret"));
    let code = server.approve(url, "acme").expect("a person lets us in");
    let channel = finish(&owner, &brand, &server, &begun["ticket"], &code).await.created();
    assert_eq!(channel["name"], format!("@acme@{}", server.host()));
    assert_eq!(channel["config"]["tags"], json!(["acme"]));
    assert!(!channel.to_string().contains("token-"), "the token is shown nowhere");

    // After the server has forgotten us: signing in again is the same, and the channel stays.
    server.revoke_tokens();
    let address = format!("/brands/{brand}/channels/{}", channel["id"].as_str().expect("an id"));
    let checked = owner.post(&format!("{address}/check"), Value::Null).await.ok();
    assert_eq!((&checked["ok"], &checked["error"]["reason"]), (&json!(false), &json!("signed_out")));
    let begun = begin(&owner, &brand, &server).await;
    let code = server.approve(begun["url"].as_str().expect("an address"), "acme").expect("let in");
    let change = json!({ "sign_in": { "ticket": begun["ticket"], "code": code } });
    owner.send(Method::PATCH, &address, Some(change)).await.ok();
    assert_eq!(owner.post(&format!("{address}/check"), Value::Null).await.ok()["ok"], true);
    app.stop().await;
}

#[tokio::test]
async fn a_ticket_is_good_for_one_person_one_brand_one_server_and_half_an_hour() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (brand, other) = (owner.brand("Acme").await, owner.brand("Other").await);
    let colleague = app.member(&owner, &brand, "supervisor").await;
    let server = FakeMastodon::start(app.clock.clone(), MastodonProfile::default()).await;
    let second = FakeMastodon::start(app.clock.clone(), MastodonProfile::default()).await;
    let begun = begin(&owner, &brand, &server).await;
    let ticket = &begun["ticket"];
    let code = server.approve(begun["url"].as_str().expect("an address"), "acme").expect("let in");
    assert_eq!(reason(&finish(&colleague, &brand, &server, ticket, &code).await), (422, "bad_ticket"));
    assert_eq!(reason(&finish(&owner, &other, &server, ticket, &code).await), (422, "bad_ticket"));
    assert_eq!(reason(&finish(&owner, &brand, &second, ticket, &code).await), (422, "bad_ticket"));
    assert_eq!(reason(&finish(&owner, &brand, &server, &json!("AAAA"), &code).await), (422, "bad_ticket"));
    assert_eq!(reason(&finish(&owner, &brand, &server, &json!("x".repeat(100_000)), &code).await), (422, "bad_ticket"));
    assert_eq!(reason(&finish(&owner, &brand, &server, ticket, "a wrong code").await), (422, "signed_out"));
    app.clock.advance_ms(31 * 60 * 1_000);
    assert_eq!(reason(&finish(&owner, &brand, &server, ticket, &code).await), (422, "sign_in_expired"));
    let asked = json!({ "connector": "email", "config": { "address": "a@b.c", "imap": { "host": "x", "port": 1 }, "smtp": { "host": "x", "port": 1 } } });
    assert_eq!(reason(&owner.post(&format!("/brands/{brand}/channels/sign-in"), asked).await), (422, "no_sign_in"));
    let asked = json!({ "connector": "mastodon", "config": { "server": "http://127.0.0.1:9" } });
    assert_eq!(reason(&owner.post(&format!("/brands/{brand}/channels/sign-in"), asked).await), (422, "unreachable"));
    let channels = owner.get(&format!("/brands/{brand}/channels")).await.ok();
    assert_eq!(channels["items"], json!([]));
    app.stop().await;
}
