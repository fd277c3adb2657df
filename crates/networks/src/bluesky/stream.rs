//! The public stream of the whole network: heard without an account, answered by nobody.

use super::{
    can,
    hydrate::{self, Reader},
    jetstream::Jetstream,
    normalize,
    xrpc::Client,
};
use crate::{
    Account as Who, Capabilities, Connector, ConnectorError, Context, Delivery, Engagement, Fut, NoSearch, Outcome, Poison, SendTarget,
    Sink, Source, SourceKind, StreamSettings,
};
use answerable_domain::{ActionKind, Availability, Clock, ConnectorKind, Cursor, Inbound, Raw};
use std::{sync::Arc, time::Duration};

/// Tens of posts a second pass; a self-hosted network may be quieter.
const SILENT_AFTER: Duration = Duration::from_secs(5 * 60);

pub struct Stream {
    jetstream: Jetstream,
    appview: Client,
    clock: Arc<dyn Clock>,
}

impl Stream {
    pub fn new(settings: StreamSettings, context: Context) -> Self {
        let Context { clock, http, .. } = context;
        let appview = Client::new(http, &settings.appview, clock.clone());
        Self { jetstream: Jetstream::new(settings.url, clock.clone()), appview, clock }
    }
}

fn no_account() -> Outcome {
    Outcome::Refused { code: "refused", why: "no account is connected to this stream".to_owned() }
}

impl Connector for Stream {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::BlueskyStream
    }

    fn capabilities(&self) -> Capabilities {
        super::STREAM
    }

    fn sources(&self) -> Vec<Source> {
        vec![Source { name: "jetstream", kind: SourceKind::Stream, silent_after: SILENT_AFTER }]
    }

    fn check(&self) -> Fut<'_, Result<Who, ConnectorError>> {
        Box::pin(async {
            self.jetstream.check().await?;
            Ok(Who { native_id: self.jetstream.host().to_owned(), handle: None, display_name: None })
        })
    }

    fn stream<'a>(&'a self, _source: &'a str, cursor: Option<&'a Cursor>, sink: &'a dyn Sink) -> Fut<'a, Result<(), ConnectorError>> {
        Box::pin(self.jetstream.run(cursor, sink))
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize::normalize(raw)
    }

    fn hydrate_posts<'a>(&'a self, native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(hydrate::posts(Reader::Open(&self.appview), native_ids, self.clock.now()))
    }

    fn hydrate_authors<'a>(&'a self, native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(hydrate::authors(Reader::Open(&self.appview), native_ids))
    }

    fn can_search(&self) -> Result<(), NoSearch> {
        Err(NoSearch::NoAccount)
    }

    fn can(&self, _action: ActionKind, target: &SendTarget) -> Availability {
        can::can_without_account(target)
    }

    fn send<'a>(&'a self, _delivery: &'a Delivery) -> Fut<'a, Outcome> {
        Box::pin(async { no_account() })
    }

    fn engage<'a>(&'a self, _engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(async { no_account() })
    }
}
