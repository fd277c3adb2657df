//! `cargo xtask fuzz`: made-up bytes against everything that reads what strangers write, for a bounded time.
//!
//! What is found new is kept with the other products of building; what is worth keeping for good goes by hand into the corpus beside the
//! targets, which the ordinary tests run through on the compiler that everybody has.

use crate::shell::{self, Outcome, in_root, root};
use std::{fs, path::Path, process::Command};

/// In the check: shared by the targets of a crate that read the same, and for each where every target reads something else.
pub const SECONDS: u32 = 60;

/// Targets that run side by side.
const AT_ONCE: usize = 2;

/// The only compiler with the coverage that fuzzing needs.
const TOOLCHAIN: &str = "nightly";

/// The targets of a crate that reads what strangers write.
struct Folder {
    path: &'static str,
    targets: &'static [&'static str],
    /// Each target reads something else, so each gets the whole time.
    is_each_its_own: bool,
    /// Bytes that are made up at a time: posts are short, and long ones only slow the search down; payloads are longer.
    bytes_max: u32,
}

const FOLDERS: &[Folder] = &[
    Folder { path: "crates/listen/fuzz", targets: &["query", "matcher"], is_each_its_own: false, bytes_max: 2_048 },
    Folder { path: "crates/triage/fuzz", targets: &["assess"], is_each_its_own: false, bytes_max: 2_048 },
    Folder {
        path: "crates/networks/fuzz",
        targets: &["bluesky", "email", "feed", "hacker_news", "import", "manual", "mastodon", "telegram"],
        is_each_its_own: true,
        bytes_max: 16_384,
    },
];

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
        None => prepare().and_then(|()| run_all(seconds, shell::run)),
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
fn targets() -> impl Iterator<Item = (&'static Folder, &'static str)> {
    FOLDERS.iter().flat_map(|folder| folder.targets.iter().map(move |target| (folder, *target)))
}

/// Runs all targets, a few side by side; the first that fails is what is told, after those beside it have ended.
pub fn run_all(seconds: u32, run: impl Fn(&mut Command) -> Outcome + Sync) -> Outcome {
    let mut commands = commands(seconds);
    for together in commands.chunks_mut(AT_ONCE) {
        let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
            let running: Vec<_> = together.iter_mut().map(|command| scope.spawn(|| run(command))).collect();
            running.into_iter().map(|run| run.join().unwrap_or_else(|_| Err("A run of the fuzzer broke off.".to_owned()))).collect()
        });
        outcomes.into_iter().collect::<Outcome>()?;
    }
    Ok(())
}

fn commands(seconds: u32) -> Vec<Command> {
    let each = |folder: &Folder| if folder.is_each_its_own { seconds } else { (seconds / folder.targets.len() as u32).max(1) };
    targets().map(|(folder, target)| command(folder, target, each(folder))).collect()
}

fn command(folder: &Folder, target: &str, seconds: u32) -> Command {
    let mut command = in_root("rustup");
    // The toolchain that runs us must not be handed down: the whole point is another one.
    for inherited in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(inherited);
    }
    let kept = format!("{}/corpus/{target}", folder.path);
    command.args(["run", TOOLCHAIN, "cargo", "fuzz", "run", "--fuzz-dir", folder.path, "--target-dir", "target/fuzz", target]);
    command.args([&found_folder(target), &kept, "--"]);
    command.args([format!("-max_total_time={seconds}"), format!("-max_len={}", folder.bytes_max), format!("-timeout={TEXT_SECONDS_MAX}")]);
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
    fn the_time_is_shared_where_targets_read_the_same() {
        let commands = commands(60);
        assert_eq!(commands.len(), targets().count());
        for (folder, seconds) in [("crates/listen/fuzz", 30), ("crates/triage/fuzz", 60), ("crates/networks/fuzz", 60)] {
            let of_folder: Vec<_> = commands.iter().map(words).filter(|words| words.contains(&folder.to_owned())).collect();
            assert!(
                !of_folder.is_empty() && of_folder.iter().all(|words| words.contains(&format!("-max_total_time={seconds}"))),
                "{folder}"
            );
        }
    }

    #[test]
    fn every_target_has_its_file_and_its_corpus() {
        for folder in FOLDERS {
            let manifest = fs::read_to_string(root().join(folder.path).join("Cargo.toml")).expect("the manifest of the targets");
            assert_eq!(manifest.matches("[[bin]]").count(), folder.targets.len());
            for target in folder.targets {
                assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
                assert!(root().join(folder.path).join("corpus").join(target).is_dir(), "{target}");
            }
        }
    }

    #[test]
    fn a_failure_is_told_and_what_follows_is_left() {
        let ran = std::sync::Mutex::new(0);
        let outcome = run_all(1, |_| {
            *ran.lock().unwrap() += 1;
            Err("found".to_owned())
        });
        assert_eq!((outcome, *ran.lock().unwrap()), (Err("found".to_owned()), AT_ONCE));
    }

    #[test]
    fn words_that_are_not_known_are_refused() {
        for wrong in [&["--seconds", "long"][..], &["--second", "5"], &["5"]] {
            assert!(run(&wrong.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).is_err(), "{wrong:?}");
        }
    }
}
