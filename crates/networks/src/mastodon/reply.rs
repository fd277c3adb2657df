//! An answer: one status, or a chain in which each answers the one before. Each begins with the name of whom it is for: servers do not add it,
//! and who is not named hears nothing.

use super::{
    can::names_at,
    client::{CallError, Client},
    home::Home,
    hydrate,
    look_up::{self, Sought},
    status,
};
use crate::{Delivery, Outcome, SendTarget, json};
use answerable_domain::{Receipt, Visibility};
use serde_json::{Value, json};
use std::time::Duration;

const TRY_AGAIN: Duration = Duration::from_secs(5);
/// Longer than we wait for an answer, and long enough for a server under load to have finished what it began.
const LOOK_AFTER: Duration = Duration::from_secs(60);

/// A status that stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub id: String,
    pub version: String,
    pub url: Option<String>,
}

impl Written {
    pub fn read(status: &Value) -> Option<Self> {
        let id = json::text(status, &["id"]).filter(|id| status::is_id(id))?;
        // As in what the stream will bring, so that it is not taken for an edit.
        let version = json::text(status, &["edited_at"]).or_else(|| json::text(status, &["created_at"])).unwrap_or(id);
        let url = json::text(status, &["url"]).or_else(|| json::text(status, &["uri"]));
        Some(Self { id: id.to_owned(), version: version.to_owned(), url: url.map(str::to_owned) })
    }
}

pub async fn send(client: &Client, home: &Home, delivery: &Delivery) -> Outcome {
    match try_send(client, home, delivery).await {
        Ok(receipt) => Outcome::Done(receipt),
        Err(outcome) => outcome,
    }
}

async fn try_send(client: &Client, home: &Home, delivery: &Delivery) -> Result<Receipt, Outcome> {
    let acct = acct_of(client, &delivery.target).await?;
    let texts: Vec<String> = delivery.parts.iter().map(|part| addressed(part, &acct, home)).collect();
    check(home, delivery, &texts)?;
    let mut sent: Vec<Written> = Vec::new();
    for (text, own_id) in texts.iter().zip(&delivery.own_ids) {
        let parent = sent.last().map_or(&delivery.target.post.native_id, |part| &part.id).clone();
        let part = put(client, home, delivery, &Part { text, own_id, parent: &parent }).await;
        sent.push(part.map_err(|outcome| in_chain(outcome, sent.len(), texts.len()))?);
    }
    let parts: Vec<Value> = sent.iter().map(|part| json!({"cid": part.version})).collect();
    Ok(Receipt {
        native_ids: sent.iter().map(|part| part.id.clone()).collect(),
        permalink: sent.first().and_then(|first| first.url.clone()),
        handle: json!({"parts": parts}),
    })
}

struct Part<'a> {
    text: &'a str,
    own_id: &'a str,
    parent: &'a str,
}

async fn put(client: &Client, home: &Home, delivery: &Delivery, part: &Part<'_>) -> Result<Written, Outcome> {
    if delivery.may_have_left {
        let sought = Sought { parent: part.parent, text: part.text, created_at: delivery.created_at };
        let found = look_up::find(client, home, &sought).await;
        if let Some(written) = found.map_err(|error| doubtful(&error))? {
            return Ok(written);
        }
    }
    let mut body = json!({"status": part.text, "in_reply_to_id": part.parent, "visibility": visibility(delivery)});
    // Where an account writes Markdown by default, our words would be changed, and not known again.
    body["content_type"] = json!("text/plain");
    // GoToSocial does not keep an answer on the server because the post stays there.
    if json::flag(&delivery.target.handle, &["local_only"]) {
        body["local_only"] = json!(true);
    }
    if let Some(language) = delivery.languages.first() {
        body["language"] = json!(language);
    }
    let answer = client.post("/api/v1/statuses", &body, Some(part.own_id)).await.map_err(after_failure)?;
    Written::read(&answer).ok_or_else(|| Outcome::Uncertain { probe_after: LOOK_AFTER, why: "the answer names no status".to_owned() })
}

/// What no server would take does not leave.
fn check(home: &Home, delivery: &Delivery, texts: &[String]) -> Result<(), Outcome> {
    let refused = |code, why: &str| Err(Outcome::Refused { code, why: why.to_owned() });
    if delivery.letter.is_some() {
        return refused("refused", "this account writes no mails");
    }
    if delivery.target.post.deleted_at.is_some() {
        return refused("post_deleted", "the post is gone");
    }
    if texts.is_empty() || texts.len() != delivery.own_ids.len() {
        return refused("refused", "each part needs a key");
    }
    if texts.iter().any(|text| length(text, home.characters_per_url) > home.characters_max as usize) {
        return refused("too_long", &format!("longer than the {} characters that this server takes", home.characters_max));
    }
    Ok(())
}

