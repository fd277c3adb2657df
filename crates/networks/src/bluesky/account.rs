//! A signed-in account: what is addressed to it comes in, answers go out.

use super::{
    LIKE, LIMITS, REPOST,
    at_uri::AtUri,
    can,
    hydrate::{self, Reader},
    normalize, notifications, reply, search,
    session::Sessions,
    write::{Attempt, Record, put_once},
    xrpc::{Call, Client},
};
use crate::{
    Account as Who, BlueskySettings, Capabilities, Connector, ConnectorError, Context, Delivery, Engagement, Found, Fut, Interest,
    NoSearch, Outcome, Page, Poison, Recheck, Search, Secret, SendTarget, Source, SourceKind, json,
};
use answerable_domain::{ActionKind, Availability, Clock, ConnectorKind, Cursor, Inbound, Limits, Raw, Receipt};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

/// Days without a mention are normal for a small brand.
const SILENT_AFTER: Duration = Duration::from_secs(7 * 24 * 3_600);

pub struct Account {
    sessions: Sessions,
    appview: Option<Client>,
    clock: Arc<dyn Clock>,
    poll_every: Duration,
}

impl Account {
    pub fn new(settings: BlueskySettings, secret: Option<Secret>, context: Context) -> Result<Self, ConnectorError> {
        let password = secret
            .filter(|secret| !secret.expose().is_empty())
            .ok_or_else(|| ConnectorError::Settings { code: "secret_missing", why: "an app password is needed".to_owned() })?;
        let Context { clock, vault, http, .. } = context;
        let client = |url| Client::new(http.clone(), url, clock.clone());
        let service = client(&settings.service);
        let appview = settings.appview.as_ref().map(client);
        let poll_every = Duration::from_secs(settings.poll_seconds.into());
        let sessions = Sessions::new(service, vault, clock.clone(), (settings.identifier, password), settings.did);
        Ok(Self { sessions, appview, clock, poll_every })
    }

    fn reader(&self) -> Reader<'_> {
        self.appview.as_ref().map_or(Reader::SignedIn(&self.sessions), Reader::Open)
    }

    async fn who(&self) -> Result<Who, ConnectorError> {
        let (ticket, body) = self.sessions.call(&Call::Get { nsid: "com.atproto.server.getSession", query: Vec::new() }).await?;
        let session: Value = serde_json::from_slice(&body).map_err(|error| ConnectorError::Protocol(error.to_string()))?;
        let handle = json::text(&session, &["handle"]).unwrap_or(&ticket.handle).to_owned();
        let profiles = hydrate::authors(self.reader(), std::slice::from_ref(&ticket.did)).await.unwrap_or_default();
        let display_name = profiles.into_iter().find_map(|inbound| match inbound {
            Inbound::Profile(profile) => profile.display_name,
            _ => None,
        });
        Ok(Who { native_id: ticket.did, handle: Some(handle), display_name })
    }

    async fn react(&self, engagement: &Engagement) -> Outcome {
        let collection = match engagement.action {
            ActionKind::Like => LIKE,
            ActionKind::Repost => REPOST,
            ActionKind::Reply | ActionKind::Direct => return Outcome::Refused { code: "refused", why: "an answer has words".to_owned() },
        };
        if AtUri::parse(&engagement.target.post.native_id).is_none() {
            return Outcome::Refused { code: "refused", why: "not a post of this network".to_owned() };
        }
        let value = json!({
            "$type": collection,
            "subject": reply::target_reference(&engagement.target),
            "createdAt": reply::timestamp(engagement.created_at),
        });
        match put_once(&self.sessions, &Record { collection, rkey: &engagement.own_id, value }, Attempt::First).await {
            Ok(written) => {
                let handle = written.to_json();
                Outcome::Done(Receipt { native_ids: vec![written.uri], permalink: engagement.target.post.permalink.clone(), handle })
            }
            Err(outcome) => outcome,
        }
    }
}

impl Connector for Account {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Bluesky
    }

    fn capabilities(&self) -> Capabilities {
        super::ACCOUNT
    }

    fn sources(&self) -> Vec<Source> {
        vec![Source { name: "notifications", kind: SourceKind::Poll { every: self.poll_every }, silent_after: SILENT_AFTER }]
    }

    fn limits(&self) -> Option<Limits> {
        Some(LIMITS)
    }

    fn check(&self) -> Fut<'_, Result<Who, ConnectorError>> {
        Box::pin(self.who())
    }

    fn poll<'a>(
        &'a self,
        _source: &'a str,
        cursor: Option<&'a Cursor>,
        _interest: &'a dyn Interest,
    ) -> Fut<'a, Result<Page, ConnectorError>> {
        Box::pin(notifications::poll(&self.sessions, cursor, self.clock.now()))
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize::normalize(raw)
    }

    fn hydrate_posts<'a>(&'a self, native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(hydrate::posts(self.reader(), native_ids, self.clock.now()))
    }

    fn hydrate_authors<'a>(&'a self, native_ids: &'a [String]) -> Fut<'a, Result<Vec<Inbound>, ConnectorError>> {
        Box::pin(hydrate::authors(self.reader(), native_ids))
    }

    /// Where no stream is listened to, the engine asks by this.
    fn recheck(&self) -> Option<Recheck> {
        Some(Recheck { every: Duration::from_secs(120), within: Duration::from_secs(24 * 3_600) })
    }

    fn can_search(&self) -> Result<(), NoSearch> {
        Ok(())
    }

    fn search<'a>(&'a self, search: &'a Search) -> Fut<'a, Result<Found, ConnectorError>> {
        Box::pin(search::page(&self.sessions, search))
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        can::can(action, target)
    }

    fn send<'a>(&'a self, delivery: &'a Delivery) -> Fut<'a, Outcome> {
        Box::pin(reply::send(&self.sessions, self.reader(), delivery, self.clock.now()))
    }

    fn engage<'a>(&'a self, engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(self.react(engagement))
    }
}
