//! Tokens of a text, and the phrase that a query is.
//!
//! A run of Hangul, kana or Han becomes its overlapping pairs and, at its end, its last character: `환불해` is `환불 불해 해`. So a part of a
//! run of two characters or more is a phrase of pairs, and a single character is the beginning of a token. A word of a spaced script is one
//! token. Everything else separates.

use super::fold::{Letter, fold, letter};
use crate::limits::TOKENS_MAX;

/// Characters of a token that count; PostgreSQL allows no more than 2,046 bytes.
const TOKEN_CHARS_MAX: usize = 64;

/// What is indexed of a text, at most [`TOKENS_MAX`].
pub(crate) fn tokens_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut tokens = Vec::new();
    for run in runs(&folded) {
        match run {
            Run::Spaced(word) => tokens.push(clip(word)),
            Run::Dense(run) => push_pairs(run, &mut tokens, true),
        }
        if tokens.len() >= TOKENS_MAX {
            tokens.truncate(TOKENS_MAX);
            break;
        }
    }
    tokens
}

/// A query as consecutive tokens. The last may be only the beginning of a token (`open`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryTokens {
    pub(super) tokens: Vec<String>,
    pub(super) open: bool,
}

/// `None`: there is nothing to look for.
pub(super) fn query_tokens(query: &str) -> Option<QueryTokens> {
    let folded = fold(query);
    let runs: Vec<Run<'_>> = runs(&folded).collect();
    let (last, inner) = runs.split_last()?;
    let mut tokens = Vec::new();
    for run in inner {
        match run {
            Run::Spaced(word) => tokens.push(clip(word)),
            Run::Dense(run) => push_pairs(run, &mut tokens, true),
        }
    }
    let mut open = false;
    match last {
        Run::Spaced(word) => tokens.push(clip(word)),
        // The run may go on in the text: its end is not asked for.
        Run::Dense(run) => {
            open = run.chars().nth(1).is_none();
            push_pairs(run, &mut tokens, open);
        }
    }
    Some(QueryTokens { tokens, open })
}

enum Run<'t> {
    Dense(&'t str),
    Spaced(&'t str),
}

fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|character| letter(character) == Letter::Separator);
        let kind = letter(rest.chars().next()?);
        // A mark belongs to the run that it stands in, whichever that is.
        let end = rest.char_indices().find(|(at, character)| *at > 0 && letter(*character) != kind).map_or(rest.len(), |(at, _)| at);
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(if kind == Letter::Dense { Run::Dense(run) } else { Run::Spaced(run) })
    })
}

fn push_pairs(run: &str, tokens: &mut Vec<String>, with_end: bool) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    tokens.extend(starts.windows(3).map(|three| run[three[0]..three[2]].to_owned()));
    if with_end && let [.., last, end] = starts[..] {
        tokens.push(run[last..end].to_owned());
    }
}

fn clip(word: &str) -> String {
    word.chars().take(TOKEN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_pairs_and_words() {
        for (text, expected) in [
            ("환불해 주세요", "환불 불해 해 주세 세요 요"),
            ("返金", "返金 金"),
            ("Refund ＡＣＭＥ이!", "refund acme 이"),
            ("ｱｯﾌﾟﾙ", "アッ ップ プル ル"),
            ("a\u{200b}b  c-d", "ab c d"),
            ("…", ""),
        ] {
            assert_eq!(tokens_of(text).join(" "), expected, "{text:?}");
        }
    }

    #[test]
    fn a_query_leaves_its_end_open() {
        for (query, expected, open) in [
            ("환불", "환불", false),
            ("환", "환", true),
            ("환불 요", "환불 불 요", true),
            ("refund", "refund", false),
            ("환불 policy", "환불 불 policy", false),
        ] {
            let found = query_tokens(query).expect("something to look for");
            assert_eq!((found.tokens.join(" ").as_str(), found.open), (expected, open), "{query:?}");
        }
        assert_eq!(query_tokens(" ?! "), None);
    }
}
