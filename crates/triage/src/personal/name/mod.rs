//! Names of persons: given as a name (`my name is`, `수령인`, `名義`), or standing next to another finding.
//!
//! Who is named nowhere else is nobody to look up, so a capital letter or a family name alone is not enough.

mod english;
mod japanese;
mod korean;

use super::Found;
use super::mark::{Cue, Mark};
use super::page::Page;
use answerable_domain::PersonalDataKind::{self, Account, Address, Card, Email, Name, OrderNumber, Phone, ResidentNumber};
use std::ops::Range;

/// A place and how sure it is.
type Named = Option<(Range<usize>, u16)>;

pub fn find(page: &Page, marks: &[Mark], others: &[Found], names: &mut Vec<Found>) {
    let mut add = |named: Named| {
        if let Some((at, confidence)) = named {
            names.push(Found { kind: Name, at, confidence });
        }
    };
    let has_others = !others.is_empty();
    for mark in marks.iter().filter(|mark| mark.cue == Cue::Name) {
        let named = korean::labelled(page, mark).or_else(|| japanese::labelled(page, mark));
        add(named.or_else(|| english::labelled(page, mark, has_others)));
    }
    for at in 0..page.len() {
        match page.get(at) {
            'と' => add(japanese::introduced(page, at)),
            '라' | '이' => add(korean::introduced(page, at)),
            '様' | '宛' | 'で' if has_others => add(japanese::addressed(page, at)),
            'M' | 'D' if has_others => add(english::titled(page, at)),
            'h' | 'H' | 'i' | 'I' if has_others => add(english::greeted(page, at)),
            _ => {}
        }
    }
    for other in others.iter().filter(|other| is_neighbourly(other)) {
        add(korean::after(page, other.at.end).or_else(|| japanese::after(page, other.at.end)));
        add(korean::before(page, other.at.start)
            .or_else(|| japanese::before(page, other.at.start))
            .or_else(|| english::before(page, other.at.start)));
    }
}

/// What people write their name beside.
fn is_neighbourly(found: &Found) -> bool {
    const KINDS: [PersonalDataKind; 7] = [Phone, Address, Account, Card, Email, OrderNumber, ResidentNumber];
    KINDS.contains(&found.kind) && found.confidence >= 600
}
