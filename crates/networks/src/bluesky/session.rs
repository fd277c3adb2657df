//! Staying signed in.
//!
//! A session is two tokens: a short one for requests, a long one that can be used **once** to get the next two. A real server takes a
//! replayed long token for theft and ends the whole session, and it lets an account sign in only 30 times in five minutes. Hence: one
//! renewal at a time, the new tokens are stored before they are used, a renewal whose answer was lost is never repeated, and signing in
//! with the password is the last resort and paced.

use super::xrpc::{Call, CallError, Client};
use crate::{ConnectorError, Secret, SessionVault};
use answerable_domain::{Clock, Millis};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// Between two sign-ins with the password.
const SIGN_IN_EVERY_MS: Millis = 30_000;
/// After the network said that the password is wrong.
const REFUSED_FOR_MS: Millis = 60_000;

/// What a request needs.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub did: String,
    pub handle: String,
    access: Secret,
    /// Which tokens: whoever finds them refused says so with this number, and only the first of many renews them.
    generation: u64,
}

pub struct Sessions {
    client: Client,
    vault: Arc<dyn SessionVault>,
    clock: Arc<dyn Clock>,
    identifier: String,
    password: Secret,
    did: Option<String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    loaded: bool,
    session: Option<Session>,
    generation: u64,
    /// The vault could not take the newest tokens; they are not used before it does.
    unsaved: bool,
    sign_in_not_before: Millis,
    refused: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Session {
    did: String,
    handle: String,
    access: String,
    refresh: String,
    /// A renewal was sent and its answer lost: the long token may be used up.
    #[serde(default)]
    spent: bool,
}

impl Sessions {
    pub fn new(client: Client, vault: Arc<dyn SessionVault>, clock: Arc<dyn Clock>, who: (String, Secret), did: Option<String>) -> Self {
        let (identifier, password) = who;
        Self { client, vault, clock, identifier, password, did, state: Mutex::default() }
    }

    /// A call in our name. A refused token is renewed, once.
    pub async fn call(&self, call: &Call<'_>) -> Result<(Ticket, Vec<u8>), AuthorizedError> {
        let ticket = self.ticket(None).await?;
        match self.client.call(call, Some(ticket.access.expose())).await {
            Err(error) if error.is_about_token() => {
                let ticket = self.ticket(Some(ticket.generation)).await?;
                let body = self.client.call(call, Some(ticket.access.expose())).await?;
                Ok((ticket, body))
            }
            answer => Ok((ticket, answer?)),
        }
    }

    /// Tokens that should work. `stale`: those of this generation were refused.
    pub async fn ticket(&self, stale: Option<u64>) -> Result<Ticket, ConnectorError> {
        let mut state = self.state.lock().await;
        self.load(&mut state).await;
        let current = state.session.clone().filter(|_| stale != Some(state.generation));
        let now = self.clock.now();
        let fresh = current.as_ref().is_some_and(|session| now < lifetime(&session.access).renew_at);
        if !fresh {
            self.renew(&mut state, current.filter(|session| now < lifetime(&session.access).ends_at)).await?;
        }
        self.save(&mut state).await?;
        let session = state.session.as_ref().ok_or_else(|| ConnectorError::SignedOut("no session".to_owned()))?;
        Ok(Ticket {
            did: session.did.clone(),
            handle: session.handle.clone(),
            access: Secret::new(session.access.clone()),
            generation: state.generation,
        })
    }

    async fn load(&self, state: &mut State) {
        if state.loaded {
            return;
        }
        state.loaded = true;
        let stored = self.vault.load().await.and_then(|bytes| serde_json::from_slice::<Session>(&bytes).ok());
        state.session = stored.filter(|session| self.did.as_ref().is_none_or(|did| *did == session.did));
    }

    async fn save(&self, state: &mut State) -> Result<(), ConnectorError> {
        if let (true, Some(session)) = (state.unsaved, &state.session) {
            let bytes = serde_json::to_vec(session).map_err(|error| ConnectorError::Store(error.to_string()))?;
            self.vault.save(bytes).await?;
            state.unsaved = false;
        }
        Ok(())
    }

    /// `usable`: the present tokens, if they still work for a while; then a renewal that fails is no harm yet.
    async fn renew(&self, state: &mut State, usable: Option<Session>) -> Result<(), ConnectorError> {
        let Some(session) = state.session.clone() else {
            return self.sign_in(state).await;
        };
        if session.spent {
            return if usable.is_some() { Ok(()) } else { self.sign_in(state).await };
        }
        // Until the answer is known the token counts as used up: whoever waits for it may stop waiting.
        state.session = Some(Session { spent: true, ..session.clone() });
        let call = Call::Post { nsid: "com.atproto.server.refreshSession", body: None };
        match self.client.call(&call, Some(&session.refresh)).await {
            Ok(body) => self.install(state, &body),
            // Not taken up at all: the same token may be sent again.
            Err(error @ (CallError::NotSent(_) | CallError::Refused { status: 429 | 503, .. })) => {
                state.session = Some(session);
                if usable.is_some() { Ok(()) } else { Err(error.into()) }
            }
            // A gateway that lost patience (502, 504) says as little about what happened behind it as no answer does.
            Err(error @ (CallError::Cut(_) | CallError::Refused { status: 500.., .. })) => {
                tracing::warn!(why = error.why(), "the answer to a renewal was lost; its token is not used again");
                state.unsaved = true;
                if usable.is_some() { Ok(()) } else { self.sign_in(state).await }
            }
            Err(error) => {
                tracing::info!(why = error.why(), "the session has ended; signing in again");
                self.sign_in(state).await
            }
        }
    }

