//! One arrival after the other, played on what is known.

use super::Delivered;
use super::known::{HeldAuthor, HeldCase, HeldPost, Known, OldVersion, held_post, held_post_columns, thread_key};
use crate::casework;
use crate::error::{Result, StoreError};
use crate::ingest::{AbsorbReport, Arrival, ArrivedPost, CaseChange, CaseFact, Decide, Opening, WantedKind};
use crate::sql::sql;
use crate::tx::Tx;
use answerable_domain::{Author, AuthorId, AuthorSeen, CaseId, ChannelId, EventKind, Millis, Network, PostId};
use serde_json::json;
use std::collections::{BTreeSet, HashSet};

pub(super) async fn take(
    tx: &mut Tx,
    known: &mut Known,
    delivered: Delivered,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let Delivered { channel_id, at, arrival } = delivered;
    match arrival {
        Arrival::Post(arrived) => match known.find(&arrived.scope, &arrived.post.native_id) {
            Some(place) => again(tx, known, place, arrived, at, decide, report).await,
            None if is_kept(known, &arrived) => first(tx, known, arrived, channel_id, at, decide, report),
            None => {
                report.dropped += 1;
                Ok(())
            }
        },
        Arrival::Deleted { scope, native_id, at, .. } => {
            known.unwanted.insert((WantedKind::Post.as_str(), native_id.clone()));
            match known.find(&scope, &native_id) {
                Some(place) => deleted(tx, known, place, at, decide, report).await,
                None => Ok(()),
            }
        }
        Arrival::Profile { network, seen, at } => {
            profile(tx, known, network, &seen, at);
            Ok(())
        }
        Arrival::AuthorGone { network, native_id, at } => author_gone(tx, known, network, &native_id, at, decide, report).await,
    }
}

fn is_kept(known: &Known, arrived: &ArrivedPost) -> bool {
    let post = &arrived.post;
    if !arrived.hits.is_empty() || post.addressed || post.context || arrived.ours {
        return true;
    }
    let above = parent(known, arrived);
    above.is_some_and(|above| above.ours || above.case_id.is_some()) || known.followed(&arrived.scope, &root_of(known, arrived)).is_some()
}

fn parent<'k>(known: &'k Known, arrived: &ArrivedPost) -> Option<&'k HeldPost> {
    let native_id = arrived.post.parent_native_id.as_deref()?;
    known.find(&arrived.scope, native_id).map(|place| &known.posts[place])
}

/// The thread's root: as told, or that of the parent when only the parent is told.
fn root_of(known: &Known, arrived: &ArrivedPost) -> String {
    let post = &arrived.post;
    match (&post.root_native_id, &post.parent_native_id) {
        (Some(root), _) => root.clone(),
        (None, Some(told)) => parent(known, arrived).map_or_else(|| told.clone(), |above| above.thread_root.clone()),
        (None, None) => post.native_id.clone(),
    }
}

/// A post that is not held yet and will be.
fn first(
    tx: &mut Tx,
    known: &mut Known,
    arrived: Box<ArrivedPost>,
    channel_id: ChannelId,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let author = see_author(tx, known, arrived.post.network, &arrived.post.author, channel_id, at);
    let thread_root = root_of(known, &arrived);
    want_above(known, &arrived, channel_id, at);
    known.unwanted.insert((WantedKind::Post.as_str(), arrived.post.native_id.clone()));
    let post = HeldPost {
        id: PostId(tx.next_id()),
        scope: arrived.scope.clone(),
        native_id: arrived.post.native_id.clone(),
        version: arrived.post.version.clone(),
        old_versions: HashSet::new(),
        author_id: known.authors[author].author.id,
        case_id: None,
        ours: arrived.ours,
        thread_root: thread_root.clone(),
        reply_id: None,
        deleted_at: None,
        edited_at: None,
        received_at: at,
        mentions: HashSet::new(),
        new_mentions: arrived.hits.clone(),
        addressed_now: arrived.post.addressed,
        channel_id,
        is_new: true,
        changed: false,
        content: Some(arrived),
    };
    report.posts_added += 1;
    report.followed.push((known.brand_id, known.authors[author].author.native_id.clone()));
    let post_id = post.id;
    let place = known.add_post(post);
    attach(tx, known, place, at, decide, report)?;
    let post = &known.posts[place];
    let (scope, case_id, ours) = (post.scope.clone(), post.case_id, post.ours);
    if case_id.is_some() || ours {
        known.follow(&scope, &thread_root, case_id);
    }
    // A post beside a case is news for who looks at that case.
    let told = case_id.or_else(|| known.followed(&scope, &thread_root).flatten());
    tx.event(known.brand_id, EventKind::PostAdded, told, json!({ "post_id": post_id, "ours": ours, "context": case_id.is_none() }));
    Ok(())
}

