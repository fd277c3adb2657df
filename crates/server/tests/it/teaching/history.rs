//! History assessed again: begun, told of, stopped, cut off, and begun by the program itself.

use super::{Told, values};
use crate::app::{Browser, TestApp, until};
use answerable_domain::{Assessment, CERTAIN, Kind, ReassessmentId, Said};
use answerable_store::{PostText, Reassessed};
use serde_json::{Value, json};

/// What an older program would have said of everything.
const OLDER: &str = "older-3";

async fn latest(told: &Told, by: &Browser) -> Value {
    by.get(&told.at("/reassessments")).await.ok()["items"][0].clone()
}

async fn ended(told: &Told, by: &Browser) -> Value {
    until("it comes to its end", async || Some(latest(told, by).await).filter(|latest| latest["state"] != "running")).await
}

/// As if the older program had begun, and ended after this many posts.
async fn judged_by_older(app: &TestApp, told: &Told, model: &str, posts: usize) -> ReassessmentId {
    let id = app.store().start_reassessment(&told.scope(), model).await.expect("none runs").id;
    let batch = app.store().reassess_batch(id, None, posts).await.expect("posts");
    let spam = |post: PostText| {
        let kinds = vec![Said { value: Kind::Spam, confidence: CERTAIN }];
        let assessment = Assessment { model: OLDER.into(), kinds, ..Assessment::default() };
        Reassessed { post_id: post.id, version: post.version, assessment }
    };
    app.store().store_assessments(id, batch.into_iter().map(spam).collect()).await.expect("stored");
    id
}

async fn spam(told: &Told, by: &Browser) -> Vec<usize> {
    told.listed(by, "label=spam&order=oldest").await
}

#[tokio::test]
async fn history_is_assessed_again_and_what_changed_is_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme, when do you open?", "Acme opens at nine", "Acme is nice"]).await;
    let before = told.assessment(&owner, 0).await;
    let id = judged_by_older(&app, &told, OLDER, 10).await;
    app.store().finish_reassessment(id, false).await.expect("it runs");
    assert_eq!(spam(&told, &owner).await, [0, 1, 2]);
    told.correct(&owner, &[2], json!({ "kinds": ["spam"] })).await;
    assert_eq!(owner.get(&told.at("/teaching")).await.ok()["outdated_posts"], 3);

    let started = owner.post(&told.at("/reassessments"), Value::Null).await.created();
    assert_eq!((&started["total"], &started["by"]["name"]), (&json!(3), &json!("Owner")));
    let done = ended(&told, &owner).await;
    assert_eq!((&done["state"], &done["done"], &done["id"]), (&json!("done"), &json!(3), &started["id"]));
    let lost = done["changed"]["labels"].as_array().expect("labels").iter().find(|change| change["label"] == "spam").expect("spam").clone();
    assert_eq!(lost, json!({ "label": "spam", "gained": 0, "lost": 2 }), "what a person said stays");
    assert_eq!(spam(&told, &owner).await, [2]);
    let after = told.assessment(&owner, 0).await;
    assert_eq!((values(&after["kinds"]), &after["language"]), (values(&before["kinds"]), &before["language"]));
    let teaching = owner.get(&told.at("/teaching")).await.ok();
    assert_eq!((&teaching["outdated_posts"], &teaching["reassessment"]["id"]), (&json!(0), &started["id"]));
    assert_eq!(owner.get(&told.at("/reassessments")).await.ok()["items"].as_array().map(Vec::len), Some(2));
    app.stop().await;
}

#[tokio::test]
async fn one_that_runs_is_stopped_once_and_no_second_begins() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme one", "Acme two"]).await;
    // Nobody here goes on with it: the program does so when it starts.
    let id = judged_by_older(&app, &told, OLDER, 1).await;
    assert_eq!(owner.post(&told.at("/reassessments"), Value::Null).await.refused(), (409, "reassessment_running"));
    let stop = told.at(&format!("/reassessments/{id}/stop"));
    let stopped = owner.post(&stop, Value::Null).await.ok();
    assert_eq!((&stopped["state"], &stopped["done"], &stopped["total"]), (&json!("stopped"), &json!(1), &json!(2)));
    assert_eq!(owner.post(&stop, Value::Null).await.refused(), (409, "reassessment_not_running"));
    assert_eq!(spam(&told, &owner).await, [0], "what was done stays done");
    app.stop().await;
}

#[tokio::test]
async fn one_that_was_cut_off_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme one", "Acme two", "Acme three"]).await;
    let id = judged_by_older(&app, &told, answerable_triage::MODEL, 1).await;
    let app = app.starts_again().await;
    let mut owner = owner;
    owner.moves_to(&app);
    let done = ended(&told, &owner).await;
    assert_eq!((&done["id"], &done["state"], &done["done"]), (&json!(id.to_string()), &json!("done"), &json!(3)));
    assert_eq!(spam(&told, &owner).await, [0], "the first was done and is not done again");
    app.stop().await;
}

#[tokio::test]
async fn a_program_with_another_model_looks_again_by_itself() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme one", "Acme two", "Acme three"]).await;
    judged_by_older(&app, &told, OLDER, 2).await;
    let app = app.starts_again().await;
    let mut owner = owner;
    owner.moves_to(&app);
    let done = ended(&told, &owner).await;
    assert_eq!((&done["model"], &done["state"], &done["by"]), (&json!(answerable_triage::MODEL), &json!("done"), &Value::Null));
    assert_eq!(spam(&told, &owner).await, Vec::<usize>::new());
    let all = owner.get(&told.at("/reassessments")).await.ok();
    assert_eq!(all["items"][1]["state"], "stopped", "the older program's is of no use any more");

    let app = app.starts_again().await;
    owner.moves_to(&app);
    let again = owner.get(&told.at("/reassessments")).await.ok();
    assert_eq!(again["items"].as_array().map(Vec::len), Some(2), "once is enough");
    app.stop().await;
}

#[tokio::test]
async fn a_brand_that_taught_something_keeps_it_over_a_restart() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme one", "Acme two"]).await;
    told.correct(&owner, &[0], json!({ "sentiment": "negative" })).await;
    owner.post(&told.at("/word-rules"), json!({ "phrase": "one", "effect": "ignore" })).await.created();
    let taught = async |owner: &Browser| {
        let learned = async || Some(owner.get(&told.at("/teaching")).await.ok()).filter(|teaching| teaching["learning"] == false);
        until("it has learned", learned).await["model"].clone()
    };
    let before = taught(&owner).await;
    let app = app.starts_again().await;
    let mut owner = owner;
    owner.moves_to(&app);
    assert_eq!(taught(&owner).await, before);
    assert_eq!(owner.post(&told.at("/triage"), json!({ "text": "Acme" })).await.ok()["assessment"]["model"], before);
    app.stop().await;
}
