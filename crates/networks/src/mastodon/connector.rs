//! The account on its server: what is addressed to it and what it listens to comes in, answers go out.

use super::{
    CAPABILITIES, LIMITS, PublicTimeline, can,
    client::Client,
    engage,
    home::{self, Home},
    hydrate, normalize, reply, search, stream,
};
use crate::{
    Account, Capabilities, Connector, ConnectorError, Context, Delivery, Engagement, Found, Fut, MastodonSettings, MediaSource, NoSearch,
    Outcome, Poison, Recheck, Search, Secret, SendTarget, Sink, Source, SourceKind,
};
use answerable_domain::{ActionKind, Availability, ChannelId, ConnectorKind, Cursor, Inbound, Limits, Network, Raw, Visibility};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use url::Url;

/// Days without a mention are normal for a small brand.
const SILENT_AFTER: Duration = Duration::from_secs(7 * 24 * 3_600);
/// Who does not follow an author is not told of edits by every server, and deletions elsewhere may never arrive.
const RECHECK: Recheck = Recheck { every: Duration::from_secs(600), within: Duration::from_secs(24 * 3_600) };

/// When nobody could say whether an answer stands there.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

pub struct MastodonConnector {
    settings: MastodonSettings,
    client: Client,
    /// As the server said when it was last asked.
    home: Mutex<Option<Arc<Home>>>,
}

impl MastodonConnector {
    pub fn new(settings: MastodonSettings, secret: Option<Secret>, context: Context) -> Result<Self, ConnectorError> {
        let token = secret.map(|secret| Secret::new(secret.expose().trim())).filter(|secret| !secret.expose().is_empty());
        let token =
            token.ok_or_else(|| ConnectorError::Settings { code: "secret_missing", why: "an access token is needed".to_owned() })?;
        let client = Client::new(context.http, &settings.server, Some(token), context.clock);
        Ok(Self { settings, client, home: Mutex::new(None) })
    }

    fn known(&self) -> Option<Arc<Home>> {
        self.home.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn ask(&self) -> Result<Arc<Home>, ConnectorError> {
        let home = Arc::new(home::ask(&self.client, &self.settings.server).await?);
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = Some(home.clone());
        Ok(home)
    }

    async fn home(&self) -> Result<Arc<Home>, ConnectorError> {
        match self.known() {
            Some(home) => Ok(home),
            None => self.ask().await,
        }
    }

    /// Better said when a channel is connected than found out by silence.
    fn may_listen(&self, home: &Home) -> Result<(), ConnectorError> {
        let closed = |what: &str| ConnectorError::Settings {
            code: "listening_refused",
            why: format!("this server shares {what} with nobody: it can be connected without listening to them"),
        };
        if home.closed.tags && !self.settings.tags.is_empty() {
            return Err(closed("hashtags"));
        }
        if home.closed.public && self.settings.public != PublicTimeline::Off {
            return Err(closed("public timelines"));
        }
        Ok(())
    }

    async fn who(&self) -> Result<Account, ConnectorError> {
        let home = self.ask().await?;
        self.may_listen(&home)?;
        let handle = Some(home.handle(&home.me.name));
        Ok(Account { native_id: home.me.url.clone(), handle, display_name: home.me.display_name.clone() })
    }
}

impl Connector for MastodonConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Mastodon
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        // Who listens to a whole server hears something all the time.
        let silent_after = if self.settings.public == PublicTimeline::Federated { Duration::from_secs(3_600) } else { SILENT_AFTER };
        vec![Source { name: "streaming", kind: SourceKind::Stream, silent_after }]
    }

    fn limits(&self) -> Option<Limits> {
        Some(self.known().map_or(LIMITS, |home| home.limits()))
    }

    fn scope(&self, _network: Network, _channel: ChannelId) -> String {
        format!("mastodon:{}", home::authority(&self.settings.server))
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(self.who())
    }

    fn stream<'a>(&'a self, _source: &'a str, cursor: Option<&'a Cursor>, sink: &'a dyn Sink) -> Fut<'a, Result<(), ConnectorError>> {
        Box::pin(async move {
            let home = self.ask().await?;
            stream::run(&self.client, &home, &self.settings, cursor, sink).await
        })
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize::normalize(raw)
    }

    fn hydrate_posts<'a>(&'a self, native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(async move { hydrate::posts(&self.client, &*self.home().await?, native_ids).await })
    }

    fn recheck(&self) -> Option<Recheck> {
        Some(RECHECK)
    }

    fn can_search(&self) -> Result<(), NoSearch> {
        Ok(())
    }

    fn search<'a>(&'a self, search: &'a Search) -> Fut<'a, Result<Found, ConnectorError>> {
        Box::pin(async move { search::page(&self.client, &*self.home().await?, search).await })
    }

    /// What lies on the account's own server is trusted as far as the server is, which need not be a public one.
    fn media<'a>(&'a self, url: &'a str) -> Fut<'a, Result<MediaSource, ConnectorError>> {
        let is_own = Url::parse(url).is_ok_and(|url| url.origin() == self.settings.server.origin());
        let source = if is_own { MediaSource::Trusted(Secret::new(url)) } else { MediaSource::Fetch(url.to_owned()) };
        Box::pin(async { Ok(source) })
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        can::can(action, target)
    }

    fn reaches_others(&self, text: &str, target: &SendTarget, privately: bool) -> Vec<String> {
        can::reaches_others(text, target, privately || target.post.visibility == Visibility::Direct, self.known().as_deref())
    }

    fn send<'a>(&'a self, delivery: &'a Delivery) -> Fut<'a, Outcome> {
        Box::pin(async move {
            match self.home().await {
                Ok(home) => reply::send(&self.client, &home, delivery).await,
                // Whether an earlier attempt arrived is as open as before.
                Err(error) if delivery.may_have_left => match Outcome::unsent(error) {
                    Outcome::Retry { after: probe_after, why } => Outcome::Uncertain { probe_after, why },
                    Outcome::Refused { why, .. } => Outcome::Uncertain { probe_after: LOOK_AGAIN, why },
                    other => other,
                },
                Err(error) => Outcome::unsent(error),
            }
        })
    }

    fn engage<'a>(&'a self, engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(engage::engage(&self.client, engagement))
    }
}
