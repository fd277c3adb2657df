//! The account's own server: who we are there and what it allows. Asked, not assumed; asked again whenever we connect.

use super::{LIMITS, client::Client};
use crate::{ConnectorError, json};
use answerable_domain::Limits;
use serde_json::Value;
use url::Url;

/// Left free of what the server allows, for the `@name ` that begins an answer.
const ROOM_UNITS: u32 = 32;
/// What a server says beyond this is a mistake.
const CHARACTERS_MAX: u64 = 1_000_000;
const CHARACTERS_MIN: u64 = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    pub me: Me,
    /// `host[:port]` of the server.
    pub server: String,
    /// What stands behind the `@` in the handles of its people.
    pub domain: String,
    pub characters_max: u32,
    pub characters_per_url: u32,
    pub streaming: Option<Url>,
    /// Many statuses can be asked for at once.
    pub batch: bool,
    /// What the server says that it shares with nobody.
    pub closed: Closed,
}

/// Timelines that are switched off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closed {
    pub tags: bool,
    pub public: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    pub id: String,
    pub url: String,
    pub name: String,
    pub display_name: Option<String>,
}

impl Home {
    pub fn limits(&self) -> Limits {
        Limits { units_max: self.characters_max - ROOM_UNITS, units_per_url: self.characters_per_url, ..LIMITS }
    }

    /// `user@host`, whoever's server it is.
    pub fn handle(&self, acct: &str) -> String {
        full_handle(acct, &self.domain)
    }
}

pub fn full_handle(acct: &str, domain: &str) -> String {
    if acct.contains('@') { acct.to_owned() } else { format!("{acct}@{domain}") }
}

/// `host[:port]` as it stands in the address.
pub fn authority(server: &Url) -> String {
    let host = server.host_str().unwrap_or_default();
    server.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

pub async fn ask(client: &Client, server: &Url) -> Result<Home, ConnectorError> {
    let who = client
        .get_json("/api/v1/accounts/verify_credentials", &[])
        .await
        .map_err(|error| if error.is_status(404) { no_api() } else { error.into() })?;
    let me = me(&who).ok_or_else(|| ConnectorError::Protocol("verify_credentials: id, username or url is missing".to_owned()))?;
    let instance = match client.get_json("/api/v2/instance", &[]).await {
        Err(error) if error.is_status(404) => client.get_json("/api/v1/instance", &[]).await?,
        answer => answer?,
    };
    Ok(home(me, authority(server), &instance))
}

fn no_api() -> ConnectorError {
    ConnectorError::Settings { code: "bad_url", why: "this server does not speak the Mastodon API".to_owned() }
}

fn me(value: &Value) -> Option<Me> {
    Some(Me {
        id: json::text(value, &["id"])?.to_owned(),
        url: json::text(value, &["url"])?.to_owned(),
        name: json::text(value, &["username"])?.to_owned(),
        display_name: json::text(value, &["display_name"]).map(json::storable),
    })
}

/// From either version of the answer.
fn home(me: Me, server: String, instance: &Value) -> Home {
    let number = |path: &[&str]| json::at(instance, path).and_then(Value::as_u64);
    let characters = number(&["configuration", "statuses", "max_characters"]).or_else(|| number(&["max_toot_chars"]));
    let per_url = number(&["configuration", "statuses", "characters_reserved_per_url"]);
    let streaming =
        json::text(instance, &["configuration", "urls", "streaming"]).or_else(|| json::text(instance, &["urls", "streaming_api"]));
    let domain = ["account_domain", "domain", "uri"].iter().find_map(|key| json::text(instance, &[key]));
    let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Home {
        me,
        domain: domain.map_or_else(|| server.clone(), |domain| domain.trim_start_matches("https://").trim_end_matches('/').to_owned()),
        server,
        characters_max: narrow(characters.map_or(500, |most| most.clamp(CHARACTERS_MIN, CHARACTERS_MAX))),
        characters_per_url: narrow(per_url.map_or(LIMITS.units_per_url.into(), |count| count.min(1_000))),
        streaming: streaming.and_then(|url| Url::parse(url).ok()),
        closed: Closed { tags: is_closed(instance, "hashtag_feeds"), public: is_closed(instance, "live_feeds") },
        batch: number(&["api_versions", "mastodon"]).is_some_and(|version| version >= 2),
    }
}

/// Both what was said here and what was said elsewhere.
fn is_closed(instance: &Value, feed: &str) -> bool {
    let access = |whose: &str| json::text(instance, &["configuration", "timelines_access", feed, whose]);
    access("local") == Some("disabled") && access("remote") == Some("disabled")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_server_allows_is_read_from_either_answer() {
        let us = || Me { id: "1".into(), url: "https://s.kr/@acme".into(), name: "acme".into(), display_name: None };
        for (instance, characters, per_url, domain) in [
            (
                json!({"domain": "s.kr", "configuration": {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 25}}}),
                5_000,
                25,
                "s.kr",
            ),
            (json!({"domain": "web.s.kr", "account_domain": "s.kr", "max_toot_chars": 777}), 777, 23, "s.kr"),
            (json!({"uri": "https://s.kr/", "max_toot_chars": 0}), 100, 23, "s.kr"),
            (json!({"configuration": {"statuses": {"max_characters": 1e18 as u64}}}), 1_000_000, 23, "here:81"),
            (json!("nonsense"), 500, 23, "here:81"),
        ] {
            let home = home(us(), "here:81".into(), &instance);
            assert_eq!((home.characters_max, home.characters_per_url, home.domain.as_str()), (characters, per_url, domain), "{instance}");
            assert_eq!(home.limits().units_max, characters - 32);
        }
    }
}
