//! Answering: replies, likes, reposts, and how long a text is.
//!
//! A reply that was written against an older thread, or comes second, is refused with the difference, so that the person can look at it
//! before deciding.

use super::thread::{changed_last, thread_items};
use crate::{
    engine::{EngageRefused, ReplyRefused, SubmitReply, UNDO_MS_MAX},
    http::{
        Access, ApiError, ApiResult, App, Table,
        dto::{
            answering::{CountText, EngagementDone, NewReply, Reply},
            text::Count,
        },
        error::Field,
        extract::{At, Body, In},
        fields::Fields,
        shape,
    },
};
use answerable_domain::{self as domain, ActionKind, BrandId, CaseId, Permission, PostId, ReplyId, Scope};
use answerable_respond::{self as respond, Refusal};
use answerable_store::limits::WORDS_BYTES_MAX;
use axum::{Json, extract::State, http::StatusCode};
use serde_json::json;
use utoipa_axum::routes;

const CLIENT_KEY_CHARS_MAX: usize = 100;
const SUBJECT_CHARS_MAX: usize = 200;

pub fn routes(table: Table) -> Table {
    let work = Access::Brand(Permission::Work);
    table
        .route(work, routes!(submit))
        .route(work, routes!(cancel))
        .route(work, routes!(retry))
        .route(work, routes!(like))
        .route(work, routes!(repost))
        .route(Access::Brand(Permission::Read), routes!(count))
}

/// Puts an answer into the outbox. It leaves after `undo_ms`; the same `client_key` again is the same reply.
///
/// 409 `stale_thread`: params `written_against`, `thread_version`, `new_items`. 409 `already_answered`: params `reply`. 422 `too_long`:
/// params `count`. 409 `not_possible`: params `availability`. 409 `reaches_others`: params `others`.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/replies", tag = "answering", operation_id = "submit_reply", request_body = NewReply,
    responses((status = 201, body = Reply)))]
async fn submit(
    State(app): State<App>,
    In(scope): In,
    At((_, case_id)): At<(BrandId, CaseId)>,
    Body(asked): Body<NewReply>,
) -> ApiResult<(StatusCode, Json<Reply>)> {
    let reply = submission(&app, case_id, asked)?;
    // Whether a post can be answered is nobody's business whose case it is not.
    app.store.case_row(&scope, case_id).await?;
    match app.engine.submit_reply(&scope, reply).await {
        Ok(reply) => Ok((StatusCode::CREATED, Json(shape::reply_named(&app, reply).await?))),
        Err(refused) => Err(explain(&app, &scope, case_id, refused).await?),
    }
}

fn submission(app: &App, case_id: CaseId, asked: NewReply) -> ApiResult<SubmitReply> {
    let mut fields = Fields::default();
    fields.text("text", &asked.text, WORDS_BYTES_MAX);
    let client_key = fields.line("client_key", &asked.client_key, CLIENT_KEY_CHARS_MAX);
    let undo_ms = i64::from(asked.undo_ms.unwrap_or(app.config.outbox.undo_ms));
    if undo_ms > UNDO_MS_MAX {
        fields.wrong("undo_ms", "out_of_range");
    }
    let letter = asked.letter.map(|letter| domain::Letter {
        to: fields.email("letter.to", &letter.to),
        subject: fields.line("letter.subject", &letter.subject, SUBJECT_CHARS_MAX),
    });
    fields.done()?;
    Ok(SubmitReply {
        case_id,
        post_id: asked.post_id,
        channel_id: asked.channel_id,
        text: asked.text,
        thread_version: asked.thread_version,
        client_key,
        undo_ms,
        despite: asked.despite,
        letter,
        privately: asked.privately,
        reaches_others: asked.reaches_others,
    })
}

/// Takes a reply back that has not left yet.
#[utoipa::path(post, path = "/brands/{b}/replies/{r}/cancel", tag = "answering", operation_id = "cancel_reply", responses((status = 200, body = Reply)))]
async fn cancel(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, ReplyId)>) -> ApiResult<Json<Reply>> {
    named(&app, app.engine.cancel_reply(&scope, id).await).await
}

/// Tries a reply again that failed, or of which nobody knows.
#[utoipa::path(post, path = "/brands/{b}/replies/{r}/retry", tag = "answering", operation_id = "retry_reply", responses((status = 200, body = Reply)))]
async fn retry(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, ReplyId)>) -> ApiResult<Json<Reply>> {
    named(&app, app.engine.retry_reply(&scope, id).await).await
}

