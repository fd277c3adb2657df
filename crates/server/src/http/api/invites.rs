//! Invites: a link that makes one person a member, once.

use super::session;
use crate::{
    auth::{self, SecretText},
    http::{
        Access, ApiResult, App, Person, Table,
        dto::{
            Items,
            people::{AcceptInvite, Invite, InviteShown, MadeInvite, NewInvite},
        },
        extract::{At, Body, In},
        fields::Fields,
    },
};
use answerable_domain::{BrandId, InviteId, Permission};
use answerable_store::NewUser;
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::routes;

const DAYS_MAX: u64 = 90;

pub fn routes(table: Table) -> Table {
    table
        .route(Access::Open, routes!(show))
        .route(Access::Open, routes!(accept))
        .route(Access::Brand(Permission::Administer), routes!(list))
        .route(Access::Brand(Permission::Administer), routes!(make))
        .route(Access::Brand(Permission::Administer), routes!(delete))
}

/// What an invite leads to. Not found when it was used, taken back, or has expired.
#[utoipa::path(get, path = "/invites/{secret}", tag = "invites", operation_id = "invite", responses((status = 200, body = InviteShown)))]
async fn show(State(app): State<App>, At(secret): At<String>) -> ApiResult<Json<InviteShown>> {
    let invite = app.store.invite(&auth::hash_secret(&secret)).await?;
    Ok(Json(InviteShown { brand_name: invite.brand_name, role: invite.role, expires_at: invite.expires_at }))
}

/// Joins: as the signed-in person, or with a new account.
#[utoipa::path(post, path = "/invites/{secret}/accept", tag = "invites", operation_id = "accept_invite", request_body = AcceptInvite,
    responses((status = 200, body = crate::http::dto::people::Me)))]
async fn accept(
    State(app): State<App>,
    At(secret): At<String>,
    person: Option<Extension<Person>>,
    Body(asked): Body<AcceptInvite>,
) -> ApiResult<Response> {
    let hash = auth::hash_secret(&secret);
    if let Some(Extension(person)) = person {
        app.store.accept_invite(&hash, person.id()).await?;
        return Ok(Json(session::me(&app, &person.record).await?).into_response());
    }
    // Before the costly hash: a link that leads nowhere costs nothing.
    app.store.invite(&hash).await?;
    let user = new_user(&app, asked).await?;
    let (user, _) = app.store.accept_invite_as_new(&hash, user).await?;
    Ok(session::enter(&app, user.id).await?.into_response())
}

async fn new_user(app: &App, asked: AcceptInvite) -> ApiResult<NewUser> {
    let mut fields = Fields::default();
    let name = fields.line("name", asked.name.as_deref().unwrap_or_default(), 80);
    let email = fields.email("email", asked.email.as_deref().unwrap_or_default());
    let password = asked.password.unwrap_or_default();
    fields.password("password", &password);
    fields.done()?;
    let password_hash = app.passwords.hash(password).await;
    Ok(NewUser { email, name, locale: asked.locale.unwrap_or_default(), password_hash })
}

/// Invites that nobody has accepted yet.
#[utoipa::path(get, path = "/brands/{b}/invites", tag = "members", operation_id = "invites", responses((status = 200, body = Items<Invite>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Invite>>> {
    let invites = app.store.invites(&scope).await?;
    Ok(Json(Items::all(invites.into_iter().map(|invite| Invite {
        id: invite.id.into(),
        role: invite.role,
        created_at: invite.created_at,
        expires_at: invite.expires_at,
    }))))
}

/// Makes a link to hand to one person. It is shown this once.
#[utoipa::path(post, path = "/brands/{b}/invites", tag = "members", operation_id = "make_invite", request_body = NewInvite,
    responses((status = 201, body = MadeInvite)))]
async fn make(
    State(app): State<App>,
    In(scope): In,
    headers: HeaderMap,
    Body(asked): Body<NewInvite>,
) -> ApiResult<(StatusCode, Json<MadeInvite>)> {
    let days = asked.expires_in_days.unwrap_or(app.config.people.invite_days);
    let mut fields = Fields::default();
    fields.within("expires_in_days", u64::from(days), 1..=DAYS_MAX);
    fields.done()?;
    let secret = SecretText::random("");
    let invite = app.store.create_invite(&scope, asked.role, &secret.hash, app.in_days(days)).await?;
    let url = format!("{}/invite/{}", origin(&app, &headers), secret.text);
    let made = MadeInvite { id: invite.id.into(), url, secret: secret.text, role: invite.role, expires_at: invite.expires_at };
    Ok((StatusCode::CREATED, Json(made)))
}

/// The address that people open: as configured, or as this request came.
fn origin(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    match (app.public_origin(), host) {
        (Some(origin), _) => origin.to_owned(),
        (None, Some(host)) => format!("http://{host}"),
        (None, None) => format!("http://{}", app.config.server.listen),
    }
}

/// Takes an invite back.
#[utoipa::path(delete, path = "/brands/{b}/invites/{i}", tag = "members", operation_id = "delete_invite", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, InviteId)>) -> ApiResult<StatusCode> {
    app.store.delete_invite(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
