//! From what the store gives to what the API says.

use super::{
    ApiResult, App,
    dto::{
        answering::{Letter, Reply, ReplyFailure},
        assessment::UrgencyPart,
        inbox::{AuthorPost, CaseRow, ChannelBrief, Draft, Note, PersonBrief, Post, Preview, Revision},
        media::Media,
        monitors::Mention,
        teaching::{Correction, CorrectionRow, Reassessment, WordRule},
    },
};
use crate::engine::kinds;
use answerable_domain as domain;
use answerable_store as store;
use answerable_triage::UrgencyInput;
use domain::{Hit, PostId, Scope, UserId};
use std::collections::{HashMap, HashSet};

/// The codes of what a reader should know of a post.
const NOTES: [&str; 7] = ["sender_unverified", "sender_verified", "reaches_others", "automatic", "bounced", "by_code", "truncated"];

/// What people are called.
#[derive(Default)]
pub struct Names(HashMap<UserId, String>);

impl Names {
    pub async fn of(app: &App, ids: impl IntoIterator<Item = UserId>) -> ApiResult<Self> {
        let ids: HashSet<UserId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<UserId> = ids.into_iter().collect();
        Ok(Self(app.store.users(&ids).await?.into_iter().map(|user| (user.id, user.name)).collect()))
    }

    pub fn brief(&self, id: UserId) -> PersonBrief {
        PersonBrief { id: id.into(), name: self.0.get(&id).cloned().unwrap_or_default() }
    }
}

/// Rows of a list, with the names of those they are assigned to.
pub async fn case_rows(app: &App, rows: Vec<store::CaseRow>) -> ApiResult<Vec<CaseRow>> {
    let names = Names::of(app, rows.iter().filter_map(|row| row.case.assignee_id)).await?;
    Ok(rows.into_iter().map(|row| case_row(row, &names)).collect())
}

/// One case as it is now.
pub async fn case_now(app: &App, scope: &Scope, id: domain::CaseId) -> ApiResult<CaseRow> {
    let row = app.store.case_row(scope, id).await?;
    let names = Names::of(app, row.case.assignee_id).await?;
    Ok(case_row(row, &names))
}

pub fn case_row(row: store::CaseRow, names: &Names) -> CaseRow {
    let (urgency, _) = urgency(&row);
    let case = row.case;
    CaseRow {
        id: case.id.into(),
        state: case.state,
        assignee: case.assignee_id.map(|id| names.brief(id)),
        vip: case.vip,
        urgency,
        opened_at: case.opened_at,
        last_post_at: case.last_post_at,
        thread_version: case.thread_version,
        deadline_at: case.deadline_at,
        overdue_at: case.overdue_at,
        snoozed_until: case.snoozed_until,
        closed_at: case.closed_at,
        reopened_count: case.reopened_count,
        author: row.author.into(),
        network: row.network,
        channel: ChannelBrief { id: case.channel_id.into(), name: row.channel_name },
        preview: preview(row.preview),
        assessment: row.assessment.map(Into::into),
        labels: row.labels.iter().collect(),
        reply_state: row.reply_state,
        posts_count: row.posts_count,
    }
}

/// How urgent the case is now, from 0 to 100, and the parts that add up to it.
///
/// Worked out when it is shown: who is a VIP, who follows, what is overdue and what people say that a post is change without a new post.
pub fn urgency(row: &store::CaseRow) -> (u8, Vec<UrgencyPart>) {
    let sentiment = row.assessment.as_ref().and_then(|assessment| assessment.sentiment.value);
    let (sum, parts) = answerable_triage::urgency(&UrgencyInput {
        labels: row.labels,
        negative: sentiment == Some(domain::Sentiment::Negative),
        vip: row.case.vip,
        followers: row.author.followers,
        overdue: row.case.overdue_at.is_some() && row.case.deadline_at.is_some(),
    });
    (sum, parts.into_iter().map(Into::into).collect())
}

fn preview(preview: store::Preview) -> Preview {
    Preview {
        post_id: preview.post_id.into(),
        text: preview.text,
        spans: all(preview.spans),
        hits: spans_of(preview.hits),
        kind: preview.kind,
        deleted: preview.deleted,
        edited: preview.edited,
    }
}

/// What all monitors together matched: ascending, not overlapping.
pub fn spans_of(hits: Vec<Hit>) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = hits.into_iter().flat_map(|hit| hit.spans).map(|span| (span.start, span.end)).collect();
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let touches = next.0 < last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
    spans
}

/// Who heard a post: it was said to us, and the monitors that hit it.
pub fn mentions(hits: &[Hit], addressed: bool) -> Vec<Mention> {
    let said_to_us = addressed.then(|| Mention { monitor_id: None, spans: Vec::new() });
    let heard = hits.iter().map(|hit| Mention { monitor_id: Some(hit.monitor_id.into()), spans: all(hit.spans.clone()) });
    said_to_us.into_iter().chain(heard).collect()
}

/// What stands beside a post.
#[derive(Default)]
pub struct Beside {
    pub media: Vec<store::MediaRow>,
    /// See [`notes_of`].
    pub notes: Vec<String>,
    pub parent_id: Option<PostId>,
    pub context: bool,
}

