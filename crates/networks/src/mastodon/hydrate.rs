//! Fetching statuses by id: edits, deletions, and the thread above them.

use super::{
    client::{CallError, Client},
    envelope::Scene,
    home::Home,
    status::{self, Heard},
};
use crate::{ConnectorError, json};
use answerable_domain::{Deleter, Inbound};
use serde_json::Value;
use std::collections::HashSet;

/// As many as a server that can be asked for several takes at once.
const IDS_MAX: usize = 20;

/// The posts as they are now, and what they answer, up the thread. Earlier versions are not asked for: told after a later one they would be
/// taken for what the author says now.
pub async fn posts(client: &Client, home: &Home, native_ids: &[String]) -> Result<Vec<Inbound>, ConnectorError> {
    let mut asked = HashSet::new();
    let wanted: Vec<&String> = native_ids.iter().filter(|id| status::is_id(id) && asked.insert(id.as_str())).collect();
    let mut found = Vec::new();
    for chunk in wanted.chunks(IDS_MAX) {
        for (id, value) in fetch(client, home, chunk).await? {
            match value {
                Some(value) => thread(client, home, &value, &mut found).await?,
                None => found.push(Inbound::Deleted { native_id: id, by: Deleter::Unknown }),
            }
        }
    }
    Ok(found)
}

/// Each id with its status, or without one when the server says that there is none (any more, or not for us).
async fn fetch(client: &Client, home: &Home, ids: &[&String]) -> Result<Vec<(String, Option<Value>)>, ConnectorError> {
    if home.batch && ids.len() > 1 {
        let query: Vec<(&str, String)> = ids.iter().map(|id| ("id[]", (*id).clone())).collect();
        let answer = client.get_json("/api/v1/statuses", &query).await?;
        let list = answer.as_array().ok_or_else(|| ConnectorError::Protocol("statuses: no list".to_owned()))?;
        let of = |id: &str| list.iter().find(|status| json::text(status, &["id"]) == Some(id)).cloned();
        let mut found = Vec::new();
        for id in ids {
            // Posts of those whom we mute or whom a moderator limits are left out of a batch, and are there all the same.
            found.push(((*id).clone(), if let Some(status) = of(id) { Some(status) } else { one(client, id).await? }));
        }
        return Ok(found);
    }
    let mut found = Vec::new();
    for id in ids {
        found.push(((*id).clone(), one(client, id).await?));
    }
    Ok(found)
}

pub async fn one(client: &Client, id: &str) -> Result<Option<Value>, CallError> {
    match client.get_json(&format!("/api/v1/statuses/{id}"), &[]).await {
        Ok(status) => Ok(Some(status)),
        Err(error) if error.is_status(404) || error.is_status(410) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a status answers, from the first on, and then the status: a thread is stored in the order in which it was written.
async fn thread(client: &Client, home: &Home, value: &Value, found: &mut Vec<Inbound>) -> Result<(), ConnectorError> {
    let id = json::text(value, &["id"]).unwrap_or_default();
    let mut statuses = Vec::new();
    if json::text(value, &["in_reply_to_id"]).is_some() && status::is_id(id) {
        match client.get_json(&format!("/api/v1/statuses/{id}/context"), &[]).await {
            Ok(context) => statuses.extend(json::list(&context, &["ancestors"]).iter().cloned()),
            // It may have gone in between.
            Err(error) if error.is_status(404) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let root = statuses.first().and_then(|first| json::text(first, &["id"])).map(str::to_owned);
    statuses.push(value.clone());
    for value in &statuses {
        match status::post(Scene::of(home), value, Heard { addressed: false, context: true, received_at: client.now() }) {
            Ok(Inbound::Post(mut post)) => {
                post.root_native_id = root.clone().filter(|root| post.parent_native_id.is_some() && *root != post.native_id);
                found.push(Inbound::Post(post));
            }
            Ok(other) => found.push(other),
            Err(poison) => {
                tracing::warn!(code = poison.code, "a fetched status cannot be understood");
                found.push(Inbound::Ignored { what: poison.code.to_owned() });
            }
        }
    }
    Ok(())
}
