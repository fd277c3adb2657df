//! One arrival after the other, played on what is known.

use super::Delivered;
use super::accounts::{author_gone, profile, see_author};
use super::carrying::{note_again, settle};
use super::casing::{attach, tell_case};
use super::hearing::weigh;
use super::known::{HeldPost, Known, OldVersion};
use super::standing::{Standing, name_apart, noted_before, standing};
use crate::error::Result;
use crate::ingest::{AbsorbReport, Arrival, ArrivedPost, CaseFact, Decide, WantedKind};
use crate::said::Said;
use crate::sql::sql;
use crate::tx::Tx;
use answerable_domain::{CaseId, ChannelId, EventKind, MediaId, Millis, MonitorId, PostId, is_channel_scope};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashSet};

pub(super) async fn take(
    tx: &mut Tx,
    known: &mut Known,
    delivered: Delivered,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let Delivered { raw_id, channel_id, at, pasted, mut arrival } = delivered;
    if let Arrival::Post(arrived) = &mut arrival {
        name_apart(known, arrived);
        match standing(tx, known, arrived, channel_id, pasted).await? {
            Standing::Forged => {
                report.refused += 1;
                return Ok(());
            }
            Standing::Known(place) => {
                claim(tx, known, place, &mut arrived.uploads);
                report.repeated += 1;
                return Ok(());
            }
            Standing::New | Standing::Again(_) => settle(known, arrived, at),
        }
        report.skipped += weigh(known, arrived, raw_id, at, decide);
    }
    match arrival {
        Arrival::Post(arrived) => match known.find(&arrived.scope, &arrived.post.native_id) {
            None if noted_before(tx, known, &arrived).await? => {
                report.repeated += 1;
                Ok(())
            }
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
    mut arrived: Box<ArrivedPost>,
    channel_id: ChannelId,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let uploads = std::mem::take(&mut arrived.uploads);
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
        verdict: None,
        is_new: true,
        changed: false,
        media_now: true,
        content: Some(arrived),
    };
    report.posts_added += 1;
    report.followed.push((known.brand_id, known.authors[author].author.native_id.clone()));
    let post_id = post.id;
    let place = known.add_post(post);
    if !uploads.is_empty() {
        known.uploads.push((post_id, channel_id, uploads));
    }
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
    mut arrived: Box<ArrivedPost>,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let channel_id = known.posts[place].channel_id;
    see_author(tx, known, arrived.post.network, &arrived.post.author, channel_id, at);
    claim(tx, known, place, &mut arrived.uploads);
    note_again(known, place, &mut arrived);
    let post = &mut known.posts[place];
    // What people said of it holds for its later versions, until they take it back.
    if let Some(verdict) = &post.verdict {
        arrived.assessment.overrule(verdict);
    }
    let is_current = post.version == arrived.post.version;
    if !is_current && post.old_versions.contains(&arrived.post.version) {
        report.repeated += 1;
        return Ok(());
    }
    let heard: HashSet<MonitorId> = post.heard().collect();
    let fresh: Vec<_> = arrived.hits.iter().filter(|hit| !heard.contains(&hit.monitor_id)).cloned().collect();
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

/// Files that a person puts beside a post that is held.
fn claim(tx: &mut Tx, known: &mut Known, place: usize, uploads: &mut Vec<MediaId>) {
    if uploads.is_empty() {
        return;
    }
    let post = &known.posts[place];
    tx.event(known.brand_id, EventKind::MediaChanged, post.case_id, json!({ "post_id": post.id }));
    known.uploads.push((post.id, post.channel_id, std::mem::take(uploads)));
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
    post.media_now = true;
    post.content = Some(arrived);
    let (post_id, case_id) = (post.id, post.case_id);
    known.new_versions.push(old);
    report.posts_edited += 1;
    tell_case(tx, known, case_id, &CaseFact::PostEdited { post_id, at }, decide).await?;
    if let Some(case_id) = case_id.filter(|_| !known.posts[place].ours) {
        judge_anew(tx, known, case_id).await?;
    }
    tx.event(known.brand_id, EventKind::PostEdited, case_id, json!({ "post_id": post_id }));
    Ok(())
}

/// A customer's post of the case says something else now: what it said before does not count any more.
async fn judge_anew(tx: &mut Tx, known: &mut Known, case_id: CaseId) -> Result<()> {
    let query = sql("SELECT id, assessment FROM post WHERE case_id = ? AND ours = 0 AND assessment IS NOT NULL").bind(case_id.0);
    let mut said = BTreeMap::new();
    for row in query.all(tx).await? {
        let mut row = row.columns();
        let id = PostId(row.int()?);
        said.insert(id, Said::of(&row.json()?));
    }
    for post in known.posts.iter().filter(|post| post.case_id == Some(case_id) && !post.ours) {
        if let Some(content) = &post.content {
            said.insert(post.id, Said::of(&content.assessment));
        }
    }
    let Some(held) = known.cases.get_mut(&case_id) else { return Ok(()) };
    held.said = Said::of_case(said, held.case.last_post_id, held.said.labels);
    held.changed = true;
    known.count_complaint(case_id);
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

pub(super) async fn deleted(
    tx: &mut Tx,
    known: &mut Known,
    place: usize,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
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

fn want_above(known: &mut Known, arrived: &ArrivedPost, channel_id: ChannelId, at: Millis) {
    if is_channel_scope(&arrived.scope) {
        // It has a name within its channel alone: it was said to us, and nobody else can be asked for what is above.
        return;
    }
    let is_competitors = !arrived.hits.is_empty() && !arrived.post.addressed && !known.is_about_us(&arrived.hits);
    if arrived.post.context || is_competitors {
        // Fetched for its child: its own parents would go on without end. And what is said of others is not gone after.
        return;
    }
    for native_id in [&arrived.post.parent_native_id, &arrived.post.root_native_id].into_iter().flatten() {
        if known.find(&arrived.scope, native_id).is_none() {
            known.wanted.insert((WantedKind::Post.as_str(), native_id.clone(), channel_id, at));
        }
    }
}
