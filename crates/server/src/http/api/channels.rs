//! Channels: connected accounts and feeds, how they are doing, and what they missed.

use crate::{
    engine::{self, BackfillRefused, ChannelError},
    http::{
        Access, ApiError, ApiResult, App, Table,
        dto::{
            Items,
            listening::{Account, Channel, ChannelChange, ChannelCheckError, ChannelChecked, Gap, NewChannel},
            media::{NewSignIn, SignInBegun, SignInDone},
        },
        extract::{At, Body, In},
        fields::Fields,
    },
};
use answerable_domain::{self as domain, BrandId, ChannelId, ChannelState, ConnectorKind, GapId, Permission, Scope};
use answerable_store::ChannelRecord;
use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Value, json};
use std::collections::HashMap;
use utoipa_axum::routes;

const GAPS_SHOWN: usize = 10;
const NAME_CHARS_MAX: usize = 80;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table
        .route(Access::Brand(Permission::Read), routes!(list))
        .route(configure, routes!(add))
        .route(configure, routes!(begin_sign_in))
        .route(configure, routes!(check))
        .route(configure, routes!(change))
        .route(configure, routes!(remove))
        .route(configure, routes!(read_gap))
}

/// All channels with the health of their sources.
#[utoipa::path(get, path = "/brands/{b}/channels", tag = "listening", operation_id = "channels", responses((status = 200, body = Items<Channel>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Channel>>> {
    let records = app.store.channels(&scope).await?;
    let channels = with_health(&app, &scope, records).await?;
    Ok(Json(Items { items: channels, next: None }))
}

/// Connects an account or a feed. It is tried first: 422 `channel_check_failed` says what the network said.
#[utoipa::path(post, path = "/brands/{b}/channels", tag = "listening", operation_id = "add_channel", request_body = NewChannel,
    responses((status = 201, body = Channel)))]
async fn add(State(app): State<App>, In(scope): In, Body(asked): Body<NewChannel>) -> ApiResult<(StatusCode, Json<Channel>)> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX));
    if matches!(asked.connector, ConnectorKind::Import | ConnectorKind::Manual | ConnectorKind::Sandbox) {
        fields.wrong("connector", "not_by_hand");
    }
    fields.done()?;
    let config = with_defaults(&app, asked.connector, asked.config);
    let secret = match asked.sign_in {
        Some(back) => Some(app.engine.finish_sign_in(&scope, &config, &back.into()).await?),
        None => asked.secret,
    };
    let new = engine::NewChannel { connector: asked.connector, config, secret, name };
    let made = app.engine.add_channel(&scope, new).await?;
    Ok((StatusCode::CREATED, Json(one(&app, &scope, made.id).await?)))
}

/// Begins to sign in where the network shows a code on a page of its own: the address of that page, and a ticket to bring back with the code.
#[utoipa::path(post, path = "/brands/{b}/channels/sign-in", tag = "listening", operation_id = "begin_sign_in", request_body = NewSignIn,
    responses((status = 200, body = SignInBegun)))]
async fn begin_sign_in(State(app): State<App>, In(scope): In, Body(asked): Body<NewSignIn>) -> ApiResult<Json<SignInBegun>> {
    let (url, ticket) = app.engine.begin_sign_in(&scope, asked.connector, &asked.config).await?;
    Ok(Json(SignInBegun { url, ticket }))
}

/// Tries a channel: does the network let us in, and as whom?
#[utoipa::path(post, path = "/brands/{b}/channels/{ch}/check", tag = "listening", operation_id = "check_channel",
    responses((status = 200, body = ChannelChecked)))]
async fn check(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, ChannelId)>) -> ApiResult<Json<ChannelChecked>> {
    Ok(Json(match app.engine.check_channel(&scope, id).await {
        Ok(account) => {
            let account = Account { native_id: account.native_id, handle: account.handle, display_name: account.display_name };
            ChannelChecked { ok: true, account: Some(account), error: None }
        }
        Err(ChannelError::Check { reason, detail }) => {
            ChannelChecked { ok: false, account: None, error: Some(ChannelCheckError { reason, detail }) }
        }
        Err(other) => return Err(other.into()),
    }))
}

/// Renames, pauses, resumes, or takes a new secret, which is tried first.
#[utoipa::path(patch, path = "/brands/{b}/channels/{ch}", tag = "listening", operation_id = "change_channel", request_body = ChannelChange,
    responses((status = 200, body = Channel)))]
