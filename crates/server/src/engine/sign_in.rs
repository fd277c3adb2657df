//! Signing in on a network's own page, where a person brings back a code instead of typing a password.
//!
//! Between the two steps nothing is kept here: what the second step needs travels with the person as a sealed ticket, good for them, for
//! this brand, for half an hour.

use super::{ChannelError, SignIn, channels::refused, core::Core};
use answerable_domain::{ConnectorKind, Millis, Scope};
use answerable_networks::{Settings, mastodon, settings};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

const VALID_FOR_MS: Millis = 30 * 60 * 1_000;
const TICKET_BYTES_MAX: usize = 8 * 1_024;

#[derive(Serialize, Deserialize)]
struct Ticket {
    until: Millis,
    config: serde_json::Value,
    begun: mastodon::sign_in::Begun,
}

/// Where the person goes, and the ticket that they bring back with the code.
pub async fn begin(
    core: &Core,
    scope: &Scope,
    connector: ConnectorKind,
    config: &serde_json::Value,
) -> Result<(String, String), ChannelError> {
    let Settings::Mastodon(settings) = settings(connector, config).map_err(refused)? else { return Err(no_sign_in()) };
    let begun = mastodon::sign_in::begin(&settings, &core.http, core.clock.clone(), crate::clock::random_bytes()).await.map_err(refused)?;
    let url = begun.authorize_url.to_string();
    let ticket = Ticket { until: core.clock.now() + VALID_FOR_MS, config: Settings::Mastodon(settings).to_config(), begun };
    let plain = serde_json::to_vec(&ticket).map_err(|error| not_sound(&error.to_string()))?;
    Ok((url, BASE64_URL_SAFE_NO_PAD.encode(core.secrets.seal(&owner(scope), &plain))))
}

/// The secret that the code stands for.
pub async fn finish(core: &Core, scope: &Scope, config: &serde_json::Value, sign_in: &SignIn) -> Result<String, ChannelError> {
    if sign_in.ticket.len() > TICKET_BYTES_MAX {
        return Err(not_sound("the ticket is too long"));
    }
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(&sign_in.ticket).map_err(|error| not_sound(&error.to_string()))?;
    let plain = core.secrets.open_sealed(&owner(scope), &sealed).map_err(|_| not_sound("the ticket is another person's, or none"))?;
    let ticket: Ticket = serde_json::from_slice(&plain).map_err(|error| not_sound(&error.to_string()))?;
    if ticket.until < core.clock.now() {
        return Err(check("sign_in_expired", "the sign-in was begun too long ago"));
    }
    let Settings::Mastodon(begun_with) = settings(ConnectorKind::Mastodon, &ticket.config).map_err(refused)? else {
        return Err(no_sign_in());
    };
    // What is listened to may have been chosen meanwhile; whose server it is may not.
    let Settings::Mastodon(now) = settings(ConnectorKind::Mastodon, config).map_err(refused)? else { return Err(no_sign_in()) };
    if now.server != begun_with.server {
        return Err(not_sound("the sign-in was begun at another server"));
    }
    let secret =
        mastodon::sign_in::finish(&begun_with, &core.http, core.clock.clone(), &ticket.begun, &sign_in.code).await.map_err(refused)?;
    Ok(secret.expose().to_owned())
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
