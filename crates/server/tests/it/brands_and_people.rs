//! Brands, members, invites.

use crate::app::{PASSWORD, TestApp};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_new_brand_listens_for_its_own_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("아크메").await;
    let monitors = owner.get(&format!("/brands/{brand}/monitors")).await.ok();
    assert_eq!(monitors["items"][0]["query"], "아크메");
    assert_eq!(monitors["items"][0]["boxes"]["any"], json!([{ "text": "아크메", "variants": false, "exact": false }]));
    let me = owner.get("/me").await.ok();
    assert_eq!((&me["brands"][0]["name"], &me["brands"][0]["role"]), (&json!("아크메"), &json!("owner")));
    app.stop().await;
}

#[tokio::test]
async fn an_invite_lets_one_person_in_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let invite = owner.post(&format!("/brands/{brand}/invites"), json!({ "role": "agent" })).await.created();
    let secret = invite["secret"].as_str().expect("a secret");
    assert_eq!(invite["url"], format!("{}/invite/{secret}", app.base));
    let shown = app.nobody().get(&format!("/invites/{secret}")).await.ok();
    assert_eq!((&shown["brand_name"], &shown["role"]), (&json!("Acme"), &json!("agent")));
    let accept = format!("/invites/{secret}/accept");
    let mut agent = app.nobody();
    let asked = json!({ "name": "Ann", "email": "ann@acme.example", "password": PASSWORD, "locale": "ja" });
    let me = agent.enters(&accept, asked.clone()).await;
    assert_eq!((&me["user"]["locale"], &me["brands"][0]["role"]), (&json!("ja"), &json!("agent")));
    let asked = json!({ "name": "Bob", "email": "bob@acme.example", "password": PASSWORD, "locale": "en" });
    assert_eq!(app.nobody().post(&accept, asked).await.refused(), (404, "not_found"), "it is used up");
    assert_eq!(owner.get(&format!("/brands/{brand}/invites")).await.ok()["items"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn an_invite_expires_and_can_be_taken_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let invites = format!("/brands/{brand}/invites");
    let secret = |invite: &serde_json::Value| format!("/invites/{}", invite["secret"].as_str().expect("a secret"));
    let late = owner.post(&invites, json!({ "role": "viewer", "expires_in_days": 1 })).await.created();
    app.clock.advance_ms(25 * 60 * 60 * 1000);
    assert_eq!(app.nobody().get(&secret(&late)).await.refused(), (404, "not_found"));
    let regretted = owner.post(&invites, json!({ "role": "viewer" })).await.created();
    owner.send(Method::DELETE, &format!("{invites}/{}", regretted["id"].as_str().expect("an id")), None).await.done();
    assert_eq!(app.nobody().get(&secret(&regretted)).await.refused(), (404, "not_found"));
    assert_eq!(owner.post(&invites, json!({ "role": "viewer", "expires_in_days": 0 })).await.refused(), (422, "invalid"));
    app.stop().await;
}

#[tokio::test]
async fn one_who_is_signed_in_joins_with_the_account_that_is_there() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (acme, other) = (owner.brand("Acme").await, owner.brand("Other").await);
    let agent = app.member(&owner, &acme, "agent").await;
    let invite = owner.post(&format!("/brands/{other}/invites"), json!({ "role": "viewer" })).await.created();
    let accept = format!("/invites/{}/accept", invite["secret"].as_str().expect("a secret"));
    let me = agent.post(&accept, json!({})).await.ok();
    assert_eq!(me["brands"].as_array().map(Vec::len), Some(2));
    app.stop().await;
}

#[tokio::test]
async fn somebody_always_stays_owner() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let me = owner.get("/me").await.ok()["user"]["id"].as_str().expect("an id").to_owned();
    let member = format!("/brands/{brand}/members/{me}");
    assert_eq!(owner.send(Method::PATCH, &member, Some(json!({ "role": "agent" }))).await.refused(), (409, "last_owner"));
    assert_eq!(owner.send(Method::DELETE, &member, None).await.refused(), (409, "last_owner"));
    app.stop().await;
}

#[tokio::test]
async fn a_supervisor_sets_the_policy_but_not_the_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let supervisor = app.member(&owner, &brand, "supervisor").await;
    let hours = json!({ "time_zone": "Asia/Seoul", "open": [{ "day": "monday", "open": 540, "close": 1080 }], "holidays": ["2026-12-25"] });
    let policy = json!({ "answer_minutes": 30, "vip_answer_minutes": 10, "business_hours": hours });
    let path = format!("/brands/{brand}");
    let changed = supervisor.send(Method::PATCH, &path, Some(json!({ "policy": policy }))).await.ok();
    assert_eq!(changed["policy"], policy);
    assert_eq!(supervisor.send(Method::PATCH, &path, Some(json!({ "name": "Mine" }))).await.refused(), (403, "forbidden"));
    assert_eq!(owner.send(Method::PATCH, &path, Some(json!({ "name": "Acme 2" }))).await.ok()["name"], "Acme 2");
    for wrong in [json!({ "time_zone": "Mars/Olympus" }), json!({ "open": [] }), json!({ "holidays": ["25.12."] })] {
        let mut policy = policy.clone();
        for (name, value) in wrong.as_object().expect("an object") {
            policy["business_hours"][name] = value.clone();
        }
        let refused = supervisor.send(Method::PATCH, &path, Some(json!({ "policy": policy }))).await;
        assert_eq!(refused.refused(), (422, "invalid"), "{wrong}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_removed_brand_is_gone_with_everything_in_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sandbox = owner.post("/brands/sandbox", json!({})).await.created();
    assert_eq!(sandbox["sandbox"], true);
    let path = format!("/brands/{}", sandbox["id"].as_str().expect("an id"));
    owner.get(&format!("{path}/counts")).await.ok();
    owner.send(Method::DELETE, &path, None).await.done();
    assert_eq!(owner.get(&path).await.refused(), (404, "not_found"));
    assert_eq!(owner.get("/me").await.ok()["brands"], json!([]));
    app.stop().await;
}
