//! Codes with which a customer carries a case on by mail or in a bot's chat.

use crate::{
    engine::{GivenCode, HandOffRefused},
    http::{
        Access, ApiError, ApiResult, App, Table,
        dto::{
            Items,
            media::{GivenHandOff, HandOff, NewHandOff},
        },
        extract::{At, Body, In},
        shape::Names,
    },
};
use answerable_domain::{BrandId, CaseId, Permission, Scope};
use axum::{Json, extract::State, http::StatusCode};
use serde_json::json;
use url::{Host, Url};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    table.route(Access::Brand(Permission::Work), routes!(give)).route(Access::Brand(Permission::Read), routes!(list))
}

/// Makes a code for the customer: whoever writes to the mailbox with it first joins the case. It is shown this once and good for 14 days.
///
/// 409 `not_a_door`: nobody writes to such a channel. 409 `nobody_listens`: it is paused or signed out.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/hand-offs", tag = "answering", operation_id = "give_hand_off", request_body = NewHandOff,
    responses((status = 201, body = HandOff)))]
async fn give(
    State(app): State<App>,
    In(scope): In,
    At((_, case_id)): At<(BrandId, CaseId)>,
    Body(asked): Body<NewHandOff>,
) -> ApiResult<(StatusCode, Json<HandOff>)> {
    app.store.case_row(&scope, case_id).await?;
    app.store.channel(&scope, asked.channel_id).await?;
    let given = app.engine.hand_off(&scope, case_id, asked.channel_id).await?;
    Ok((StatusCode::CREATED, Json(shaped(&app, given))))
}

fn shaped(app: &App, given: GivenCode) -> HandOff {
    let GivenCode { code, opening, kept } = given;
    let link = app.public_origin().filter(|origin| reaches_strangers(origin)).map(|origin| format!("{origin}/w/{code}"));
    HandOff {
        code,
        address: opening.address,
        plus_address: opening.plus_address,
        link,
        subject: opening.subject,
        mailto: opening.open,
        expires_at: kept.expires_at,
    }
}

/// A customer could open it: it is not the machine itself.
fn reaches_strangers(origin: &str) -> bool {
    Url::parse(origin).is_ok_and(|url| match url.host() {
        Some(Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => !address.is_loopback() && !address.is_unspecified(),
        Some(Host::Ipv6(address)) => !address.is_loopback() && !address.is_unspecified(),
        None => false,
    })
}

/// The codes that were given in a case, newest first; the codes themselves nobody knows any more.
#[utoipa::path(get, path = "/brands/{b}/cases/{c}/hand-offs", tag = "answering", operation_id = "hand_offs",
    responses((status = 200, body = Items<GivenHandOff>)))]
async fn list(State(app): State<App>, In(scope): In, At((_, case_id)): At<(BrandId, CaseId)>) -> ApiResult<Json<Items<GivenHandOff>>> {
    Ok(Json(Items { items: of_case(&app, &scope, case_id).await?, next: None }))
}

pub async fn of_case(app: &App, scope: &Scope, case_id: CaseId) -> ApiResult<Vec<GivenHandOff>> {
    let given = app.store.hand_offs(scope, case_id).await?;
    let names = Names::of(app, given.iter().map(|given| given.created_by)).await?;
    let shape = |given: answerable_store::HandOff| GivenHandOff {
        channel_id: given.channel_id.into(),
        created_by: names.brief(given.created_by),
        created_at: given.created_at,
        expires_at: given.expires_at,
        used_at: given.used_at,
    };
    Ok(given.into_iter().map(shape).collect())
}

impl From<HandOffRefused> for ApiError {
    fn from(refused: HandOffRefused) -> Self {
        match refused {
            HandOffRefused::NotThere => Self::conflict("not_a_door", "Nobody can write to a channel of this kind."),
            HandOffRefused::NotNow => {
                Self::conflict("nobody_listens", "The channel is paused or signed out: nobody would hear.").with(json!({}))
            }
            HandOffRefused::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reaches_strangers;

    #[test]
    fn only_a_public_address_is_given_to_customers() {
        for (origin, expected) in [
            ("https://care.acme.example", true),
            ("http://192.168.1.5:7400", true),
            ("http://127.0.0.1:7400", false),
            ("http://localhost:7400", false),
            ("http://[::1]:7400", false),
            ("http://0.0.0.0:7400", false),
            ("care", false),
        ] {
            assert_eq!(reaches_strangers(origin), expected, "{origin}");
        }
    }
}
