//! Where a story is told: an empty database of one engine, opened as often as the story likes.

use crate::postgres::Server;
use answerable_store::{Location, OpenOptions, Store};
use answerable_testkit::FakeClock;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::sync::Arc;

/// What was released before.
const SQLITE: [&str; 4] = [
    include_str!("../../migrations/sqlite/0001_foundation.sql"),
    include_str!("../../migrations/sqlite/0002_monitors.sql"),
    include_str!("../../migrations/sqlite/0003_alerts.sql"),
    include_str!("../../migrations/sqlite/0004_sources.sql"),
];
const POSTGRES: [&str; 4] = [
    include_str!("../../migrations/postgres/0001_foundation.sql"),
    include_str!("../../migrations/postgres/0002_monitors.sql"),
    include_str!("../../migrations/postgres/0003_alerts.sql"),
    include_str!("../../migrations/postgres/0004_sources.sql"),
];

pub struct Ground {
    pub location: Location,
    pub clock: Arc<FakeClock>,
    /// Kept until the story is over.
    folder: Option<tempfile::TempDir>,
    server: Option<(String, String)>,
}

impl Ground {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let location = Location::Sqlite(folder.path().join("answerable.db"));
        Self { location, clock: FakeClock::new(), folder: Some(folder), server: None }
    }

    pub async fn postgres(server: &Server, story: &str) -> Self {
        let name = format!("answerable_{}_{story}", std::process::id());
        // PostgreSQL cuts names at 63 bytes.
        let name = name[..name.len().min(63)].to_owned();
        server.run(&format!("CREATE DATABASE {name}")).await;
        let location = Location::Postgres(server.address(&name));
        Self { location, clock: FakeClock::new(), folder: None, server: Some((server.address("postgres"), name)) }
    }

    pub async fn open(&self) -> Store {
        Store::open(&self.location, OpenOptions::new(self.clock.clone())).await.expect("the store opens")
    }

    /// Leaves a database as a program made it that knew only the first `steps` migrations.
    pub async fn open_as_of(&self, steps: usize) {
        self.run("CREATE TABLE migration (number bigint PRIMARY KEY, checksum text NOT NULL)").await;
        let known = if self.is_sqlite() { &SQLITE } else { &POSTGRES };
        for (number, step) in (1..).zip(&known[..steps]) {
            let mark = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            let checksum = step.bytes().fold(0xcbf2_9ce4_8422_2325, mark);
            self.run(&format!("INSERT INTO migration (number, checksum) VALUES ({number}, '{checksum:016x}')")).await;
            self.run(step).await;
        }
    }

    /// Behind the store's back.
    pub async fn run(&self, text: &str) {
        match &self.location {
            Location::Postgres(address) => crate::postgres::run(address, text).await,
            Location::Sqlite(path) => {
                let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
                let mut connection = SqliteConnection::connect_with(&options).await.expect("a database");
                sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await.expect("the statement runs");
                connection.close().await.expect("the connection closes");
            }
        }
    }

    pub async fn clear(self) {
        if let Some((address, name)) = self.server {
            crate::postgres::run(&address, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        drop(self.folder);
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Sqlite(_))
    }
}
