//! Rules about a brand's own words: "War Zone" is a product, not a negative word.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        Items,
        teaching::{NewWordRule, WordRule, WordRuleChange},
    },
    extract::{At, Body, In},
    fields::Fields,
    shape,
};
use answerable_domain::{BrandId, Permission, WordRuleId};
use answerable_store::{self as store, limits::PHRASE_CHARS_MAX};
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table
        .route(Access::Brand(Permission::Read), routes!(list))
        .route(configure, routes!(create))
        .route(configure, routes!(change))
        .route(configure, routes!(delete))
}

/// All of the brand, oldest first.
#[utoipa::path(get, path = "/brands/{b}/word-rules", tag = "understanding", operation_id = "word_rules",
    responses((status = 200, body = Items<WordRule>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<WordRule>>> {
    let rules = app.store.word_rules(&scope).await?;
    Ok(Json(Items { items: rules.into_iter().map(shape::word_rule).collect(), next: None }))
}

/// Says what a word of the brand does where it stands. 409 `word_rule_exists`: there is one of this phrase, however it is written.
#[utoipa::path(post, path = "/brands/{b}/word-rules", tag = "understanding", operation_id = "create_word_rule", request_body = NewWordRule,
    responses((status = 201, body = WordRule)))]
async fn create(State(app): State<App>, In(scope): In, Body(asked): Body<NewWordRule>) -> ApiResult<(StatusCode, Json<WordRule>)> {
    let phrase = phrase(&asked.phrase)?;
    let made = app.store.create_word_rule(&scope, store::NewWordRule { phrase, effect: asked.effect }).await?;
    app.engine.learn(scope.brand_id());
    Ok((StatusCode::CREATED, Json(shape::word_rule(made))))
}

/// Says it otherwise.
#[utoipa::path(patch, path = "/brands/{b}/word-rules/{wr}", tag = "understanding", operation_id = "change_word_rule",
    request_body = WordRuleChange, responses((status = 200, body = WordRule)))]
async fn change(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, WordRuleId)>,
    Body(asked): Body<WordRuleChange>,
) -> ApiResult<Json<WordRule>> {
    let phrase = asked.phrase.as_deref().map(phrase).transpose()?;
    let changed = app.store.change_word_rule(&scope, id, store::WordRuleChange { phrase, effect: asked.effect }).await?;
    app.engine.learn(scope.brand_id());
    Ok(Json(shape::word_rule(changed)))
}

/// The word does again what it does elsewhere.
#[utoipa::path(delete, path = "/brands/{b}/word-rules/{wr}", tag = "understanding", operation_id = "delete_word_rule",
    responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, WordRuleId)>) -> ApiResult<StatusCode> {
    app.store.delete_word_rule(&scope, id).await?;
    app.engine.learn(scope.brand_id());
    Ok(StatusCode::NO_CONTENT)
}

fn phrase(asked: &str) -> ApiResult<String> {
    let mut fields = Fields::default();
    let phrase = fields.line("phrase", asked, PHRASE_CHARS_MAX);
    fields.done()?;
    Ok(phrase)
}
