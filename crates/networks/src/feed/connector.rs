//! A feed as a channel.

use super::{
    fetch::{Fetched, Fetcher, Known},
    normalize,
    place::Place,
};
use crate::{
    Account, Capabilities, Connector, ConnectorError, Context, FeedSettings, Fut, Interest, Page, Poison, SendTarget, Source, SourceKind,
};
use answerable_domain::{ActionKind, Availability, Clock, ConnectorKind, Cursor, Inbound, Raw, Unavailable};
use std::{sync::Arc, time::Duration};
use url::Url;

/// Many feeds are quiet for weeks.
const SILENT_AFTER: Duration = Duration::from_secs(30 * 24 * 3_600);

pub struct FeedConnector {
    url: Url,
    poll_every: Duration,
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
}

impl FeedConnector {
    pub fn new(settings: FeedSettings, context: Context) -> Result<Self, ConnectorError> {
        let fetcher = Fetcher::new(context.allowed_hosts, context.clock.clone())?;
        Ok(Self { url: settings.url, poll_every: Duration::from_secs(settings.poll_seconds.into()), fetcher, clock: context.clock })
    }

    async fn look(&self, cursor: Option<&Cursor>) -> Result<Page, ConnectorError> {
        let place: Place = cursor.and_then(|cursor| serde_json::from_str(&cursor.0).ok()).unwrap_or_default();
        match self.fetcher.fetch(&self.url, &place.known).await? {
            Fetched::Unchanged => Ok(Page::default()),
            Fetched::Document { body, known } => {
                let now = self.clock.now();
                // What cannot be read is stored all the same, for the quarantine.
                let articles = normalize::articles(&body, &self.url, now).unwrap_or_default();
                let (gap, place) = place.moved_to(known, &articles, now);
                let next = serde_json::to_string(&place).expect("texts and a time");
                Ok(Page { raws: vec![body], next: Some(Cursor(next)), gap, ..Page::default() })
            }
        }
    }

    async fn who(&self) -> Result<Account, ConnectorError> {
        let Fetched::Document { body, .. } = self.fetcher.fetch(&self.url, &Known::default()).await? else {
            return Err(ConnectorError::Protocol("not modified since never".to_owned()));
        };
        let display_name = normalize::title(&body).map_err(|poison| ConnectorError::Settings { code: "not_a_feed", why: poison.reason })?;
        Ok(Account { native_id: self.url.to_string(), handle: None, display_name })
    }
}

impl Connector for FeedConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Feed
    }

    fn capabilities(&self) -> Capabilities {
        super::CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        vec![Source { name: "feed", kind: SourceKind::Poll { every: self.poll_every }, silent_after: SILENT_AFTER }]
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(self.who())
    }

    fn poll<'a>(
        &'a self,
        _source: &'a str,
        cursor: Option<&'a Cursor>,
        _interest: &'a dyn Interest,
    ) -> Fut<'a, Result<Page, ConnectorError>> {
        Box::pin(self.look(cursor))
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize::normalize(raw, &self.url)
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match action {
            ActionKind::Reply if target.post.permalink.is_some() => Availability::Manual(Unavailable::Unsupported),
            _ => Availability::No(Unavailable::Unsupported),
        }
    }
}
