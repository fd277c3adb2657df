//! What is read: public sets by name, the posts that were written for this, and the lists of words.

use crate::random::number_of;
use crate::rows::Row;
use answerable_triage::model::{HEADS, Head, voice};
use anyhow::Context as _;
use serde::Deserialize;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct Folders {
    pub data: PathBuf,
    pub corpus: PathBuf,
    pub lexicon: PathBuf,
}

/// A line of a public set.
#[derive(Debug, Clone, Deserialize)]
pub struct Line {
    pub text: String,
    pub label: String,
    #[serde(default)]
    pub split: String,
    #[serde(default)]
    pub id: String,
}

/// A line of the corpus, as docs/labelling.md says.
#[derive(Debug, Clone, Deserialize)]
pub struct Post {
    pub text: String,
    pub sentiment: String,
    pub kind: Vec<String>,
    pub answer: bool,
    pub abuse: String,
    pub aim: Option<String>,
    pub troll: bool,
    pub motive: String,
    pub risk: Vec<String>,
    pub humour: bool,
}

pub const LANGUAGES: [&str; 3] = ["ko", "ja", "en"];

impl Folders {
    pub fn set(&self, name: &str) -> anyhow::Result<Vec<Line>> {
        let path = self.data.join(format!("{name}.jsonl.gz"));
        let file = fs::File::open(&path).with_context(|| format!("cannot open {}: is --data the folder of the sets?", path.display()))?;
        let lines = BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines();
        lines.map(|line| serde_json::from_str(&line?).with_context(|| format!("in {}", path.display()))).collect()
    }

    pub fn posts(&self, part: &str, language: &str) -> anyhow::Result<Vec<Post>> {
        let folder = self.corpus.join(part).join(language);
        let mut files = files_of(&folder)?;
        files.sort();
        let mut posts = Vec::new();
        for file in files {
            let text = fs::read_to_string(&file)?;
            for line in text.lines() {
                posts.push(serde_json::from_str(line).with_context(|| format!("in {}", file.display()))?);
            }
        }
        Ok(posts)
    }

    /// The entries of a list; none where there is no such list.
    pub fn words(&self, language: &str, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.lexicon.join(language).join(format!("{name}.txt"))).unwrap_or_default();
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    }
}

fn files_of(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "jsonl")).collect())
}

/// One of twenty: kept from the large tables, to learn what stands on top of them and to calibrate.
pub fn is_kept_back(text: &str) -> bool {
    number_of(text).is_multiple_of(20)
}

pub fn stance_of(label: &str) -> Option<usize> {
    match label.get(..3)? {
        "neg" => Some(0),
        "neu" => Some(1),
        "pos" => Some(2),
        _ => None,
    }
}

/// A post of the corpus with all that its labels say.
pub fn row_of_post(post: &Post, language: &str, source: usize) -> Row {
    let mut row = Row::new(&post.text, voice(Some(language)), source);
    row.stance = stance_of(&post.sentiment);
    let kind = |name: &str| post.kind.iter().any(|kind| kind == name);
    let risk = |name: &str| post.risk.iter().any(|risk| risk == name);
    let abusive = post.abuse != "none";
    let given_abuse = |holds: bool| if abusive { flag(holds) } else { f32::NAN };
    for head in Head::ALL {
        row.heads[head as usize] = match head {
            Head::Negative => flag(post.sentiment == "negative"),
            Head::Positive => flag(post.sentiment == "positive"),
            Head::Question => flag(kind("question")),
            Head::Abuse => flag(abusive),
            Head::Complaint => flag(kind("complaint")),
            Head::Suggestion => flag(kind("suggestion")),
            Head::Praise => flag(kind("praise")),
            Head::Announcement => flag(kind("announcement")),
            Head::Spam => flag(kind("spam")),
            Head::NeedsAnswer => flag(post.answer),
            Head::Threat => given_abuse(post.abuse == "threat"),
            Head::Hate => given_abuse(post.abuse == "hate"),
            Head::AimPerson => given_abuse(post.aim.as_deref() == Some("person")),
            Head::AimGroup => given_abuse(post.aim.as_deref() == Some("group")),
            Head::Troll => flag(post.troll),
            Head::Instrumental => flag(post.motive == "instrumental"),
            Head::Venting => flag(post.motive == "venting"),
            Head::Safety => flag(risk("safety")),
            Head::Legal => flag(risk("legal")),
            Head::Press => flag(risk("press")),
            Head::Churn => flag(risk("churn")),
            Head::SelfHarm => flag(risk("self_harm")),
            Head::Humour => flag(post.humour),
            Head::Care => 1.0,
        };
    }
    row
}

fn flag(holds: bool) -> f32 {
    if holds { 1.0 } else { 0.0 }
}

/// What a list of words says of the heads when one of its entries is all of a text.
pub fn row_of_word(word: &str, list: &str, language: &str, source: usize) -> Row {
    let mut row = Row::new(word, voice(Some(language)), source);
    let (stance, heads): (Option<usize>, &[(Head, f32)]) = match list {
        "negative" => (Some(0), &[(Head::Praise, 0.0), (Head::Spam, 0.0)]),
        "mixed" => (Some(1), &[]),
        "positive" => (Some(2), &[(Head::Complaint, 0.0), (Head::Abuse, 0.0)]),
        "praise_thanks" => (Some(2), &[(Head::Praise, 1.0), (Head::Complaint, 0.0)]),
        "insult" => (Some(0), &[(Head::Abuse, 1.0), (Head::Hate, 0.0), (Head::Threat, 0.0)]),
        "hate" => (Some(0), &[(Head::Abuse, 1.0), (Head::Hate, 1.0), (Head::AimGroup, 1.0)]),
        "threat" => (Some(0), &[(Head::Abuse, 1.0), (Head::Threat, 1.0)]),
        "safety" => (None, &[(Head::Safety, 1.0)]),
        "legal" => (None, &[(Head::Legal, 1.0)]),
        "press" => (None, &[(Head::Press, 1.0)]),
        "churn" => (Some(0), &[(Head::Churn, 1.0), (Head::Complaint, 1.0)]),
        "self_harm" => (None, &[(Head::SelfHarm, 1.0)]),
        "spam" => (None, &[(Head::Spam, 1.0), (Head::NeedsAnswer, 0.0)]),
        "question" => (None, &[(Head::Question, 1.0)]),
        "request" => (None, &[(Head::NeedsAnswer, 1.0), (Head::Instrumental, 1.0)]),
        "suggestion" => (None, &[(Head::Suggestion, 1.0)]),
        "humour" => (None, &[(Head::Humour, 1.0)]),
        "announcement" => (Some(1), &[(Head::Announcement, 1.0), (Head::Complaint, 0.0)]),
        _ => (None, &[]),
    };
    row.stance = stance;
    for (head, value) in heads {
        row.heads[*head as usize] = *value;
    }
    row
}

/// Lists that teach; the others are for people who read them.
pub const LISTS: [&str; 18] = [
    "negative",
    "mixed",
    "positive",
    "praise_thanks",
    "insult",
    "hate",
    "threat",
    "safety",
    "legal",
    "press",
    "churn",
    "self_harm",
    "spam",
    "question",
    "request",
    "suggestion",
    "humour",
    "announcement",
];

/// Nothing is known but these.
pub fn known(heads: &[(Head, f32)]) -> [f32; HEADS] {
    let mut all = [f32::NAN; HEADS];
    for (head, value) in heads {
        all[*head as usize] = *value;
    }
    all
}
