//! Reading every new item, and keeping the few that matter.

use super::{
    api::{Api, Item},
    normalize::{payload, words},
    threads::{self, Threads},
};
use crate::{ConnectorError, GapSeen, Interest, Page, json};
use answerable_domain::{Cursor, Millis};
use serde::{Deserialize, Serialize};

const ITEMS_MAX: u64 = 500;
/// About a day and a half of everything that is said there.
const BEHIND_MAX: u64 = 20_000;
/// A number is given away before its item can be read.
const UNPUBLISHED_MAX: usize = 200;
const UNPUBLISHED_MS_MAX: Millis = 15 * 60_000;
/// Answers below this many of the newest items that mattered matter as well.
const FOLLOWED_MAX: usize = 500;

/// The stored cursor.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Place {
    /// The last item that was asked for.
    last: u64,
    /// Until when everything is read.
    #[serde(default)]
    at: Millis,
    /// Items that were not there yet, and since when they are missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unpublished: Vec<(u64, Millis)>,
    /// Items that mattered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    followed: Vec<u64>,
}

impl Place {
    fn to_cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).expect("numbers"))
    }
}

pub async fn poll(api: &Api, cursor: Option<&Cursor>, interest: &dyn Interest, now: Millis) -> Result<Page, ConnectorError> {
    let newest = api.newest().await?;
    let Some(mut place) = cursor.and_then(|cursor| serde_json::from_str::<Place>(&cursor.0).ok()) else {
        let place = Place { last: newest, at: now, ..Place::default() };
        return Ok(Page { next: Some(place.to_cursor()), ..Page::default() });
    };
    let jumped = newest.saturating_sub(place.last) > BEHIND_MAX;
    if jumped {
        place.last = newest - BEHIND_MAX;
    }
    place.unpublished.retain(|(_, since)| now - since <= UNPUBLISHED_MS_MAX);
    let count = ITEMS_MAX.saturating_sub(place.unpublished.len() as u64);
    let until = newest.min(place.last.saturating_add(count));
    let wanted: Vec<u64> = place.unpublished.iter().map(|(id, _)| *id).chain(place.last.saturating_add(1)..=until).collect();
    let items = threads::items(api, wanted).await?;
    let times = || items.iter().filter_map(|(_, item)| said_at(item.as_ref()?));
    let gap = jumped.then(|| GapSeen {
        from: Some(place.at).filter(|at| *at > 0),
        to: times().next().unwrap_or(now).max(place.at),
        why: "too_far_behind",
    });
    let newest_at = times().max();
    let raws = keep(api, &mut place, &items, interest).await?;
    note_unpublished(&mut place, &items, now);
    (place.last, place.at) = (until.max(place.last), if until >= newest { now } else { newest_at.unwrap_or(place.at) });
    Ok(Page { raws, next: Some(place.to_cursor()), more: until < newest, gap, newest_at })
}

/// What somebody waits for, and what is said below it.
async fn keep(
    api: &Api,
    place: &mut Place,
    items: &[(u64, Option<Item>)],
    interest: &dyn Interest,
) -> Result<Vec<Vec<u8>>, ConnectorError> {
    let mut kept: Vec<&Item> = Vec::new();
    for item in items.iter().filter_map(|(_, item)| item.as_ref()).filter(|item| !item.is_gone()) {
        let is_below = item.number("parent").is_some_and(|parent| place.followed.contains(&parent));
        if is_below || interest.wants(readable(item).as_bytes()) {
            place.followed.push(item.id);
            kept.push(item);
        }
    }
    let surplus = place.followed.len().saturating_sub(FOLLOWED_MAX);
    place.followed.drain(..surplus);
    let threads = Threads::above(api, kept.iter().filter_map(|item| item.number("parent"))).await?;
    let story = |item: &Item| item.number("parent").and_then(|parent| threads.story_above(parent));
    Ok(kept.into_iter().map(|item| payload(&item.body, story(item))).collect())
}

/// The words as a monitor reads them.
fn readable(item: &Item) -> String {
    let said = |key: &str| json::text(&item.value, &[key]).unwrap_or_default();
    format!("{}\n{}\n{}", words(&item.value).0, said("by"), said("url"))
}

fn note_unpublished(place: &mut Place, items: &[(u64, Option<Item>)], now: Millis) {
    let before = std::mem::take(&mut place.unpublished);
    let since = |id: u64| before.iter().find(|(known, _)| *known == id).map_or(now, |(_, since)| *since);
    place.unpublished = items.iter().filter(|(_, item)| item.is_none()).map(|(id, _)| (*id, since(*id))).collect();
    let surplus = place.unpublished.len().saturating_sub(UNPUBLISHED_MAX);
    place.unpublished.drain(..surplus);
}

fn said_at(item: &Item) -> Option<Millis> {
    item.value.get("time")?.as_i64().map(|time| time.saturating_mul(1_000))
}
