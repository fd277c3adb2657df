//! Mutes: what agents do not want to hear of any more.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        Items,
        monitors::{Mute, MuteWhat, Muted, NewMute},
    },
    extract::{At, Body, In},
    fields::Fields,
    shape::Names,
};
use answerable_domain::{self as domain, BrandId, MuteId, Permission};
use answerable_listen::TERM_CHARS_MAX;
use answerable_store as store;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    table
        .route(Access::Brand(Permission::Read), routes!(list))
        .route(Access::Brand(Permission::Work), routes!(create))
        .route(Access::Brand(Permission::Work), routes!(delete))
}

/// All that is silenced, the latest first.
#[utoipa::path(get, path = "/brands/{b}/mutes", tag = "listening", operation_id = "mutes", responses((status = 200, body = Items<Mute>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Mute>>> {
    let records = app.store.mutes(&scope).await?;
    let names = Names::of(&app, records.iter().filter_map(|record| record.mute.by)).await?;
    Ok(Json(Items { items: records.into_iter().map(|record| mute(record, &names)).collect(), next: None }))
}

/// Silences an author, a phrase or a spelling for all monitors (a spelling: for its own). What is addressed to us comes in all the same.
#[utoipa::path(post, path = "/brands/{b}/mutes", tag = "listening", operation_id = "create_mute", request_body = NewMute,
    responses((status = 201, body = Mute)))]
async fn create(State(app): State<App>, In(scope): In, Body(asked): Body<NewMute>) -> ApiResult<(StatusCode, Json<Mute>)> {
    let mut fields = Fields::default();
    let new = match asked.what {
        MuteWhat::Author { author_id } => store::NewMute::Author(author_id),
        MuteWhat::Phrase { text } => store::NewMute::Phrase(fields.line("text", &text, TERM_CHARS_MAX)),
        MuteWhat::Variant { monitor_id, spelling } => {
            fields.spelling("spelling", &spelling);
            store::NewMute::Variant { monitor_id, spelling: spelling.into() }
        }
    };
    fields.done()?;
    let record = app.store.create_mute(&scope, new).await?;
    app.engine.monitors_changed(scope.brand_id()).await?;
    let names = Names::of(&app, record.mute.by).await?;
    Ok((StatusCode::CREATED, Json(mute(record, &names))))
}

/// Listens again.
#[utoipa::path(delete, path = "/brands/{b}/mutes/{mu}", tag = "listening", operation_id = "delete_mute", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, MuteId)>) -> ApiResult<StatusCode> {
    app.store.delete_mute(&scope, id).await?;
    app.engine.monitors_changed(scope.brand_id()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn mute(record: store::MuteRecord, names: &Names) -> Mute {
    let what = match record.mute.what {
        domain::Muted::Author { author_id, native_id } => {
            let name = record.author_name.unwrap_or_else(|| native_id.clone());
            Muted::Author { author_id: author_id.into(), native_id, name }
        }
        domain::Muted::Phrase { text } => Muted::Phrase { text },
        domain::Muted::Variant { monitor_id, spelling } => Muted::Variant { monitor_id: monitor_id.into(), spelling: spelling.into() },
    };
    Mute { id: record.mute.id.into(), what, by: record.mute.by.map(|id| names.brief(id)), created_at: record.mute.created_at }
}
