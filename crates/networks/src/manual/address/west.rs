//! X, Threads, Instagram, Facebook, Bluesky.

use super::{
    Known,
    parts::{Parts, is_code, is_name, is_number},
};
use answerable_domain::Network;

pub fn read(parts: &Parts<'_>) -> Option<Known> {
    if parts.is_host(&["x.com", "twitter.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com", "fixvx.com"]) {
        return Some(x(parts));
    }
    if parts.is_host(&["threads.net", "threads.com"]) {
        return Some(threads(parts));
    }
    if parts.is_host(&["instagram.com", "instagr.am", "ddinstagram.com"]) {
        return Some(instagram(parts));
    }
    if parts.is_host(&["facebook.com", "fb.com", "fb.watch", "fb.me"]) || parts.host.ends_with(".facebook.com") {
        return Some(facebook(parts));
    }
    if parts.is_host(&["bsky.app", "main.bsky.dev", "staging.bsky.app", "deer.social"]) {
        return Some(bluesky(parts));
    }
    None
}

fn x(parts: &Parts<'_>) -> Known {
    let post = |id: &str, name: Option<&str>| {
        let id = id.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
        if !is_number(id) {
            return Known::page(Network::X);
        }
        let owner = name.filter(|name| is_code(name) && *name != "i");
        Known::post(Network::X, id, format!("https://x.com/{}/status/{id}", owner.unwrap_or("i"))).by(owner.unwrap_or_default())
    };
    match parts.path().as_slice() {
        ["i", "web", "status", id, ..] | ["i", "status", id, ..] => post(id, None),
        [name, "status" | "statuses", id, ..] => post(id, Some(name)),
        _ => Known::page(Network::X),
    }
}

fn threads(parts: &Parts<'_>) -> Known {
    match parts.path().as_slice() {
        [name, "post", code, ..] if name.starts_with('@') && is_name(name) && is_code(code) => {
            Known::post(Network::Threads, *code, format!("https://www.threads.com/{name}/post/{code}")).by(name)
        }
        ["t", code, ..] if is_code(code) => Known::post(Network::Threads, *code, format!("https://www.threads.com/t/{code}")),
        _ => Known::page(Network::Threads),
    }
}

fn instagram(parts: &Parts<'_>) -> Known {
    let post = |code: &str, rest: &[&str]| {
        if !is_code(code) {
            return Known::page(Network::Instagram);
        }
        match rest {
            ["c", comment, ..] if is_number(comment) => {
                Known::post(Network::Instagram, format!("{code}/{comment}"), format!("https://www.instagram.com/p/{code}/c/{comment}/"))
            }
            _ => Known::post(Network::Instagram, code, format!("https://www.instagram.com/p/{code}/")),
        }
    };
    match parts.path().as_slice() {
        ["p" | "reel" | "reels" | "tv", code, rest @ ..] => post(code, rest),
        [name, "p" | "reel" | "tv", code, rest @ ..] if is_name(name) => post(code, rest).by(name),
        ["stories", name, id, ..] if is_name(name) && is_number(id) => {
            Known::post(Network::Instagram, format!("story/{id}"), format!("https://www.instagram.com/stories/{name}/{id}/")).by(name)
        }
        _ => Known::page(Network::Instagram),
    }
}

fn facebook(parts: &Parts<'_>) -> Known {
    let path = parts.path();
    let post = |id: &str, path: String| {
        let comment = parts.query("comment_id").filter(|comment| is_code(comment));
        let reply = parts.query("reply_comment_id").filter(|reply| is_code(reply));
        let joiner = if path.contains('?') { '&' } else { '?' };
        match reply.or(comment) {
            Some(below) => {
                let permalink = format!("https://www.facebook.com/{path}{joiner}comment_id={below}");
                Known::post(Network::Facebook, format!("{id}/{below}"), permalink)
            }
            None => Known::post(Network::Facebook, id, format!("https://www.facebook.com/{path}")),
        }
    };
    if parts.host == "fb.watch" {
        let code = path.first().filter(|code| is_code(code));
        return code.map_or(Known::page(Network::Facebook), |code| {
            Known::post(Network::Facebook, format!("watch/{code}"), format!("https://fb.watch/{code}/"))
        });
    }
    let number = |name: &str| parts.query(name).filter(|id| is_code(id));
    match path.as_slice() {
        ["permalink.php" | "story.php", ..] => match (number("story_fbid"), number("id")) {
            (Some(story), Some(id)) => post(story, format!("permalink.php?story_fbid={story}&id={id}")),
            _ => Known::page(Network::Facebook),
        },
        ["photo.php" | "photo", ..] => number("fbid").map_or(Known::page(Network::Facebook), |id| post(id, format!("photo/?fbid={id}"))),
        ["watch", ..] => number("v").map_or(Known::page(Network::Facebook), |id| post(id, format!("watch/?v={id}"))),
        ["reel", id, ..] if is_code(id) => post(id, format!("reel/{id}")),
        ["share", kind @ ("p" | "r" | "v"), code, ..] if is_code(code) => post(&format!("share/{code}"), format!("share/{kind}/{code}/")),
        ["share", code, ..] if is_code(code) => post(&format!("share/{code}"), format!("share/{code}/")),
        ["groups", group, "posts" | "permalink", id, ..] if is_name(group) && is_code(id) => {
            post(id, format!("groups/{group}/posts/{id}/"))
        }
        // Between a page's name and the number there may be words.
        [page, kind @ ("posts" | "videos" | "photos"), rest @ ..] if is_name(page) => {
            let id = rest.iter().rev().find(|id| is_number(id) || (id.starts_with("pfbid") && is_code(id)));
            id.map_or(Known::page(Network::Facebook), |id| post(id, format!("{page}/{kind}/{id}"))).by(page)
        }
        _ => Known::page(Network::Facebook),
    }
}

fn bluesky(parts: &Parts<'_>) -> Known {
    match parts.path().as_slice() {
        ["profile", owner, "post", key, ..] => bluesky_post(owner, key).unwrap_or(Known::page(Network::Bluesky)),
        _ => Known::page(Network::Bluesky),
    }
}

/// What follows `at://`.
pub fn at_address(rest: &str) -> Option<Known> {
    match rest.split('/').collect::<Vec<_>>().as_slice() {
        [owner, "app.bsky.feed.post", key] => bluesky_post(owner, key),
        _ => None,
    }
}

/// With the account's identifier it is the name under which streams deliver the post; a handle can move to somebody else.
fn bluesky_post(owner: &str, key: &str) -> Option<Known> {
    let is_did = owner.starts_with("did:");
    let is_owner = is_name(owner) && owner.is_ascii() && !owner.contains('@') && (is_did || (owner.contains('.') && !owner.contains(':')));
    if !is_owner || !is_code(key) {
        return None;
    }
    let owner = if is_did { owner.to_owned() } else { owner.to_ascii_lowercase() };
    let known = Known::post(
        Network::Bluesky,
        format!("at://{owner}/app.bsky.feed.post/{key}"),
        format!("https://bsky.app/profile/{owner}/post/{key}"),
    );
    Some(if is_did { known } else { known.by(&owner) })
}
