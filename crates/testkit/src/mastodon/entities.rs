//! The JSON of the API: shapes as recorded from a real server, which a test compares key by key.

use super::town::{Notification, Status, Town, Version};
use answerable_domain::Millis;
use serde_json::{Value, json};

pub fn account(town: &Town, place: usize) -> Value {
    let account = &town.accounts[place];
    let said = town.statuses.iter().filter(|status| status.author == place && !status.deleted).count();
    let followers = town.follows.iter().filter(|(_, whom)| *whom == place).count();
    let avatar = format!("{}/assets/default.webp", town.base);
    let mut value = json!({
        "id": account.id,
        "username": account.name,
        "acct": account.host.as_ref().map_or_else(|| account.name.clone(), |host| format!("{}@{host}", account.name)),
        "display_name": account.display_name,
        "locked": false,
        "discoverable": false,
        "bot": account.bot,
        "group": false,
        "created_at": time(account.created_at),
        "note": "",
        "url": town.url_of(place),
        "avatar": avatar,
        "avatar_static": avatar,
        "header": avatar,
        "header_static": avatar,
        "followers_count": followers,
        "following_count": 0,
        "statuses_count": said,
        "last_status_at": "2026-11-22",
        "emojis": [],
        "fields": [],
    });
    if town.profile.is_gotosocial() {
        value["avatar_description"] = json!("default avatar");
        value["header_description"] = json!("default header");
    } else {
        value["uri"] = json!(town.url_of(place));
    }
    value
}

/// With what only the account itself is told.
pub fn own_account(town: &Town, place: usize) -> Value {
    let mut value = account(town, place);
    value["source"] = json!({
        "privacy": "public", "web_visibility": "public", "web_layout": "microblog", "sensitive": false, "language": "en",
        "status_content_type": "text/plain", "note": "", "fields": [], "follow_requests_count": 0,
    });
    value["role"] = json!({"id": "user", "name": "user", "color": "", "permissions": "0", "highlighted": false});
    value
}

pub fn status(town: &Town, status: &Status, viewer: Option<usize>) -> Value {
    let written = town.written(status);
    let Version { text, spoiler, at } = status.now();
    let parent = status.parent.as_deref().and_then(|id| town.status(id));
    let by_viewer = |set: &std::collections::BTreeSet<usize>| viewer.is_some_and(|viewer| set.contains(&viewer));
    let name = &town.accounts[status.author].name;
    let origin = town.accounts[status.author].host.as_ref().map_or_else(|| town.base.clone(), |host| format!("https://{host}"));
    let replies = town.statuses.iter().filter(|other| other.parent.as_deref() == Some(&status.id) && !other.deleted).count();
    let mut value = json!({
        "id": status.id,
        "created_at": time(status.created_at),
        "edited_at": (status.versions.len() > 1).then(|| time(*at)),
        "in_reply_to_id": parent.map(|parent| &parent.id),
        "in_reply_to_account_id": parent.map(|parent| &town.accounts[parent.author].id),
        "sensitive": !spoiler.is_empty(),
        "spoiler_text": spoiler,
        "visibility": status.visibility,
        "language": status.language.as_deref().unwrap_or("en"),
        "uri": format!("{origin}/users/{name}/statuses/{}", status.id),
        "url": format!("{origin}/@{name}/{}", status.id),
        "replies_count": replies,
        "reblogs_count": status.boosted_by.len(),
        "favourites_count": status.liked_by.len(),
        "favourited": by_viewer(&status.liked_by),
        "reblogged": by_viewer(&status.boosted_by),
        "muted": false,
        "bookmarked": false,
        "pinned": false,
        "content": status.content.as_ref().unwrap_or(&written.html),
        "reblog": null,
        "application": {"name": "Web"},
        "account": account(town, status.author),
        "media_attachments": status.media,
        "mentions": written.mentions.iter().map(|place| mention(town, *place)).collect::<Vec<_>>(),
        "tags": written.tags.iter().map(|tag| json!({"name": tag, "url": format!("{}/tags/{tag}", town.base)})).collect::<Vec<_>>(),
        "emojis": [],
        "card": null,
        "poll": null,
    });
    if let Some(boosted) = status.boost_of.as_deref().and_then(|id| town.status(id)) {
        value["reblog"] = self::status(town, boosted, viewer);
    }
    if town.local_only.contains(&status.id) {
        value["local_only"] = json!(true);
    }
    if town.profile.is_gotosocial() {
        value["text"] = json!(text);
        value["content_type"] = json!("text/plain");
        value["interaction_policy"] = policy();
    } else {
        let quoted = status.quote.as_deref().and_then(|id| town.status(id)).map(|quoted| self::status(town, quoted, viewer));
        value["quote"] = quoted.map_or(Value::Null, |quoted| json!({"state": "accepted", "quoted_status": quoted}));
        value["filtered"] = json!([]);
    }
    value
}

fn mention(town: &Town, place: usize) -> Value {
    let account = account(town, place);
    json!({"id": account["id"], "username": account["username"], "url": account["url"], "acct": account["acct"]})
}

fn policy() -> Value {
    let anybody = json!({"automatic_approval": ["public", "me"], "manual_approval": [], "always": ["public", "me"], "with_approval": []});
    json!({"can_favourite": anybody, "can_reply": anybody, "can_reblog": anybody})
}

pub fn notification(town: &Town, notification: &Notification) -> Value {
    let mut value = json!({
        "id": notification.id,
        "type": notification.what,
        "created_at": time(notification.at / 1_000 * 1_000),
        "account": account(town, notification.from),
    });
    if let Some(about) = notification.status.as_deref().and_then(|id| town.status(id)) {
        value["status"] = status(town, about, Some(notification.to));
    }
    if !town.profile.is_gotosocial() {
        value["group_key"] = json!(format!("ungrouped-{}", notification.id));
    }
    value
}

pub fn version(town: &Town, of: &Status, version: &Version) -> Value {
    json!({
        "content": super::markup::written(town, &version.text).html,
        "spoiler_text": version.spoiler,
        "sensitive": !version.spoiler.is_empty(),
        "created_at": time(version.at),
        "account": account(town, of.author),
        "poll": null,
        "media_attachments": [],
        "emojis": [],
    })
}

/// Milliseconds and `Z`, as servers write it.
pub fn time(at: Millis) -> String {
    let time = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{time:.3}")
}
