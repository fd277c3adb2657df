//! From bytes to posts: everything that real servers said, and everything that nobody should.

use crate::support::{World, fixture};
use answerable_domain::{Inbound, Span, SpanKind};
use answerable_networks::{Connector, Poison};
use answerable_testkit::raw;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// Normalising needs no network: any account will do.
fn connector() -> &'static dyn Connector {
    static CONNECTOR: OnceLock<Box<dyn Connector>> = OnceLock::new();
    CONNECTOR
        .get_or_init(|| {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async { World::new().await.stream() })
        })
        .as_ref()
}

fn normalize(body: impl Into<Vec<u8>>) -> Result<Vec<Inbound>, Poison> {
    connector().normalize(&raw("test", body))
}

#[test]
fn recorded_notifications_are_understood() {
    let answer = fixture("listNotifications");
    let all: Vec<Inbound> =
        answer["body"]["notifications"].as_array().unwrap().iter().flat_map(|one| normalize(one.to_string()).unwrap()).collect();
    insta::assert_json_snapshot!("recorded_notifications", all);
}

#[test]
fn recorded_posts_are_understood() {
    for name in ["getPosts", "getPosts-edited", "getQuotes", "searchPosts"] {
        let answer = fixture(name);
        let all: Vec<Inbound> =
            answer["body"]["posts"].as_array().unwrap().iter().flat_map(|one| normalize(one.to_string()).unwrap()).collect();
        insta::assert_json_snapshot!(format!("recorded_{name}"), all);
    }
}

#[test]
fn recorded_answers_as_a_whole_are_not_posts() {
    for name in ["error-bad-token", "error-no-token", "getProfile", "createSession-brand", "deleteRecord", "getPosts-deleted"] {
        assert_eq!(normalize(fixture(name)["body"].to_string()).unwrap_err().code, "missing_field", "{name}");
    }
}

fn frame(record: Value) -> Vec<u8> {
    json!({"did": "did:plc:q235v55g5unth4zjjdpacfdr", "time_us": 1_779_719_009_157_119_u64, "kind": "commit", "commit": {
        "rev": "3mmoojpaqkn2z", "operation": "create", "collection": "app.bsky.feed.post", "rkey": "3mmoojp4cd223", "record": record, "cid": "bafyreia",
    }})
    .to_string()
    .into_bytes()
}

