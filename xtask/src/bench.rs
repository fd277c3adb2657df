//! The load programs: never part of a test, always from a release build.

use crate::shell::{self, Outcome, cargo};

pub fn run(words: &[String]) -> Outcome {
    shell::say("Building for release (several minutes the first time) ...");
    shell::run(cargo().args(["run", "--release", "--package", "answerable-server", "--bin", "answerable", "--", "bench"]).args(words))
}
