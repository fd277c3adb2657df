//! What a number is by its form, its check digit and the words around it: telephone, card, resident number, My Number.

use super::Found;
use super::check::{is_checked, is_dated, is_korean_birth, is_korean_resident, is_my_number, passes_luhn};
use super::mark::{Cue, Mark, Nearness, called, is_about};
use super::number::{Window, groups, windows};
use super::page::{Page, is_kana};
use super::phone;
use answerable_domain::PersonalDataKind::{self, Account, Card, MyNumber, Phone, ResidentNumber};

pub fn find(page: &Page, marks: &[Mark], found: &mut Vec<Found>) {
    let groups = groups(page);
    let is_japanese = page.chars.iter().any(|c| is_kana(*c));
    let mut first = 0;
    while first < groups.len() {
        let matched = windows(page, &groups, first).find_map(|(window, count)| {
            let context = Context::of(page, marks, &window, is_japanese);
            Some((kind(&window, &context)?, window, count))
        });
        match matched {
            Some(((kind, confidence), window, count)) => {
                found.push(Found { kind, at: window.at, confidence });
                first += count;
            }
            None => first += 1,
        }
    }
}

struct Context<'a> {
    /// What the nearest word before calls it.
    called: Option<(Cue, Nearness)>,
    marks: &'a [Mark],
    is_japanese: bool,
    is_amount: bool,
}

impl Context<'_> {
    fn of<'a>(page: &Page, marks: &'a [Mark], window: &Window, is_japanese: bool) -> Context<'a> {
        let is_amount = ["원", "円", "pt", "ポイント", "점", "명", "포인트", "人", "$", "won", "yen"]
            .iter()
            .any(|unit| page.starts_with(window.at.end, unit));
        Context { called: called(page, marks, window.at.start), marks, is_japanese, is_amount }
    }

    fn is_beside(&self, cues: &[Cue]) -> bool {
        self.called.is_some_and(|(cue, nearness)| nearness == Nearness::Beside && cues.contains(&cue))
    }

    fn is_called(&self, cues: &[Cue]) -> bool {
        self.called.is_some_and(|(cue, _)| cues.contains(&cue))
    }

    fn is_about(&self, window: &Window, cues: &[Cue]) -> bool {
        is_about(self.marks, &window.at, cues)
    }
}

type Judged = Option<(PersonalDataKind, u16)>;

fn kind(window: &Window, context: &Context) -> Judged {
    if context.is_amount || context.is_beside(&[Cue::Other]) {
        return None;
    }
    resident(window, context)
        .or_else(|| my_number(window, context))
        .or_else(|| card(window, context))
        .or_else(|| telephone(window, context))
        .or_else(|| british_account(window))
}

fn resident(window: &Window, context: &Context) -> Judged {
    let lengths = window.lengths.as_slice();
    let confidence = match lengths {
        [6, 7] if is_korean_resident(&window.digits) => 980,
        [13] if is_korean_resident(&window.digits) && !context.is_beside(&[Cue::Order, Cue::Account]) => 920,
        [6, 7] | [13] if is_korean_birth(&window.digits) && context.is_called(&[Cue::Resident]) => 920,
        [6, 7] if is_dated(&window.digits) => 650,
        [13] if is_dated(&window.digits) && is_checked(&window.digits) && context.called.is_none() => 620,
        // A Korean driving licence.
        [2, 2, 6, 2] if window.is_marked => 900,
        [3, 2, 4] => social_security(window, context)?,
        [9] | [3, 3, 3] if context.is_beside(&[Cue::Resident]) => 880,
        _ => return None,
    };
    Some((ResidentNumber, confidence))
}

/// Areas that were never given out are no numbers; those from 900 on are taxpayers'.
fn social_security(window: &Window, context: &Context) -> Option<u16> {
    let d = &window.digits;
    let given = d[..3] != [0, 0, 0] && d[..3] != [6, 6, 6] && d[3..5] != [0, 0] && d[5..] != [0, 0, 0, 0];
    if context.is_called(&[Cue::Resident]) {
        return Some(950);
    }
    (given && window.is_marked && !context.is_called(&[Cue::Order, Cue::Account, Cue::Bank, Cue::Phone])).then_some(860)
}

fn my_number(window: &Window, context: &Context) -> Judged {
    if window.digits.len() != 12 || !matches!(window.lengths.as_slice(), [12] | [4, 4, 4]) || window.is_plus {
        return None;
    }
    let is_checked = is_my_number(&window.digits);
    let is_named = context.marks.iter().any(|mark| mark.cue == Cue::MyNumber);
    let confidence = match (context.is_called(&[Cue::MyNumber]), is_checked) {
        (true, true) => 980,
        (true, false) => 850,
        (false, true) if is_named => 880,
        (false, true) if context.called.is_none() && context.is_japanese || context.is_beside(&[Cue::Phone]) => 620,
        _ => return None,
    };
    Some((MyNumber, confidence))
}

/// One number in ten passes the check by chance, so a number that is called something else is not a card.
fn card(window: &Window, context: &Context) -> Judged {
    let digits = &window.digits;
    let varied = digits.iter().any(|digit| *digit != digits[0]);
    if window.is_plus || !(13..=19).contains(&digits.len()) || !varied || !is_grouped_as_cards_are(&window.lengths) {
        return None;
    }
    let is_card = context.is_called(&[Cue::Card]);
    // Membership cards are cards too.
    if context.is_called(&[Cue::Order, Cue::Account, Cue::Resident, Cue::MyNumber]) {
        return None;
    }
    let confidence = match (is_card, passes_luhn(digits), digits[0]) {
        (true, true, _) => 990,
        (false, true, 2..=6) => 930,
        (false, true, 9) if digits.len() == 16 => 700,
        (true, false, 2..=6 | 9) if digits.len() == 16 || digits.len() == 15 => 650,
        _ => return None,
    };
    Some((Card, confidence))
}

/// In one piece, in fours, or as American Express and Diners Club print them.
fn is_grouped_as_cards_are(lengths: &[usize]) -> bool {
    match lengths {
        [_] | [4, 6, 4 | 5] => true,
        [fours @ .., last] => fours.len() >= 3 && fours.iter().all(|length| *length == 4) && (1..=4).contains(last),
        [] => false,
    }
}

fn telephone(window: &Window, context: &Context) -> Judged {
    let is_phone = context.is_called(&[Cue::Phone]);
    let Some(form) = phone::form(window) else {
        let is_called = context.is_beside(&[Cue::Phone]) && phone::is_called_form(window);
        return is_called.then_some((Phone, 620));
    };
    if is_phone {
        return Some((Phone, form.max(if form < 500 { 780 } else { 870 })));
    }
    if context.is_beside(&[Cue::Order, Cue::Account, Cue::Bank, Cue::MyNumber, Cue::Licence, Cue::Passport, Cue::Password]) {
        return None;
    }
    let is_public = form < 960 && context.is_about(window, &[Cue::Public]) && !context.is_about(window, &[Cue::Phone])
        || context.is_beside(&[Cue::Public]) && form < 960;
    let is_weak_elsewhere = form <= 600 && context.called.is_some();
    (!is_public && !is_weak_elsewhere).then_some((Phone, form))
}

/// A sort code and an account: `12-34-56 88002211`.
fn british_account(window: &Window) -> Judged {
    matches!(window.lengths.as_slice(), [2, 2, 2, 8]).then_some((Account, 850))
}
