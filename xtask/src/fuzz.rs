//! `cargo xtask fuzz`: made-up bytes against everything that reads what strangers write, for a bounded time.
//!
//! What is found new is kept with the other products of building; what is worth keeping for good goes by hand into the corpus beside the
//! targets, which the ordinary tests run through, too.

use crate::shell::{self, Outcome, root};
use std::{fs, process::Command, sync::Mutex};

/// In the check, for each target; those that read the same share it.
pub const SECONDS: u32 = 60;

/// Targets that run side by side.
const AT_ONCE: usize = 2;

/// Where the targets and what they are begun with lie.
const FOLDER: &str = "fuzz";

/// Bytes that are made up at a time: posts are short, and long ones only slow the search down; payloads are longer.
const POST_BYTES_MAX: u32 = 2_048;
const PAYLOAD_BYTES_MAX: u32 = 16_384;

struct Target {
    name: &'static str,
    bytes_max: u32,
    /// How many targets read the same, and share the time.
    sharers: u32,
}

const fn of_posts(name: &'static str, sharers: u32) -> Target {
    Target { name, bytes_max: POST_BYTES_MAX, sharers }
}

const fn of_payloads(name: &'static str) -> Target {
    Target { name, bytes_max: PAYLOAD_BYTES_MAX, sharers: 1 }
}

const TARGETS: &[Target] = &[
    of_posts("query", 2),
    of_posts("matcher", 2),
    of_posts("assess", 1),
    of_payloads("bluesky"),
    of_payloads("email"),
    of_payloads("feed"),
    of_payloads("hacker_news"),
    of_payloads("import"),
    of_payloads("manual"),
    of_payloads("mastodon"),
    of_payloads("telegram"),
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
    let is_there = ["c++", "g++", "clang++"].into_iter().any(shell::has);
    (!is_there).then(|| "there is no C++ compiler (apt-get install g++)".to_owned())
}

/// Installs cargo-fuzz where it is missing, and makes room for what will be found.
pub fn prepare() -> Outcome {
    if !shell::has("cargo-fuzz") {
        shell::say("Installing cargo-fuzz (a minute or two, once) ...");
        shell::run(shell::cargo().args(["install", "cargo-fuzz", "--locked"]))?;
    }
    for target in TARGETS {
        let folder = root().join(found_folder(target));
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    // All at once, so that none waits for another's compiler while its time runs.
    shell::run(fuzz("build").args(BUILT))
}

/// Runs all targets, a few side by side; the first that fails is what is told, after those beside it have ended.
pub fn run_all(seconds: u32, run: impl Fn(&mut Command) -> Outcome + Sync) -> Outcome {
    let waiting = Mutex::new(commands(seconds).into_iter());
    let next = || waiting.lock().expect("nobody panics while holding it").next();
    let in_turn = || {
        while let Some(mut command) = next() {
            if let Err(reason) = run(&mut command) {
                waiting.lock().expect("nobody panics while holding it").by_ref().for_each(drop);
                return Err(reason);
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(in_turn)).collect();
        running.into_iter().try_for_each(|run| run.join().unwrap_or_else(|_| Err("A run of the fuzzer broke off.".to_owned())))
    })
}

fn commands(seconds: u32) -> Vec<Command> {
    TARGETS.iter().map(|target| command(target, (seconds / target.sharers).max(1))).collect()
}

fn command(target: &Target, seconds: u32) -> Command {
    let mut command = fuzz("run");
    command.args(BUILT).arg(target.name);
    command.args([&found_folder(target), &format!("{FOLDER}/corpus/{}", target.name), "--"]);
    command.args([format!("-max_total_time={seconds}"), format!("-max_len={}", target.bytes_max), format!("-timeout={TEXT_SECONDS_MAX}")]);
    command.arg("-print_final_stats=1");
    command
}

/// Without a sanitizer: there is no unsafe code to find out about, and the compiler that everybody has will do.
const BUILT: [&str; 6] = ["--sanitizer", "none", "--fuzz-dir", FOLDER, "--target-dir", "target/fuzz"];

fn fuzz(what: &str) -> Command {
    let mut command = shell::cargo();
    command.args(["fuzz", what]);
    command
}

/// The first folder that the fuzzer is given takes what it finds.
fn found_folder(target: &Target) -> String {
    format!("target/fuzz/found/{}", target.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &Command) -> Vec<String> {
        command.get_args().map(|word| word.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_time_is_shared_where_targets_read_the_same() {
        let seconds_of = |name: &str| {
            let command = commands(60).into_iter().map(|command| words(&command)).find(|words| words.iter().any(|word| word == name));
            command.expect("a command").into_iter().find_map(|word| word.strip_prefix("-max_total_time=").map(str::to_owned))
        };
        for (name, seconds) in [("query", "30"), ("matcher", "30"), ("assess", "60"), ("email", "60"), ("telegram", "60")] {
            assert_eq!(seconds_of(name).as_deref(), Some(seconds), "{name}");
        }
    }

    #[test]
    fn every_target_has_its_file_and_its_corpus() {
        let manifest = fs::read_to_string(root().join(FOLDER).join("Cargo.toml")).expect("the manifest of the targets");
        assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
        for Target { name, .. } in TARGETS {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            assert!(root().join(FOLDER).join("corpus").join(name).is_dir(), "{name}");
        }
    }

    #[test]
    fn a_failure_is_told_and_what_follows_is_left() {
        let ran = Mutex::new(0);
        let outcome = run_all(1, |_| {
            *ran.lock().unwrap() += 1;
            Err("found".to_owned())
        });
        assert_eq!(outcome, Err("found".to_owned()));
        assert!((1..=AT_ONCE).contains(&ran.into_inner().unwrap()), "only what ran beside it");
    }

    #[test]
    fn words_that_are_not_known_are_refused() {
        for wrong in [&["--seconds", "long"][..], &["--second", "5"], &["5"]] {
            assert!(run(&wrong.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).is_err(), "{wrong:?}");
        }
    }
}
