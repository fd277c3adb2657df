//! The API's description, made from the routes.

use super::{PREFIX, Table, error::ErrorEnvelope, routes};
use utoipa::{
    OpenApi as _,
    openapi::{
        OpenApi,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Answerable",
        description = "Everything that the screen does. Ids are text; times are milliseconds since 1970 UTC; spans in texts are UTF-8 byte \
                       offsets. Lists are pages: hand `next` back as `after`. Errors carry a `code`; a brand that one is no member of is not \
                       found. Sign in for a cookie, or send a personal token as `Authorization: Bearer ans_…`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(ErrorEnvelope)),
)]
struct Head;

/// Title, security, the envelope of errors: what is not a route.
pub fn head() -> OpenApi {
    let mut head = Head::openapi();
    head.info.version = "1".to_owned();
    let components = head.components.get_or_insert_default();
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("answerable_session")));
    components.add_security_scheme("session", cookie);
    components.add_security_scheme("token", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    let none: [&str; 0] = [];
    head.security = Some(vec![SecurityRequirement::new("session", none), SecurityRequirement::new("token", none)]);
    head
}

pub fn description() -> OpenApi {
    describe(routes())
}

fn describe(table: Table) -> OpenApi {
    table.into_router(head()).into_openapi()
}

/// As `answerable openapi` prints it and `/api/v1/openapi.json` serves it.
pub fn description_text() -> String {
    let mut text = description().to_pretty_json().expect("the description is made of strings");
    text.push('\n');
    debug_assert!(text.contains(PREFIX));
    text
}
