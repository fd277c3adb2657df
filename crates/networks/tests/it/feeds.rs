//! Feeds: asked for politely, in bounds, from public addresses only; read whatever their dialect.

use crate::support::{Everything, MemoryVault, as_post, hostile, http};
use answerable_domain::{ActionKind, Availability, Cursor, InboundPost, PostKind, Unavailable};
use answerable_networks::{Connector, ConnectorError, Context, FeedSettings, SendTarget, Settings, connect};
use answerable_testkit::{FakeClock, FakeFeed, FeedAnswer, raw};
use proptest::prelude::*;
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>전자신문</title><link>https://news.example/</link><language>ko</language>
<item><title>아크메, 냉장고 &quot;리콜&quot; 발표</title><link>https://news.example/1</link><guid>n-1</guid>
  <description><![CDATA[<p>아크메가 <b>리콜</b>을 발표했다.</p><script>alert(1)</script><p>&lt;3만 대&gt;</p>]]></description>
  <pubDate>Sun, 22 Nov 2026 01:16:40 GMT</pubDate><author>kim@news.example (김기자)</author></item>
<item><title>둘째</title><link>https://news.example/2</link></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja"><title>暮らし</title><id>urn:f</id><updated>2026-11-22T00:00:00Z</updated>
<entry><id>urn:1</id><title type="text">a &lt;b&gt; c</title><link href="/posts/1"/><updated>2026-11-21T00:00:00Z</updated><published>2026-11-20T00:00:00Z</published>
  <author><name>ゆき</name></author><content type="html">&lt;p&gt;アクメの&lt;br&gt;冷蔵庫&lt;/p&gt;</content></entry></feed>"#;

const JSON: &str = r#"{"version":"https://jsonfeed.org/version/1","title":"J","items":[{"id":"7","url":"https://j.example/7","title":"T","content_text":"1 < 2 & 3"}]}"#;

fn context(allowed: &[String]) -> Context {
    Context {
        clock: FakeClock::new(),
        vault: Arc::new(MemoryVault::default()),
        http: http(),
        allowed_hosts: allowed.into(),
        reference_key: [0; 32],
    }
}

fn feed(url: &str, allowed: &[String]) -> Box<dyn Connector> {
    connect(Settings::Feed(FeedSettings { url: url.parse().unwrap(), poll_seconds: 900 }), None, context(allowed)).unwrap()
}

/// A feed at this path of a server that is allowed by host and port.
fn allowed(server: &FakeFeed, path: &str) -> Box<dyn Connector> {
    feed(&server.url(path), &[server.host()])
}

/// Normalising needs no network: one connector for all.
fn reader() -> &'static dyn Connector {
    static READER: OnceLock<Box<dyn Connector>> = OnceLock::new();
    READER.get_or_init(|| feed("https://news.example/rss", &[])).as_ref()
}

fn articles(body: impl Into<Vec<u8>>) -> Vec<InboundPost> {
    let all = reader().normalize(&raw("feed", body)).unwrap();
    all.into_iter().filter_map(as_post).collect()
}

#[test]
fn dialects_are_understood() {
    for (name, body) in [("rss", RSS), ("atom", ATOM), ("json", JSON)] {
        insta::assert_json_snapshot!(format!("feed_{name}"), articles(body));
    }
}

#[test]
fn old_encodings_are_understood() {
    let korean = b"<?xml version=\"1.0\" encoding=\"EUC-KR\"?><rss version=\"2.0\"><channel><item><title>\xc8\xaf\xba\xd2</title><guid>1</guid></item></channel></rss>";
    let japanese = b"<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><rss version=\"2.0\"><channel><item><title>\x95\xd4\x8b\xe0</title><guid>1</guid></item></channel></rss>";
    assert_eq!(articles(korean.as_slice())[0].text, "환불");
    assert_eq!(articles(japanese.as_slice())[0].text, "返金");
}

