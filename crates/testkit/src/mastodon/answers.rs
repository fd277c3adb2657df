//! What each call of the API answers.

use super::{
    calls::{Answered, Asked, Refusal, refuse},
    entities, instance, markup,
    town::{Draft, Status, Town},
};
use serde_json::{Value, json};

pub fn answer(town: &mut Town, asked: &Asked, path: &[&str]) -> Answered {
    let plain = |value| (value, Vec::new());
    match (asked.method.as_str(), path) {
        ("GET", ["api", "v2", "instance"]) if town.profile.second_instance => return Ok(plain(instance::second(town))),
        ("GET", ["api", "v1", "instance"]) => return Ok(plain(instance::first(town))),
        ("GET", ["api", "v2", "instance"]) => return Err(refuse(404, "Not Found")),
        _ => {}
    }
    let viewer = signed_in(town, asked)?;
    match (asked.method.as_str(), path) {
        ("GET", ["api", "v1", "accounts", "verify_credentials"]) => Ok(plain(entities::own_account(town, viewer))),
        ("GET", ["api", "v1", "accounts", id, "statuses"]) => said_by(town, asked, id, viewer),
        ("GET", ["api", "v1", "notifications"]) => notifications(town, asked, viewer),
        ("GET", ["api", "v1", "timelines", "tag", tag]) => {
            let tag = decoded(tag).to_lowercase();
            if town.profile.is_gotosocial() && !town.statuses.iter().any(|status| town.written(status).tags.contains(&tag)) {
                return Err(refuse(404, "Not Found: tag was not found, or not useable/listable on this instance"));
            }
            timeline(town, asked, viewer, |town, status| town.written(status).tags.contains(&tag))
        }
        ("GET", ["api", "v1", "timelines", "public"]) => {
            let local = asked.one("local") == Some("true");
            timeline(town, asked, viewer, |town, status| !local || town.accounts[status.author].host.is_none())
        }
        ("GET", ["api", "v1", "statuses"]) if town.profile.batch => {
            let ids = asked.all("id[]");
            let found = ids.iter().filter_map(|id| town.status(id));
            let found = found.filter(|status| town.may_see(Some(viewer), status) && !town.muted.contains(&status.author));
            Ok(plain(found.map(|status| entities::status(town, status, Some(viewer))).collect()))
        }
        ("POST", ["api", "v1", "statuses"]) => publish(town, asked, viewer).map(plain),
        ("GET", ["api", "v1", "statuses", id]) => {
            let status = seen(town, id, viewer)?;
            Ok(plain(entities::status(town, status, Some(viewer))))
        }
        ("PUT", ["api", "v1", "statuses", id]) => edit(town, asked, id, viewer).map(plain),
        ("DELETE", ["api", "v1", "statuses", id]) => delete(town, id, viewer).map(plain),
        ("GET", ["api", "v1", "statuses", id, "context"]) => context(town, id, viewer).map(plain),
        ("GET", ["api", "v1", "statuses", id, "history"]) => {
            let status = seen(town, id, viewer)?;
            Ok(plain(status.versions.iter().map(|version| entities::version(town, status, version)).collect()))
        }
        ("POST", ["api", "v1", "statuses", id, what @ ("favourite" | "reblog")]) => react(town, id, what, viewer).map(plain),
        ("GET", ["api", "v2", "search"]) => search(town, asked, viewer).map(plain),
        _ => Err(refuse(404, "Not Found")),
    }
}

fn signed_in(town: &Town, asked: &Asked) -> Result<usize, Refusal> {
    let is_gotosocial = town.profile.is_gotosocial();
    let Some(token) = &asked.token else {
        return Err(refuse(
            401,
            if is_gotosocial { "Unauthorized: token not supplied" } else { "This method requires an authenticated user" },
        ));
    };
    town.grants.tokens.get(token).copied().ok_or_else(|| refuse(401, "The access token is invalid"))
}

fn not_found(town: &Town) -> Refusal {
    refuse(404, if town.profile.is_gotosocial() { "Not Found: target status not found" } else { "Record not found" })
}

fn seen<'a>(town: &'a Town, id: &str, viewer: usize) -> Result<&'a Status, Refusal> {
    town.status(id).filter(|status| town.may_see(Some(viewer), status)).ok_or_else(|| not_found(town))
}

