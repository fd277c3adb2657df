//! `cargo xtask fuzz`: made-up bytes against everything that reads what strangers write, for a bounded time.
//!
//! What is found new is kept with the other products of building; what is worth keeping for good goes by hand into the corpus beside the
//! targets, which the ordinary tests run through on the compiler that everybody has.

use crate::shell::{self, Outcome, in_root, root};
use std::{fs, path::Path, process::Command};

/// In the check, over the targets of each crate.
pub const SECONDS: u32 = 60;

/// The only compiler with the coverage that fuzzing needs.
const TOOLCHAIN: &str = "nightly";

/// Folders of targets, one for each crate that reads what strangers write, with the names of the targets in them.
const FOLDERS: &[(&str, &[&str])] = &[("crates/listen/fuzz", &["query", "matcher"]), ("crates/triage/fuzz", &["assess"])];

/// Bytes that are made up at a time: posts are short, and long ones only slow the search down.
const BYTES_MAX: u32 = 2048;

/// Longer for one text is a bug, too.
const TEXT_SECONDS_MAX: u32 = 10;

pub fn run(words: &[String]) -> Outcome {
    let seconds = match words {
        [] => SECONDS,
        [flag, count] if flag == "--seconds" => count.parse().map_err(|_| format!("`{count}` is not a number of seconds."))?,
        _ => return Err("cargo xtask fuzz [--seconds N]".to_owned()),
    };
    match missing() {
        Some(what) => Err(format!("NOTHING WAS FUZZED: {what}")),
        None => prepare().and_then(|()| commands(seconds).iter_mut().try_for_each(shell::run)),
    }
}

/// What fuzzing needs and this machine lacks, with the words to get it.
pub fn missing() -> Option<String> {
    let toolchains = || shell::read(Command::new("rustup").args(["toolchain", "list"])).unwrap_or_default();
    if !shell::has("rustup") || !toolchains().lines().any(|line| line.starts_with(TOOLCHAIN)) {
        return Some(format!("the {TOOLCHAIN} toolchain is not here (rustup toolchain install {TOOLCHAIN} --profile minimal)"));
    }
    if !["c++", "g++", "clang++"].into_iter().any(shell::has) {
        return Some("there is no C++ compiler (apt-get install g++)".to_owned());
    }
    None
}

/// Installs cargo-fuzz where it is missing, and makes room for what will be found.
pub fn prepare() -> Outcome {
    if !shell::has("cargo-fuzz") {
        shell::say("Installing cargo-fuzz (a minute or two, once) ...");
        shell::run(shell::cargo().args(["install", "cargo-fuzz", "--locked"]))?;
    }
    for (_, target) in targets() {
        let folder = root().join(found_folder(target));
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    Ok(())
}

/// Each with its folder.
fn targets() -> impl Iterator<Item = (&'static str, &'static str)> {
    FOLDERS.iter().flat_map(|(folder, targets)| targets.iter().map(move |target| (*folder, *target)))
}

/// One run for each target; each crate gets `seconds`, without the time to build.
pub fn commands(seconds: u32) -> Vec<Command> {
    let each = |targets: &[&str]| (seconds / targets.len() as u32).max(1);
    FOLDERS.iter().flat_map(|(folder, targets)| targets.iter().map(move |target| command(folder, target, each(targets)))).collect()
}

fn command(folder: &str, target: &str, seconds: u32) -> Command {
    let mut command = in_root("rustup");
    // The toolchain that runs us must not be handed down: the whole point is another one.
    for inherited in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(inherited);
    }
    let kept = format!("{folder}/corpus/{target}");
    command.args(["run", TOOLCHAIN, "cargo", "fuzz", "run", "--fuzz-dir", folder, "--target-dir", "target/fuzz", target]);
    command.args([&found_folder(target), &kept, "--"]);
    command.args([format!("-max_total_time={seconds}"), format!("-max_len={BYTES_MAX}"), format!("-timeout={TEXT_SECONDS_MAX}")]);
    command.arg("-print_final_stats=1");
    command
}

/// The first folder that the fuzzer is given takes what it finds.
fn found_folder(target: &str) -> String {
    Path::new("target/fuzz/found").join(target).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &Command) -> Vec<String> {
        command.get_args().map(|word| word.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_time_is_shared_by_the_targets_of_a_crate() {
        let commands = commands(60);
        assert_eq!(commands.len(), targets().count());
        for (folder, seconds) in [("crates/listen/fuzz", 30), ("crates/triage/fuzz", 60)] {
            let of_folder: Vec<_> = commands.iter().map(words).filter(|words| words.contains(&folder.to_owned())).collect();
            assert!(
                !of_folder.is_empty() && of_folder.iter().all(|words| words.contains(&format!("-max_total_time={seconds}"))),
                "{folder}"
            );
        }
    }

    #[test]
    fn every_target_has_its_file_and_its_corpus() {
        for (folder, targets) in FOLDERS {
            let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).expect("the manifest of the targets");
            assert_eq!(manifest.matches("[[bin]]").count(), targets.len());
            for target in *targets {
                assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
                assert!(root().join(folder).join("corpus").join(target).is_dir(), "{target}");
            }
        }
    }

    #[test]
    fn words_that_are_not_known_are_refused() {
        for wrong in [&["--seconds", "long"][..], &["--second", "5"], &["5"]] {
            assert!(run(&wrong.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).is_err(), "{wrong:?}");
        }
    }
}
