//! The store itself: one handle to either engine.

use crate::error::{Result, StoreError};
use crate::ids::Ids;
use crate::sql::{Connection, Engine, Held, sql};
use crate::tx::Tx;
use crate::writer::Writer;
use crate::{migrate, sql::AsConnection};
use answerable_domain::{Clock, Event, Millis};
use futures_util::future::BoxFuture;
use sqlx::{
    ConnectOptions, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::broadcast, task::JoinHandle};

/// Where the data are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One file; made when it is not there.
    Sqlite(PathBuf),
    /// `postgres://user:password@host:port/database`.
    Postgres(String),
}

#[derive(Clone)]
pub struct OpenOptions {
    pub clock: Arc<dyn Clock>,
    /// Which of the nodes that share a database this is, below 64.
    pub node: u8,
    /// Connections that read at once.
    pub readers: u32,
}

impl OpenOptions {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, node: 0, readers: 6 }
    }
}

/// A handle to the database; clones share everything.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    writer: Arc<Mutex<Option<Writer>>>,
    writing: Arc<Mutex<Option<JoinHandle<()>>>>,
    pub(crate) ids: Arc<Ids>,
    events: broadcast::Sender<Arc<Event>>,
}

/// Events that a slow receiver may be behind before it is told that it lags.
const EVENTS_KEPT: usize = 8192;
const STATEMENTS_CACHED: usize = 1000;
const BUSY_MAX: Duration = Duration::from_secs(10);

impl Store {
    /// Opens, and brings the schema up to what this program knows.
    pub async fn open(location: &Location, options: OpenOptions) -> Result<Self> {
        let pools = match location {
            Location::Sqlite(path) => Pools::sqlite(path, options.readers),
            Location::Postgres(address) => Pools::postgres(address, options.readers)?,
        };
        let mut connection = pools.writing().await?;
        migrate::up(&mut connection).await?;
        let floor = largest_id(&mut connection).await?;
        drop(connection);
        let ids = Arc::new(Ids::new(options.clock, options.node, floor));
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        let (writer, task) = Writer::start(pools.clone(), ids.clone(), events.clone());
        let (writer, writing) = (Arc::new(Mutex::new(Some(writer))), Arc::new(Mutex::new(Some(task))));
        Ok(Self { pools, writer, writing, ids, events })
    }

    /// Committed events of this node, in order. A receiver that lags is told so and goes on with `events_after`.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Event>> {
        self.events.subscribe()
    }

    /// `sqlite` or `postgres`.
    pub fn engine_name(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres(_) => "postgres",
        }
    }

    /// Answers when the database can be read.
    pub async fn ping(&self) -> Result<()> {
        sql("SELECT 1").one(&mut self.read().await?).await.map(drop)
    }

    /// A whole copy in one file, while others write. PostgreSQL: `Unsupported`, with what to use instead.
    pub async fn backup(&self, to: &Path) -> Result<()> {
        let Pools::Sqlite { .. } = self.pools else {
            return Err(StoreError::Unsupported("use pg_dump for the database, it copies while others write"));
        };
        let to = to.to_str().ok_or(StoreError::Unsupported("the path of a backup must be UTF-8"))?;
        // The writer's file options allow it; it reads one snapshot and holds nobody up.
        let mut connection = self.pools.writing().await?;
        sql("VACUUM INTO ?").bind(to).run(&mut connection).await.map(drop)
    }

    /// Lets the query planner look at the tables again: after bulk ingest, and now and then.
    pub async fn optimize(&self) -> Result<()> {
        let mut connection = self.pools.writing().await?;
        match connection.engine() {
            // Looks at a part of each index only, so that it is quick however large they are.
            Engine::Sqlite => connection.script("PRAGMA analysis_limit = 1000; ANALYZE;").await,
            Engine::Postgres => connection.script("ANALYZE").await,
        }
    }

    /// Finishes what is under way; later calls are `Unavailable`.
    pub async fn close(&self) {
        self.writer.lock().expect("nobody panics while holding it").take();
        let task = self.writing.lock().expect("nobody panics while holding it").take();
        if let Some(task) = task {
            let _ = task.await;
        }
        self.pools.close().await;
    }

    pub(crate) fn now(&self) -> Millis {
        self.ids.now()
    }

    /// For one query.
    pub(crate) async fn read(&self) -> Result<Connection> {
        self.pools.reading().await
    }

    /// For several queries whose answers belong together: all see the store as it is at the first of them, so that a case is never told
    /// to be waiting beside the post that opened it again.
    pub(crate) async fn read_together(&self) -> Result<Connection> {
        self.pools.moment().await
    }

    /// See [`Writer::write`].
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let writer = self.writer.lock().expect("nobody panics while holding it").clone();
        writer.ok_or_else(|| StoreError::Unavailable("the store is closed".into()))?.write(work).await
    }
}

