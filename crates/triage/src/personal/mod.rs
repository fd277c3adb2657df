//! Personal data by form, by check digit and by the words beside them, with the place of each and how sure that is.
//!
//! From [`answerable_domain::PERSONAL_DATA_CERTAIN`] on a finding stops an answer, so it needs a form that nothing else has, or a word
//! that says what it is; below, a finding is only covered on screen and may be a guess. A text is read in three steps: the gate lets
//! most texts leave at once; the rest is folded into a page, on which the words that name things are marked; then each kind is looked
//! for, and where two findings meet the surer one stays.

mod check;
mod code;
mod digits;
mod email;
mod english_address;
mod gate;
mod japanese_address;
mod korean_address;
mod labelled;
mod mark;
mod name;
mod number;
mod page;
mod password;
mod phone;
mod spelled;
mod words;

use answerable_domain::{PersonalData, PersonalDataKind};
use page::Page;
use std::ops::Range;

/// One finding; its place is in characters of the page.
#[derive(Debug, Clone)]
struct Found {
    kind: PersonalDataKind,
    at: Range<usize>,
    confidence: u16,
}

/// Ascending, not overlapping.
pub fn personal_data(text: &str) -> Vec<PersonalData> {
    if !gate::may_hold(text) {
        return Vec::new();
    }
    let page = Page::new(text);
    let marks = mark::marks(&page);
    let mut found = Vec::new();
    email::find(&page, &mut found);
    digits::find(&page, &marks, &mut found);
    spelled::find(&page, &marks, &mut found);
    korean_address::find(&page, &marks, &mut found);
    japanese_address::find(&page, &marks, &mut found);
    english_address::find(&page, &marks, &mut found);
    code::find(&page, &mut found);
    labelled::find(&page, &marks, &mut found);
    password::find(&page, &marks, &mut found);
    let mut found = surest(found);
    let mut names = Vec::new();
    name::find(&page, &marks, &found, &mut names);
    found.extend(names);
    surest(found).into_iter().map(|found| found.in_text(&page)).collect()
}

impl Found {
    fn in_text(self, page: &Page) -> PersonalData {
        let Range { start, end } = page.bytes(&self.at);
        PersonalData { kind: self.kind, start, end, confidence: self.confidence }
    }

    /// How much it may claim against another.
    fn weight(&self) -> (u16, usize) {
        (self.confidence, self.at.len())
    }
}

/// Where findings overlap the surer one stays, of equals the longer.
fn surest(mut found: Vec<Found>) -> Vec<Found> {
    found.retain(|found| found.at.start < found.at.end);
    found.sort_by_key(|found| (found.at.start, std::cmp::Reverse(found.at.end)));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        match kept.last_mut() {
            Some(last) if next.at.start < last.at.end => {
                if next.weight() > last.weight() {
                    *last = next;
                }
            }
            _ => kept.push(next),
        }
    }
    kept
}
