//! The authorization matrix: every route, every role, in one's own brand, in another's, and in one that does not exist; and with things of
//! another brand under one's own brand's address.
//!
//! The routes come from the table that the server itself is made of. A route for which there is no sample request below fails the test.

use crate::{
    app::{Answer, Browser, TestApp},
    world::World,
};
use answerable_domain::{Permission, Role};
use answerable_server::http::{Access, Row, routes};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashMap;

const ROLES: [Role; 4] = Role::ALL;
const MISSING: &str = "999999999999";

/// What is sent to a route so that it would work. `None`: no such route is known here.
fn sample(row: &Row, world: &World) -> Option<Option<Value>> {
    let path = row.path.strip_prefix("/api/v1").unwrap_or(&row.path);
    let id = |name: &str| world.ids[name].clone();
    let body = match (row.method, path) {
        ("GET" | "DELETE", _) => return Some(None),
        ("POST", "/brands/{b}/invites") => json!({ "role": "viewer" }),
        ("PATCH", "/brands/{b}") => json!({ "policy": { "answer_minutes": 45, "vip_answer_minutes": 15, "business_hours": null } }),
        ("PATCH", "/brands/{b}/members/{u}") => json!({ "role": "owner" }),
        ("POST", "/brands/{b}/cases/{c}/snooze") => json!({ "until": 4_000_000_000_000_i64 }),
        ("POST", "/brands/{b}/cases/{c}/assign") => json!({ "user_id": id("u") }),
        ("POST", "/brands/{b}/cases/{c}/notes") => json!({ "text": "called" }),
        ("POST", "/brands/{b}/cases/bulk") => json!({ "ids": [id("c")], "do": "close" }),
        ("PUT", "/brands/{b}/cases/{c}/draft") => json!({ "text": "Dear", "thread_version": 1 }),
        ("POST", "/brands/{b}/cases/{c}/replies") => {
            json!({ "post_id": id("p"), "text": "Hello", "thread_version": 1, "client_key": "k" })
        }
        ("POST", "/brands/{b}/posts") => json!({ "url": "https://example.com/1", "text": "냉장고가 또 멈췄어요", "author": "jiwoo" }),
        ("POST", "/brands/{b}/cases/{c}/answers-elsewhere") => json!({ "post_id": id("p"), "text": "Hello", "thread_version": 1 }),
        ("POST", "/brands/{b}/cases/{c}/hand-offs") => json!({ "channel_id": id("ch") }),
        ("POST", "/brands/{b}/channels/sign-in") => json!({ "connector": "mastodon", "config": { "server": "http://127.0.0.1:9" } }),
        ("POST", "/brands/{b}/count") => json!({ "text": "Hello", "channel_id": id("ch") }),
        ("PUT", "/brands/{b}/authors/{a}/vip") => json!({ "vip": true }),
        ("POST", "/brands/{b}/cases/{c}/presence") => json!({ "state": "viewing" }),
        ("POST", "/brands/{b}/monitors") => json!({ "name": "More", "query": "more" }),
        ("PATCH", "/brands/{b}/monitors/{m}") => json!({ "name": "Renamed" }),
        ("POST", "/brands/{b}/monitors/preview" | "/brands/{b}/monitors/read" | "/brands/{b}/monitors/variants") => {
            json!({ "query": "~refund" })
        }
        ("POST", "/brands/{b}/mutes") => json!({ "what": { "is": "author", "author_id": id("a") } }),
        ("POST", "/brands/{b}/channels") => json!({ "connector": "feed", "config": { "url": "http://127.0.0.1:9/feed" } }),
        ("PATCH", "/brands/{b}/channels/{ch}") => json!({ "name": "Renamed" }),
        ("POST", "/brands/{b}/searches") => json!({ "name": "Refunds", "filter": { "q": "환불" } }),
        ("PATCH", "/brands/{b}/searches/{s}" | "/brands/{b}/alerts/{al}" | "/brands/{b}/webhooks/{w}") => json!({ "name": "Renamed" }),
        ("POST", "/brands/{b}/alerts") => {
            json!({ "name": "Refunds", "search_id": id("s"), "when": { "is": "every" }, "deliver": { "app": true } })
        }
        ("POST", "/brands/{b}/notices/read") => json!({ "up_to": id("n") }),
        ("POST", "/brands/{b}/webhooks") => json!({ "name": "Ours", "url": "https://hooks.acme.example/", "format": "standard" }),
        ("POST", "/brands/{b}/corrections") => json!({ "post_ids": [id("p")], "verdict": { "sentiment": "positive" } }),
        ("POST", "/brands/{b}/word-rules") => json!({ "phrase": "Killer Deal", "effect": "positive" }),
        ("PATCH", "/brands/{b}/word-rules/{wr}") => json!({ "effect": "positive" }),
        ("POST", "/brands/{b}/triage") => json!({ "text": "Is this a question?" }),
        (
            "POST",
            "/brands/{b}/cases/{c}/close"
            | "/brands/{b}/cases/{c}/reopen"
            | "/brands/{b}/replies/{r}/cancel"
            | "/brands/{b}/replies/{r}/retry"
            | "/brands/{b}/posts/{p}/like"
            | "/brands/{b}/posts/{p}/repost"
            | "/brands/{b}/channels/{ch}/check"
            | "/brands/{b}/channels/{ch}/gaps/{g}/read"
            | "/brands/{b}/monitors/{m}/skipped/read"
            | "/brands/{b}/quarantine/retry"
            | "/brands/{b}/quarantine/{raw}/retry"
            | "/brands/{b}/imports/{i}/resume"
            | "/brands/{b}/alerts/{al}/try"
            | "/brands/{b}/webhooks/{w}/secret"
            | "/brands/{b}/deliveries/{d}/replay"
            | "/brands/{b}/reassessments"
            | "/brands/{b}/reassessments/{re}/stop"
            | "/brands/{b}/imports"
            | "/brands/{b}/uploads",
        ) => return Some(None),
        // Without a brand: anybody, or anybody who is signed in.
        (
            "POST" | "PATCH",
            "/setup/owner" | "/session" | "/me" | "/me/tokens" | "/invites/{secret}/accept" | "/brands" | "/brands/sandbox",
        ) => return Some(None),
        _ => return None,
    };
    Some(Some(body))
}

