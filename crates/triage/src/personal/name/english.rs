//! Names in Latin letters: words with a capital, after a word that announces a name, a title or a greeting.

use super::Named;
use crate::personal::mark::{Cue, Mark};
use crate::personal::page::Page;
use std::ops::Range;

/// Words with a capital that are no names.
const NO_NAMES: &[&str] = &[
    "i",
    "the",
    "this",
    "it",
    "my",
    "your",
    "a",
    "an",
    "and",
    "or",
    "not",
    "no",
    "yes",
    "please",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "amazon",
    "apple",
    "google",
    "paypal",
    "is",
    "was",
    "what",
    "why",
    "when",
    "where",
    "who",
    "how",
    "order",
    "account",
    "card",
    "phone",
    "email",
    "ref",
    "id",
    "vip",
    "faq",
    "uk",
    "us",
    "usa",
    "eu",
    "customer",
    "team",
    "support",
    "service",
    "address",
    "number",
    "bank",
    "visa",
    "can",
    "ok",
    "okay",
    "we",
    "you",
    "he",
    "she",
    "they",
    "still",
    "there",
    "here",
    "hello",
    "hi",
    "hey",
    "thanks",
    "thank",
    "dear",
    "sir",
    "madam",
    "pin",
    "otp",
    "flat",
    "unit",
    "apt",
    "tel",
    "isbn",
    "call",
    "mr",
    "rt",
];

const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "prof"];

/// Announcements that are about other things as often; they need a neighbour that is personal.
const LOOSE: &[&str] = &[
    "this is",
    "deliver to",
    "ship to",
    "mail it to",
    "receiver",
    "recipient",
    "ticket for",
    "asked for",
    "ask for",
    "pay to",
    "holder",
    "passenger",
    "my mum",
    "my mom",
    "my dad",
    "my wife",
    "my husband",
    "my son",
    "my daughter",
    "name",
    "is under",
    "beneficiary",
    "payee",
    "attn",
    "signed by",
    "care of",
    "name on it",
    "for dr",
    "it's under",
    "payable to",
];

pub fn labelled(page: &Page, mark: &Mark, has_others: bool) -> Named {
    let mut start = page.skip(mark.at.end, |c| matches!(c, ' ' | ':' | '=' | '\n' | '"' | ',' | '-' | '('));
    let word = page.word(start);
    if page.is_any(&word, &["is", "was", "on", "it", "of", "under", "to", "s"]) {
        start = page.skip(word.end, |c| matches!(c, ' ' | ':' | '"'));
    }
    if start > mark.at.end + 10 {
        return None;
    }
    let (at, words) = name_at(page, start)?;
    if mark.cue == Cue::Address && !page.is_any(&mark.at, DELIVERIES) {
        return None;
    }
    let is_loose = page.is_any(&mark.at, LOOSE) || mark.cue == Cue::Address;
    let is_bare = page.is_any(&mark.at, &["name", "this is"]);
    let is_said = is_bare && (page.get(mark.at.end) == ':' || words >= 2 && has_others);
    match (is_loose, has_others) {
        (false, _) => Some((at, 860)),
        (true, _) if is_said => Some((at, 830)),
        (true, true) if !is_bare => Some((at, if words >= 2 { 820 } else { 650 })),
        _ => None,
    }
}

/// Words that announce an address, and often the person before it.
const DELIVERIES: &[&str] = &[
    "deliver to",
    "delivered to",
    "ship to",
    "send to",
    "sent to",
    "send it to",
    "mail to",
    "mail it to",
    "post to",
    "post it to",
    "deliver it to",
    "address",
    "delivery address",
];

/// `…, Rosalind Teague`, `… for Edna Pascoe`.
pub fn after(page: &Page, end: usize) -> Named {
    let mut start = page.skip(end, |c| matches!(c, ' ' | ',' | '(' | '/' | '\n' | '-' | '|'));
    let word = page.word(start);
    if page.is_any(&word, &["for", "attn", "to", "name", "from"]) {
        start = page.skip(word.end, |c| matches!(c, ' ' | ':'));
    }
    if start == end || start > end + 9 {
        return None;
    }
    let (name, words) = name_at(page, start)?;
    let is_shouted = page.chars[name.clone()].iter().all(|c| !c.is_lowercase());
    (words == 2 && !is_shouted).then_some((name, 600))
}

/// `Mr. T. Abernathy`.
pub fn titled(page: &Page, at: usize) -> Named {
    let word = page.word(at);
    if page.before(at).is_ascii_alphanumeric() || !page.is_any(&word, TITLES) {
        return None;
    }
    let (name, _) = name_at(page, at)?;
    (name.end > word.end + 2).then_some((name, 700))
}

/// `Hi Lionel Frith here`, `its Shanice from flat 2`.
pub fn greeted(page: &Page, at: usize) -> Named {
    let greetings = ["hi ", "hello ", "hiya ", "hey ", "it's ", "its ", "i'm ", "i am "];
    let greeting = greetings.iter().find(|greeting| page.starts_with(at, greeting) && !page.before(at).is_ascii_alphanumeric())?;
    let (name, words) = name_at(page, at + greeting.len())?;
    let is_said = [" here", " from"].iter().any(|said| page.starts_with(name.end, said));
    let is_me = greeting.starts_with("i'm") || greeting.starts_with("i am");
    (is_said || is_me && words >= 2).then_some((name, 680))
}

/// `Gwenllian Pugh, Ty Gwyn, …`.
pub fn before(page: &Page, start: usize) -> Named {
    let end = page.skip_back(start, |c| matches!(c, ' ' | ',' | '(' | '/' | '\n' | ':'));
    if end == start || start - end > 3 || !page.chars[end..start].iter().any(|c| matches!(c, ',' | '(' | '/' | '\n')) {
        return None;
    }
    let last = page.skip_back(end, is_name_char);
    let first_end = page.skip_back(last, |c| c == ' ');
    let first = page.skip_back(first_end, is_name_char);
    let (name, words) = name_at(page, first)?;
    let is_shouted = page.chars[name.clone()].iter().all(|c| !c.is_lowercase());
    (words == 2 && name.end == end && last > first && !is_shouted).then_some((name, 620))
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\'' | '-') || matches!(c, 'À'..='ɏ')
}

/// Words with a capital: their place and how many there are, titles not counted.
fn name_at(page: &Page, start: usize) -> Option<(Range<usize>, usize)> {
    let (mut at, mut end, mut words) = (start, start, 0);
    while words < 4 {
        let word = at..page.skip(at, is_name_char);
        let is_title = page.is_any(&word, TITLES);
        let is_capital = page.get(at).is_uppercase() && !page.before(at).is_ascii_alphanumeric();
        let is_other = page.is_any(&word, NO_NAMES) && !is_title || page.get(word.end).is_ascii_digit();
        if word.is_empty() || !is_capital || is_other {
            break;
        }
        words += usize::from(!is_title);
        end = word.end;
        // An initial or a title may have its dot.
        let has_dot = page.get(end) == '.' && (word.len() == 1 || is_title);
        let next = end + usize::from(has_dot);
        if page.get(next) != ' ' {
            break;
        }
        at = next + 1;
    }
    let is_long_enough = end >= start + 2;
    (words > 0 && is_long_enough).then_some((start..end, words))
}