/// A post that is held: the same again, a new version, or heard by more than before.
async fn again(
    tx: &mut Tx,
    known: &mut Known,
    place: usize,
    arrived: Box<ArrivedPost>,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let channel_id = known.posts[place].channel_id;
    see_author(tx, known, arrived.post.network, &arrived.post.author, channel_id, at);
    let post = &mut known.posts[place];
    let is_current = post.version == arrived.post.version;
    if !is_current && post.old_versions.contains(&arrived.post.version) {
        report.repeated += 1;
        return Ok(());
    }
    let heard = |id| post.mentions.contains(&id) || post.new_mentions.iter().any(|hit| hit.monitor_id.0 == id);
    let fresh: Vec<_> = arrived.hits.iter().filter(|hit| !heard(hit.monitor_id.0)).cloned().collect();
    let newly_addressed = arrived.post.addressed && !post.addressed_now && !post.mentions.contains(&0);
    let told_more = !fresh.is_empty() || newly_addressed;
    let beside_a_case = post.case_id.is_none() && !post.ours;
    post.addressed_now |= newly_addressed;
    match (is_current, told_more) {
        (true, false) => report.repeated += 1,
        (true, true) => {
            post.new_mentions.extend(fresh);
            post.changed = true;
            post.content = Some(arrived);
        }
        (false, _) => edited(tx, known, place, arrived, at, decide, report).await?,
    }
    if told_more && beside_a_case {
        attach(tx, known, place, at, decide, report)?;
    }
    Ok(())
}

async fn edited(
    tx: &mut Tx,
    known: &mut Known,
    place: usize,
    arrived: Box<ArrivedPost>,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let old = old_version(tx, &known.posts[place]).await?;
    let post = &mut known.posts[place];
    post.deleted_at = None;
    post.version.clone_from(&arrived.post.version);
    post.changed = true;
    // The echo of our own reply, named differently: the words are the same, so nothing was edited.
    if post.reply_id.is_some() && old.text == arrived.post.text {
        post.old_versions.insert(old.version);
        return Ok(());
    }
    post.old_versions.insert(old.version.clone());
    post.edited_at = Some(at);
    // Spans point into the new text; what is not hit any more keeps its place in the list without them.
    post.new_mentions.clone_from(&arrived.hits);
    post.content = Some(arrived);
    let (post_id, case_id) = (post.id, post.case_id);
    known.new_versions.push(old);
    report.posts_edited += 1;
    tell_case(tx, known, case_id, &CaseFact::PostEdited { post_id, at }, decide).await?;
    if let Some(held) = case_id.and_then(|id| known.cases.get_mut(&id)).filter(|held| held.case.last_post_id == post_id) {
        held.said = known.posts[place].content.as_ref().map(|content| content.assessment.clone());
    }
    tx.event(known.brand_id, EventKind::PostEdited, case_id, json!({ "post_id": post_id }));
    Ok(())
}

