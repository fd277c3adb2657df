//! The API's description, made from the routes.

use super::{error::ErrorEnvelope, routes};
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::{
    OpenApi as _,
    openapi::{
        OpenApi, RefOr, Schema,
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
    components(schemas(ErrorEnvelope))
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
    let mut described = routes().into_router(head()).into_openapi();
    mark_answers_whole(&mut described);
    described
}

/// As `answerable openapi` prints it and `/api/v1/openapi.json` serves it.
pub fn description_text() -> String {
    let mut text = description().to_pretty_json().expect("the description is made of strings");
    text.push('\n');
    text
}

/// Answers always have all their fields, null where there is nothing to say; only in requests may some be left out.
fn mark_answers_whole(described: &mut OpenApi) {
    let paths = serde_json::to_value(&described.paths).expect("the description is made of strings");
    let Some(components) = described.components.as_mut() else { return };
    let schemas = serde_json::to_value(&components.schemas).expect("the description is made of strings");
    let (mut asked, mut answered) = (BTreeSet::new(), BTreeSet::new());
    for operation in
        paths.as_object().into_iter().flat_map(|paths| paths.values()).filter_map(Value::as_object).flat_map(|item| item.values())
    {
        reach(&operation["requestBody"], &schemas, &mut asked);
        reach(&operation["responses"], &schemas, &mut answered);
    }
    for name in answered.difference(&asked) {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(name) {
            object.required =
                object.properties.keys().filter(|field| !LEFT_OUT.contains(&(name.as_str(), field.as_str()))).cloned().collect();
        }
    }
}

/// Fields of answers that are left out rather than null.
const LEFT_OUT: [(&str, &str); 1] = [("Availability", "because")];

/// Every schema that `from` leads to.
fn reach(from: &Value, schemas: &Value, found: &mut BTreeSet<String>) {
    match from {
        Value::Object(fields) => {
            let name = fields.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
            if let Some(name) = name.filter(|name| found.insert((*name).to_owned())) {
                reach(&schemas[name], schemas, found);
            }
            fields.values().for_each(|value| reach(value, schemas, found));
        }
        Value::Array(items) => items.iter().for_each(|value| reach(value, schemas, found)),
        _ => {}
    }
}
