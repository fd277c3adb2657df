//! Monitors over HTTP: written in words or boxes, tried before they are switched on, silenced, and counted.

use crate::{
    app::TestApp,
    world::{World, import},
};
use reqwest::Method;
use serde_json::{Value, json};

fn line(id: u32, text: &str) -> String {
    format!("{}\n", json!({ "id": format!("p{id}"), "text": text, "author": format!("a{id}"), "time": 1_700_000_000 + id }))
}

#[tokio::test]
async fn a_monitor_is_written_in_words_or_in_boxes() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let monitors = format!("/brands/{}/monitors", owner.brand("Acme").await);
    let boxes = json!({ "any": [{ "text": "아크메", "variants": true }, { "text": "acme" }], "none": [{ "text": "job offer" }], "languages": ["ko"] });
    let budget = json!({ "per_hour": 100, "per_day": null });
    let also = json!({ "also": [{ "term": "아크메", "text": "acme" }] });
    let asked = json!({ "name": "Fridges", "boxes": boxes, "variants": also, "side": "competitor", "budget": budget, "enabled": false });
    let made = owner.post(&monitors, asked).await.created();
    assert_eq!(made["query"], "(~아크메 OR acme) AND NOT \"job offer\" AND lang:ko");
    assert_eq!((&made["boxes"]["any"][0]["variants"], &made["boxes"]["languages"]), (&json!(true), &json!(["ko"])));
    assert_eq!((&made["side"], &made["budget"], &made["enabled"]), (&json!("competitor"), &budget, &json!(false)));
    assert_eq!((&made["skipped"]["count"], &made["variants"]["off"]), (&json!(0), &json!([])));

    let one = format!("{monitors}/{}", made["id"].as_str().expect("an id"));
    let changed = owner.send(Method::PATCH, &one, Some(json!({ "query": "acme NEAR/3 refund", "enabled": true }))).await.ok();
    assert_eq!((&changed["query"], &changed["boxes"]), (&json!("acme NEAR/3 refund"), &Value::Null));
    assert_eq!((&changed["side"], &changed["budget"], &changed["enabled"]), (&json!("competitor"), &budget, &json!(true)));
    assert_eq!(owner.get(&monitors).await.ok()["items"][1], changed);
    app.stop().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_query_is_told_with_its_place() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let at = |path: &str| format!("/brands/{brand}/monitors{path}");
    let cases = [
        (json!({ "query": "acme or refund" }), "lowercase_operator", 6),
        (json!({ "query": "\"acme" }), "unclosed_quote", 1),
        (json!({ "query": "NOT acme" }), "query_unanchored", 0),
        (json!({ "query": "" }), "query_empty", 0),
        (json!({ "boxes": { "networks": ["nowhere"], "any": [{ "text": "acme" }] } }), "unknown_network", 0),
        (json!({ "boxes": { "any": [{ "text": " " }] } }), "term_blank", 0),
    ];
    for (asked, code, column) in cases {
        let read = owner.post(&at("/read"), asked.clone()).await.ok();
        assert_eq!((&read["problems"][0]["code"], &read["problems"][0]["column"]), (&json!(code), &json!(column)), "{asked}");
        assert_eq!(read["query"], Value::Null);
        let mut named = asked.clone();
        named["name"] = json!("x");
        for refused in [owner.post(&at(""), named).await, owner.post(&at("/preview"), asked.clone()).await] {
            assert_eq!(refused.refused(), (422, "invalid"), "{asked}");
            let params = &refused.body["error"]["params"];
            assert_eq!(params["fields"][0], json!({ "field": "query", "code": code }));
            assert_eq!(params["problems"], read["problems"]);
        }
    }
    assert_eq!(owner.post(&at("/read"), json!({ "query": "acme or refund" })).await.ok()["problems"][0]["suggestion"], "acme OR refund");
    for asked in [json!({ "name": "x" }), json!({ "name": "x", "query": "a", "boxes": {} })] {
        let refused = owner.post(&at(""), asked).await;
        assert_eq!(refused.body["error"]["params"]["fields"], json!([{ "field": "query", "code": "query_or_boxes" }]));
    }
    let many = json!({ "name": "x", "query": "acme", "budget": { "per_hour": 0 }, "variants": { "off": [{ "term": "", "text": "x" }] } });
    let refused = owner.post(&at(""), many).await;
    let fields = json!([{ "field": "variants", "code": "empty" }, { "field": "budget.per_hour", "code": "out_of_range" }]);
    assert_eq!(refused.body["error"]["params"]["fields"], fields);
    app.stop().await;
}

