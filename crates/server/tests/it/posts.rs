//! Posts that people paste, with their screenshots, over the API.

use crate::{
    app::{Browser, TestApp},
    world::{PICTURE, upload},
};
use serde_json::{Value, json};

async fn paste(person: &Browser, brand: &str, post: Value) -> crate::app::Answer {
    person.post(&format!("/brands/{brand}/posts"), post).await
}

async fn case(person: &Browser, brand: &str, id: &Value) -> Value {
    person.get(&format!("/brands/{brand}/cases/{}", id.as_str().expect("an id"))).await.ok()
}

#[tokio::test]
async fn a_pasted_post_opens_a_case_with_its_screenshot_and_where_to_answer() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    // Connecting channels is for supervisors; pasting is everybody's work.
    let agent = app.member(&owner, &brand, "agent").await;
    let screenshot = upload(&agent, &brand).await;
    let url = "https://www.threads.com/@jiwoo/post/C8abcDEF123";
    let post = json!({ "url": url, "text": "냉장고가 또 멈췄어요\n환불해 주세요", "author": "지우", "time": 1_700_000_000_000_i64, "screenshots": [screenshot["id"]] });
    let pasted = paste(&agent, &brand, post).await.created();
    let detail = case(&agent, &brand, &pasted["case_id"]).await;
    let item = &detail["thread"][0];
    assert_eq!(item["post"]["id"], pasted["post_id"]);
    assert_eq!(item["post"]["text"], "냉장고가 또 멈췄어요\n환불해 주세요");
    assert_eq!((&item["post"]["network"], &item["post"]["created_at"]), (&json!("threads"), &json!(1_700_000_000_000_i64)));
    assert_eq!(item["post"]["visibility"], "public");
    assert!(item["post"]["permalink"].as_str().is_some_and(|link| link.contains("C8abcDEF123")), "{item}");
    assert_eq!(item["author"]["display_name"], "지우");
    assert_eq!((&item["can"]["reply"]["is"], &item["can"]["direct"]["is"]), (&json!("manual"), &json!("manual")));
    let picture = &item["post"]["media"][0];
    assert_eq!((&picture["id"], &picture["state"], &picture["mime"]), (&screenshot["id"], &json!("kept"), &json!("image/png")));
    assert_eq!((&picture["name"], &picture["bytes"]), (&json!("picture.png"), &json!(PICTURE.len())));
    let channels = agent.get(&format!("/brands/{brand}/channels")).await.ok();
    assert_eq!(channels["items"][0]["connector"], "manual");
    app.stop().await;
}

#[tokio::test]
async fn the_same_address_is_the_same_post_and_another_text_a_new_version_of_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let post =
        |text: &str| json!({ "url": "https://www.threads.com/@jiwoo/post/C8abcDEF123?utm_source=x", "text": text, "author": "지우" });
    let first = paste(&owner, &brand, post("환불해 주세요")).await.created();
    let again = paste(&owner, &brand, post("환불해 주세요")).await.ok();
    assert_eq!(again, first);
    let edited = paste(&owner, &brand, post("환불해 주세요. 영수증도 있어요")).await.ok();
    assert_eq!(edited, first);
    let detail = case(&owner, &brand, &first["case_id"]).await;
    assert_eq!(detail["thread"].as_array().map(Vec::len), Some(1));
    assert_eq!(detail["thread"][0]["post"]["text"], "환불해 주세요. 영수증도 있어요");
    assert_eq!(detail["thread"][0]["revisions"][0]["text"], "환불해 주세요");
    let elsewhere = paste(&owner, &brand, json!({ "text": "환불해 주세요", "network": "kakaotalk", "author": "지우" })).await.created();
    assert_ne!(elsewhere["case_id"], first["case_id"]);
    let channels = owner.get(&format!("/brands/{brand}/channels")).await.ok();
    assert_eq!(channels["items"].as_array().map(Vec::len), Some(1), "one channel for all that is pasted");
    app.stop().await;
}

#[tokio::test]
async fn two_who_paste_the_first_post_at_once_make_one_channel_and_one_case() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let post = || json!({ "url": "https://www.threads.com/@jiwoo/post/C8abcDEF123", "text": "환불해 주세요" });
    let (one, two) = tokio::join!(paste(&owner, &brand, post()), paste(&owner, &brand, post()));
    assert!(one.status.is_success() && two.status.is_success(), "{one:?} {two:?}");
    assert_eq!(one.body, two.body);
    let channels = owner.get(&format!("/brands/{brand}/channels")).await.ok();
    assert_eq!(channels["items"].as_array().map(Vec::len), Some(1));
    app.stop().await;
}

#[tokio::test]
async fn what_is_no_post_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let rival = owner.brand("Rival").await;
    let of_rival = upload(&owner, &rival).await["id"].clone();
    for (post, status, code) in [
        (json!({ "url": "https://example.com/1" }), 422, "text_missing"),
        (json!({ "text": "  \n" }), 422, "text_missing"),
        (json!({ "text": "x".repeat(65 * 1024) }), 422, "invalid"),
        (json!({ "text": "x", "url": "javascript:alert(1)" }), 422, "invalid"),
        (json!({ "text": "x", "url": "not an address" }), 422, "invalid"),
        (json!({ "text": "x", "time": 4_000_000_000_000_000_i64 }), 422, "invalid"),
        (json!({ "text": "x", "time": -1 }), 422, "invalid"),
        (json!({ "text": "x", "network": "nowhere" }), 422, "invalid"),
        (json!({ "text": "x", "author": "x".repeat(300) }), 422, "invalid"),
        (json!({ "text": "x", "screenshots": vec!["1"; 11] }), 422, "invalid"),
        (json!({ "text": "x", "screenshots": ["999999999"] }), 404, "not_found"),
        (json!({ "text": "x", "screenshots": [of_rival] }), 404, "not_found"),
    ] {
        let answer = paste(&owner, &brand, post.clone()).await;
        assert_eq!(answer.refused(), (status, code), "{}", post.to_string().chars().take(80).collect::<String>());
    }
    let cases = owner.get(&format!("/brands/{brand}/cases?state=all")).await.ok();
    assert_eq!(cases["items"], json!([]));
    // A screenshot belongs to one post.
    let screenshot = upload(&owner, &brand).await["id"].clone();
    let post = |text: &str| json!({ "text": text, "screenshots": [screenshot] });
    paste(&owner, &brand, post("하나")).await.created();
    assert_eq!(paste(&owner, &brand, post("둘")).await.refused(), (404, "not_found"));
    app.stop().await;
}
