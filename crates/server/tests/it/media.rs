//! Pictures and files of posts: fetched, kept by the hash of their bytes, shown so that they can do nothing, dropped when nobody needs them.

use crate::{
    app::{Browser, TestApp, until},
    world::{PICTURE, upload},
};
use answerable_domain::{ChannelId, ConnectorKind, Inbound, Media, Network, PostKind, Scope, Visibility};
use answerable_store::{NewUpload, RawPage};
use answerable_testkit::{FakeBluesky, inbound};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// A server of pictures, on this machine, that notes what it is asked.
struct Pictures {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

type Answers = Arc<HashMap<&'static str, (StatusCode, Vec<(header::HeaderName, String)>, Vec<u8>)>>;

impl Pictures {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let state = (answers(&address), asked.clone());
        let router = Router::new().fallback(answer).with_state(state);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { address, asked, task }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().expect("no holder panics").iter().filter(|asked| *asked == path).count()
    }
}

impl Drop for Pictures {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn answers(address: &str) -> Answers {
    let to = |place: &str| vec![(header::LOCATION, place.to_owned())];
    let ok = |kind: &str, bytes: &[u8]| (StatusCode::OK, vec![(header::CONTENT_TYPE, kind.to_owned())], bytes.to_vec());
    let large = |start: &[u8], bytes: usize| [start, &vec![0; bytes - start.len()]].concat();
    let film = b"\0\0\0\x20ftypisom";
    Arc::new(HashMap::from([
        ("/a.png", ok("image/png", PICTURE)),
        ("/lies.png", ok("image/png", b"<html><script>alert(1)</script></html>")),
        ("/drawing.svg", ok("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")),
        ("/called-html", ok("text/html", PICTURE)),
        ("/film.mp4", ok("video/mp4", &large(film, 12 << 20))),
        ("/too-large.png", ok("image/png", &large(PICTURE, (10 << 20) + 1))),
        ("/too-large.mp4", ok("video/mp4", &large(film, (25 << 20) + 1))),
        ("/empty", ok("image/png", b"")),
        ("/moved", (StatusCode::FOUND, to(&format!("http://{address}/a.png")), Vec::new())),
        ("/inside", (StatusCode::FOUND, to("http://169.254.169.254/latest/meta-data"), Vec::new())),
        ("/round", (StatusCode::FOUND, to("/round"), Vec::new())),
        ("/file", (StatusCode::FOUND, to("file:///etc/passwd"), Vec::new())),
        ("/secret", (StatusCode::FORBIDDEN, Vec::new(), Vec::new())),
        ("/busy", (StatusCode::SERVICE_UNAVAILABLE, vec![(header::RETRY_AFTER, "600".to_owned())], Vec::new())),
    ]))
}

async fn answer(State((answers, asked)): State<(Answers, Arc<Mutex<Vec<String>>>)>, uri: Uri) -> Response {
    asked.lock().expect("no holder panics").push(uri.path().to_owned());
    let Some((status, headers, body)) = answers.get(uri.path()).cloned() else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = (status, body).into_response();
    response.headers_mut().extend(headers.into_iter().map(|(name, value)| (name, value.parse().expect("a value"))));
    response
}

struct Desk {
    app: TestApp,
    owner: Browser,
    brand: String,
    pictures: Pictures,
    /// A channel that keeps media, of a network that tells of deletions.
    channel: ChannelId,
    _network: FakeBluesky,
}

impl Desk {
    async fn open(allowed: bool) -> Self {
        let pictures = Pictures::start().await;
        let host = pictures.address.clone();
        let app = TestApp::start_with(|config| config.networks.allowed_hosts.extend(allowed.then_some(host))).await;
        let owner = app.owner().await;
        let brand = owner.brand("Acme").await;
        let network = FakeBluesky::start(app.clock.clone()).await;
        let config = json!({ "url": network.stream_url(), "appview": network.url() });
        let new = json!({ "connector": "bluesky_stream", "config": config });
        let channel = owner.post(&format!("/brands/{brand}/channels"), new).await.created();
        let channel = ChannelId(channel["id"].as_str().expect("an id").parse().expect("a number"));
        Self { app, owner, brand, pictures, channel, _network: network }
    }

    /// What was fetched for the channel is taken in.
    async fn hears(&self, inbound: &[Inbound]) {
        let body = serde_json::to_vec(inbound).expect("JSON");
        let page = RawPage { bodies: vec![body], received_at: 1_800_000_000_000, ..RawPage::default() };
        self.app.store().append_raw(self.channel, "hydrate", page).await.expect("stored");
        self.app.pump().await;
    }

