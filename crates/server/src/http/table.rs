//! The table of routes: every address with who may use it.
//!
//! There is no other way to add a route, so none can be without a row. The gate looks the row up and demands it; the authorization matrix
//! test walks the same rows; the API's description is completed from them.

use super::App;
use answerable_domain::Permission;
use std::collections::HashMap;
use utoipa::openapi::{
    PathItem, Ref, RefOr, Required,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn},
    response::ResponseBuilder,
    schema::{ObjectBuilder, Type},
    security::SecurityRequirement,
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody who reaches the server.
    Open,
    /// Anybody who is signed in.
    Signed,
    /// Members of the brand in the address whose role has the permission.
    Brand(Permission),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Upper case.
    pub method: &'static str,
    /// As in the description, with `{b}` for the brand: `/api/v1/brands/{b}/cases`.
    pub path: String,
    pub access: Access,
}

pub struct Table {
    prefix: &'static str,
    router: OpenApiRouter<App>,
    rows: Vec<Row>,
}

/// Who may use what, for the gate.
#[derive(Default)]
pub struct Rows(HashMap<String, Vec<(&'static str, Access)>>);

impl Table {
    pub fn new(prefix: &'static str) -> Self {
        Self { prefix, router: OpenApiRouter::default(), rows: Vec::new() }
    }

    pub fn route(mut self, access: Access, mut routes: UtoipaMethodRouter<App>) -> Self {
        for (path, item) in &mut routes.1.paths {
            for (method, operation) in operations(item) {
                complete(operation, path, access);
                self.rows.push(Row { method, path: format!("{}{path}", self.prefix), access });
            }
        }
        self.router = self.router.routes(routes);
        self
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The router under its prefix, and its description under `head`.
    pub fn into_router(self, head: utoipa::openapi::OpenApi) -> OpenApiRouter<App> {
        OpenApiRouter::with_openapi(head).nest(self.prefix, self.router)
    }
}

impl Rows {
    pub fn new(rows: &[Row]) -> Self {
        let mut by_path: HashMap<String, Vec<(&'static str, Access)>> = HashMap::new();
        for row in rows {
            by_path.entry(row.path.clone()).or_default().push((row.method, row.access));
        }
        Self(by_path)
    }

    /// `None`: the address does not take this method.
    pub fn access(&self, method: &str, path: &str) -> Option<Access> {
        let method = if method == "HEAD" { "GET" } else { method };
        self.0.get(path)?.iter().find(|(known, _)| *known == method).map(|(_, access)| *access)
    }
}

fn operations(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    let all = [
        ("GET", item.get.as_mut()),
        ("POST", item.post.as_mut()),
        ("PUT", item.put.as_mut()),
        ("PATCH", item.patch.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ];
    all.into_iter().filter_map(|(method, operation)| operation.map(|operation| (method, operation))).collect()
}

/// Adds what is alike for all: parameters of the address, the envelope of errors, and who may.
fn complete(operation: &mut Operation, path: &str, access: Access) {
    let parameters = operation.parameters.get_or_insert_default();
    parameters.splice(0..0, path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(path_parameter).map(RefOr::T));
    let envelope = utoipa::openapi::ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorEnvelope"))).build();
    let problem = ResponseBuilder::new().description("What went wrong").content("application/json", envelope).build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
    let who = match access {
        Access::Open => "Anybody.",
        Access::Signed => "Anybody who is signed in.",
        Access::Brand(Permission::Read) => "Members of the brand.",
        Access::Brand(Permission::Work) => "Agents, supervisors and owners of the brand.",
        Access::Brand(Permission::Configure) => "Supervisors and owners of the brand.",
        Access::Brand(Permission::Administer) => "Owners of the brand.",
    };
    operation.description = Some(match operation.description.take() {
        Some(text) if !text.is_empty() => format!("{text}\n\nWho may: {who}"),
        _ => format!("Who may: {who}"),
    });
    if access == Access::Open {
        operation.security = Some(vec![SecurityRequirement::default()]);
    }
}

fn path_parameter(name: &str) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True).schema(Some(text)).build()
}

/// The methods that change nothing.
pub fn is_safe(method: &axum::http::Method) -> bool {
    matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS")
}
