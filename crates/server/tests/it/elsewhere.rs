//! Answers that were given on the network's own site, noted by hand.

use crate::app::{Browser, TestApp};
use answerable_domain::Clock as _;
use serde_json::{Value, json};

/// A case of a post that somebody pasted: its address, and the case.
async fn pasted(person: &Browser, brand: &str) -> (String, Value) {
    let post = json!({ "url": "https://www.threads.com/@jiwoo/post/C8abcDEF123", "text": "환불해 주세요", "author": "지우" });
    let made = person.post(&format!("/brands/{brand}/posts"), post).await.created();
    let address = format!("/brands/{brand}/cases/{}", made["case_id"].as_str().expect("an id"));
    let detail = person.get(&address).await.ok();
    (address, detail)
}

fn answer(detail: &Value, text: &str) -> Value {
    json!({
        "post_id": detail["thread"][0]["post"]["id"],
        "text": text,
        "thread_version": detail["case"]["thread_version"],
        "client_key": text,
    })
}

#[tokio::test]
async fn an_answer_that_was_given_elsewhere_counts_as_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let (address, before) = pasted(&owner, &brand).await;
    app.clock.advance_ms(60_000);
    let mut noted = answer(&before, "죄송합니다. 바로 환불해 드렸어요.");
    noted["link"] = json!("https://www.threads.com/@acme/post/C8zzz");
    noted["at"] = json!(app.clock.now() - 30_000);
    let reply = owner.post(&format!("{address}/answers-elsewhere"), noted.clone()).await.created();
    assert_eq!((&reply["state"], &reply["elsewhere"]), (&json!("sent"), &json!(true)));
    assert_eq!((&reply["permalink"], &reply["sent_at"]), (&noted["link"], &noted["at"]));
    let again = owner.post(&format!("{address}/answers-elsewhere"), noted).await.created();
    assert_eq!(again["id"], reply["id"], "the same answer handed in twice is one");
    let after = owner.get(&address).await.ok();
    assert_eq!((&after["case"]["state"], &after["case"]["deadline_at"]), (&json!("waiting"), &Value::Null));
    assert_eq!(after["replies"].as_array().map(Vec::len), Some(1));
    let ours: Vec<&Value> = after["thread"].as_array().expect("a thread").iter().filter(|item| item["post"]["ours"] == true).collect();
    assert_eq!(ours.len(), 1);
    assert_eq!((&ours[0]["post"]["text"], &ours[0]["reply_id"]), (&reply["text"], &reply["id"]));
    app.stop().await;
}

#[tokio::test]
async fn an_answer_elsewhere_is_refused_as_any_other() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let colleague = app.member(&owner, &brand, "agent").await;
    let (address, before) = pasted(&owner, &brand).await;
    let address = format!("{address}/answers-elsewhere");
    let with = |name: &str, value: Value| {
        let mut noted = answer(&before, "답변");
        noted[name] = value;
        noted
    };
    for (noted, status, code) in [
        (with("text", json!(" ")), 422, "invalid"),
        (with("link", json!("javascript:alert(1)")), 422, "invalid"),
        (with("post_id", json!("999999999")), 404, "not_found"),
        (with("thread_version", json!(0)), 409, "stale_thread"),
    ] {
        assert_eq!(owner.post(&address, noted.clone()).await.refused(), (status, code), "{noted}");
    }
    owner.post(&address, answer(&before, "첫 번째")).await.created();
    let second = colleague.post(&address, answer(&before, "두 번째")).await;
    assert_eq!(second.refused(), (409, "already_answered"));
    // Nobody answered tomorrow: a time that lies ahead is now.
    let now = owner.get(address.trim_end_matches("/answers-elsewhere")).await.ok();
    let mut late = answer(&now, "세 번째");
    late["at"] = json!(app.clock.now() + 86_400_000);
    let reply = owner.post(&address, late).await.created();
    assert_eq!(reply["sent_at"], app.clock.now());
    app.stop().await;
}
