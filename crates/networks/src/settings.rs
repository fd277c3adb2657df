//! What a channel can be told, per kind of connector. The configuration of a channel is this as JSON; secrets are never in it.

use crate::{ConnectorError, EmailSettings, HackerNewsSettings, MastodonSettings, TelegramSettings};
use answerable_domain::ConnectorKind;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;

/// Settings of one channel, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settings {
    Bluesky(BlueskySettings),
    BlueskyStream(StreamSettings),
    Feed(FeedSettings),
    Import,
    Sandbox(SandboxSettings),
    Mastodon(MastodonSettings),
    Email(Box<EmailSettings>),
    Telegram(TelegramSettings),
    HackerNews(HackerNewsSettings),
    Manual,
}

/// A signed-in Bluesky account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueskySettings {
    /// The account's server (PDS or entryway).
    #[serde(default = "default_service")]
    pub service: Url,
    /// Handle, e-mail or DID, as typed at sign-in.
    pub identifier: String,
    /// Where posts and profiles are read without signing in; by default they are read through `service`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appview: Option<Url>,
    /// Who it turned out to be; kept so that another account is not taken for this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    #[serde(default = "default_poll_seconds")]
    pub poll_seconds: u32,
}

/// The public stream of the whole Bluesky network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamSettings {
    /// A Jetstream, `ws` or `wss`.
    #[serde(default = "default_stream")]
    pub url: Url,
    #[serde(default = "default_appview")]
    pub appview: Url,
}

/// RSS, Atom or JSON Feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSettings {
    pub url: Url,
    #[serde(default = "default_feed_seconds")]
    pub poll_seconds: u32,
}

/// Files and what is pasted bring their own settings: there are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportSettings {}

/// Made-up posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SandboxSettings {
    /// The same seed gives the same posts.
    pub seed: u64,
    /// How many are there at once, spread over the last day.
    pub first_batch: u16,
    /// Then one comes every so often.
    pub every_seconds: u32,
}

impl Default for SandboxSettings {
    fn default() -> Self {
        Self { seed: 1, first_batch: 40, every_seconds: 6 }
    }
}

impl Settings {
    pub fn kind(&self) -> ConnectorKind {
        match self {
            Self::Bluesky(_) => ConnectorKind::Bluesky,
            Self::BlueskyStream(_) => ConnectorKind::BlueskyStream,
            Self::Feed(_) => ConnectorKind::Feed,
            Self::Import => ConnectorKind::Import,
            Self::Sandbox(_) => ConnectorKind::Sandbox,
            Self::Mastodon(_) => ConnectorKind::Mastodon,
            Self::Email(_) => ConnectorKind::Email,
            Self::Telegram(_) => ConnectorKind::Telegram,
            Self::HackerNews(_) => ConnectorKind::HackerNews,
            Self::Manual => ConnectorKind::Manual,
        }
    }

    /// With every default written out: what is stored as `Channel.config`.
    pub fn to_config(&self) -> Value {
        let config = match self {
            Self::Bluesky(settings) => serde_json::to_value(settings),
            Self::BlueskyStream(settings) => serde_json::to_value(settings),
            Self::Feed(settings) => serde_json::to_value(settings),
            Self::Import | Self::Manual => serde_json::to_value(ImportSettings {}),
            Self::Sandbox(settings) => serde_json::to_value(settings),
            Self::Mastodon(settings) => serde_json::to_value(settings),
            Self::Email(settings) => serde_json::to_value(settings),
            Self::Telegram(settings) => serde_json::to_value(settings),
            Self::HackerNews(settings) => serde_json::to_value(settings),
        };
        config.expect("settings are plain structs with string keys")
    }
}

