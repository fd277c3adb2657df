//! The store itself: one handle to either engine.

use crate::error::{Result, StoreError};
use answerable_domain::{Clock, Event};
use std::{path::PathBuf, sync::Arc};
use tokio::sync::broadcast;

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

#[derive(Clone)]
pub struct Store {
    events: broadcast::Sender<Arc<Event>>,
}

impl Store {
    /// Opens, and brings the schema up to what this program knows.
    pub async fn open(location: &Location, options: OpenOptions) -> Result<Self> {
        let _ = (location, options);
        Err(StoreError::Unavailable("not yet".into()))
    }

    /// Committed events of this node, in order. A receiver that lags is told so and goes on with `events_after`.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Event>> {
        self.events.subscribe()
    }
}
