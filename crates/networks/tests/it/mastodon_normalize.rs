//! From bytes to posts: everything that a real server said, and everything that nobody should. And the fake says it in the same shapes.

use crate::mastodon_world::{Town, target};
use answerable_domain::{ActionKind, Availability, Inbound, InboundPost, SpanKind, Unavailable};
use answerable_networks::{Connector, Poison};
use answerable_testkit::{MastodonDraft, raw};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::OnceLock};

/// Normalising needs no network: any account will do.
fn connector() -> &'static dyn Connector {
    static CONNECTOR: OnceLock<Box<dyn Connector>> = OnceLock::new();
    CONNECTOR
        .get_or_init(|| {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async { Town::mastodon().await.account() })
        })
        .as_ref()
}

fn normalize(body: impl Into<Vec<u8>>) -> Result<Vec<Inbound>, Poison> {
    connector().normalize(&raw("streaming", body))
}

fn fixture(name: &str) -> Value {
    let path = format!("{}/../../fixtures/mastodon/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    if name.ends_with(".jsonl") {
        return text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    }
    serde_json::from_str(&text).unwrap()
}

/// As the connector keeps it, heard by the recorded brand.
fn sealed(event: &str, via: &str, payload: Value) -> String {
    let me = json!({"id": "01C469ZPH04S6DNGAV0Q9EZR41", "url": "http://localhost:28080/@brand"});
    json!({"server": "localhost:28080", "domain": "localhost:28080", "me": me, "event": event, "via": via, "payload": payload}).to_string()
}

