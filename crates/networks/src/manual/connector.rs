//! The channel that pasted posts belong to: it listens to nothing by itself.

use super::pasted;
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

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        pasted::normalize(raw)
    }

    /// The answer is given where it was said, and noted here: also where there is no address to go to.
    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match (target.post.deleted_at, action) {
            (Some(_), _) => Availability::No(Unavailable::PostDeleted),
            (None, ActionKind::Reply | ActionKind::Direct) => Availability::Manual(Unavailable::Unsupported),
            (None, ActionKind::Like | ActionKind::Repost) => Availability::No(Unavailable::Unsupported),
        }
    }
}
