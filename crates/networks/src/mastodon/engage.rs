//! Likes and boosts. Twice is the same as once, so doubt needs no question: the next attempt settles it.

use super::{
    client::{CallError, Client},
    status,
};
use crate::{Engagement, Outcome, json};
use answerable_domain::{ActionKind, Receipt};
use serde_json::json;
use std::time::Duration;

const TRY_AGAIN: Duration = Duration::from_secs(5);

pub async fn engage(client: &Client, engagement: &Engagement) -> Outcome {
    let refused = |why: &str| Outcome::Refused { code: "refused", why: why.to_owned() };
    let verb = match engagement.action {
        ActionKind::Like => "favourite",
        ActionKind::Repost => "reblog",
        ActionKind::Reply | ActionKind::Direct => return refused("an answer has words"),
    };
    let post = &engagement.target.post;
    if !status::is_id(&post.native_id) {
        return refused("not a post of this network");
    }
    match client.post(&format!("/api/v1/statuses/{}/{verb}", post.native_id), &json!({}), None).await {
        Ok(answer) => {
            let id = json::text(&answer, &["id"]).unwrap_or(&post.native_id).to_owned();
            Outcome::Done(Receipt { native_ids: vec![id], permalink: post.permalink.clone(), handle: json!({}) })
        }
        Err(error) => after_failure(&error),
    }
}

fn after_failure(error: &CallError) -> Outcome {
    let why = error.why();
    match error {
        CallError::Refused { status: 429, retry_after, .. } => Outcome::Retry { after: retry_after.unwrap_or(TRY_AGAIN), why },
        error if error.is_about_token() => Outcome::Refused { code: "signed_out", why },
        CallError::Refused { status: 404 | 410, .. } => Outcome::Refused { code: "post_deleted", why },
        CallError::NotSent(_) => Outcome::Retry { after: TRY_AGAIN, why },
        CallError::Cut(_) | CallError::Refused { status: 500.., .. } => Outcome::Uncertain { probe_after: TRY_AGAIN, why },
        CallError::Refused { .. } => Outcome::Refused { code: "refused", why },
    }
}
