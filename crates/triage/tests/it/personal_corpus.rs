//! How much personal data is found in written posts, half of which hold only things that look like it.
//!
//! `corpus/personal` is what the rules were made with; `corpus/held-out/personal` only scores them. A hit has the type of the mark and
//! overlaps it. The floors stand a little below what was measured, so that a rule that breaks others fails here.

use answerable_domain::{PERSONAL_DATA_CERTAIN, PersonalData, PersonalDataKind};
use answerable_triage::{Assessor, Input};
use serde::Deserialize;
use std::fmt::Write;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Line {
    text: String,
}

struct Marked {
    text: String,
    marks: Vec<(PersonalDataKind, std::ops::Range<usize>)>,
}

/// Findings, right ones, marks, found ones.
#[derive(Default, Clone, Copy)]
struct Score {
    found: usize,
    right: usize,
    marks: usize,
    hit: usize,
}

impl Score {
    fn add(&mut self, marked: &Marked, found: &[&PersonalData]) {
        let meets = |(kind, at): &(PersonalDataKind, std::ops::Range<usize>), found: &PersonalData| {
            *kind == found.kind && (found.start as usize) < at.end && at.start < found.end as usize
        };
        self.found += found.len();
        self.right += found.iter().filter(|found| marked.marks.iter().any(|mark| meets(mark, found))).count();
        self.marks += marked.marks.len();
        self.hit += marked.marks.iter().filter(|mark| found.iter().any(|found| meets(mark, found))).count();
    }

    fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        100.0 * self.hit as f64 / self.marks.max(1) as f64
    }
}

/// `⟦phone:010-…⟧` in a text marks what is personal.
fn marked(line: &str) -> Marked {
    let line: Line = serde_json::from_str(line).expect("a line of the corpus has a text");
    let mut marked = Marked { text: String::new(), marks: Vec::new() };
    for part in line.text.split('⟦') {
        let Some((mark, rest)) = part.split_once('⟧') else {
            marked.text.push_str(part);
            continue;
        };
        let (kind, value) = mark.split_once(':').expect("a mark has a type");
        let start = marked.text.len();
        marked.text.push_str(value);
        let kind = PersonalDataKind::parse(kind).expect("the type is known");
        marked.marks.push((kind, start..marked.text.len()));
        marked.text.push_str(rest);
    }
    marked
}

/// The scores of a file for the guard and for the mask.
fn scores(file: &str) -> [Score; 2] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(file);
    let lines = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut scores = [Score::default(); 2];
    for line in lines.lines() {
        let marked = marked(line);
        let found = Assessor::shipped().assess(&Input::of(&marked.text)).personal_data;
        for (score, least) in scores.iter_mut().zip([PERSONAL_DATA_CERTAIN, 0]) {
            score.add(&marked, &found.iter().filter(|found| found.confidence >= least).collect::<Vec<_>>());
        }
    }
    scores
}

/// File, then the floors: the guard's precision and recall, the mask's precision and recall.
const FLOORS: [(&str, [f64; 4]); 6] = [
    ("personal/ko.jsonl", [98.5, 91.0, 98.5, 98.0]),
    ("personal/en.jsonl", [98.5, 89.0, 98.0, 98.5]),
    ("personal/ja.jsonl", [97.0, 84.0, 97.0, 95.5]),
    ("held-out/personal/ko.jsonl", [97.0, 76.0, 96.0, 81.0]),
    ("held-out/personal/en.jsonl", [95.0, 59.0, 94.0, 73.0]),
    ("held-out/personal/ja.jsonl", [95.0, 62.0, 94.0, 76.0]),
];

#[test]
fn written_personal_data_is_found() {
    let mut table = String::from("file: guard precision recall, mask precision recall (floors)\n");
    let mut is_below = false;
    for (file, floors) in FLOORS {
        let [guard, mask] = scores(file);
        let measured = [guard.precision(), guard.recall(), mask.precision(), mask.recall()];
        is_below |= measured.iter().zip(floors).any(|(measured, floor)| *measured < floor);
        writeln!(table, "{file}: {measured:.1?} ({floors:?})").expect("a string takes everything");
    }
    assert!(!is_below, "{table}");
}
