//! A case from its first post to its answer, over HTTP.

use crate::{
    app::{Browser, TestApp, until},
    world::{World, import},
};
use reqwest::Method;
use serde_json::{Value, json};

fn line(id: u32, text: &str, author: &str) -> String {
    format!("{}\n", json!({ "id": format!("p{id}"), "text": text, "author": author, "time": 1_700_000_000 + id }))
}

fn texts(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().map(|row| row["preview"]["text"].as_str().expect("a text")).collect()
}

#[tokio::test]
async fn the_inbox_is_read_page_by_page_filtered_and_searched() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let posts = [
        line(1, "Acme 환불 언제 되나요?", "jiwoo"),
        line(2, "Acmeの返金はいつですか？", "haruka"),
        line(3, "Acme refund took two days, nice", "sam"),
    ];
    import(&app, &owner, &brand, &posts.concat()).await;
    let cases = async |query: &str| owner.get(&format!("/brands/{brand}/cases?{query}")).await.ok();
    assert_eq!(cases("").await["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(texts(&cases("q=%ED%99%98%EB%B6%88").await), ["Acme 환불 언제 되나요?"]);
    assert_eq!(texts(&cases("q=%E8%BF%94%E9%87%91").await), ["Acmeの返金はいつですか？"]);
    assert_eq!(texts(&cases("language=en").await), ["Acme refund took two days, nice"]);
    assert_eq!(cases("label=question").await["items"].as_array().map(Vec::len), Some(2));
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = cases(&format!("limit=1&after={after}")).await;
        seen.extend(texts(&page).into_iter().map(str::to_owned));
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 3);
    assert_eq!(cases("").await["items"][0]["preview"]["hits"], json!([[0, 4]]));
    let counts = owner.get(&format!("/brands/{brand}/counts")).await.ok();
    assert_eq!((&counts["open"], &counts["unassigned"], &counts["closed"]), (&json!(3), &json!(3), &json!(0)));
    app.stop().await;
}

#[tokio::test]
async fn a_case_is_assigned_noted_snoozed_closed_and_reopened() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let case = format!("/brands/{}/cases/{}", world.brand, world.ids["c"]);
    let act = async |what: &str, body: Value| owner.post(&format!("{case}/{what}"), body).await;
    let me = json!({ "user_id": world.ids["u"] });
    assert_eq!(act("assign", me).await.ok()["assignee"]["name"], "Owner");
    let mine = owner.get(&format!("/brands/{}/cases?assignee=me", world.brand)).await.ok();
    assert_eq!(mine["items"].as_array().map(Vec::len), Some(1));
    let viewer = app.member(&owner, &world.brand, "viewer").await;
    let viewer_id = viewer.get("/me").await.ok()["user"]["id"].clone();
    assert_eq!(act("assign", json!({ "user_id": viewer_id })).await.refused(), (422, "invalid"), "a viewer cannot work on it");
    assert_eq!(act("assign", json!({ "user_id": null })).await.ok()["assignee"], Value::Null);
    assert_eq!(act("notes", json!({ "text": " called back " })).await.created()["text"], "called back");
    assert_eq!(act("snooze", json!({ "until": 1 })).await.refused(), (409, "snooze_in_the_past"));
    let tomorrow = answerable_domain::Clock::now(app.clock.as_ref()) + 86_400_000;
    assert_eq!(act("snooze", json!({ "until": tomorrow })).await.ok()["state"], "snoozed");
    assert_eq!(act("close", json!({})).await.ok()["state"], "closed");
    assert_eq!(act("close", json!({})).await.refused(), (409, "already_closed"));
    assert_eq!(act("reopen", json!({})).await.ok()["state"], "open");
    let detail = owner.get(&case).await.ok();
    assert_eq!(detail["notes"][0]["user"]["name"], "Owner");
    assert_eq!(detail["answering"]["availability"]["is"], "no");
    app.stop().await;
}

