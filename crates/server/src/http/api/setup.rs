//! First run: is there anybody yet, and who is the first?

use super::session::{self, Entered};
use crate::http::{
    Access, ApiResult, App, Table,
    dto::people::{Me, NewOwner, Setup},
    extract::Body,
    fields::Fields,
};
use answerable_store::NewUser;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    table.route(Access::Open, routes!(show)).route(Access::Open, routes!(create_owner))
}

/// What the first page needs to know.
#[utoipa::path(get, path = "/setup", tag = "session", operation_id = "setup", responses((status = 200, body = Setup)))]
async fn show(State(app): State<App>) -> ApiResult<Json<Setup>> {
    let needs_owner = !app.store.has_users().await?;
    Ok(Json(Setup { needs_owner, version: env!("CARGO_PKG_VERSION"), sandbox_available: true }))
}

/// Makes the first account. 409 `already_set_up` when there is one.
#[utoipa::path(post, path = "/setup/owner", tag = "session", operation_id = "create_owner", request_body = NewOwner,
    responses((status = 201, body = Me)))]
async fn create_owner(State(app): State<App>, Body(asked): Body<NewOwner>) -> ApiResult<(StatusCode, Entered)> {
    let mut fields = Fields::default();
    let (name, email) = (fields.line("name", &asked.name, 80), fields.email("email", &asked.email));
    fields.password("password", &asked.password);
    fields.done()?;
    let password_hash = app.passwords.hash(asked.password).await;
    let user = app.store.create_owner(NewUser { email, name, locale: asked.locale, password_hash }).await?;
    Ok((StatusCode::CREATED, session::enter(&app, user.id).await?))
}
