//! Settings: defaults, and refusals with a code that a screen can translate.

use crate::support::World;
use answerable_domain::{ChannelId, ConnectorKind, Network};
use answerable_networks::{ConnectorError, Secret, Settings, connect, limits, native_scope, settings};
use serde_json::{Value, json};

#[test]
fn defaults_are_filled_in_and_survive_a_round_trip() {
    for (kind, config, expected) in [
        (
            ConnectorKind::Bluesky,
            json!({"identifier": " @acme.bsky.social "}),
            json!({"service": "https://bsky.social/", "identifier": "acme.bsky.social", "poll_seconds": 15}),
        ),
        (
            ConnectorKind::BlueskyStream,
            Value::Null,
            json!({"url": "wss://jetstream2.us-east.bsky.network/subscribe", "appview": "https://public.api.bsky.app/"}),
        ),
        (ConnectorKind::Feed, json!({"url": "https://news.example/rss"}), json!({"url": "https://news.example/rss", "poll_seconds": 900})),
        (ConnectorKind::Telegram, json!({}), json!({"api": "https://api.telegram.org/", "poll_seconds": 50})),
        (
            ConnectorKind::HackerNews,
            json!({"poll_seconds": 30}),
            json!({"api": "https://hacker-news.firebaseio.com/", "search": "https://hn.algolia.com/", "poll_seconds": 30}),
        ),
        (ConnectorKind::Import, json!({}), json!({})),
        (ConnectorKind::Manual, Value::Null, json!({})),
        (ConnectorKind::Sandbox, json!({"seed": 7}), json!({"seed": 7, "first_batch": 40, "every_seconds": 6})),
    ] {
        let read = settings(kind, &config).unwrap();
        assert_eq!(read.kind(), kind);
        assert_eq!(read.to_config(), expected);
        assert_eq!(settings(kind, &read.to_config()).unwrap(), read);
    }
}

#[test]
fn what_cannot_work_is_refused_with_a_code() {
    use ConnectorKind::{Bluesky, BlueskyStream, Feed, HackerNews, Import, Manual, Sandbox, Telegram};
    for (kind, config, expected) in [
        (Bluesky, json!([]), "not_an_object"),
        (Bluesky, json!({}), "missing_field"),
        (Bluesky, json!({"identifier": "a", "password": "secret"}), "unknown_field"),
        (Bluesky, json!({"identifier": "  "}), "bad_value"),
        (Bluesky, json!({"identifier": "a b"}), "bad_value"),
        (Bluesky, json!({"identifier": "a", "service": "bsky.social"}), "bad_url"),
        (Bluesky, json!({"identifier": "a", "service": "file:///etc/passwd"}), "bad_url"),
        (Bluesky, json!({"identifier": "a", "service": "https://me:secret@bsky.social"}), "bad_url"),
        (Bluesky, json!({"identifier": "a", "poll_seconds": 0}), "bad_interval"),
        (Bluesky, json!({"identifier": "a", "did": "me"}), "bad_value"),
        (BlueskyStream, json!({"url": "https://jetstream.example"}), "bad_url"),
        (Feed, json!({}), "missing_field"),
        (Feed, json!({"url": "ftp://news.example"}), "bad_url"),
        (Feed, json!({"url": 7}), "bad_url"),
        (Telegram, json!({"token": "1:abc"}), "unknown_field"),
        (Telegram, json!({"api": "api.telegram.org"}), "bad_url"),
        (Telegram, json!({"poll_seconds": 51}), "bad_interval"),
        (HackerNews, json!({"search": "ftp://hn.example"}), "bad_url"),
        (HackerNews, json!({"poll_seconds": 0}), "bad_interval"),
        (Manual, json!({"network": "x"}), "unknown_field"),
        (Import, json!({"path": "/tmp/x"}), "unknown_field"),
        (Sandbox, json!({"every_seconds": 0}), "bad_interval"),
        (Sandbox, json!({"first_batch": 5000}), "bad_value"),
    ] {
        match settings(kind, &config) {
            Err(ConnectorError::Settings { code, .. }) => assert_eq!(code, expected, "{config}"),
            other => panic!("{config}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_account_needs_a_secret_that_never_shows() {
    let world = World::new().await;
    for secret in [None, Some(Secret::new(""))] {
        let refused = connect(Settings::Bluesky(world.settings()), secret, world.context()).err();
        assert!(matches!(refused, Some(ConnectorError::Settings { code: "secret_missing", .. })));
    }
    assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(hidden)");
}

#[test]
fn ids_are_unique_within_the_network_or_within_the_channel() {
    assert_eq!(native_scope(Network::Bluesky, ChannelId(1)), native_scope(Network::Bluesky, ChannelId(2)));
    assert_ne!(native_scope(Network::Rss, ChannelId(1)), native_scope(Network::Rss, ChannelId(2)));
    assert_eq!(limits(ConnectorKind::Bluesky).map(|limits| (limits.units_max, limits.bytes_max)), Some((300, 3_000)));
    assert_eq!(limits(ConnectorKind::Feed), None);
}
