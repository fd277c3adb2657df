//! `serve` and `check-config`.

use super::{
    arguments::{Place, Serve},
    output,
};
use crate::{
    clock::SystemClock,
    config::{Config, DataDir},
    serve::{Server, Start},
};
use anyhow::Context as _;
use std::{io::IsTerminal as _, sync::Arc};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

impl Place {
    pub fn data_dir(&self) -> DataDir {
        DataDir(self.data.clone())
    }

    /// The settings in force: defaults, file, then what was said on the command line or in the environment.
    pub fn config(&self) -> anyhow::Result<Config> {
        let mut config = Config::read(self.config.as_deref(), &self.data)?;
        if let Some(url) = &self.database {
            config.database.url.clone_from(url);
        }
        if let Some(password) = &self.mail_password {
            config.mail.password.clone_from(password);
        }
        config.check()?;
        Ok(config)
    }
}

pub fn serve(place: Place, options: Serve) -> anyhow::Result<()> {
    let mut config = place.config()?;
    if let Some(listen) = options.listen {
        config.server.listen = listen;
    }
    log(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(config, place.data_dir()))?;
    // Blocking work that still hangs must not hold the end up.
    runtime.shutdown_background();
    Ok(())
}

async fn run(config: Config, data: DataDir) -> anyhow::Result<()> {
    // Before the start: a signal that comes early is not lost.
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let start = Start { config, data, clock: Arc::new(SystemClock), sources_off: false };
    let server = Server::start(start).await?;
    output::print(&format!("Answerable is ready at http://{}", server.address))?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: letting open work end");
    server.stop().await;
    tracing::info!("stopped");
    Ok(())
}

pub fn check_config(place: &Place) -> anyhow::Result<()> {
    let config = place.config()?;
    EnvFilter::try_new(&config.log.filter).context("log.filter")?;
    output::print(&toml::to_string(&config.shown())?)
}

/// To standard error; in colour when somebody is looking.
fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log.filter).context("log.filter")?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log.json {
        lines.json().init();
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).init();
    }
    Ok(())
}
