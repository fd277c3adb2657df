//! What must hold for any bytes that a network could deliver. The fuzz targets call this with made-up bytes, and the tests of `networks` with
//! the kept corpora.

use answerable_domain::{ChannelId, Clock, ConnectorKind, Inbound, InboundPost, Millis, Raw, RawId};
use answerable_networks::{Connector, ConnectorError, Context, Fut, Secret, SessionVault, connect, settings};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

/// 2026-11-22T01:16:40Z.
const NOW: Millis = 1_795_310_200_000;
/// No text of any network is longer.
const TEXT_BYTES_MAX: usize = 300 * 1024;
const NATIVE_ID_BYTES_MAX: usize = 2_048;

/// Bytes are a payload. Read twice it is the same, and what comes out can be stored and shown.
pub fn normalize(kind: ConnectorKind, bytes: &[u8]) {
    let connector = connector(kind);
    let raw = Raw { id: RawId(1), channel_id: ChannelId(1), source: "made-up".to_owned(), received_at: NOW, body: bytes.to_vec() };
    let read = connector.normalize(&raw);
    assert_eq!(read, connector.normalize(&raw), "the same twice");
    match read {
        Ok(inbound) => inbound.iter().for_each(check),
        Err(poison) => assert!(
            !poison.code.is_empty() && poison.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
            "{poison:?}"
        ),
    }
}

fn check(inbound: &Inbound) {
    match inbound {
        Inbound::Post(post) => check_post(post),
        Inbound::Deleted { native_id, .. } | Inbound::AuthorGone { native_id } => check_id(native_id),
        Inbound::Profile(seen) => check_id(&seen.native_id),
        Inbound::Ignored { what } => assert!(what.len() <= 256, "{what:?}"),
    }
}

fn check_post(post: &InboundPost) {
    check_id(&post.native_id);
    check_id(&post.author.native_id);
    post.parent_native_id.iter().chain(&post.root_native_id).for_each(|id| check_id(id));
    assert!(post.text.len() <= TEXT_BYTES_MAX && !post.text.contains('\0'), "{} bytes", post.text.len());
    assert!(post.spans.iter().all(|span| span.fits(&post.text)), "{:?} in {:?}", post.spans, post.text);
    assert!(!post.answers_us || post.parent_native_id.is_some(), "an answer to us names what it answers");
    for media in &post.media {
        assert!(!media.url.contains('\0') && media.url.len() <= 8_192, "{media:?}");
    }
    // It goes through the store as JSON.
    let stored = serde_json::to_string(post).expect("plain fields");
    let mut back: InboundPost = serde_json::from_str(&stored).expect("as it was written");
    back.attachments.clone_from(&post.attachments);
    assert_eq!(back, *post);
}

fn check_id(id: &str) {
    assert!(!id.is_empty() && id.len() <= NATIVE_ID_BYTES_MAX && !id.contains('\0'), "{id:?}");
}

/// Made once for each kind.
fn connector(kind: ConnectorKind) -> Arc<dyn Connector> {
    static MADE: LazyLock<Mutex<HashMap<ConnectorKind, Arc<dyn Connector>>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().expect("nobody panics while holding it");
    made.entry(kind).or_insert_with(|| make(kind).into()).clone()
}

fn make(kind: ConnectorKind) -> Box<dyn Connector> {
    // A second time is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let context = Context {
        clock: Arc::new(Still),
        vault: Arc::new(NoVault),
        http: reqwest::Client::builder().build().expect("a client that is never used"),
        allowed_hosts: Arc::new([]),
        reference_key: [7; 32],
    };
    let settings = settings(kind, &config(kind)).expect("settings that are right");
    connect(settings, Some(Secret::new("123:secret")), context).expect("a connector")
}

fn config(kind: ConnectorKind) -> Value {
    let server = json!({ "host": "mail.example", "port": 993 });
    match kind {
        ConnectorKind::Bluesky => json!({ "identifier": "acme.example" }),
        ConnectorKind::Feed => json!({ "url": "https://news.example/feed" }),
        ConnectorKind::Mastodon => json!({ "server": "https://social.example" }),
        ConnectorKind::Email => json!({ "address": "care@acme.example", "imap": server, "smtp": server }),
        _ => json!({}),
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Millis {
        NOW
    }
}

struct NoVault;

impl SessionVault for NoVault {
    fn load(&self) -> Fut<'_, Option<Vec<u8>>> {
        Box::pin(async { None })
    }

    fn save(&self, _session: Vec<u8>) -> Fut<'_, Result<(), ConnectorError>> {
        Box::pin(async { Ok(()) })
    }
}
