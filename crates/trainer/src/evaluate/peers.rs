//! What others say of the same texts: programs in a folder of their own, none of them part of ours. See `peers/README.md`.

use super::measure::{Confusion, share};
use super::{personal, public};
use crate::folders::{Folders, stance_of};
use anyhow::Context as _;
use serde::Deserialize;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A line of a peer's answer.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Said {
    Label { label: usize },
    Places { places: Vec<(usize, usize)> },
    Speed { posts_per_second: f64 },
}

/// A row of the comparison.
#[derive(Debug)]
pub struct PeerRow {
    pub name: &'static str,
    pub texts: String,
    pub metric: &'static str,
    pub theirs: String,
    pub ours: String,
    pub posts_per_second: f64,
}

/// Rows of those that are installed; the names of those that are not.
pub fn measure(folders: &Folders, scratch: &Path) -> anyhow::Result<(Vec<PeerRow>, Vec<&'static str>)> {
    let scratch = scratch.canonicalize().with_context(|| format!("there is no folder {}", scratch.display()))?;
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for name in ["vaderSentiment", "npm sentiment"] {
        match stance(folders, name, &scratch) {
            Ok(more) => rows.extend(more),
            Err(error) => absent(name, &error, &mut missing),
        }
    }
    for (name, language) in [("korean-pii", "ko"), ("fuseji", "ja"), ("fuseji", "en")] {
        match places(folders, name, language, &scratch) {
            Ok(row) => rows.push(row),
            Err(error) => absent(name, &error, &mut missing),
        }
    }
    Ok((rows, missing))
}

fn absent(name: &'static str, error: &anyhow::Error, missing: &mut Vec<&'static str>) {
    eprintln!("{name} is left out: {error:#}");
    missing.push(name);
}

fn stance(folders: &Folders, name: &'static str, scratch: &Path) -> anyhow::Result<Vec<PeerRow>> {
    let comments = public::rows(folders, "sentiment3/en/goemotions3")?;
    let comments = comments.into_iter().filter_map(|line| Some((stance_of(&line.label)?, line.text))).collect();
    let posts = folders.posts("held-out", "en")?;
    let posts = posts.into_iter().filter_map(|post| Some((stance_of(&post.sentiment)?, post.text))).collect();
    let groups: [(&str, Vec<(usize, String)>); 2] = [("English comments (GoEmotions, dev)", comments), ("English posts, held out", posts)];
    let mut rows = Vec::new();
    for (what, texts) in groups {
        let (said, posts_per_second) = ask(&mut command(name, scratch), texts.iter().map(|(_, text)| text.as_str()))?;
        let mut theirs = Confusion::new(&["negative", "neutral", "positive"]);
        let mut ours = theirs.clone();
        for ((so, text), said) in texts.iter().zip(said) {
            let Said::Label { label } = said else { anyhow::bail!("it gave no label") };
            theirs.add(*so, label.min(2));
            let assessment = answerable_triage::Assessor::shipped().assess(&answerable_triage::Input::of(text));
            ours.add(*so, assessment.sentiment.value.map_or(1, |value| value as usize));
        }
        let percent = |confusion: &Confusion| format!("{:.1}", confusion.macro_f1() * 100.0);
        rows.push(PeerRow {
            name,
            texts: what.to_owned(),
            metric: "macro-F1",
            theirs: percent(&theirs),
            ours: percent(&ours),
            posts_per_second,
        });
    }
    Ok(rows)
}

fn places(folders: &Folders, name: &'static str, language: &'static str, scratch: &Path) -> anyhow::Result<PeerRow> {
    let part = "held-out/personal";
    let cases = personal::cases(folders, part, language)?;
    let (said, posts_per_second) = ask(&mut command(name, scratch), cases.iter().map(|case| case.text.as_str()))?;
    let (mut so, mut found, mut so_and_found, mut found_and_so) = (0, 0, 0, 0);
    for (case, said) in cases.iter().zip(said) {
        let Said::Places { places } = said else { anyhow::bail!("it gave no places") };
        let characters = |bytes: u32| case.text[..bytes as usize].chars().count();
        let so_places: Vec<(usize, usize)> = case.places.iter().map(|place| (characters(place.start), characters(place.end))).collect();
        let touches = |one: &(usize, usize), other: &(usize, usize)| one.0 < other.1 && other.0 < one.1;
        so += so_places.len() as u32;
        found += places.len() as u32;
        so_and_found += so_places.iter().filter(|one| places.iter().any(|other| touches(one, other))).count() as u32;
        found_and_so += places.iter().filter(|one| so_places.iter().any(|other| touches(one, other))).count() as u32;
    }
    let ours = personal::measure(folders, part, language)?.mask;
    let percent = |precision: f64, recall: f64| format!("{:.1} / {:.1}", precision * 100.0, recall * 100.0);
    Ok(PeerRow {
        name,
        texts: format!("personal data, held out, {language}"),
        metric: "precision / recall",
        theirs: percent(share(found_and_so, found), share(so_and_found, so)),
        ours: percent(ours.precision(), ours.recall()),
        posts_per_second,
    })
}

fn command(name: &str, scratch: &Path) -> Command {
    let scripts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("peers");
    let python = |script: &str| {
        let mut command = Command::new(scratch.join("venv/bin/python"));
        command.arg(scripts.join(script));
        command
    };
    match name {
        "vaderSentiment" => python("vader.py"),
        "npm sentiment" => {
            let mut command = Command::new("node");
            command.arg(scripts.join("sentiment.mjs")).arg(scratch);
            command
        }
        personal => {
            let mut command = python("personal.py");
            command.arg(personal);
            command
        }
    }
}

fn ask<'a>(command: &mut Command, texts: impl Iterator<Item = &'a str>) -> anyhow::Result<(Vec<Said>, f64)> {
    let lines: String = texts.map(|text| format!("{}\n", serde_json::json!({ "text": text }))).collect();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("it cannot be started")?;
    let mut stdin = child.stdin.take().expect("it was piped");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(lines.as_bytes()));
        child.wait_with_output()
    })?;
    anyhow::ensure!(output.status.success(), "it ended with {}", output.status);
    let told = String::from_utf8(output.stdout)?;
    let mut said = told.lines().map(serde_json::from_str).collect::<Result<Vec<Said>, _>>()?;
    match said.pop() {
        Some(Said::Speed { posts_per_second }) => Ok((said, posts_per_second)),
        _ => anyhow::bail!("it did not say how fast it was"),
    }
}
