//! Notices: what alerts told of, with how many are new to whoever asks.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        PageQuery,
        alerts::{Notices, NoticesRead},
    },
    extract::{Asked, Body, In},
};
use answerable_domain::Permission;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    let read = Access::Brand(Permission::Read);
    table.route(read, routes!(list)).route(read, routes!(mark_read))
}

/// Notices in the app, newest first. A live screen hears of a new one by `notice_added`.
#[utoipa::path(get, path = "/brands/{b}/notices", tag = "alerts", operation_id = "notices", params(PageQuery), responses((status = 200, body = Notices)))]
async fn list(State(app): State<App>, In(scope): In, Asked(asked): Asked<PageQuery>) -> ApiResult<Json<Notices>> {
    let page = app.store.notices(&scope, asked.key()?, asked.limit()).await?;
    let unread = app.store.unread_notices(&scope).await?;
    let next = page.next.map(|key| key.to_string());
    Ok(Json(Notices { items: page.items.into_iter().map(Into::into).collect(), next, unread }))
}

/// Whoever asks has seen this notice and all before it.
#[utoipa::path(post, path = "/brands/{b}/notices/read", tag = "alerts", operation_id = "read_notices", request_body = NoticesRead,
    responses((status = 204)))]
async fn mark_read(State(app): State<App>, In(scope): In, Body(asked): Body<NoticesRead>) -> ApiResult<StatusCode> {
    app.store.read_notices(&scope, asked.up_to).await?;
    Ok(StatusCode::NO_CONTENT)
}