/// Ids sort by length, then as text. Takes what comes with its id, the oldest first; gives a page of it, the newest first.
fn page(
    town: &Town,
    asked: &Asked,
    mut items: Vec<(String, Value)>,
    limit_default: usize,
    limit_max: usize,
) -> (Value, Vec<(&'static str, String)>) {
    let key = |id: &str| (id.len(), id.to_owned());
    items.sort_by_key(|(id, _)| key(id));
    let bound = |name: &str| asked.one(name).map(key);
    let (min, since, max) = (bound("min_id"), bound("since_id"), bound("max_id"));
    items.retain(|(id, _)| {
        let id = key(id);
        min.as_ref().is_none_or(|min| id > *min)
            && since.as_ref().is_none_or(|since| id > *since)
            && max.as_ref().is_none_or(|max| id < *max)
    });
    let limit = asked.one("limit").and_then(|limit| limit.parse().ok()).unwrap_or(limit_default).clamp(1, limit_max);
    let skip = if min.is_some() { 0 } else { items.len().saturating_sub(limit) };
    let page: Vec<(String, Value)> = items.into_iter().skip(skip).take(limit).rev().collect();
    let links = page.first().zip(page.last()).map(|((newest, _), (oldest, _))| {
        let base = format!("{}{}?limit={limit}", town.base, asked.uri.path());
        ("link", format!("<{base}&max_id={oldest}>; rel=\"next\", <{base}&min_id={newest}>; rel=\"prev\""))
    });
    (page.into_iter().map(|(_, value)| value).collect(), links.into_iter().collect())
}

fn notifications(town: &Town, asked: &Asked, viewer: usize) -> Answered {
    let (wanted, unwanted) = (asked.all("types[]"), asked.all("exclude_types[]"));
    let filtered = asked.one("include_filtered") == Some("true");
    let mine = town.notifications.iter().filter(|notification| notification.to == viewer && (filtered || !notification.filtered));
    let mine = mine.filter(|notification| !unwanted.contains(&notification.what));
    let mine = mine.filter(|notification| wanted.is_empty() || wanted.contains(&notification.what));
    let items = mine.map(|notification| (notification.id.clone(), entities::notification(town, notification))).collect();
    Ok(page(town, asked, items, 40, 80))
}

fn timeline(town: &Town, asked: &Asked, viewer: usize, belongs: impl Fn(&Town, &Status) -> bool) -> Answered {
    if !town.profile.feeds {
        return Err(refuse(403, "This action is not allowed"));
    }
    let public = town.statuses.iter().filter(|status| !status.deleted && status.visibility == "public" && status.boost_of.is_none());
    let items = public.filter(|status| belongs(town, status)).map(|status| item(town, status, viewer)).collect();
    Ok(page(town, asked, items, 20, 40))
}

fn item(town: &Town, status: &Status, viewer: usize) -> (String, Value) {
    (status.id.clone(), entities::status(town, status, Some(viewer)))
}

fn said_by(town: &Town, asked: &Asked, account: &str, viewer: usize) -> Answered {
    let boosts = asked.one("exclude_reblogs") != Some("true");
    let of_account = town.statuses.iter().filter(|status| !status.deleted && town.accounts[status.author].id == account);
    let shown = of_account.filter(|status| town.may_see(Some(viewer), status) && (boosts || status.boost_of.is_none()));
    Ok(page(town, asked, shown.map(|status| item(town, status, viewer)).collect(), 20, 40))
}

fn publish(town: &mut Town, asked: &Asked, author: usize) -> Result<Value, Refusal> {
    let key = asked.key.clone().filter(|_| town.profile.honours_keys).map(|key| (asked.token.clone().unwrap_or_default(), key));
    let now = town.now();
    let before = key.as_ref().and_then(|key| town.keys.get(key)).filter(|(_, at)| now - at < 3_600_000).map(|(id, _)| id.clone());
    if let Some(status) = before.as_ref().and_then(|id| town.status(id)) {
        return Ok(entities::status(town, status, Some(author)));
    }
    let text = asked.field("status").ok_or_else(|| refuse(422, "Validation failed: Text can't be blank"))?;
    let spoiler = asked.field("spoiler_text").unwrap_or_default();
    fits(town, &text, &spoiler)?;
    let parent = asked.field("in_reply_to_id");
    if let Some(parent) = &parent {
        seen(town, parent, author)?;
    }
    let visibility = match asked.field("visibility").as_deref() {
        Some("public") | None => "public",
        Some("unlisted") => "unlisted",
        Some("private") => "private",
        Some("direct") => "direct",
        Some("local") if town.profile.local_posts => "local",
        Some(_) => return Err(refuse(422, "Validation failed: Visibility is not included in the list")),
    };
    // Lists lose their numbers, which is enough of Markdown here.
    let is_markdown = town.profile.markdown && asked.field("content_type").as_deref() != Some("text/plain");
    let content = is_markdown.then(|| text.lines().map(|line| format!("<p>{}</p>", line.replace("1. ", ""))).collect());
    let draft = Draft { spoiler, visibility, parent, language: asked.field("language"), content, ..Draft::new(text) };
    let id = town.publish(author, draft);
    if asked.body.get("local_only").and_then(Value::as_bool) == Some(true) {
        town.local_only.insert(id.clone());
    }
    if let Some(key) = key {
        town.keys.insert(key, (id.clone(), now));
    }
    let status = town.status(&id).expect("it was made just now");
    Ok(entities::status(town, status, Some(author)))
}

/// In the words of a real server.
fn fits(town: &Town, text: &str, spoiler: &str) -> Result<(), Refusal> {
    let (length, most) = (markup::length(town.profile, text) + markup::length(town.profile, spoiler), town.profile.max_characters);
    if length <= most {
        return Ok(());
    }
    Err(refuse(
        422,
        &if town.profile.is_gotosocial() {
            format!("Unprocessable Entity: status too long, {length} characters provided (including content warning) but limit is {most}")
        } else {
            format!("Validation failed: Text character limit of {most} exceeded")
        },
    ))
}

fn own<'a>(town: &'a Town, id: &str, viewer: usize) -> Result<&'a Status, Refusal> {
    town.status(id).filter(|status| status.author == viewer).ok_or_else(|| not_found(town))
}