#[tokio::test]
async fn a_query_is_read_in_both_of_its_faces() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let at = |path: &str| format!("/brands/{brand}/monitors{path}");
    let read = owner.post(&at("/read"), json!({ "query": "~아크메  -job" })).await.ok();
    assert_eq!(read["query"], "~아크메 AND NOT job");
    assert_eq!(read["terms"], json!([{ "text": "아크메", "variants": true }, { "text": "job", "variants": false }]));
    assert_eq!(owner.post(&at("/read"), json!({ "boxes": read["boxes"] })).await.ok(), read);
    let not = owner.post(&at("/read"), json!({ "query": "acme NEAR/2 refund" })).await.ok();
    assert_eq!((&not["boxes"], &not["not_boxes"]["code"]), (&Value::Null, &json!("near")));

    let also = json!([{ "term": "아크메", "text": "acme" }]);
    let known = owner.post(&at("/variants"), json!({ "query": "~아크메 OR job", "also": also })).await.ok();
    assert_eq!(known["items"].as_array().map(Vec::len), Some(1), "only terms that ask for them");
    let spellings = known["items"][0]["spellings"].as_array().expect("spellings");
    let reasons: Vec<&str> = spellings.iter().filter(|one| one["on"] == true).filter_map(|one| one["reason"].as_str()).collect();
    assert!(reasons.contains(&"also:acme") && reasons.iter().any(|reason| reason.starts_with("jamo:")), "{reasons:?}");
    app.stop().await;
}

#[tokio::test]
async fn a_preview_counts_by_term_and_spelling() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Nobody").await;
    let texts = ["아크메 환불 언제", "아크매 냉장고 좋아요", "아크매 as 별로", "아크메전자 환불", "점심 뭐 먹지"];
    import(&app, &owner, &brand, &(1..).zip(texts).map(|(id, text)| line(id, text)).collect::<String>()).await;
    let preview = async |asked: Value| owner.post(&format!("/brands/{brand}/monitors/preview"), asked).await.ok();

    let shown = preview(json!({ "query": "~아크메" })).await;
    assert_eq!((&shown["looked_at"], &shown["window_days"], &shown["count"]), (&json!(5), &json!(30), &json!(4)));
    assert_eq!((&shown["terms"][0]["text"], &shown["terms"][0]["count"]), (&Value::Null, &json!(2)));
    let spelling = shown["terms"].as_array().expect("terms").iter().find(|term| term["text"] == "아크매").expect("the slip");
    assert_eq!((&spelling["count"], &spelling["noise_likely"]), (&json!(2), &json!(false)));
    let hit = json!({ "start": 0, "end": 9, "term": "아크메", "variant": "아크매", "reason": spelling["reason"] });
    assert_eq!(spelling["sample"]["hits"], json!([hit]));

    let off = json!({ "query": "~아크메", "variants": { "off": [{ "term": "아크메", "text": "아크매" }] } });
    let without = preview(off).await;
    assert_eq!(without["count"], 2, "what is off is not counted");
    assert_eq!(without["terms"], shown["terms"], "but told");
    let named = preview(json!({ "boxes": { "any": [{ "text": "환불" }] }, "days": 1 })).await;
    assert_eq!((&named["count"], &named["samples"][0]["text"]), (&json!(2), &json!("아크메전자 환불")));
    let refused = owner.post(&format!("/brands/{brand}/monitors/preview"), json!({ "query": "acme", "days": 91 })).await;
    assert_eq!(refused.body["error"]["params"]["fields"], json!([{ "field": "days", "code": "out_of_range" }]));
    app.stop().await;
}

