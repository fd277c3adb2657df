//! Personal data: the marked corpora, where `⟦phone:010-1234-5678⟧` is what must be found, and half of the texts hold look-alikes only.

use super::measure::share;
use crate::folders::Folders;
use answerable_domain::{PERSONAL_DATA_CERTAIN, PersonalDataKind};
use answerable_triage::{Assessor, Input};
use anyhow::Context as _;
use serde::Deserialize;
use std::fs;

/// Places that are so, that were found, and both.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub so: u32,
    pub found: u32,
    pub so_and_found: u32,
    /// Found places that hold something which is so.
    pub found_and_so: u32,
    /// The very same place and kind.
    pub exact: u32,
}

impl Counts {
    pub fn precision(&self) -> f64 {
        if self.found == 0 { 1.0 } else { share(self.found_and_so, self.found) }
    }

    pub fn recall(&self) -> f64 {
        share(self.so_and_found, self.so)
    }

    /// Of what is so, how much was found to the byte and called by its name.
    pub fn exactness(&self) -> f64 {
        share(self.exact, self.so)
    }

    pub fn with(self, other: Self) -> Self {
        Self {
            so: self.so + other.so,
            found: self.found + other.found,
            so_and_found: self.so_and_found + other.so_and_found,
            found_and_so: self.found_and_so + other.found_and_so,
            exact: self.exact + other.exact,
        }
    }

    fn add(&mut self, so: &[Place], found: &[Place]) {
        let touches = |one: &Place, other: &Place| one.start < other.end && other.start < one.end;
        self.so += so.len() as u32;
        self.found += found.len() as u32;
        self.so_and_found += so.iter().filter(|place| found.iter().any(|found| touches(place, found))).count() as u32;
        self.found_and_so += found.iter().filter(|found| so.iter().any(|place| touches(place, found))).count() as u32;
        self.exact += so.iter().filter(|place| found.contains(place)).count() as u32;
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub start: u32,
    pub end: u32,
    pub kind: String,
}

/// A text and the places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub text: String,
    pub places: Vec<Place>,
}

/// Of one file.
#[derive(Debug)]
pub struct Personal {
    pub part: &'static str,
    pub language: &'static str,
    pub cases: u32,
    /// What an answer must not repeat: the places that are certain.
    pub guard: Counts,
    /// What is covered on screen: all places.
    pub mask: Counts,
    /// By kind, of the mask.
    pub kinds: Vec<(PersonalDataKind, Counts)>,
}

#[derive(Deserialize)]
struct Marked {
    text: String,
}

pub fn measure(folders: &Folders, part: &'static str, language: &'static str) -> anyhow::Result<Personal> {
    let cases = cases(folders, part, language)?;
    let mut personal = Personal {
        part,
        language,
        cases: cases.len() as u32,
        guard: Counts::default(),
        mask: Counts::default(),
        kinds: PersonalDataKind::ALL.iter().map(|kind| (*kind, Counts::default())).collect(),
    };
    for case in &cases {
        let found = Assessor::shipped().assess(&Input::of(&case.text)).personal_data;
        let place =
            |found: &answerable_domain::PersonalData| Place { start: found.start, end: found.end, kind: found.kind.as_str().to_owned() };
        let certain: Vec<Place> = found.iter().filter(|found| found.confidence >= PERSONAL_DATA_CERTAIN).map(place).collect();
        let all: Vec<Place> = found.iter().map(place).collect();
        personal.guard.add(&case.places, &certain);
        personal.mask.add(&case.places, &all);
        for (kind, counts) in &mut personal.kinds {
            let of = |places: &[Place]| places.iter().filter(|place| place.kind == kind.as_str()).cloned().collect::<Vec<_>>();
            counts.add(&of(&case.places), &of(&all));
        }
    }
    Ok(personal)
}

pub fn cases(folders: &Folders, part: &str, language: &str) -> anyhow::Result<Vec<Case>> {
    let path = folders.corpus.join(part).join(format!("{language}.jsonl"));
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .map(|line| Ok(case(&serde_json::from_str::<Marked>(line).with_context(|| format!("in {}", path.display()))?.text)))
        .collect()
}

/// Takes the marks out of a text.
fn case(marked: &str) -> Case {
    let mut case = Case { text: String::new(), places: Vec::new() };
    let mut rest = marked;
    while let Some((before, inside)) = rest.split_once('⟦') {
        case.text.push_str(before);
        let (inside, after) = inside.split_once('⟧').unwrap_or((inside, ""));
        let (kind, value) = inside.split_once(':').unwrap_or(("", inside));
        let start = case.text.len() as u32;
        case.text.push_str(value);
        case.places.push(Place { start, end: case.text.len() as u32, kind: kind.to_owned() });
        rest = after;
    }
    case.text.push_str(rest);
    case
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let found = case("전화 ⟦phone:010-1234-5678⟧ / ⟦password:a:b⟧");
        assert_eq!(found.text, "전화 010-1234-5678 / a:b");
        let kinds: Vec<_> =
            found.places.iter().map(|place| (place.kind.as_str(), &found.text[place.start as usize..place.end as usize])).collect();
        assert_eq!(kinds, [("phone", "010-1234-5678"), ("password", "a:b")]);
    }

    #[test]
    fn a_part_of_a_place_is_found_but_not_exact() {
        let place = |start, end, kind: &str| Place { start, end, kind: kind.to_owned() };
        let mut counts = Counts::default();
        counts.add(&[place(0, 5, "phone"), place(8, 9, "name")], &[place(0, 4, "phone"), place(20, 22, "card"), place(8, 9, "name")]);
        assert_eq!((counts.recall(), counts.exactness()), (1.0, 0.5));
        assert!((counts.precision() - 2.0 / 3.0).abs() < 1e-12);
    }
}
