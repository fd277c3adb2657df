//! Channels as they run: a connector with its settings, secret and session; adding, checking, pausing, removing.

use super::{
    ChannelError, NewChannel, Secrets,
    core::{Core, Room},
    sources,
};
use answerable_domain::{Channel, ChannelId, ChannelState, ConnectorKind, Millis, Scope};
use answerable_networks::{Account, Connector, ConnectorError, Context, Fut, Secret, SessionVault, connect, settings};
use answerable_store::{ChannelAccount, ChannelChange, ChannelRecord, NewChannel as ChannelRow, Store, StoreError};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// A channel with the connector that speaks for it.
pub struct LiveChannel {
    pub channel: Channel,
    pub account: Option<ChannelAccount>,
    pub connector: Box<dyn Connector>,
    pub room: Arc<Room>,
    pub stop: CancellationToken,
    /// Wakes a poll before its time.
    pub poke: Notify,
    /// The network asked us to wait, whatever we want to read.
    pub reading: Quiet,
    /// The network asked us to wait, whatever we want to send.
    pub sending: Quiet,
}

/// Until when a network wants to be left alone.
#[derive(Default)]
pub struct Quiet(AtomicI64);

impl Quiet {
    pub fn keep(&self, from: Millis, pause: Duration) {
        self.0.fetch_max(from.saturating_add(Millis::try_from(pause.as_millis()).unwrap_or(Millis::MAX)), Ordering::Relaxed);
    }

    /// How long that still is.
    pub fn left(&self, now: Millis) -> Duration {
        Duration::from_millis(u64::try_from(self.0.load(Ordering::Relaxed) - now).unwrap_or(0))
    }
}

/// Brings up every channel of the database; one that cannot be connected is left out and said in the log.
pub async fn start_all(core: &Arc<Core>) -> Result<(), StoreError> {
    for record in core.store.all_channels().await? {
        let id = record.channel.id;
        if let Err(error) = bring_up(core, record).await {
            tracing::error!(channel = %id, %error, "a channel cannot be started");
        }
    }
    Ok(())
}

async fn bring_up(core: &Arc<Core>, record: ChannelRecord) -> Result<Arc<LiveChannel>, ChannelError> {
    let ChannelRecord { channel, account, .. } = record;
    let owner = secret_owner(channel.id);
    let sealed = core.store.channel_secret(channel.id).await?;
    let secret = sealed.map(|sealed| open_secret(&core.secrets, &owner, &sealed)).transpose()?;
    let vault = StoredSession { store: core.store.clone(), secrets: core.secrets.clone(), channel: channel.id };
    let connector = connector(core, &channel, secret, Arc::new(vault))?;
    let room = core.room(channel.brand_id);
    if let Some(account) = &account {
        room.add_account(&channel, &account.native_id, account.handle.as_deref());
    }
    let live = LiveChannel {
        stop: core.stop.child_token(),
        poke: Notify::new(),
        reading: Quiet::default(),
        sending: Quiet::default(),
        channel,
        account,
        connector,
        room,
    };
    let live = Arc::new(live);
    core.put_channel(live.clone());
    sources::start(core, &live).await;
    Ok(live)
}

fn connector(
    core: &Core,
    channel: &Channel,
    secret: Option<Secret>,
    vault: Arc<dyn SessionVault>,
) -> Result<Box<dyn Connector>, ChannelError> {
    let context = Context {
        clock: core.clock.clone(),
        vault,
        http: core.http.clone(),
        allowed_hosts: core.settings.allowed_hosts.clone().into(),
        reference_key: core.secrets.key_for(&format!("channel:{}:references", channel.id)),
    };
    let settings = settings(channel.connector, &channel.config).map_err(refused)?;
    connect(settings, secret, context).map_err(refused)
}

