//! Hostile and clumsy requests: the answers are clear and the server goes on.

use crate::app::TestApp;
use reqwest::{Method, header};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

#[tokio::test]
async fn bodies_that_cannot_be_taken_are_refused_with_a_reason() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let deep = format!("{{\"name\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let cases = [
        (
            "ten megabytes",
            [b"{\"name\":\"".to_vec(), vec![b'x'; 10 << 20], b"\"}".to_vec()].concat(),
            "application/json",
            (413, "too_large"),
        ),
        ("deep", deep.into_bytes(), "application/json", (422, "invalid")),
        ("not UTF-8", b"{\"name\":\"\xff\xfe\"}".to_vec(), "application/json", (422, "invalid")),
        ("lone surrogate", br#"{"name":"\ud800"}"#.to_vec(), "application/json", (422, "invalid")),
        ("cut off", b"{\"name\":".to_vec(), "application/json", (422, "invalid")),
        ("nothing", Vec::new(), "application/json", (422, "invalid")),
        ("an array", b"[]".to_vec(), "application/json", (422, "invalid")),
        ("a form", b"name=Acme".to_vec(), "application/x-www-form-urlencoded", (415, "unsupported_media")),
        ("text", b"{\"name\":\"Acme\"}".to_vec(), "text/plain", (415, "unsupported_media")),
        ("control characters", br#"{"name":"Ac\u0000me"}"#.to_vec(), "application/json", (422, "invalid")),
    ];
    for (what, body, kind, expected) in cases {
        let sent = owner.request(Method::POST, "/brands").header(header::CONTENT_TYPE, kind).body(body).send().await;
        let answer = sent.unwrap_or_else(|error| panic!("{what}: {error}"));
        let status = answer.status().as_u16();
        let body: serde_json::Value = serde_json::from_str(&answer.text().await.expect("a body")).expect("the envelope");
        assert_eq!((status, body["error"]["code"].as_str().expect("a code")), expected, "{what}");
    }
    owner.get("/me").await.ok();
    app.stop().await;
}

#[tokio::test]
async fn what_is_no_route_says_so() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    assert_eq!(owner.get("/nothing/here").await.refused(), (404, "not_found"));
    assert_eq!(owner.send(Method::PUT, "/me", Some(json!({}))).await.refused(), (405, "method_not_allowed"));
    app.stop().await;
}

#[tokio::test]
async fn one_who_asks_too_often_is_told_to_wait() {
    let app = TestApp::start_with(|config| config.limits.requests_per_minute_max = 20).await;
    let owner = app.owner().await;
    let mut last = owner.get("/me").await;
    for _ in 0..40 {
        last = owner.get("/me").await;
    }
    assert_eq!(last.refused(), (429, "throttled"));
    assert!(last.headers.contains_key(header::RETRY_AFTER));
    app.stop().await;
}

#[tokio::test]
async fn queries_and_ids_that_make_no_sense_are_refused() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    for query in
        ["state=none", "order=random", "limit=x", "after=x", "assignee=x", "channel=-1", "sentiment=sad", "vip=perhaps", "network=y"]
    {
        let answer = owner.get(&format!("/brands/{brand}/cases?{query}")).await;
        assert_eq!(answer.refused(), (422, "invalid"), "{query}");
    }
    for query in ["limit=0", "limit=100000", "q=%EF%BF%BD", "q=%27%22%3B--", "q=*", "q=%22", "language=%00"] {
        owner.get(&format!("/brands/{brand}/cases?{query}")).await.ok();
    }
    for id in ["0", "-1", "1e3", "99999999999999999999", "%2e%2e", "%00", "null"] {
        assert_eq!(owner.get(&format!("/brands/{id}/cases")).await.refused(), (404, "not_found"), "{id}");
    }
    app.stop().await;
}

#[tokio::test]
async fn broken_requests_end_their_connection_and_nothing_else() {
    let app = TestApp::start().await;
    let address = app.base.strip_prefix("http://").expect("http").to_owned();
    let long_header = format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "a".repeat(100_000));
    let many_headers = format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-A: b\r\n".repeat(500));
    let cases: [(&str, &[u8]); 6] = [
        ("not HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        ("bad version", b"GET / HTTP/9.9\r\n\r\n"),
        ("long header", long_header.as_bytes()),
        ("many headers", many_headers.as_bytes()),
        ("two lengths", b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        (
            "bad chunk",
            b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ),
    ];
    for (what, bytes) in cases {
        let mut connection = TcpStream::connect(&address).await.expect("a connection");
        // The server may close before all of it was sent.
        let _ = connection.write_all(bytes).await;
        let _ = connection.shutdown().await;
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer).await;
        let status = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
        assert!(answer.is_empty() || status.starts_with("HTTP/1.1 4"), "{what}: {status}");
    }
    assert_eq!(app.nobody().get("/setup").await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::start().await;
    for path in ["/", "/healthz", "/api/v1/setup", "/api/v1/nothing", "/deep/link"] {
        let answer = app.nobody().request(Method::GET, &format!("{}{path}", app.base)).send().await.expect("an answer");
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!((header("x-content-type-options"), header("x-frame-options")), ("nosniff".into(), "DENY".into()), "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn an_operator_sees_whether_it_is_alive_ready_and_well() {
    let app = TestApp::start().await;
    let get = async |path: &str| {
        app.nobody().request(Method::GET, &format!("{}{path}", app.base)).send().await.expect("an answer").text().await.expect("a body")
    };
    assert_eq!(get("/healthz").await, "ok");
    let ready: serde_json::Value = serde_json::from_str(&get("/readyz").await).expect("JSON");
    assert_eq!((&ready["ready"], &ready["database"]["ok"]), (&json!(true), &json!(true)));
    get("/api/v1/setup").await;
    let metrics = get("/metrics").await;
    assert!(metrics.contains("answerable_http_requests_total{method=\"GET\",route=\"/api/v1/setup\",status=\"200\"} 1"), "{metrics}");
    assert!(metrics.ends_with("# EOF\n"));
    app.stop().await;
}
