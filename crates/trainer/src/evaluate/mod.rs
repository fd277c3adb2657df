//! `evaluate`: how good the weights are, on texts that they have not learnt from.
//!
//! Everything goes through [`answerable_triage::Assessor`] as the program uses it, with the weights that were built in. The tables are
//! printed and put into the model card.

mod card;
mod languages;
mod measure;
mod peers;
mod personal;
mod public;
mod targets;
mod written;

use crate::folders::{Folders, LANGUAGES};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What is measured beside the sets, and where it goes.
#[derive(Debug)]
pub struct Options {
    /// Where others are installed.
    pub peers: Option<PathBuf>,
    /// The model card.
    pub card: PathBuf,
}

/// Everything that was measured.
#[derive(Debug)]
pub struct Measured {
    pub public: Vec<public::Measured>,
    pub written: Vec<written::Written>,
    pub personal: Vec<personal::Personal>,
    pub languages: languages::Languages,
    pub peers: Vec<peers::PeerRow>,
    pub peers_missing: Vec<&'static str>,
}

pub fn evaluate(folders: &Folders, options: &Options) -> anyhow::Result<()> {
    let measured = measure(folders, options.peers.as_deref())?;
    let scores = card::scores(&measured);
    let sets = card::sets(folders)?;
    std::io::stdout().lock().write_all(scores.as_bytes())?;
    let text = std::fs::read_to_string(&options.card)?;
    let text = card::put(&text, "scores", &scores)?;
    let text = card::put(&text, "sets", &sets)?;
    std::fs::write(&options.card, text)?;
    eprintln!("{} has the tables.", options.card.display());
    Ok(())
}

fn measure(folders: &Folders, scratch: Option<&Path>) -> anyhow::Result<Measured> {
    let mut personal = Vec::new();
    for part in ["personal", "held-out/personal"] {
        for language in LANGUAGES {
            personal.push(personal::measure(folders, part, language)?);
        }
    }
    let (peers, peers_missing) = match scratch {
        Some(scratch) => peers::measure(folders, scratch)?,
        None => Default::default(),
    };
    Ok(Measured {
        public: public::measure(folders)?,
        written: LANGUAGES.into_iter().map(|language| written::measure(folders, language)).collect::<anyhow::Result<_>>()?,
        personal,
        languages: languages::measure(folders)?,
        peers,
        peers_missing,
    })
}