#[tokio::test]
async fn agents_silence_what_they_do_not_want_to_hear() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let agent = app.member(&owner, &world.brand, "agent").await;
    let at = |path: &str| format!("/brands/{}{path}", world.brand);
    let monitor = owner.post(&at("/monitors"), json!({ "name": "Slips", "query": "~아크메" })).await.created()["id"].clone();
    let muted = agent.post(&at("/mutes"), json!({ "what": { "is": "author", "author_id": world.ids["a"] } })).await.created();
    assert_eq!((&muted["what"]["is"], &muted["what"]["author_id"]), (&json!("author"), &json!(world.ids["a"])));
    let spelling = json!({ "term": "아크메", "text": "아크매" });
    let what = json!({ "is": "variant", "monitor_id": monitor, "spelling": spelling });
    let noise = agent.post(&at("/mutes"), json!({ "what": what })).await.created();
    assert_eq!(noise["what"], what);

    import(&app, &owner, &world.brand, &[line(1, "아크매 냉장고"), line(2, "아크메 냉장고")].concat()).await;
    let path = at(&format!("/monitors/{}/variants", monitor.as_str().expect("an id")));
    let live = agent.get(&path).await.ok();
    let one = live["items"][0]["spellings"].as_array().expect("spellings").iter().find(|one| one["text"] == "아크매").expect("the slip");
    assert_eq!((&one["muted"], &one["hits"]), (&json!(true), &json!(0)));

    agent.send(Method::DELETE, &at(&format!("/mutes/{}", noise["id"].as_str().expect("an id"))), None).await.done();
    import(&app, &owner, &world.brand, &line(3, "아크매 냉장고 별로")).await;
    let live = agent.get(&path).await.ok();
    let one = live["items"][0]["spellings"].as_array().expect("spellings").iter().find(|one| one["text"] == "아크매").expect("the slip");
    assert_eq!((&one["muted"], &one["hits"], one["last_hit_at"].is_i64()), (&json!(false), &json!(1), true));
    let listed = agent.get(&at("/mutes")).await.ok();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(2), "the author, and the phrase of this world");
    let case = owner.get(&at("/cases?state=all&q=별로")).await.ok()["items"][0]["id"].clone();
    let detail = owner.get(&at(&format!("/cases/{}", case.as_str().expect("an id")))).await.ok();
    let mentions = &detail["thread"][0]["mentions"];
    assert_eq!(mentions[0], json!({ "monitor_id": null, "spans": [] }), "what is imported is for us");
    assert_eq!((&mentions[1]["monitor_id"], &mentions[1]["spans"][0]["variant"]), (&monitor, &json!("아크매")));
    app.stop().await;
}

#[tokio::test]
async fn the_share_of_voice_is_told_by_day_and_language() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("아크메").await;
    let at = |path: &str| format!("/brands/{brand}{path}");
    owner.post(&at("/monitors"), json!({ "name": "Rival", "query": "rival", "side": "competitor" })).await.created();
    let posts = ["아크메 환불 언제 되나요?", "I like the rival fridge much better than this one", "rival is cheaper, people say"];
    let now = answerable_domain::Clock::now(&answerable_server::clock::SystemClock) / 1000;
    let lines =
        posts.iter().zip(1..).map(|(text, id)| format!("{}\n", json!({ "id": id.to_string(), "text": text, "author": "a", "time": now })));
    import(&app, &owner, &brand, &lines.collect::<String>()).await;
    let told = owner.get(&at("/share-of-voice?days=7")).await.ok();
    assert_eq!(told["days"].as_array().map(Vec::len), Some(7));
    let voices = told["monitors"].as_array().expect("monitors");
    let brief: Vec<(&Value, &Value, &Value)> =
        voices.iter().map(|voice| (&voice["side"], &voice["total"], &voice["by_language"])).collect();
    assert_eq!(brief, [(&json!("own"), &json!(1), &json!({ "ko": 1 })), (&json!("competitor"), &json!(2), &json!({ "en": 2 }))]);
    assert_eq!(voices[1]["by_day"].as_array().expect("days").iter().filter_map(Value::as_u64).sum::<u64>(), 2);
    assert_eq!(owner.get(&at("/share-of-voice?days=367")).await.refused(), (422, "invalid"));
    app.stop().await;
}