#[test]
fn an_article_keeps_its_id_and_an_edit_changes_its_version() {
    let first = articles(RSS);
    let again = articles(RSS);
    let edited = articles(RSS.replace("둘째", "둘째 (수정)"));
    assert_eq!(first, again);
    assert_eq!((&first[0].native_id, &first[0].version), (&edited[0].native_id, &edited[0].version));
    assert_eq!(first[1].native_id, edited[1].native_id);
    assert_ne!(first[1].version, edited[1].version);
    assert!(first.iter().all(|post| post.kind == PostKind::Article));
}

#[test]
fn articles_without_ids_of_their_own_are_told_apart() {
    let item = |guid: &str, link: &str, title: &str| format!("<item>{guid}{link}<title>{title}</title></item>");
    let guid = "<guid>same</guid>";
    let body = format!(
        "<rss version=\"2.0\"><channel>{}{}{}{}</channel></rss>",
        item(guid, "<link>https://a.example/1</link>", "하나"),
        item(guid, "<link>https://a.example/2</link>", "둘"),
        item("", "", "셋"),
        item("", "", "넷"),
    );
    let ids: std::collections::HashSet<String> = articles(body).into_iter().map(|post| post.native_id).collect();
    assert_eq!(ids.len(), 4, "{ids:?}");
}