/// Checks the settings with the network first; what cannot work is not added.
pub async fn add(core: &Arc<Core>, scope: &Scope, new: NewChannel) -> Result<Channel, ChannelError> {
    let settings = settings(new.connector, &new.config).map_err(refused)?;
    let session = Arc::new(HeldSession::default());
    let trial = Channel {
        id: ChannelId(1), // not stored yet; nothing sees it
        brand_id: scope.brand_id(),
        connector: new.connector,
        network: new.connector.network(),
        name: String::new(),
        config: settings.to_config(),
        state: ChannelState::Active,
        created_at: core.clock.now(),
    };
    let trial_connector = connector(core, &trial, new.secret.clone().map(Secret::new), session.clone())?;
    let account = trial_connector.check().await.map_err(refused)?;
    let row = ChannelRow {
        connector: new.connector,
        network: trial.network,
        name: new.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| name_of(new.connector, &account)),
        config: trial.config,
        account: new.connector.is_account().then(|| stored_account(&account)),
        secret: None, // sealed for the channel's id, which it has not got yet
    };
    let channel = core.store.create_channel(scope, row).await?;
    keep_secrets(core, channel.id, new.secret.as_deref(), session.take()).await?;
    let record = core.store.channel(scope, channel.id).await?;
    bring_up(core, record).await?;
    Ok(channel)
}

async fn keep_secrets(core: &Core, id: ChannelId, secret: Option<&str>, session: Option<Vec<u8>>) -> Result<(), StoreError> {
    if let Some(secret) = secret {
        core.store.set_channel_secret(id, Some(core.secrets.seal(&secret_owner(id), secret.as_bytes()))).await?;
    }
    if let Some(session) = session {
        core.store.set_channel_session(id, Some(core.secrets.seal(&session_owner(id), &session))).await?;
    }
    Ok(())
}

pub async fn check(core: &Arc<Core>, scope: &Scope, id: ChannelId) -> Result<Account, ChannelError> {
    let record = core.store.channel(scope, id).await?;
    let live = match core.channel(id) {
        Some(live) => live,
        None => bring_up(core, record.clone()).await?,
    };
    let account = live.connector.check().await.map_err(refused)?;
    // Whoever asks whether it works wants to see what is new.
    live.poke.notify_waiters();
    if live.channel.connector.is_account() {
        core.store.set_channel_account(id, stored_account(&account)).await?;
        live.room.add_account(&live.channel, &account.native_id, account.handle.as_deref());
    }
    if record.channel.state == ChannelState::SignedOut {
        set_state(core, scope, id, ChannelState::Active).await?;
    }
    Ok(account)
}

pub async fn set_state(core: &Arc<Core>, scope: &Scope, id: ChannelId, state: ChannelState) -> Result<Channel, ChannelError> {
    change(core, scope, id, ChannelChange { state: Some(state), ..ChannelChange::default() }).await
}

/// Stores a change and runs the channel with it.
pub async fn change(core: &Arc<Core>, scope: &Scope, id: ChannelId, change: ChannelChange) -> Result<Channel, ChannelError> {
    let channel = core.store.change_channel(scope, id, change).await?;
    let record = core.store.channel(scope, id).await?;
    bring_up(core, record).await?;
    Ok(channel)
}

/// A new app password: the session made with the old one goes, and the channel signs in again.
pub async fn update_secret(core: &Arc<Core>, scope: &Scope, id: ChannelId, secret: &str) -> Result<Channel, ChannelError> {
    let record = core.store.channel(scope, id).await?;
    let session = Arc::new(HeldSession::default());
    let trial = connector(core, &record.channel, Some(Secret::new(secret)), session.clone())?;
    trial.check().await.map_err(refused)?;
    let sealed = core.secrets.seal(&secret_owner(id), secret.as_bytes());
    let renewed = ChannelChange { secret: Some(sealed), state: Some(ChannelState::Active), ..ChannelChange::default() };
    core.store.change_channel(scope, id, renewed).await?;
    keep_secrets(core, id, None, session.take()).await?;
    let record = core.store.channel(scope, id).await?;
    let live = bring_up(core, record).await?;
    Ok(live.channel.clone())
}

/// The network no longer knows us: the channel says so, and nothing is sent or asked in its name until somebody signs in again.
// Boxed: a source that ends calls this, and this brings the channel up again, sources and all.
pub fn signed_out<'a>(core: &'a Arc<Core>, live: &'a Arc<LiveChannel>) -> Fut<'a, ()> {
    Box::pin(async move {
        let is_current = core.channel(live.channel.id).is_some_and(|current| Arc::ptr_eq(&current, live));
        if !is_current {
            return; // somebody has signed in again already
        }
        let scope = Scope::program(live.channel.brand_id);
        if let Err(error) = set_state(core, &scope, live.channel.id, ChannelState::SignedOut).await {
            tracing::error!(channel = %live.channel.id, %error, "a signed-out channel could not be marked");
        }
    })
}

