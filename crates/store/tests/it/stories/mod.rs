//! What the store promises, one story each.

pub mod ingest;
pub mod main_path;
