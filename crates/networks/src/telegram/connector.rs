//! Telegram: a bot, by long polling.

use super::TelegramSettings;
use crate::{Account, Capabilities, Connector, ConnectorError, Context, Fut, Poison, Secret, SendTarget, Source};
use answerable_domain::{ActionKind, Availability, ConnectorKind, Inbound, Raw, Unavailable};

pub struct TelegramConnector {
    #[expect(dead_code, reason = "comes with the connector")]
    settings: TelegramSettings,
}

impl TelegramConnector {
    pub fn new(settings: TelegramSettings, _secret: Option<Secret>, _context: Context) -> Result<Self, ConnectorError> {
        Ok(Self { settings })
    }
}

impl Connector for TelegramConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Telegram
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
