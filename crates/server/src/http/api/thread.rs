//! One case with its whole thread, and how it could be answered.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        inbox::{Answering, Can, CaseDetail, ChannelBrief, Engaged, ThreadItem},
        text::Availability,
    },
    extract::{At, In},
    shape::{self, Beside, Names},
};
use answerable_domain::{self as domain, ActionKind, BrandId, CaseId, ChannelId, Permission, PostId, Scope, Unavailable};
use answerable_networks::SendTarget;
use answerable_store::{self as store, EngagementState};
use axum::{Json, extract::State};
use std::collections::HashMap;
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    table.route(Access::Brand(Permission::Read), routes!(show))
}

/// A case with its thread, notes, replies, the person's draft, and how it could be answered.
#[utoipa::path(get, path = "/brands/{b}/cases/{c}", tag = "inbox", operation_id = "case", responses((status = 200, body = CaseDetail)))]
async fn show(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, CaseId)>) -> ApiResult<Json<CaseDetail>> {
    let found = app.store.case(&scope, id).await?;
    let people = found.replies.iter().map(|reply| reply.user_id).chain(found.notes.iter().map(|note| note.user_id));
    let names = Names::of(&app, people.chain(found.row.case.assignee_id)).await?;
    let Answers { answering, answer_channels, letters } = answers(&app, &scope, &found).await?;
    let hand_offs = super::hand_offs::of_case(&app, &scope, id).await?;
    let now = app.now();
    let posts: Vec<PostId> = found.thread.iter().map(|item| item.post.id).collect();
    let corrections = app.store.corrections_of(&scope, &posts).await?;
    let (_, urgency_parts) = shape::urgency(&found.row);
    Ok(Json(CaseDetail {
        urgency_parts,
        corrections: corrections.into_iter().map(|row| shape::correction_row(row).correction).collect(),
        thread: thread_items(&app, &scope, found.thread),
        notes: found.notes.into_iter().map(|note| shape::note(note, &names)).collect(),
        replies: found.replies.into_iter().map(|reply| shape::reply(reply, &names, now)).collect(),
        draft: found.draft.map(shape::draft),
        answering,
        answer_channels,
        letters,
        hand_offs,
        seq: found.seq.into(),
        case: shape::case_row(found.row, &names),
    }))
}

struct Answers {
    answering: Answering,
    answer_channels: Vec<ChannelBrief>,
    letters: Vec<ChannelBrief>,
}

/// Which account would answer the customer's last post, and whether it can; and which mailboxes could.
async fn answers(app: &App, scope: &Scope, found: &store::CaseDetail) -> ApiResult<Answers> {
    let case = &found.row.case;
    let able = app.engine.answer_channels(scope.brand_id(), found.row.network, case.channel_id);
    let channels: HashMap<ChannelId, String> =
        app.store.channels(scope).await?.into_iter().map(|record| (record.channel.id, record.channel.name)).collect();
    let brief = |id: &ChannelId| ChannelBrief { id: (*id).into(), name: channels.get(id).cloned().unwrap_or_default() };
    let best = able.first();
    let last = found.thread.iter().find(|item| item.post.id == case.last_post_id);
    let availability = last.map_or(domain::Availability::No(Unavailable::PostDeleted), |item| {
        let target = SendTarget { post: item.post.clone(), handle: item.handle.clone() };
        app.engine.can(scope.brand_id(), ActionKind::Reply, &target)
    });
    let answering = Answering {
        channel_id: best.map(|id| (*id).into()),
        channel_name: best.and_then(|id| channels.get(id).cloned()),
        limits: best.and_then(|id| app.engine.limits(*id)).map(Into::into),
        availability: availability.into(),
    };
    let letters = app.engine.letter_channels(scope.brand_id()).iter().map(brief).collect();
    Ok(Answers { answering, answer_channels: able.iter().map(brief).collect(), letters })
}

pub fn thread_items(app: &App, scope: &Scope, thread: Vec<store::ThreadItem>) -> Vec<ThreadItem> {
    let ids: HashMap<String, PostId> = thread.iter().map(|item| (item.post.native_id.clone(), item.post.id)).collect();
    thread.into_iter().map(|item| thread_item(app, scope, item, &ids)).collect()
}

fn thread_item(app: &App, scope: &Scope, item: store::ThreadItem, ids: &HashMap<String, PostId>) -> ThreadItem {
    let parent_id = item.post.parent_native_id.as_ref().and_then(|native_id| ids.get(native_id).copied());
    let engaged = |action| {
        let done = |state| matches!(state, EngagementState::Done | EngagementState::Pending);
        item.engaged.iter().any(|engaged| engaged.action == action && done(engaged.state))
    };
    let engaged = Engaged { like: engaged(ActionKind::Like), repost: engaged(ActionKind::Repost) };
    let target = SendTarget { post: item.post, handle: item.handle };
    let can = |action| -> Availability { app.engine.can(scope.brand_id(), action, &target).into() };
    // It is answered from the case that it is in, where everybody sees who answered.
    let is_anothers = item.context && target.post.case_id.is_some();
    let answer = |action| if is_anothers { domain::Availability::No(Unavailable::Unsupported).into() } else { can(action) };
    let can = Can {
        reply: answer(ActionKind::Reply),
        direct: answer(ActionKind::Direct),
        like: can(ActionKind::Like),
        repost: can(ActionKind::Repost),
    };
    let beside = Beside { media: item.media, notes: shape::notes_of(&target.handle), parent_id, context: item.context };
    ThreadItem {
        post: shape::post(target.post, beside),
        author: item.author.into(),
        mentions: shape::mentions(&item.hits, item.addressed),
        hits: shape::spans_of(item.hits),
        assessment: item.assessment.map(Into::into),
        revisions: item.revisions.into_iter().map(shape::revision).collect(),
        reply_id: item.reply_id.map(Into::into),
        can,
        engaged,
    }
}

/// What changed last in a thread: as many items as there were changes, newest last.
pub fn changed_last(mut thread: Vec<store::ThreadItem>, changes: u32) -> Vec<store::ThreadItem> {
    thread.retain(|item| !item.context);
    thread.sort_by_key(|item| Some(item.post.received_at).max(item.post.edited_at).max(item.post.deleted_at));
    let keep = thread.len().saturating_sub(changes as usize);
    thread.split_off(keep)
}