pub async fn remove(core: &Arc<Core>, scope: &Scope, id: ChannelId) -> Result<(), ChannelError> {
    core.store.remove_channel(scope, id).await?;
    core.take_channel(id);
    core.room(scope.brand_id()).remove_account(id);
    Ok(())
}

/// As people call it there: `@acme.example`, `@acme@social.example`, `@acme_bot`, a mailbox by its address, a feed by its title.
fn name_of(connector: ConnectorKind, account: &Account) -> String {
    match (connector, &account.handle, &account.display_name) {
        (ConnectorKind::Email, handle, _) => handle.as_ref().unwrap_or(&account.native_id).clone(),
        (_, Some(handle), _) => format!("@{}", handle.trim_start_matches('@')),
        (_, None, Some(name)) => name.clone(),
        (_, None, None) => account.native_id.clone(),
    }
}

fn stored_account(account: &Account) -> ChannelAccount {
    ChannelAccount { native_id: account.native_id.clone(), handle: account.handle.clone(), display_name: account.display_name.clone() }
}

fn secret_owner(id: ChannelId) -> String {
    format!("channel:{id}:secret")
}

fn session_owner(id: ChannelId) -> String {
    format!("channel:{id}:session")
}

fn open_secret(secrets: &Secrets, owner: &str, sealed: &[u8]) -> Result<Secret, ChannelError> {
    let undecryptable = |detail: String| ChannelError::Check { reason: "undecryptable".to_owned(), detail };
    let plain = secrets.open_sealed(owner, sealed).map_err(|error| undecryptable(error.to_string()))?;
    String::from_utf8(plain).map(Secret::new).map_err(|error| undecryptable(error.to_string()))
}

/// A connector's error as the screen explains it.
pub fn refused(error: ConnectorError) -> ChannelError {
    let reason = match &error {
        ConnectorError::SignedOut(_) => "signed_out",
        ConnectorError::RateLimited { .. } => "rate_limited",
        ConnectorError::Transient(_) => "unreachable",
        ConnectorError::Protocol(_) => "unexpected_answer",
        ConnectorError::Settings { code, .. } => code,
        ConnectorError::Store(_) => "not_stored",
    };
    ChannelError::Check { reason: reason.to_owned(), detail: error.to_string() }
}

/// A channel's session, sealed in the store and replaced as a whole.
struct StoredSession {
    store: Store,
    secrets: Secrets,
    channel: ChannelId,
}

impl SessionVault for StoredSession {
    fn load(&self) -> Fut<'_, Option<Vec<u8>>> {
        Box::pin(async {
            let sealed = self.store.channel_session(self.channel).await.ok().flatten()?;
            self.secrets.open_sealed(&session_owner(self.channel), &sealed).ok()
        })
    }

    fn save(&self, session: Vec<u8>) -> Fut<'_, Result<(), ConnectorError>> {
        let sealed = self.secrets.seal(&session_owner(self.channel), &session);
        Box::pin(async move {
            let saved = self.store.set_channel_session(self.channel, Some(sealed)).await;
            saved.map_err(|error| ConnectorError::Store(error.to_string()))
        })
    }
}

/// The session of a channel that is being tried out and has no place in the store yet.
#[derive(Default)]
struct HeldSession(Mutex<Option<Vec<u8>>>);

impl HeldSession {
    fn take(&self) -> Option<Vec<u8>> {
        self.0.lock().expect("no holder panics").take()
    }
}

impl SessionVault for HeldSession {
    fn load(&self) -> Fut<'_, Option<Vec<u8>>> {
        Box::pin(async { self.0.lock().expect("no holder panics").clone() })
    }

    fn save(&self, session: Vec<u8>) -> Fut<'_, Result<(), ConnectorError>> {
        *self.0.lock().expect("no holder panics") = Some(session);
        Box::pin(async { Ok(()) })
    }
}
