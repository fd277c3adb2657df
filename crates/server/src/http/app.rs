//! The parts that every request may need.

use super::{live::Live, rates::Rates, table::Rows};
use crate::{auth::Passwords, config::Config, engine::Engine, metrics::Metrics};
use answerable_domain::{Clock, Millis};
use answerable_store::Store;
use std::{path::PathBuf, sync::Arc};
use tokio_util::sync::CancellationToken;

pub type App = Arc<AppParts>;

pub struct AppParts {
    pub store: Store,
    pub engine: Engine,
    pub clock: Arc<dyn Clock>,
    pub config: Config,
    pub passwords: Passwords,
    pub live: Live,
    pub metrics: Metrics,
    /// Where files that are being received are written.
    pub imports_folder: PathBuf,
    /// Cancelled when the program begins to stop: live streams end, nothing new begins.
    pub stopping: CancellationToken,
    pub(super) rates: Rates,
    pub(super) rows: Rows,
}

impl AppParts {
    pub fn new(store: Store, engine: Engine, clock: Arc<dyn Clock>, config: Config, imports_folder: PathBuf) -> App {
        let metrics = Metrics::new();
        let stopping = CancellationToken::new();
        let live = Live::new(&config.limits, metrics.clone());
        let rates = Rates::new(config.limits.requests_per_minute_max, config.limits.requests_at_once_max);
        let rows = Rows::new(super::routes().rows());
        let passwords = Passwords::new();
        Arc::new(Self { store, engine, clock, config, passwords, live, metrics, imports_folder, stopping, rates, rows })
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    pub fn in_days(&self, days: u32) -> Millis {
        self.now().saturating_add(i64::from(days) * 24 * 60 * 60 * 1000)
    }

    /// People come over https.
    pub fn is_https(&self) -> bool {
        self.config.server.public_url.starts_with("https://")
    }

    /// `https://care.acme.example`, if it is configured.
    pub fn public_origin(&self) -> Option<&str> {
        let url = self.config.server.public_url.trim_end_matches('/');
        (!url.is_empty()).then_some(url)
    }
}