async fn ask(browser: &Browser, row: &Row, address: &str, body: Option<Value>) -> Answer {
    let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
    // A file that cannot be: no import is begun by those who may.
    let query = if row.path.ends_with("/imports") && row.method == "POST" { "?format=none&name=x" } else { "" };
    if row.path.ends_with("/stream") {
        let response = browser.request(method, address).send().await.expect("an answer");
        return Answer { status: response.status(), headers: response.headers().clone(), body: Value::Null };
    }
    browser.send(method, &format!("{address}{query}"), body).await
}

/// Rows of brands; what removes things comes last, and the brand itself at the very end.
fn rows() -> Vec<(Row, Permission)> {
    let table = routes();
    let of_brand = table.rows().iter().filter_map(|row| match row.access {
        Access::Brand(permission) => Some((row.clone(), permission)),
        _ => None,
    });
    let mut rows: Vec<_> = of_brand.collect();
    rows.sort_by_key(|(row, _)| (row.path == "/api/v1/brands/{b}", row.method == "DELETE"));
    rows
}

/// What somebody made for themselves is changed by them or by a supervisor: here all of it is the owner's.
fn is_owned(row: &Row) -> bool {
    row.path.contains("/searches/{s}") || row.path.contains("/alerts/{al}")
}

#[tokio::test]
async fn every_route_lets_in_whom_its_row_names_and_nobody_else() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let mut people = HashMap::from([(Role::Owner, owner.clone())]);
    for role in [Role::Viewer, Role::Agent, Role::Supervisor] {
        people.insert(role, app.member(&owner, &world.brand, role.as_str()).await);
    }
    let other = app.nobody();
    let (mut asked, mut let_in) = (0, 0);
    for (row, permission) in rows() {
        let body = sample(&row, &world).unwrap_or_else(|| panic!("{} {} has no sample request in this test", row.method, row.path));
        let address = world.address(&row.path, &HashMap::new());
        let missing = world.address(&row.path, &HashMap::from([("b", MISSING.to_owned())]));
        let anonymous = ask(&other, &row, &address, body.clone()).await;
        assert_eq!(anonymous.refused(), expected(&row, 401), "nobody: {} {}", row.method, row.path);
        for role in ROLES {
            let says = |answer: &Answer| format!("{role:?}: {} {} answers {} {}", row.method, row.path, answer.status, answer.body);
            let nowhere = ask(&people[&role], &row, &missing, body.clone()).await;
            assert_eq!(nowhere.refused(), expected(&row, 404), "no such brand: {}", says(&nowhere));
            let own = ask(&people[&role], &row, &address, body.clone()).await;
            let status = own.status.as_u16();
            if role.may(permission) && !(is_owned(&row) && role < Role::Supervisor) {
                assert!(![401, 403].contains(&status) && status < 500 || own.body["error"]["code"] == "network_refused", "{}", says(&own));
                let_in += 1;
            } else {
                assert_eq!(own.refused(), expected(&row, 403), "{}", says(&own));
            }
            asked += 3;
        }
    }
    // A table that was empty, or a person who was never let in, would prove nothing.
    assert!(asked > 400 && let_in > 100, "{asked} asked, {let_in} let in");
    app.stop().await;
}

