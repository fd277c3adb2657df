//! What a brand's understanding has learned, and history that is assessed again with it.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        Items,
        teaching::{Agreement, Reassessment, Teaching},
    },
    extract::{At, In},
    shape::{self, Names},
};
use answerable_domain::{BrandId, Permission, ReassessmentId};
use answerable_store as store;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    let (read, configure) = (Access::Brand(Permission::Read), Access::Brand(Permission::Configure));
    table.route(read, routes!(show)).route(read, routes!(list)).route(configure, routes!(start)).route(configure, routes!(stop))
}

/// What has been learned. Working out the agreement may take a while: until then `learning` is true.
#[utoipa::path(get, path = "/brands/{b}/teaching", tag = "understanding", operation_id = "teaching", responses((status = 200, body = Teaching)))]
async fn show(State(app): State<App>, In(scope): In) -> ApiResult<Json<Teaching>> {
    let counts = app.store.teaching_counts(&scope).await?;
    let learned = app.engine.learned(scope.brand_id()).await;
    let outdated_posts = app.store.outdated_posts(scope.brand_id(), &learned.model).await?;
    let latest = app.store.reassessments(&scope).await?.into_iter().take(1).collect();
    Ok(Json(Teaching {
        model: learned.model,
        lessons: counts.lessons,
        corrections: counts.corrections,
        confirmations: counts.confirmations,
        agreement: learned.agreement.into_iter().map(Agreement::from).collect(),
        learning: learned.learning,
        outdated_posts,
        reassessment: shaped(&app, latest).await?.pop(),
    }))
}

/// The latest twenty, newest first, with what they changed.
#[utoipa::path(get, path = "/brands/{b}/reassessments", tag = "understanding", operation_id = "reassessments",
    responses((status = 200, body = Items<Reassessment>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Reassessment>>> {
    let found = app.store.reassessments(&scope).await?;
    Ok(Json(Items { items: shaped(&app, found).await?, next: None }))
}

/// Begins to assess all of the brand's posts again; it goes on behind. 409 `reassessment_running`: one is under way.
#[utoipa::path(post, path = "/brands/{b}/reassessments", tag = "understanding", operation_id = "start_reassessment",
    responses((status = 201, body = Reassessment)))]
async fn start(State(app): State<App>, In(scope): In) -> ApiResult<(StatusCode, Json<Reassessment>)> {
    let started = app.engine.start_reassessment(&scope).await?;
    Ok((StatusCode::CREATED, Json(one(&app, started).await?)))
}

/// Ends it; what was assessed stays so. 409 `reassessment_not_running`: it is over.
#[utoipa::path(post, path = "/brands/{b}/reassessments/{re}/stop", tag = "understanding", operation_id = "stop_reassessment",
    responses((status = 200, body = Reassessment)))]
async fn stop(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, ReassessmentId)>) -> ApiResult<Json<Reassessment>> {
    let stopped = app.store.stop_reassessment(&scope, id).await?;
    Ok(Json(one(&app, stopped).await?))
}

async fn one(app: &App, found: store::Reassessment) -> ApiResult<Reassessment> {
    let names = Names::of(app, found.user_id).await?;
    Ok(shape::reassessment(found, &names))
}

async fn shaped(app: &App, found: Vec<store::Reassessment>) -> ApiResult<Vec<Reassessment>> {
    let names = Names::of(app, found.iter().filter_map(|one| one.user_id)).await?;
    Ok(found.into_iter().map(|one| shape::reassessment(one, &names)).collect())
}