async fn old_version(tx: &mut Tx, post: &HeldPost) -> Result<OldVersion> {
    let (text, spans) = match &post.content {
        Some(content) => (content.post.text.clone(), serde_json::to_string(&content.post.spans).expect("our types serialize")),
        None => {
            let row = sql("SELECT text, spans FROM post WHERE id = ?").bind(post.id.0).one(tx).await?;
            let mut row = row.columns();
            (row.text()?, row.text()?)
        }
    };
    Ok(OldVersion {
        post_id: post.id,
        version: post.version.clone(),
        position: post.old_versions.len(),
        text,
        spans,
        seen_at: post.edited_at.unwrap_or(post.received_at),
    })
}

async fn deleted(tx: &mut Tx, known: &mut Known, place: usize, at: Millis, decide: &dyn Decide, report: &mut AbsorbReport) -> Result<()> {
    let post = &mut known.posts[place];
    if post.deleted_at.is_some() {
        report.repeated += 1;
        return Ok(());
    }
    post.deleted_at = Some(at);
    post.changed = true;
    let (post_id, case_id) = (post.id, post.case_id);
    report.posts_deleted += 1;
    if let Some(case_id) = case_id {
        let remaining = remaining_of(tx, known, case_id).await?;
        tell_case(tx, known, Some(case_id), &CaseFact::PostDeleted { post_id, remaining, at }, decide).await?;
    }
    tx.event(known.brand_id, EventKind::PostDeleted, case_id, json!({ "post_id": post_id }));
    Ok(())
}

/// The customer's posts of a case that are not deleted: those in the database, corrected by what this batch did.
async fn remaining_of(tx: &mut Tx, known: &Known, case_id: CaseId) -> Result<u32> {
    let rows = sql("SELECT id FROM post WHERE case_id = ? AND ours = 0 AND deleted_at IS NULL").bind(case_id.0).all(tx).await?;
    let mut ids = rows.iter().map(|row| row.int()).collect::<Result<BTreeSet<i64>>>()?;
    for post in known.posts.iter().filter(|post| post.case_id == Some(case_id) && !post.ours) {
        if post.deleted_at.is_some() {
            ids.remove(&post.id.0);
        } else {
            ids.insert(post.id.0);
        }
    }
    Ok(u32::try_from(ids.len()).unwrap_or(u32::MAX))
}

/// Puts a post into the case where it belongs, if it belongs into one.
fn attach(tx: &mut Tx, known: &mut Known, place: usize, at: Millis, decide: &dyn Decide, report: &mut AbsorbReport) -> Result<()> {
    let post = &known.posts[place];
    // Known from before and told by its redelivery: the content is in the database, but the decision needs only the ids.
    let (ours, is_context, urgency) =
        post.content.as_ref().map_or((post.ours, false, 0), |content| (post.ours, content.post.context, content.urgency));
    let above = above_of(known, post);
    let above_ours = above.is_some_and(|above| above.ours);
    let above_case = above.and_then(|above| above.case_id);
    if ours {
        return match above_case {
            Some(case_id) => join(tx, known, place, case_id, urgency, at, decide),
            None => Ok(()),
        };
    }
    let for_us = !post.new_mentions.is_empty() || post.addressed_now || above_ours;
    if is_context && !for_us {
        return Ok(());
    }
    let key = thread_key(&post.scope, &post.thread_root, &known.author(post.author_id).native_id);
    let author_id = post.author_id;
    let below_our_reply = above_case.filter(|id| above_ours && known.cases.get(id).is_some_and(|held| held.case.author_id == author_id));
    match known.case_keys.get(&key).copied().or(below_our_reply) {
        Some(case_id) => join(tx, known, place, case_id, urgency, at, decide),
        None if for_us => open(tx, known, place, key, at, decide, report),
        None => Ok(()),
    }
}