fn status(change: impl FnOnce(&mut Value)) -> InboundPost {
    let mut status = fixture("status-mention.json")["body"].clone();
    change(&mut status);
    let mut all = normalize(sealed("update", "tag", status)).unwrap();
    match all.remove(0) {
        Inbound::Post(post) => *post,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_recorded_stream_is_understood() {
    let frames = fixture("stream.jsonl");
    let all: Vec<Inbound> = frames
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|frame| {
            let payload = frame["payload"].as_str().unwrap();
            let payload = serde_json::from_str(payload).unwrap_or_else(|_| Value::from(payload));
            normalize(sealed(frame["event"].as_str().unwrap(), "user", payload)).unwrap()
        })
        .collect();
    insta::assert_json_snapshot!("recorded_mastodon_stream", all);
}

#[test]
fn recorded_notifications_are_understood() {
    let list = fixture("notifications-page1.json")["body"].clone();
    let all: Vec<Inbound> =
        list.as_array().unwrap().iter().flat_map(|one| normalize(sealed("notification", "user", one.clone())).unwrap()).collect();
    insta::assert_json_snapshot!("recorded_mastodon_notifications", all);
}

#[test]
fn recorded_answers_as_a_whole_are_not_posts() {
    for name in ["error-bad-token.json", "status-deleted-get.json", "instance_v2.json", "verify_credentials.json", "context.json"] {
        let body = &fixture(name)["body"];
        assert_eq!(normalize(body.to_string()).unwrap_err().code, "missing_field", "{name}");
        assert_eq!(normalize(sealed("update", "user", body.clone())).unwrap_err().code, "missing_field", "{name}");
    }
}

#[test]
fn what_a_text_names_and_links_to_are_spans_in_three_languages() {
    let post = status(|status| {
        status["content"] = json!(
            "<p>배송 😡 <a href=\"http://localhost:28080/@brand\" class=\"u-url mention\">@<span>brand</span></a>さん、返金は？</p><p><a href=\"http://localhost:28080/tags/x\" class=\"mention hashtag\" rel=\"tag\">#<span>返金</span></a> <a href=\"https://acme.kr/%ED%99%98%EB%B6%88/order?id=1&amp;n=2\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">acme.kr/%ED%99%98</span><span class=\"invisible\">%EB%B6%88/order?id=1&amp;n=2</span></a> :blobcat:</p>"
        );
    });
    assert_eq!(post.text, "배송 😡 @brandさん、返金は？\n\n#返金 https://acme.kr/%ED%99%98%EB%B6%88/order?id=1&n=2 :blobcat:");
    let told: Vec<(&str, SpanKind)> =
        post.spans.iter().map(|span| (&post.text[span.start as usize..span.end as usize], span.kind.clone())).collect();
    assert_eq!(
        told,
        [
            ("@brand", SpanKind::Mention("http://localhost:28080/@brand".into())),
            ("#返金", SpanKind::Tag("返金".into())),
            (
                "https://acme.kr/%ED%99%98%EB%B6%88/order?id=1&n=2",
                SpanKind::Link("https://acme.kr/%ED%99%98%EB%B6%88/order?id=1&n=2".into())
            ),
        ]
    );
    assert!(post.addressed, "the list of mentions says so");
}

#[test]
fn a_warning_stands_before_the_text() {
    let post = status(|status| status["spoiler_text"] = json!("벌레 사진\n주의"));
    assert_eq!(post.text, "벌레 사진\n주의\n\n@brand 배송이 너무 늦어요 😡 #배송지연");
    let told: Vec<&str> = post.spans.iter().map(|span| &post.text[span.start as usize..span.end as usize]).collect();
    assert_eq!(told, ["벌레 사진\n주의", "@brand", "#배송지연"]);
    assert_eq!(post.spans[0].kind, SpanKind::Warning);
}

#[test]
fn nothing_private_is_taken_for_public() {
    for (named, expected) in [
        ("public", "public"),
        ("unlisted", "unlisted"),
        ("private", "limited"),
        ("direct", "direct"),
        ("mutuals_only", "limited"),
        ("list", "limited"),
    ] {
        assert_eq!(status(|status| status["visibility"] = json!(named)).visibility.as_str(), expected, "{named}");
    }
}

#[test]
fn an_author_who_lets_nobody_answer_is_not_answered() {
    for (policy, disabled) in [
        (json!({"can_reply": {"automatic_approval": ["author"], "manual_approval": []}}), true),
        (json!({"can_reply": {"automatic_approval": ["author"], "manual_approval": ["public"]}}), false),
        (json!({"can_reply": {"automatic_approval": ["author", "me"]}}), false),
        (Value::Null, false),
    ] {
        let post = status(|status| status["interaction_policy"] = policy.clone());
        let cannot = connector().can(ActionKind::Reply, &target(&post)) == Availability::No(Unavailable::RepliesDisabled);
        assert_eq!(cannot, disabled, "{policy}");
        assert_eq!(connector().can(ActionKind::Like, &target(&post)), Availability::Yes);
    }
}

#[test]
fn a_quoted_post_is_not_quoted_in_words_as_well() {
    let quoted = "<p class=\"quote-inline\">RE: <a href=\"https://a.kr/1\">https://a.kr/1</a></p><p>이거 봐</p>";
    let with = |quote: Value| {
        status(|status| {
            status["content"] = json!(quoted);
            status["quote"] = quote;
        })
        .text
    };
    assert_eq!(with(json!({"state": "accepted", "quoted_status": {}})), "이거 봐");
    assert_eq!(with(Value::Null), "RE: https://a.kr/1\n\n이거 봐");
}

#[test]
fn pictures_come_with_their_descriptions_and_nothing_that_is_no_address() {
    let post = status(|status| {
        status["media_attachments"] = json!([
            {"type": "image", "url": "https://s.kr/a.webp", "description": "깨진 화면"},
            {"type": "image", "url": null, "remote_url": "https://s.kr/b.webp", "description": null},
            {"type": "image", "url": "javascript:alert(1)"},
            "nonsense",
        ]);
        status["url"] = Value::Null;
        status["account"]["avatar"] = json!("javascript:alert(1)");
    });
    let told: Vec<(&str, Option<&str>)> = post.media.iter().map(|media| (media.url.as_str(), media.alt.as_deref())).collect();
    assert_eq!(told, [("https://s.kr/a.webp", Some("깨진 화면")), ("https://s.kr/b.webp", None)]);
    assert_eq!(post.permalink.as_deref(), Some("http://localhost:28080/users/customer/statuses/01M80DEFNN3B5WGDHG85PXS93E"));
    assert_eq!(post.author.avatar, None);
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let mention = fixture("status-mention.json")["body"].clone();
    let without = |path: &str| {
        let mut status = mention.clone();
        *status.pointer_mut(path).unwrap() = Value::Null;
        normalize(sealed("update", "user", status)).map_err(|poison| poison.code)
    };
    assert_eq!(without("/id"), Err("missing_field"));
    assert_eq!(without("/account"), Err("missing_field"));
    assert_eq!(without("/account/url"), Err("missing_field"));
    for path in ["/content", "/created_at", "/visibility", "/mentions", "/tags", "/language", "/account/acct", "/uri", "/url"] {
        assert!(matches!(without(path).unwrap().as_slice(), [Inbound::Post(_)]), "{path}");
    }
    assert_eq!(normalize("[]").unwrap_err().code, "missing_field");
    assert_eq!(normalize([0xff, 0xfe]).unwrap_err().code, "not_utf8");
    let far = json!({"id": "../../admin", "account": {"url": "https://s.kr/@a"}});
    assert_eq!(normalize(sealed("update", "user", far)).unwrap_err().code, "bad_value");
    for (event, payload) in
        [("announcement", json!({})), ("notification", json!({"type": "admin.report", "id": "1"})), ("conversation", json!({"id": "1"}))]
    {
        assert!(matches!(normalize(sealed(event, "user", payload)).unwrap().as_slice(), [Inbound::Ignored { .. }]), "{event}");
    }
}

#[test]
fn hostile_texts_stay_texts() {
    for text in crate::support::hostile() {
        let post = status(|status| {
            status["content"] = json!(text);
            status["spoiler_text"] = json!(text);
            status["account"]["display_name"] = json!(text);
            status["account"]["acct"] = json!(text);
        });
        assert!(post.spans.iter().all(|span| span.fits(&post.text)), "{text:?}");
        assert!(!post.text.contains('\0'));
    }
}

proptest! {
    #[test]
    fn no_status_breaks_it(content in "(<[a-z]{0,3}( class=.{0,9})?>|[가-힣ぁ-ん😀-😂<>&;\"'@#/ a-z]|&[a-z#0-9]{1,5};){0,40}", spoiler in any::<String>(), id in "[A-Z0-9]{0,5}", at in any::<String>()) {
        let mut status = fixture("status-mention.json")["body"].clone();
        for (key, value) in [("content", &content), ("spoiler_text", &spoiler), ("id", &id), ("created_at", &at), ("edited_at", &at)] {
            status[key] = json!(value);
        }
        if let Ok(all) = normalize(sealed("update", "user", status)) && let Some(Inbound::Post(post)) = all.first() {
            prop_assert!(post.spans.iter().all(|span| span.fits(&post.text)));
            prop_assert!(post.spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}

/// The names of all fields, however deep; of a list those of its first element.
fn shape(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                into.insert(format!("{path}/{key}"));
                shape(value, &format!("{path}/{key}"), into);
            }
        }
        Value::Array(list) => list.first().into_iter().for_each(|first| shape(first, &format!("{path}/0"), into)),
        _ => {}
    }
}

async fn get(town: &Town, path: &str) -> Value {
    let request = crate::support::http().get(format!("{}{path}", town.network.url())).bearer_auth(town.network.token());
    serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()).unwrap()
}

