//! Why a post was judged as it was, and what would be said of a text that somebody types in.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::assessment::{Asked, Reasons, Told, moves},
    extract::{At, Body, In},
    fields::Fields,
};
use answerable_domain::{BrandId, Permission, PostId};
use answerable_triage::UrgencyInput;
use axum::{Json, extract::State};
use utoipa_axum::routes;

/// As long as posts that are assessed are.
const TEXT_CHARS_MAX: usize = 5_000;

pub fn routes(table: Table) -> Table {
    let read = Access::Brand(Permission::Read);
    table.route(read, routes!(reasons)).route(read, routes!(triage))
}

/// The words that moved each judgement of a post.
#[utoipa::path(get, path = "/brands/{b}/posts/{p}/reasons", tag = "understanding", operation_id = "reasons",
    responses((status = 200, body = Reasons)))]
async fn reasons(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, PostId)>) -> ApiResult<Json<Reasons>> {
    let post = app.store.post_text(&scope, id).await?;
    let told = app.engine.assess(scope.brand_id(), &post.text, &post.languages);
    Ok(Json(Reasons { model: told.assessment.model, reasons: moves(told.explanation) }))
}

/// What would be said of a text. Nothing is kept.
#[utoipa::path(post, path = "/brands/{b}/triage", tag = "understanding", operation_id = "triage", request_body = Asked,
    responses((status = 200, body = Told)))]
async fn triage(State(app): State<App>, In(scope): In, Body(asked): Body<Asked>) -> ApiResult<Json<Told>> {
    let mut fields = Fields::default();
    fields.text("text", &asked.text, usize::MAX);
    if asked.text.chars().count() > TEXT_CHARS_MAX {
        fields.wrong("text", "too_long");
    }
    fields.done()?;
    let told = app.engine.assess(scope.brand_id(), &asked.text, &[]);
    let (urgency, parts) = answerable_triage::urgency(&UrgencyInput::of(&told.assessment));
    Ok(Json(Told {
        assessment: told.assessment.into(),
        reasons: moves(told.explanation),
        urgency,
        urgency_parts: parts.into_iter().map(Into::into).collect(),
    }))
}