    async fn sign_in(&self, state: &mut State) -> Result<(), ConnectorError> {
        let now = self.clock.now();
        if now < state.sign_in_not_before {
            if let Some(why) = &state.refused {
                return Err(ConnectorError::SignedOut(why.clone()));
            }
            let after = Duration::from_millis(u64::try_from(state.sign_in_not_before - now).unwrap_or(0));
            return Err(ConnectorError::RateLimited { after, why: "signed in a moment ago".to_owned() });
        }
        let body = json!({"identifier": self.identifier, "password": self.password.expose()});
        let call = Call::Post { nsid: "com.atproto.server.createSession", body: Some(body) };
        state.refused = None;
        state.sign_in_not_before = now + SIGN_IN_EVERY_MS;
        match self.client.call(&call, None).await {
            Ok(body) => self.install(state, &body),
            Err(CallError::Refused { status: 429, retry_after, message, .. }) => {
                let after = retry_after.unwrap_or(Duration::from_secs(60));
                state.sign_in_not_before = now + i64::try_from(after.as_millis()).unwrap_or(REFUSED_FOR_MS);
                Err(ConnectorError::RateLimited { after, why: format!("too many sign-ins: {message}") })
            }
            Err(error @ CallError::Refused { status: 400..=499, .. }) => {
                state.sign_in_not_before = now + REFUSED_FOR_MS;
                state.refused = Some(error.why());
                Err(ConnectorError::SignedOut(error.why()))
            }
            Err(error) => {
                if matches!(error, CallError::NotSent(_) | CallError::Refused { .. }) {
                    state.sign_in_not_before = now;
                }
                Err(error.into())
            }
        }
    }

    fn install(&self, state: &mut State, body: &[u8]) -> Result<(), ConnectorError> {
        let said: Value = serde_json::from_slice(body).map_err(|error| ConnectorError::Protocol(error.to_string()))?;
        let field = |name: &str| {
            said.get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .ok_or_else(|| ConnectorError::Protocol(format!("session without {name}")))
        };
        let session = Session {
            did: field("did")?,
            handle: field("handle")?,
            access: field("accessJwt")?,
            refresh: field("refreshJwt")?,
            spent: false,
        };
        if self.did.as_ref().is_some_and(|did| *did != session.did) {
            return Err(ConnectorError::SignedOut(format!("these credentials belong to another account: {}", session.did)));
        }
        state.session = Some(session);
        state.generation += 1;
        state.unsaved = true;
        Ok(())
    }
}

/// Why a call in our name failed: we could not sign in (so it never left), or the call itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizedError {
    SignIn(ConnectorError),
    Call(CallError),
}

impl From<ConnectorError> for AuthorizedError {
    fn from(error: ConnectorError) -> Self {
        Self::SignIn(error)
    }
}

impl From<CallError> for AuthorizedError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<AuthorizedError> for ConnectorError {
    fn from(error: AuthorizedError) -> Self {
        match error {
            AuthorizedError::SignIn(error) => error,
            AuthorizedError::Call(error) => error.into(),
        }
    }
}

struct Lifetime {
    renew_at: Millis,
    ends_at: Millis,
}

/// Read from the token without verifying it: it is ours to use, not to judge. A token that does not say works until it is refused.
fn lifetime(token: &str) -> Lifetime {
    let claims: Option<Value> = token
        .split('.')
        .nth(1)
        .and_then(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok())
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let seconds = |name: &str| claims.as_ref()?.get(name)?.as_i64()?.checked_mul(1_000);
    match (seconds("iat"), seconds("exp")) {
        (Some(from), Some(to)) if from < to => Lifetime { renew_at: from + (to - from) / 5 * 4, ends_at: to },
        (_, Some(to)) => Lifetime { renew_at: to.saturating_sub(60_000), ends_at: to },
        _ => Lifetime { renew_at: Millis::MAX, ends_at: Millis::MAX },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_token_is_renewed_after_four_fifths_of_its_life() {
        let token = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6ImNvbS5hdHByb3RvLmFjY2VzcyIsImF1ZCI6ImRpZDp3ZWI6bG9jYWxob3N0Iiwic3ViIjoiZGlkOnBsYzpoaWt5N3B1ang1NHZhbzJscHp5aWF0bGgiLCJpYXQiOjE3OTUzMTAxOTksImV4cCI6MTc5NTMxNzM5OX0.Dv3tLkP1Yv0i3OeAJD8iLjfgnznLhNUHJoKwnmpKTBQ";
        let Lifetime { renew_at, ends_at } = lifetime(token);
        assert_eq!((renew_at, ends_at), (1_795_315_959_000, 1_795_317_399_000));
    }

    #[test]
    fn a_token_that_says_nothing_is_used_until_it_is_refused() {
        for token in ["", "opaque", "a.b.c", "a.e30.c"] {
            assert_eq!(lifetime(token).renew_at, Millis::MAX, "{token}");
        }
    }
}
