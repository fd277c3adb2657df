//! A feed as a channel.

use super::{
    fetch::{Fetched, Fetcher, Known},
    normalize,
};
use crate::{
    Account, Connector, ConnectorError, Context, Delivery, Engagement, FeedSettings, Fut, Outcome, Page, Poison, SendTarget, Sink, Source,
    SourceKind,
};
use answerable_domain::{ActionKind, Availability, ConnectorKind, Cursor, DeliveryClass, Inbound, Limits, Raw, Unavailable};
use std::time::Duration;
use url::Url;

/// Many feeds are quiet for weeks.
const SILENT_AFTER: Duration = Duration::from_secs(30 * 24 * 3_600);

pub struct FeedConnector {
    url: Url,
    poll_every: Duration,
    fetcher: Fetcher,
}

impl FeedConnector {
    pub fn new(settings: FeedSettings, context: Context) -> Result<Self, ConnectorError> {
        let fetcher = Fetcher::new(context.allowed_hosts, context.clock)?;
        Ok(Self { url: settings.url, poll_every: Duration::from_secs(settings.poll_seconds.into()), fetcher })
    }

    async fn look(&self, cursor: Option<&Cursor>) -> Result<Page, ConnectorError> {
        let known: Known = cursor.and_then(|cursor| serde_json::from_str(&cursor.0).ok()).unwrap_or_default();
        match self.fetcher.fetch(&self.url, &known).await? {
            Fetched::Unchanged => Ok(Page::default()),
            Fetched::Document { body, known } => {
                let next = serde_json::to_string(&known).expect("three texts");
                Ok(Page { raws: vec![body], next: Some(Cursor(next)), ..Page::default() })
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

fn unsupported() -> Outcome {
    Outcome::Refused { code: "refused", why: "a feed cannot be answered".to_owned() }
}

impl Connector for FeedConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Feed
    }

    fn sources(&self) -> Vec<Source> {
        vec![Source { name: "feed", kind: SourceKind::Poll { every: self.poll_every }, silent_after: SILENT_AFTER }]
    }

    fn limits(&self) -> Option<Limits> {
        None
    }

    fn delivery_class(&self) -> DeliveryClass {
        DeliveryClass::Hold
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(self.who())
    }

    fn poll<'a>(&'a self, _source: &'a str, cursor: Option<&'a Cursor>) -> Fut<'a, Result<Page, ConnectorError>> {
        Box::pin(self.look(cursor))
    }

    fn stream<'a>(&'a self, source: &'a str, _cursor: Option<&'a Cursor>, _sink: &'a dyn Sink) -> Fut<'a, Result<(), ConnectorError>> {
        Box::pin(async move { Err(ConnectorError::Protocol(format!("{source} is polled"))) })
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize::normalize(raw, &self.url)
    }

    fn hydrate_posts<'a>(&'a self, _native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn hydrate_authors<'a>(&'a self, _native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match action {
            ActionKind::Reply if target.post.permalink.is_some() => Availability::Manual(Unavailable::Unsupported),
            _ => Availability::No(Unavailable::Unsupported),
        }
    }

    fn send<'a>(&'a self, _delivery: &'a Delivery) -> Fut<'a, Outcome> {
        Box::pin(async { unsupported() })
    }

    fn engage<'a>(&'a self, _engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(async { unsupported() })
    }
}
