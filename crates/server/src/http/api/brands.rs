//! Brands: making, changing, removing.

use crate::http::{
    Access, ApiResult, App, Person, Table,
    dto::people::{Brand, BrandChange, NewBrand},
    extract::{Body, In},
    fields::Fields,
};
use answerable_domain::{self as domain, Permission, Role, Scope};
use answerable_listen::{BoxTerm, Boxes};
use answerable_store::NewMonitor;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const NAME_CHARS_MAX: usize = 80;

pub fn routes(table: Table) -> Table {
    table
        .route(Access::Signed, routes!(create))
        .route(Access::Signed, routes!(create_sandbox))
        .route(Access::Brand(Permission::Read), routes!(show))
        .route(Access::Brand(Permission::Configure), routes!(change))
        .route(Access::Brand(Permission::Administer), routes!(remove))
}

/// Makes a brand, with a monitor for its name. Whoever makes it is its owner.
#[utoipa::path(post, path = "/brands", tag = "brands", operation_id = "create_brand", request_body = NewBrand,
    responses((status = 201, body = Brand)))]
async fn create(State(app): State<App>, person: Person, Body(asked): Body<NewBrand>) -> ApiResult<(StatusCode, Json<Brand>)> {
    let mut fields = Fields::default();
    let name = fields.line("name", &asked.name, NAME_CHARS_MAX);
    fields.done()?;
    let made = app.store.create_brand(person.id(), &name, false).await?;
    let scope = Scope::member(made.id, person.id(), Role::Owner);
    let named = Boxes { any: vec![BoxTerm { text: name.clone(), ..BoxTerm::default() }], ..Boxes::default() };
    // A name of signs alone cannot be listened for.
    if let Ok(query) = named.to_query() {
        app.store.create_monitor(&scope, NewMonitor::of(name, query.to_string())).await?;
        app.engine.monitors_changed(made.id).await?;
    }
    Ok((StatusCode::CREATED, Json(brand(made, Role::Owner))))
}

/// Makes a brand of made-up posts to look around with. Nothing leaves the machine.
#[utoipa::path(post, path = "/brands/sandbox", tag = "brands", operation_id = "create_sandbox", responses((status = 201, body = Brand)))]
async fn create_sandbox(State(app): State<App>, person: Person) -> ApiResult<(StatusCode, Json<Brand>)> {
    let made = app.engine.create_sandbox(person.id(), "Acme").await?;
    Ok((StatusCode::CREATED, Json(brand(made, Role::Owner))))
}

/// A brand and what one may do there.
#[utoipa::path(get, path = "/brands/{b}", tag = "brands", operation_id = "brand", responses((status = 200, body = Brand)))]
async fn show(State(app): State<App>, In(scope): In) -> ApiResult<Json<Brand>> {
    Ok(Json(brand(app.store.brand(&scope).await?, scope.role())))
}

/// Changes the policy; owners may change the name too.
#[utoipa::path(patch, path = "/brands/{b}", tag = "brands", operation_id = "change_brand", request_body = BrandChange,
    responses((status = 200, body = Brand)))]
async fn change(State(app): State<App>, In(scope): In, Body(asked): Body<BrandChange>) -> ApiResult<Json<Brand>> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX));
    let policy = asked.policy.map(domain::Policy::from);
    policy.iter().for_each(|policy| fields.policy(policy));
    fields.done()?;
    if let Some(name) = name {
        scope.require(Permission::Administer).map_err(answerable_store::StoreError::from)?;
        app.store.rename_brand(&scope, &name).await?;
    }
    if let Some(policy) = policy {
        app.store.set_policy(&scope, policy).await?;
    }
    Ok(Json(brand(app.store.brand(&scope).await?, scope.role())))
}

/// Removes a brand with everything in it.
#[utoipa::path(delete, path = "/brands/{b}", tag = "brands", operation_id = "remove_brand", responses((status = 204)))]
async fn remove(State(app): State<App>, In(scope): In) -> ApiResult<StatusCode> {
    app.engine.remove_brand(&scope).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn brand(brand: domain::Brand, role: Role) -> Brand {
    Brand { id: brand.id.into(), name: brand.name, sandbox: brand.sandbox, policy: brand.policy.into(), created_at: brand.created_at, role }
}
