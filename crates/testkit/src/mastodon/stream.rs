//! Streaming: one WebSocket for many streams, payloads as JSON within a string, and nothing of what was sent before.

use super::{
    Inner,
    calls::{self, Asked, refuse},
};
use crate::{Breakdown, Calls};
use answerable_domain::Millis;
use axum::{
    body::Body,
    extract::{
        FromRequestParts, Request, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::Response,
};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::mpsc;

const WAITING_MAX: usize = 20_000;

/// A connection, and what it is subscribed to: `["user"]`, `["hashtag", "acme"]`.
pub struct Listener {
    pub account: usize,
    pub streams: Vec<Vec<String>>,
    serial: u64,
    sender: mpsc::Sender<String>,
}

impl Listener {
    pub fn push(&self, frame: String) {
        // A connection that has just ended, or reads too slowly, misses it, as on a real server.
        let _ = self.sender.try_send(frame);
    }

    pub fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }
}

pub async fn connect(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let asked = Asked::of(&parts, &[]);
    let fault = inner.fault(Calls::Reading);
    let at: Millis = inner.town().clock.now();
    let token = asked.token.clone().or_else(|| asked.one("access_token").map(str::to_owned));
    let account = token.and_then(|token| inner.town().grants.tokens.get(&token).copied());
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let fault = fault.or((!inner.town().profile.streams).then_some(Breakdown::Status(502)));
    let refused = match (fault, account, &upgrade) {
        (Some(Breakdown::HalfClosed) | None, Some(_), Ok(_)) => None,
        (Some(Breakdown::Status(_) | Breakdown::TooMany { .. } | Breakdown::Expired), ..) => {
            fault.map(|fault| calls::respond(&inner, Err(calls::broken(&inner, fault))))
        }
        (Some(_), ..) => Some(calls::cut()),
        (None, None, _) => Some(calls::respond(&inner, Err(refuse(401, "Missing access token")))),
        (None, Some(_), Err(_)) => Some(calls::respond(&inner, Err(refuse(400, "Bad Request")))),
    };
    inner.noted(at, Calls::Reading, refused.is_none(), "GET /api/v1/streaming");
    match (refused, account, upgrade) {
        (None, Some(account), Ok(upgrade)) => {
            let first = asked.one("stream").map(|stream| named(stream, asked.one("tag")));
            let (serial, frames) = join(&inner, account, first);
            upgrade.on_upgrade(move |socket| deliver(inner, socket, serial, frames))
        }
        (refused, ..) => refused.unwrap_or_else(|| Response::new(Body::empty())),
    }
}

fn named(stream: &str, tag: Option<&str>) -> Vec<String> {
    std::iter::once(stream).chain(tag).map(str::to_owned).collect()
}

/// What is said from now on is heard: the connection is settled before the other side knows of it.
fn join(inner: &Inner, account: usize, first: Option<Vec<String>>) -> (u64, mpsc::Receiver<String>) {
    let (sender, frames) = mpsc::channel(WAITING_MAX);
    let mut serial = 0;
    inner.connections.send_modify(|count| {
        *count += 1;
        serial = *count;
    });
    inner.town().listeners.push(Listener { account, streams: Vec::new(), serial, sender });
    if let Some(first) = first {
        subscribe(inner, serial, first, true);
    }
    (serial, frames)
}

fn subscribe(inner: &Inner, serial: u64, stream: Vec<String>, on: bool) {
    let mut town = inner.town();
    let (feeds, is_gotosocial) = (town.profile.feeds, town.profile.is_gotosocial());
    let Some(listener) = town.listeners.iter_mut().find(|listener| listener.serial == serial) else { return };
    if is_gotosocial && stream[0].starts_with("hashtag") {
        // It knows no such stream, and tells only its own log.
    } else if !feeds && (stream[0].starts_with("public") || stream[0].starts_with("hashtag")) {
        listener.push(json!({"error": "This method is not available on this server", "status": 403}).to_string());
    } else if on {
        listener.streams.push(stream);
    } else {
        listener.streams.retain(|known| *known != stream);
    }
    drop(town);
    inner.subscriptions.send_modify(|count| *count += 1);
}

async fn deliver(inner: Arc<Inner>, mut socket: WebSocket, serial: u64, mut frames: mpsc::Receiver<String>) {
    let mut dead = inner.dead.subscribe();
    loop {
        let is_dead = *dead.borrow_and_update();
        tokio::select! {
            frame = frames.recv() => match frame {
                None => break,
                Some(_) if is_dead => {}
                Some(frame) => if socket.send(Message::Text(frame.into())).await.is_err() { break },
            },
            changed = dead.changed() => if changed.is_err() { break },
            heard = socket.recv(), if !is_dead => match heard {
                Some(Ok(Message::Text(text))) => asked_for(&inner, serial, &text),
                Some(Ok(_)) => {}
                _ => break,
            },
        }
    }
    inner.town().listeners.retain(|listener| listener.serial != serial);
}

/// `{"type":"subscribe","stream":"hashtag","tag":"acme"}`
fn asked_for(inner: &Inner, serial: u64, text: &str) {
    let said: Value = serde_json::from_str(text).unwrap_or_default();
    let word = |name: &str| said.get(name).and_then(Value::as_str);
    if let (Some(what @ ("subscribe" | "unsubscribe")), Some(stream)) = (word("type"), word("stream")) {
        subscribe(inner, serial, named(stream, word("tag")), what == "subscribe");
    }
}
