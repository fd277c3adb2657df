//! Load programs: how much the program can take, on this machine, against what it should.
//!
//! Each is bounded in count and time and reads one seeded stream of made-up posts, so that two runs do the same. What is measured as a
//! server is a child process of the same binary, over real sockets; its CPU time and memory are its own. None of this is a test: a number
//! that falls short is printed like any other.
//!
//! What is measured, and how, is described in `docs/benchmarks.md`.

mod actions;
mod child;
mod folder;
mod inbox;
mod ingest;
mod jetstream;
mod live;
mod matching;
mod measure;
mod posts;
mod report;
mod rig;
mod search;
mod start;
mod streams;
mod wire;

pub use report::Line;

use anyhow::bail;

/// Every program, in the order in which they run.
pub const NAMES: [&str; 8] = ["ingest", "match", "live", "inbox", "search", "actions", "streams", "start"];
/// Not for people: the plain server that `streams` compares with.
const BARE: &str = "bare-streams";

#[derive(Debug, Clone)]
pub struct Options {
    /// Empty: all.
    pub names: Vec<String>,
    /// 1 is the real thing; less is for trying a program out.
    pub scale: f64,
    /// Also with a million posts.
    pub large: bool,
}

impl Options {
    /// So many, at this scale; at least `least`.
    fn scaled(&self, count: usize, least: usize) -> usize {
        ((count as f64 * self.scale) as usize).max(least)
    }
}

/// Runs the programs and prints a table, line by line as they are done.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    if options.names.iter().any(|name| name == BARE) {
        return streams::serve_bare().await;
    }
    if let Some(unknown) = options.names.iter().find(|name| !NAMES.contains(&name.as_str())) {
        bail!("there is no load program called {unknown:?}; there are: {}", NAMES.join(", "));
    }
    report::head(options)?;
    for name in NAMES.into_iter().filter(|name| options.names.is_empty() || options.names.iter().any(|wanted| wanted == name)) {
        let lines = one(name, options).await?;
        report::lines(name, &lines)?;
    }
    Ok(())
}

async fn one(name: &str, options: &Options) -> anyhow::Result<Vec<Line>> {
    match name {
        "ingest" => ingest::run(options).await,
        "match" => matching::run(options).await,
        "live" => live::run(options).await,
        "inbox" => inbox::run(options).await,
        "search" => search::run(options).await,
        "actions" => actions::run(options).await,
        "streams" => streams::run(options).await,
        _ => start::run(options).await,
    }
}
