//! Posts that a colleague pasted.

use crate::support::{MemoryVault, as_post, hostile, http};
use answerable_domain::{
    ActionKind, Availability, ChannelId, ConnectorKind, Inbound, InboundPost, Network, PostKind, Unavailable, Visibility,
};
use answerable_networks::{Connector, Context, SendTarget, Settings, connect, manual::PastedPost};
use answerable_testkit::{FakeClock, post, raw};
use serde_json::json;
use std::sync::{Arc, OnceLock};

/// Reading needs no network: one connector for all.
fn manual() -> &'static dyn Connector {
    static MANUAL: OnceLock<Box<dyn Connector>> = OnceLock::new();
    MANUAL
        .get_or_init(|| {
            let context = Context {
                clock: FakeClock::new(),
                vault: Arc::new(MemoryVault::default()),
                http: http(),
                allowed_hosts: Arc::new([]),
                reference_key: [7; 32],
            };
            connect(Settings::Manual, None, context).unwrap()
        })
        .as_ref()
}

fn read(pasted: &PastedPost) -> InboundPost {
    let mut found = manual().normalize(&raw("pasted", pasted.to_raw())).unwrap();
    let post = as_post(found.remove(0)).unwrap();
    assert_eq!(post.native_id, pasted.native_id());
    assert_eq!(post.network, pasted.network());
    post
}

fn pasted(url: &str, text: &str) -> PastedPost {
    PastedPost { url: Some(url.to_owned()).filter(|url| !url.is_empty()), text: text.to_owned(), ..PastedPost::default() }
}

#[test]
fn a_pasted_post_is_heard_as_said_to_us() {
    let said = PastedPost {
        author: Some("@Jiwoo".into()),
        time_ms: Some(1_795_310_100_000),
        by: Some("77".into()),
        ..pasted("https://mobile.twitter.com/Jiwoo/status/1790000000000000001?s=20", " 배송이 안 와요 \n")
    };
    let post = read(&said);
    assert_eq!((post.network, post.native_id.as_str()), (Network::X, "x:1790000000000000001"));
    assert_eq!((post.text.as_str(), post.created_at, post.addressed, post.context), ("배송이 안 와요", 1_795_310_100_000, true, false));
    assert_eq!((post.kind, post.visibility), (PostKind::Post, Visibility::Public));
    assert_eq!((post.author.native_id.as_str(), post.author.handle.as_deref()), ("jiwoo", Some("Jiwoo")));
    assert_eq!(post.permalink.as_deref(), Some("https://x.com/Jiwoo/status/1790000000000000001"));
    assert_eq!(post.handle, json!({"pasted_by": "77"}));
}

#[test]
fn pasting_twice_is_one_post_and_other_words_are_a_new_version() {
    let first = read(&pasted("https://x.com/jiwoo/status/1", "하나"));
    let again = read(&pasted("https://twitter.com/jiwoo/status/1/photo/2?s=1", "하나"));
    let edited = read(&pasted("https://x.com/jiwoo/status/1", "둘"));
    assert_eq!((&first.native_id, &first.version), (&again.native_id, &again.version));
    assert_eq!(first.native_id, edited.native_id);
    assert_ne!(first.version, edited.version);
}

#[test]
fn without_an_address_the_words_their_author_and_their_time_are_the_name() {
    let said = |author: Option<&str>, text: &str, time_ms: Option<i64>| {
        read(&PastedPost { author: author.map(str::to_owned), time_ms, network: Some(Network::Kakaotalk), ..pasted("", text) })
    };
    let first = said(Some("지우"), "환불해 주세요", Some(1));
    assert!(first.native_id.starts_with("sha256:"));
    assert_eq!(first.native_id, said(Some("지우 "), " 환불해 주세요", Some(1)).native_id);
    for other in
        [said(Some("소라"), "환불해 주세요", Some(1)), said(Some("지우"), "환불", Some(1)), said(Some("지우"), "환불해 주세요", None)]
    {
        assert_ne!(first.native_id, other.native_id);
    }
    // Two who gave no name are two.
    let (one, two) = (said(None, "하나", None), said(None, "둘", None));
    assert_ne!(one.author.native_id, two.author.native_id);
    assert_eq!((one.author.handle, one.author.display_name), (None, None));
    let nameless = said(Some("@"), "하나", None);
    assert_eq!((nameless.author.handle.as_deref(), nameless.author.native_id.as_str()), (None, "@"));
}

