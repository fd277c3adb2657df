//! What comes over the public stream and to the account.

use super::{
    house::House,
    kept,
    shapes::{deep, nested},
    texts,
};
use serde_json::{Value, json};

/// Year 9999.
const FAR_FUTURE: i64 = 253_370_764_800_000;

/// Facets as no honest client writes them.
fn facets(place: usize, text: &str) -> Value {
    let link = |start: i64, end: i64, uri: &str| json!({"index": {"byteStart": start, "byteEnd": end}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}]});
    let tag = |start: i64, end: i64| json!({"index": {"byteStart": start, "byteEnd": end}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": text}]});
    match place % 7 {
        0 => json!([link(1, 2, "https://evil.example/"), tag(2, 1), tag(-5, 3)]),
        1 => json!([link(0, 3, "javascript:alert(1)"), link(0, 3, "data:text/html,x"), link(0, 3, text)]),
        2 => json!([tag(0, i64::MAX), tag(i64::MIN, 1), tag(0, 4_294_967_297)]),
        3 => json!([null, 1, "x", [], {}, {"index": null}, {"index": {}, "features": {}}]),
        4 => Value::Array(vec![json!({"index": {"byteStart": 0, "byteEnd": 3}, "features": []}); 5_000]),
        5 => json!({ "not": "a list" }),
        _ => json!([link(0, 3, "https://evil.example/%0d%0a"), tag(3, 4), tag(0, 3)]),
    }
}

/// A record with hostile words in every field.
fn record(place: usize, text: &str, said: &str) -> Value {
    let created_at = ["never", "9999-12-31T23:59:59Z", "-009999-01-01T00:00:00Z", "2026-11-22T00:00:00Z", said][place % 5];
    let picture = json!({"alt": said, "image": {"mimeType": said, "ref": {"$link": said}, "size": -1}});
    let mut record = json!({
        "text": text,
        "facets": facets(place, said),
        "langs": [said, "ko", said, said],
        "embed": {"$type": "app.bsky.embed.images", "images": [picture, said, null]},
        "labels": {"values": [{"val": said}]},
        "tags": [said],
        "createdAt": created_at,
    });
    if place.is_multiple_of(11) {
        record["reply"] = json!({"root": {"uri": said, "cid": said}, "parent": {"uri": format!("at://{said}"), "cid": 1}});
    }
    record
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_strangers_post_is_heard_as_they_wrote_it() {
    let house = House::open().await;
    let stranger = house.network.add_account("stranger.test", "x");
    let said: Vec<(String, String)> = texts()
        .iter()
        .enumerate()
        .map(|(place, said)| {
            let text = format!("아크메 {said}");
            (house.network.publish(&stranger, record(place, &text, said)).uri, kept(&text))
        })
        .collect();
    let cases = house.cases(said.len() as u64).await;
    let posts = house.posts(&cases).await;
    for (uri, text) in &said {
        assert_eq!(posts.get(uri).map(|item| &item["post"]["text"]), Some(&json!(text)), "{uri}");
    }
    assert_eq!(house.all(&house.of_brand("quarantine")).await.len(), 0);
    house.hears("stream").await;

    // Each becomes another, and then nothing.
    for (uri, text) in said.iter().take(40) {
        house.network.edit(uri, &format!("{text} {text}"));
        house.network.delete(uri);
    }
    house.hears("edits").await;
    house.closes().await;
}

/// What each frame is, and the code that it waits under.
fn broken_frames(time_us: u64) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let head = format!(r#"{{"did":"did:plc:x","time_us":{time_us},"kind":"commit","commit":"#);
    let commit = |record: &str| {
        format!(r#"{head}{{"operation":"create","collection":"app.bsky.feed.post","rkey":"1","cid":"c","record":{record}}}}}"#)
    };
    let bad = |before: &str, bytes: &[u8], after: &str| [before.as_bytes(), bytes, after.as_bytes()].concat();
    vec![
        ("cut off", head.clone().into_bytes(), "not_json"),
        ("cut off within a word", br#"{"kind":"commit","did":"did:plc:x","te"#.to_vec(), "not_json"),
        ("cut off within a character", bad("{\"text\":\"", &"아".as_bytes()[..2], ""), "not_utf8"),
        ("nothing", Vec::new(), "not_json"),
        ("blanks", b" \r\n\t ".to_vec(), "not_json"),
        ("only deep", deep(10_000).into_bytes(), "not_json"),
        ("a deep record", commit(&format!(r#"{{"text":"아크메 deep","x":{}}}"#, deep(10_000))).into_bytes(), "not_json"),
        ("ten megabytes", commit(&format!(r#"{{"text":"아크메 {}"}}"#, "x".repeat(10 << 20))).into_bytes(), "too_large"),
        ("ten megabytes of no JSON", vec![b'{'; 10 << 20], "too_large"),
        ("not UTF-8", bad(&head, b"\xff\xfe\xc0\xaf\xed\xa0\x80", "}"), "not_utf8"),
        ("overlong", bad("{\"kind\":\"", b"\xc0\x80", "\"}"), "not_utf8"),
        ("binary", (0..=255).cycle().take(5_000).collect(), "not_utf8"),
        ("NUL", vec![0; 100], "not_json"),
        ("a lone surrogate", commit(r#"{"text":"아크메 \ud800"}"#).into_bytes(), "not_json"),
        ("a number", b"1e999".to_vec(), "not_json"),
        ("two values", b"{} {}".to_vec(), "not_json"),
        ("HTML", b"<html><script>alert(1)</script></html>".to_vec(), "not_json"),
        ("another shape", b"[1,2,3]".to_vec(), "missing_field"),
        ("null", b"null".to_vec(), "missing_field"),
        ("an empty object", b"{}".to_vec(), "missing_field"),
        ("a text that is none", commit(r#"{"text":{"아크메":1}}"#).into_bytes(), "missing_field"),
        ("a text that is a number", commit(r#"{"text":1,"x":"아크메"}"#).into_bytes(), "missing_field"),
        (
            "a way out of the address",
            commit(r#"{"text":"아크메"}"#).replace(r#""rkey":"1""#, r#""rkey":"../../x""#).into_bytes(),
            "bad_value",
        ),
        ("no DID", commit(r#"{"text":"아크메"}"#).replace("did:plc:x", "javascript:alert(1)").into_bytes(), "bad_value"),
        ("a time from hell", br#"{"did":"did:plc:x","time_us":-1,"kind":"commit"}"#.to_vec(), "missing_field"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_that_are_broken_wait_in_quarantine_and_stop_nothing() {
    let house = House::open().await;
    house.hears("before").await;
    let time_us = house.network.frames().last().expect("a frame").0;
    let frames = broken_frames(time_us);
    for (_, frame, _) in &frames {
        house.network.push_frame(frame.clone());
    }
    // A time that is far ahead must not make us believe that everything else is old.
    let ahead = format!(r#"{{"did":"did:plc:x","time_us":{},"kind":"identity","identity":{{}}}}"#, u64::MAX);
    house.network.push_frame(ahead);
    house.hears("frames").await;
    let raws = house.quarantined(frames.len()).await;
    let mut codes: Vec<&str> = raws.iter().map(|raw| raw["code"].as_str().expect("a code")).collect();
    let mut expected: Vec<&str> = frames.iter().map(|(_, _, code)| *code).collect();
    codes.sort_unstable();
    expected.sort_unstable();
    assert_eq!(codes, expected);
    for raw in &raws {
        assert!(raw["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{raw}");
        assert!(raw["excerpt"].as_str().is_some_and(|excerpt| excerpt.len() <= 8_000), "{}", raw["code"]);
    }

    // They can be tried again, and thrown away.
    let retried = house.post(&house.of_brand("quarantine/retry"), Value::Null).await.expect(200);
    assert_eq!(retried["count"], frames.len());
    house.hears("again").await;
    let again = house.quarantined(frames.len()).await;
    assert_eq!(again.len(), frames.len(), "what was broken is broken still");
    let one = again[0]["id"].as_str().expect("an id");
    house.send(reqwest::Method::DELETE, &house.of_brand(&format!("quarantine/{one}")), None).await.expect(204);
    house.closes().await;
}

/// Larger than a message may be: as much of it as we looked at waits in quarantine, the line holds, and nothing behind it is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_that_is_larger_than_any_message_loses_nothing_behind_it() {
    let house = House::open().await;
    house.hears("before").await;
    house.network.push_frame(vec![b'x'; 17 << 20]);
    house.hears("behind").await;
    let raws = house.quarantined(1).await;
    assert_eq!(raws[0]["code"], "too_large");
    house.hears("later").await;
    let channels = house.get(&house.of_brand("channels")).await.expect(200);
    let gaps: Vec<&Value> =
        channels["items"].as_array().expect("channels").iter().flat_map(|channel| channel["gaps"].as_array().expect("gaps")).collect();
    assert!(gaps.is_empty(), "{gaps:?}");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_addressed_to_the_account_is_heard_whoever_sends_it() {
    let house = House::open_without_stream().await;
    let mention =
        json!([{"index": {"byteStart": -1, "byteEnd": 1}, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": house.acme}]}]);
    let mut said = Vec::new();
    for (place, text) in texts().iter().enumerate() {
        // The name that they go by is as hostile as what they say.
        let sender = house.network.add_account(&format!("{text}{place}"), "x");
        house.network.set_display_name(&sender, text);
        let mut record = record(place, text, text);
        record["facets"] = mention.clone();
        let post = house.network.publish(&sender, record);
        said.push((post.uri, kept(text)));
    }
    let cases = house.cases(said.len() as u64).await;
    let posts = house.posts(&cases).await;
    for (uri, text) in &said {
        let item = posts.get(uri).unwrap_or_else(|| panic!("{uri} was not heard: {text:?}"));
        assert_eq!(item["post"]["text"], json!(text));
        let name = item["author"]["display_name"].as_str().unwrap_or_default();
        assert_eq!(name, text, "the name that they go by");
        let handle = item["author"]["handle"].as_str().unwrap_or_default();
        assert!(handle.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b)), "{handle:?}");
    }

    // Records that are no posts, and one that claims to come from the far future.
    let stranger = house.network.add_account("stranger.test", "x");
    let broken =
        [json!({ "text": 1 }), json!({ "text": null }), json!({}), json!({ "text": ["x"] }), json!({ "text": "x", "deep": nested(300) })];
    for mut record in broken.clone() {
        record["facets"] = mention.clone();
        house.network.publish(&stranger, record);
    }
    house.network.publish_at(&stranger, json!({ "text": "from the future", "facets": mention }), FAR_FUTURE);
    let raws = house.quarantined(broken.len()).await;
    assert!(raws.iter().all(|raw| ["missing_field", "not_json"].contains(&raw["code"].as_str().expect("a code"))), "{raws:?}");
    let customer = house.network.add_account("customer.test", "x");
    for word in ["later", "latest"] {
        let post = house.network.mention(&customer, &house.acme, word);
        house.finds(word, &post.uri).await;
    }
    house.closes().await;
}
