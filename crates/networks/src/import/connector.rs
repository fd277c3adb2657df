//! The channel that imported posts belong to: it listens to nothing by itself.

use super::reader;
use crate::{Account, Connector, ConnectorError, Delivery, Engagement, Fut, Outcome, Page, Poison, SendTarget, Sink, Source};
use answerable_domain::{ActionKind, Availability, ConnectorKind, Cursor, DeliveryClass, Inbound, Limits, Raw, Unavailable};

#[derive(Debug, Clone, Copy)]
pub struct ImportConnector;

const WHY: &str = "imported posts come from a file";

impl Connector for ImportConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Import
    }

    fn sources(&self) -> Vec<Source> {
        Vec::new()
    }

    fn limits(&self) -> Option<Limits> {
        None
    }

    fn delivery_class(&self) -> DeliveryClass {
        DeliveryClass::Hold
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(async { Ok(Account { native_id: "import".to_owned(), handle: None, display_name: None }) })
    }

    fn poll<'a>(&'a self, _source: &'a str, _cursor: Option<&'a Cursor>) -> Fut<'a, Result<Page, ConnectorError>> {
        Box::pin(async { Err(ConnectorError::Protocol(WHY.to_owned())) })
    }

    fn stream<'a>(&'a self, _source: &'a str, _cursor: Option<&'a Cursor>, _sink: &'a dyn Sink) -> Fut<'a, Result<(), ConnectorError>> {
        Box::pin(async { Err(ConnectorError::Protocol(WHY.to_owned())) })
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        match reader::post_of(&raw.body) {
            Ok(post) => Ok(vec![Inbound::Post(Box::new(post))]),
            Err(error) => Err(Poison { code: error.code, reason: error.detail }),
        }
    }

    fn hydrate_posts<'a>(&'a self, _native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn hydrate_authors<'a>(&'a self, _native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match (target.post.deleted_at, &target.post.permalink, action) {
            (Some(_), ..) => Availability::No(Unavailable::PostDeleted),
            (None, Some(_), _) => Availability::Manual(Unavailable::NoAccount),
            (None, None, _) => Availability::No(Unavailable::NoAccount),
        }
    }

    fn send<'a>(&'a self, _delivery: &'a Delivery) -> Fut<'a, Outcome> {
        Box::pin(async { Outcome::Refused { code: "refused", why: WHY.to_owned() } })
    }

    fn engage<'a>(&'a self, _engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(async { Outcome::Refused { code: "refused", why: WHY.to_owned() } })
    }
}
