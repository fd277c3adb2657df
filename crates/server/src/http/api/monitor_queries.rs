//! Queries while they are written: what they mean, which spellings they would look for, and what they would have caught.

use crate::http::{
    Access, ApiError, ApiResult, App, Table,
    dto::{
        Items,
        monitors::{MonitorPreview, NotBoxes, PreviewAsked, QueryAsked, QueryReading, QueryTerm, TermVariant, TermVariants, VariantsAsked},
    },
    error::Field,
    extract::{Body, In},
    fields::Fields,
    preview::{self, Tried},
    queries,
};
use answerable_domain::{Permission, VariantChoice};
use answerable_listen::{self as listen, Query};
use axum::{Json, extract::State};
use utoipa_axum::routes;

const PREVIEW_DAYS: u32 = 30;
const PREVIEW_DAYS_MAX: u64 = 90;
const DAY_MS: i64 = 86_400_000;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table.route(configure, routes!(read)).route(configure, routes!(variants)).route(configure, routes!(preview))
}

/// What a query means, in both of its faces, or what is wrong with it. The editor asks on every pause.
#[utoipa::path(post, path = "/brands/{b}/monitors/read", tag = "listening", operation_id = "read_query", request_body = QueryAsked,
    responses((status = 200, body = QueryReading)))]
async fn read(In(_): In, Body(asked): Body<QueryAsked>) -> ApiResult<Json<QueryReading>> {
    Ok(Json(match queries::read(asked) {
        Ok(query) => reading(&query),
        Err(Some(problems)) => QueryReading {
            query: None,
            boxes: None,
            not_boxes: None,
            problems: problems.into_iter().map(Into::into).collect(),
            terms: Vec::new(),
        },
        Err(None) => return Err(ApiError::invalid(&[Field { field: "query", code: "query_or_boxes" }])),
    }))
}

fn reading(query: &Query) -> QueryReading {
    let (boxes, not_boxes) = match query.to_boxes() {
        Ok(boxes) => (Some(boxes.into()), None),
        Err(not) => (None, Some(NotBoxes { code: not.code.to_owned(), part: not.part })),
    };
    let terms = queries::terms(query).into_iter().map(|term| QueryTerm { text: term.text.clone(), variants: term.variants });
    QueryReading { query: Some(query.to_string()), boxes, not_boxes, problems: Vec::new(), terms: terms.collect() }
}

/// The other spellings that a query's terms may have.
#[utoipa::path(post, path = "/brands/{b}/monitors/variants", tag = "listening", operation_id = "query_variants", request_body = VariantsAsked,
    responses((status = 200, body = Items<TermVariants>)))]
async fn variants(In(_): In, Body(asked): Body<VariantsAsked>) -> ApiResult<Json<Items<TermVariants>>> {
    let choice = crate::http::dto::monitors::VariantChoice { also: asked.also, ..Default::default() };
    let mut fields = Fields::default();
    fields.variant_choice(&choice);
    fields.done()?;
    let choice = VariantChoice::from(choice);
    let query = queries::sound(QueryAsked { query: asked.query, boxes: asked.boxes })?;
    let known = tokio::task::spawn_blocking(move || queries::variants(&query, &choice.also)).await.map_err(ApiError::internal)?;
    let of_term = |of: listen::Variants| TermVariants {
        term: of.term,
        few_because: of.few_because.map(str::to_owned),
        spellings: of
            .spellings
            .into_iter()
            .map(|one| TermVariant { text: one.text, reason: one.reason, on: one.on, noise: one.noise })
            .collect(),
    };
    Ok(Json(Items { items: known.into_iter().map(of_term).collect(), next: None }))
}

/// What a query would have caught of the newest posts that are kept.
#[utoipa::path(post, path = "/brands/{b}/monitors/preview", tag = "listening", operation_id = "preview_monitor", request_body = PreviewAsked,
    responses((status = 200, body = MonitorPreview)))]
async fn preview(State(app): State<App>, In(scope): In, Body(asked): Body<PreviewAsked>) -> ApiResult<Json<MonitorPreview>> {
    let mut fields = Fields::default();
    let days = asked.days.unwrap_or(PREVIEW_DAYS);
    fields.within("days", u64::from(days), 1..=PREVIEW_DAYS_MAX);
    let choice = asked.variants.unwrap_or_default();
    fields.variant_choice(&choice);
    fields.done()?;
    let query = queries::sound(QueryAsked { query: asked.query, boxes: asked.boxes })?;
    let tried = Tried { query, choice: choice.into(), days };
    let posts = app.store.heard_posts(&scope, app.now() - i64::from(days) * DAY_MS).await?;
    let own = app.engine.own_accounts(scope.brand_id());
    // Reading thousands of posts is work for a thread that nobody waits on.
    let seen = tokio::task::spawn_blocking(move || preview::preview(&tried, &posts, &own)).await.map_err(ApiError::internal)?;
    Ok(Json(seen.map_err(ApiError::internal)?))
}