fn edit(town: &mut Town, asked: &Asked, id: &str, viewer: usize) -> Result<Value, Refusal> {
    own(town, id, viewer)?;
    let text = asked.field("status").ok_or_else(|| refuse(422, "Validation failed: Text can't be blank"))?;
    fits(town, &text, "")?;
    town.edit(id, &text, asked.field("spoiler_text").as_deref());
    seen(town, id, viewer).map(|status| entities::status(town, status, Some(viewer)))
}

fn delete(town: &mut Town, id: &str, viewer: usize) -> Result<Value, Refusal> {
    let status = own(town, id, viewer)?;
    let mut value = entities::status(town, status, Some(viewer));
    value["text"] = json!(status.now().text);
    town.delete(id);
    Ok(value)
}

fn context(town: &Town, id: &str, viewer: usize) -> Result<Value, Refusal> {
    let status = seen(town, id, viewer)?;
    let shown = |statuses: Vec<&Status>| -> Value {
        let visible = statuses.into_iter().filter(|status| town.may_see(Some(viewer), status));
        visible.map(|status| entities::status(town, status, Some(viewer))).collect()
    };
    Ok(json!({"ancestors": shown(town.ancestors(status)), "descendants": shown(town.descendants(id))}))
}

fn react(town: &mut Town, id: &str, what: &str, viewer: usize) -> Result<Value, Refusal> {
    let status = seen(town, id, viewer)?;
    if what == "reblog" && !matches!(status.visibility, "public" | "unlisted") {
        return Err(refuse(422, "Validation failed: This action is not allowed"));
    }
    if what == "reblog" {
        town.boost(viewer, id)
    } else {
        town.like(viewer, id)
    }
    seen(town, id, viewer).map(|status| entities::status(town, status, Some(viewer)))
}

/// The words, or with `resolve` the status at an address.
fn search(town: &Town, asked: &Asked, viewer: usize) -> Result<Value, Refusal> {
    let words = asked.one("q").unwrap_or_default();
    let shown = town.statuses.iter().rev().filter(|status| !status.deleted && town.may_see(Some(viewer), status));
    let is_it = |status: &&Status| {
        let value = entities::status(town, status, None);
        let resolved = asked.one("resolve") == Some("true") && (value["url"] == words || value["uri"] == words);
        resolved || (town.profile.search && status.now().text.contains(words))
    };
    let offset = asked.one("offset").and_then(|offset| offset.parse().ok()).unwrap_or(0);
    let found = shown.filter(is_it).skip(offset).take(40).map(|status| entities::status(town, status, Some(viewer)));
    Ok(json!({"accounts": [], "statuses": found.collect::<Vec<_>>(), "hashtags": []}))
}

fn decoded(text: &str) -> String {
    let uri = format!("/?t={text}").parse().ok();
    uri.and_then(|uri| super::calls::pairs(&uri).into_iter().next()).map(|(_, tag)| tag).unwrap_or_default()
}
