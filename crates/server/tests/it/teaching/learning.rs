//! What is taught is in force at once for what comes next, and what is taken back is forgotten.

use super::Told;
use crate::app::{Browser, TestApp, until};
use reqwest::Method;
use serde_json::{Value, json};

async fn learned(told: &Told, by: &Browser) -> Value {
    until("it has learned", async || {
        let teaching = by.get(&told.at("/teaching")).await.ok();
        (teaching["learning"] == false).then_some(teaching)
    })
    .await
}

async fn tried(told: &Told, by: &Browser, text: &str) -> Value {
    by.post(&told.at("/triage"), json!({ "text": text })).await.ok()["assessment"].clone()
}

/// The stance that the fewest of the posts are said to have: to teach it is news.
async fn seldom_said(told: &Told, by: &Browser) -> &'static str {
    let negative = told.listed(by, "sentiment=negative").await.len();
    let positive = told.listed(by, "sentiment=positive").await.len();
    if negative < positive { "negative" } else { "positive" }
}

#[tokio::test]
async fn a_word_that_nobody_knew_is_learned_and_forgotten() {
    const TEXT: &str = "the zorbly came today";
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let texts: Vec<String> = (0..20).map(|number| format!("my zorbly number {number} came today")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut told = Told::make(&app, &owner, &texts).await;
    let before = tried(&told, &owner, TEXT).await;
    let all: Vec<usize> = (0..20).collect();
    let taught = seldom_said(&told, &owner).await;
    let made = told.correct(&owner, &all, json!({ "sentiment": taught })).await;
    let teaching = learned(&told, &owner).await;
    let count = |what: &str| teaching[what].as_u64().expect("a count");
    assert_eq!((count("lessons"), count("corrections") + count("confirmations")), (20, 20));
    let of_sentiment =
        teaching["agreement"].as_array().expect("by field").iter().find(|one| one["field"] == "sentiment").expect("it was taught");
    assert_eq!(of_sentiment["lessons"], 20);
    let count = |who: &str| of_sentiment[who].as_u64().expect("a count");
    assert!(count("taught") > count("shipped") && count("taught") <= 20, "{of_sentiment}");

    let after = tried(&told, &owner, TEXT).await;
    assert_eq!(after["sentiment"]["value"], taught);
    assert_eq!(after["model"], teaching["model"]);
    assert_ne!(after["model"], before["model"]);
    told.hear(&app, &owner, &["another zorbly came today"]).await;
    let heard = told.assessment(&owner, 20).await;
    assert_eq!((&heard["sentiment"]["value"], &heard["model"], &heard["corrected"]), (&json!(taught), &teaching["model"], &json!([])));

    let other = Told::make(&app, &owner, &["Acme"]).await;
    assert_eq!(tried(&other, &owner, TEXT).await, before, "another brand has learned nothing");

    for correction in made.as_array().expect("corrections") {
        let address = told.at(&format!("/corrections/{}", correction["id"].as_str().expect("an id")));
        owner.send(Method::DELETE, &address, None).await.ok();
    }
    learned(&told, &owner).await;
    assert_eq!(tried(&told, &owner, TEXT).await, before, "forgotten without a trace");
    app.stop().await;
}

#[tokio::test]
async fn a_word_rule_is_in_force_for_what_comes_next() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme"]).await;
    let before = tried(&told, &owner, "zorbly").await;
    let made = owner.post(&told.at("/word-rules"), json!({ "phrase": "Zorbly", "effect": "negative" })).await.created();
    learned(&told, &owner).await;
    let negative = |assessment: &Value| assessment["sentiment"]["scores"]["negative"].as_u64().expect("thousandths");
    let after = tried(&told, &owner, "zorbly").await;
    assert!(negative(&after) > negative(&before), "{after}");
    owner.send(Method::DELETE, &told.at(&format!("/word-rules/{}", made["id"].as_str().expect("an id"))), None).await.done();
    learned(&told, &owner).await;
    assert_eq!(tried(&told, &owner, "zorbly").await, before);
    app.stop().await;
}