/// Likes the post from the brand's account.
#[utoipa::path(post, path = "/brands/{b}/posts/{p}/like", tag = "answering", operation_id = "like_post", responses((status = 200, body = EngagementDone)))]
async fn like(app: State<App>, scope: In, at: At<(BrandId, PostId)>) -> ApiResult<Json<EngagementDone>> {
    engage(app, scope, at, ActionKind::Like).await
}

/// Reposts the post from the brand's account.
#[utoipa::path(post, path = "/brands/{b}/posts/{p}/repost", tag = "answering", operation_id = "repost_post", responses((status = 200, body = EngagementDone)))]
async fn repost(app: State<App>, scope: In, at: At<(BrandId, PostId)>) -> ApiResult<Json<EngagementDone>> {
    engage(app, scope, at, ActionKind::Repost).await
}

async fn engage(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, PostId)>,
    action: ActionKind,
) -> ApiResult<Json<EngagementDone>> {
    app.engine.engage(&scope, id, action).await?;
    Ok(Json(EngagementDone { state: "done" }))
}

/// How long a text is, as the channel's network counts.
#[utoipa::path(post, path = "/brands/{b}/count", tag = "answering", operation_id = "count_text", request_body = CountText,
    responses((status = 200, body = Count)))]
async fn count(State(app): State<App>, In(scope): In, Body(asked): Body<CountText>) -> ApiResult<Json<Count>> {
    app.store.channel(&scope, asked.channel_id).await?;
    let limits = app
        .engine
        .limits(asked.channel_id)
        .ok_or_else(|| ApiError::not_possible(&answerable_domain::Availability::No(answerable_domain::Unavailable::Unsupported)))?;
    Ok(Json(counted(respond::count(&asked.text, &limits))))
}

fn counted(count: respond::Count) -> Count {
    Count {
        units: count.units,
        units_max: count.units_max,
        bytes: count.bytes,
        bytes_max: count.bytes_max,
        parts: count.parts,
        parts_max: count.parts_max,
        fits: count.fits,
    }
}

async fn named(app: &App, result: Result<answerable_domain::Reply, ReplyRefused>) -> ApiResult<Json<Reply>> {
    match result {
        Ok(reply) => Ok(Json(shape::reply_named(app, reply).await?)),
        Err(refused) => Err(moved_on(app, refused).await?),
    }
}

async fn moved_on(app: &App, refused: ReplyRefused) -> ApiResult<ApiError> {
    Ok(match refused {
        ReplyRefused::MovedOn(reply) => {
            let reply = shape::reply_named(app, *reply).await?;
            ApiError::conflict("reply_moved_on", "The reply is no longer in a state that allows this.").with(json!({ "reply": reply }))
        }
        ReplyRefused::Store(error) => error.into(),
        ReplyRefused::Refused(refusal) => ApiError::internal(refusal),
    })
}

/// Why an answer was not taken, with what the person needs to decide.
pub(super) async fn explain(app: &App, scope: &Scope, case_id: CaseId, refused: ReplyRefused) -> ApiResult<ApiError> {
    let refusal = match refused {
        ReplyRefused::Refused(refusal) => *refusal,
        other => return moved_on(app, other).await,
    };
    Ok(match refusal {
        Refusal::Empty => ApiError::invalid(&[Field { field: "text", code: "empty" }]),
        Refusal::TooLong { count } => ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "too_long", "The text is too long for the network.")
            .with(json!({ "count": counted(count) })),
        Refusal::NotPossible(availability) => ApiError::not_possible(&availability),
        Refusal::ReachesOthers { others } => {
            ApiError::conflict("reaches_others", "A private answer would reach others as well.").with(json!({ "others": others }))
        }
        Refusal::AlreadyAnswered { by } => {
            let reply = shape::reply_named(app, app.store.reply(scope, by.reply_id).await?).await?;
            ApiError::conflict("already_answered", "Somebody has answered already.").with(json!({ "reply": reply }))
        }
        Refusal::Stale { written_against, thread_version } => {
            let thread = app.store.case(scope, case_id).await?.thread;
            let new_items = thread_items(app, scope, changed_last(thread, thread_version.saturating_sub(written_against)));
            let params = json!({ "written_against": written_against, "thread_version": thread_version, "new_items": new_items });
            ApiError::conflict("stale_thread", "Something was said since this was written.").with(params)
        }
    })
}

impl From<EngageRefused> for ApiError {
    fn from(refused: EngageRefused) -> Self {
        match refused {
            EngageRefused::NotPossible(availability) => Self::not_possible(&availability),
            EngageRefused::Network { code, detail } => Self::new(StatusCode::BAD_GATEWAY, "network_refused", "The network refused it.")
                .with(json!({ "reason": code, "detail": detail })),
            EngageRefused::Store(error) => error.into(),
        }
    }
}
