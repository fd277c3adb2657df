//! What people's browsers and programs send: bodies that are none, and hostile words in every field.

use super::{
    house::House,
    shapes::{deep, nested},
    texts,
};
use answerable_server::http::description;
use reqwest::Method;
use serde_json::{Map, Value, json};

/// What it is, what it says it is, its bytes, and the status and code that it gets.
type Sent = (&'static str, &'static str, Vec<u8>, (u16, &'static str));

/// Every route that takes JSON, with an address of it and the fields that it knows.
fn routes_with_a_body(brand: &str) -> Vec<(Method, String, Vec<String>)> {
    let described = serde_json::to_value(description()).expect("the description is JSON");
    let mut routes = Vec::new();
    for (path, item) in described["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) else { continue };
            let properties = described["components"]["schemas"][name]["properties"].as_object();
            let fields = properties.map(|fields| fields.keys().cloned().collect()).unwrap_or_default();
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            routes.push((method, address(path, brand), fields));
        }
    }
    assert!(routes.len() >= 18, "only {} routes take JSON", routes.len());
    routes
}

fn address(path: &str, brand: &str) -> String {
    let path = path.strip_prefix("/api/v1").unwrap_or(path).replace("{b}", brand);
    path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_none_is_refused_by_every_route() {
    let house = House::open().await;
    let json = "application/json";
    for (method, path, fields) in routes_with_a_body(&house.brand) {
        let of_fields = |value: Value| json!(fields.iter().map(|name| (name.clone(), value.clone())).collect::<Map<_, _>>());
        let cases: [Sent; 16] = [
            ("ten megabytes", json, [b"{\"text\":\"", &vec![b'x'; 10 << 20][..], b"\"}"].concat(), (413, "too_large")),
            ("deep", json, deep(10_000).into_bytes(), (422, "invalid")),
            ("a deep field", json, format!("{{\"{}\":{}}}", fields[0], deep(10_000)).into_bytes(), (422, "invalid")),
            ("deep where nobody looks", json, format!("{{\"x\":{}", deep(10_000)).into_bytes(), (422, "invalid")),
            (
                "not UTF-8",
                json,
                format!("{{\"{}\":\"", fields[0]).into_bytes().into_iter().chain(*b"\xff\xfe\"}").collect(),
                (422, "invalid"),
            ),
            ("cut off", json, b"{\"text\":".to_vec(), (422, "invalid")),
            ("nothing", json, Vec::new(), (422, "invalid")),
            ("NUL", json, vec![0; 10], (422, "invalid")),
            ("null", json, b"null".to_vec(), (422, "invalid")),
            ("a text", json, b"\"x\"".to_vec(), (422, "invalid")),
            ("a number", json, b"1e999".to_vec(), (422, "invalid")),
            ("two", json, b"{}{}".to_vec(), (422, "invalid")),
            ("wrong types", json, of_fields(json!([nested(3)])).to_string().into_bytes(), (422, "invalid")),
            ("wrong numbers", json, of_fields(json!(-1.5e300)).to_string().into_bytes(), (422, "invalid")),
            ("a form", "application/x-www-form-urlencoded", b"text=x".to_vec(), (415, "unsupported_media")),
            ("no JSON by its name", "text/plain", b"{}".to_vec(), (415, "unsupported_media")),
        ];
        for (what, kind, body, expected) in cases {
            let answer = house.send_bytes(method.clone(), &path, kind, body).await;
            assert_eq!((answer.status, answer.code()), expected, "{what}: {method} {path}: {}", answer.body);
        }
    }
    house.hears("bodies").await;
    house.closes().await;
}

/// As a database keeps what people type, without the blanks around it.
fn typed(text: &str) -> String {
    text.trim().replace('\0', "\u{1a}")
}

/// A case that can be answered from the account.
async fn case(house: &House) -> (Value, String) {
    let customer = house.network.add_account("customer.test", "x");
    let post = house.network.mention(&customer, &house.acme, "환불해주세요");
    house.finds("환불해주세요", &post.uri).await;
    (house.all(&house.of_brand("cases?state=all")).await[0].clone(), post.uri)
}

/// Taken as it was written, or refused with a reason.
#[track_caller]
fn assert_kept_or_refused(answer: &super::house::Answer, field: &str, text: &str) {
    match answer.status {
        200 | 201 => assert_eq!(typed(answer.body[field].as_str().expect("a text")), typed(text)),
        status => assert_eq!((status, answer.code()), (422, "invalid"), "{text:?}: {}", answer.body),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_colleagues_write_is_kept_as_they_wrote_it() {
    let house = House::open().await;
    let (case, post) = case(&house).await;
    let path = house.of_brand(&format!("cases/{}", case["id"].as_str().expect("an id")));
    for (n, text) in texts().iter().enumerate() {
        let note = house.post(&format!("{path}/notes"), json!({ "text": text })).await;
        assert_eq!(note.status, if text.trim().is_empty() { 422 } else { 201 }, "{text:?}");
        assert_kept_or_refused(&note, "text", text);

        house.send(Method::PUT, &format!("{path}/draft"), Some(json!({ "text": text, "thread_version": 1 }))).await.expect(200);
        let seen = house.get(&path).await.expect(200);
        assert_eq!(seen["draft"]["text"], json!(text.replace('\0', "\u{1a}")), "{text:?}");

        let answer = json!({
            "post_id": case["preview"]["post_id"], "text": text, "thread_version": seen["case"]["thread_version"],
            "client_key": format!("key {n}"), "undo_ms": 10_000,
        });
        let reply = house.post(&format!("{path}/replies"), answer).await;
        if reply.status == 201 {
            assert_eq!(typed(reply.body["text"].as_str().expect("a text")), typed(text), "{text:?}");
            let id = reply.body["id"].as_str().expect("an id");
            house.post(&house.of_brand(&format!("replies/{id}/cancel")), Value::Null).await.expect(200);
        } else {
            assert!([409, 422].contains(&reply.status), "{text:?}: {reply:?}");
        }
    }
    assert!(house.network.replies_to(&post).is_empty(), "every answer was taken back");
    house.hears("colleagues").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_words_and_searches_are_taken_as_text() {
    let house = House::open().await;
    let channels = house.get(&house.of_brand("channels")).await.expect(200);
    let account = channels["items"].as_array().expect("channels").iter().find(|channel| channel["connector"] == "bluesky");
    let channel = account.expect("the account")["id"].as_str().expect("an id");
    let monitors = house.of_brand("monitors");
    for text in texts() {
        let term = json!({ "text": text, "variants": true });
        let boxes = json!({ "any": [term], "all": [term], "none": [{ "text": "x" }, term], "hashtags": [text], "languages": [text] });
        let one = house.post(&monitors, json!({ "name": "words", "boxes": boxes })).await;
        assert!([201, 422].contains(&one.status), "{text:?}: {one:?}");
        let named = house.post(&monitors, json!({ "name": text, "query": "하나" })).await;
        assert_kept_or_refused(&named, "name", &text);
        for made in [one, named].iter().filter(|made| made.status == 201) {
            let id = made.body["id"].as_str().expect("an id");
            house.send(Method::DELETE, &format!("{monitors}/{id}"), None).await.expect(204);
        }
        house.post(&format!("{monitors}/read"), json!({ "query": text })).await.expect(200);
        for asked in ["preview", "variants"] {
            let answer = house.post(&format!("{monitors}/{asked}"), json!({ "query": text })).await;
            assert!([200, 422].contains(&answer.status), "{asked} {text:?}: {answer:?}");
        }
        let muted = house.post(&house.of_brand("mutes"), json!({ "what": { "is": "phrase", "text": text } })).await;
        assert!([201, 422].contains(&muted.status), "{text:?}: {muted:?}");
        if muted.status == 201 {
            let id = muted.body["id"].as_str().expect("an id").to_owned();
            house.send(Method::DELETE, &house.of_brand(&format!("mutes/{id}")), None).await.expect(204);
        }
        house.post(&house.of_brand("count"), json!({ "text": text, "channel_id": channel })).await.expect(200);

        let brand = format!("/brands/{}", house.brand);
        assert_kept_or_refused(&house.send(Method::PATCH, &brand, Some(json!({ "name": text }))).await, "name", &text);
        let me = house.send(Method::PATCH, "/me", Some(json!({ "name": text }))).await;
        let me = super::house::Answer { status: me.status, body: me.body.get("user").cloned().unwrap_or(me.body) };
        assert_kept_or_refused(&me, "name", &text);
        let renamed = house.send(Method::PATCH, &house.of_brand(&format!("channels/{channel}")), Some(json!({ "name": text }))).await;
        assert_kept_or_refused(&renamed, "name", &text);
    }
    house.hears("names").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_and_queries_lead_to_nothing_else() {
    let house = House::open().await;
    house.hears("before").await;
    let cases = house.of_brand("cases");
    for text in texts() {
        let text: String = text.chars().take(300).collect();
        let said: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let answer = house.get(&format!("{cases}?q={said}")).await;
        let is_told = answer.status == 200 || (answer.status, answer.code()) == (409, "limit_reached");
        assert!(is_told, "{text:?}: {answer:?}");
        for name in ["state", "order", "assignee", "channel", "network", "sentiment", "after", "monitor", "limit", "vip"] {
            let answer = house.get(&format!("{cases}?{name}={said}")).await;
            assert!([200, 409, 422].contains(&answer.status), "{name}={text:?}: {answer:?}");
        }
        house.get(&format!("{cases}?language={said}")).await.expect(200);
        let within = said.replace('+', "%20");
        for path in [format!("{cases}/{within}"), format!("/brands/{within}/cases"), format!("/invites/{within}")] {
            let answer = house.get(&path).await;
            assert!([200, 404, 405].contains(&answer.status), "{path}: {answer:?}");
        }
        let file = house.post(&house.of_brand(&format!("imports?format={said}&name={said}")), json!({})).await;
        assert_eq!((file.status, file.code()), (422, "invalid"), "{text:?}");
        let entering = house.post("/session", json!({ "email": text, "password": text })).await;
        assert!([401, 422, 429].contains(&entering.status), "{text:?}: {entering:?}");
    }
    house.hears("addresses").await;
    house.closes().await;
}