async fn change(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, ChannelId)>,
    Body(asked): Body<ChannelChange>,
) -> ApiResult<Json<Channel>> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX));
    if asked.state == Some(ChannelState::SignedOut) {
        fields.wrong("state", "not_by_hand");
    }
    fields.done()?;
    let secret = match asked.sign_in {
        Some(back) => {
            let config = app.store.channel(&scope, id).await?.channel.config;
            Some(app.engine.finish_sign_in(&scope, &config, &back.into()).await?)
        }
        None => asked.secret,
    };
    if let Some(secret) = secret {
        app.engine.update_secret(&scope, id, secret).await?;
    }
    if let Some(name) = name {
        app.engine.rename_channel(&scope, id, name).await?;
    }
    if let Some(state) = asked.state {
        app.engine.set_channel_state(&scope, id, state).await?;
    }
    Ok(Json(one(&app, &scope, id).await?))
}

/// Disconnects a channel. What it brought stays.
#[utoipa::path(delete, path = "/brands/{b}/channels/{ch}", tag = "listening", operation_id = "remove_channel", responses((status = 204)))]
async fn remove(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, ChannelId)>) -> ApiResult<StatusCode> {
    app.engine.remove_channel(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begins to read a gap again: what the monitors ask for is searched for in that span of time. It goes on behind; 409
/// `reread_impossible` says why it cannot be.
#[utoipa::path(post, path = "/brands/{b}/channels/{ch}/gaps/{g}/read", tag = "listening", operation_id = "read_gap",
    responses((status = 202, body = Gap)))]
async fn read_gap(
    State(app): State<App>,
    In(scope): In,
    At((_, id, gap)): At<(BrandId, ChannelId, GapId)>,
) -> ApiResult<(StatusCode, Json<Gap>)> {
    app.store.channel(&scope, id).await?;
    let begun = app.engine.read_gap(&scope, id, gap).await?;
    Ok((StatusCode::ACCEPTED, Json(shown(&app, &scope, begun))))
}

fn shown(app: &App, scope: &Scope, gap: domain::Gap) -> Gap {
    let possible = app.engine.can_read_gap(scope, &gap);
    Gap::of(gap, possible)
}

async fn one(app: &App, scope: &Scope, id: ChannelId) -> ApiResult<Channel> {
    let record = app.store.channel(scope, id).await?;
    with_health(app, scope, vec![record]).await?.pop().ok_or_else(ApiError::not_found)
}

async fn with_health(app: &App, scope: &Scope, records: Vec<ChannelRecord>) -> ApiResult<Vec<Channel>> {
    let mut sources: HashMap<ChannelId, Vec<_>> = HashMap::new();
    for health in app.store.sources(scope).await? {
        sources.entry(health.channel_id).or_default().push(health.into());
    }
    let quarantined: HashMap<ChannelId, u64> = app.store.quarantine_counts(scope).await?.into_iter().collect();
    let mut channels = Vec::with_capacity(records.len());
    for record in records {
        let id = record.channel.id;
        let gaps = app.store.gaps(scope, id, GAPS_SHOWN).await?.into_iter().map(|gap| shown(app, scope, gap)).collect();
        let account = record.account.map(|account| Account {
            native_id: account.native_id,
            handle: account.handle,
            display_name: account.display_name,
        });
        channels.push(Channel {
            id: id.into(),
            connector: record.channel.connector,
            network: record.channel.network,
            name: record.channel.name,
            config: record.channel.config,
            state: record.channel.state,
            created_at: record.channel.created_at,
            account,
            sources: sources.remove(&id).unwrap_or_default(),
            gaps,
            quarantined: quarantined.get(&id).copied().unwrap_or(0),
        });
    }
    Ok(channels)
}

/// Fills in what the installation's settings say where the person said nothing.
fn with_defaults(app: &App, connector: ConnectorKind, config: Value) -> Value {
    let networks = &app.config.networks;
    let defaults: &[(&str, &str)] = match connector {
        ConnectorKind::Bluesky => &[("service", &networks.bluesky_service)],
        ConnectorKind::BlueskyStream => &[("url", &networks.bluesky_stream), ("appview", &networks.bluesky_appview)],
        _ => &[],
    };
    let mut config = if config.is_null() { json!({}) } else { config };
    if let Value::Object(fields) = &mut config {
        for (name, value) in defaults {
            fields.entry(*name).or_insert_with(|| json!(value));
        }
    }
    config
}

impl From<SignInDone> for engine::SignIn {
    fn from(done: SignInDone) -> Self {
        Self { ticket: done.ticket, code: done.code }
    }
}

impl From<BackfillRefused> for ApiError {
    fn from(error: BackfillRefused) -> Self {
        match error {
            BackfillRefused::Impossible(because) => {
                Self::new(StatusCode::CONFLICT, "reread_impossible", "The gap cannot be read again.").with(json!({ "because": because }))
            }
            BackfillRefused::Store(error) => error.into(),
        }
    }
}

impl From<ChannelError> for ApiError {
    fn from(error: ChannelError) -> Self {
        match error {
            ChannelError::Check { reason, detail } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "channel_check_failed", "The channel was tried and does not work.")
                    .with(json!({ "reason": reason, "detail": detail }))
            }
            ChannelError::Store(error) => error.into(),
        }
    }
}
