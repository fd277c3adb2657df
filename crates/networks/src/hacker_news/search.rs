//! Looking for what was said in the past, by the search that the site itself uses.
//!
//! It shows at most a thousand results of one question, so every page is a new question that ends where the page before it ended. What it
//! finds has names of its own for everything; it is stored in the shape of items, so that there is one reader.

use super::{api::Api, normalize::payload};
use crate::{ConnectorError, Found, Search, json};
use answerable_domain::Cursor;
use serde_json::{Map, Value, json};

const HITS_MAX: usize = 100;

pub async fn page(api: &Api, search: &Search) -> Result<Found, ConnectorError> {
    let since = search.since.div_euclid(1_000);
    let until = search.until.div_euclid(1_000) + i64::from(search.until.rem_euclid(1_000) > 0);
    let until = search.cursor.as_ref().and_then(|cursor| cursor.0.parse().ok()).unwrap_or(until);
    let query = [
        ("query", quoted(&search.words)),
        ("tags", "(story,comment)".to_owned()),
        ("numericFilters", format!("created_at_i>={since},created_at_i<{until}")),
        ("hitsPerPage", HITS_MAX.to_string()),
        ("typoTolerance", "false".to_owned()),
    ];
    let answer = api.search(&query).await?;
    let hits = answer.get("hits").and_then(Value::as_array).ok_or_else(|| ConnectorError::Protocol("no hits".to_owned()))?;
    let oldest = hits.iter().filter_map(|hit| hit.get("created_at_i")?.as_i64()).min();
    // Several are said in one second: the next page begins with those of the last one, unless it held nothing else.
    let next = oldest.filter(|_| hits.len() >= HITS_MAX).map(|oldest| if oldest + 1 < until { oldest + 1 } else { oldest });
    Ok(Found {
        raws: hits.iter().filter_map(|hit| Some(payload(item(hit)?.to_string().as_bytes(), number(hit, "story_id")))).collect(),
        next: next.filter(|next| *next > since && *next < until).map(|next| Cursor(next.to_string())),
    })
}

/// A result in the shape of an item.
fn item(hit: &Value) -> Option<Value> {
    let id: u64 = json::text(hit, &["objectID"])?.parse().ok()?;
    let is_comment = hit.get("comment_text").is_some_and(|text| !text.is_null());
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(id));
    item.insert("type".to_owned(), json!(if is_comment { "comment" } else { "story" }));
    let names = [
        ("author", "by"),
        ("created_at_i", "time"),
        ("comment_text", "text"),
        ("story_text", "text"),
        ("title", "title"),
        ("url", "url"),
        ("parent_id", "parent"),
    ];
    for (theirs, ours) in names {
        // A comment brings the words of its story along.
        let is_its_own = !is_comment || !matches!(theirs, "story_text" | "title" | "url");
        if let Some(value) = hit.get(theirs).filter(|value| is_its_own && !value.is_null()) {
            item.insert(ours.to_owned(), value.clone());
        }
    }
    Some(Value::Object(item))
}

fn number(hit: &Value, key: &str) -> Option<u64> {
    hit.get(key)?.as_u64()
}

/// As one phrase: what is found need not be exact, but it should not be everything.
fn quoted(words: &str) -> String {
    let inside: String = words.trim_start_matches(['#', '@']).chars().map(|c| if c == '"' || c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", inside.trim())
}
