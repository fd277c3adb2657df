//! From what somebody typed to the HTML that a server makes of it, and how it counts.

use super::{profile::MastodonProfile, town::Town};

/// Where a text mentions, tags or links.
pub struct Written {
    pub html: String,
    /// Places of the accounts in the town.
    pub mentions: Vec<usize>,
    pub tags: Vec<String>,
}

/// Paragraphs, line breaks, mentions, hashtags and links as Mastodon writes them.
pub fn written(town: &Town, text: &str) -> Written {
    let mut all = Written { html: String::new(), mentions: Vec::new(), tags: Vec::new() };
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        all.html.push_str("<p>");
        for (place, line) in paragraph.split('\n').enumerate() {
            if place > 0 {
                all.html.push_str("<br />");
            }
            line_of(town, line, &mut all);
        }
        all.html.push_str("</p>");
    }
    all
}

fn line_of(town: &Town, line: &str, all: &mut Written) {
    for (place, word) in line.split(' ').enumerate() {
        if place > 0 {
            all.html.push(' ');
        }
        let whom = word.strip_prefix('@').and_then(|rest| mentioned(town, rest));
        if let Some((account, name, rest)) = whom {
            if !all.mentions.contains(&account) {
                all.mentions.push(account);
            }
            all.html.push_str(&mention(town, account, name));
            all.html.push_str(&escaped(rest));
        } else if let Some((name, rest)) = word.strip_prefix('#').and_then(tag) {
            all.tags.push(name.to_lowercase());
            all.html.push_str(&hashtag(town, name));
            all.html.push_str(&escaped(rest));
        } else if word.starts_with("https://") || word.starts_with("http://") {
            all.html.push_str(&link(word));
        } else {
            all.html.push_str(&escaped(word));
        }
    }
}

/// The account, its user name, and what of the word stands behind it.
fn mentioned<'a>(town: &Town, word: &'a str) -> Option<(usize, &'a str, &'a str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_.-@:".contains(c);
    let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
    let said = word[..end].trim_end_matches(['.', '-', ':', '@']);
    let account = town.account_named(said)?;
    let name = said.split('@').next().unwrap_or(said);
    Some((account, name, &word[said.len()..]))
}

fn tag(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(word.len());
    let (name, rest) = word.split_at(end);
    name.chars().any(|c| !c.is_ascii_digit()).then_some((name, rest))
}

fn mention(town: &Town, account: usize, name: &str) -> String {
    let url = town.url_of(account);
    let more = if town.profile.is_gotosocial() { " rel=\"nofollow noreferrer noopener\" target=\"_blank\"" } else { "" };
    let class = if town.profile.is_gotosocial() { "class=\"h-card\"" } else { "class=\"h-card\" translate=\"no\"" };
    format!("<span {class}><a href=\"{url}\" class=\"u-url mention\"{more}>@<span>{name}</span></a></span>")
}

fn hashtag(town: &Town, name: &str) -> String {
    let more = if town.profile.is_gotosocial() { "tag nofollow noreferrer noopener\" target=\"_blank" } else { "tag" };
    format!("<a href=\"{}/tags/{}\" class=\"mention hashtag\" rel=\"{more}\">#<span>{name}</span></a>", town.base, percent(name))
}

/// Mastodon hides the scheme, and what is longer than thirty characters.
fn link(url: &str) -> String {
    let (scheme, rest) = url.split_at(url.find("://").map_or(0, |at| at + 3));
    let cut = rest.char_indices().nth(30).map_or(rest.len(), |(at, _)| at);
    let (shown, hidden) = rest.split_at(cut);
    let class = if hidden.is_empty() { "" } else { "ellipsis" };
    format!(
        "<a href=\"{}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">{scheme}</span><span class=\"{class}\">{}</span><span class=\"invisible\">{}</span></a>",
        escaped(url),
        escaped(shown),
        escaped(hidden),
    )
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Mastodon counts an address as so many characters, and of a name on another server only the first half; GoToSocial counts what is there.
pub fn length(profile: MastodonProfile, text: &str) -> u32 {
    let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if profile.is_gotosocial() {
        return count(text);
    }
    let words = text.split_inclusive(char::is_whitespace).map(|piece| {
        let word = piece.trim_end();
        let space = count(piece) - count(word);
        let first_half = word.strip_prefix('@').and_then(|rest| rest.split_once('@')).map(|(name, _)| count(name) + 1);
        let is_address = word.starts_with("https://") || word.starts_with("http://");
        space + if is_address { profile.characters_reserved_per_url } else { first_half.unwrap_or_else(|| count(word)) }
    });
    words.sum()
}
