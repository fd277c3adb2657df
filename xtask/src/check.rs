//! `cargo xtask check`: everything that must pass, from a fresh clone, installing what it needs.
//!
//! A failed step does not stop the others: one run tells everything. CI runs the same, only stricter: what a person's computer
//! may lack (PostgreSQL, a browser) must be there.

use crate::{
    bluesky, fuzz, kill_loop, mail, node, openapi, postgres,
    report::{self, Digest, Ending, Row},
    shell::{self, Outcome, cargo, in_root},
    start, tidy, web,
};
use std::{
    num::NonZero,
    process::Command,
    sync::{Arc, Mutex},
    time::Instant,
};

/// In the check; `cargo xtask kill-loop` does a thousand.
const KILLS: u32 = 200;

#[derive(Clone, Copy)]
struct Wish {
    fast: bool,
    strict: bool,
}

/// What a step is given, and where it leaves what the table tells of its runner.
struct Step {
    wish: Wish,
    closing: Arc<Mutex<Digest>>,
}

/// `Ok(Some(reason))`: skipped.
type StepOutcome = Outcome<Option<String>>;

type Work = fn(&Step) -> StepOutcome;

/// The quick ones first, so that one hears of a slip at once.
const STEPS: &[(&str, Work)] = &[
    ("format", format),
    ("tidy", |_| tidy::run().map(|()| None)),
    ("web", web_tests),
    ("clippy", clippy),
    ("deny", deny),
    ("tests", tests),
    ("postgres", postgres_half),
    ("mail", mail_servers),
    ("openapi", |_| openapi::compare().map(|()| None)),
    ("browser", browser),
    ("kills", kills),
    ("fuzz", fuzzing),
];

pub fn run(words: &[String]) -> Outcome {
    let (flags, names): (Vec<&str>, Vec<&str>) = words.iter().map(String::as_str).partition(|word| word.starts_with("--"));
    if let Some(other) = flags.iter().find(|flag| !["--fast", "--ci"].contains(flag)) {
        return Err(format!("`check` does not know `{other}`. It knows --fast and --ci."));
    }
    let wish = Wish { fast: flags.contains(&"--fast"), strict: flags.contains(&"--ci") || std::env::var_os("CI").is_some() };
    let rows: Vec<Row> = chosen(&names)?.into_iter().map(|(name, step)| run_step(name, step, wish)).collect();
    println!("{}", report::table(&rows));
    let failed = rows.iter().filter(|row| matches!(row.ending, Ending::Failed(_))).count();
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} steps failed.", rows.len())) }
}

/// The steps of these names, or all.
fn chosen(names: &[&str]) -> Outcome<Vec<(&'static str, Work)>> {
    let known = || STEPS.iter().map(|(name, _)| *name);
    if let Some(other) = names.iter().find(|name| !known().any(|step| step == **name)) {
        return Err(format!("There is no step `{other}`. There are: {}.", known().collect::<Vec<_>>().join(", ")));
    }
    Ok(STEPS.iter().filter(|(name, _)| names.is_empty() || names.contains(name)).copied().collect())
}

fn run_step(name: &'static str, step: Work, wish: Wish) -> Row {
    shell::say(name);
    let began = Instant::now();
    let given = Step { wish, closing: Arc::default() };
    let ending = match step(&given) {
        Ok(None) => Ending::Passed,
        Ok(Some(reason)) => {
            shell::say(&format!("{name} SKIPPED: {reason}"));
            Ending::Skipped(reason)
        }
        Err(reason) => {
            shell::say(&format!("{name} FAILED: {reason}"));
            Ending::Failed(reason)
        }
    };
    let closing = given.closing.lock().expect("nothing panics while it holds this").kept();
    Row { name, ending, took: began.elapsed(), closing }
}

impl Step {
    fn watched(&self, command: &mut Command) -> Outcome {
        let closing = Arc::clone(&self.closing);
        shell::run_watched(command, move |line| closing.lock().expect("nothing panics while it holds this").line(line))
    }
}

fn format(step: &Step) -> StepOutcome {
    step.watched(cargo().args(["fmt", "--all", "--check"])).map_err(|_| "Run `cargo fmt --all`.".to_owned())?;
    Ok(None)
}

