//! The weights by which languages are told apart.

mod alphabets;
mod han;
mod texts;
mod traditional;

use crate::folders::Folders;
use answerable_triage::language::han::Han;
use answerable_triage::language::ngrams::Alphabets;
use answerable_triage::language::weights::Weights;
use std::path::Path;

pub use texts::{fragment, kept_back};

/// Makes `language.bin` anew.
pub fn train(folders: &Folders, out: &Path) -> anyhow::Result<()> {
    let texts = texts::read(folders)?;
    let (rows, numbers) = alphabets::train(&texts);
    let (han_rows, han_numbers) = han::train(&texts);
    let weights = Weights { alphabets: Alphabets { rows: &rows, numbers }, han: Han { rows: &han_rows, numbers: han_numbers } };
    let bytes = weights.write();
    let path = out.join("language.bin");
    std::fs::write(&path, &bytes)?;
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}
