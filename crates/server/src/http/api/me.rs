//! The signed-in person: name, signature, language, theme, password, personal tokens.

use super::session::{self, Attempt};
use crate::{
    auth::{SecretText, TOKEN_PREFIX},
    http::{
        Access, ApiError, ApiResult, App, Person, Table,
        dto::{
            Items,
            people::{MadeToken, Me, MeChange, NewToken, Token},
        },
        error::Field,
        extract::{At, Body},
        fields::Fields,
        gate::Address,
    },
};
use answerable_domain::TokenId;
use answerable_store::UserChange;
use axum::{Extension, Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const TOKENS_MAX: usize = 50;
const TOKEN_DAYS_MAX: u64 = 3650;

pub fn routes(table: Table) -> Table {
    table
        .route(Access::Signed, routes!(show))
        .route(Access::Signed, routes!(change))
        .route(Access::Signed, routes!(tokens))
        .route(Access::Signed, routes!(make_token))
        .route(Access::Signed, routes!(delete_token))
}

/// Who one is, and the brands one is a member of.
#[utoipa::path(get, path = "/me", tag = "me", operation_id = "me", responses((status = 200, body = Me)))]
async fn show(State(app): State<App>, person: Person) -> ApiResult<Json<Me>> {
    Ok(Json(session::me(&app, &person.record).await?))
}

/// Changes what is said. A new password needs the current one and ends all other sessions.
#[utoipa::path(patch, path = "/me", tag = "me", operation_id = "change_me", request_body = MeChange, responses((status = 200, body = Me)))]
async fn change(
    State(app): State<App>,
    person: Person,
    Extension(from): Extension<Address>,
    Body(asked): Body<MeChange>,
) -> ApiResult<Json<Me>> {
    let password_hash = new_password(&app, &person, from, &asked).await?;
    let ends_others = password_hash.is_some();
    let change = user_change(asked, password_hash)?;
    let record = app.store.change_user(person.id(), change).await?;
    if ends_others {
        app.store.delete_sessions(person.id(), Some(person.session()?)).await?;
    }
    Ok(Json(session::me(&app, &record).await?))
}

fn user_change(asked: MeChange, password_hash: Option<String>) -> ApiResult<UserChange> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, 80));
    let signature = asked.signature.map(|text| if text.trim().is_empty() { String::new() } else { fields.line("signature", &text, 40) });
    fields.done()?;
    Ok(UserChange { name, signature, locale: asked.locale, theme: asked.theme, password_hash, disabled: None })
}

async fn new_password(app: &App, person: &Person, from: Address, asked: &MeChange) -> ApiResult<Option<String>> {
    let Some(new) = &asked.new_password else { return Ok(None) };
    person.session()?;
    let mut fields = Fields::default();
    fields.password("new_password", new);
    fields.done()?;
    let attempt = Attempt::begin(app, &person.record.user.email, from).await?;
    let current = asked.current_password.clone().unwrap_or_default();
    if !app.passwords.matches(current, Some(person.record.password_hash.clone())).await {
        return Err(ApiError::invalid(&[Field { field: "current_password", code: "wrong" }]));
    }
    attempt.succeeded(app).await?;
    Ok(Some(app.passwords.hash(new.clone()).await))
}

/// The person's tokens, without their secrets.
#[utoipa::path(get, path = "/me/tokens", tag = "me", operation_id = "tokens", responses((status = 200, body = Items<Token>)))]
async fn tokens(State(app): State<App>, person: Person) -> ApiResult<Json<Items<Token>>> {
    let tokens = app.store.tokens(person.id()).await?;
    Ok(Json(Items::all(tokens.into_iter().map(|token| Token {
        id: token.id.into(),
        name: token.name,
        created_at: token.created_at,
        last_used_at: token.last_used_at,
        expires_at: token.expires_at,
    }))))
}

/// Makes a token. It is shown this once. A token cannot make tokens.
#[utoipa::path(post, path = "/me/tokens", tag = "me", operation_id = "make_token", request_body = NewToken,
    responses((status = 201, body = MadeToken)))]
async fn make_token(State(app): State<App>, person: Person, Body(asked): Body<NewToken>) -> ApiResult<(StatusCode, Json<MadeToken>)> {
    person.session()?;
    let mut fields = Fields::default();
    let name = fields.line("name", &asked.name, 80);
    if let Some(days) = asked.expires_in_days {
        fields.within("expires_in_days", u64::from(days), 1..=TOKEN_DAYS_MAX);
    }
    fields.done()?;
    if app.store.tokens(person.id()).await?.len() >= TOKENS_MAX {
        return Err(ApiError::limit("tokens", TOKENS_MAX as u64));
    }
    let secret = SecretText::random(TOKEN_PREFIX);
    let expires_at = asked.expires_in_days.map(|days| app.in_days(days));
    let made = app.store.create_token(person.id(), &name, &secret.hash, expires_at).await?;
    let made = MadeToken { token: secret.text, id: made.id.into(), name: made.name, created_at: made.created_at, expires_at };
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes a token back.
#[utoipa::path(delete, path = "/me/tokens/{token}", tag = "me", operation_id = "delete_token", responses((status = 204)))]
async fn delete_token(State(app): State<App>, person: Person, At(id): At<TokenId>) -> ApiResult<StatusCode> {
    app.store.delete_token(person.id(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
