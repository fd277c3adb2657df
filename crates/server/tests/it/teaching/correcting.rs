//! A person says what posts are, confirms it, takes it back, and takes it along.

use super::{Told, values};
use crate::app::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_correction_is_seen_at_once_everywhere_and_can_be_taken_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme, my fridge burns"]).await;
    let agent = app.member(&owner, &told.brand, "agent").await;
    let before = told.detail(&owner, 0).await;
    let said = &before["thread"][0]["assessment"];

    let verdict = json!({ "sentiment": "negative", "kinds": ["question", "complaint", "complaint"], "risks": ["safety"], "abuse": "none" });
    let made = told.correct(&agent, &[0], verdict).await;
    assert_eq!((&made[0]["post_id"], &made[0]["user"]["name"]), (&json!(told.posts[0]), &json!("agent")));
    assert_eq!(made[0]["verdict"]["kinds"], json!(["complaint", "question"]), "each once, in one order");
    assert_eq!(
        made[0]["before"]["sentiment"],
        if said["sentiment"]["value"].is_null() { Value::Null } else { said["sentiment"]["value"].clone() }
    );

    let detail = told.detail(&owner, 0).await;
    let now = &detail["thread"][0]["assessment"];
    assert_eq!(
        now["sentiment"],
        json!({ "value": "negative", "confidence": 1000, "scores": { "negative": 1000, "neutral": 0, "positive": 0 } })
    );
    assert_eq!((values(&now["kinds"]), values(&now["risks"])), (vec!["complaint", "question"], vec!["safety"]));
    assert_eq!(now["corrected"], json!(["sentiment", "kind", "abuse", "risk"]));
    assert_eq!(detail["corrections"], made, "who said so stands beside the thread");
    let labels = detail["case"]["labels"].as_array().expect("labels");
    for label in ["complaint", "question", "safety", "corrected"] {
        assert!(labels.contains(&json!(label)), "{label}: {labels:?}");
    }
    let parts = detail["urgency_parts"].as_array().expect("parts");
    for part in [("safety", 35), ("complaint", 15), ("question", 20), ("negative", 10)] {
        assert!(parts.contains(&json!({ "code": part.0, "points": part.1 })), "{part:?}: {parts:?}");
    }
    assert_eq!(parts.iter().filter_map(|part| part["points"].as_i64()).sum::<i64>(), detail["case"]["urgency"].as_i64().expect("a number"));

    let undone = agent.send(Method::DELETE, &told.at(&format!("/corrections/{}", made[0]["id"].as_str().expect("an id"))), None).await.ok();
    assert_eq!(undone["id"], made[0]["id"]);
    let mut after = told.detail(&owner, 0).await;
    for one in [&mut after, &mut before.clone()] {
        assert_eq!((one["seq"].take(), one["case"]["state"].clone()).1, "open");
    }
    assert_eq!(after["thread"], before["thread"], "as if nobody had said anything");
    assert_eq!((&after["case"]["labels"], &after["urgency_parts"]), (&before["case"]["labels"], &before["urgency_parts"]));
    let again = agent.send(Method::DELETE, &told.at(&format!("/corrections/{}", made[0]["id"].as_str().expect("an id"))), None).await;
    assert_eq!(again.refused(), (404, "not_found"));
    app.stop().await;
}

#[tokio::test]
async fn what_two_people_said_stands_as_far_as_it_was_not_taken_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme again"]).await;
    let first = told.correct(&owner, &[0], json!({ "sentiment": "negative", "troll": false })).await;
    told.correct(&owner, &[0], json!({ "sentiment": "positive" })).await;
    assert_eq!(told.assessment(&owner, 0).await["sentiment"]["value"], "positive");
    owner.send(Method::DELETE, &told.at(&format!("/corrections/{}", first[0]["id"].as_str().expect("an id"))), None).await.ok();
    let left = told.assessment(&owner, 0).await;
    assert_eq!((&left["sentiment"]["value"], &left["corrected"]), (&json!("positive"), &json!(["sentiment"])));
    app.stop().await;
}

#[tokio::test]
async fn many_are_corrected_at_once_by_their_posts_and_cases() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme one", "Acme two", "Acme three"]).await;
    let correct = async |asked: Value| owner.post(&told.at("/corrections"), asked).await;
    let spam = json!({ "kinds": ["spam"] });
    let made = correct(json!({ "post_ids": [told.posts[2]], "case_ids": [told.cases[0], told.cases[2]], "verdict": spam })).await.created();
    let posts: Vec<&Value> = made["corrections"].as_array().expect("corrections").iter().map(|one| &one["post_id"]).collect();
    assert_eq!(posts, [&json!(told.posts[2]), &json!(told.posts[0])], "each once");
    assert_eq!(told.listed(&owner, "label=spam,corrected&order=oldest").await, [0, 2]);

    let missing = correct(json!({ "post_ids": [told.posts[1], "999999999999"], "verdict": spam })).await;
    assert_eq!(missing.refused(), (404, "not_found"));
    assert_eq!(told.listed(&owner, "label=corrected&order=oldest").await, [0, 2], "all or none");
    let ids: Vec<String> = (1..=101).map(|id: u32| id.to_string()).collect();
    assert_eq!(correct(json!({ "case_ids": ids, "verdict": spam })).await.refused(), (409, "limit_reached"));
    app.stop().await;
}

