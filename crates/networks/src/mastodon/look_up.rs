//! Whether an answer stands there already. Not every server honours a key that is sent twice, so we look for our own words: below the post
//! that they answer, and among what we said lately.

use super::{
    client::{CallError, Client},
    home::Home,
    reply::Written,
    same::is_same,
};
use crate::json;
use answerable_domain::Millis;
use serde_json::Value;

const PAGE: usize = 40;
const PAGES_MAX: usize = 5;
/// The server's clock may be wrong by hours; the same words below the same post within a day are the same answer.
const CLOCKS_DIFFER_MS: Millis = 24 * 3_600_000;

/// What an attempt would have left behind.
pub struct Sought<'a> {
    pub parent: &'a str,
    pub text: &'a str,
    pub created_at: Millis,
}

/// `Err`: nobody can say now.
pub async fn find(client: &Client, home: &Home, sought: &Sought<'_>) -> Result<Option<Written>, CallError> {
    let is_it = |status: &&Value| {
        json::text(status, &["account", "id"]) == Some(&home.me.id)
            && json::text(status, &["in_reply_to_id"]) == Some(sought.parent)
            && json::text(status, &["content"]).is_some_and(|shown| is_same(sought.text, shown))
            && said_at(status).is_none_or(|at| at > sought.created_at - CLOCKS_DIFFER_MS)
    };
    match client.get_json(&format!("/api/v1/statuses/{}/context", sought.parent), &[]).await {
        Ok(context) => {
            if let Some(found) = json::list(&context, &["descendants"]).iter().find(is_it) {
                return Ok(Written::read(found));
            }
        }
        // The post may be gone, and our answer to it may stand.
        Err(error) if error.is_status(404) || error.is_status(410) => {}
        Err(error) => return Err(error),
    }
    let mut below: Option<String> = None;
    for _ in 0..PAGES_MAX {
        let page = own(client, home, below.take()).await?;
        if let Some(found) = page.iter().find(is_it) {
            return Ok(Written::read(found));
        }
        let oldest = page.last();
        let reaches = oldest.and_then(said_at).is_none_or(|at| at <= sought.created_at - CLOCKS_DIFFER_MS);
        below = oldest.and_then(|status| json::text(status, &["id"])).map(str::to_owned);
        if reaches || page.len() < PAGE || below.is_none() {
            return Ok(None);
        }
    }
    Err(CallError::Cut(format!("not among our last {} posts; there are more of the same day", PAGE * PAGES_MAX)))
}

/// What we said, the newest first.
async fn own(client: &Client, home: &Home, below: Option<String>) -> Result<Vec<Value>, CallError> {
    let mut query = vec![("limit", PAGE.to_string()), ("exclude_reblogs", "true".to_owned())];
    query.extend(below.map(|id| ("max_id", id)));
    let answer = client.get_json(&format!("/api/v1/accounts/{}/statuses", home.me.id), &query).await?;
    match answer {
        Value::Array(statuses) => Ok(statuses),
        _ => Err(CallError::Cut("statuses: no list".to_owned())),
    }
}

fn said_at(status: &Value) -> Option<Millis> {
    json::text(status, &["created_at"]).and_then(json::moment)
}
