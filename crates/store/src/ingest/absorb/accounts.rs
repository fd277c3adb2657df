//! What deliveries tell about authors.

use super::arrivals::deleted;
use super::known::{HeldAuthor, Known, held_post, held_post_columns};
use crate::error::Result;
use crate::ingest::{AbsorbReport, Decide, WantedKind};
use crate::sql::sql;
use crate::tx::Tx;
use answerable_domain::{Author, AuthorId, AuthorSeen, ChannelId, EventKind, Millis, Network};
use serde_json::json;

/// What a delivery says about an author is taken over; what it does not say stays.
pub(super) fn see_author(tx: &mut Tx, known: &mut Known, network: Network, seen: &AuthorSeen, channel_id: ChannelId, at: Millis) -> usize {
    let place = match known.find_author(network, &seen.native_id) {
        Some(place) => place,
        None => {
            let author = Author {
                id: AuthorId(tx.next_id()),
                brand_id: known.brand_id,
                network,
                native_id: seen.native_id.clone(),
                handle: None,
                display_name: None,
                avatar: None,
                followers: None,
                bot: false,
                vip: false,
                first_seen_at: at,
                profile_at: None,
            };
            known.add_author(HeldAuthor { author, is_new: true, changed: true })
        }
    };
    let held = &mut known.authors[place];
    held.changed |= merge(&mut held.author, seen);
    if held.author.handle.is_none() && held.author.profile_at.is_none() {
        known.wanted.insert((WantedKind::Author.as_str(), seen.native_id.clone(), channel_id, at));
    }
    place
}

pub(super) fn profile(tx: &mut Tx, known: &mut Known, network: Network, seen: &AuthorSeen, at: Millis) {
    known.unwanted.insert((WantedKind::Author.as_str(), seen.native_id.clone()));
    let Some(place) = known.find_author(network, &seen.native_id) else { return };
    let held = &mut known.authors[place];
    if merge(&mut held.author, seen) {
        tx.event(known.brand_id, EventKind::AuthorChanged, None, json!({ "author_id": held.author.id }));
    }
    held.author.profile_at = Some(at);
    held.changed = true;
}

/// Returns whether something changed.
fn merge(author: &mut Author, seen: &AuthorSeen) -> bool {
    fn take<T: Clone + PartialEq>(field: &mut Option<T>, seen: &Option<T>) -> bool {
        let differs = seen.is_some() && field != seen;
        if differs {
            field.clone_from(seen);
        }
        differs
    }
    let mut changed = take(&mut author.handle, &seen.handle);
    changed |= take(&mut author.display_name, &seen.display_name);
    changed |= take(&mut author.avatar, &seen.avatar);
    changed |= take(&mut author.followers, &seen.followers);
    if let Some(bot) = seen.bot.filter(|bot| *bot != author.bot) {
        author.bot = bot;
        changed = true;
    }
    changed
}

/// All that the account said is hidden at the source.
pub(super) async fn author_gone(
    tx: &mut Tx,
    known: &mut Known,
    network: Network,
    native_id: &str,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    known.unwanted.insert((WantedKind::Author.as_str(), native_id.to_owned()));
    let Some(place) = known.find_author(network, native_id) else { return Ok(()) };
    let author_id = known.authors[place].author.id;
    let query = sql(concat!("SELECT ", held_post_columns!(), " FROM post WHERE author_id = ? AND deleted_at IS NULL"));
    for row in query.bind(author_id.0).all(tx).await? {
        let post = held_post(&mut row.columns())?;
        if known.find(&post.scope, &post.native_id).is_none() {
            known.add_post(post);
        }
    }
    let places: Vec<usize> = (0..known.posts.len())
        .filter(|place| known.posts[*place].author_id == author_id && known.posts[*place].deleted_at.is_none())
        .collect();
    for place in places {
        deleted(tx, known, place, at, decide, report).await?;
    }
    Ok(())
}
