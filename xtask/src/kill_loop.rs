//! `kill -9` in a loop: the harness lives with the server's tests; this gives it a number of kills and shows its counts.

use crate::shell::{self, Outcome, cargo};
use std::process::Command;

/// The test that kills, in the server's integration binary. It is ignored in ordinary runs because it takes minutes.
/// The whole workspace is named although one crate is meant: so cargo builds with the features of the other tests, which is built already.
const HARNESS: &[&str] = &["test", "--workspace", "--test", "it", "--", "--ignored", "--nocapture", "kill_loop"];

/// The harness reads the number of kills from here.
const KILLS: &str = "ANSWERABLE_KILLS";

pub fn run(words: &[String]) -> Outcome {
    let kills = match words {
        [] => 1000,
        [flag, count] if flag == "--kills" => count.parse().map_err(|_| format!("`{count}` is not a number of kills."))?,
        _ => return Err("cargo xtask kill-loop [--kills N]".to_owned()),
    };
    shell::run(&mut command(kills))
}

pub fn command(kills: u32) -> Command {
    let mut command = cargo();
    command.args(HARNESS).env(KILLS, kills.to_string());
    command
}
