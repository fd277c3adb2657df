//! Personal data by pattern, with the place of each.
//!
//! The digits of a number are read in groups with what separates them, because `010-1234-5678` is a telephone and `01-01 234-5678` is
//! not. Page addresses are not looked into. Full-width digits and marks count as their half-width fellows.

mod card;
mod email;
mod japanese_address;
mod korean_address;
mod number;
mod phone;
mod resident_number;

use crate::visible::without_links;
use answerable_domain::{CERTAIN, PersonalData, PersonalDataKind};
use std::ops::Range;

/// One finding.
type Found = (PersonalDataKind, Range<usize>);

/// Ascending, not overlapping.
pub fn personal_data(text: &str) -> Vec<PersonalData> {
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '@' | '＠' | '０'..='９' | '〒' | '丁' | '番');
    if !text.contains(is_mark) {
        return Vec::new();
    }
    let text = without_links(text);
    let mut found: Vec<Found> = email::find(&text);
    found.extend(number::numbers(&text).iter().flat_map(|number| in_number(&text, number)));
    found.extend(korean_address::find(&text));
    found.extend(japanese_address::find(&text));
    found.sort_by_key(|(_, at)| (at.start, std::cmp::Reverse(at.end)));
    let mut last_end = 0;
    found.retain(|(_, at)| {
        let is_free = at.start >= last_end;
        last_end = last_end.max(at.end);
        is_free
    });
    found.into_iter().map(|(kind, at)| PersonalData { kind, start: at.start as u32, end: at.end as u32, confidence: CERTAIN }).collect()
}

/// What stands in a run of digit groups: telephones side by side are several.
fn in_number(text: &str, number: &number::Number) -> Vec<Found> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < number.groups.len() {
        let windows = (first + 1..=number.groups.len().min(first + number::GROUPS_MAX)).rev();
        let matched = windows.filter_map(|end| number.window(text, first..end)).find_map(|window| Some((kind(&window)?, window)));
        match matched {
            Some((kind, window)) => {
                found.push((kind, window.at.clone()));
                first += window.groups.len();
            }
            None => first += 1,
        }
    }
    found
}

fn kind(window: &number::Window) -> Option<PersonalDataKind> {
    if resident_number::is_resident_number(window) {
        Some(PersonalDataKind::ResidentNumber)
    } else if card::is_card(window) {
        Some(PersonalDataKind::Card)
    } else if phone::is_phone(window) {
        Some(PersonalDataKind::Phone)
    } else {
        None
    }
}
