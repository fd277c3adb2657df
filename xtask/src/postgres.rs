//! Whether the PostgreSQL half of the tests can run here. The tests start their own server; this only tells a person beforehand.

use std::{fs, path::Path};

/// How the tests will find PostgreSQL, or `None` when they will be skipped.
pub fn found() -> Option<String> {
    if let Ok(address) = std::env::var("ANSWERABLE_TEST_POSTGRES") {
        // The address may hold a password.
        return (!address.is_empty()).then(|| "the server named by ANSWERABLE_TEST_POSTGRES".to_owned());
    }
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .chain(std::env::split_paths(&path))
        .find(|folder| has_programs(folder))
        .map(|folder| format!("a throwaway server from {}", folder.display()))
}

fn has_programs(folder: &Path) -> bool {
    folder.join("initdb").is_file() && folder.join("postgres").is_file()
}
