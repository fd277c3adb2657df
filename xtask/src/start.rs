//! `cargo xtask start`: from a clone to a running server with one command, and again in a moment when nothing changed.

use crate::{
    shell::{self, Outcome, cargo, in_root, root},
    web,
};
use std::process::Command;

struct Wish<'a> {
    release: bool,
    with_web: bool,
    /// For `answerable serve`.
    rest: &'a [String],
}

pub fn run(words: &[String]) -> Outcome {
    let wish = read(words)?;
    if wish.with_web {
        web::build()?;
    }
    shell::say("Building the server (some minutes the first time, seconds after that) ...");
    // The development profile shares its work with the tests, and what is slow without optimisation (SQLite, argon2) is optimised in it.
    let mut build = cargo();
    build.args(["build", "--package", "answerable-server", "--bin", "answerable"]);
    if wish.release {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    shell::say("Starting. Stop with Ctrl+C.");
    replace_by(in_root(program(wish.release)).arg("serve").args(wish.rest))
}

fn read(words: &[String]) -> Outcome<Wish<'_>> {
    let mut wish = Wish { release: false, with_web: true, rest: &[] };
    for (place, word) in words.iter().enumerate() {
        match word.as_str() {
            "--release" => wish.release = true,
            "--no-web" => wish.with_web = false,
            "--" => {
                wish.rest = &words[place + 1..];
                break;
            }
            other => {
                return Err(format!(
                    "`start` does not know `{other}`. What is meant for the server goes behind `--`: cargo xtask start -- {other}"
                ));
            }
        }
    }
    Ok(wish)
}

/// Where cargo puts the server.
pub fn program(release: bool) -> std::path::PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder));
    let profile = if release { "release" } else { "debug" };
    target.join(profile).join(format!("answerable{}", std::env::consts::EXE_SUFFIX))
}

/// The server as the tests built it. `cargo build` would do as well, but with other features of the same crates: minutes of compiling.
pub fn program_of_tests() -> Outcome<std::path::PathBuf> {
    shell::run(cargo().args(["test", "--quiet", "--workspace", "--no-run"]))?;
    Ok(program(false))
}

/// The server takes our place, so that Ctrl+C and signals reach it and nothing stands in between.
#[cfg(unix)]
fn replace_by(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(format!("The server cannot be started: {error}"))
}

#[cfg(not(unix))]
fn replace_by(command: &mut Command) -> Outcome {
    shell::run(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_behind_the_dashes_is_the_servers() {
        let line = words("--release -- --listen 127.0.0.1:0 --release");
        let wish = read(&line).unwrap();
        assert!(wish.release && wish.with_web);
        assert_eq!(wish.rest, words("--listen 127.0.0.1:0 --release"));
    }

    #[test]
    fn a_word_for_the_server_in_the_wrong_place_is_explained() {
        let reason = read(&words("--listen")).err().unwrap();
        assert!(reason.contains("cargo xtask start -- --listen"), "{reason}");
    }
}
