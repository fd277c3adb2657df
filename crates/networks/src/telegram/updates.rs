//! The stream: one long question for updates after the other.

use super::{
    albums::{Update, bodies, first_album, last_album},
    api::Api,
    known::Known,
};
use crate::{ConnectorError, GapSeen, Page, Sink};
use answerable_domain::{Clock, Cursor, Millis};
use serde::{Deserialize, Serialize};
use serde_json::{json, value::RawValue};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// All that a customer's words can come in by, and what an answer must know of.
const KINDS: [&str; 11] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "my_chat_member",
    "message_reaction",
    "callback_query",
];
const LIMIT: usize = 100;
/// Telegram answers when its time is up; after so much more nobody is there.
const MARGIN: Duration = Duration::from_secs(5);
const REPLAY_MS: Millis = 24 * 3_600_000;
/// After a quiet week the numbers may start anew, lower than the offset that we would ask from.
const NUMBERS_HOLD_MS: Millis = 6 * 24 * 3_600_000;
/// The pictures of an album come within a blink.
const ALBUM_PAUSE: Duration = Duration::from_millis(400);
const LOOKS_MAX: u8 = 5;

/// The stored cursor.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Place {
    /// The number to ask from: all before it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    /// When Telegram last answered, by our clock.
    #[serde(default)]
    at: Millis,
    /// When there last was an update.
    #[serde(default)]
    heard_at: Millis,
    #[serde(flatten)]
    known: Known,
}

impl Place {
    fn read(cursor: Option<&Cursor>) -> Self {
        cursor.and_then(|cursor| serde_json::from_str(&cursor.0).ok()).unwrap_or_default()
    }

    fn to_cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).expect("numbers and texts"))
    }
}

/// Updates that were looked at and not confirmed, because they may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    count: usize,
    looks: u8,
}

pub struct Reader<'a> {
    pub api: &'a Api,
    pub clock: &'a dyn Clock,
    pub known: &'a Mutex<Known>,
    pub wait: Duration,
}

impl Reader<'_> {
    /// Reads until something goes wrong.
    pub async fn run(&self, cursor: Option<&Cursor>, sink: &dyn Sink) -> Result<(), ConnectorError> {
        let mut place = Place::read(cursor);
        self.remember(&place.known);
        let mut held: Option<Held> = None;
        let mut gap_is_told = false;
        loop {
            let mut updates = self.ask(&place, held).await?;
            let now = self.clock.now();
            let gap = if gap_is_told { None } else { gap(&place, now) };
            gap_is_told = true;
            let rest = updates.split_off(ready(&updates, held));
            held = (!rest.is_empty()).then(|| Held { count: rest.len(), looks: held.map_or(0, |held| held.looks) + 1 });
            self.go_on(&mut place, &updates, &rest, now);
            if !updates.is_empty() || rest.is_empty() || gap.is_some() {
                sink.push(page(&place, &updates, gap)).await?;
            }
            if held.is_some() {
                tokio::time::sleep(ALBUM_PAUSE).await;
            }
        }
    }

    fn remember(&self, known: &Known) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone_from(known);
    }

    /// The place behind what is stored now, and what it taught us.
    fn go_on(&self, place: &mut Place, stored: &[Update], held: &[Update], now: Millis) {
        place.at = now;
        stored.iter().for_each(|update| place.known.learn(&update.value));
        if let Some(last) = stored.last() {
            place.heard_at = now;
            place.offset = Some(last.number.saturating_add(1));
            self.remember(&place.known);
        }
        if let Some(first) = held.first() {
            place.offset = Some(first.number);
        }
    }

    async fn ask(&self, place: &Place, held: Option<Held>) -> Result<Vec<Update>, ConnectorError> {
        // Numbers that started anew would all lie below the old offset; what was confirmed stays confirmed without it.
        let quiet = place.heard_at > 0 && self.clock.now() - place.heard_at > NUMBERS_HOLD_MS;
        let wait = if held.is_some() { Duration::from_secs(1) } else { self.wait };
        let mut body = json!({"limit": LIMIT, "timeout": wait.as_secs(), "allowed_updates": KINDS});
        if let Some(offset) = place.offset.filter(|_| !quiet) {
            body["offset"] = json!(offset);
        }
        let answer = self.api.call("getUpdates", &body, wait + MARGIN).await?;
        let raws: Vec<Box<RawValue>> =
            serde_json::from_str(answer.get()).map_err(|error| ConnectorError::Protocol(format!("getUpdates: {error}")))?;
        let count = raws.len();
        let mut updates: Vec<Update> = raws.into_iter().filter_map(Update::read).collect();
        if updates.len() < count {
            tracing::warn!(count = count - updates.len(), "updates without a number cannot be confirmed and are left out");
        }
        if updates.is_empty() && count > 0 {
            return Err(ConnectorError::Protocol("getUpdates: updates without update_id".to_owned()));
        }
        updates.sort_by_key(|update| update.number);
        Ok(updates)
    }
}

/// How many of the updates are complete: all before the first album, unless looking again found nothing more of it.
fn ready(updates: &[Update], held: Option<Held>) -> usize {
    let settled = held.is_some_and(|held| held.count == updates.len() || held.looks >= LOOKS_MAX);
    let from = match settled {
        false => first_album(updates),
        // A full answer may end within an album, whose rest is not even asked for yet.
        true if updates.len() >= LIMIT => last_album(updates).filter(|start| *start > 0),
        true => None,
    };
    from.unwrap_or(updates.len())
}

/// Telegram forgets what nobody fetched for a day.
fn gap(place: &Place, now: Millis) -> Option<GapSeen> {
    let missed = place.at > 0 && now - place.at > REPLAY_MS;
    missed.then(|| GapSeen { from: Some(place.at), to: now - REPLAY_MS, why: "older_than_replay" })
}

fn page(place: &Place, updates: &[Update], gap: Option<GapSeen>) -> Page {
    let said_at = |update: &Update| Some(update.new_message()?.get("date")?.as_i64()?.saturating_mul(1_000));
    Page { raws: bodies(updates), next: Some(place.to_cursor()), more: false, gap, newest_at: updates.iter().filter_map(said_at).max() }
}
