//! Channels, quarantine and imports as JSON.

use super::media::SignInDone;
use super::names::{ChannelStateName, ConnectorName, Id, NetworkName, SourceStateName};
use answerable_domain as domain;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Serialize, ToSchema)]
pub struct Channel {
    pub id: Id,
    #[schema(value_type = ConnectorName)]
    pub connector: domain::ConnectorKind,
    #[schema(value_type = NetworkName)]
    pub network: domain::Network,
    pub name: String,
    /// Without secrets.
    #[schema(value_type = Object)]
    pub config: serde_json::Value,
    #[schema(value_type = ChannelStateName)]
    pub state: domain::ChannelState,
    pub created_at: i64,
    /// Who we are there, where one signs in.
    pub account: Option<Account>,
    pub sources: Vec<SourceHealth>,
    /// The last ten.
    pub gaps: Vec<Gap>,
    /// Payloads that could not be understood.
    pub quarantined: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SourceHealth {
    pub source: String,
    #[schema(value_type = SourceStateName)]
    pub state: domain::SourceState,
    pub last_item_at: Option<i64>,
    pub last_contact_at: Option<i64>,
    pub lag_ms: Option<i64>,
    pub failures: u32,
    pub last_error: Option<String>,
    pub retry_at: Option<i64>,
    pub since: i64,
    pub rate: SourceRate,
}

/// How loud a source is, and usually is at that hour of the week by the brand's clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceRate {
    /// Items of the last whole hour.
    pub hour: u32,
    /// The fewest in the same hour of the last four weeks; null until there are two of them.
    pub usual_low: Option<u32>,
    /// It was expected to be louder.
    pub quiet: bool,
}

impl From<domain::Rate> for SourceRate {
    fn from(rate: domain::Rate) -> Self {
        Self { hour: rate.hour, usual_low: rate.usual_low, quiet: rate.quiet }
    }
}

impl From<domain::SourceHealth> for SourceHealth {
    fn from(health: domain::SourceHealth) -> Self {
        Self {
            source: health.source,
            state: health.state,
            last_item_at: health.last_item_at,
            last_contact_at: health.last_contact_at,
            lag_ms: health.lag_ms,
            failures: health.failures,
            last_error: health.last_error,
            retry_at: health.retry_at,
            since: health.since,
            rate: health.rate.into(),
        }
    }
}

/// A span of time that a source did not deliver.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gap {
    pub id: Id,
    pub source: String,
    /// Null: the source never said.
    pub from: Option<i64>,
    pub to: i64,
    /// `clamped_cursor`, `truncated_page`, ...
    pub why: String,
    pub noticed_at: i64,
    pub reread: Reread,
}

/// Reading a gap again by searching the network for what the monitors ask for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reread {
    /// `possible`, `impossible`, `running`, `done` or `failed`.
    pub state: String,
    /// Posts that were missed and are there now; null before it was begun.
    pub found: Option<u32>,
    /// Why it is impossible or failed, or why there may be more: `no_history`, `no_account`, `no_beginning`, `signed_out`, `rate_limited`,
    /// `unreachable`, `incomplete`, ...
    pub because: Option<String>,
}

impl Gap {
    /// `possible`: what the engine says to it.
    pub fn of(gap: domain::Gap, possible: Result<(), &'static str>) -> Self {
        let reread = match gap.reread {
            Some(reread) => Reread { state: reread.state.as_str().to_owned(), found: Some(reread.found), because: reread.because },
            None => {
                let state = if possible.is_ok() { "possible" } else { "impossible" };
                Reread { state: state.to_owned(), found: None, because: possible.err().map(str::to_owned) }
            }
        };
        Self { id: gap.id.into(), source: gap.source, from: gap.from, to: gap.to, why: gap.why, noticed_at: gap.noticed_at, reread }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct NewChannel {
    #[schema(value_type = ConnectorName)]
    pub connector: domain::ConnectorKind,
    /// `bluesky`: service, identifier, appview; `bluesky_stream`: url, appview; `feed`: url; `mastodon`: server, tags, public; `email`: address,
    /// name, imap, smtp, user; `telegram`, `hacker_news`: nothing that must be said.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub config: serde_json::Value,
    /// The app password, access token or bot's token. Kept encrypted, never shown.
    pub secret: Option<String>,
    pub name: Option<String>,
    /// Instead of a secret, where somebody signed in on the network's own page.
    pub sign_in: Option<SignInDone>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ChannelChange {
    pub name: Option<String>,
    /// `active` or `paused`.
    #[schema(value_type = Option<ChannelStateName>)]
    pub state: Option<domain::ChannelState>,
    /// A new app password or token.
    pub secret: Option<String>,
    /// Instead of a secret, where somebody signed in on the network's own page.
    pub sign_in: Option<SignInDone>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelChecked {
    pub ok: bool,
    pub account: Option<Account>,
    pub error: Option<ChannelCheckError>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    pub native_id: String,
    pub handle: Option<String>,
    pub display_name: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelCheckError {
    /// `signed_out`, `unreachable`, `not_a_feed`, ...
    pub reason: String,
    pub detail: String,
}

/// A payload that could not be understood.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quarantined {
    pub id: Id,
    pub channel_id: Id,
    pub source: String,
    pub received_at: i64,
    pub code: String,
    pub reason: String,
    /// Bytes.
    pub size: u64,
    /// Its beginning, with what is not text replaced.
    pub excerpt: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Retried {
    pub count: u64,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// `jsonl` or `csv`.
    pub format: String,
    /// What people call it; usually the file's name.
    pub name: String,
    /// For lines that name none.
    pub network: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Import {
    pub id: Id,
    pub name: String,
    pub format: String,
    /// `receiving`, `running`, `done`, `failed` or `interrupted`.
    pub state: String,
    pub bytes_total: u64,
    pub bytes_done: u64,
    pub lines_ok: u64,
    pub lines_bad: u64,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    /// Why it failed: a code.
    pub failure: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ImportError {
    /// From 1.
    pub line: u64,
    pub code: String,
    pub detail: String,
    /// The line's beginning.
    pub text: String,
}
