//! Who works for a brand, and as what.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::{
        Items,
        people::{Member, MemberChange, MemberUser},
    },
    extract::{At, Body, In},
};
use answerable_domain::{BrandId, Permission, UserId};
use answerable_store as store;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    table
        .route(Access::Brand(Permission::Read), routes!(list))
        .route(Access::Brand(Permission::Administer), routes!(change))
        .route(Access::Brand(Permission::Administer), routes!(remove))
}

/// Everybody in the brand.
#[utoipa::path(get, path = "/brands/{b}/members", tag = "members", operation_id = "members", responses((status = 200, body = Items<Member>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Member>>> {
    Ok(Json(Items::all(app.store.members(&scope).await?.into_iter().map(member))))
}

/// Gives another role. 409 `last_owner`: somebody must stay owner.
#[utoipa::path(patch, path = "/brands/{b}/members/{u}", tag = "members", operation_id = "change_member", request_body = MemberChange,
    responses((status = 200, body = Member)))]
async fn change(
    State(app): State<App>,
    In(scope): In,
    At((_, user_id)): At<(BrandId, UserId)>,
    Body(asked): Body<MemberChange>,
) -> ApiResult<Json<Member>> {
    Ok(Json(member(app.store.set_role(&scope, user_id, asked.role).await?)))
}

/// Takes somebody out of the brand. Their open cases are nobody's then.
#[utoipa::path(delete, path = "/brands/{b}/members/{u}", tag = "members", operation_id = "remove_member", responses((status = 204)))]
async fn remove(State(app): State<App>, In(scope): In, At((_, user_id)): At<(BrandId, UserId)>) -> ApiResult<StatusCode> {
    app.store.remove_member(&scope, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn member(member: store::Member) -> Member {
    let user = member.user;
    Member {
        disabled: user.disabled,
        user: MemberUser { id: user.id.into(), name: user.name, email: user.email, signature: member.signature },
        role: member.role,
    }
}
