//! Reading by REST what was said while no stream was open: forward from the newest id that we have, page by page, until an empty page.
//!
//! While one is open they are looked at again every so often: a server may filter what it pushes, and not all that we listen to is streamed
//! everywhere.
//!
//! Each page is durable before the next is asked for. A list that is too long to be read to its end is read from its newest page on, and
//! what lies between is a gap.

use super::{
    client::{CallError, Client},
    envelope::{self, Scene},
    home::Home,
    place::{Feed, Place, is_newer},
    status,
};
use crate::{ConnectorError, GapSeen, Page, RawBody, Sink, json};
use answerable_domain::Millis;
use serde_json::{Value, value::RawValue};
use std::collections::{HashMap, HashSet};

/// As many as every server gives at once.
const PAGE: usize = 40;
const PAGES_MAX: usize = 20;
/// Older than everything, for a list that was empty when we first looked.
const BEFORE_ALL: &str = "0";
/// Notifications without words, of which there can be thousands; every server knows these.
const WORDLESS: [&str; 3] = ["favourite", "reblog", "follow"];

/// Where to read, and where it goes.
pub struct Reading<'a> {
    pub client: &'a Client,
    pub home: &'a Home,
    pub sink: &'a dyn Sink,
}

/// What was told since the connection was made.
#[derive(Default)]
pub struct Told {
    /// By the path of a list: what it need not bring again.
    ids: HashMap<String, HashSet<String>>,
    streamed: HashSet<String>,
}

impl Told {
    pub fn hear(&mut self, feed: &Feed, id: &str) {
        self.streamed.insert(feed.path());
        if *feed == Feed::Notifications {
            self.ids.entry(feed.path()).or_default().insert(id.to_owned());
        }
    }

    /// Whether the stream brings a feed by itself. Not every server streams hashtags, nor several things at once.
    pub fn is_streamed(&self, feed: &Feed) -> bool {
        self.streamed.contains(&feed.path())
    }
}

struct Item {
    id: String,
    raw: Option<RawBody>,
    at: Option<Millis>,
}

