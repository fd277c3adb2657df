//! Jetstream: frames as they come, or from a cursor on.

use super::{
    Inner,
    calls::{in_its_words, pairs},
};
use crate::{Breakdown, Calls};
use axum::{
    extract::{
        RawQuery, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::Response,
};
use std::sync::Arc;
use tokio::sync::watch;

pub async fn subscribe(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery, upgrade: WebSocketUpgrade) -> Response {
    let at = inner.true_clock.now();
    let opened = async { open(&inner, query, upgrade) };
    inner.troubles.run(Calls::Reading, at, opened, in_its_words).await
}

fn open(inner: &Arc<Inner>, query: Option<String>, upgrade: WebSocketUpgrade) -> Response {
    let query = pairs(query.as_deref().unwrap_or_default());
    let cursor: Option<u64> = query.iter().find(|(name, _)| name == "cursor").and_then(|(_, value)| value.parse().ok());
    let collections: Vec<String> = query.into_iter().filter(|(name, _)| name == "wantedCollections").map(|(_, value)| value).collect();
    // Where it starts is settled before the listener knows that it is connected: what is posted after that is never missed.
    let start = match cursor {
        Some(cursor) => inner.network().frames.iter().position(|(at, _)| *at > cursor).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let start = start.min(inner.network().frames.len());
    let news = inner.news.subscribe();
    inner.streams.send_modify(|(opened, asked)| {
        *opened += 1;
        *asked = cursor;
    });
    let inner = inner.clone();
    upgrade.on_upgrade(move |socket| deliver(inner, socket, news, start, collections))
}

async fn deliver(
    inner: Arc<Inner>,
    mut socket: WebSocket,
    mut news: watch::Receiver<(usize, u64)>,
    start: usize,
    collections: Vec<String>,
) {
    let (mut next, breaks) = (start, news.borrow_and_update().1);
    loop {
        if inner.troubles.peek(Calls::Reading) == Some(Breakdown::HalfClosed) {
            // It stays open, says nothing, and answers no ping.
            return inner.troubles.mended().await;
        }
        let fresh: Vec<Vec<u8>> = inner.network().frames.iter().skip(next).map(|(_, frame)| frame.clone()).collect();
        next += fresh.len();
        for frame in fresh.into_iter().filter(|frame| is_wanted(frame, &collections)) {
            let message = match String::from_utf8(frame) {
                Ok(text) => Message::Text(text.into()),
                Err(error) => Message::Binary(error.into_bytes().into()),
            };
            if socket.send(message).await.is_err() {
                return;
            }
        }
        tokio::select! {
            changed = news.changed() => {
                if changed.is_err() || news.borrow_and_update().1 != breaks {
                    return;
                }
            }
            heard = socket.recv() => {
                if !matches!(heard, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}

/// Frames that are no commits, or cannot be read, are delivered to everyone.
fn is_wanted(frame: &[u8], collections: &[String]) -> bool {
    let read: Option<serde_json::Value> = serde_json::from_slice(frame).ok();
    let collection = read.as_ref().and_then(|frame| frame.pointer("/commit/collection")?.as_str());
    collection.is_none_or(|collection| collections.is_empty() || collections.iter().any(|wanted| wanted == collection))
}
