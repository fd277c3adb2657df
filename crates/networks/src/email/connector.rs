//! E-mail: a support mailbox, IMAP in and SMTP out.

use super::EmailSettings;
use crate::{Account, Capabilities, Connector, ConnectorError, Context, Fut, Poison, Secret, SendTarget, Source};
use answerable_domain::{ActionKind, Availability, ConnectorKind, Inbound, Raw, Unavailable};

pub struct EmailConnector {
    #[expect(dead_code, reason = "comes with the connector")]
    settings: EmailSettings,
}

impl EmailConnector {
    pub fn new(settings: EmailSettings, _secret: Option<Secret>, _context: Context) -> Result<Self, ConnectorError> {
        Ok(Self { settings })
    }
}

impl Connector for EmailConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Email
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