impl Reading<'_> {
    /// All that is new in a feed; moves `place` past it.
    pub async fn catch_up(&self, feed: &Feed, place: &mut Place) -> Result<(), ConnectorError> {
        let mut reached = place.at;
        let Some(mut from) = place.from(feed) else {
            // An empty list is a place as well: from here on nothing may be missed.
            let newest = self.page(feed, None).await?;
            place.pass(feed, BEFORE_ALL);
            return self.deliver(feed, newest, None, place).await;
        };
        for _ in 0..PAGES_MAX {
            let mut items = self.page(feed, Some(&from)).await?;
            items.retain(|item| is_newer(&item.id, &from));
            let Some((newest, at)) = items.last().map(|item| (item.id.clone(), item.at)) else { return Ok(()) };
            self.deliver(feed, items, None, place).await?;
            (from, reached) = (newest, at.or(reached));
        }
        let newest = self.page(feed, None).await?;
        if newest.iter().any(|item| item.id == from) {
            let rest = newest.into_iter().filter(|item| is_newer(&item.id, &from)).collect();
            return self.deliver(feed, rest, None, place).await;
        }
        let to = newest.first().and_then(|item| item.at).unwrap_or_else(|| self.client.now());
        let gap = GapSeen { from: reached, to, why: "truncated_page" };
        self.deliver(feed, newest, Some(gap), place).await
    }

    /// What came since the last look, but for what is told already. What is too much for one look is left to the next: the stream is open.
    pub async fn look_again(&self, feed: &Feed, place: &mut Place, told: &mut Told) -> Result<(), ConnectorError> {
        let Some(mut from) = place.from(feed) else { return self.catch_up(feed, place).await };
        let known = told.ids.entry(feed.path()).or_default();
        let mut seen = HashSet::new();
        for _ in 0..PAGES_MAX {
            let mut items = self.page(feed, Some(&from)).await?;
            items.retain(|item| is_newer(&item.id, &from));
            let is_full = items.len() >= PAGE;
            let Some(newest) = items.last().map(|item| item.id.clone()) else { break };
            seen.extend(items.iter().map(|item| item.id.clone()));
            items.iter_mut().filter(|item| known.contains(&item.id)).for_each(|item| item.raw = None);
            if items.iter().any(|item| item.raw.is_some()) || place.newest(feed).is_none_or(|place| is_newer(&newest, place)) {
                self.deliver(feed, items, None, place).await?;
            }
            from = newest;
            if !is_full {
                break;
            }
        }
        known.retain(|id| is_newer(id, &from));
        known.extend(seen);
        Ok(())
    }

    /// The oldest first.
    async fn page(&self, feed: &Feed, from: Option<&str>) -> Result<Vec<Item>, ConnectorError> {
        let mut query = vec![("limit", PAGE.to_string())];
        if *feed == Feed::Notifications {
            query.extend(WORDLESS.map(|what| ("exclude_types[]", what.to_owned())));
            // Mastodon keeps private messages of strangers back from who does not ask for them, and customers are strangers.
            query.push(("include_filtered", "true".to_owned()));
        }
        query.extend(from.map(|from| ("min_id", from.to_owned())));
        if *feed == Feed::Public(super::PublicTimeline::Local) {
            query.push(("local", "true".to_owned()));
        }
        let body = match self.client.get(&feed.path(), &query).await {
            // So GoToSocial says that nobody has used the hashtag yet.
            Err(error) if error.is_status(404) && matches!(feed, Feed::Tag(_)) => return Ok(Vec::new()),
            answer => answer.map_err(|error| refused(feed, error))?,
        };
        let list: Vec<Box<RawValue>> =
            serde_json::from_slice(&body).map_err(|error| ConnectorError::Protocol(format!("{}: {error}", feed.path())))?;
        let mut items: Vec<Item> = list.iter().filter_map(|raw| self.item(feed, raw)).collect();
        items.sort_by(|one, other| (one.id.len(), &one.id).cmp(&(other.id.len(), &other.id)));
        Ok(items)
    }

    /// What has no id cannot be read past; it is nothing that this list should hold.
    fn item(&self, feed: &Feed, raw: &RawValue) -> Option<Item> {
        let value: Value = serde_json::from_str(raw.get()).ok()?;
        let id = json::text(&value, &["id"]).filter(|id| status::is_id(id))?.to_owned();
        let wanted = match feed {
            Feed::Notifications => true,
            Feed::Tag(_) | Feed::Public(_) => self.sink.wants(status::plain_words(Scene::of(self.home), &value).as_bytes()),
        };
        let event = if *feed == Feed::Notifications { "notification" } else { "update" };
        let at = json::text(&value, &["created_at"]).and_then(json::moment);
        Some(Item { id, raw: wanted.then(|| envelope::seal(self.home, event, feed.via(), raw)), at })
    }

    async fn deliver(&self, feed: &Feed, items: Vec<Item>, gap: Option<GapSeen>, place: &mut Place) -> Result<(), ConnectorError> {
        let newest_at = items.iter().filter_map(|item| item.at).max();
        items.iter().for_each(|item| place.pass(feed, &item.id));
        place.saw(newest_at.map(|at| at.min(self.client.now())));
        let raws: Vec<RawBody> = items.into_iter().filter_map(|item| item.raw).collect();
        self.sink.push(Page { raws, next: Some(place.to_cursor()), more: false, gap, newest_at }).await
    }
}

/// Somebody who runs a server may keep its timelines to themselves; that is no trouble of ours, but the owner has to know.
fn refused(feed: &Feed, error: CallError) -> ConnectorError {
    let what = match feed {
        Feed::Notifications => return error.into(),
        Feed::Tag(tag) => format!("#{tag}"),
        Feed::Public(_) => "its public timeline".to_owned(),
    };
    match &error {
        CallError::Refused { status: 403 | 404 | 422, .. } if !error.is_about_token() => ConnectorError::Settings {
            code: "listening_refused",
            why: format!("this server does not let us listen to {what} ({})", error.why()),
        },
        _ => error.into(),
    }
}
