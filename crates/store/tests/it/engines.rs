//! Where a story is told: an empty database of one engine, opened as often as the story likes.

use crate::postgres::Server;
use answerable_store::{Location, OpenOptions, Store};
use answerable_testkit::FakeClock;
use std::sync::Arc;

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
