//! The whole of Hacker News as a channel.

use super::{CAPABILITIES, HackerNewsSettings, api::Api, normalize, poll, search, threads};
use crate::{
    Account, Capabilities, Connector, ConnectorError, Context, Found, Fut, Interest, NoSearch, Page, Poison, Recheck, Search, SendTarget,
    Source, SourceKind,
};
use answerable_domain::{ActionKind, Availability, Clock, ConnectorKind, Cursor, Inbound, Raw, Unavailable};
use std::{sync::Arc, time::Duration};

/// Something is said there every few seconds; that nobody names a brand for a month is normal.
const SILENT_AFTER: Duration = Duration::from_secs(30 * 24 * 3_600);

pub struct HackerNewsConnector {
    api: Api,
    host: String,
    clock: Arc<dyn Clock>,
    poll_every: Duration,
}

impl HackerNewsConnector {
    pub fn new(settings: HackerNewsSettings, context: Context) -> Self {
        let api = Api::new(context.http, &settings.api, &settings.search, context.clock.clone());
        let host = settings.api.host_str().unwrap_or_default().to_owned();
        Self { api, host, clock: context.clock, poll_every: Duration::from_secs(settings.poll_seconds.into()) }
    }
}

impl Connector for HackerNewsConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::HackerNews
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        vec![Source { name: "items", kind: SourceKind::Poll { every: self.poll_every }, silent_after: SILENT_AFTER }]
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(async {
            self.api.newest().await?;
            Ok(Account { native_id: self.host.clone(), handle: None, display_name: Some("Hacker News".to_owned()) })
        })
    }

    fn poll<'a>(
        &'a self,
        _source: &'a str,
        cursor: Option<&'a Cursor>,
        interest: &'a dyn Interest,
    ) -> Fut<'a, Result<Page, ConnectorError>> {
        Box::pin(poll::poll(&self.api, cursor, interest, self.clock.now()))
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize::normalize(raw)
    }

    fn hydrate_posts<'a>(&'a self, native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(threads::posts(&self.api, native_ids, self.clock.now()))
    }

    fn hydrate_authors<'a>(&'a self, native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(threads::authors(&self.api, native_ids))
    }

    /// Authors may edit for two hours.
    fn recheck(&self) -> Option<Recheck> {
        Some(Recheck { every: Duration::from_secs(600), within: Duration::from_secs(3 * 3_600) })
    }

    fn can_search(&self) -> Result<(), NoSearch> {
        Ok(())
    }

    fn search<'a>(&'a self, search: &'a Search) -> Fut<'a, Result<Found, ConnectorError>> {
        Box::pin(search::page(&self.api, search))
    }

    /// The page of a post has the field for an answer on it.
    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match (target.post.deleted_at, action, &target.post.permalink) {
            (Some(_), ..) => Availability::No(Unavailable::PostDeleted),
            (None, ActionKind::Reply, Some(_)) => Availability::Manual(Unavailable::Unsupported),
            _ => Availability::No(Unavailable::Unsupported),
        }
    }
}
