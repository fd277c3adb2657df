//! The written corpus keeps to its guide: every line has every field with one of its values, and nothing held out is also trained on.

use serde::Deserialize;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "reading a line is the test: every field must be there and hold one of its values")]
struct Line {
    text: String,
    sentiment: Sentiment,
    kind: Vec<Kind>,
    answer: bool,
    abuse: Abuse,
    aim: Option<Aim>,
    troll: bool,
    motive: Motive,
    risk: Vec<Risk>,
    humour: bool,
    industry: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sentiment {
    Negative,
    Neutral,
    Positive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Complaint,
    Question,
    Suggestion,
    Praise,
    Announcement,
    Spam,
    Other,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Abuse {
    None,
    Insult,
    Threat,
    Hate,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Aim {
    Brand,
    Person,
    Group,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Motive {
    Instrumental,
    Venting,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Risk {
    Safety,
    Legal,
    Press,
    Churn,
    SelfHarm,
}

const TEXT_CHARS_MAX: usize = 1_000;

#[test]
fn every_line_of_the_corpus_keeps_to_the_guide() {
    let mut wrong = Vec::new();
    for (place, line) in ["train", "held-out"].into_iter().flat_map(lines) {
        match serde_json::from_str::<Line>(&line) {
            Err(error) => wrong.push(format!("{place}: {error}")),
            Ok(line) => wrong.extend(complaint(&line).map(|why| format!("{place}: {why}: {}", line.text))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_text_stands_twice() {
    let mut seen = HashSet::new();
    let twice: Vec<String> = ["train", "held-out"]
        .into_iter()
        .flat_map(lines)
        .filter_map(|(place, line)| {
            let line: Line = serde_json::from_str(&line).ok()?;
            let words: String = line.text.chars().filter(|c| c.is_alphanumeric()).collect();
            let words = if words.is_empty() { line.text.clone() } else { words.to_lowercase() };
            (!seen.insert(words)).then(|| format!("{place}: {}", line.text))
        })
        .collect();
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

fn complaint(line: &Line) -> Option<&'static str> {
    let distinct = |kinds: &[Kind]| kinds.iter().collect::<HashSet<_>>().len() == kinds.len();
    let checks = [
        (!line.text.trim().is_empty() && line.text.chars().count() <= TEXT_CHARS_MAX, "the text is empty or too long"),
        (!line.kind.is_empty() && distinct(&line.kind), "it has no kind, or one twice"),
        (!line.kind.contains(&Kind::Other) || line.kind.len() == 1, "other stands alone"),
        ((line.abuse == Abuse::None) == line.aim.is_none(), "abuse has an aim, and nothing else has"),
        (!(line.troll && line.kind.contains(&Kind::Complaint)), "a real complaint is no trolling"),
        (line.risk.iter().collect::<HashSet<_>>().len() == line.risk.len(), "a risk stands twice"),
        (
            !line.industry.is_empty() && line.industry.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
            "industry is a word in lower case",
        ),
    ];
    checks.into_iter().find(|(holds, _)| !holds).map(|(_, why)| why)
}

/// Each line with its place, of all languages.
fn lines(part: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(part);
    let mut files: Vec<PathBuf> = ["ko", "ja", "en"].iter().flat_map(|language| files_of(&folder.join(language))).collect();
    files.sort();
    let numbered = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("a file of the corpus can be read");
        let place = |number: usize| format!("{}:{number}", file.file_name().unwrap_or_default().to_string_lossy());
        text.lines().enumerate().map(|(index, line)| (place(index + 1), line.to_owned())).collect::<Vec<_>>()
    };
    files.into_iter().flat_map(numbered).collect()
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|extension| extension == "jsonl")).collect()
}