#[tokio::test]
async fn right_is_a_lesson_too() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme, when do you open?", "Acme, how much is it?"]).await;
    let before = told.assessment(&owner, 0).await;
    let asked = json!({ "case_ids": [told.cases[0], told.cases[1]], "confirm": true });
    let made = owner.post(&told.at("/corrections"), asked).await.created();
    assert!(made["corrections"].as_array().is_some_and(|made| made.len() == 2 && made.iter().all(|one| one["confirmed"] == true)));
    let after = told.assessment(&owner, 0).await;
    assert_eq!((&after["sentiment"]["value"], values(&after["kinds"])), (&before["sentiment"]["value"], values(&before["kinds"])));
    assert!(after["corrected"].as_array().is_some_and(|fields| fields.contains(&json!("kind"))));
    told.correct(&owner, &[1], json!({ "kinds": ["praise"] })).await;
    let teaching = owner.get(&told.at("/teaching")).await.ok();
    assert_eq!((&teaching["lessons"], &teaching["corrections"], &teaching["confirmations"]), (&json!(2), &json!(1), &json!(2)));
    app.stop().await;
}

#[tokio::test]
async fn what_was_taught_is_listed_by_page_and_taken_along() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme 하나", "Acme 二つ", "Acme \"three\"\nlines"]).await;
    for (post, sentiment) in ["negative", "neutral", "positive"].into_iter().enumerate() {
        told.correct(&owner, &[post], json!({ "sentiment": sentiment })).await;
    }
    told.correct(&owner, &[0], json!({ "humour": true })).await;
    let first = owner.get(&told.at("/corrections?limit=3")).await.ok();
    let texts: Vec<&Value> = first["items"].as_array().expect("items").iter().map(|row| &row["text"]).collect();
    assert_eq!(texts, ["Acme 하나", "Acme \"three\"\nlines", "Acme 二つ"], "newest first");
    let rest = owner.get(&told.at(&format!("/corrections?limit=3&after={}", first["next"].as_str().expect("more")))).await.ok();
    assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next"]), (Some(1), &Value::Null));
    assert_eq!(rest["items"][0]["correction"]["user"]["name"], "Owner");

    let answer = owner.request(Method::GET, &told.at("/corrections/export")).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"lessons.jsonl\"");
    let text = answer.text().await.expect("text");
    let lessons: Vec<answerable_domain::Lesson> = text.lines().map(|line| serde_json::from_str(line).expect("a lesson a line")).collect();
    assert_eq!(lessons.iter().map(|lesson| lesson.text.as_str()).collect::<Vec<_>>(), ["Acme 二つ", "Acme \"three\"\nlines", "Acme 하나"]);
    let last = &lessons[2].verdict;
    assert_eq!((last.sentiment, last.humour), (Some(answerable_domain::Sentiment::Negative), Some(true)), "one lesson a post");
    app.stop().await;
}

#[tokio::test]
async fn what_is_no_verdict_is_refused_clearly() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme"]).await;
    let correct = async |asked: Value| owner.post(&told.at("/corrections"), asked).await;
    let posts = json!([told.posts[0]]);
    let sad = json!({ "sentiment": "negative" });
    assert_eq!(correct(json!({ "post_ids": posts, "verdict": {} })).await.refused(), (409, "nothing_said"));
    for asked in [json!({ "post_ids": posts }), json!({ "post_ids": posts, "verdict": sad, "confirm": true })] {
        let refused = correct(asked).await;
        assert_eq!(refused.refused(), (422, "invalid"));
        assert_eq!(refused.body["error"]["params"]["fields"], json!([{ "field": "verdict", "code": "verdict_or_confirm" }]));
    }
    let nothing = correct(json!({ "verdict": sad })).await;
    assert_eq!(nothing.body["error"]["params"]["fields"], json!([{ "field": "post_ids", "code": "empty" }]));
    let hostile = [
        json!({ "post_ids": posts, "verdict": { "sentiment": "sad" } }),
        json!({ "post_ids": posts, "verdict": { "health": "ill" } }),
        json!({ "post_ids": posts, "verdict": { "kinds": "complaint" } }),
        json!({ "post_ids": posts, "verdict": { "troll": "yes" } }),
        json!({ "post_ids": [{}], "verdict": sad }),
        json!({ "post_ids": ["x"], "verdict": sad }),
        json!({ "post_ids": posts, "verdict": sad, "by": "somebody else" }),
        json!([]),
        Value::Null,
    ];
    for asked in hostile {
        assert_eq!(correct(asked.clone()).await.refused(), (422, "invalid"), "{asked}");
    }
    assert_eq!(told.assessment(&owner, 0).await["corrected"], json!([]), "nothing of it was taken");
    app.stop().await;
}
