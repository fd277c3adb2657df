//! The sandbox as a channel: a first day of posts at once, then one every few seconds.

use super::{LIMITS, timeline::Timeline};
use crate::{
    Account, Capabilities, Connector, ConnectorError, Context, Delivery, Engagement, Fut, Interest, Outcome, Page, Poison, SandboxSettings,
    SendTarget, Source, SourceKind, json,
};
use answerable_domain::{ActionKind, Availability, Clock, ConnectorKind, Cursor, Inbound, Limits, Millis, Raw, Receipt, Unavailable};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

const DAY_MS: Millis = 24 * 3_600 * 1_000;
/// After a long sleep of the machine not everything is made up for.
const AT_ONCE_MAX: u64 = 40;

pub struct SandboxConnector {
    settings: SandboxSettings,
    timeline: Timeline,
    clock: Arc<dyn Clock>,
}

/// How far the story is told: `next` is due at `due`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Place {
    next: u64,
    due: Millis,
}

impl SandboxConnector {
    pub fn new(settings: SandboxSettings, context: Context) -> Self {
        Self { timeline: Timeline::new(settings.seed), settings, clock: context.clock }
    }

    fn page(&self, cursor: Option<&Cursor>) -> Page {
        let now = self.clock.now();
        let (events, place) = match cursor.and_then(|cursor| serde_json::from_str(&cursor.0).ok()) {
            None => self.first_day(now),
            Some(place) => self.since(place, now),
        };
        let raws = events.iter().map(|event| serde_json::to_vec(event).expect("what we made up is plain")).collect();
        let moved = !events.is_empty();
        let next = serde_json::to_string(&place).expect("two numbers");
        Page { raws, next: moved.then_some(Cursor(next)), newest_at: moved.then_some(now), ..Page::default() }
    }

    /// Closer together towards now, as an inbox looks in the afternoon.
    fn first_day(&self, now: Millis) -> (Vec<Inbound>, Place) {
        let count = i64::from(self.settings.first_batch);
        let ago = |n: i64| DAY_MS * (count - n) * (count - n) / (count * count).max(1);
        let events = (0..count).map(|n| self.timeline.event(n.unsigned_abs(), now - ago(n))).collect();
        (events, Place { next: count.unsigned_abs(), due: now + self.interval() })
    }

    fn since(&self, place: Place, now: Millis) -> (Vec<Inbound>, Place) {
        if now < place.due {
            return (Vec::new(), place);
        }
        let due = u64::try_from((now - place.due) / self.interval()).unwrap_or(0).saturating_add(1).min(AT_ONCE_MAX);
        let events = (place.next..place.next + due).map(|n| self.timeline.event(n, now)).collect();
        (events, Place { next: place.next + due, due: now + self.interval() })
    }

    fn interval(&self) -> Millis {
        Millis::from(self.settings.every_seconds) * 1_000
    }
}

impl Connector for SandboxConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Sandbox
    }

    fn capabilities(&self) -> Capabilities {
        super::CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        let every = Duration::from_secs(self.settings.every_seconds.into());
        vec![Source { name: "story", kind: SourceKind::Poll { every: every.min(Duration::from_secs(2)) }, silent_after: every * 20 }]
    }

    fn limits(&self) -> Option<Limits> {
        Some(LIMITS)
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        let account =
            Account { native_id: "sandbox-acme".to_owned(), handle: Some("acme".to_owned()), display_name: Some("Acme".to_owned()) };
        Box::pin(async { Ok(account) })
    }

    fn poll<'a>(
        &'a self,
        _source: &'a str,
        cursor: Option<&'a Cursor>,
        _interest: &'a dyn Interest,
    ) -> Fut<'a, Result<Page, ConnectorError>> {
        Box::pin(async move { Ok(self.page(cursor)) })
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        let inbound = serde_json::from_slice(&raw.body).map_err(|error| json::poison("not_json", error.to_string()))?;
        Ok(vec![inbound])
    }

    /// One can try answering; nobody gets it.
    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match action {
            _ if target.post.deleted_at.is_some() => Availability::No(Unavailable::PostDeleted),
            ActionKind::Reply => Availability::Yes,
            ActionKind::Like | ActionKind::Repost | ActionKind::Direct => Availability::No(Unavailable::Sandbox),
        }
    }

    fn send<'a>(&'a self, delivery: &'a Delivery) -> Fut<'a, Outcome> {
        let native_ids = delivery.own_ids.iter().map(|id| format!("sandbox-reply-{id}")).collect();
        Box::pin(async { Outcome::Done(Receipt { native_ids, permalink: None, handle: serde_json::Value::Null }) })
    }

    fn engage<'a>(&'a self, _engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(async { Outcome::Refused { code: "refused", why: "nothing leaves the sandbox".to_owned() } })
    }
}
