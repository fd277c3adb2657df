//! Saved searches, alerts, notices and webhooks as the API has them.

use crate::{
    app::{Browser, TestApp},
    world::import,
};
use serde_json::{Value, json};

/// A server that could send mail, its owner, and a brand.
async fn begin() -> (TestApp, Browser, String) {
    let app = TestApp::start_with(|config| {
        config.mail.host = "127.0.0.1".into();
        config.mail.from = "care@acme.example".into();
    })
    .await;
    let owner = app.owner().await;
    let brand = format!("/brands/{}", owner.brand("Acme").await);
    (app, owner, brand)
}

fn id(made: &Value) -> String {
    made["id"].as_str().expect("an id").to_owned()
}

async fn search(browser: &Browser, brand: &str, shared: bool) -> String {
    let asked = json!({ "name": "환불", "filter": { "q": "환불", "state": "all" }, "shared": shared });
    id(&browser.post(&format!("{brand}/searches"), asked).await.created())
}

fn alert(search: &str) -> Value {
    json!({ "name": "환불", "search_id": search, "when": { "is": "count", "count": 3, "window_minutes": 10 },
        "quiet": { "from": "22:00", "to": "07:00" }, "cool_down_minutes": 30, "deliver": { "app": true } })
}

#[tokio::test]
async fn a_search_comes_back_as_it_was_saved_and_shows_whose_it_is() {
    let (app, owner, brand) = begin().await;
    let agent = app.member(&owner, brand.trim_start_matches("/brands/"), "agent").await;
    let asked = json!({ "name": "mine", "filter": { "assignee": "me", "vip": false } });
    let saved = agent.post(&format!("{brand}/searches"), asked).await.created();
    assert_eq!((&saved["mine"], &saved["shared"], &saved["filter"]["state"]), (&json!(true), &json!(false), &json!("open")));
    let path = format!("{brand}/searches/{}", id(&saved));
    let shared = agent.send(reqwest::Method::PATCH, &path, Some(json!({ "shared": true }))).await.ok();
    assert_eq!((&shared["filter"]["assignee"], &shared["filter"]["vip"]), (&json!("me"), &json!(false)));
    let seen = owner.get(&format!("{brand}/searches")).await.ok();
    assert_eq!((&seen["items"][0]["mine"], seen["items"].as_array().map(Vec::len)), (&json!(false), Some(1)));
    let unknown = agent.post(&format!("{brand}/searches"), json!({ "name": "x", "filter": { "mood": "bad" } })).await;
    assert_eq!(unknown.refused(), (422, "invalid"));
    let on = agent.post(&format!("{brand}/alerts"), alert(&id(&saved))).await.created();
    assert_eq!(agent.send(reqwest::Method::DELETE, &path, None).await.refused(), (409, "search_in_use"));
    agent.send(reqwest::Method::DELETE, &format!("{brand}/alerts/{}", id(&on)), None).await.done();
    agent.send(reqwest::Method::DELETE, &path, None).await.done();
    app.stop().await;
}

#[tokio::test]
async fn every_field_of_an_alert_that_cannot_be_is_named() {
    let (app, owner, brand) = begin().await;
    let agent = app.member(&owner, brand.trim_start_matches("/brands/"), "agent").await;
    let search = search(&owner, &brand, true).await;
    for (change, field, code) in [
        (json!({ "when": { "is": "count", "count": 0, "window_minutes": 10 } }), "when.count", "out_of_range"),
        (json!({ "when": { "is": "count", "count": 1, "window_minutes": 99999 } }), "when.window_minutes", "out_of_range"),
        (json!({ "quiet": { "from": "7:00", "to": "22:00" } }), "quiet", "not_a_time"),
        (json!({ "quiet": { "from": "07:00", "to": "07:00" } }), "quiet", "never_quiet"),
        (json!({ "cool_down_minutes": 99999 }), "cool_down_minutes", "out_of_range"),
        (json!({ "deliver": {} }), "deliver", "nowhere"),
        (json!({ "deliver": { "emails": ["nobody"] } }), "deliver.emails", "not_an_email"),
        (json!({ "deliver": { "emails": ["desk@partner.example"] } }), "deliver.emails", "not_a_member"),
        (json!({ "deliver": { "webhooks": ["x"] } }), "deliver.webhooks", "unknown"),
        (json!({ "name": " " }), "name", "empty"),
    ] {
        let mut asked = alert(&search);
        asked.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let answer = agent.post(&format!("{brand}/alerts"), asked).await;
        assert_eq!(answer.body["error"]["params"]["fields"], json!([{ "field": field, "code": code }]), "{change}: {}", answer.body);
    }
    let mut asked = alert(&search);
    asked["deliver"] = json!({ "emails": ["Desk@Partner.example", "desk@partner.example"] });
    let made = owner.post(&format!("{brand}/alerts"), asked).await.created();
    assert_eq!(made["deliver"]["emails"], json!(["desk@partner.example"]), "a supervisor may, and once is enough");
    let path = format!("{brand}/alerts/{}", id(&made));
    let same = owner.send(reqwest::Method::PATCH, &path, Some(json!({ "name": "other" }))).await.ok();
    assert_eq!((&same["quiet"], &same["cool_down_minutes"]), (&json!({ "from": "22:00", "to": "07:00" }), &json!(30)));
    let loud = owner.send(reqwest::Method::PATCH, &path, Some(json!({ "quiet": null }))).await.ok();
    assert_eq!(loud["quiet"], Value::Null);
    assert_eq!(agent.send(reqwest::Method::PATCH, &path, Some(json!({ "name": "mine" }))).await.refused(), (403, "forbidden"));
    app.stop().await;
}

