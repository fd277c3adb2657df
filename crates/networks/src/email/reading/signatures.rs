//! What stands below every mail of a person: a card, or what the telephone adds.

use super::{
    phrases::{is_contact_line, is_device_line, is_rule},
    quoted::{Line, Mark},
};

/// A card has few lines; below more of them somebody goes on speaking.
const CARD_LINES_MAX: usize = 15;
/// Where only `--` stands above it.
const LOOSE_LINES_MAX: usize = 8;

pub fn mark(lines: &mut [Line<'_>]) {
    mark_below_dashes(lines);
    mark_devices(lines);
    mark_card(lines);
    // A card above what the telephone adds.
    mark_devices(lines);
}

/// `-- `: the mark that the standards know.
fn mark_below_dashes(lines: &mut [Line<'_>]) {
    let Some(at) = (0..lines.len()).rev().find(|at| lines[*at].mark == Mark::Said && matches!(lines[*at].text, "-- " | "--")) else {
        return;
    };
    let end = (at + 1..lines.len()).find(|below| lines[*below].mark == Mark::History).unwrap_or(lines.len());
    let count = lines[at + 1..end].iter().filter(|line| !line.is_blank()).count();
    let max = if lines[at].text == "-- " { CARD_LINES_MAX } else { LOOSE_LINES_MAX };
    if count <= max && speaks_above(lines, at) {
        lines[at..end].iter_mut().for_each(|line| line.mark = Mark::Signature);
    }
}

/// `Sent from my iPhone`, at the end of what is said.
fn mark_devices(lines: &mut [Line<'_>]) {
    while let Some(at) = (0..lines.len()).rev().find(|at| lines[*at].speaks()) {
        if !is_device_line(lines[at].text) {
            return;
        }
        lines[at].mark = Mark::Signature;
    }
}

/// Japanese cards: lines between drawn rules, with a telephone number or an address.
fn mark_card(lines: &mut [Line<'_>]) {
    let Some(last) = (0..lines.len()).rev().find(|at| lines[*at].speaks()) else { return };
    let above = (0..last).rev().filter(|at| !lines[*at].is_blank()).take(CARD_LINES_MAX);
    let rule = above.take_while(|at| lines[*at].mark == Mark::Said).find(|at| is_rule(lines[*at].text));
    let Some(first) = rule else { return };
    let has_contact = lines[first..=last].iter().any(|line| is_contact_line(line.text));
    if has_contact && speaks_above(lines, first) {
        lines[first..=last].iter_mut().filter(|line| line.mark == Mark::Said).for_each(|line| line.mark = Mark::Signature);
    }
}

fn speaks_above(lines: &[Line<'_>], at: usize) -> bool {
    lines[..at].iter().any(|line| line.speaks() && !is_rule(line.text))
}
