//! Drafts: what a person has begun to write, kept on the server so that no tab, no crash and no change of machine loses it.

use crate::http::{
    Access, ApiError, ApiResult, App, Table,
    dto::inbox::{DraftSaved, NewDraft},
    extract::{At, Body, In},
};
use answerable_domain::{self as domain, BrandId, CaseId, Permission};
use answerable_store::limits::WORDS_BYTES_MAX;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const LETTER_BYTES_MAX: usize = 4 * 1024;

pub fn routes(table: Table) -> Table {
    table.route(Access::Brand(Permission::Work), routes!(save)).route(Access::Brand(Permission::Work), routes!(delete))
}

/// Keeps what has been written so far, with the version of the thread that was on the screen.
#[utoipa::path(put, path = "/brands/{b}/cases/{c}/draft", tag = "inbox", operation_id = "save_draft", request_body = NewDraft,
    responses((status = 200, body = DraftSaved)))]
async fn save(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, CaseId)>,
    Body(asked): Body<NewDraft>,
) -> ApiResult<Json<DraftSaved>> {
    let NewDraft { text, thread_version, privately, letter, channel_id } = asked;
    if text.len() > WORDS_BYTES_MAX {
        return Err(ApiError::limit("bytes of a draft", WORDS_BYTES_MAX as u64));
    }
    if letter.as_ref().is_some_and(|letter| letter.to.len() + letter.subject.len() > LETTER_BYTES_MAX) {
        return Err(ApiError::limit("bytes of an address and a subject", LETTER_BYTES_MAX as u64));
    }
    let way =
        domain::DraftWay { privately, letter: letter.map(|letter| domain::Letter { to: letter.to, subject: letter.subject }), channel_id };
    let draft = app.store.save_draft(&scope, id, &text, thread_version, way).await?;
    Ok(Json(DraftSaved { updated_at: draft.updated_at }))
}

/// Throws the draft away.
#[utoipa::path(delete, path = "/brands/{b}/cases/{c}/draft", tag = "inbox", operation_id = "delete_draft", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, CaseId)>) -> ApiResult<StatusCode> {
    app.store.delete_draft(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