pub fn post(post: domain::Post, beside: Beside) -> Post {
    let Beside { media, notes, parent_id, context } = beside;
    Post {
        id: post.id.into(),
        native_id: post.native_id,
        kind: post.kind,
        visibility: post.visibility,
        text: post.text,
        spans: all(post.spans),
        media: media.into_iter().map(medium).collect(),
        notes,
        created_at: post.created_at,
        received_at: post.received_at,
        edited_at: post.edited_at,
        deleted_at: post.deleted_at,
        ours: post.ours,
        permalink: post.permalink,
        parent_id: parent_id.map(Into::into),
        context,
        network: post.network,
    }
}

/// What the connector noted for people to know, as far as we have words for it.
pub fn notes_of(handle: &serde_json::Value) -> Vec<String> {
    let noted = handle["notes"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    noted.filter(|code| NOTES.contains(code)).map(str::to_owned).collect()
}

fn medium(row: store::MediaRow) -> Media {
    let kind = row.mime.as_deref().filter(|_| row.state == domain::MediaState::Kept).and_then(kinds::named);
    let name = match kind {
        Some(kind) => row.name.map(|name| kinds::file_name(Some(&name), &kind)),
        None => row.name,
    };
    let opens = |url: &String| ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
    Media {
        id: row.id.into(),
        state: row.state,
        alt: row.alt,
        mime: row.mime,
        name,
        bytes: row.bytes,
        url: Some(row.url).filter(opens),
        why: row.why,
    }
}

pub fn author_post(row: store::PostRow) -> AuthorPost {
    let case_id = row.post.case_id.map(Into::into);
    let beside = Beside { media: row.media, ..Beside::default() };
    AuthorPost { post: post(row.post, beside), assessment: row.assessment.map(Into::into), case_id }
}

pub fn revision(revision: domain::Revision) -> Revision {
    Revision { version: revision.version, text: revision.text, spans: all(revision.spans), seen_at: revision.seen_at }
}

pub fn note(note: domain::Note, names: &Names) -> Note {
    Note { id: note.id.into(), user: names.brief(note.user_id), text: note.text, created_at: note.created_at }
}

pub fn draft(draft: store::Draft) -> Draft {
    let (text, thread_version, updated_at) = (draft.text, draft.thread_version, draft.updated_at);
    let domain::DraftWay { privately, letter, channel_id } = draft.way;
    Draft { text, thread_version, privately, letter: letter.map(letter_of), channel_id, updated_at }
}

fn letter_of(letter: domain::Letter) -> Letter {
    Letter { to: letter.to, subject: letter.subject }
}

pub fn reply(reply: domain::Reply, names: &Names, now: domain::Millis) -> Reply {
    Reply {
        id: reply.id.into(),
        case_id: reply.case_id.into(),
        post_id: reply.post_id.into(),
        channel_id: reply.channel_id.into(),
        user: names.brief(reply.user_id),
        letter: reply.letter.map(letter_of),
        privately: reply.privately,
        elsewhere: reply.elsewhere,
        can_cancel: reply.state == domain::ReplyState::Queued && (reply.attempts == 0 || reply.send_at > now),
        text: reply.text,
        parts: reply.parts,
        state: reply.state,
        thread_version: reply.thread_version,
        created_at: reply.created_at,
        send_at: reply.send_at,
        attempts: reply.attempts,
        sent_at: reply.sent_at,
        permalink: reply.receipt.and_then(|receipt| receipt.permalink),
        failure: reply.failure.map(|failure| ReplyFailure { code: failure.code, detail: failure.detail }),
    }
}

pub async fn reply_named(app: &App, made: domain::Reply) -> ApiResult<Reply> {
    let names = Names::of(app, [made.user_id]).await?;
    Ok(reply(made, &names, app.now()))
}

pub fn correction(made: domain::Correction, names: &Names) -> Correction {
    correction_of(made, |id| names.brief(id))
}

pub fn correction_row(row: store::CorrectionRow) -> CorrectionRow {
    let name = row.user_name.unwrap_or_default();
    CorrectionRow {
        correction: correction_of(row.correction, |id| PersonBrief { id: id.into(), name }),
        case_id: row.case_id.map(Into::into),
        text: row.text,
        languages: row.languages,
    }
}

fn correction_of(made: domain::Correction, brief: impl FnOnce(UserId) -> PersonBrief) -> Correction {
    Correction {
        id: made.id.into(),
        post_id: made.post_id.into(),
        user: brief(made.user_id),
        at: made.at,
        confirmed: made.verdict == made.before,
        verdict: made.verdict.into(),
        before: made.before.into(),
    }
}

pub fn word_rule(row: store::WordRuleRow) -> WordRule {
    let name = row.user_name.unwrap_or_default();
    WordRule {
        id: row.rule.id.into(),
        phrase: row.rule.phrase,
        effect: row.rule.effect,
        created_at: row.created_at,
        by: row.user_id.map(|id| PersonBrief { id: id.into(), name }),
    }
}

pub fn reassessment(found: store::Reassessment, names: &Names) -> Reassessment {
    Reassessment {
        id: found.id.into(),
        model: found.model,
        state: found.state.as_str(),
        total: found.total,
        done: found.done,
        changed: found.changed.into(),
        started_at: found.started_at,
        finished_at: found.finished_at,
        by: found.user_id.map(|id| names.brief(id)),
    }
}

pub fn all<T, U: From<T>>(items: Vec<T>) -> Vec<U> {
    items.into_iter().map(U::from).collect()
}
