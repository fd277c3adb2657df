//! What people say that posts are, where the program was wrong or right: it teaches the brand's understanding at once.

use crate::{
    engine::Said,
    http::{
        Access, ApiError, ApiResult, App, Person, Table,
        dto::{
            Items, PageQuery,
            teaching::{Correction, CorrectionRow, CorrectionsMade, NewCorrections},
        },
        error::Field,
        extract::{Asked, At, Body, In},
        shape::{self, Names},
    },
};
use answerable_domain::{BrandId, CorrectionId, Permission, PostId, Scope};
use answerable_store::limits::CORRECTIONS_AT_ONCE_MAX;
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    let (read, work) = (Access::Brand(Permission::Read), Access::Brand(Permission::Work));
    table.route(work, routes!(create)).route(read, routes!(list)).route(work, routes!(undo)).route(read, routes!(export))
}

/// Says what posts are, or that they are what is said of them. 409 `nothing_said`: the verdict speaks of nothing.
#[utoipa::path(post, path = "/brands/{b}/corrections", tag = "understanding", operation_id = "correct", request_body = NewCorrections,
    responses((status = 201, body = CorrectionsMade)))]
async fn create(
    State(app): State<App>,
    In(scope): In,
    person: Person,
    Body(asked): Body<NewCorrections>,
) -> ApiResult<(StatusCode, Json<CorrectionsMade>)> {
    let said = match (asked.verdict.clone(), asked.confirm) {
        (Some(verdict), false) => Said::Verdict(verdict.into()),
        (None, true) => Said::Confirmed,
        _ => return Err(ApiError::invalid(&[Field { field: "verdict", code: "verdict_or_confirm" }])),
    };
    let posts = posts(&app, &scope, &asked).await?;
    let made = app.engine.correct(&scope, &posts, said).await?;
    let names = Names::of(&app, [person.id()]).await?;
    let corrections = made.into_iter().map(|correction| shape::correction(correction, &names)).collect();
    Ok((StatusCode::CREATED, Json(CorrectionsMade { corrections })))
}

/// The posts that are meant: those that are named, and the customers' last ones of the cases.
async fn posts(app: &App, scope: &Scope, asked: &NewCorrections) -> ApiResult<Vec<PostId>> {
    let count = asked.post_ids.len() + asked.case_ids.len();
    if count == 0 {
        return Err(ApiError::invalid(&[Field { field: "post_ids", code: "empty" }]));
    }
    if count > CORRECTIONS_AT_ONCE_MAX {
        return Err(ApiError::limit("posts at once", CORRECTIONS_AT_ONCE_MAX as u64));
    }
    let mut posts = asked.post_ids.clone();
    for id in &asked.case_ids {
        posts.push(app.store.case_row(scope, *id).await?.case.last_post_id);
    }
    Ok(posts)
}

/// Those that stand, newest first.
#[utoipa::path(get, path = "/brands/{b}/corrections", tag = "understanding", operation_id = "corrections", params(PageQuery),
    responses((status = 200, body = Items<CorrectionRow>)))]
async fn list(State(app): State<App>, In(scope): In, Asked(page): Asked<PageQuery>) -> ApiResult<Json<Items<CorrectionRow>>> {
    let found = app.store.corrections(&scope, page.key()?, page.limit()).await?;
    Ok(Json(Items::page(found, shape::correction_row)))
}

/// Takes one back: the post is what it would be said to be without it, and it is forgotten.
#[utoipa::path(delete, path = "/brands/{b}/corrections/{co}", tag = "understanding", operation_id = "undo_correction",
    responses((status = 200, body = Correction)))]
async fn undo(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, CorrectionId)>) -> ApiResult<Json<Correction>> {
    let undone = app.engine.undo_correction(&scope, id).await?;
    let names = Names::of(&app, [undone.user_id]).await?;
    Ok(Json(shape::correction(undone, &names)))
}

/// What was taught, to take along: JSON lines, one lesson each, oldest first.
#[utoipa::path(get, path = "/brands/{b}/corrections/export", tag = "understanding", operation_id = "export_corrections",
    responses((status = 200, body = String, content_type = "application/x-ndjson")))]
async fn export(State(app): State<App>, In(scope): In) -> ApiResult<([(HeaderName, &'static str); 2], String)> {
    let mut lines = String::new();
    for lesson in app.store.lessons(scope.brand_id()).await? {
        lines.push_str(&serde_json::to_string(&lesson).map_err(ApiError::internal)?);
        lines.push('\n');
    }
    let headers = [(header::CONTENT_TYPE, "application/x-ndjson"), (header::CONTENT_DISPOSITION, "attachment; filename=\"lessons.jsonl\"")];
    Ok((headers, lines))
}
