//! Trains the weights of `triage` and measures them.
//!
//! The same data and the same seed give the same bytes. Run by `cargo xtask train` and `cargo xtask evaluate`.

mod calibrate;
mod evaluate;
mod folders;
mod forms;
mod heads;
mod language;
mod quantise;
mod random;
mod rows;
mod sets;
mod stance;
mod train;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(about = "Trains and measures what triage judges by")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Make the weights anew.
    Train {
        /// The folder of public sets; see docs/models.md for their names and hashes.
        #[arg(long)]
        data: PathBuf,
        /// The posts that were written for this.
        #[arg(long, default_value = "corpus")]
        corpus: PathBuf,
        #[arg(long, default_value = "crates/triage/lexicon")]
        lexicon: PathBuf,
        #[arg(long, default_value = "crates/triage/models")]
        out: PathBuf,
    },
    /// Make the weights anew by which languages are told apart.
    TrainLanguages {
        /// The folder of public sets.
        #[arg(long)]
        data: PathBuf,
        #[arg(long, default_value = "corpus")]
        corpus: PathBuf,
        #[arg(long, default_value = "crates/triage/models")]
        out: PathBuf,
    },
    /// Measure the weights that are built in, and write the tables of the model card.
    Evaluate {
        /// The folder of public sets.
        #[arg(long)]
        data: PathBuf,
        /// A folder in which others are installed, to measure beside them; see crates/trainer/peers.
        #[arg(long)]
        peers: Option<PathBuf>,
        #[arg(long, default_value = "corpus")]
        corpus: PathBuf,
        #[arg(long, default_value = "crates/triage/lexicon")]
        lexicon: PathBuf,
        #[arg(long, default_value = "docs/models.md")]
        card: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Train { data, corpus, lexicon, out } => train::train(&folders::Folders { data, corpus, lexicon }, &out),
        Task::TrainLanguages { data, corpus, out } => language::train(&folders::Folders { data, corpus, lexicon: PathBuf::new() }, &out),
        Task::Evaluate { data, peers, corpus, lexicon, card } => {
            evaluate::evaluate(&folders::Folders { data, corpus, lexicon }, &evaluate::Options { peers, card })
        }
    }
}
