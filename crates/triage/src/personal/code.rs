//! Codes of letters and digits whose form says what they are: IBAN, British national insurance, Japanese residence cards, parcels.

use super::Found;
use super::check::{is_date, is_iban};
use super::page::Page;
use answerable_domain::PersonalDataKind::{self, Account, OrderNumber, ResidentNumber};
use std::ops::Range;

const PREFIXES: &[&str] = &["ord-", "inv-", "order-", "trx", "bk-", "rma", "clm-", "htl-", "pnr-", "tkt-"];

pub fn find(page: &Page, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < page.len() {
        let c = page.get(at);
        if !c.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        if let Some((kind, end, confidence)) = at_place(page, at) {
            found.push(Found { kind, at: at..end, confidence });
            at = end;
            continue;
        }
        at = page.skip(at, |c| c.is_ascii_alphanumeric());
    }
}

fn at_place(page: &Page, at: usize) -> Option<(PersonalDataKind, usize, u16)> {
    if page.before(at).is_ascii_alphanumeric() || matches!(page.before(at), '-' | '_' | '/' | '#' | '@' | '.') {
        return None;
    }
    if page.get(at).is_ascii_digit() {
        return parcel(page, at).or_else(|| amazon_order(page, at)).or_else(|| dated_order(page, at));
    }
    let token = at..page.skip(at, |c| c.is_ascii_alphanumeric());
    iban(page, at)
        .or_else(|| national_insurance(page, at))
        .or_else(|| residence_card(page, &token))
        .or_else(|| registered_post(page, &token))
        .or_else(|| prefixed_order(page, at))
}

fn iban(page: &Page, at: usize) -> Option<(PersonalDataKind, usize, u16)> {
    let is_country = page.get(at).is_ascii_uppercase() && page.get(at + 1).is_ascii_uppercase();
    if !is_country || !page.get(at + 2).is_ascii_digit() || !page.get(at + 3).is_ascii_digit() {
        return None;
    }
    let mut signs = Vec::new();
    let (mut next, mut end) = (at, at);
    while signs.len() < 34 {
        let c = page.get(next);
        if c.is_ascii_digit() || c.is_ascii_uppercase() {
            signs.push(c);
            end = next + 1;
        } else if !(c == ' ' && next == end && !page.get(next + 1).is_ascii_lowercase()) {
            break;
        }
        next += 1;
        if signs.len() >= 15 && !page.get(next).is_ascii_alphanumeric() && is_iban(&signs) {
            return Some((Account, end, 980));
        }
    }
    None
}

/// Two letters, six digits, one letter.
fn national_insurance(page: &Page, at: usize) -> Option<(PersonalDataKind, usize, u16)> {
    let mut next = at;
    for place in 0..9 {
        let c = page.low(next);
        let is_right = match place {
            0 | 1 => c.is_ascii_alphabetic() && !matches!(c, 'd' | 'f' | 'i' | 'q' | 'u' | 'v') && page.get(next).is_ascii_uppercase(),
            8 => matches!(c, 'a'..='d'),
            _ => c.is_ascii_digit(),
        };
        if !is_right {
            return None;
        }
        next += 1;
        let is_parted = place < 8 && place % 2 == 1 && page.get(at + 2) == ' ';
        if is_parted && page.get(next) == ' ' {
            next += 1;
        }
    }
    (!page.get(next).is_ascii_alphanumeric() && page.get(next) != '-').then_some((ResidentNumber, next, 900))
}

/// Japan's residence card: two letters, eight digits, two letters.
fn residence_card(page: &Page, token: &Range<usize>) -> Option<(PersonalDataKind, usize, u16)> {
    let signs = &page.chars[token.clone()];
    let is_card = signs.len() == 12
        && signs.iter().enumerate().all(|(place, c)| if (2..10).contains(&place) { c.is_ascii_digit() } else { c.is_ascii_uppercase() });
    is_card.then_some((ResidentNumber, token.end, 880))
}

/// The Universal Postal Union's S10: two letters, nine digits, a country.
fn registered_post(page: &Page, token: &Range<usize>) -> Option<(PersonalDataKind, usize, u16)> {
    let signs = &page.chars[token.clone()];
    let is_post = signs.len() == 13
        && signs.iter().enumerate().all(|(place, c)| if (2..11).contains(&place) { c.is_ascii_digit() } else { c.is_ascii_uppercase() });
    is_post.then_some((OrderNumber, token.end, 860))
}

/// `20261103-88213`: a day and a count.
fn dated_order(page: &Page, at: usize) -> Option<(PersonalDataKind, usize, u16)> {
    let digits = page.skip(at, |c| c.is_ascii_digit());
    let two = |place: usize| page.chars[place..place + 2].iter().fold(0, |value, c| value * 10 + c.to_digit(10).unwrap_or(0));
    let is_day = digits - at >= 8 && page.starts_with(at, "20") && is_date(2000 + two(at + 2), two(at + 4), two(at + 6));
    let count = digits + usize::from(page.get(digits) == '-');
    let end = page.skip(count, |c| c.is_ascii_digit());
    let is_order = digits == at + 8 && (4..=9).contains(&(end - count)) || (14..=18).contains(&(digits - at)) && end == digits;
    let is_alone = !matches!(page.get(end), '-' | '.' | ':' | '/') && !page.get(end).is_ascii_alphanumeric();
    (is_day && is_order && is_alone).then_some((OrderNumber, end, if end > digits { 650 } else { 500 }))
}

/// `1Z 999 AA1 01 2345 6784`, `RM 4471 9920 3GB`.
fn parcel(page: &Page, at: usize) -> Option<(PersonalDataKind, usize, u16)> {
    if !page.starts_with(at, "1z") {
        return None;
    }
    let mut signs = 0;
    let (mut next, mut end) = (at, at);
    while signs < 18 && (page.get(next).is_ascii_alphanumeric() || page.get(next) == ' ') {
        if page.get(next) != ' ' {
            signs += 1;
            end = next + 1;
        }
        next += 1;
    }
    (signs == 18).then_some((OrderNumber, end, 900))
}

/// Three, seven and seven digits.
fn amazon_order(page: &Page, at: usize) -> Option<(PersonalDataKind, usize, u16)> {
    let lengths = [3, 7, 7];
    let mut next = at;
    for (place, length) in lengths.into_iter().enumerate() {
        let end = page.skip(next, |c| c.is_ascii_digit());
        if end - next != length || place < 2 && page.get(end) != '-' {
            return None;
        }
        next = end + usize::from(place < 2);
    }
    (!matches!(page.get(next), '-' | '.')).then_some((OrderNumber, next, 900))
}

/// `ORD-7719203`.
fn prefixed_order(page: &Page, at: usize) -> Option<(PersonalDataKind, usize, u16)> {
    PREFIXES.iter().find(|prefix| page.starts_with(at, prefix))?;
    let end = page.skip(at, |c| c.is_ascii_alphanumeric() || c == '-');
    let end = page.skip_back(end, |c| c == '-').max(at);
    let digits = page.chars[at..end].iter().filter(|c| c.is_ascii_digit()).count();
    let is_upper = page.get(at).is_ascii_uppercase();
    (digits >= 5 && is_upper).then_some((OrderNumber, end, 850))
}
