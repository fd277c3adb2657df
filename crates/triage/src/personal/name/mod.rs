//! Names of persons: given as a name (`my name is`, `수령인`, `名義`), or standing next to another finding.
//!
//! Who is named nowhere else is nobody to look up, so a capital letter or a family name alone is not enough.

mod english;
mod families;
mod japanese;
mod korean;

use super::Found;
use super::mark::{Cue, Mark};
use super::page::{Page, is_han, is_hangul};
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
    for mark in marks.iter().filter(|mark| matches!(mark.cue, Cue::Name | Cue::Address)) {
        let wide = korean::labelled(page, mark, has_others).or_else(|| japanese::labelled(page, mark, has_others));
        let wide = wide.filter(|_| mark.cue == Cue::Name);
        add(wide.or_else(|| english::labelled(page, mark, has_others)));
    }
    let mut is_word_start = true;
    for at in 0..page.len() {
        let c = page.get(at);
        match c {
            'と' => add(japanese::introduced(page, at)),
            '라' | '이' => add(korean::introduced(page, at)),
            '様' | '宛' | 'で' if has_others => add(japanese::addressed(page, at)),
            '妻' | '夫' | '娘' | '息' | '母' | '父' | '姉' | '妹' | '兄' | '弟' if has_others => add(japanese::of_kin(page, at)),
            'M' | 'D' if has_others => add(english::titled(page, at)),
            'h' | 'H' | 'i' | 'I' if has_others => add(english::greeted(page, at)),
            _ => {}
        }
        if has_others && is_word_start && is_hangul(c) {
            add(korean::alone(page, at));
        }
        if has_others && is_han(c) {
            add(japanese::known(page, at));
        }
        is_word_start = !is_hangul(c);
    }
    for other in others.iter().filter(|other| is_neighbourly(other)) {
        let (start, end) = (other.at.start, other.at.end);
        add(korean::after(page, end).or_else(|| japanese::after(page, end)).or_else(|| english::after(page, end)));
        add(korean::before(page, start).or_else(|| japanese::before(page, start)).or_else(|| english::before(page, start)));
    }
    names.sort_by_key(|name| name.at.start);
}

/// What people write their name beside.
fn is_neighbourly(found: &Found) -> bool {
    const KINDS: [PersonalDataKind; 7] = [Phone, Address, Account, Card, Email, OrderNumber, ResidentNumber];
    KINDS.contains(&found.kind) && found.confidence >= 600
}
