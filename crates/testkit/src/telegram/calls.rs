//! The methods of the Bot API, by name, and the download of files.

use super::{Inner, bot, sending};
use crate::{
    Calls,
    troubles::{Refusal, json_answer},
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::Response,
    routing::{any, get},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, timeout_at};

/// What a method refuses: its code, what it says, and the parameters that come with it.
pub(super) struct Wrong {
    pub code: u16,
    pub said: String,
    pub parameters: Option<Value>,
}

impl Wrong {
    pub fn new(code: u16, said: &str) -> Self {
        Self { code, said: said.to_owned(), parameters: None }
    }
}

pub fn router(inner: Arc<Inner>) -> Router {
    Router::new().route("/{bot}/{method}", any(call)).route("/file/{bot}/{*path}", get(download)).with_state(inner)
}

async fn call(State(inner): State<Arc<Inner>>, Path((bot, method)): Path<(String, String)>, body: Bytes) -> Response<Body> {
    let what = if matches!(method.as_str(), "sendMessage" | "setMessageReaction") { Calls::Sending } else { Calls::Reading };
    let asked: Value = serde_json::from_slice(&body).unwrap_or_else(|_| json!({}));
    let work = async {
        match bot.strip_prefix("bot") {
            Some(super::TOKEN) => respond(answer(&inner, &method, &asked).await),
            Some(token) if token.contains(':') => respond(Err(Wrong::new(401, "Unauthorized"))),
            _ => respond(Err(Wrong::new(404, "Not Found"))),
        }
    };
    inner.troubles.run(what, inner.clock.now(), work, refuse).await
}

fn refuse(refusal: Refusal) -> Response<Body> {
    respond(Err(match refusal {
        Refusal::Expired => Wrong::new(401, "Unauthorized"),
        Refusal::Status(status) => Wrong::new(status, "Internal Server Error"),
        Refusal::TooMany { retry_after_seconds } => Wrong {
            code: 429,
            said: format!("Too Many Requests: retry after {}", retry_after_seconds.unwrap_or(0)),
            parameters: retry_after_seconds.map(|seconds| json!({"retry_after": seconds})),
        },
    }))
}

fn respond(answer: Result<Value, Wrong>) -> Response<Body> {
    match answer {
        Ok(result) => json_answer(200, &json!({"ok": true, "result": result})),
        Err(Wrong { code, said, parameters }) => {
            let mut body = json!({"ok": false, "error_code": code, "description": said});
            if let Some(parameters) = parameters {
                body["parameters"] = parameters;
            }
            json_answer(code, &body)
        }
    }
}

async fn answer(inner: &Inner, method: &str, asked: &Value) -> Result<Value, Wrong> {
    if method == "getUpdates" {
        return updates(inner, asked).await;
    }
    let mut chats = inner.chats();
    chats.now = inner.clock.now() + inner.troubles.clock_off_ms();
    let done = match method {
        "getMe" => {
            let mut me = bot();
            me["can_join_groups"] = json!(true);
            me["can_read_all_group_messages"] = json!(true);
            me["can_connect_to_business"] = json!(true);
            Ok(me)
        }
        "getWebhookInfo" => Ok(json!({"url": chats.webhook, "has_custom_certificate": false, "pending_update_count": chats.pending.len()})),
        "getFile" => {
            let id = asked["file_id"].as_str().unwrap_or_default();
            let found = chats.files.get(id).ok_or_else(|| Wrong::new(400, "Bad Request: invalid file_id"));
            found.and_then(|(path, bytes)| match bytes.len() {
                0..=20_000_000 => Ok(json!({"file_id": id, "file_unique_id": id, "file_size": bytes.len(), "file_path": path})),
                _ => Err(Wrong::new(400, "Bad Request: file is too big")),
            })
        }
        "getBusinessConnection" => {
            let id = asked["business_connection_id"].as_str().unwrap_or_default();
            let can_reply = chats.connections.get(id).ok_or_else(|| Wrong::new(400, "Bad Request: business connection not found"));
            can_reply.map(|can_reply| json!({"id": id, "is_enabled": true, "rights": {"can_reply": can_reply}}))
        }
        "sendMessage" => sending::message(&mut chats, asked),
        "setMessageReaction" => sending::reaction(&mut chats, asked),
        _ => Err(Wrong::new(404, "Not Found: method not found")),
    };
    drop(chats);
    inner.announce();
    done
}

/// Waits for something to deliver, as long as it is asked to.
async fn updates(inner: &Inner, asked: &Value) -> Result<Value, Wrong> {
    let offset = asked["offset"].as_i64();
    let limit = asked["limit"].as_u64().unwrap_or(100).clamp(1, 100);
    let kinds = asked["allowed_updates"].as_array().into_iter().flatten();
    let kinds: Vec<String> = kinds.filter_map(Value::as_str).map(str::to_owned).collect();
    let ends_at = Instant::now() + Duration::from_secs(asked["timeout"].as_u64().unwrap_or(0).min(50));
    let mut news = inner.news.subscribe();
    let me = {
        let mut chats = inner.chats();
        chats.reader += 1;
        chats.asked.push((offset, kinds.clone()));
        chats.confirm(offset.unwrap_or(0));
        chats.reader
    };
    inner.announce();
    inner.polls.send_modify(|polls| *polls += 1);
    loop {
        news.borrow_and_update();
        {
            let mut chats = inner.chats();
            chats.now = inner.clock.now();
            if !chats.webhook.is_empty() {
                let said = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
                return Err(Wrong::new(409, said));
            }
            if chats.reader != me {
                let said = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(Wrong::new(409, said));
            }
            let found = chats.updates(offset.unwrap_or(0), usize::try_from(limit).expect("at most 100"), &kinds);
            if !found.is_empty() || Instant::now() >= ends_at {
                return Ok(Value::Array(found));
            }
        }
        let _ = timeout_at(ends_at, news.changed()).await;
    }
}

async fn download(State(inner): State<Arc<Inner>>, Path((bot, path)): Path<(String, String)>) -> Response<Body> {
    let work = async {
        let chats = inner.chats();
        let file = chats.files.values().find(|(known, _)| *known == path);
        match (bot.strip_prefix("bot"), file) {
            (Some(super::TOKEN), Some((_, bytes))) => Response::new(Body::from(bytes.clone())),
            _ => respond(Err(Wrong::new(404, "Not Found"))),
        }
    };
    inner.troubles.run(Calls::Reading, inner.clock.now(), work, refuse).await
}