/// Reads a channel's configuration. `null` stands for no settings at all.
///
/// Errors are [`ConnectorError::Settings`] with one of the codes `not_an_object`, `unknown_field`, `missing_field`, `bad_value`,
/// `bad_url`, `bad_interval`.
pub fn settings(kind: ConnectorKind, config: &Value) -> Result<Settings, ConnectorError> {
    match kind {
        ConnectorKind::Bluesky => bluesky(read(config)?).map(Settings::Bluesky),
        ConnectorKind::BlueskyStream => stream(read(config)?).map(Settings::BlueskyStream),
        ConnectorKind::Feed => feed(read(config)?).map(Settings::Feed),
        ConnectorKind::Import => read::<ImportSettings>(config).map(|_| Settings::Import),
        ConnectorKind::Sandbox => sandbox(read(config)?).map(Settings::Sandbox),
        ConnectorKind::Mastodon => read::<MastodonSettings>(config)?.checked().map(Settings::Mastodon),
        ConnectorKind::Email => read::<EmailSettings>(config)?.checked().map(|settings| Settings::Email(Box::new(settings))),
        ConnectorKind::Telegram => read::<TelegramSettings>(config)?.checked().map(Settings::Telegram),
        ConnectorKind::HackerNews => read::<HackerNewsSettings>(config)?.checked().map(Settings::HackerNews),
        ConnectorKind::Manual => read::<ImportSettings>(config).map(|_| Settings::Manual),
    }
}

fn bluesky(mut settings: BlueskySettings) -> Result<BlueskySettings, ConnectorError> {
    settings.identifier = settings.identifier.trim().trim_start_matches('@').to_owned();
    if settings.identifier.is_empty() || settings.identifier.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(refused("bad_value", "identifier: expected a handle like acme.bsky.social, an e-mail address or a DID"));
    }
    web_address("service", &settings.service, &["https", "http"])?;
    if let Some(appview) = &settings.appview {
        web_address("appview", appview, &["https", "http"])?;
    }
    if settings.did.as_deref().is_some_and(|did| !did.starts_with("did:")) {
        return Err(refused("bad_value", "did: expected did:plc:… or did:web:…"));
    }
    interval(settings.poll_seconds, 1, 3_600)?;
    Ok(settings)
}

fn stream(settings: StreamSettings) -> Result<StreamSettings, ConnectorError> {
    web_address("url", &settings.url, &["wss", "ws"])?;
    web_address("appview", &settings.appview, &["https", "http"])?;
    Ok(settings)
}

fn feed(settings: FeedSettings) -> Result<FeedSettings, ConnectorError> {
    web_address("url", &settings.url, &["https", "http"])?;
    interval(settings.poll_seconds, 1, 86_400)?;
    Ok(settings)
}

fn sandbox(settings: SandboxSettings) -> Result<SandboxSettings, ConnectorError> {
    interval(settings.every_seconds, 1, 86_400)?;
    if settings.first_batch > 1_000 {
        return Err(refused("bad_value", "first_batch: at most 1000"));
    }
    Ok(settings)
}

fn read<T: DeserializeOwned>(config: &Value) -> Result<T, ConnectorError> {
    let config = match config {
        Value::Null => Value::Object(serde_json::Map::new()),
        Value::Object(_) => config.clone(),
        _ => return Err(refused("not_an_object", "the configuration must be an object")),
    };
    serde_json::from_value(config).map_err(|error| {
        let why = error.to_string();
        let code = match why.as_str() {
            why if why.starts_with("unknown field") => "unknown_field",
            why if why.starts_with("missing field") => "missing_field",
            why if why.contains("URL") || why.contains("invalid port") || why.contains("empty host") => "bad_url",
            _ => "bad_value",
        };
        ConnectorError::Settings { code, why }
    })
}

pub(crate) fn web_address(field: &str, url: &Url, schemes: &[&str]) -> Result<(), ConnectorError> {
    if !schemes.contains(&url.scheme()) || url.host().is_none() {
        return Err(refused("bad_url", &format!("{field}: expected an address that starts with {}://", schemes[0])));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("bad_url", &format!("{field}: an address may not contain a name or password")));
    }
    Ok(())
}

pub(crate) fn interval(seconds: u32, least: u32, most: u32) -> Result<(), ConnectorError> {
    if (least..=most).contains(&seconds) {
        return Ok(());
    }
    Err(refused("bad_interval", &format!("expected {least} to {most} seconds, got {seconds}")))
}

pub(crate) fn refused(code: &'static str, why: &str) -> ConnectorError {
    ConnectorError::Settings { code, why: why.to_owned() }
}

pub(crate) fn constant(address: &str) -> Url {
    Url::parse(address).expect("a constant address")
}

fn default_service() -> Url {
    constant("https://bsky.social")
}

fn default_appview() -> Url {
    constant("https://public.api.bsky.app")
}

fn default_stream() -> Url {
    constant("wss://jetstream2.us-east.bsky.network/subscribe")
}

fn default_poll_seconds() -> u32 {
    15
}

fn default_feed_seconds() -> u32 {
    900
}