#[tokio::test]
async fn a_draft_is_the_persons_own_and_survives() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let agent = app.member(&owner, &world.brand, "agent").await;
    let case = format!("/brands/{}/cases/{}", world.brand, world.ids["c"]);
    let draft = json!({ "text": "안녕하세요, ", "thread_version": 1 });
    agent.send(Method::PUT, &format!("{case}/draft"), Some(draft)).await.ok();
    assert_eq!(agent.get(&case).await.ok()["draft"]["text"], "안녕하세요, ");
    assert_eq!(owner.get(&case).await.ok()["draft"], Value::Null);
    agent.send(Method::DELETE, &format!("{case}/draft"), None).await.done();
    assert_eq!(agent.get(&case).await.ok()["draft"], Value::Null);
    app.stop().await;
}

#[tokio::test]
async fn many_cases_are_closed_at_once_and_what_fails_is_named() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let bulk = format!("/brands/{}/cases/bulk", world.brand);
    let case = &world.ids["c"];
    let done = owner.post(&bulk, json!({ "ids": [case, "999999999999"], "do": "close" })).await.ok();
    assert_eq!(done["done"], json!([case]));
    assert_eq!(done["failed"], json!([{ "id": "999999999999", "code": "not_found" }]));
    let ids: Vec<String> = (1..=101).map(|id: u32| id.to_string()).collect();
    assert_eq!(owner.post(&bulk, json!({ "ids": ids, "do": "close" })).await.refused(), (409, "limit_reached"));
    let assigned = owner.post(&bulk, json!({ "ids": [case], "do": { "assign": world.ids["u"] } })).await.ok();
    assert_eq!(assigned["done"], json!([case]));
    app.stop().await;
}

#[tokio::test]
async fn a_channel_that_cannot_work_is_not_added() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let add = async |body: Value| owner.post(&format!("/brands/{brand}/channels"), body).await;
    let inside = add(json!({ "connector": "feed", "config": { "url": "http://127.0.0.1:1/feed" } })).await;
    assert_eq!(inside.refused(), (422, "channel_check_failed"));
    assert_eq!(inside.body["error"]["params"]["reason"], "address_not_public");
    assert_eq!(add(json!({ "connector": "feed", "config": { "nonsense": 1 } })).await.refused(), (422, "channel_check_failed"));
    assert_eq!(add(json!({ "connector": "sandbox", "config": {} })).await.refused(), (422, "invalid"));
    assert_eq!(owner.get(&format!("/brands/{brand}/channels")).await.ok()["items"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn a_file_tells_which_lines_could_not_be_read() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let file = [line(1, "Acme one", "a"), "not json\n".to_owned(), line(3, "Acme three", "b")].concat();
    let done = import(&app, &owner, &brand, &file).await;
    assert_eq!((&done["lines_ok"], &done["lines_bad"]), (&json!(2), &json!(1)));
    let id = done["id"].as_str().expect("an id");
    let errors = owner.get(&format!("/brands/{brand}/imports/{id}/errors")).await.ok();
    assert_eq!((&errors["items"][0]["line"], &errors["items"][0]["text"]), (&json!(2), &json!("not json")));
    let wrong = owner.post(&format!("/brands/{brand}/imports?format=xls&name=x&network=nowhere"), json!({})).await;
    assert_eq!(wrong.body["error"]["params"]["fields"].as_array().map(Vec::len), Some(2));
    app.stop().await;
}

#[tokio::test]
async fn what_is_quarantined_is_shown_and_can_be_thrown_away() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let quarantine = format!("/brands/{}/quarantine", world.brand);
    let listed = owner.get(&quarantine).await.ok();
    assert_eq!((&listed["items"][0]["code"], &listed["items"][0]["id"]), (&json!("not_a_feed"), &json!(world.ids["raw"])));
    assert!(listed["items"][0]["excerpt"].as_str().is_some_and(|text| text.contains("not a feed")));
    owner.send(Method::DELETE, &format!("{quarantine}/{}", world.ids["raw"]), None).await.done();
    assert_eq!(owner.get(&quarantine).await.ok()["items"], json!([]));
    app.stop().await;
}

/// A brand of made-up posts, with the first case whose post can be answered.
async fn sandbox(owner: &Browser) -> (String, Value) {
    let brand = owner.post("/brands/sandbox", json!({})).await.created()["id"].as_str().expect("an id").to_owned();
    let case = until("a case is there", async || {
        let page = owner.get(&format!("/brands/{brand}/cases")).await.ok();
        page["items"].get(0).cloned()
    });
    let case = case.await;
    let detail = owner.get(&format!("/brands/{brand}/cases/{}", case["id"].as_str().expect("an id"))).await.ok();
    (brand, detail)
}

