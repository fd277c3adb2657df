//! The one place for automation: what a person runs here is what CI runs.
//!
//! No dependencies, so that `cargo xtask start` on a fresh machine compiles this in a second. Every sub-command is a module.

mod bench;
mod bluesky;
mod check;
mod fuzz;
mod kill_loop;
mod mail;
mod node;
mod openapi;
mod postgres;
mod report;
mod shell;
mod stamp;
mod start;
mod tidy;
mod train;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  start [--release] [--no-web] [-- ARGUMENTS]   build what changed and run the server; ARGUMENTS go to `answerable serve`
  check [--fast] [--ci] [STEP ...]              everything that must pass, from a fresh clone; --fast leaves out browser and network
  tidy                                          our own rules about the source text
  openapi                                       write web/src/api/openapi.json and the web client's types from the server
  kill-loop [--kills N]                         kill -9 the server at random moments and count what was lost (default 1000)
  fuzz [--seconds N]                            made-up bytes against all that reads what strangers write (default 60 s)
  bench [ARGUMENTS]                             the bounded load programs, built for release
  train --data DIR                              make the weights of triage anew from the sets in DIR (docs/models.md)
  evaluate --data DIR [--peers DIR]             measure them and write the tables of docs/models.md
  bluesky [ARGUMENTS]                           run the Bluesky network of the tests by hand; see e2e/bluesky/network.mjs
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rest = words.get(1..).unwrap_or_default();
    let outcome = match words.first().map(String::as_str) {
        Some("start") => start::run(rest),
        Some("check") => check::run(rest),
        Some("tidy") => tidy::run(),
        Some("openapi") => openapi::write(),
        Some("kill-loop") => kill_loop::run(rest),
        Some("fuzz") => fuzz::run(rest),
        Some("bench") => bench::run(rest),
        Some(task @ ("train" | "evaluate")) => train::run(task, rest),
        Some("bluesky") => bluesky::run(rest),
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("There is no command `{other}`.\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}
