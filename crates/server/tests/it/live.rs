//! The live stream: nothing is missed, nothing comes twice, and nobody hears what is not theirs.

use crate::{
    app::{Browser, TestApp, until},
    world::{World, import},
};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;

/// A stream that is being read, event by event.
struct Stream {
    response: Response,
    rest: String,
}

#[derive(Debug, PartialEq)]
struct Heard {
    id: Option<i64>,
    event: String,
    data: Value,
}

impl Stream {
    async fn open(browser: &Browser, brand: &str, after: Option<i64>) -> Self {
        let mut request = browser.request(Method::GET, &format!("/brands/{brand}/stream"));
        if let Some(after) = after {
            request = request.header("last-event-id", after.to_string());
        }
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, rest: String::new() }
    }

    /// The next event; `None` when the stream has ended.
    async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some((frame, rest)) = self.rest.split_once("\n\n") {
                let frame = frame.to_owned();
                self.rest = rest.to_owned();
                if let Some(heard) = heard(&frame) {
                    return Some(heard);
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(20), self.response.chunk()).await.expect("something is said in time");
            self.rest += std::str::from_utf8(&chunk.ok()??).expect("frames are UTF-8");
        }
    }

    /// Goes on until there is an event of this kind.
    async fn kind(&mut self, kind: &str) -> Heard {
        loop {
            let heard = self.next().await.expect("the stream goes on");
            if heard.data["kind"] == kind {
                return heard;
            }
        }
    }
}

fn heard(frame: &str) -> Option<Heard> {
    let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let event = field("event")?.to_owned();
    let data = serde_json::from_str(field("data")?).expect("data is JSON");
    Some(Heard { id: field("id").and_then(|id| id.parse().ok()), event, data })
}

#[tokio::test]
async fn what_happens_is_heard_with_the_row_as_it_is_then() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let mut stream = Stream::open(&owner, &world.brand, None).await;
    owner.post(&format!("/brands/{}/cases/{}/close", world.brand, world.ids["c"]), json!({})).await.ok();
    let closed = stream.kind("case_closed").await;
    assert_eq!((closed.event.as_str(), &closed.data["case_id"]), ("change", &json!(world.ids["c"])));
    assert_eq!(closed.data["payload"]["row"]["state"], "closed");
    assert_eq!(closed.data["user_id"], json!(world.ids["u"]));
    assert_eq!(closed.id.map(|id| id.to_string()), closed.data["seq"].as_str().map(str::to_owned));
    drop(stream);
    until("the stream is forgotten", async || (app.streams() == 0).then_some(())).await;
    app.stop().await;
}

#[tokio::test]
async fn a_correction_is_heard_with_the_row_as_it_is_then() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let mut stream = Stream::open(&owner, &world.brand, None).await;
    let asked = json!({ "case_ids": [world.ids["c"]], "verdict": { "risks": ["legal"] } });
    owner.post(&format!("/brands/{}/corrections", world.brand), asked).await.created();
    let corrected = stream.kind("assessment_changed").await;
    assert_eq!((&corrected.data["case_id"], &corrected.data["payload"]["post_id"]), (&json!(world.ids["c"]), &json!(world.ids["p"])));
    let labels = corrected.data["payload"]["row"]["labels"].as_array().expect("labels").clone();
    assert!(labels.contains(&json!("legal")), "{labels:?}");
    assert_eq!(stream.kind("teaching_changed").await.data["payload"]["corrections"], 1);
    drop(stream);
    until("the stream is forgotten", async || (app.streams() == 0).then_some(())).await;
    app.stop().await;
}

#[tokio::test]
async fn a_stream_that_comes_back_gets_what_it_missed_once_and_in_order() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let start = owner.get(&format!("/brands/{}/cases", world.brand)).await.ok()["as_of"]
        .as_str()
        .expect("a place")
        .parse::<i64>()
        .expect("a number");
    let lines: String = (0..150)
        .map(|n| format!("{}\n", json!({ "id": format!("q{n}"), "text": "Acme again", "time": 1_700_000_000, "author": format!("a{n}") })))
        .collect();
    import(&app, &owner, &world.brand, &lines).await;
    let mut first = Stream::open(&owner, &world.brand, Some(start)).await;
    let (mut seen, mut opened) = (Vec::new(), 0);
    while opened < 70 {
        let heard = first.next().await.expect("the stream goes on");
        opened += usize::from(heard.data["kind"] == "case_opened");
        seen.extend(heard.id);
    }
    drop(first);
    let mut second = Stream::open(&owner, &world.brand, seen.last().copied()).await;
    // Something new while the old is still being told.
    owner.post(&format!("/brands/{}/cases/{}/close", world.brand, world.ids["c"]), json!({})).await.ok();
    loop {
        let heard = second.next().await.expect("the stream goes on");
        opened += usize::from(heard.data["kind"] == "case_opened");
        seen.extend(heard.id);
        if heard.data["kind"] == "case_closed" {
            break;
        }
    }
    assert_eq!(opened, 150);
    assert!(seen.is_sorted_by(|one, next| one < next), "in order and each once");
    drop(second);
    app.stop().await;
}

