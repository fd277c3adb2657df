//! The inbox filtered and ordered by what posts are.

use super::Told;
use crate::app::TestApp;
use serde_json::{Value, json};

#[tokio::test]
async fn cases_are_filtered_and_ordered_by_labels_and_mood() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let told = Told::make(&app, &owner, &["Acme one", "Acme two", "Acme three", "Acme four"]).await;
    // Everything is said, so that no model has a say.
    let said = |kinds: &[&str], sentiment: &str, risks: &[&str], troll: bool| {
        json!({ "kinds": kinds, "sentiment": sentiment, "risks": risks, "troll": troll, "abuse": "none", "needs_answer": false,
                "motive": "none", "humour": false })
    };
    told.correct(&owner, &[0], said(&["complaint"], "negative", &["legal"], false)).await;
    told.correct(&owner, &[1], said(&["praise"], "positive", &[], false)).await;
    told.correct(&owner, &[2], said(&["complaint", "question"], "neutral", &[], true)).await;
    told.correct(&owner, &[3], said(&[], "negative", &[], false)).await;
    let cases: [(&str, &[usize]); 11] = [
        ("label=complaint", &[2, 0]),
        ("label=complaint,-troll", &[0]),
        ("label=-complaint", &[3, 1]),
        ("label=complaint,question", &[2]),
        ("label=legal,praise", &[]),
        ("label=corrected&sentiment=negative", &[3, 0]),
        ("order=negative", &[3, 0, 2, 1]),
        ("order=label:complaint", &[2, 0, 3, 1]),
        ("order=label:legal", &[0, 3, 2, 1]),
        ("order=label:hate", &[3, 2, 1, 0]),
        ("label=", &[3, 2, 1, 0]),
    ];
    for (query, expected) in cases {
        assert_eq!(told.listed(&owner, query).await, expected, "{query}");
    }
    for order in ["negative", "label:complaint", "label:legal"] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = owner.get(&told.at(&format!("/cases?state=all&limit=1&order={order}&after={after}"))).await.ok();
            seen.extend(page["items"].as_array().expect("items").iter().map(|row| row["id"].as_str().expect("an id").to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            next.clone_into(&mut after);
        }
        let whole = told.listed(&owner, &format!("order={order}")).await;
        assert_eq!(seen, whole.iter().map(|place| told.cases[*place].clone()).collect::<Vec<_>>(), "{order}, page by page");
    }
    for query in ["label=sad", "label=complaint,-complaint", "label=,", "order=label:", "order=label:sad", "order=mood"] {
        assert_eq!(owner.get(&told.at(&format!("/cases?{query}"))).await.refused(), (422, "invalid"), "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_saved_search_keeps_its_labels() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let searches = format!("/brands/{brand}/searches");
    let filter = json!({ "state": "open", "label": "-troll,safety,complaint" });
    let saved = owner.post(&searches, json!({ "name": "Burns", "filter": filter })).await.created();
    assert_eq!(saved["filter"]["label"], "complaint,safety,-troll");
    assert_eq!(owner.get(&searches).await.ok()["items"][0]["filter"], saved["filter"]);
    let plain = owner.post(&searches, json!({ "name": "All", "filter": {} })).await.created();
    assert_eq!(plain["filter"]["label"], Value::Null);
    for filter in [json!({ "label": "sad" }), json!({ "kind": "complaint" })] {
        assert_eq!(owner.post(&searches, json!({ "name": "x", "filter": filter })).await.refused(), (422, "invalid"), "{filter}");
    }
    app.stop().await;
}
