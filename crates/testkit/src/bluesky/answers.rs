//! What the AppView says about posts, profiles and notifications.

use super::network::{Network, Notification, time};
use serde_json::{Value, json};

/// The post as a viewer sees it; `None` when it is not there for them.
pub fn post_view(network: &Network, uri: &str, viewer: Option<&str>) -> Option<Value> {
    let record = network.records.get(uri)?;
    let did = owner(uri);
    let mut view = json!({
        "uri": uri,
        "cid": record.cid,
        "author": profile(network, did, viewer)?,
        "record": record.value,
        "replyCount": network.replies_to(uri).len(),
        "repostCount": 0,
        "likeCount": 0,
        "quoteCount": 0,
        "indexedAt": time(record.indexed_at),
        "labels": [],
    });
    if viewer.is_some() {
        view["viewer"] = json!({"threadMuted": false, "embeddingDisabled": false});
        if network.closed.contains(uri) {
            view["viewer"]["replyDisabled"] = json!(true);
        }
    }
    Some(view)
}

pub fn profile(network: &Network, did: &str, viewer: Option<&str>) -> Option<Value> {
    let account = network.accounts.get(did).filter(|account| !account.gone)?;
    let mut profile = json!({"did": did, "handle": account.handle, "labels": []});
    if let Some(name) = &account.display_name {
        profile["displayName"] = json!(name);
    }
    if let Some(viewer) = viewer {
        let blocks = |by: &str, whom: &str| network.blocks.contains(&(by.to_owned(), whom.to_owned()));
        profile["viewer"] = json!({"muted": false, "blockedBy": blocks(did, viewer)});
        if blocks(viewer, did) {
            profile["viewer"]["blocking"] = json!(format!("at://{viewer}/app.bsky.graph.block/3test"));
        }
    }
    Some(profile)
}

/// With the counts that only a full profile has.
pub fn detailed_profile(network: &Network, did: &str, viewer: Option<&str>) -> Option<Value> {
    let mut profile = profile(network, did, viewer)?;
    profile["followersCount"] = json!(did.len());
    profile["followsCount"] = json!(1);
    profile["postsCount"] = json!(network.records_of(did, super::network::POST).len());
    Some(profile)
}

pub fn notification(network: &Network, notification: &Notification) -> Option<Value> {
    let record = network.records.get(&notification.uri)?;
    let mut said = json!({
        "uri": notification.uri,
        "cid": notification.cid,
        "author": profile(network, &notification.by, Some(&notification.to))?,
        "reason": notification.reason,
        "record": notification.record,
        "isRead": false,
        "indexedAt": time(notification.indexed_at),
        "labels": [],
    });
    if let Some(subject) = record.value.pointer("/reply/parent/uri").filter(|_| notification.reason == "reply") {
        said["reasonSubject"] = subject.clone();
    }
    Some(said)
}

/// Newest first, from behind a cursor.
pub fn notifications(network: &Network, to: &str, reasons: &[String], limit: usize, cursor: Option<usize>) -> Value {
    let mut mine: Vec<&Notification> = network
        .notifications
        .iter()
        .filter(|notification| notification.to == to && (reasons.is_empty() || reasons.iter().any(|reason| reason == notification.reason)))
        .collect();
    mine.sort_by_key(|notification| std::cmp::Reverse((notification.indexed_at, notification.serial)));
    let start =
        cursor.map_or(0, |serial| mine.iter().position(|notification| notification.serial == serial).map_or(mine.len(), |at| at + 1));
    let page = &mine[start..mine.len().min(start + limit)];
    let mut answer = json!({
        "notifications": page.iter().filter_map(|one| notification(network, one)).collect::<Vec<_>>(),
        "priority": false,
    });
    if let Some(last) = page.last().filter(|_| start + limit < mine.len()) {
        answer["cursor"] = json!(last.serial.to_string());
    }
    answer
}

pub fn owner(uri: &str) -> &str {
    uri.trim_start_matches("at://").split('/').next().unwrap_or_default()
}
