//! `app.bsky.feed.searchPosts`: words and phrases, a span of time, pages. Only for those who are signed in, as on the real AppView.

use super::{
    answers::{owner, post_view},
    network::{Network, POST},
};
use answerable_domain::Millis;
use serde_json::{Value, json};

/// A question that makes sense.
pub struct Question {
    text: String,
    /// Each must be in the text, in lower case.
    words: Vec<String>,
    since: Option<Millis>,
    until: Option<Millis>,
    limit: usize,
    start: usize,
}

type Wrong = (&'static str, &'static str);

impl Question {
    pub fn read<'a>(one: impl Fn(&str) -> Option<&'a str>) -> Result<Self, Wrong> {
        let text = one("q").ok_or(("InvalidRequest", "Error: Params must have the property \"q\""))?;
        let moment = |name: &str| match one(name) {
            None => Ok(None),
            Some(text) => {
                text.parse::<jiff::Timestamp>().map(|at| Some(at.as_millisecond())).map_err(|_| ("InvalidRequest", "bad datetime"))
            }
        };
        let number = |name: &str| one(name).map(str::parse::<usize>).transpose().map_err(|_| ("InvalidRequest", "not a number"));
        let limit = number("limit")?.unwrap_or(25);
        if !(1..=100).contains(&limit) {
            return Err(("InvalidRequest", "Error: limit must be between 1 and 100"));
        }
        let (since, until, start) = (moment("since")?, moment("until")?, number("cursor")?.unwrap_or(0));
        Ok(Self { text: text.to_owned(), words: words(text)?, since, until, limit, start })
    }

    fn fits(&self, value: &Value, at: Millis) -> bool {
        let text = value["text"].as_str().unwrap_or_default().to_lowercase();
        let in_time = self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at < until);
        in_time && self.words.iter().all(|word| text.contains(word))
    }
}

/// `acme "two words"` is two.
fn words(text: &str) -> Result<Vec<String>, Wrong> {
    let parts: Vec<&str> = text.split('"').collect();
    if parts.len().is_multiple_of(2) {
        return Err(("BadQueryString", "unbalanced quotes"));
    }
    let words = parts.iter().enumerate().flat_map(|(place, part)| match place % 2 {
        0 => part.split_whitespace().map(str::to_lowercase).collect(),
        _ => vec![part.to_lowercase()],
    });
    let words: Vec<String> = words.filter(|word| !word.trim().is_empty()).collect();
    if words.is_empty() { Err(("BadQueryString", "nothing to search for")) } else { Ok(words) }
}

/// Newest first; the cursor is the number of results that were shown.
pub fn results(network: &mut Network, question: &Question, viewer: &str) -> Value {
    network.searched.push(question.text.clone());
    let mut found: Vec<(Millis, &str)> = network
        .records
        .iter()
        .filter(|(uri, record)| uri.contains(POST) && question.fits(&record.value, record.indexed_at))
        .filter(|(uri, _)| network.accounts.get(owner(uri)).is_some_and(|account| !account.gone))
        .map(|(uri, record)| (record.indexed_at, uri.as_str()))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.truncate(network.search_results_max);
    let end = found.len().min(question.start.saturating_add(question.limit));
    let page = found.get(question.start..end).unwrap_or_default();
    let mut answer = json!({
        "posts": page.iter().filter_map(|(_, uri)| post_view(network, uri, Some(viewer))).collect::<Vec<_>>(),
        "hitsTotal": found.len(),
    });
    if end < found.len() {
        answer["cursor"] = json!(end.to_string());
    }
    answer
}