fn above_of<'k>(known: &'k Known, post: &HeldPost) -> Option<&'k HeldPost> {
    let native_id = post.content.as_ref()?.post.parent_native_id.as_deref()?;
    known.find(&post.scope, native_id).map(|place| &known.posts[place])
}

fn join(tx: &mut Tx, known: &mut Known, place: usize, case_id: CaseId, urgency: u8, at: Millis, decide: &dyn Decide) -> Result<()> {
    let post = &mut known.posts[place];
    post.case_id = Some(case_id);
    post.changed = true;
    let (post_id, ours) = (post.id, post.ours);
    let said = post.content.as_ref().map(|content| content.assessment.clone());
    let held = known.cases.get_mut(&case_id).ok_or_else(|| StoreError::Corrupt("a post names a case that is not there".into()))?;
    held.posts_added += 1;
    let change = decide.on(&held.case, &CaseFact::PostArrived { post_id, ours, urgency, at }, &known.policy);
    take_change(tx, held, change)?;
    if !ours {
        held.said = said;
    }
    Ok(())
}

fn open(
    tx: &mut Tx,
    known: &mut Known,
    place: usize,
    thread_key: String,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let case_id = CaseId(tx.next_id());
    known.posts[place].case_id = Some(case_id);
    known.posts[place].changed = true;
    let post = &known.posts[place];
    let author = known.author(post.author_id);
    let opening = Opening {
        case_id,
        brand_id: known.brand_id,
        channel_id: post.channel_id,
        author_id: post.author_id,
        vip: author.vip,
        post_id: post.id,
        urgency: post.content.as_ref().map_or(0, |content| content.urgency),
        at,
        policy: known.policy.clone(),
    };
    let change = decide.open(&opening);
    if change.case.id != case_id || change.case.brand_id != known.brand_id {
        return Err(StoreError::Corrupt("a decision opened another case than it was asked to".into()));
    }
    casework::tell(tx, &change.case, &change.events, None);
    let said = post.content.as_ref().map(|content| content.assessment.clone());
    let network = author.network;
    known.case_keys.insert(thread_key.clone(), case_id);
    known.cases.insert(case_id, HeldCase { before: None, case: change.case, network, thread_key, posts_added: 1, said });
    report.cases_opened += 1;
    Ok(())
}

async fn tell_case(tx: &mut Tx, known: &mut Known, case_id: Option<CaseId>, fact: &CaseFact, decide: &dyn Decide) -> Result<()> {
    let Some(case_id) = case_id else { return Ok(()) };
    if !known.cases.contains_key(&case_id) {
        known.load_cases_by_id(tx, vec![case_id]).await?;
    }
    let Some(held) = known.cases.get_mut(&case_id) else { return Ok(()) };
    let change = decide.on(&held.case, fact, &known.policy);
    take_change(tx, held, change)
}

fn take_change(tx: &mut Tx, held: &mut HeldCase, change: CaseChange) -> Result<()> {
    casework::check_identity(&held.case, &change.case)?;
    casework::tell(tx, &change.case, &change.events, None);
    held.case = change.case;
    Ok(())
}

fn want_above(known: &mut Known, arrived: &ArrivedPost, channel_id: ChannelId, at: Millis) {
    if arrived.post.context {
        // Fetched for its child: its own parents would go on without end.
        return;
    }
    for native_id in [&arrived.post.parent_native_id, &arrived.post.root_native_id].into_iter().flatten() {
        if known.find(&arrived.scope, native_id).is_none() {
            known.wanted.insert((WantedKind::Post.as_str(), native_id.clone(), channel_id, at));
        }
    }
}

/// What a delivery says about an author is taken over; what it does not say stays.
fn see_author(tx: &mut Tx, known: &mut Known, network: Network, seen: &AuthorSeen, channel_id: ChannelId, at: Millis) -> usize {
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

fn profile(tx: &mut Tx, known: &mut Known, network: Network, seen: &AuthorSeen, at: Millis) {
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
async fn author_gone(
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
