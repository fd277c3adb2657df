//! The program as others see it: a process of its own.

use super::{folder::Folder, measure};
use anyhow::Context as _;
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child as Spawned, Command},
};

pub struct Child {
    spawned: Spawned,
    /// `host:port`.
    pub host: String,
    pub process: u32,
    /// From the start to the line that says so.
    pub ready_after: Duration,
}

impl Child {
    pub async fn serve(data: &Folder) -> anyhow::Result<Self> {
        Self::spawn(&["serve", "--listen", "127.0.0.1:0", "--data"], Some(data.path())).await
    }

    /// Runs this very program with other words and waits for its address.
    pub async fn spawn(words: &[&str], data: Option<&Path>) -> anyhow::Result<Self> {
        let started = Instant::now();
        let program = std::env::current_exe()?;
        let mut spawned = Command::new(program).args(words).args(data).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let out = spawned.stdout.take().context("its standard output")?;
        let line = BufReader::new(out).lines().next_line().await?.context("the server ended before it was ready")?;
        let ready_after = started.elapsed();
        let host = line.split_whitespace().find_map(|word| word.strip_prefix("http://")).context("no address in its first line")?;
        let process = spawned.id().context("the server ended")?;
        Ok(Self { host: host.trim_end_matches('/').to_owned(), process, spawned, ready_after })
    }

    pub fn cpu(&self) -> anyhow::Result<Duration> {
        measure::cpu(self.process)
    }

    pub fn rss_kb(&self) -> anyhow::Result<u64> {
        measure::rss_kb(self.process)
    }

    pub async fn kill(mut self) -> anyhow::Result<()> {
        Ok(self.spawned.kill().await?)
    }
}