    /// A post with these pictures; the media as the case shows them when all were tried.
    async fn post_with(&self, id: &str, urls: &[String]) -> Vec<Value> {
        let mut post = inbound(id, &format!("환불 {id}")).author(&format!("author-{id}")).build();
        post.network = Network::Bluesky;
        (post.addressed, post.kind, post.visibility) = (true, PostKind::Post, Visibility::Public);
        post.media =
            urls.iter().map(|url| Media { url: url.clone(), alt: Some("냉장고".into()), mime: Some("image/png".into()) }).collect();
        self.hears(&[Inbound::Post(Box::new(post))]).await;
        self.app.fetches_media().await;
        self.media(id).await
    }

    async fn media(&self, id: &str) -> Vec<Value> {
        let cases = self.owner.get(&format!("/brands/{}/cases?state=all", self.brand)).await.ok();
        for row in cases["items"].as_array().expect("cases") {
            let detail = self.owner.get(&format!("/brands/{}/cases/{}", self.brand, row["id"].as_str().expect("an id"))).await.ok();
            for item in detail["thread"].as_array().expect("a thread") {
                if item["post"]["native_id"] == id {
                    return item["post"]["media"].as_array().expect("media").clone();
                }
            }
        }
        panic!("no post {id}")
    }

    async fn bytes(&self, medium: &Value, query: &str, more: &[(header::HeaderName, &str)]) -> (u16, HeaderMap, Vec<u8>) {
        let path = format!("/brands/{}/media/{}{query}", self.brand, medium["id"].as_str().expect("an id"));
        let mut request = self.owner.request(Method::GET, &path).header("accept-encoding", "gzip");
        for (name, value) in more {
            request = request.header(name, *value);
        }
        let answer = request.send().await.expect("an answer");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.bytes().await.expect("bytes").to_vec())
    }
}

