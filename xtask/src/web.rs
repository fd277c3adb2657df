//! The screens: packages, build, and their own tests.

use crate::{
    node,
    shell::{self, Outcome, root},
    stamp,
};

/// Everything that the build reads.
const INPUTS: &[&str] = &[
    "web/src",
    "web/public",
    "web/index.html",
    "web/package-lock.json",
    "web/vite.config.ts",
    "web/svelte.config.js",
    "web/tsconfig.json",
];

/// Builds web/dist unless it is made from the same sources already.
pub fn build() -> Outcome {
    node::require()?;
    node::install("web")?;
    let stamp = root().join("web/node_modules/.answerable-build");
    stamp::unless_done(&stamp, &stamp::hash_of(INPUTS)?, &root().join("web/dist/index.html"), || {
        shell::say("Building the screens ...");
        shell::run(node::npm("web").args(["run", "build", "--silent", "--", "--logLevel", "warn"]))?;
        embed_again()
    })
}

/// The files are embedded while `assets.rs` is compiled; cargo does not know of new ones.
fn embed_again() -> Outcome {
    let assets = root().join("crates/server/src/assets.rs");
    let touched = std::fs::File::options().append(true).open(&assets).and_then(|file| file.set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| format!("{}: {error}", assets.display()))
}

pub fn install() -> Outcome {
    node::require()?;
    node::install("web")
}
