//! Who wrote: what is known of an author, and what they said before.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        Items, PageQuery,
        inbox::{AuthorBrief, AuthorDetail, AuthorPost, Vip},
    },
    extract::{Asked, At, Body, In},
    shape,
};
use answerable_domain::{AuthorId, BrandId, Permission};
use axum::{Json, extract::State};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    table
        .route(Access::Brand(Permission::Read), routes!(show))
        .route(Access::Brand(Permission::Read), routes!(posts))
        .route(Access::Brand(Permission::Configure), routes!(set_vip))
}

/// What is known of an author.
#[utoipa::path(get, path = "/brands/{b}/authors/{a}", tag = "inbox", operation_id = "author", responses((status = 200, body = AuthorDetail)))]
async fn show(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, AuthorId)>) -> ApiResult<Json<AuthorDetail>> {
    let found = app.store.author(&scope, id).await?;
    let first_seen_at = found.author.first_seen_at;
    let (posts_count, cases_count) = (found.posts_count, found.cases_count);
    Ok(Json(AuthorDetail { author: found.author.into(), first_seen_at, posts_count, cases_count }))
}

/// What an author said, newest first.
#[utoipa::path(get, path = "/brands/{b}/authors/{a}/posts", tag = "inbox", operation_id = "author_posts", params(PageQuery),
    responses((status = 200, body = Items<AuthorPost>)))]
async fn posts(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, AuthorId)>,
    Asked(page): Asked<PageQuery>,
) -> ApiResult<Json<Items<AuthorPost>>> {
    let found = app.store.author_posts(&scope, id, page.key()?, page.limit()).await?;
    Ok(Json(Items::page(found, shape::author_post)))
}

/// Marks an author as very important, or not: their cases are answered sooner.
#[utoipa::path(put, path = "/brands/{b}/authors/{a}/vip", tag = "inbox", operation_id = "set_vip", request_body = Vip,
    responses((status = 200, body = AuthorBrief)))]
async fn set_vip(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, AuthorId)>,
    Body(asked): Body<Vip>,
) -> ApiResult<Json<AuthorBrief>> {
    Ok(Json(app.engine.set_vip(&scope, id, asked.vip).await?.into()))
}
