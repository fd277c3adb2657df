//! The channel that imported posts belong to: it listens to nothing by itself.

use super::reader;
use crate::{Account, Capabilities, Connector, ConnectorError, Fut, Poison, SendTarget, Source};
use answerable_domain::{ActionKind, Availability, ConnectorKind, Inbound, Raw, Unavailable};

#[derive(Debug, Clone, Copy)]
pub struct ImportConnector;

impl Connector for ImportConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Import
    }

    fn capabilities(&self) -> Capabilities {
        super::CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        Vec::new()
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(async { Ok(Account { native_id: "import".to_owned(), handle: None, display_name: None }) })
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        match reader::post_of(&raw.body) {
            Ok(post) => Ok(vec![Inbound::Post(Box::new(post))]),
            Err(error) => Err(Poison { code: error.code, reason: error.detail }),
        }
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match (target.post.deleted_at, &target.post.permalink, action) {
            (Some(_), ..) => Availability::No(Unavailable::PostDeleted),
            (None, Some(_), _) => Availability::Manual(Unavailable::NoAccount),
            (None, None, _) => Availability::No(Unavailable::NoAccount),
        }
    }
}
