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

#[tokio::test]
async fn a_word_that_nobody_knew_is_learned_and_forgotten() {
    const TEXT: &str = "the zorbly came today";
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let texts: Vec<String> = (0..20).map(|number| format!("my zorbly number {number} came today")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut told = Told::make(&app, &owner, &texts).await;
    let before = tried(&told, &owner, TEXT).await;
    // The opposite of whatever is said of it.
    let taught = if before["sentiment"]["value"] == "negative" { "positive" } else { "negative" };
    let all: Vec<usize> = (0..20).collect();
    let made = told.correct(&owner, &all, json!({ "sentiment": taught })).await;
    let teaching = learned(&told, &owner).await;
    assert_eq!((&teaching["lessons"], &teaching["corrections"]), (&json!(20), &json!(20)));
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
    assert!(before["risks"].as_array().is_some_and(Vec::is_empty), "{before}");
    let made = owner.post(&told.at("/word-rules"), json!({ "phrase": "Zorbly", "effect": "safety" })).await.created();
    learned(&told, &owner).await;
    assert_eq!(super::values(&tried(&told, &owner, "zorbly").await["risks"]), ["safety"]);
    owner.send(Method::DELETE, &told.at(&format!("/word-rules/{}", made["id"].as_str().expect("an id"))), None).await.done();
    learned(&told, &owner).await;
    assert_eq!(tried(&told, &owner, "zorbly").await, before);
    app.stop().await;
}
