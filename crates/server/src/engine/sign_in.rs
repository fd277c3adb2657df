//! Signing in on a network's own page, where a person brings back a code instead of typing a password.
//!
//! Between the two steps nothing is kept here: what the second step needs travels with the person as a sealed ticket, good for them, for
//! this brand, for half an hour.

use super::{ChannelError, SignIn, channels::refused, core::Core};
use answerable_domain::{ConnectorKind, Millis, Scope};
use answerable_networks::{MastodonSettings, OauthSettings, Settings, email::oauth, mastodon, settings};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

const VALID_FOR_MS: Millis = 30 * 60 * 1_000;
const TICKET_BYTES_MAX: usize = 8 * 1_024;

#[derive(Serialize, Deserialize)]
struct Ticket {
    until: Millis,
    begun: Begun,
}

/// What the second step needs, by where the person went.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Begun {
    Mastodon { settings: MastodonSettings, begun: mastodon::sign_in::Begun },
    Microsoft { settings: OauthSettings, begun: oauth::sign_in::Begun },
}

/// Where the person goes, and the ticket that they bring back with the code.
pub async fn begin(
    core: &Core,
    scope: &Scope,
    connector: ConnectorKind,
    config: &serde_json::Value,
) -> Result<(String, String), ChannelError> {
    let randomness = crate::clock::random_bytes();
    let (url, begun) = match settings(connector, config).map_err(refused)? {
        Settings::Mastodon(settings) => {
            let begun = mastodon::sign_in::begin(&settings, &core.http, core.clock.clone(), randomness).await.map_err(refused)?;
            (begun.authorize_url.clone(), Begun::Mastodon { settings, begun })
        }
        Settings::Email(mailbox) => {
            let Some(settings) = mailbox.oauth.clone() else { return Err(no_sign_in()) };
            let begun = oauth::sign_in::begin(&settings, mailbox.login(), randomness);
            (begun.authorize_url.clone(), Begun::Microsoft { settings, begun })
        }
        _ => return Err(no_sign_in()),
    };
    let ticket = Ticket { until: core.clock.now() + VALID_FOR_MS, begun };
    let plain = serde_json::to_vec(&ticket).map_err(|error| not_sound(&error.to_string()))?;
    Ok((url.to_string(), BASE64_URL_SAFE_NO_PAD.encode(core.secrets.seal(&owner(scope), &plain))))
}

/// The secret that the code stands for.
pub async fn finish(core: &Core, scope: &Scope, config: &serde_json::Value, sign_in: &SignIn) -> Result<String, ChannelError> {
    let ticket = open(core, scope, &sign_in.ticket)?;
    if ticket.until < core.clock.now() {
        return Err(check("sign_in_expired", "the sign-in was begun too long ago"));
    }
    let kind = match &ticket.begun {
        Begun::Mastodon { .. } => ConnectorKind::Mastodon,
        Begun::Microsoft { .. } => ConnectorKind::Email,
    };
    let (http, clock) = (&core.http, core.clock.clone());
    // What is listened to may have been chosen meanwhile; where the person signed in may not.
    let secret = match (&ticket.begun, settings(kind, config).map_err(refused)?) {
        (Begun::Mastodon { settings, begun }, Settings::Mastodon(now)) if settings.server == now.server => {
            mastodon::sign_in::finish(settings, http, clock, begun, &sign_in.code).await
        }
        (Begun::Microsoft { settings, begun }, Settings::Email(now)) if Some(settings) == now.oauth.as_ref() => {
            oauth::sign_in::finish(settings, http, clock, begun, &sign_in.code).await
        }
        _ => return Err(not_sound("the sign-in was begun somewhere else")),
    };
    Ok(secret.map_err(refused)?.expose().to_owned())
}

fn open(core: &Core, scope: &Scope, ticket: &str) -> Result<Ticket, ChannelError> {
    if ticket.len() > TICKET_BYTES_MAX {
        return Err(not_sound("the ticket is too long"));
    }
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(ticket).map_err(|error| not_sound(&error.to_string()))?;
    let plain = core.secrets.open_sealed(&owner(scope), &sealed).map_err(|_| not_sound("the ticket is another person's, or none"))?;
    serde_json::from_slice(&plain).map_err(|error| not_sound(&error.to_string()))
}

/// A ticket is good for one person in one brand.
fn owner(scope: &Scope) -> String {
    let user = scope.user_id().map_or_else(|| "program".to_owned(), |id| id.to_string());
    format!("sign-in:{}:{user}", scope.brand_id())
}

fn no_sign_in() -> ChannelError {
    check("no_sign_in", "this kind of channel is not signed in to on a page of its own")
}

fn not_sound(why: &str) -> ChannelError {
    check("bad_ticket", why)
}

fn check(reason: &str, detail: &str) -> ChannelError {
    ChannelError::Check { reason: reason.to_owned(), detail: detail.to_owned() }
}
