//! Places where people talk: Reddit, Telegram, Hacker News, Discord, and the many servers of the Fediverse.

use super::{
    Known,
    parts::{Parts, is_code, is_name, is_number},
};
use answerable_domain::Network;

pub fn read(parts: &Parts<'_>) -> Option<Known> {
    if parts.is_host(&["reddit.com", "redd.it"]) || parts.host.ends_with(".reddit.com") {
        return Some(reddit(parts));
    }
    if parts.is_host(&["t.me", "telegram.me", "telegram.dog"]) {
        return Some(telegram(parts));
    }
    if parts.host == "news.ycombinator.com" {
        return Some(hacker_news(parts));
    }
    if parts.is_host(&["discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"]) {
        return Some(discord(parts));
    }
    None
}

/// A post is `t3_`, a comment `t1_`, as Reddit itself names things.
fn reddit(parts: &Parts<'_>) -> Known {
    let path = parts.path();
    let is_id = |id: &str| id.len() <= 12 && is_code(id) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let post = |id: &str| Known::post(Network::Reddit, format!("t3_{id}"), format!("https://www.reddit.com/comments/{id}/"));
    if parts.host == "redd.it" {
        return path.first().filter(|id| is_id(id)).map_or(Known::page(Network::Reddit), |id| post(id));
    }
    if let ["r", group, "s", code, ..] = path.as_slice()
        && is_code(group)
        && is_code(code)
    {
        return Known::post(Network::Reddit, format!("short/{code}"), format!("https://www.reddit.com/r/{group}/s/{code}"));
    }
    let Some(place) = path.iter().position(|piece| *piece == "comments") else { return Known::page(Network::Reddit) };
    let comment = match path.get(place + 2..).unwrap_or_default() {
        ["comment", id, ..] | [_, id, ..] if is_id(id) => Some(*id),
        _ => None,
    };
    match (path.get(place + 1).filter(|id| is_id(id)), comment) {
        (Some(id), Some(comment)) => {
            Known::post(Network::Reddit, format!("t1_{comment}"), format!("https://www.reddit.com/comments/{id}/_/{comment}/"))
        }
        (Some(id), None) => post(id),
        (None, _) => Known::page(Network::Reddit),
    }
}

/// In a closed group the number of the chat is told, as a bot names it; in an open one its name.
fn telegram(parts: &Parts<'_>) -> Known {
    let path = parts.path();
    let rest = match path.as_slice() {
        ["s", rest @ ..] => rest,
        other => other,
    };
    match rest {
        ["c", chat, .., number] if is_number(chat) && is_number(number) => {
            Known::post(Network::Telegram, format!("-100{chat}:{number}"), format!("https://t.me/c/{chat}/{number}"))
        }
        [name, .., number] if is_code(name) && is_number(number) => {
            let name = name.to_ascii_lowercase();
            match parts.query("comment").filter(|comment| is_number(comment)) {
                Some(comment) => Known::post(
                    Network::Telegram,
                    format!("{name}/{number}/{comment}"),
                    format!("https://t.me/{name}/{number}?comment={comment}"),
                ),
                None => Known::post(Network::Telegram, format!("{name}/{number}"), format!("https://t.me/{name}/{number}")),
            }
        }
        _ => Known::page(Network::Telegram),
    }
}

/// The list below a story points at a comment by the fragment.
fn hacker_news(parts: &Parts<'_>) -> Known {
    let is_item = matches!(parts.path().as_slice(), ["item" | "reply"]);
    let id = Some(parts.fragment).filter(|id| is_number(id)).or_else(|| parts.query("id")).filter(|id| is_item && is_number(id));
    match id {
        Some(id) => Known::post(Network::HackerNews, id, format!("https://news.ycombinator.com/item?id={id}")),
        None => Known::page(Network::HackerNews),
    }
}

fn discord(parts: &Parts<'_>) -> Known {
    match parts.path().as_slice() {
        ["channels", server, channel, message] if (is_number(server) || *server == "@me") && is_number(channel) && is_number(message) => {
            let permalink = format!("https://discord.com/channels/{server}/{channel}/{message}");
            Known::post(Network::Discord, format!("{channel}/{message}"), permalink)
        }
        _ => Known::page(Network::Discord),
    }
}

/// Any server may be one: what tells is the form of the path.
pub fn fediverse(parts: &Parts<'_>) -> Option<Known> {
    let path = parts.path();
    let path = match path.as_slice() {
        ["web" | "deck", rest @ ..] => rest,
        other => other,
    };
    let host = parts.url.host_str()?.to_ascii_lowercase();
    let port = parts.url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let (id, handle) = match path {
        // Numbers of posts are long; a short one would be a page of somebody's blog.
        [name, id] if name.starts_with('@') && is_name(name) && is_number(id) && id.len() >= 8 => (*id, Some(*name)),
        ["users", name, "statuses", id, ..] if is_name(name) && is_number(id) => (*id, Some(*name)),
        ["notes", id] if is_code(id) && id.len() >= 8 => (*id, None),
        ["notice", id] if is_code(id) && id.len() >= 8 => (*id, None),
        _ => return None,
    };
    let handle = handle.map(|name| {
        let name = name.trim_start_matches('@');
        if name.contains('@') { name.to_owned() } else { format!("{name}@{host}{port}") }
    });
    let page = match (&handle, path) {
        (_, ["notes" | "notice", ..]) => format!("{}/{id}", path[0]),
        (_, ["users", name, ..]) => format!("@{name}/{id}"),
        (_, [name, ..]) => format!("{name}/{id}"),
        _ => return None,
    };
    let known = Known::post(Network::Mastodon, format!("{host}{port}/{id}"), format!("https://{host}{port}/{page}"));
    Some(known.by(handle.as_deref().unwrap_or_default()))
}