#[tokio::test]
async fn pictures_are_fetched_once_and_shown_so_that_they_can_do_nothing() {
    let desk = Desk::open(true).await;
    let media =
        desk.post_with("p1", &[desk.pictures.url("/a.png"), desk.pictures.url("/film.mp4"), desk.pictures.url("/called-html")]).await;
    let states: Vec<_> = media.iter().map(|medium| (medium["state"].as_str(), medium["mime"].as_str())).collect();
    assert_eq!(states, [(Some("kept"), Some("image/png")), (Some("kept"), Some("video/mp4")), (Some("kept"), Some("image/png"))]);
    assert_eq!((&media[0]["alt"], &media[0]["url"]), (&json!("냉장고"), &json!(desk.pictures.url("/a.png"))));
    assert_eq!(desk.app.media_files(), 2, "the same bytes lie there once");
    assert_eq!((desk.pictures.asked("/a.png"), desk.pictures.asked("/film.mp4")), (1, 1));

    let (status, headers, bytes) = desk.bytes(&media[0], "", &[]).await;
    assert_eq!((status, bytes.as_slice()), (200, PICTURE));
    for (name, expected) in [
        ("content-type", "image/png"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, max-age=31536000, immutable"),
    ] {
        assert_eq!(headers[name], expected, "{name}");
    }
    assert!(headers["content-disposition"].to_str().expect("ASCII").starts_with("inline;"));
    let (_, headers, _) = desk.bytes(&media[0], "?download", &[]).await;
    assert!(headers["content-disposition"].to_str().expect("ASCII").starts_with("attachment;"));
    let etag = headers["etag"].to_str().expect("ASCII").to_owned();
    assert_eq!(desk.bytes(&media[0], "", &[(header::IF_NONE_MATCH, &etag)]).await.0, 304);

    // A film is played from the middle.
    let (status, headers, bytes) = desk.bytes(&media[1], "", &[(header::RANGE, "bytes=4-11")]).await;
    assert_eq!((status, bytes.as_slice()), (206, b"ftypisom".as_slice()));
    assert_eq!(headers["content-range"], format!("bytes 4-11/{}", 12 << 20));
    assert!(!headers.contains_key("content-encoding"));
    let (status, headers, bytes) = desk.bytes(&media[1], "", &[]).await;
    assert_eq!((status, bytes.len(), headers.get("content-encoding")), (200, 12 << 20, None), "given as it lies there");
    assert_eq!(desk.bytes(&media[1], "", &[(header::RANGE, "bytes=99999999-")]).await.0, 416);
    desk.app.stop().await;
}

#[tokio::test]
async fn what_is_not_kept_says_why_and_is_asked_for_once() {
    let desk = Desk::open(true).await;
    let cases = [
        ("/lies.png", "unsupported"),
        ("/drawing.svg", "unsupported"),
        ("/too-large.png", "too_large"),
        ("/too-large.mp4", "too_large"),
        ("/empty", "empty"),
        ("/inside", "not_allowed"),
        ("/round", "too_many_redirects"),
        ("/file", "bad_url"),
        ("/secret", "forbidden"),
        ("/nothing", "gone"),
    ];
    let urls: Vec<String> = cases.iter().map(|(path, _)| desk.pictures.url(path)).collect();
    let media = desk.post_with("p1", &urls).await;
    for (medium, (path, why)) in media.iter().zip(cases) {
        assert_eq!((&medium["state"], &medium["why"]), (&json!("refused"), &json!(why)), "{path}");
        assert_eq!(medium["url"], desk.pictures.url(path), "the link stays");
        assert_eq!(desk.bytes(medium, "", &[]).await.0, 404, "{path}");
    }
    assert_eq!(desk.app.media_files(), 0);
    assert_eq!((desk.pictures.asked("/lies.png"), desk.pictures.asked("/round")), (1, 4), "one question, and at most three redirects");
    let media =
        desk.post_with("p2", &[desk.pictures.url("/moved"), "ftp://example.com/a.png".into(), "http://user:x@example.com/".into()]).await;
    assert_eq!(media.iter().map(|medium| medium["state"].as_str()).collect::<Vec<_>>(), [Some("kept"), Some("refused"), Some("refused")]);
    desk.app.stop().await;
}

#[tokio::test]
async fn addresses_inside_are_not_fetched() {
    let desk = Desk::open(false).await;
    let urls = [
        desk.pictures.url("/a.png"),
        desk.pictures.url("/a.png").replace("127.0.0.1", "localhost"),
        "http://[::1]/a".into(),
        "http://0x7f000001/".into(),
    ];
    for medium in desk.post_with("p1", &urls).await {
        assert_eq!((&medium["state"], &medium["why"]), (&json!("refused"), &json!("not_allowed")), "{medium}");
    }
    assert_eq!(desk.pictures.asked("/a.png"), 0);
    desk.app.stop().await;
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_when_it_wants_and_six_times_at_most() {
    let desk = Desk::open(true).await;
    let media = desk.post_with("p1", &[desk.pictures.url("/busy")]).await;
    assert_eq!((&media[0]["state"], desk.pictures.asked("/busy")), (&json!("wanted"), 1));
    desk.app.clock.advance_ms(599_000);
    desk.app.fetches_media().await;
    assert_eq!(desk.pictures.asked("/busy"), 1, "it asked for ten minutes");
    for _ in 0..20 {
        desk.app.clock.advance_ms(4 * 60 * 60 * 1_000);
        desk.app.fetches_media().await;
    }
    assert_eq!(desk.pictures.asked("/busy"), 6);
    assert_eq!(desk.media("p1").await[0]["why"], "unreachable");
    desk.app.stop().await;
}

#[tokio::test]
async fn copies_go_with_a_deleted_post_but_not_while_another_has_them() {
    let desk = Desk::open(true).await;
    desk.post_with("p1", &[desk.pictures.url("/a.png"), desk.pictures.url("/film.mp4")]).await;
    let other = desk.post_with("p2", &[desk.pictures.url("/moved")]).await;
    let waiting = desk.post_with("p3", &[desk.pictures.url("/busy")]).await;
    assert_eq!((waiting[0]["state"].as_str(), desk.app.media_files()), (Some("wanted"), 2));
    let deleted = |id: &str| Inbound::Deleted { native_id: id.into(), by: answerable_domain::Deleter::Author };
    desk.hears(&[deleted("p1"), deleted("p3")]).await;
    desk.app.sweeps_media().await;
    for medium in desk.media("p1").await.iter().chain(&desk.media("p3").await) {
        assert_eq!(medium["state"], "gone", "{medium}");
        assert_eq!(desk.bytes(medium, "", &[]).await.0, 404);
    }
    assert_eq!(desk.app.media_files(), 1, "the other post's picture stays");
    assert_eq!(desk.bytes(&other[0], "", &[]).await.2, PICTURE);
    desk.app.stop().await;
}

#[tokio::test]
async fn an_upload_that_no_post_takes_in_is_gone_after_a_day() {
    let desk = Desk::open(true).await;
    let loose = upload(&desk.owner, &desk.brand).await;
    assert_eq!(desk.bytes(&loose, "", &[]).await.2, PICTURE);
    desk.app.clock.advance_ms(23 * 60 * 60 * 1_000);
    desk.app.sweeps_media().await;
    assert_eq!(desk.app.media_files(), 1);
    desk.app.clock.advance_ms(2 * 60 * 60 * 1_000);
    desk.app.sweeps_media().await;
    assert_eq!((desk.app.media_files(), desk.bytes(&loose, "", &[]).await.0), (0, 404));
    desk.app.stop().await;
}

/// So many may wait for their posts; of what comes after them nothing stays, not even for an hour.
#[tokio::test]
async fn an_upload_that_is_one_too_many_leaves_no_file() {
    let desk = Desk::open(true).await;
    let scope = Scope::program(answerable_domain::BrandId(desk.brand.parse().expect("a number")));
    for number in 0..answerable_store::limits::UPLOADS_LOOSE_MAX {
        let waiting = NewUpload { hash: format!("{number:064}"), mime: "image/png".into(), name: None, alt: None, bytes: 1 };
        desk.app.store().create_upload(&scope, waiting).await.expect("stored");
    }
    let request = desk.owner.request(Method::POST, &format!("/brands/{}/uploads?name=x.png", desk.brand)).body(PICTURE);
    let refused = request.send().await.expect("an answer");
    assert!(refused.status().is_client_error(), "{refused:?}");
    assert_eq!(desk.app.media_files(), 0);
    desk.app.stop().await;
}

#[tokio::test]
async fn files_that_nobody_names_any_more_go_and_others_stay() {
    let desk = Desk::open(true).await;
    desk.post_with("p1", &[desk.pictures.url("/a.png")]).await;
    let stray = desk.app.data().media().join("ab");
    std::fs::create_dir_all(&stray).expect("a folder");
    std::fs::write(stray.join(format!("ab{}", "0".repeat(62))), b"of a program that died").expect("a file");
    std::fs::write(stray.join("README"), b"not ours").expect("a file");
    assert_eq!(desk.app.media_files(), 3);
    desk.app.sweeps_media().await;
    assert_eq!(desk.app.media_files(), 2, "the post's picture, and what is none of ours");
    desk.app.stop().await;
}

#[tokio::test]
async fn the_files_of_a_brand_go_with_it() {
    let desk = Desk::open(true).await;
    desk.post_with("p1", &[desk.pictures.url("/a.png"), desk.pictures.url("/film.mp4")]).await;
    let other = desk.owner.brand("Other").await;
    upload(&desk.owner, &other).await;
    assert_eq!(desk.app.media_files(), 2, "both brands have the same picture");
    desk.owner.send(Method::DELETE, &format!("/brands/{}", desk.brand), None).await.done();
    until("only what the other brand has is there", async || (desk.app.media_files() == 1).then_some(())).await;
    desk.app.stop().await;
}

#[tokio::test]
async fn people_bring_pictures_and_documents_and_nothing_that_runs() {
    let desk = Desk::open(true).await;
    let address = format!("/brands/{}/uploads", desk.brand);
    let bring = async |name: &str, kind: &str, bytes: Vec<u8>| {
        let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("name", name).finish();
        let request = desk.owner.request(Method::POST, &format!("{address}?{query}")).header("content-type", kind).body(bytes);
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"))
    };
    let large = [PICTURE, &vec![0; 10 << 20]].concat();
    for (name, kind, bytes, expected) in [
        ("x.html", "text/html", b"<script>alert(1)</script>".to_vec(), 422),
        ("x.svg", "image/svg+xml", b"<svg/>".to_vec(), 422),
        ("x.png", "image/png", b"MZ\x90\0".to_vec(), 422),
        ("x.png", "image/png", Vec::new(), 422),
        ("x.png", "image/png", large, 413),
    ] {
        let (status, answer) = bring(name, kind, bytes).await;
        assert_eq!(status, expected, "{name}: {answer}");
    }
    let (status, receipt) = bring("영수증 (1).pdf.exe", "application/octet-stream", b"%PDF-1.7 ...".to_vec()).await;
    assert_eq!((status, &receipt["mime"]), (201, &json!("application/pdf")));
    let (_, headers, _) = desk.bytes(&receipt, "", &[]).await;
    let told = headers["content-disposition"].to_str().expect("ASCII");
    assert!(told.starts_with("attachment;") && told.ends_with("(1).pdf.exe.pdf") || told.contains("%281%29.pdf.exe.pdf"), "{told}");
    desk.app.stop().await;
}

/// The network decides whether copies may be kept.
#[tokio::test]
async fn where_the_network_does_not_allow_copies_none_are_fetched() {
    let desk = Desk::open(true).await;
    let lines = "{\"text\":\"환불\",\"author\":\"jiwoo\",\"id\":\"p9\",\"time\":1700000000}\n";
    crate::world::import(&desk.app, &desk.owner, &desk.brand, lines).await;
    let scope = Scope::program(answerable_domain::BrandId(desk.brand.parse().expect("a number")));
    let channels = desk.app.store().channels(&scope).await.expect("channels");
    let import = channels.iter().find(|record| record.channel.connector == ConnectorKind::Import).expect("a channel").channel.id;
    let desk = Desk { channel: import, ..desk };
    let media = desk.post_with("p8", &[desk.pictures.url("/a.png")]).await;
    assert!(media.iter().all(|medium| medium["state"] != "kept"), "{media:?}");
    assert_eq!((desk.pictures.asked("/a.png"), desk.app.media_files()), (0, 0));
    desk.app.stop().await;
}
