//! Reading posts from files: JSON lines and CSV, in pieces of any size.
//!
//! Nothing here reads a file. Bytes are pushed in, records come out, each with its line and its place; between two records the reader can
//! be put down and taken up again from a [`Checkpoint`]. A bad line costs that line only: an unclosed quote, which would swallow the rest
//! of a file, is given up after the line it stands on.
//!
//! Columns (JSON keys): `text`, `author`, `time`, and optionally `network`, `link`, `id`, `language`, `author_name`; other names
//! they are known by, in English, Korean and Japanese, are in `columns.rs`. A CSV file without a header line has them in the order text,
//! author, time, network, link. Times are RFC 3339, `YYYY-MM-DD HH:MM[:SS]` (UTC), or seconds or milliseconds since 1970.

mod columns;
mod connector;
mod fields;
mod reader;
mod split;
mod times;

pub use connector::ImportConnector;
pub use reader::{Checkpoint, Imported, Importer, Record};

use crate::{Ability, Capabilities};
use answerable_domain::DeliveryClass;
use serde::{Deserialize, Serialize};

/// A record above this is refused.
pub const RECORD_BYTES_MAX: usize = 256 * 1024;

pub const CAPABILITIES: Capabilities = Capabilities {
    needs: "a file",
    setup_minutes: 1,
    addressed: Ability::Yes,
    untagged: Ability::Yes,
    edits: Ability::Partly("when the file is read again with the same ids"),
    deletions: Ability::No("a file tells of no deletion"),
    replay: Ability::No("a file is read once"),
    past: Ability::Yes,
    reply: Ability::Manual("posts of a file are answered where they were said"),
    direct: Ability::No("what a file says is over"),
    first_contact: Ability::No("what a file says is over"),
    like: Ability::No("what a file says is over"),
    repost: Ability::No("what a file says is over"),
    delivery: DeliveryClass::Hold,
    media: Ability::No("files bring addresses of pictures, which are not fetched"),
    keeps: "what the file said",
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    JsonLines,
    Csv,
}

impl Format {
    /// By the name of the file, and where that says nothing by its first bytes.
    pub fn of(file_name: &str, first_bytes: &[u8]) -> Self {
        let name = file_name.to_ascii_lowercase();
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        if ends(&[".csv", ".tsv"]) {
            return Self::Csv;
        }
        if ends(&[".jsonl", ".ndjson", ".json"]) {
            return Self::JsonLines;
        }
        let bytes = first_bytes.strip_prefix(split::BOM).unwrap_or(first_bytes);
        match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{') => Self::JsonLines,
            _ => Self::Csv,
        }
    }
}

/// Why a line was not taken. `code` is for the screen: `not_utf8`, `not_json`, `not_an_object`, `missing_text`, `missing_field`,
/// `bad_time`, `too_long`, `bad_csv`, `too_many_columns`, `missing_header`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct LineError {
    pub code: &'static str,
    /// In English, for the details.
    pub detail: String,
    fatal: bool,
}

impl LineError {
    fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), fatal: false }
    }

    /// Nothing after it can be read either.
    pub fn is_fatal(&self) -> bool {
        self.fatal
    }

    fn fatal(code: &'static str, detail: impl Into<String>) -> Self {
        Self { fatal: true, ..Self::new(code, detail) }
    }
}