#[tokio::test]
async fn what_belongs_to_another_brand_is_not_found() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let own = World::make(&app, &owner, "Acme").await;
    // The rival's owner is a person of the same installation, but of another brand.
    let rival_owner = app.member(&owner, &own.brand, "viewer").await;
    let rival = World::make(&app, &rival_owner, "Rival").await;
    owner.send(Method::DELETE, &format!("/brands/{}/members/{}", own.brand, rival.ids["u"]), None).await.done();
    for (row, _) in rows() {
        let Some(body) = sample(&row, &own) else { continue };
        let names: Vec<&str> = row.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        // The whole address of the rival, then the own brand with each of the rival's things.
        let foreign = ask(&owner, &row, &rival.address(&row.path, &HashMap::new()), body.clone()).await;
        assert_eq!(foreign.refused(), expected(&row, 404), "{} {}: {}", row.method, row.path, foreign.body);
        for name in names.into_iter().filter(|name| *name != "b") {
            for id in [rival.ids[name].clone(), MISSING.to_owned(), "0".to_owned(), "x".to_owned()] {
                let address = own.address(&row.path, &HashMap::from([(name, id.clone())]));
                let answer = ask(&owner, &row, &address, body.clone()).await;
                if row.method == "DELETE" && row.path.ends_with("/draft") && answer.status == 204 {
                    continue; // throwing away a draft that is not there is done before it begins
                }
                assert_eq!(answer.refused(), (404, "not_found"), "{name}={id}: {} {}: {}", row.method, row.path, answer.body);
            }
        }
    }
    let rows = rival_owner.get(&format!("/brands/{}/cases?state=all", rival.brand)).await.ok();
    assert_eq!(rows["items"][0]["state"], "open", "nothing of the rival was touched");
    app.stop().await;
}

#[tokio::test]
async fn what_needs_a_person_is_not_given_to_nobody() {
    let app = TestApp::start().await;
    let table = routes();
    let signed: Vec<&Row> = table.rows().iter().filter(|row| row.access == Access::Signed).collect();
    assert!(!signed.is_empty());
    for row in signed {
        let address = row.path.replace("{token}", "1");
        let answer = ask(&app.nobody(), row, &address, Some(json!({}))).await;
        assert_eq!(answer.refused(), (401, "unauthenticated"), "{} {}", row.method, row.path);
    }
    app.stop().await;
}

#[test]
fn every_route_has_a_row_and_a_place_in_the_description() {
    let described = answerable_server::http::description();
    let table = routes();
    let of_rows: std::collections::BTreeSet<&str> = table.rows().iter().map(|row| row.path.as_str()).collect();
    let of_description: std::collections::BTreeSet<&str> = described.paths.paths.keys().map(String::as_str).collect();
    assert_eq!(of_rows, of_description);
}

/// Streams are not read: only their status is known.
fn expected(row: &Row, status: u16) -> (u16, &'static str) {
    let code = match status {
        _ if row.path.ends_with("/stream") => "no error",
        401 => "unauthenticated",
        403 => "forbidden",
        _ => "not_found",
    };
    (status, code)
}
