//! The one gate: who is asking, and may they?
//!
//! Everything that the API answers goes through here, and what a route demands stands in the table of routes. A brand that one is no
//! member of and a brand that does not exist get the same answer.

use super::{
    ApiError, ApiResult, App,
    rates::Who,
    table::{Access, is_safe},
};
use crate::{
    auth,
    listener::{Operator, Peer},
};
use answerable_domain::{BrandId, Scope, TokenId, UserId};
use answerable_store::UserRecord;
use axum::{
    extract::{MatchedPath, RawPathParams, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{net::IpAddr, sync::Arc, time::Duration, time::Instant};

/// Who is signed in, and by what.
#[derive(Clone)]
pub struct Person {
    pub record: Arc<UserRecord>,
    pub by: Proof,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Proof {
    /// The hash of the session's secret.
    Session(Vec<u8>),
    Token(TokenId),
}

impl Person {
    pub fn id(&self) -> UserId {
        self.record.user.id
    }

    /// What a token may not do: make tokens, change the password, end sessions.
    pub fn session(&self) -> ApiResult<&[u8]> {
        match &self.by {
            Proof::Session(hash) => Ok(hash),
            Proof::Token(_) => Err(ApiError::forbidden()),
        }
    }
}

pub async fn gate(State(app): State<App>, path: MatchedPath, params: RawPathParams, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let response = match admit(&app, path.as_str(), &params, &mut request).await {
        Ok(()) => run(&app, path.as_str(), request, next).await,
        Err(refused) => refused.into_response(),
    };
    let (status, took) = (response.status().as_u16(), started.elapsed());
    // The route, not the address: invites and searches stand in addresses.
    tracing::debug!(%method, route = path.as_str(), status, ?took, "answered");
    app.metrics.answered(method.as_str(), path.as_str(), status, took);
    response
}

/// Runs the handler, one of so many at once, for at most so long.
async fn run(app: &App, path: &str, request: Request, next: Next) -> Response {
    let Some(_turn) = app.rates.turn() else { return ApiError::busy().into_response() };
    // A large file may take long to arrive; its size is limited instead.
    if path.ends_with("/imports") || path.ends_with("/uploads") {
        return next.run(request).await;
    }
    let seconds_max = Duration::from_secs(app.config.limits.request_seconds_max);
    match tokio::time::timeout(seconds_max, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::timed_out().into_response(),
    }
}

async fn admit(app: &App, path: &str, params: &RawPathParams, request: &mut Request) -> ApiResult<()> {
    let access = app.rows.access(request.method().as_str(), path).ok_or_else(ApiError::method_not_allowed)?;
    if request.extensions().get::<Operator>().is_some() {
        return admit_operator(app, access, params, request).await;
    }
    let bearer = bearer(request.headers());
    if bearer.is_none() && !is_safe(request.method()) && !auth::same_origin(request.headers(), app.public_origin()) {
        return Err(ApiError::cross_site());
    }
    let person = find_person(app, bearer, request.headers()).await?;
    let who = person.as_ref().map_or_else(|| Who::Address(address(app, request)), |person| Who::Person(person.id()));
    app.rates.check(who).map_err(|seconds| {
        app.metrics.throttled.inc();
        ApiError::throttled(seconds)
    })?;
    match (access, person) {
        (Access::Open, None) => {}
        (Access::Open | Access::Signed, Some(person)) => put(request, person),
        (Access::Brand(permission), Some(person)) => {
            let scope = scope(app, params, person.id()).await?;
            scope.require(permission).map_err(|_| ApiError::forbidden())?;
            put(request, person);
            request.extensions_mut().insert(scope);
        }
        (_, None) => return Err(ApiError::unauthenticated()),
    }
    let address = address(app, request);
    request.extensions_mut().insert(Address(address));
    Ok(())
}

/// Where a request comes from, as far as we can know.
#[derive(Debug, Clone, Copy)]
pub struct Address(pub IpAddr);

fn put(request: &mut Request, person: Person) {
    request.extensions_mut().insert(person);
}

/// Whoever may open the local socket may read the database too: they are let into every brand.
async fn admit_operator(app: &App, access: Access, params: &RawPathParams, request: &mut Request) -> ApiResult<()> {
    if let Access::Brand(_) = access {
        let scope = Scope::program(brand_id(params)?);
        app.store.brand(&scope).await?;
        request.extensions_mut().insert(scope);
    }
    Ok(())
}

/// What the person may do in the brand, now.
pub async fn scope_of(app: &App, brand_id: BrandId, user_id: UserId) -> ApiResult<Scope> {
    let role = app.store.role(brand_id, user_id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Scope::member(brand_id, user_id, role))
}

/// Whether the session or token still holds.
pub async fn still_signed_in(app: &App, person: &Person) -> bool {
    match &person.by {
        Proof::Session(hash) => matches!(app.store.session(hash).await, Ok(Some(_))),
        Proof::Token(id) => app.store.tokens(person.id()).await.is_ok_and(|tokens| tokens.iter().any(|token| token.id == *id)),
    }
}

async fn scope(app: &App, params: &RawPathParams, user_id: UserId) -> ApiResult<Scope> {
    scope_of(app, brand_id(params)?, user_id).await
}

fn brand_id(params: &RawPathParams) -> ApiResult<BrandId> {
    let text = params.iter().find(|(name, _)| *name == "b").map(|(_, value)| value).ok_or_else(ApiError::not_found)?;
    text.parse().map_err(|_| ApiError::not_found())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::trim)
}

async fn find_person(app: &App, bearer: Option<&str>, headers: &HeaderMap) -> ApiResult<Option<Person>> {
    if let Some(secret) = bearer {
        let found = app.store.token_user(&auth::hash_secret(secret)).await?.ok_or_else(ApiError::unauthenticated)?;
        return Ok(Some(Person { record: Arc::new(found.1), by: Proof::Token(found.0.id) }));
    }
    let Some(secret) = auth::find_cookie(headers).filter(|secret| !secret.is_empty()) else { return Ok(None) };
    let hash = auth::hash_secret(secret);
    let found = app.store.session(&hash).await?;
    Ok(found.map(|(_, record)| Person { record: Arc::new(record), by: Proof::Session(hash) }))
}

/// The network that one place is likely to have for itself: a single IPv4 address, or 64 bits of IPv6.
pub fn address(app: &App, request: &Request) -> IpAddr {
    match exact_address(app, request) {
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => IpAddr::V4(address),
            None => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        },
        address => address,
    }
}

/// The peer's address, or what a trusted reverse proxy says it was.
fn exact_address(app: &App, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0);
    let trusted = &app.config.server.trusted_proxies;
    if !trusted.contains(&peer) {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> = forwarded.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    hops.into_iter().rev().find(|hop| !trusted.contains(hop)).unwrap_or(peer)
}