/// As Mastodon counts: an address counts the same however long it is, and of `@user@host` only `@user`.
fn length(text: &str, per_url: u32) -> usize {
    let hosts: usize = names_at(text).filter_map(|(_, acct)| acct.split_once('@')).map(|(_, host)| host.len() + 1).sum();
    let words = text.split(char::is_whitespace).filter(|word| word.starts_with("https://") || word.starts_with("http://"));
    let addresses: isize = words.map(|word| per_url as isize - word.chars().count().cast_signed()).sum();
    (text.chars().count().saturating_sub(hosts)).saturating_add_signed(addresses)
}

/// Whom the answer is for, as the server names them.
async fn acct_of(client: &Client, target: &SendTarget) -> Result<String, Outcome> {
    if let Some(acct) = json::text(&target.handle, &["acct"]) {
        return Ok(acct.to_owned());
    }
    let id = &target.post.native_id;
    if !status::is_id(id) {
        return Err(Outcome::Refused { code: "refused", why: "not a post of this network".to_owned() });
    }
    let found = hydrate::one(client, id).await.map_err(|error| Outcome::unsent(error.into()))?;
    let found = found.ok_or_else(|| Outcome::Refused { code: "post_deleted", why: "the server no longer has the post".to_owned() })?;
    Ok(json::text(&found, &["account", "acct"]).unwrap_or_default().to_owned())
}

/// Our own posts are answered without naming us.
fn addressed(text: &str, acct: &str, home: &Home) -> String {
    let full = |acct: &str| home.handle(acct).to_lowercase();
    let begins = names_at(text).next().is_some_and(|(at, name)| at == 1 && full(name) == full(acct));
    if begins || acct.is_empty() || full(acct) == full(&home.me.name) { text.to_owned() } else { format!("@{acct} {text}") }
}

/// As far as the post itself goes, and never further.
fn visibility(delivery: &Delivery) -> &str {
    let said = json::text(&delivery.target.handle, &["visibility"]);
    match (delivery.privately, delivery.target.post.visibility) {
        (true, _) | (_, Visibility::Direct) => "direct",
        (_, Visibility::Limited) => "private",
        (_, Visibility::Unlisted) => "unlisted",
        (_, Visibility::Public) => {
            said.filter(|said| matches!(*said, "public" | "local" | "unlisted" | "private" | "direct")).unwrap_or("public")
        }
    }
}

fn after_failure(error: CallError) -> Outcome {
    let why = error.why();
    match &error {
        CallError::NotSent(_) => Outcome::Retry { after: TRY_AGAIN, why },
        CallError::Refused { status: 429, retry_after, .. } => Outcome::Retry { after: retry_after.unwrap_or(TRY_AGAIN), why },
        error if error.is_about_token() => Outcome::Refused { code: "signed_out", why },
        CallError::Refused { status: 404 | 410, .. } => Outcome::Refused { code: "post_deleted", why },
        CallError::Cut(_) | CallError::Refused { status: 408 | 409 | 500.., .. } => Outcome::Uncertain { probe_after: LOOK_AFTER, why },
        CallError::Refused { error, .. } => {
            let lower = error.to_lowercase();
            let is_length = ["too long", "character limit", "exceed"].iter().any(|words| lower.contains(words));
            Outcome::Refused { code: if is_length { "too_long" } else { "refused" }, why }
        }
    }
}

/// Whether it stands there is not known, and the server does not say.
fn doubtful(error: &CallError) -> Outcome {
    let wait = match error {
        CallError::Refused { retry_after: Some(after), .. } => *after,
        _ => TRY_AGAIN,
    };
    Outcome::Uncertain { probe_after: wait, why: error.why() }
}

/// Once a part is out, "provably not applied" is no longer true of the whole.
fn in_chain(outcome: Outcome, sent: usize, parts: usize) -> Outcome {
    match outcome {
        Outcome::Retry { after, why } if sent > 0 => Outcome::Uncertain { probe_after: after, why },
        Outcome::Refused { code, why } if sent > 0 => Outcome::Refused { code, why: format!("part {} of {parts}: {why}", sent + 1) },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_long_as_mastodon_says() {
        for (text, units) in [
            ("배송", 2),
            ("@kim@very.long.example 네", 6),
            ("https://acme.kr", 23),
            ("https://acme.kr/a/very/long/address/that/goes/on", 23),
            ("a https://acme.kr b", 27),
            ("👩‍👩‍👧", 5),
        ] {
            assert_eq!(length(text, 23), units, "{text}");
        }
    }
}
