//! Word rules, trying a sentence, and asking why.

use super::Told;
use crate::app::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn word_rules_are_made_changed_and_removed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let rules = format!("/brands/{brand}/word-rules");
    let made = owner.post(&rules, json!({ "phrase": " War Zone ", "effect": "ignore" })).await.created();
    assert_eq!((&made["phrase"], &made["effect"], &made["by"]["name"]), (&json!("War Zone"), &json!("ignore"), &json!("Owner")));
    let twice = owner.post(&rules, json!({ "phrase": "ＷＡＲ　zone", "effect": "negative" })).await;
    assert_eq!(twice.refused(), (409, "word_rule_exists"), "however it is written");
    let one = format!("{rules}/{}", made["id"].as_str().expect("an id"));
    let changed = owner.send(Method::PATCH, &one, Some(json!({ "effect": "positive" }))).await.ok();
    assert_eq!((&changed["phrase"], &changed["effect"]), (&json!("War Zone"), &json!("positive")));
    let renamed = owner.send(Method::PATCH, &one, Some(json!({ "phrase": "워존" }))).await.ok();
    assert_eq!((&renamed["phrase"], &renamed["effect"]), (&json!("워존"), &json!("positive")));
    assert_eq!(owner.get(&rules).await.ok()["items"], json!([renamed]));
    for (asked, code) in [("", "empty"), ("   ", "empty"), (&*"가".repeat(101), "too_long"), ("a\u{7}b", "control_character")] {
        let refused = owner.post(&rules, json!({ "phrase": asked, "effect": "ignore" })).await;
        assert_eq!(refused.body["error"]["params"]["fields"], json!([{ "field": "phrase", "code": code }]), "{asked:?}");
    }
    let invisible = owner.post(&rules, json!({ "phrase": "\u{200b}\u{200d}", "effect": "ignore" })).await;
    assert_eq!(invisible.refused(), (409, "empty_phrase"), "nobody could read it");
    for asked in [json!({ "phrase": "x", "effect": "rich" }), json!({ "phrase": "x" }), json!({ "phrase": 5, "effect": "ignore" })] {
        assert_eq!(owner.post(&rules, asked.clone()).await.refused(), (422, "invalid"), "{asked}");
    }
    owner.send(Method::DELETE, &one, None).await.done();
    assert_eq!(owner.send(Method::PATCH, &one, Some(json!({ "effect": "spam" }))).await.refused(), (404, "not_found"));
    app.stop().await;
}

#[tokio::test]
async fn a_sentence_is_tried_and_a_post_explained() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["아크메 환불 언제 되나요? 010-1234-5678"]).await;
    let text = "아크메 환불 언제 되나요? 010-1234-5678로 주세요 😀";
    let tried = owner.post(&told.at("/triage"), json!({ "text": text })).await.ok();
    assert_eq!((&tried["assessment"]["language"]["value"], &tried["assessment"]["question"]["value"]), (&json!("ko"), &json!(true)));
    let parts = tried["urgency_parts"].as_array().expect("parts");
    assert!(parts.contains(&json!({ "code": "personal_data", "points": 30 })), "{parts:?}");
    assert_eq!(parts.iter().filter_map(|part| part["points"].as_i64()).sum::<i64>(), tried["urgency"].as_i64().expect("a number"));

    let why = owner.get(&told.at(&format!("/posts/{}/reasons", told.posts[0]))).await.ok();
    assert_eq!(why["model"], tried["assessment"]["model"]);
    let post = "아크메 환불 언제 되나요? 010-1234-5678";
    for (text, reasons) in [(text, &tried["reasons"]), (post, &why["reasons"])] {
        for (judgement, places) in reasons.as_object().expect("by judgement") {
            for place in places.as_array().expect("places") {
                let (start, end) = (place["start"].as_u64().expect("start") as usize, place["end"].as_u64().expect("end") as usize);
                assert!(text.get(start..end).is_some_and(|words| !words.is_empty()), "{judgement}: {place}");
            }
        }
    }
    assert_eq!(owner.get(&told.at("/posts/999999999999/reasons")).await.refused(), (404, "not_found"));
    app.stop().await;
}

#[tokio::test]
async fn any_text_up_to_a_size_can_be_tried() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let triage = async |body: Value| owner.post(&format!("/brands/{brand}/triage"), body).await;
    for text in ["\u{0}\u{1}\u{202e}", "𝕳𝖊𝖑𝖕", "?", "ㅠㅠㅠㅠ", &*"😀".repeat(5_000), &*"a@b.".repeat(1_250), "\u{1f468}\u{200d}\u{1f469}"]
    {
        let tried = triage(json!({ "text": text })).await.ok();
        assert!(tried["urgency"].is_u64() && tried["assessment"]["model"].is_string(), "{tried}");
    }
    for (asked, code) in [("x".repeat(5_001), "too_long"), (" \n".to_owned(), "empty")] {
        let refused = triage(json!({ "text": asked })).await;
        assert_eq!(refused.body["error"]["params"]["fields"], json!([{ "field": "text", "code": code }]));
    }
    for asked in [json!({}), json!({ "text": null }), json!({ "text": "x", "more": 1 }), json!("x")] {
        assert_eq!(triage(asked.clone()).await.refused(), (422, "invalid"), "{asked}");
    }
    app.stop().await;
}