#[tokio::test]
async fn an_unchanged_document_is_not_delivered_again() {
    let server = FakeFeed::start().await;
    server.serve("tagged", RSS, Some("\"v1\""));
    server.serve("plain", RSS, None);
    for path in ["tagged", "plain"] {
        let feed = allowed(&server, path);
        let first = feed.poll("feed", None, &Everything).await.unwrap();
        assert_eq!(first.raws, [RSS.as_bytes()]);
        let second = feed.poll("feed", first.next.as_ref(), &Everything).await.unwrap();
        assert!(second.raws.is_empty() && second.next.is_none());
    }
    assert_eq!(server.requests()[1], ("tagged".into(), Some("\"v1\"".into())));
    server.serve("tagged", ATOM, Some("\"v2\""));
    let cursor = Cursor(r#"{"etag":"\"v1\"","hash":""}"#.into());
    assert_eq!(allowed(&server, "tagged").poll("feed", Some(&cursor), &Everything).await.unwrap().raws, [ATOM.as_bytes()]);
}

#[tokio::test]
async fn check_says_what_it_is_or_that_it_is_none() {
    let server = FakeFeed::start().await;
    server.serve("rss", RSS, None);
    server.serve("page", "<html><body>no feed</body></html>", None);
    assert_eq!(allowed(&server, "rss").check().await.unwrap().display_name.as_deref(), Some("전자신문"));
    assert!(matches!(allowed(&server, "page").check().await, Err(ConnectorError::Settings { code: "not_a_feed", .. })));
}

#[tokio::test]
async fn what_a_server_says_is_told_apart() {
    let server = FakeFeed::start().await;
    let answer = |status: u16, headers: &[(&str, &str)]| FeedAnswer {
        status,
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        ..FeedAnswer::default()
    };
    server.answer("busy", answer(429, &[("retry-after", "77")]));
    server.answer("down", answer(502, &[]));
    server.answer("gone", answer(410, &[]));
    server.answer("secret", answer(403, &[]));
    server.answer("nowhere", answer(302, &[]));
    server.serve("huge", vec![b'x'; 6 * 1024 * 1024], None);
    server.redirect("loop", "/loop");
    let poll = async |path: &str| allowed(&server, path).poll("feed", None, &Everything).await.unwrap_err();
    assert!(matches!(poll("busy").await, ConnectorError::RateLimited { after, .. } if after == Duration::from_secs(77)));
    assert!(matches!(poll("down").await, ConnectorError::Transient(_)));
    assert!(matches!(poll("gone").await, ConnectorError::Settings { code: "feed_gone", .. }));
    assert!(matches!(poll("huge").await, ConnectorError::Settings { code: "feed_too_large", .. }));
    for path in ["secret", "nowhere", "loop"] {
        assert!(matches!(poll(path).await, ConnectorError::Protocol(_)), "{path}");
    }
}

#[tokio::test]
async fn only_public_addresses_are_fetched_redirects_included() {
    let server = FakeFeed::start().await;
    server.serve("rss", RSS, None);
    let port = server.host().split(':').next_back().unwrap().to_owned();
    let refused = async |connector: Box<dyn Connector>| {
        let error = connector.poll("feed", None, &Everything).await.unwrap_err();
        assert!(matches!(error, ConnectorError::Settings { code: "address_not_public", .. }), "{error}");
    };
    for url in [
        server.url("rss"),
        format!("http://localhost:{port}/rss"),
        format!("http://[::1]:{port}/rss"),
        format!("http://[::ffff:127.0.0.1]:{port}/rss"),
        format!("http://0.0.0.0:{port}/rss"),
        format!("http://2130706433:{port}/rss"),
        format!("http://0x7f.1:{port}/rss"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
    ] {
        refused(feed(&url, &[])).await;
        refused(feed(&url, &["127.0.0.1:1".to_owned()])).await;
    }
    assert_eq!(server.requests(), []);

    for (path, to) in
        [("a", "http://169.254.169.254/".to_owned()), ("b", format!("http://localhost:{port}/rss")), ("c", "http://10.0.0.1/".to_owned())]
    {
        server.redirect(path, &to);
        refused(allowed(&server, path)).await;
    }
    server.redirect("scheme", "file:///etc/passwd");
    assert!(matches!(allowed(&server, "scheme").poll("feed", None, &Everything).await, Err(ConnectorError::Protocol(_))));
    server.redirect("fine", "/rss");
    assert_eq!(allowed(&server, "fine").poll("feed", None, &Everything).await.unwrap().raws.len(), 1);
}

#[test]
fn an_article_is_answered_by_a_person_elsewhere() {
    let connector = feed("https://news.example/rss", &[]);
    let target = |post| SendTarget { post, handle: serde_json::Value::Null };
    let linked = target(answerable_testkit::post("기사").permalink("https://news.example/1").build());
    let bare = target(answerable_testkit::post("기사").build());
    assert_eq!(connector.can(ActionKind::Reply, &linked), Availability::Manual(Unavailable::Unsupported));
    assert_eq!(connector.can(ActionKind::Reply, &bare), Availability::No(Unavailable::Unsupported));
    assert_eq!(connector.can(ActionKind::Like, &linked), Availability::No(Unavailable::Unsupported));
    assert_eq!(connector.limits(), None);
}

#[test]
fn hostile_documents_are_survived() {
    let connector = feed("https://news.example/rss", &[]);
    let deep = format!("<rss version=\"2.0\"><channel><item><description>{}", "<p>".repeat(200_000));
    let deep_content = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"xhtml\">{}{}</content></entry></feed>",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>"#;
    let outside = r#"<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>[&x;]</title></item></channel></rss>"#;
    let json = format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}", "[".repeat(100_000));
    for body in [deep.as_str(), &deep_content, bomb, outside, &json, "", "<", "{", "<rss", "<rss version=\"2.0\">", "\u{feff}"] {
        for inbound in connector.normalize(&raw("feed", body)).into_iter().flatten() {
            assert!(!as_post(inbound).unwrap().text.contains("root:"));
        }
    }
    assert_eq!(connector.normalize(&raw("feed", deep_content.as_str())).unwrap_err().code, "too_deep");
    for text in hostile() {
        let _ = connector.normalize(&raw("feed", text.as_bytes()));
        let cdata = text.replace("]]>", "");
        let body = format!(
            "<rss version=\"2.0\"><channel><item><guid>1</guid><title><![CDATA[{cdata}]]></title><link><![CDATA[{cdata}]]></link><description><![CDATA[{cdata}]]></description></item></channel></rss>"
        );
        for inbound in connector.normalize(&raw("feed", body)).into_iter().flatten() {
            let post = as_post(inbound).unwrap();
            assert!(!post.text.contains('\0'));
            assert!(post.permalink.is_none_or(|link| link.starts_with("http")), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn bent_documents_are_survived(which in 0_usize..3, cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..10)) {
        let mut body = [RSS, ATOM, JSON][which].as_bytes().to_vec();
        for (place, byte) in cuts {
            let place = place.index(body.len());
            body[place] = byte;
        }
        for inbound in reader().normalize(&raw("feed", body)).into_iter().flatten() {
            prop_assert!(!as_post(inbound).unwrap().text.contains('\0'));
        }
    }
}
