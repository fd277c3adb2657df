//! Monitors: what to listen for, with a look at what it would have caught.

use crate::http::{
    Access, ApiError, ApiResult, App, Table,
    dto::{
        Items,
        listening::{Monitor, MonitorChange, MonitorPreview, MonitorQuery, NewMonitor, PreviewAsked, PreviewSample},
    },
    error::Field,
    extract::{At, Body, In},
    fields::Fields,
    shape,
};
use answerable_domain::{self as domain, BrandId, MonitorId, Permission, Scope};
use answerable_listen::Matcher;
use answerable_store as store;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const NAME_CHARS_MAX: usize = 80;
/// A preview looks at posts of so many days, and at so many posts.
const PREVIEW_DAYS: u32 = 30;
const PREVIEW_POSTS_MAX: usize = 2_000;
const PREVIEW_SAMPLES: usize = 10;
const PREVIEW_PAGE: usize = 100;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table
        .route(Access::Brand(Permission::Read), routes!(list))
        .route(configure, routes!(create))
        .route(configure, routes!(change))
        .route(configure, routes!(delete))
        .route(configure, routes!(preview))
}

/// All monitors of the brand.
#[utoipa::path(get, path = "/brands/{b}/monitors", tag = "listening", operation_id = "monitors", responses((status = 200, body = Items<Monitor>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Monitor>>> {
    Ok(Json(Items::all(app.store.monitors(&scope).await?)))
}

/// Listens for something more, from now on.
#[utoipa::path(post, path = "/brands/{b}/monitors", tag = "listening", operation_id = "create_monitor", request_body = NewMonitor,
    responses((status = 201, body = Monitor)))]
async fn create(State(app): State<App>, In(scope): In, Body(asked): Body<NewMonitor>) -> ApiResult<(StatusCode, Json<Monitor>)> {
    let mut fields = Fields::default();
    let name = fields.line("name", &asked.name, NAME_CHARS_MAX);
    fields.done()?;
    let query = sound(asked.query)?;
    let made = app.store.create_monitor(&scope, store::NewMonitor { name, query, enabled: asked.enabled }).await?;
    app.engine.monitors_changed();
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Changes what is said. What was caught before stays.
#[utoipa::path(patch, path = "/brands/{b}/monitors/{m}", tag = "listening", operation_id = "change_monitor", request_body = MonitorChange,
    responses((status = 200, body = Monitor)))]
async fn change(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, MonitorId)>,
    Body(asked): Body<MonitorChange>,
) -> ApiResult<Json<Monitor>> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX));
    fields.done()?;
    let query = asked.query.map(sound).transpose()?;
    let changed = app.store.change_monitor(&scope, id, store::MonitorChange { name, query, enabled: asked.enabled }).await?;
    app.engine.monitors_changed();
    Ok(Json(changed.into()))
}

/// Stops listening for it. What was caught stays.
#[utoipa::path(delete, path = "/brands/{b}/monitors/{m}", tag = "listening", operation_id = "delete_monitor", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, MonitorId)>) -> ApiResult<StatusCode> {
    app.store.delete_monitor(&scope, id).await?;
    app.engine.monitors_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// What a query would have caught of the newest posts that are kept.
#[utoipa::path(post, path = "/brands/{b}/monitors/preview", tag = "listening", operation_id = "preview_monitor", request_body = PreviewAsked,
    responses((status = 200, body = MonitorPreview)))]
async fn preview(State(app): State<App>, In(scope): In, Body(asked): Body<PreviewAsked>) -> ApiResult<Json<MonitorPreview>> {
    let matcher = matcher(&scope, sound(asked.query)?)?;
    let since = app.now() - i64::from(PREVIEW_DAYS) * 24 * 60 * 60 * 1000;
    let (mut count, mut samples, mut after, mut seen) = (0, Vec::new(), None, 0);
    while seen < PREVIEW_POSTS_MAX {
        let page = app.store.recent_posts(&scope, since, after, PREVIEW_PAGE).await?;
        seen += page.items.len();
        for row in page.items {
            let hits = shape::spans_of(matcher.hits(&row.post.text));
            if hits.is_empty() {
                continue;
            }
            count += 1;
            if samples.len() < PREVIEW_SAMPLES {
                samples.push(PreviewSample { post_id: row.post.id.into(), text: row.post.text, hits });
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(Json(MonitorPreview { count, samples, window_days: PREVIEW_DAYS }))
}

fn matcher(scope: &Scope, query: domain::MonitorQuery) -> ApiResult<Matcher> {
    let brand_id = scope.brand_id();
    let monitor = domain::Monitor { id: MonitorId(1), brand_id, name: String::new(), query, enabled: true, created_at: 0, updated_at: 0 };
    Matcher::new(&[monitor]).map_err(ApiError::internal)
}

/// The query without blanks and empty terms, if it can match something.
fn sound(query: MonitorQuery) -> ApiResult<domain::MonitorQuery> {
    let trimmed = |terms: Vec<String>| terms.iter().map(|term| term.trim().to_owned()).filter(|term| !term.is_empty()).collect();
    let query = domain::MonitorQuery { any: trimmed(query.any), all: trimmed(query.all), none: trimmed(query.none) };
    answerable_listen::validate(&query).map_err(|problems| {
        let fields: Vec<Field> = problems.iter().map(|problem| Field { field: "query", code: problem.code }).collect();
        let terms: Vec<_> = problems.into_iter().filter_map(|problem| problem.term).collect();
        ApiError::invalid(&fields).and("terms", terms)
    })?;
    Ok(query)
}
