//! The Bluesky network of the end-to-end tests: its packages, and running it by hand.

use crate::{
    node,
    shell::{self, Outcome, in_root},
};

const SCRIPT: &str = "e2e/bluesky/start.mjs";

pub fn run(words: &[String]) -> Outcome {
    node::require()?;
    shell::run(in_root("node").arg(SCRIPT).args(words))
}

/// Installs what the network needs; nothing to do when it is there.
pub fn install() -> Outcome {
    run(&["--install-only".to_owned()])
}
