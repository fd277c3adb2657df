//! Looking for what was said in the past, in our name: the public AppView does not let strangers search.
//!
//! The network's search is a service of its own and promises little: it may leave posts out, it may not let one scroll to the end, and its
//! idea of a word is not ours. So it is asked for plain words and phrases only, and what it finds is judged by the monitors again.

use super::{reply::timestamp, session::Sessions, xrpc::Call};
use crate::{ConnectorError, Found, Search};
use answerable_domain::Cursor;
use serde::Deserialize;
use serde_json::value::RawValue;

const POSTS_MAX: &str = "100";

#[derive(Deserialize)]
struct Listing {
    posts: Vec<Box<RawValue>>,
    cursor: Option<String>,
}

pub async fn page(sessions: &Sessions, search: &Search) -> Result<Found, ConnectorError> {
    let mut query = vec![
        ("q", quoted(&search.words)),
        ("sort", "latest".to_owned()),
        ("since", timestamp(search.since)),
        ("until", timestamp(search.until)),
        ("limit", POSTS_MAX.to_owned()),
    ];
    query.extend(search.cursor.iter().map(|cursor| ("cursor", cursor.0.clone())));
    let (_, body) = sessions.call(&Call::Get { nsid: "app.bsky.feed.searchPosts", query }).await?;
    let listing: Listing = serde_json::from_slice(&body).map_err(|error| ConnectorError::Protocol(format!("searchPosts: {error}")))?;
    // A page without posts and yet with a cursor would have us ask for ever.
    let next = listing.cursor.filter(|_| !listing.posts.is_empty());
    Ok(Found {
        raws: listing.posts.into_iter().map(|post| String::from(Box::<str>::from(post)).into_bytes()).collect(),
        next: next.filter(|next| search.cursor.as_ref().is_none_or(|cursor| cursor.0 != *next)).map(Cursor),
    })
}

/// What is more than one word, or could be read as an operator, goes in quotes.
fn quoted(words: &str) -> String {
    let plain = words.trim_start_matches(['#', '@']);
    let is_plain = |c: char| c.is_alphanumeric() || (c == '.' && words.starts_with('@'));
    if !plain.is_empty() && plain.chars().all(is_plain) {
        return words.to_owned();
    }
    let inside: String = words.chars().map(|c| if matches!(c, '"' | '\\') || c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", inside.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_words_go_without_quotes() {
        for (words, q) in [
            ("아크메", "아크메"),
            ("#환불", "#환불"),
            ("@acme.example", "@acme.example"),
            ("acme corp", "\"acme corp\""),
            ("a-b", "\"a-b\""),
            ("from:me", "\"from:me\""),
            ("say \"hi\"", "\"say  hi\""),
            ("acme*", "\"acme*\""),
        ] {
            assert_eq!(quoted(words), q);
        }
    }
}
