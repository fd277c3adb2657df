//! Looking into the past. A hashtag is read as a list, as far back as the server has it; other words are searched for, which finds only what
//! its authors opted in to and what the account had to do with.

use super::{
    client::{CallError, Client},
    envelope,
    home::Home,
    place::Feed,
    status,
};
use crate::{ConnectorError, Found, Search, json};
use answerable_domain::{Cursor, Millis};
use serde_json::{Value, value::RawValue};
use std::collections::HashMap;

const PAGE: usize = 40;

pub async fn page(client: &Client, home: &Home, search: &Search) -> Result<Found, ConnectorError> {
    let tag = search.words.strip_prefix('#').filter(|tag| !tag.is_empty() && tag.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let (body, list_key) = match tag {
        Some(tag) => (by_tag(client, tag, search).await.map_err(refused)?, None),
        None => (by_words(client, search).await.map_err(refused)?, Some("statuses")),
    };
    let listing = match list_key {
        None => serde_json::from_slice(&body),
        Some(key) => {
            serde_json::from_slice::<HashMap<String, Vec<Box<RawValue>>>>(&body).map(|mut all| all.remove(key).unwrap_or_default())
        }
    };
    let listing: Vec<Box<RawValue>> = listing.map_err(|error| ConnectorError::Protocol(format!("search: {error}")))?;
    let read: Vec<(Value, Box<RawValue>)> =
        listing.into_iter().filter_map(|raw| Some((serde_json::from_str(raw.get()).ok()?, raw))).collect();
    let next = next(search, tag.is_some(), &read);
    let within = |value: &Value| said_at(value).is_none_or(|at| at >= search.since && at < search.until);
    let found = read.iter().filter(|(value, _)| within(value));
    Ok(Found { raws: found.map(|(_, raw)| envelope::seal(home, "update", "search", raw)).collect(), next })
}

async fn by_tag(client: &Client, tag: &str, search: &Search) -> Result<Vec<u8>, CallError> {
    let mut query = vec![("limit", PAGE.to_string())];
    query.extend(search.cursor.as_ref().filter(|cursor| status::is_id(&cursor.0)).map(|cursor| ("max_id", cursor.0.clone())));
    client.get(&Feed::Tag(tag.to_owned()).path(), &query).await
}

async fn by_words(client: &Client, search: &Search) -> Result<Vec<u8>, CallError> {
    let offset = search.cursor.as_ref().map_or("0", |cursor| cursor.0.as_str());
    let query = [("q", search.words.clone()), ("type", "statuses".to_owned()), ("limit", PAGE.to_string()), ("offset", offset.to_owned())];
    client.get("/api/v2/search", &query).await
}

/// A tag goes on below the oldest id until it is older than was asked for; words go on by counting.
fn next(search: &Search, is_tag: bool, read: &[(Value, Box<RawValue>)]) -> Option<Cursor> {
    let (oldest, _) = read.last()?;
    if is_tag {
        let reaches = said_at(oldest).is_some_and(|at| at < search.since);
        return json::text(oldest, &["id"]).filter(|_| !reaches).map(|id| Cursor(id.to_owned()));
    }
    let before: usize = search.cursor.as_ref().and_then(|cursor| cursor.0.parse().ok()).unwrap_or(0);
    (read.len() >= PAGE).then(|| Cursor((before + read.len()).to_string()))
}

fn said_at(value: &Value) -> Option<Millis> {
    json::text(value, &["created_at"]).and_then(json::moment)
}

fn refused(error: CallError) -> ConnectorError {
    match &error {
        CallError::Refused { status: 403 | 404 | 422, .. } if !error.is_about_token() => {
            ConnectorError::Settings { code: "no_history", why: format!("this server does not let us search ({})", error.why()) }
        }
        _ => error.into(),
    }
}
