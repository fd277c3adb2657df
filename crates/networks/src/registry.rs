//! From a channel's settings to the connector that speaks for it.

use crate::{
    Capabilities, Connector, ConnectorError, Context, Secret, Settings, bluesky, email, feed, hacker_news, import, manual, mastodon,
    sandbox, telegram,
};
use answerable_domain::{ChannelId, ConnectorKind, Limits, Network, channel_scope};

/// Makes the connector of a channel. Nothing is sent yet.
pub fn connect(settings: Settings, secret: Option<Secret>, context: Context) -> Result<Box<dyn Connector>, ConnectorError> {
    Ok(match settings {
        Settings::Bluesky(settings) => Box::new(bluesky::Account::new(settings, secret, context)?),
        Settings::BlueskyStream(settings) => Box::new(bluesky::Stream::new(settings, context)),
        Settings::Feed(settings) => Box::new(feed::FeedConnector::new(settings, context)?),
        Settings::Import => Box::new(import::ImportConnector),
        Settings::Sandbox(settings) => Box::new(sandbox::SandboxConnector::new(settings, context)),
        Settings::Mastodon(settings) => Box::new(mastodon::MastodonConnector::new(settings, secret, context)?),
        Settings::Email(settings) => Box::new(email::EmailConnector::new(*settings, secret, context)?),
        Settings::Telegram(settings) => Box::new(telegram::TelegramConnector::new(settings, secret, context)?),
        Settings::HackerNews(settings) => Box::new(hacker_news::HackerNewsConnector::new(settings, context)),
        Settings::Manual => Box::new(manual::ManualConnector),
    })
}

/// What works on the networks of a kind, before any channel is connected.
pub fn capabilities(kind: ConnectorKind) -> Capabilities {
    match kind {
        ConnectorKind::Bluesky => bluesky::ACCOUNT,
        ConnectorKind::BlueskyStream => bluesky::STREAM,
        ConnectorKind::Mastodon => mastodon::CAPABILITIES,
        ConnectorKind::Email => email::CAPABILITIES,
        ConnectorKind::Telegram => telegram::CAPABILITIES,
        ConnectorKind::HackerNews => hacker_news::CAPABILITIES,
        ConnectorKind::Feed => feed::CAPABILITIES,
        ConnectorKind::Import => import::CAPABILITIES,
        ConnectorKind::Manual => manual::CAPABILITIES,
        ConnectorKind::Sandbox => sandbox::CAPABILITIES,
    }
}

/// How long an answer may be, before any channel is connected. `None`: nothing can be written there.
pub fn limits(kind: ConnectorKind) -> Option<Limits> {
    match kind {
        ConnectorKind::Bluesky => Some(bluesky::LIMITS),
        ConnectorKind::Mastodon => Some(mastodon::LIMITS),
        ConnectorKind::Email => Some(email::LIMITS),
        ConnectorKind::Telegram => Some(telegram::LIMITS),
        ConnectorKind::Sandbox => Some(sandbox::LIMITS),
        ConnectorKind::BlueskyStream | ConnectorKind::HackerNews | ConnectorKind::Feed | ConnectorKind::Import | ConnectorKind::Manual => {
            None
        }
    }
}

/// Within what a native id is unique: the same post heard by two Bluesky channels is one post, the same id in two feeds is two.
pub fn native_scope(network: Network, channel: ChannelId) -> String {
    match network {
        Network::Bluesky | Network::HackerNews => network.as_str().to_owned(),
        _ => channel_scope(channel),
    }
}
