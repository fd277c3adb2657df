//! The addresses of the item server (`/v0/...`) and of the search (`/api/v1/...`).

use super::{Inner, items::Items};
use crate::{
    Calls,
    troubles::{Refusal, json_answer},
};
use axum::{
    Router,
    body::Body,
    extract::{Path, Query, RawQuery, State},
    http::Response,
    routing::get,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// More than this one question does not show.
const HITS_MAX: usize = 1_000;

pub fn router(inner: Arc<Inner>) -> Router {
    Router::new().route("/v0/{*path}", get(read)).route("/api/v1/search_by_date", get(search)).with_state(inner)
}

/// Counts how many requests are open at once.
struct Open(Arc<Inner>);

impl Open {
    fn new(inner: Arc<Inner>) -> Self {
        let mut items = inner.items();
        items.open += 1;
        items.most_open = items.most_open.max(items.open);
        drop(items);
        Self(inner)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.items().open -= 1;
    }
}

async fn read(State(inner): State<Arc<Inner>>, Path(path): Path<String>) -> Response<Body> {
    let _open = Open::new(inner.clone());
    inner.items().asked.push(path.clone());
    // Others get their turn, as they would while a real server looks.
    tokio::task::yield_now().await;
    let work = async { answer(&inner.items(), &path) };
    inner.troubles.run(Calls::Reading, inner.clock.now(), work, refuse).await
}

fn answer(items: &Items, path: &str) -> Response<Body> {
    let name = path.strip_suffix(".json").unwrap_or_default();
    let body = match name.split_once('/') {
        None if name == "maxitem" => json!(items.newest()),
        Some(("item", id)) => id.parse().map_or(Value::Null, |id| items.item(id)),
        Some(("user", id)) => {
            let said = items.items.iter().filter(|(_, item)| item["by"] == json!(id)).map(|(id, _)| *id);
            let said: Vec<u64> = said.collect();
            if said.is_empty() { Value::Null } else { json!({"id": id, "created": 1_300_000_000, "karma": 77, "submitted": said}) }
        }
        _ => return json_answer(404, &json!({"error": "404 Not Found"})),
    };
    json_answer(200, &body)
}

fn refuse(refusal: Refusal) -> Response<Body> {
    match refusal {
        Refusal::Status(status) => json_answer(status, &json!({"error": "Internal server error."})),
        Refusal::Expired => json_answer(401, &json!({"error": "Permission denied"})),
        Refusal::TooMany { retry_after_seconds } => {
            let mut answer = json_answer(429, &json!({"error": "Too many requests"}));
            if let Some(seconds) = retry_after_seconds {
                answer.headers_mut().insert("retry-after", seconds.into());
            }
            answer
        }
    }
}

async fn search(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery, Query(asked): Query<Vec<(String, String)>>) -> Response<Body> {
    inner.items().asked.push(format!("search_by_date?{}", query.unwrap_or_default()));
    let work = async {
        let items = inner.items();
        match Question::read(&asked) {
            Some(question) => json_answer(200, &hits(&items, &question)),
            None => json_answer(400, &json!({"message": "invalid numericFilters", "status": 400})),
        }
    };
    inner.troubles.run(Calls::Reading, inner.clock.now(), work, refuse).await
}

struct Question {
    words: String,
    from: i64,
    before: i64,
    per_page: usize,
    page: usize,
}

impl Question {
    fn read(asked: &[(String, String)]) -> Option<Self> {
        let one = |name: &str| asked.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        let mut question = Self {
            words: one("query").replace('"', "").trim().to_lowercase(),
            from: 0,
            before: i64::MAX,
            per_page: one("hitsPerPage").parse().unwrap_or(20),
            page: one("page").parse().unwrap_or(0),
        };
        for filter in one("numericFilters").split(',').filter(|filter| !filter.is_empty()) {
            let rest = filter.strip_prefix("created_at_i")?;
            match (rest.strip_prefix(">="), rest.strip_prefix('>'), rest.strip_prefix('<')) {
                (Some(at), ..) => question.from = at.parse().ok()?,
                (None, Some(at), _) => question.from = at.parse::<i64>().ok()? + 1,
                (None, None, Some(at)) => question.before = at.parse().ok()?,
                _ => return None,
            }
        }
        Some(question)
    }
}

fn hits(items: &Items, question: &Question) -> Value {
    let fits = |item: &&Value| {
        let text = ["title", "text", "url", "by"].map(|key| item[key].as_str().unwrap_or_default().to_lowercase()).join(" ");
        let at = item["time"].as_i64().unwrap_or(0);
        matches!(item["type"].as_str(), Some("story" | "comment"))
            && item["deleted"].is_null()
            && (question.from..question.before).contains(&at)
            && text.contains(&question.words)
    };
    let found: Vec<&Value> = items.items.values().rev().filter(fits).collect();
    let shown = &found[..found.len().min(HITS_MAX)];
    let start = question.page.saturating_mul(question.per_page).min(shown.len());
    let page = &shown[start..shown.len().min(start + question.per_page)];
    json!({
        "hits": page.iter().map(|item| hit(items, item)).collect::<Vec<_>>(),
        "nbHits": found.len(),
        "nbPages": shown.len().div_ceil(question.per_page.max(1)),
        "page": question.page,
        "hitsPerPage": question.per_page,
    })
}

fn hit(items: &Items, item: &Value) -> Value {
    let id = item["id"].as_u64().unwrap_or_default();
    let kind = item["type"].as_str().unwrap_or_default();
    let story = items.story_of(id);
    let mut hit = json!({
        "objectID": id.to_string(),
        "author": item["by"],
        "created_at_i": item["time"],
        "story_id": story,
        "_tags": [kind, format!("author_{}", item["by"].as_str().unwrap_or_default())],
    });
    let mut copy = |to: &str, from: &str| {
        if !item[from].is_null() {
            hit[to] = item[from].clone();
        }
    };
    if kind == "comment" {
        copy("comment_text", "text");
        copy("parent_id", "parent");
        hit["story_title"] = story.map_or(Value::Null, |story| items.item(story)["title"].clone());
    } else {
        copy("story_text", "text");
        copy("title", "title");
        copy("url", "url");
        copy("points", "score");
    }
    hit
}