#[tokio::test]
async fn an_answer_leaves_once_and_a_second_one_is_refused_with_the_difference() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let (brand, detail) = sandbox(&owner).await;
    let case = format!("/brands/{brand}/cases/{}", detail["case"]["id"].as_str().expect("an id"));
    let answer = |key: &str, text: &str, undo_ms: u32| {
        let version = &detail["case"]["thread_version"];
        json!({ "post_id": detail["case"]["preview"]["post_id"], "text": text, "thread_version": version, "client_key": key, "undo_ms": undo_ms })
    };
    let replies = format!("{case}/replies");
    let too_long = owner.post(&replies, answer("long", &"가 ".repeat(40_000), 0)).await;
    assert!(matches!(too_long.refused(), (422, "too_long" | "invalid")), "{}", too_long.body);
    assert_eq!(owner.post(&replies, answer("empty", " \u{200b} ", 0)).await.refused(), (422, "invalid"));
    let held = owner.post(&replies, answer("held", "아직요", 10_000)).await.created();
    assert_eq!((&held["state"], &held["can_cancel"]), (&json!("queued"), &json!(true)));
    let cancel = format!("/brands/{brand}/replies/{}/cancel", held["id"].as_str().expect("an id"));
    assert_eq!(owner.post(&cancel, json!({})).await.ok()["state"], "cancelled");
    let sent = owner.post(&replies, answer("one", "죄송합니다", 0)).await.created();
    let again = owner.post(&replies, answer("one", "죄송합니다", 0)).await.created();
    assert_eq!(sent["id"], again["id"], "the same key is the same reply");
    until("it is sent", async || {
        let now = owner.get(&case).await.ok();
        now["replies"].as_array().expect("replies").iter().any(|reply| reply["id"] == sent["id"] && reply["state"] == "sent").then_some(())
    })
    .await;
    let agent = app.member(&owner, &brand, "agent").await;
    let second = agent.post(&replies, answer("two", "저도요", 0)).await;
    assert_eq!(second.refused(), (409, "already_answered"));
    assert_eq!(second.body["error"]["params"]["reply"]["user"]["name"], "Owner");
    let mut despite = answer("three", "저도요", 0);
    despite["despite"] = json!(true);
    let stale = agent.post(&replies, despite).await;
    assert_eq!(stale.refused(), (409, "stale_thread"));
    assert_eq!(stale.body["error"]["params"]["new_items"][0]["post"]["text"], "죄송합니다");
    app.stop().await;
}

#[tokio::test]
async fn the_length_of_a_text_is_counted_as_the_network_does() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let (brand, detail) = sandbox(&owner).await;
    let channel = &detail["case"]["channel"]["id"];
    let count = owner.post(&format!("/brands/{brand}/count"), json!({ "text": "👩‍👩‍👧 안녕", "channel_id": channel })).await.ok();
    assert_eq!((&count["units"], &count["fits"]), (&json!(4), &json!(true)));
    app.stop().await;
}

#[tokio::test]
async fn an_author_is_known_by_what_they_said_before() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    import(&app, &owner, &brand, &[line(1, "Acme one", "a"), line(2, "Acme two", "a")].concat()).await;
    let row = owner.get(&format!("/brands/{brand}/cases")).await.ok()["items"][0].clone();
    let author = format!("/brands/{brand}/authors/{}", row["author"]["id"].as_str().expect("an id"));
    assert_eq!(owner.get(&author).await.ok()["posts_count"], 2);
    let posts = owner.get(&format!("{author}/posts?limit=1")).await.ok();
    assert!(posts["next"].is_string());
    assert_eq!(owner.send(Method::PUT, &format!("{author}/vip"), Some(json!({ "vip": true }))).await.ok()["vip"], true);
    let vips = owner.get(&format!("/brands/{brand}/cases?vip=true")).await.ok();
    assert!(vips["items"].as_array().is_some_and(|rows| !rows.is_empty()));
    app.stop().await;
}
