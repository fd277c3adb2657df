//! Signing in and out.
//!
//! A wrong password and an unknown address get the same answer after the same time. Failures are counted in the store, for the account
//! and for the place they come from, before the password is looked at: many at once do not slip through, and a restart forgets nothing.

use crate::{
    auth::{self, SecretText},
    http::{
        Access, ApiError, ApiResult, App, Person, Table,
        dto::people::{Me, MyBrand, MyUser, SignIn},
        extract::Body,
        gate::Address,
    },
};
use answerable_domain::UserId;
use answerable_store::{LoginAttempts, UserRecord};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header::SET_COOKIE},
    response::AppendHeaders,
};
use utoipa_axum::routes;

/// Many people may share one address: it is let fail more often than one account.
const ADDRESS_FAILURES_FACTOR: u32 = 5;
const DAY_SECONDS: u64 = 24 * 60 * 60;

/// Signed in: the cookie, and who one is.
pub type Entered = (AppendHeaders<[(HeaderName, HeaderValue); 1]>, Json<Me>);

pub fn routes(table: Table) -> Table {
    table.route(Access::Open, routes!(sign_in)).route(Access::Open, routes!(sign_out)).route(Access::Signed, routes!(sign_out_everywhere))
}

/// Signs in.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "sign_in", request_body = SignIn, responses((status = 200, body = Me)))]
async fn sign_in(State(app): State<App>, Extension(from): Extension<Address>, Body(asked): Body<SignIn>) -> ApiResult<Entered> {
    let email = asked.email.trim().to_lowercase();
    let attempt = Attempt::begin(&app, &email, from).await?;
    let found = app.store.user_by_email(&email).await?.filter(|found| !found.user.disabled);
    let stored = found.as_ref().map(|found| found.password_hash.clone());
    if !app.passwords.matches(asked.password, stored).await {
        app.metrics.sign_ins_failed.inc();
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "The e-mail address or the password is wrong."));
    }
    attempt.succeeded(&app).await?;
    let user = found.ok_or_else(ApiError::unauthenticated)?.user;
    enter(&app, user.id).await
}

/// Ends this session.
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "sign_out", responses((status = 204)))]
async fn sign_out(State(app): State<App>, person: Option<Extension<Person>>) -> ApiResult<(StatusCode, Left)> {
    if let Some(Extension(person)) = person {
        app.store.delete_session(person.session()?).await?;
    }
    Ok((StatusCode::NO_CONTENT, left(&app)))
}

/// Ends all sessions of the person, this one too.
#[utoipa::path(delete, path = "/sessions", tag = "session", operation_id = "sign_out_everywhere", responses((status = 204)))]
async fn sign_out_everywhere(State(app): State<App>, person: Person) -> ApiResult<(StatusCode, Left)> {
    person.session()?;
    app.store.delete_sessions(person.id(), None).await?;
    Ok((StatusCode::NO_CONTENT, left(&app)))
}

type Left = AppendHeaders<[(HeaderName, HeaderValue); 1]>;

fn left(app: &App) -> Left {
    AppendHeaders([(SET_COOKIE, auth::clear_cookie(app.is_https()))])
}

/// Begins a session.
pub async fn enter(app: &App, user_id: UserId) -> ApiResult<Entered> {
    let (secret, days) = (SecretText::random(""), app.config.people.session_days);
    app.store.create_session(&secret.hash, user_id, app.in_days(days)).await?;
    let cookie = auth::set_cookie(&secret.text, app.is_https(), u64::from(days) * DAY_SECONDS);
    let record = app.store.user(user_id).await?;
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(me(app, &record).await?)))
}

pub async fn me(app: &App, record: &UserRecord) -> ApiResult<Me> {
    let user = &record.user;
    let brands = app.store.brands_of(user.id).await?.into_iter().map(|membership| MyBrand {
        id: membership.brand.id.into(),
        name: membership.brand.name,
        sandbox: membership.brand.sandbox,
        role: membership.role,
        open_count: membership.open_count,
    });
    let user = MyUser {
        id: user.id.into(),
        email: user.email.clone(),
        name: user.name.clone(),
        signature: record.signature.clone(),
        locale: user.locale,
        theme: user.theme,
    };
    Ok(Me { user, brands: brands.collect() })
}

/// A try to prove that one knows a password, counted before it is made.
pub struct Attempt {
    keys: [(String, u32); 2],
}

impl Attempt {
    pub async fn begin(app: &App, email: &str, from: Address) -> ApiResult<Self> {
        let people = &app.config.people;
        let window_ms = i64::from(people.sign_in_pause_seconds) * 1000;
        let max = people.sign_in_failures_max;
        // The address is kept as a hash: the table of failures is no list of who has an account.
        let account = auth::hash_secret(email).iter().take(16).fold(String::from("account:"), |key, byte| key + &format!("{byte:02x}"));
        let keys = [(account, max), (format!("address:{}", from.0), max.saturating_mul(ADDRESS_FAILURES_FACTOR))];
        for (key, max) in &keys {
            refuse_above(app, app.store.login_attempts(key).await?, max.saturating_sub(1), window_ms)?;
        }
        for (key, max) in &keys {
            refuse_above(app, app.store.add_login_failure(key, window_ms).await?, *max, window_ms)?;
        }
        Ok(Self { keys })
    }

    pub async fn succeeded(self, app: &App) -> ApiResult<()> {
        for (key, _) in &self.keys {
            app.store.clear_login_attempts(key).await?;
        }
        Ok(())
    }
}

pub fn refuse_above(app: &App, attempts: LoginAttempts, max: u32, window_ms: i64) -> ApiResult<()> {
    let left_ms = attempts.since + window_ms - app.now();
    if attempts.failures <= max || left_ms <= 0 {
        return Ok(());
    }
    app.metrics.throttled.inc();
    Err(ApiError::throttled(u64::try_from(left_ms / 1000 + 1).unwrap_or(1)))
}
