//! Hacker News: every story and comment, read as they appear; answered by hand.

use super::HackerNewsSettings;
use crate::{Account, Capabilities, Connector, ConnectorError, Context, Fut, Poison, SendTarget, Source};
use answerable_domain::{ActionKind, Availability, ConnectorKind, Inbound, Raw, Unavailable};

pub struct HackerNewsConnector {
    #[expect(dead_code, reason = "comes with the connector")]
    settings: HackerNewsSettings,
}

impl HackerNewsConnector {
    pub fn new(settings: HackerNewsSettings, _context: Context) -> Self {
        Self { settings }
    }
}

impl Connector for HackerNewsConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::HackerNews
    }

    fn capabilities(&self) -> Capabilities {
        super::CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        Vec::new()
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(async { Err(ConnectorError::Transient("not there yet".to_owned())) })
    }

    fn normalize(&self, _raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        Ok(Vec::new())
    }

    fn can(&self, _action: ActionKind, _target: &SendTarget) -> Availability {
        Availability::No(Unavailable::Unsupported)
    }
}
