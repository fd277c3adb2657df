//! The public sets, on rows that nothing was learnt from.
//!
//! The sets' own test parts are held back by others, so here it is their `dev` parts; sets that have none are measured on the one row of
//! twenty that the large tables never see.

use super::measure::Confusion;
use crate::folders::{Folders, Line, is_kept_back, stance_of};
use answerable_domain::{Abuse, Assessment};
use answerable_triage::{Assessor, Input};

/// What was measured on one set.
#[derive(Debug)]
pub struct Measured {
    pub set: &'static str,
    /// Which rows.
    pub part: &'static str,
    pub confusion: Confusion,
}

/// Rows that are measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Dev,
    KeptBack,
    /// As these, of a set that the heads learn as a whole: it says whether it was learnt, not whether it is known.
    Learnt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Negative or positive: whichever is likelier.
    TwoWay,
    ThreeWay,
    Abuse,
    Question,
    Spam,
}

const SETS: [(&str, Part, Task); 15] = [
    ("sentiment2/ko/nsmc_rebuilt", Part::Dev, Task::TwoWay),
    ("sentiment3/ko/nsmc3_rebuilt", Part::Dev, Task::ThreeWay),
    ("sentiment3/en/goemotions3", Part::Dev, Task::ThreeWay),
    ("sentiment3/en/xed_en", Part::KeptBack, Task::ThreeWay),
    ("sentiment3/ja/chabsa", Part::Dev, Task::ThreeWay),
    ("toxicity/ko/kmhas", Part::Dev, Task::Abuse),
    ("toxicity/ko/beep", Part::KeptBack, Task::Abuse),
    ("toxicity/ko/apeach", Part::KeptBack, Task::Abuse),
    ("toxicity/en/davidson", Part::Dev, Task::Abuse),
    ("toxicity/ja/inspection_ai", Part::Dev, Task::Abuse),
    ("speechact/ko/3i4k", Part::Dev, Task::Question),
    ("question/ko/xpersona_q", Part::KeptBack, Task::Question),
    ("question/ja/xpersona_q", Part::KeptBack, Task::Question),
    ("question/en/xpersona_q", Part::KeptBack, Task::Question),
    ("spam/en/sms_spam", Part::Learnt, Task::Spam),
];

pub fn measure(folders: &Folders) -> anyhow::Result<Vec<Measured>> {
    SETS.into_iter().map(|(set, part, task)| one(folders, set, part, task)).collect()
}

/// The rows of a set that nothing was learnt from.
pub fn rows(folders: &Folders, set: &str) -> anyhow::Result<Vec<Line>> {
    let part = SETS.iter().find(|(name, _, _)| *name == set).map_or(Part::Dev, |(_, part, _)| *part);
    rows_of(folders, set, part)
}

fn rows_of(folders: &Folders, set: &str, part: Part) -> anyhow::Result<Vec<Line>> {
    let mut lines = folders.set(set)?;
    lines.retain(|line| match part {
        Part::Dev => line.split.starts_with("dev"),
        Part::KeptBack | Part::Learnt => is_kept_back(&line.text),
    });
    Ok(lines)
}

fn one(folders: &Folders, set: &'static str, part: Part, task: Task) -> anyhow::Result<Measured> {
    let mut confusion = match task {
        Task::TwoWay => Confusion::new(&["negative", "positive"]),
        Task::ThreeWay => Confusion::new(&["negative", "neutral", "positive"]),
        Task::Abuse | Task::Question | Task::Spam => Confusion::yes_or_no(),
    };
    for line in rows_of(folders, set, part)? {
        let assessment = Assessor::shipped().assess(&Input::of(&line.text));
        if let Some(so) = so(task, &line.label) {
            confusion.add(so, said(task, &assessment));
        }
    }
    let part = match part {
        Part::Dev => "dev",
        Part::KeptBack => "1 of 20 kept back",
        Part::Learnt => "1 of 20, learnt by the heads",
    };
    Ok(Measured { set, part, confusion })
}

fn so(task: Task, label: &str) -> Option<usize> {
    match task {
        Task::TwoWay => Some(usize::from(label == "pos")),
        Task::ThreeWay => stance_of(label),
        Task::Abuse => Some(usize::from(label == "toxic")),
        Task::Question => Some(usize::from(label == "question")),
        Task::Spam => Some(usize::from(label == "spam")),
    }
}

fn said(task: Task, assessment: &Assessment) -> usize {
    let yes = |holds: bool| usize::from(holds);
    match task {
        Task::TwoWay => yes(assessment.scores[2] > assessment.scores[0]),
        Task::ThreeWay => assessment.sentiment.value.map_or(1, |sentiment| sentiment as usize),
        Task::Abuse => yes(assessment.abuse.value.is_some_and(|abuse| abuse != Abuse::None)),
        Task::Question => yes(assessment.question.value == Some(true)),
        Task::Spam => yes(assessment.is_kind(answerable_domain::Kind::Spam)),
    }
}