#[tokio::test]
async fn the_fake_speaks_in_the_shapes_of_a_real_server() {
    let town = Town::gotosocial().await;
    let id = town.network.publish("jiwoo", MastodonDraft::new("@brand 배송이 너무 늦어요 😡 #배송지연"));
    town.network.edit_status(&id, "@brand (수정) #배송지연");
    let answered = town.network.publish("brand", MastodonDraft::new("@jiwoo 네").below(&id));
    town.network.like("jiwoo", &answered);
    for (path, recorded, at, ignored) in [
        (format!("/api/v1/statuses/{id}"), "status-mention.json", "", vec![]),
        ("/api/v1/notifications?limit=1".to_owned(), "notifications-page1.json", "/0", vec!["/status/mentions", "/status/tags"]),
        (format!("/api/v1/statuses/{id}/history"), "history.json", "/0", vec![]),
        ("/api/v1/accounts/verify_credentials".to_owned(), "verify_credentials.json", "", vec![]),
        ("/api/v2/instance".to_owned(), "instance_v2.json", "", vec![]),
        ("/api/v1/instance".to_owned(), "instance_v1.json", "", vec!["/configuration/media_attachments"]),
        ("/api/v1/statuses/none".to_owned(), "status-deleted-get.json", "", vec![]),
        (format!("/api/v1/statuses/{id}/context"), "context.json", "", vec!["/descendants"]),
    ] {
        let names = |value: &Value| {
            let mut all = BTreeSet::new();
            shape(value.pointer(at).unwrap(), "", &mut all);
            all.retain(|name| !ignored.iter().any(|ignored| name.starts_with(ignored)));
            all
        };
        let (here, there) = (names(&get(&town, &path).await), names(&fixture(recorded)["body"]));
        assert_eq!(here.symmetric_difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "{path}");
    }
}
