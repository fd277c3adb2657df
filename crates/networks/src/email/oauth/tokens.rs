//! Access tokens that work, from a refresh token that a person's sign-in brought.
//!
//! A refresh token may be good only once: then the answer brings the next one. Hence one renewal at a time, which goes on even when whoever
//! waits for it goes away, and what it brought is stored before it is used. What was stored belongs to the secret that it came from: a new
//! secret means that a person has signed in again, and what came from the old one is not looked at any more.

use super::endpoint::{Endpoint, Granted};
use crate::{ConnectorError, Secret, SessionVault};
use answerable_domain::{Clock, Millis};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// A token is renewed this long before it ends, or after four fifths of a short life.
const RENEW_BEFORE_MS: Millis = 5 * 60_000;

/// What one sign-in to a mail server needs.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub access: Secret,
    /// Which one: whoever finds it refused says so with this number, and only the first of many renews it.
    pub generation: u64,
}

#[derive(Clone)]
pub struct Tokens(Arc<Keeper>);

struct Keeper {
    endpoint: Endpoint,
    vault: Arc<dyn SessionVault>,
    clock: Arc<dyn Clock>,
    /// What the person's sign-in brought.
    given: Secret,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    loaded: bool,
    session: Option<Session>,
    generation: u64,
    /// The vault could not take the newest tokens; they are not used before it does.
    unsaved: bool,
    /// Until when the endpoint wants to be left alone.
    quiet: Option<(Millis, String)>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Session {
    /// A digest of the secret that it came from.
    of: String,
    refresh: String,
    access: String,
    renew_at: Millis,
    ends_at: Millis,
}

impl Tokens {
    pub fn new(endpoint: Endpoint, vault: Arc<dyn SessionVault>, clock: Arc<dyn Clock>, given: Secret) -> Self {
        Self(Arc::new(Keeper { endpoint, vault, clock, given, state: Mutex::default() }))
    }

    /// A token that should work. `stale`: the one of this generation was refused.
    pub async fn ticket(&self, stale: Option<u64>) -> Result<Ticket, ConnectorError> {
        let keeper = self.0.clone();
        // A task of its own: a renewal that is given up halfway could lose the only token that is still good.
        let working = tokio::spawn(async move { keeper.ticket(stale).await });
        working.await.unwrap_or_else(|error| Err(ConnectorError::Transient(format!("sign-in: given up: {error}"))))
    }
}

impl Keeper {
    async fn ticket(&self, stale: Option<u64>) -> Result<Ticket, ConnectorError> {
        let mut state = self.state.lock().await;
        if !state.loaded {
            state.loaded = true;
            state.session = self.stored().await;
        }
        let now = self.clock.now();
        let usable = state.session.as_ref().filter(|session| stale != Some(state.generation) && now < session.ends_at);
        if usable.is_none_or(|session| now >= session.renew_at) {
            let is_needed = usable.is_none();
            match self.renew(&mut state).await {
                Err(error) if is_needed => return Err(error),
                Err(error) => tracing::warn!(%error, "an access token could not be renewed yet"),
                Ok(()) => {}
            }
        }
        self.save(&mut state).await?;
        let session = state.session.as_ref().ok_or_else(|| ConnectorError::SignedOut("no session".to_owned()))?;
        Ok(Ticket { access: Secret::new(session.access.clone()), generation: state.generation })
    }

    async fn renew(&self, state: &mut State) -> Result<(), ConnectorError> {
        let now = self.clock.now();
        if let Some((until, why)) = state.quiet.as_ref().filter(|(until, _)| now < *until) {
            return Err(ConnectorError::RateLimited { after: span(*until - now), why: why.clone() });
        }
        state.quiet = None;
        let used = state.session.as_ref().map_or_else(|| self.given.clone(), |session| Secret::new(session.refresh.clone()));
        let renewed = match self.endpoint.renew(&used).await {
            Err(ConnectorError::SignedOut(why)) => self.renew_with_a_newer(&used, why).await,
            other => other.map(|granted| (granted, used)),
        };
        match renewed {
            Ok((granted, used)) => {
                self.install(state, granted, &used);
                Ok(())
            }
            Err(error) => {
                if let ConnectorError::RateLimited { after, why } = &error {
                    state.quiet = Some((now.saturating_add(Millis::try_from(after.as_millis()).unwrap_or(Millis::MAX)), why.clone()));
                }
                Err(error)
            }
        }
    }

    /// While a channel is changed, what spoke for it before may still be at work, and may have renewed the token a moment ago.
    async fn renew_with_a_newer(&self, used: &Secret, why: String) -> Result<(Granted, Secret), ConnectorError> {
        let newer = self.stored().await.map(|session| Secret::new(session.refresh)).filter(|newer| newer != used);
        let Some(newer) = newer else { return Err(ConnectorError::SignedOut(why)) };
        Ok((self.endpoint.renew(&newer).await?, newer))
    }

    fn install(&self, state: &mut State, granted: Granted, used: &Secret) {
        let now = self.clock.now();
        let life_ms = granted.expires_in_ms;
        state.session = Some(Session {
            of: self.digest(),
            refresh: granted.refresh.as_ref().unwrap_or(used).expose().to_owned(),
            access: granted.access.expose().to_owned(),
            renew_at: now + (life_ms - RENEW_BEFORE_MS).max(life_ms / 5 * 4),
            ends_at: now + life_ms,
        });
        state.generation += 1;
        state.unsaved = true;
    }

    async fn stored(&self) -> Option<Session> {
        let stored: Session = serde_json::from_slice(&self.vault.load().await?).ok()?;
        (stored.of == self.digest()).then_some(stored)
    }

    async fn save(&self, state: &mut State) -> Result<(), ConnectorError> {
        if let (true, Some(session)) = (state.unsaved, &state.session) {
            let bytes = serde_json::to_vec(session).map_err(|error| ConnectorError::Store(error.to_string()))?;
            self.vault.save(bytes).await?;
            state.unsaved = false;
        }
        Ok(())
    }

    fn digest(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(b"given\0").chain_update(self.given.expose().as_bytes()).finalize())
    }
}

fn span(millis: Millis) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}
