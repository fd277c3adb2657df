//! The channel that pasted posts belong to: it listens to nothing by itself.

use crate::{Account, Capabilities, Connector, ConnectorError, Fut, Poison, SendTarget, Source};
use answerable_domain::{ActionKind, Availability, ConnectorKind, Inbound, Raw, Unavailable};

#[derive(Debug, Clone, Copy)]
pub struct ManualConnector;

impl Connector for ManualConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Manual
    }

    fn capabilities(&self) -> Capabilities {
        super::CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        Vec::new()
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(async { Ok(Account { native_id: "manual".to_owned(), handle: None, display_name: None }) })
    }

    fn normalize(&self, _raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        Ok(Vec::new())
    }

    fn can(&self, _action: ActionKind, _target: &SendTarget) -> Availability {
        Availability::No(Unavailable::Unsupported)
    }
}
