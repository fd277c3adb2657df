//! `triage`: what is thought of a text, or of a file of them, without a server or a database.

mod lines;
mod progress;
mod shape;
mod show;

use super::{arguments::Triage, output};
use answerable_triage::{Assessor, Input};
use anyhow::{Context as _, bail};
use shape::Shape;
use show::Look;
use std::{
    fs::File,
    io::{self, BufRead as _, IsTerminal as _, Read},
    path::Path,
    thread,
};

/// Assessing is quick: more threads than these only wait for the reader.
const THREADS_MAX: usize = 8;

pub fn triage(options: &Triage) -> anyhow::Result<()> {
    if let Some(file) = &options.file {
        return of_file(file, options.reasons);
    }
    match options.text.as_deref() {
        Some("-") => io::stdin().lock().lines().try_for_each(|line| one(&line?, options)),
        Some(text) => one(text, options),
        None => bail!("say which text, or --file"),
    }
}

fn one(text: &str, options: &Triage) -> anyhow::Result<()> {
    let (input, assessor) = (Input::of(text), Assessor::shipped());
    let (assessment, judged) = assessor.assess_and_judge(&input);
    if options.json {
        let reasons = options.reasons.then(|| assessor.explain(&input));
        return output::print(&serde_json::to_string(&Shape::new(&assessment, judged.as_ref(), reasons.as_ref()))?);
    }
    output::print(&show::told(text, &assessment, judged.as_ref(), &assessor.explain(&input), options.reasons, look()))
}

/// Lines under words where they are read by another program, or where colours are not wanted (<https://no-color.org>).
fn look() -> Look {
    let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    if io::stdout().is_terminal() && !is_unwanted && !is_dumb { Look::Underlined } else { Look::Marks }
}

fn of_file(file: &Path, reasons: bool) -> anyhow::Result<()> {
    let (from, bytes): (Box<dyn Read + Send>, Option<u64>) = if file.as_os_str() == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let about = opened.metadata().with_context(|| format!("{} cannot be read", file.display()))?;
        (Box::new(opened), about.is_file().then_some(about.len()))
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
    let bar = progress::Progress::new(bytes);
    let tally = lines::assess(from, io::stdout().lock(), reasons, threads, |tally| bar.tell(tally));
    bar.finish();
    let tally = tally?;
    match tally.bad {
        0 => Ok(()),
        bad => bail!("{bad} of {} lines could not be read; each says why in its place", tally.lines),
    }
}