#[test]
fn a_bluesky_post_meets_the_one_that_the_stream_heard() {
    let post = read(&pasted("https://bsky.app/profile/did:plc:abc123/post/3n2ugxfuuok2i", "安い"));
    assert_eq!(post.native_id, "at://did:plc:abc123/app.bsky.feed.post/3n2ugxfuuok2i");
    assert_eq!(post.author.native_id, "did:plc:abc123");
    let manual = manual();
    assert_eq!(manual.scope(post.network, ChannelId(1)), manual.scope(post.network, ChannelId(2)));
    assert_eq!(read(&pasted("https://news.ycombinator.com/item?id=7", "x")).native_id, "7");
}

#[test]
fn the_kind_follows_from_the_place_unless_it_is_told() {
    let kind = |network, url: &str, kind| read(&PastedPost { network, kind, ..pasted(url, "x") });
    for (network, url, told, expected, visibility) in [
        (None, "https://maps.app.goo.gl/AbC", None, PostKind::Review, Visibility::Public),
        (Some(Network::AppReviews), "", None, PostKind::Review, Visibility::Public),
        (Some(Network::Line), "", None, PostKind::Direct, Visibility::Direct),
        (None, "https://linevoom.line.me/post/1", None, PostKind::Post, Visibility::Public),
        (Some(Network::Email), "", None, PostKind::Mail, Visibility::Direct),
        (Some(Network::X), "", Some(PostKind::Direct), PostKind::Direct, Visibility::Direct),
        (Some(Network::Naver), "https://acme.example/review/7", None, PostKind::Post, Visibility::Public),
    ] {
        let post = kind(network, url, told);
        assert_eq!((post.kind, post.visibility), (expected, visibility), "{network:?} {url}");
    }
    // The address knows better than the list, and the list better than nothing.
    assert_eq!(kind(Some(Network::Naver), "https://x.com/a/status/1", None).network, Network::X);
    assert_eq!(kind(Some(Network::Naver), "https://acme.example/review/7", None).network, Network::Naver);
    assert_eq!(kind(None, "no address", None).network, Network::Other);
}

#[test]
fn what_the_server_would_never_store_is_poison() {
    for (body, code) in [
        (r#"{"url":"https://x.com/a/status/1"}"#, "missing_field"),
        (r#"{"text":7}"#, "bad_value"),
        (r#"{"text":"x","surprise":1}"#, "bad_value"),
        (r#"{"text":"x","network":"nowhere"}"#, "bad_value"),
        ("x", "not_json"),
    ] {
        assert_eq!(manual().normalize(&raw("pasted", body)).unwrap_err().code, code, "{body}");
    }
    let long = PastedPost { text: "x".repeat(200_000), ..PastedPost::default() };
    assert_eq!(manual().normalize(&raw("pasted", long.to_raw())).unwrap_err().code, "too_large");
}

#[test]
fn hostile_texts_come_through_as_text() {
    for text in hostile() {
        let post = read(&PastedPost { author: Some(text.clone()), ..pasted("", &text) });
        assert_eq!(post.text, text.trim().replace('\0', " "));
        assert!(!post.author.native_id.is_empty() && !post.author.native_id.contains('\0'));
    }
}

#[test]
fn it_is_answered_where_it_was_said() {
    let manual = manual();
    let target = SendTarget { post: post("x").native(Network::X, "x:1", "1").build(), handle: json!({}) };
    for (action, expected) in [
        (ActionKind::Reply, Availability::Manual(Unavailable::Unsupported)),
        (ActionKind::Direct, Availability::Manual(Unavailable::Unsupported)),
        (ActionKind::Like, Availability::No(Unavailable::Unsupported)),
    ] {
        assert_eq!(manual.can(action, &target), expected);
    }
    assert_eq!(manual.kind(), ConnectorKind::Manual);
    assert!(manual.sources().is_empty() && manual.limits().is_none());
    assert!(matches!(manual.normalize(&raw("pasted", "{\"text\":\"\"}")).unwrap().as_slice(), [Inbound::Post(_)]));
}
