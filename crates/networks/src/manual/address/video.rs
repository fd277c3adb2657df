//! YouTube and TikTok.

use super::{
    Known,
    parts::{Parts, is_code, is_name, is_number},
};
use answerable_domain::Network;

pub fn read(parts: &Parts<'_>) -> Option<Known> {
    if parts.is_host(&["youtube.com", "music.youtube.com", "youtu.be", "youtube-nocookie.com"]) {
        return Some(youtube(parts));
    }
    if parts.is_host(&["tiktok.com", "vm.tiktok.com", "vt.tiktok.com"]) {
        return Some(tiktok(parts));
    }
    None
}

fn youtube(parts: &Parts<'_>) -> Known {
    let path = parts.path();
    let video = match path.as_slice() {
        [id, ..] if parts.host == "youtu.be" => Some(*id),
        ["watch", ..] => parts.query("v"),
        ["shorts" | "live" | "embed" | "v", id, ..] => Some(*id),
        _ => None,
    };
    let comment = parts.query("lc").filter(|id| is_comment(id));
    if let Some(video) = video.filter(|id| is_code(id)) {
        let watch = format!("https://www.youtube.com/watch?v={video}");
        return match comment {
            Some(comment) => Known::post(Network::Youtube, comment, format!("{watch}&lc={comment}")),
            None => Known::post(Network::Youtube, video, watch),
        };
    }
    let post = match path.as_slice() {
        ["post", id, ..] => Some(*id),
        [.., "community"] => parts.query("lb"),
        _ => None,
    };
    match post.filter(|id| is_code(id)) {
        Some(id) => match comment {
            Some(comment) => Known::post(Network::Youtube, comment, format!("https://www.youtube.com/post/{id}?lc={comment}")),
            None => Known::post(Network::Youtube, id, format!("https://www.youtube.com/post/{id}")),
        },
        None => Known::page(Network::Youtube),
    }
}

/// An answer to a comment has the comment's id, a dot, and its own.
fn is_comment(id: &str) -> bool {
    id.split('.').count() <= 2 && id.split('.').all(is_code)
}

fn tiktok(parts: &Parts<'_>) -> Known {
    let path = parts.path();
    if parts.host != "tiktok.com" {
        let code = path.first().filter(|code| is_code(code));
        return code.map_or(Known::page(Network::Tiktok), |code| short_tiktok(&parts.host, code));
    }
    match path.as_slice() {
        [name, kind @ ("video" | "photo"), id, ..] if name.starts_with('@') && is_name(name) && is_number(id) => {
            Known::post(Network::Tiktok, *id, format!("https://www.tiktok.com/{name}/{kind}/{id}")).by(name)
        }
        ["v", page, ..] => match page.strip_suffix(".html").filter(|id| is_number(id)) {
            Some(id) => Known::post(Network::Tiktok, id, format!("https://www.tiktok.com/embed/v2/{id}")),
            None => Known::page(Network::Tiktok),
        },
        ["embed", "v2", id, ..] | ["embed", id, ..] if is_number(id) => {
            Known::post(Network::Tiktok, *id, format!("https://www.tiktok.com/embed/v2/{id}"))
        }
        ["t", code, ..] if is_code(code) => short_tiktok("vm.tiktok.com", code),
        _ => Known::page(Network::Tiktok),
    }
}

/// What a short address stands for only TikTok knows.
fn short_tiktok(host: &str, code: &str) -> Known {
    Known::post(Network::Tiktok, format!("short/{code}"), format!("https://{host}/{code}/"))
}
