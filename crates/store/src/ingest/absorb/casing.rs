//! Which case a post belongs to, and what the case makes of it.

use super::carrying::{carried, is_below_us, remember};
use super::known::{HeldCase, HeldPost, Known};
use super::named::thread_key;
use crate::casework;
use crate::error::{Result, StoreError};
use crate::ingest::{AbsorbReport, CaseChange, CaseFact, Decide, Opening};
use crate::said::Said;
use crate::tx::Tx;
use answerable_domain::{CaseId, Millis};

/// Puts a post into the case where it belongs, if it belongs into one.
pub(super) fn attach(
    tx: &mut Tx,
    known: &mut Known,
    place: usize,
    at: Millis,
    decide: &dyn Decide,
    report: &mut AbsorbReport,
) -> Result<()> {
    let post = &known.posts[place];
    // Known from before and told by its redelivery: the content is in the database, but the decision needs only the ids.
    let (ours, is_context, urgency) =
        post.content.as_ref().map_or((post.ours, false, 0), |content| (post.ours, content.post.context, content.urgency));
    let above = above_of(known, post);
    let above_ours = is_below_us(post, above);
    let above_case = above.and_then(|above| above.case_id);
    if ours {
        return match above_case {
            Some(case_id) => join(tx, known, place, case_id, urgency, at, decide),
            None => Ok(()),
        };
    }
    let for_us = known.is_about_us(&post.new_mentions) || post.addressed_now || above_ours;
    if is_context && !for_us {
        return Ok(());
    }
    let key = thread_key(&post.scope, &post.thread_root, &known.author(post.author_id).native_id);
    let author_id = post.author_id;
    if !is_context && let Some(case_id) = carried(known, place, above_case, above_ours, at) {
        remember(known, key, case_id);
        return join(tx, known, place, case_id, urgency, at, decide);
    }
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
    let said = post.content.as_ref().map(|content| Said::of(&content.assessment));
    let held = known.cases.get_mut(&case_id).ok_or_else(|| StoreError::Corrupt("a post names a case that is not there".into()))?;
    held.posts_count += 1;
    held.changed = true;
    let change = decide.on(&held.case, &CaseFact::PostArrived { post_id, ours, urgency, at }, &known.policy);
    take_change(tx, held, change)?;
    if let Some(said) = said.filter(|_| !ours) {
        held.said.hear(said);
        known.count_complaint(case_id);
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
    let said = post.content.as_ref().map(|content| Said::of(&content.assessment));
    let network = author.network;
    known.case_keys.insert(thread_key.clone(), case_id);
    known.cases.insert(
        case_id,
        HeldCase {
            before: None,
            case: change.case,
            network,
            thread_key,
            placed: 0,
            posts_count: 1,
            said: said.unwrap_or_default(),
            said_before: Said::default(),
            judged: 0,
            changed: true,
        },
    );
    known.count_complaint(case_id);
    report.cases_opened += 1;
    Ok(())
}

pub(super) async fn tell_case(tx: &mut Tx, known: &mut Known, case_id: Option<CaseId>, fact: &CaseFact, decide: &dyn Decide) -> Result<()> {
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