#[tokio::test]
async fn a_place_that_was_never_reached_means_start_over() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let mut stream = Stream::open(&owner, &brand, Some(i64::MAX)).await;
    assert_eq!(stream.next().await.map(|heard| heard.event).as_deref(), Some("reset"));
    owner.post(&format!("/brands/{brand}/monitors"), json!({ "name": "More", "query": "more" })).await.created();
    assert_eq!(stream.next().await.map(|heard| heard.data["kind"].clone()), Some(json!("monitor_changed")), "and it goes on from there");
    drop(stream);
    app.stop().await;
}

#[tokio::test]
async fn a_brand_hears_nothing_of_another() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (acme, other) = (owner.brand("Acme").await, owner.brand("Other").await);
    let mut stream = Stream::open(&owner, &acme, None).await;
    for brand in [&other, &acme] {
        owner.post(&format!("/brands/{brand}/monitors"), json!({ "name": "More", "query": "more" })).await.created();
    }
    let monitor =
        owner.get(&format!("/brands/{acme}/monitors")).await.ok()["items"].as_array().expect("items").last().expect("one")["id"].clone();
    assert_eq!(stream.kind("monitor_changed").await.data["payload"]["monitor_id"], monitor);
    drop(stream);
    app.stop().await;
}

#[tokio::test]
async fn colleagues_see_who_writes_and_who_has_left() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let agent = app.member(&owner, &world.brand, "agent").await;
    let mut watching = Stream::open(&owner, &world.brand, None).await;
    let writing = Stream::open(&agent, &world.brand, None).await;
    let presence = format!("/brands/{}/cases/{}/presence", world.brand, world.ids["c"]);
    agent.post(&presence, json!({ "state": "writing" })).await.done();
    let heard = watching.next().await.expect("the stream goes on");
    assert_eq!((heard.event.as_str(), &heard.data["state"], &heard.data["user"]["name"]), ("presence", &json!("writing"), &json!("agent")));
    let mut late = Stream::open(&owner, &world.brand, None).await;
    assert_eq!(late.next().await.map(|heard| heard.data["state"].clone()), Some(json!("writing")), "one who comes late is told");
    drop(writing);
    let heard = watching.next().await.expect("the stream goes on");
    assert_eq!((heard.event.as_str(), &heard.data["state"]), ("presence", &json!("left")));
    drop((watching, late));
    app.stop().await;
}

#[tokio::test]
async fn there_are_so_many_streams_and_no_more() {
    let app = TestApp::start_with(|config| config.limits.streams_per_person_max = 2).await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let open = [Stream::open(&owner, &brand, None).await, Stream::open(&owner, &brand, None).await];
    let refused = owner.get(&format!("/brands/{brand}/stream")).await;
    assert_eq!(refused.refused(), (429, "throttled"));
    drop(open);
    until("places are free again", async || (app.streams() == 0).then_some(())).await;
    drop(Stream::open(&owner, &brand, None).await);
    app.stop().await;
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let mut stream = Stream::open(&owner, &brand, None).await;
    let (_, ended) = tokio::join!(app.stop(), stream.next());
    assert_eq!(ended, None);
}

#[tokio::test]
async fn when_too_much_was_missed_all_are_told_to_start_over_and_go_on() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let mut stream = Stream::open(&owner, &brand, None).await;
    app.loses_track();
    let reset = stream.next().await.expect("the stream goes on");
    assert_eq!((reset.event.as_str(), reset.id.is_some()), ("reset", true), "it says from where to go on");
    owner.post(&format!("/brands/{brand}/monitors"), json!({ "name": "More", "query": "more" })).await.created();
    stream.kind("monitor_changed").await;
    drop(stream);
    app.stop().await;
}

#[tokio::test]
async fn a_stream_ends_when_its_person_may_listen_no_more() {
    let app = TestApp::start_with(|config| config.limits.stream_heartbeat_seconds = 1).await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let agent = app.member(&owner, &brand, "agent").await;
    let (mut signed_out, mut removed) = (Stream::open(&owner, &brand, None).await, Stream::open(&agent, &brand, None).await);
    let agent_id = agent.get("/me").await.ok()["user"]["id"].as_str().expect("an id").to_owned();
    owner.send(Method::DELETE, &format!("/brands/{brand}/members/{agent_id}"), None).await.done();
    owner.send(Method::DELETE, "/sessions", None).await.done();
    while signed_out.next().await.is_some() {}
    while removed.next().await.is_some() {}
    app.stop().await;
}
