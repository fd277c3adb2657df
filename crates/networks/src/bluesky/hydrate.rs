//! Fetching posts and profiles by id: edits, deletions, the thread above a post, who somebody is.

use super::{
    POST,
    at_uri::{AtUri, is_did},
    normalize,
    session::Sessions,
    xrpc::{Call, Client},
};
use crate::{ConnectorError, json};
use answerable_domain::{Deleter, Inbound, Millis};
use serde_json::Value;
use std::collections::HashSet;

/// The network's own limit for one question.
const IDS_MAX: usize = 25;
const PARENTS_MAX: usize = 100;
const LEVELS_MAX: usize = 20;

/// Where to read: in our name (then we also learn who blocks us), or without signing in.
#[derive(Clone, Copy)]
pub enum Reader<'a> {
    SignedIn(&'a Sessions),
    Open(&'a Client),
}

impl Reader<'_> {
    pub async fn get(self, nsid: &str, name: &str, values: &[String]) -> Result<Value, ConnectorError> {
        let call = Call::Get { nsid, query: values.iter().map(|value| (name, value.clone())).collect() };
        let body = match self {
            Self::SignedIn(sessions) => sessions.call(&call).await?.1,
            Self::Open(client) => client.call(&call, None).await?,
        };
        serde_json::from_slice(&body).map_err(|error| ConnectorError::Protocol(format!("{nsid}: {error}")))
    }
}

/// The posts, and what they answer, up the thread. What the network leaves out of its answer is gone there, for a reason it does not say.
pub async fn posts(reader: Reader<'_>, native_ids: &[String], now: Millis) -> Result<Vec<Inbound>, ConnectorError> {
    let mut asked = HashSet::new();
    let is_post = |id: &String| AtUri::parse(id).is_some_and(|uri| uri.collection == POST);
    let (mut wanted, unknown): (Vec<String>, Vec<String>) = native_ids.iter().cloned().partition(is_post);
    wanted.retain(|id| asked.insert(id.clone()));
    let mut found: Vec<Inbound> = unknown.iter().map(|_| Inbound::Ignored { what: "not_an_address".to_owned() }).collect();
    let most = asked.len() + PARENTS_MAX;
    for _ in 0..LEVELS_MAX {
        let mut parents = Vec::new();
        for chunk in wanted.chunks(IDS_MAX) {
            let answer = reader.get("app.bsky.feed.getPosts", "uris", chunk).await?;
            read(&answer, chunk, now, &mut found, &mut parents);
        }
        parents.retain(|id| asked.len() < most && is_post(id) && asked.insert(id.clone()));
        if parents.is_empty() {
            break;
        }
        wanted = parents;
    }
    Ok(found)
}

fn read(answer: &Value, asked: &[String], now: Millis, found: &mut Vec<Inbound>, parents: &mut Vec<String>) {
    let mut there = HashSet::new();
    for value in json::list(answer, &["posts"]) {
        there.extend(json::text(value, &["uri"]));
        match normalize::view(value, now) {
            Ok(inbound) => {
                if let Inbound::Post(post) = &inbound {
                    parents.extend(post.parent_native_id.clone());
                }
                found.push(inbound);
            }
            Err(poison) => {
                tracing::warn!(code = poison.code, "a fetched post cannot be understood");
                found.push(Inbound::Ignored { what: poison.code.to_owned() });
            }
        }
    }
    let gone = asked.iter().filter(|id| !there.contains(id.as_str()));
    found.extend(gone.map(|id| Inbound::Deleted { native_id: id.clone(), by: Deleter::Unknown }));
}

/// The profiles that the network knows.
pub async fn authors(reader: Reader<'_>, native_ids: &[String]) -> Result<Vec<Inbound>, ConnectorError> {
    let mut asked = HashSet::new();
    let wanted: Vec<String> = native_ids.iter().filter(|id| is_did(id) && asked.insert(id.as_str())).cloned().collect();
    let mut found = Vec::new();
    for chunk in wanted.chunks(IDS_MAX) {
        let answer = reader.get("app.bsky.actor.getProfiles", "actors", chunk).await?;
        found.extend(json::list(&answer, &["profiles"]).iter().filter_map(|value| normalize::profile(value).ok()).map(Inbound::Profile));
    }
    Ok(found)
}