#[derive(Clone)]
pub(crate) enum Pools {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

impl Pools {
    fn sqlite(path: &Path, readers: u32) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With less the power takes acknowledged commits along.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_MAX)
            .statement_cache_capacity(STATEMENTS_CACHED)
            .pragma("mmap_size", "1073741824")
            .pragma("temp_store", "memory")
            .pragma("cell_size_check", "on")
            .disable_statement_logging();
        let writing = options.clone().pragma("cache_size", "-32768").pragma("wal_autocheckpoint", "4000");
        let reading = options.pragma("cache_size", "-4096").pragma("query_only", "on");
        let pool = |size| SqlitePoolOptions::new().max_connections(size).test_before_acquire(false).idle_timeout(None).max_lifetime(None);
        // Two that write: the writer's, and one for backups and statistics.
        Self::Sqlite { readers: pool(readers.max(1)).connect_lazy_with(reading), writer: pool(2).connect_lazy_with(writing) }
    }

    fn postgres(address: &str, readers: u32) -> Result<Self> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|error| StoreError::Unavailable(error.to_string()))?
            .application_name("answerable")
            .statement_cache_capacity(STATEMENTS_CACHED)
            .disable_statement_logging();
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(readers + 2).acquire_timeout(BUSY_MAX).connect_lazy_with(options)))
    }

    pub(crate) async fn writing(&self) -> Result<Connection> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Connection::Sqlite(Held::Plain(writer.acquire().await?)),
            Self::Postgres(pool) => Connection::Postgres(Held::Plain(pool.acquire().await?)),
        })
    }

    async fn reading(&self) -> Result<Connection> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Connection::Sqlite(Held::Plain(readers.acquire().await?)),
            Self::Postgres(pool) => Connection::Postgres(Held::Plain(pool.acquire().await?)),
        })
    }

    async fn moment(&self) -> Result<Connection> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Connection::Sqlite(Held::Moment(readers.begin().await?)),
            Self::Postgres(pool) => {
                Connection::Postgres(Held::Moment(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?))
            }
        })
    }

    async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// What new ids must be above.
async fn largest_id(on: &mut Connection) -> Result<i64> {
    let tables = [
        "SELECT max(id) FROM raw",
        "SELECT max(id) FROM post",
        "SELECT max(id) FROM author",
        "SELECT max(id) FROM case_",
        "SELECT max(id) FROM reply",
        "SELECT max(id) FROM note",
        "SELECT max(id) FROM gap",
        "SELECT max(id) FROM brand",
        "SELECT max(id) FROM person",
        "SELECT max(id) FROM channel",
        "SELECT max(id) FROM monitor",
        "SELECT max(id) FROM import",
        "SELECT max(id) FROM invite",
        "SELECT max(id) FROM token",
        "SELECT max(id) FROM engagement",
        "SELECT max(id) FROM saved_search",
        "SELECT max(id) FROM alert",
        "SELECT max(id) FROM alert_match",
        "SELECT max(id) FROM notice",
        "SELECT max(id) FROM webhook",
        "SELECT max(id) FROM delivery",
        "SELECT max(id) FROM correction",
        "SELECT max(id) FROM word_rule",
        "SELECT max(id) FROM reassessment",
        "SELECT max(id) FROM media",
    ];
    let mut largest = 0;
    for table in tables {
        largest = largest.max(sql(table).one(on).await?.columns().int_or_null()?.unwrap_or(0));
    }
    Ok(largest)
}
