//! Puts the program together and takes it apart again.
//!
//! Start: the data directory and its lock, the key file, the database, the engine, the sockets. Stop: nothing new begins, live streams
//! end, open requests are answered, the engine drains, the database closes; ten seconds at most.

use crate::{
    assets,
    config::{Config, DataDir},
    engine::{Engine, EngineSettings, Secrets},
    housekeeping,
    http::{App, AppParts, live_feed, router},
    listener,
};
use answerable_domain::Clock;
use answerable_store::{Location, OpenOptions, Store};
use anyhow::{Context as _, bail};
use axum::Router;
use std::{
    fs::{self, File, TryLockError},
    io::Write as _,
    net::SocketAddr,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::Path,
    sync::Arc,
    time::Duration,
};
use tokio::net::{TcpListener, UnixListener};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Open requests get so long to end, the engine the rest of the ten seconds.
const REQUESTS_END_WITHIN: Duration = Duration::from_secs(4);
const ENGINE_DRAINS_WITHIN: Duration = Duration::from_secs(5);

/// What a start needs to know.
pub struct Start {
    pub config: Config,
    pub data: DataDir,
    pub clock: Arc<dyn Clock>,
    /// Nothing is listened to and nothing is sent (command line, tests).
    pub sources_off: bool,
}

/// The program's parts, running, without any socket.
pub struct Parts {
    pub app: App,
    pub router: Router,
    data: DataDir,
    tasks: TaskTracker,
    _lock: File,
}

/// The program as it serves.
pub struct Server {
    pub address: SocketAddr,
    pub parts: Parts,
    close: CancellationToken,
    sockets: TaskTracker,
}

impl Parts {
    pub async fn start(start: Start) -> anyhow::Result<Self> {
        let Start { config, data, clock, sources_off } = start;
        make_folder(&data.0)?;
        let lock = lock(&data)?;
        let secrets = Secrets::open(&data.key_file())?;
        let store = open_store(&config, &data, clock.clone(), config.database.node).await?;
        let settings = EngineSettings {
            imports_folder: data.imports(),
            media_folder: data.media(),
            allowed_hosts: config.networks.allowed_hosts.clone(),
            alerts: config.alert_settings(),
            sources_off,
        };
        let engine = Engine::start(store.clone(), settings, clock.clone(), secrets).await?;
        let app = AppParts::new(store, engine, clock, config, data.imports());
        let tasks = TaskTracker::new();
        tasks.spawn(live_feed(app.clone()));
        tasks.spawn(housekeeping::run(app.clone()));
        let router = router(app.clone());
        Ok(Self { app, router, data, tasks, _lock: lock })
    }

    /// Ends everything in order.
    pub async fn stop(self) {
        self.app.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.app.engine.drain(ENGINE_DRAINS_WITHIN).await;
        self.app.store.close().await;
    }
}

impl Server {
    pub async fn start(start: Start) -> anyhow::Result<Self> {
        let listen = start.config.server.listen;
        let connections_max = start.config.limits.connections_max;
        // Before everything else: a port that is taken should be said at once.
        let tcp = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let address = tcp.local_addr()?;
        let parts = Parts::start(start).await?;
        if !assets::is_built() {
            tracing::warn!("this build has no web app: only the API is served (`cargo xtask start` builds both)");
        }
        let (close, sockets) = (CancellationToken::new(), TaskTracker::new());
        let closed = close.clone().cancelled_owned();
        sockets.spawn(listener::serve_tcp(tcp, parts.router.clone(), connections_max, closed));
        match local_socket(&parts.data) {
            Ok(unix) => drop(sockets.spawn(listener::serve_unix(unix, parts.router.clone(), close.clone().cancelled_owned()))),
            Err(error) => tracing::warn!(%error, "no local socket: the command line cannot reach this server while it runs"),
        }
        let database = parts.app.store.engine_name();
        tracing::info!(%address, database, data = %parts.data.0.display(), version = env!("CARGO_PKG_VERSION"), "started");
        Ok(Self { address, parts, close, sockets })
    }

    /// Ends within ten seconds, whatever still happens.
    pub async fn stop(self) {
        self.parts.app.stopping.cancel();
        self.close.cancel();
        self.sockets.close();
        if tokio::time::timeout(REQUESTS_END_WITHIN, self.sockets.wait()).await.is_err() {
            tracing::warn!("some requests were still open and are given up");
        }
        let _ = fs::remove_file(self.parts.data.socket());
        self.parts.stop().await;
    }
}

/// Opens the database that the settings name. `node` keeps the ids of two programs apart.
pub async fn open_store(config: &Config, data: &DataDir, clock: Arc<dyn Clock>, node: u8) -> anyhow::Result<Store> {
    let location = match config.database.url.as_str() {
        "" => Location::Sqlite(data.database()),
        url => Location::Postgres(url.to_owned()),
    };
    let options = OpenOptions { node, ..OpenOptions::new(clock) };
    Store::open(&location, options).await.context("the database cannot be opened")
}

/// True when a server works with this data directory now.
pub fn is_running(data: &DataDir) -> bool {
    File::open(data.lock()).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Makes the folder, for its owner's eyes only; one that is there stays as it is.
pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the data directory {} cannot be made", folder.display()))
}

fn lock(data: &DataDir) -> anyhow::Result<File> {
    let path = data.lock();
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .read(true)
        .open(&path)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let holder = fs::read_to_string(&path).unwrap_or_default();
            bail!(
                "another Answerable works with {} already (process {}): stop it first, or choose another directory with --data",
                data.0.display(),
                holder.trim()
            );
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(|| format!("{} cannot be locked", path.display())),
    }
    file.set_len(0)?;
    writeln!(file, "{}", std::process::id())?;
    Ok(file)
}

fn local_socket(data: &DataDir) -> std::io::Result<UnixListener> {
    let path = data.socket();
    // We hold the lock: a socket that is there was left by a program that is gone.
    let _ = fs::remove_file(&path);
    let socket = UnixListener::bind(&path)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    Ok(socket)
}
