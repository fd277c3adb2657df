//! Which connector speaks for which kind of channel.

use crate::{Connector, ConnectorError, Context, Secret, Settings, bluesky, feed, import, sandbox};
use answerable_domain::{ChannelId, ConnectorKind, Limits, Network};

/// Makes the connector of a channel. Nothing is sent yet.
pub fn connect(settings: Settings, secret: Option<Secret>, context: Context) -> Result<Box<dyn Connector>, ConnectorError> {
    Ok(match settings {
        Settings::Bluesky(settings) => Box::new(bluesky::Account::new(settings, secret, context)?),
        Settings::BlueskyStream(settings) => Box::new(bluesky::Stream::new(settings, context)),
        Settings::Feed(settings) => Box::new(feed::FeedConnector::new(settings, context)?),
        Settings::Import => Box::new(import::ImportConnector),
        Settings::Sandbox(settings) => Box::new(sandbox::SandboxConnector::new(settings, context)),
    })
}

/// How long an answer may be, before any channel is connected. `None`: nothing can be written there.
pub fn limits(kind: ConnectorKind) -> Option<Limits> {
    match kind {
        ConnectorKind::Bluesky => Some(bluesky::LIMITS),
        ConnectorKind::Sandbox => Some(sandbox::LIMITS),
        ConnectorKind::BlueskyStream | ConnectorKind::Feed | ConnectorKind::Import => None,
    }
}

/// Within what a native id is unique: the same post heard by two Bluesky channels is one post, the same id in two feeds is two.
pub fn native_scope(network: Network, channel: ChannelId) -> String {
    match network {
        Network::Bluesky => "bluesky".to_owned(),
        _ => format!("channel:{channel}"),
    }
}