fn clippy(step: &Step) -> StepOutcome {
    step.watched(cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    Ok(None)
}

fn deny(step: &Step) -> StepOutcome {
    if !shell::has("cargo-deny") {
        return Ok(Some(
            "cargo-deny is not installed, so licences and advisories were NOT looked at (cargo install cargo-deny --locked)".to_owned(),
        ));
    }
    // Advisories come from the Internet, and a new one is no fault of the change at hand: they are the nightly's business.
    step.watched(cargo().args(["deny", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))?;
    Ok(None)
}

fn web_tests(step: &Step) -> StepOutcome {
    web::install()?;
    for script in ["check:types", "check:lint", "test"] {
        step.watched(node::npm("web").args(["run", "--silent", script]))?;
    }
    web::build()?;
    Ok(None)
}

fn tests(step: &Step) -> StepOutcome {
    if !shell::has("cargo-nextest") {
        step.watched(cargo().args(["test", "--workspace", "--no-fail-fast"]))?;
        return Ok(None);
    }
    let mut nextest = cargo();
    nextest.args(["nextest", "run", "--workspace", "--no-fail-fast", "--status-level=fail", "--final-status-level=slow"]);
    let tests = step.watched(nextest.args(["--test-threads", &tests_at_once().to_string()]));
    // nextest does not run the examples in the documentation.
    let examples = step.watched(cargo().args(["test", "--quiet", "--workspace", "--doc"]));
    tests.and(examples)?;
    Ok(None)
}

/// Most tests wait for a network or a file half of their time.
fn tests_at_once() -> usize {
    2 * std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// The store's tests run on both engines by themselves; this says whether they could.
fn postgres_half(step: &Step) -> StepOutcome {
    match postgres::found() {
        Some(how) => {
            shell::say(&format!("The tests used {how}."));
            Ok(None)
        }
        None if step.wish.strict => Err("There is no PostgreSQL here: apt-get install -y --no-install-recommends postgresql".to_owned()),
        None => Ok(Some(
            "PostgreSQL tests skipped: install it (apt-get install postgresql) or name a server in ANSWERABLE_TEST_POSTGRES".to_owned(),
        )),
    }
}

/// `tests` skips them where the servers are missing; here they have to run.
fn mail_servers(step: &Step) -> StepOutcome {
    if let Some(why) = mail::missing() {
        // Not even with --ci an error for others than root: nobody else can start these servers.
        if !step.wish.strict || !shell::is_root() {
            return Ok(Some(format!("THE MAILBOX WAS NOT TRIED ON REAL SERVERS: {why}")));
        }
        if !shell::has("apt-get") {
            return Err(why);
        }
        mail::install()?;
    }
    step.watched(&mut mail::tests())?;
    Ok(None)
}

fn browser(step: &Step) -> StepOutcome {
    if step.wish.fast {
        return Ok(Some("left out by --fast".to_owned()));
    }
    node::require()?;
    need_program("chromium", "chromium", step.wish)?;
    need_program("redis-server", "redis-server", step.wish)?;
    if postgres::found().is_none() {
        return Err(missing("PostgreSQL", "postgresql"));
    }
    node::install("e2e")?;
    bluesky::install()?;
    web::build()?;
    start::program_of_tests()?;
    step.watched(node::npm("e2e").args(["run", "--silent", "check:types"]))?;
    step.watched(node::npm("e2e").args(["run", "--silent", "test"]))?;
    Ok(None)
}

/// As root the program is installed; anybody else is told the exact command.
fn need_program(program: &str, package: &str, wish: Wish) -> Outcome {
    if shell::has(program) {
        return Ok(());
    }
    if !wish.strict && !shell::is_root() || !shell::has("apt-get") {
        return Err(missing(program, package));
    }
    shell::say(&format!("Installing {package} ..."));
    shell::run(in_root("apt-get").args(["update", "-qq"]))?;
    shell::run(
        in_root("apt-get").args(["install", "-y", "-qq", "--no-install-recommends", package]).env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn missing(what: &str, package: &str) -> String {
    format!("{what} is missing. Install it: sudo apt-get install -y --no-install-recommends {package}")
}

fn kills(step: &Step) -> StepOutcome {
    if step.wish.fast {
        return Ok(Some("left out by --fast".to_owned()));
    }
    step.watched(&mut kill_loop::command(KILLS))?;
    Ok(None)
}

fn fuzzing(step: &Step) -> StepOutcome {
    if step.wish.fast {
        return Ok(Some("left out by --fast".to_owned()));
    }
    match fuzz::missing() {
        Some(what) if step.wish.strict => return Err(format!("NOTHING WAS FUZZED: {what}")),
        Some(what) => return Ok(Some(format!("NOTHING WAS FUZZED: {what}"))),
        None => fuzz::prepare()?,
    }
    fuzz::run_all(fuzz::SECONDS, |command| step.watched(command))?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_their_own_order_whatever_the_order_of_the_names() {
        let names = |wish: &[&str]| chosen(wish).unwrap().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(&["tests", "format"]), ["format", "tests"]);
        assert_eq!(names(&[]).len(), STEPS.len());
        assert!(chosen(&["test"]).unwrap_err().contains("tests"), "the steps that there are, are named");
    }
}