#[tokio::test]
async fn where_there_is_no_mail_nobody_is_promised_any() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = format!("/brands/{}", owner.brand("Acme").await);
    let search = search(&owner, &brand, false).await;
    assert_eq!(owner.get(&format!("{brand}/alerts")).await.ok()["mail"], json!(false));
    let mut asked = alert(&search);
    asked["deliver"] = json!({ "emails": ["owner@acme.example"] });
    let answer = owner.post(&format!("{brand}/alerts"), asked).await;
    assert_eq!(answer.body["error"]["params"]["fields"][0]["code"], "mail_not_configured");
    app.stop().await;
}

#[tokio::test]
async fn a_trial_is_a_notice_that_each_reads_for_themselves() {
    let (app, owner, brand) = begin().await;
    let viewer = app.member(&owner, brand.trim_start_matches("/brands/"), "viewer").await;
    let posts = "{\"text\":\"Acme 환불 언제 되나요?\",\"author\":\"jiwoo\",\"id\":\"p1\",\"time\":1700000000}\n";
    import(&app, &owner, brand.trim_start_matches("/brands/"), posts).await;
    let search = search(&owner, &brand, true).await;
    let made = owner.post(&format!("{brand}/alerts"), alert(&search)).await.created();
    let trial = owner.post(&format!("{brand}/alerts/{}/try", id(&made)), Value::Null).await.ok();
    assert_eq!((&trial["trial"], &trial["count"], &trial["posts"][0]["author"]), (&json!(true), &json!(1), &json!("jiwoo")));
    for reader in [&owner, &viewer] {
        let seen = reader.get(&format!("{brand}/notices")).await.ok();
        assert_eq!((&seen["unread"], &seen["items"][0]["read"], &seen["items"][0]["id"]), (&json!(1), &json!(false), &trial["id"]));
    }
    owner.post(&format!("{brand}/notices/read"), json!({ "up_to": trial["id"] })).await.done();
    let unread = async |reader: &Browser| reader.get(&format!("{brand}/notices")).await.ok()["unread"].clone();
    assert_eq!((unread(&owner).await, unread(&viewer).await), (json!(0), json!(1)));
    let alerts = owner.get(&format!("{brand}/alerts")).await.ok();
    assert_eq!((&alerts["items"][0]["waiting"], &alerts["items"][0]["last_notice_at"]), (&json!(0), &Value::Null), "it counts for nothing");
    app.stop().await;
}

#[tokio::test]
async fn the_secret_of_a_webhook_is_shown_when_it_is_made_and_never_again() {
    let (app, owner, brand) = begin().await;
    let asked = json!({ "name": "ours", "url": "https://hooks.acme.example/in?key=1", "format": "standard" });
    let made = owner.post(&format!("{brand}/webhooks"), asked).await.created();
    let path = format!("{brand}/webhooks/{}", id(&made["webhook"]));
    let renewed = owner.send(reqwest::Method::POST, &format!("{path}/secret"), None).await.ok();
    let secrets = [&made["secret"], &renewed["secret"]].map(|secret| secret.as_str().expect("a secret").to_owned());
    assert!(secrets.iter().all(|secret| secret.starts_with("whsec_") && secret.len() == 6 + 44) && secrets[0] != secrets[1]);
    let search = search(&owner, &brand, false).await;
    let mut asked = alert(&search);
    asked["deliver"] = json!({ "webhooks": [made["webhook"]["id"]] });
    let on = owner.post(&format!("{brand}/alerts"), asked).await.created();
    owner.post(&format!("{brand}/alerts/{}/try", id(&on)), Value::Null).await.ok();
    let mut answers = vec![owner.send(reqwest::Method::PATCH, &path, Some(json!({ "enabled": false }))).await.ok()];
    for list in ["webhooks", "deliveries", "alerts", "notices"] {
        answers.push(owner.get(&format!("{brand}/{list}")).await.ok());
    }
    let log = &answers[2]["items"][0];
    assert_eq!(
        (&log["kind"], &log["state"], &log["target"], &log["attempts"]),
        (&json!("webhook"), &json!("waiting"), &json!("ours"), &json!(0))
    );
    let said = answers.iter().map(Value::to_string).collect::<String>();
    assert!(!said.contains("whsec_") && !secrets.iter().any(|secret| said.contains(&secret[6..])));
    for (url, code) in [("http://127.0.0.1:9/", "address_not_public"), ("ftp://acme.example/", "bad_url")] {
        let refused = owner.send(reqwest::Method::PATCH, &path, Some(json!({ "url": url }))).await;
        assert_eq!(refused.body["error"]["params"]["fields"], json!([{ "field": "url", "code": code }]));
    }
    app.stop().await;
}