#[test]
fn frames_are_understood() {
    let reply = json!({"$type": "app.bsky.feed.post", "createdAt": "2026-05-25T14:23:28.757Z", "langs": ["en"], "text": "Try RSV for a good time !!", "reply": {
        "parent": {"cid": "bafyb", "uri": "at://did:plc:j76abc/app.bsky.feed.post/3mmojbrjwbs26"},
        "root": {"cid": "bafyc", "uri": "at://did:plc:root/app.bsky.feed.post/3mmojbrjwbs00"},
    }});
    insta::assert_json_snapshot!("frame", normalize(frame(reply)).unwrap());
    for (frame, expected) in [
        (r#"{"did":"did:plc:g4u","time_us":1,"kind":"identity","identity":{"did":"did:plc:g4u","handle":"New.Test"}}"#, "profile"),
        (r#"{"did":"did:plc:g4u","time_us":1,"kind":"identity","identity":{"did":"did:plc:g4u"}}"#, "ignored"),
        (r#"{"did":"did:plc:g4u","time_us":1,"kind":"account","account":{"active":true}}"#, "ignored"),
        (r#"{"did":"did:plc:g4u","time_us":1,"kind":"account","account":{"active":false,"status":"deleted"}}"#, "author_gone"),
        (
            r#"{"did":"did:plc:g4u","time_us":1,"kind":"commit","commit":{"operation":"delete","collection":"app.bsky.feed.post","rkey":"3m"}}"#,
            "deleted",
        ),
        (
            r#"{"did":"did:plc:g4u","time_us":1,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.like","rkey":"3m"}}"#,
            "ignored",
        ),
        (r#"{"did":"did:plc:g4u","time_us":1,"kind":"sync"}"#, "ignored"),
    ] {
        let all = normalize(frame).unwrap();
        assert_eq!(serde_json::to_value(&all[0]).unwrap()["is"], expected, "{frame}");
    }
}

#[test]
fn the_traps_of_the_contract_sheet() {
    let post = |record: Value| match normalize(frame(record)).unwrap().remove(0) {
        Inbound::Post(post) => *post,
        other => panic!("{other:?}"),
    };
    let tag = |start: u32, end: u32| json!({"index": {"byteStart": start, "byteEnd": end}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "x"}]});
    let inside = post(json!({"text": "가나", "facets": [tag(1, 3), tag(0, 99), tag(3, 6)]}));
    assert_eq!(inside.spans, [Span { start: 3, end: 6, kind: SpanKind::Tag("x".into()) }]);
    assert_eq!(post(json!({"text": "a", "createdAt": "2999-01-01T00:00:00Z"})).created_at, 32_472_144_000_000, "a lie, as declared");
    assert_eq!(post(json!({"text": "a", "createdAt": "yesterday"})).created_at, 1_779_719_009_157, "then the network's own time");
    assert_eq!(post(json!({"text": "a\u{0}b"})).text, "a b", "what no database holds");
    assert_eq!(post(json!({"text": "👨‍👩‍👧‍👦".repeat(300)})).text.len(), 7_500);
    assert_eq!(post(json!({"text": ""})).text, "", "a picture without words");
    let mut handle = fixture("getPosts")["body"]["posts"][0].clone();
    handle["author"]["handle"] = json!("handle.invalid");
    assert!(
        matches!(&normalize(handle.to_string()).unwrap()[0], Inbound::Post(post) if post.author.handle.is_none() && post.permalink.as_ref().unwrap().contains("did:plc"))
    );
    handle["author"]["did"] = json!("did:plc:impostor");
    assert_eq!(normalize(handle.to_string()).unwrap_err().code, "bad_value");
}

#[test]
fn what_cannot_be_understood_says_why() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!(r#"{{"kind":"commit","x":"{}"}}"#, "y".repeat(10 * 1024 * 1024));
    for (body, code) in [
        (b"".to_vec(), "not_json"),
        (b"null".to_vec(), "missing_field"),
        (b"{".to_vec(), "not_json"),
        (b"\xff\xfe".to_vec(), "not_utf8"),
        (deep.into_bytes(), "too_large"),
        (huge.into_bytes(), "too_large"),
        (br#"{"kind":"commit"}"#.to_vec(), "missing_field"),
        (br#"{"did":"x y","kind":"commit"}"#.to_vec(), "bad_value"),
        (
            br#"{"did":"did:plc:a","kind":"commit","commit":{"collection":"app.bsky.feed.post","rkey":"../..","operation":"delete"}}"#
                .to_vec(),
            "bad_value",
        ),
        (br#"{"reason":"mention","uri":"https://evil.example","cid":"c","record":{"text":"a"}}"#.to_vec(), "bad_value"),
        (br#"{"reason":"mention","uri":"at://did:plc:a/app.bsky.feed.post/1","cid":"c","record":{"text":7}}"#.to_vec(), "missing_field"),
        (br#"{"kind":"commit","did":"did:plc:a","text":"\ud800"}"#.to_vec(), "not_json"),
    ] {
        assert_eq!(normalize(body.clone()).unwrap_err().code, code, "{}", String::from_utf8_lossy(&body[..body.len().min(60)]));
    }
}

/// Every payload of the hostile corpus through every shape: it comes out as text or as a reason, never as a panic.
#[test]
fn hostile_texts_stay_texts() {
    let texts = crate::support::hostile();
    assert!(texts.len() >= 200, "{}", texts.len());
    for text in texts {
        let Inbound::Post(post) =
            normalize(frame(json!({"text": text, "langs": [text], "facets": text, "embed": text}))).unwrap().remove(0)
        else {
            panic!("{text}");
        };
        assert_eq!(post.text, text.replace('\0', " "));
        assert!(post.spans.is_empty());
        let view = json!({"uri": "at://did:plc:a/app.bsky.feed.post/1", "cid": text, "author": {"did": "did:plc:a", "handle": text, "displayName": text, "avatar": text},
            "record": {"text": "x", "createdAt": text, "reply": {"root": {"uri": text, "cid": text}, "parent": text}}, "indexedAt": text, "embed": {"images": [{"fullsize": text}]}});
        if let Ok(all) = normalize(view.to_string()) {
            let Inbound::Post(post) = &all[0] else { panic!("{text}") };
            assert!(post.permalink.as_ref().unwrap().starts_with("https://bsky.app/profile/"));
            assert!(post.media.iter().all(|media| media.url.starts_with("http")));
        }
        // As the body itself it is either poison or ignored.
        let _ = normalize(text.as_bytes());
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> =
        fixture("listNotifications")["body"]["notifications"].as_array().unwrap().iter().map(|one| one.to_string().into_bytes()).collect();
    seeds.extend(fixture("getPosts")["body"]["posts"].as_array().unwrap().iter().map(|one| one.to_string().into_bytes()));
    seeds.push(frame(json!({"text": "가 #나", "facets": [{"index": {"byteStart": 4, "byteEnd": 8}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "나"}]}]})));
    seeds
}

/// All spans of whatever came out lie within their texts.
fn is_sound(result: Result<Vec<Inbound>, Poison>) -> bool {
    result.into_iter().flatten().all(|inbound| match inbound {
        Inbound::Post(post) => post.spans.iter().all(|span| span.fits(&post.text)) && !post.text.contains('\0'),
        _ => true,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_bytes_are_survived(body in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(is_sound(normalize(body)));
    }

    #[test]
    fn bent_payloads_are_survived(which in 0_usize..100, cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), keep in any::<prop::sample::Index>()) {
        let seeds = seeds();
        let mut body = seeds[which % seeds.len()].clone();
        for (place, byte) in cuts {
            let place = place.index(body.len());
            body[place] = byte;
        }
        body.truncate(keep.index(body.len() * 4).max(1));
        prop_assert!(is_sound(normalize(body)));
    }

    #[test]
    fn numbers_in_the_wrong_places_are_survived(start in any::<i64>(), end in any::<i64>(), micros in any::<i64>(), text in ".{0,40}") {
        let facet = json!({"index": {"byteStart": start, "byteEnd": end}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": text}]});
        let body = json!({"did": "did:plc:a", "time_us": micros, "kind": "commit", "commit": {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3m", "cid": "c", "record": {"text": text, "facets": [facet]}}});
        prop_assert!(is_sound(normalize(body.to_string())));
    }
}

/// Every frame that a real network sent to the relay of the end-to-end tests.
#[test]
fn recorded_frames_are_understood() {
    let path = format!("{}/../../fixtures/bluesky/jetstream.jsonl", env!("CARGO_MANIFEST_DIR"));
    let frames = std::fs::read_to_string(path).unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    for line in frames.lines() {
        let all = normalize(line).unwrap_or_else(|poison| panic!("{poison}: {line}"));
        kinds.extend(all.iter().map(|inbound| serde_json::to_value(inbound).unwrap()["is"].as_str().unwrap().to_owned()));
        assert!(is_sound(Ok(all)), "{line}");
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["author_gone", "deleted", "ignored", "post", "profile"]);
}
