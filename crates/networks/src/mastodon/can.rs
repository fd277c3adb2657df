//! What can be done with a post, and whom a private answer would reach. No question to the server: the screen asks for every post.

use super::{home::Home, status};
use crate::{SendTarget, json};
use answerable_domain::{ActionKind, Availability, Network, Unavailable, Visibility};

pub fn can(action: ActionKind, target: &SendTarget) -> Availability {
    let post = &target.post;
    // A post from a file may say that it is from here without an id that could be answered.
    let is_here = post.network == Network::Mastodon && status::is_id(&post.native_id);
    let because = if !is_here {
        Some(Unavailable::Unsupported)
    } else if post.deleted_at.is_some() {
        Some(Unavailable::PostDeleted)
    } else if action == ActionKind::Repost && post.visibility.is_private() {
        Some(Unavailable::Unsupported)
    } else if matches!(action, ActionKind::Reply | ActionKind::Direct) && json::flag(&target.handle, &["reply_disabled"]) {
        Some(Unavailable::RepliesDisabled)
    } else {
        None
    };
    because.map_or(Availability::Yes, Availability::No)
}

/// Everyone whom a text names gets it, and a direct message as well: the server makes them part of the conversation.
pub fn reaches_others(text: &str, target: &SendTarget, privately: bool, home: Option<&Home>) -> Vec<String> {
    if !privately && target.post.visibility != Visibility::Direct {
        return Vec::new();
    }
    let author = json::text(&target.handle, &["acct"]).unwrap_or_default();
    let server = json::text(&target.handle, &["server"]).unwrap_or_default();
    let full = |acct: &str| {
        let domain = home.map_or(server, |home| &home.domain);
        super::home::full_handle(acct, domain).to_lowercase()
    };
    let us = home.map(|home| full(&home.me.name));
    let mut others: Vec<String> = Vec::new();
    for handle in named_in(text).map(full) {
        if handle != full(author) && Some(&handle) != us.as_ref() && !others.contains(&handle) {
            others.push(handle);
        }
    }
    others
}

/// The `user` or `user@host` behind every `@` of a text that a server would take for a mention.
pub fn named_in(text: &str) -> impl Iterator<Item = &str> {
    names_at(text).map(|(_, name)| name)
}

/// And where each begins.
pub fn names_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.char_indices().filter_map(|(at, letter)| {
        let before = text[..at].chars().next_back();
        let opens = letter == '@' && before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"/_".contains(c));
        let name = opens.then(|| acct_at(&text[at + 1..])).flatten()?;
        Some((at + 1, name))
    })
}

/// The account's name at the start of a text.
fn acct_at(text: &str) -> Option<&str> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
    let run = |text: &str| text.bytes().take_while(|b| is_part(*b)).count();
    let trimmed = |text: &'_ str| text.trim_end_matches(['.', '-']).len();
    let user = run(text);
    let user_end = trimmed(&text[..user]);
    if user_end == 0 {
        return None;
    }
    let host = text[user..].strip_prefix('@').filter(|_| user_end == user);
    let port = |host: &str, end: usize| {
        let digits = host[end..].strip_prefix(':').map_or(0, |port| port.bytes().take_while(u8::is_ascii_digit).count());
        if digits > 0 { end + 1 + digits } else { end }
    };
    match host.map(|host| (host, trimmed(&host[..run(host)]))) {
        Some((host, end)) if end > 0 => Some(&text[..user + 1 + port(host, end)]),
        _ => Some(&text[..user_end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_a_server_finds_them() {
        for (text, expected) in [
            ("@kim 안녕 @lee@s.kr.", vec!["kim", "lee@s.kr"]),
            ("(@kim)님께，@lee@127.0.0.1:8080 는", vec!["kim", "lee@127.0.0.1:8080"]),
            ("kim@s.kr https://s.kr/@kim @ @@ @.", vec![]),
            ("@kim@ @a-b_c. 田中@kim", vec!["kim", "a-b_c", "kim"]),
            ("확인했습니다.@lee @@park", vec!["lee", "park"]),
        ] {
            assert_eq!(named_in(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
