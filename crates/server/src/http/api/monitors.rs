//! Monitors: what to listen for.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        Items,
        monitors::{LiveVariant, LiveVariants, Monitor, MonitorChange, NewMonitor, QueryAsked, SkippedRead},
    },
    extract::{At, Body, In},
    fields::Fields,
    queries,
};
use answerable_domain::{BrandId, MonitorId, Muted, Permission, Side, Spelling};
use answerable_listen as listen;
use answerable_store as store;
use axum::{Json, extract::State, http::StatusCode};
use std::collections::{HashMap, HashSet};
use utoipa_axum::routes;

const NAME_CHARS_MAX: usize = 80;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table
        .route(Access::Brand(Permission::Read), routes!(list))
        .route(configure, routes!(create))
        .route(configure, routes!(change))
        .route(configure, routes!(delete))
        .route(Access::Brand(Permission::Read), routes!(variants))
        .route(configure, routes!(read_skipped))
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
    let choice = asked.variants.unwrap_or_default();
    fields.variant_choice(&choice);
    let budget = fields.budget(asked.budget.unwrap_or_default());
    fields.done()?;
    let query = queries::sound(QueryAsked { query: asked.query, boxes: asked.boxes })?.to_string();
    let side = asked.side.map_or(Side::Own, Into::into);
    let new = store::NewMonitor { name, query, variants: choice.into(), side, budget, enabled: asked.enabled.unwrap_or(true) };
    let made = app.store.create_monitor(&scope, new).await?;
    app.engine.monitors_changed(scope.brand_id()).await?;
    let record = store::MonitorRecord { monitor: made, skipped: store::Skipped::default() };
    Ok((StatusCode::CREATED, Json(record.into())))
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
    asked.variants.iter().for_each(|choice| fields.variant_choice(choice));
    let budget = asked.budget.map(|budget| fields.budget(budget));
    fields.done()?;
    let is_asked = asked.query.is_some() || asked.boxes.is_some();
    let query = is_asked.then(|| queries::sound(QueryAsked { query: asked.query, boxes: asked.boxes })).transpose()?;
    let change = store::MonitorChange {
        name,
        query: query.map(|query| query.to_string()),
        variants: asked.variants.map(Into::into),
        side: asked.side.map(Into::into),
        budget,
        enabled: asked.enabled,
    };
    let changed = app.store.change_monitor(&scope, id, change).await?;
    app.engine.monitors_changed(scope.brand_id()).await?;
    Ok(Json(changed.into()))
}

/// Stops listening for it. What was caught stays.
#[utoipa::path(delete, path = "/brands/{b}/monitors/{m}", tag = "listening", operation_id = "delete_monitor", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, MonitorId)>) -> ApiResult<StatusCode> {
    app.store.delete_monitor(&scope, id).await?;
    app.engine.monitors_changed(scope.brand_id()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The other spellings that a monitor's terms may have, with what each caught.
#[utoipa::path(get, path = "/brands/{b}/monitors/{m}/variants", tag = "listening", operation_id = "monitor_variants",
    responses((status = 200, body = Items<LiveVariants>)))]
async fn variants(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, MonitorId)>) -> ApiResult<Json<Items<LiveVariants>>> {
    let monitor = app.store.monitor(&scope, id).await?.monitor;
    let hits = app.store.spelling_hits(&scope, id).await?;
    let hits: HashMap<Spelling, store::SpellingHits> = hits.into_iter().map(|one| (one.spelling.clone(), one)).collect();
    let muted: HashSet<Spelling> = app
        .store
        .mutes(&scope)
        .await?
        .into_iter()
        .filter_map(|record| match record.mute.what {
            Muted::Variant { monitor_id, spelling } if monitor_id == id => Some(spelling),
            _ => None,
        })
        .collect();
    // A query that an older program wrote and this one cannot read has no spellings.
    let known = listen::parse(&monitor.query).map(|query| queries::variants(&query, &monitor.variants.also)).unwrap_or_default();
    let of_term = |of: listen::Variants| {
        let live = |one: listen::Variant| {
            let spelling = Spelling { term: of.term.clone(), text: one.text.clone() };
            let caught = hits.get(&spelling);
            LiveVariant {
                text: one.text,
                reason: one.reason,
                on: one.on,
                noise: one.noise,
                hits: caught.map_or(0, |caught| caught.count),
                last_hit_at: caught.map(|caught| caught.last_at),
                muted: muted.contains(&spelling),
            }
        };
        let spellings = of.spellings.into_iter().map(live).collect();
        LiveVariants { term: of.term.clone(), few_because: of.few_because.map(str::to_owned), spellings }
    };
    Ok(Json(Items { items: known.into_iter().map(of_term).collect(), next: None }))
}

/// Takes in what the monitor's budget left out, without asking the budget again.
#[utoipa::path(post, path = "/brands/{b}/monitors/{m}/skipped/read", tag = "listening", operation_id = "read_skipped",
    responses((status = 200, body = SkippedRead)))]
async fn read_skipped(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, MonitorId)>) -> ApiResult<Json<SkippedRead>> {
    Ok(Json(SkippedRead { count: app.engine.read_skipped(&scope, id).await? }))
}
