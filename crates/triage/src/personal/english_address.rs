//! Postal addresses in English: a street with its number, a postcode, a box at the post office.
//!
//! Shops have streets as well, so a street alone is at most a guess; with a postcode, a flat or a word like "deliver to" it is one.

use super::Found;
use super::mark::{Cue, Mark, is_about};
use super::page::Page;
use answerable_domain::PersonalDataKind::Address;
use std::ops::Range;

const STREETS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "lane",
    "ln",
    "drive",
    "dr",
    "close",
    "court",
    "ct",
    "way",
    "terrace",
    "place",
    "pl",
    "crescent",
    "row",
    "yard",
    "mews",
    "parade",
    "bend",
    "hollow",
    "wharf",
    "steps",
    "rise",
    "hill",
    "quay",
    "square",
    "gardens",
    "grove",
    "park",
    "boulevard",
    "blvd",
    "circle",
    "trail",
    "parkway",
    "pkwy",
    "highway",
    "hwy",
    "cottages",
    "green",
    "view",
    "walk",
    "gate",
    "mount",
    "vale",
    "cres",
    "sq",
    "loop",
    "path",
    "alley",
    "esplanade",
    "circuit",
    "meadow",
    "meadows",
    "fields",
    "heights",
    "ridge",
    "bridge",
    "croft",
];

const STATES: &[&str] = &[
    "al", "ak", "az", "ar", "ca", "co", "ct", "de", "fl", "ga", "hi", "id", "il", "in", "ia", "ks", "ky", "la", "me", "md", "ma", "mi",
    "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri", "sc", "sd", "tn", "tx", "ut",
    "vt", "va", "wa", "wv", "wi", "wy", "dc", "nsw", "vic", "qld", "tas", "act", "nt", "sa", "on",
];

const UNITS: &[&str] = &["flat", "apt", "unit", "suite", "apartment", "ste", "room", "floor", "ward"];

pub fn find(page: &Page, marks: &[Mark], found: &mut Vec<Found>) {
    if !page.chars.iter().any(char::is_ascii_digit) {
        return;
    }
    let mut at = 0;
    let mut addresses: Vec<(Range<usize>, u16)> = Vec::new();
    while at < page.len() {
        let c = page.get(at);
        let is_start = c.is_ascii_alphanumeric() && !page.before(at).is_ascii_alphanumeric();
        let next = if is_start { at_place(page, marks, at) } else { None };
        let Some((range, confidence)) = next else {
            at += 1;
            continue;
        };
        at = range.end.max(at + 1);
        match addresses.last_mut() {
            Some((last, sure)) if range.start <= last.end + 28 && is_one_line(page, last.end..range.start) => {
                last.end = last.end.max(range.end);
                *sure = (*sure).max(confidence).max(900);
            }
            _ => addresses.push((range, confidence)),
        }
    }
    found.extend(addresses.into_iter().map(|(at, confidence)| Found { kind: Address, at, confidence }));
}

fn at_place(page: &Page, marks: &[Mark], at: usize) -> Option<(Range<usize>, u16)> {
    let is_announced = |range: &Range<usize>| is_about(marks, range, &[Cue::Address]);
    let first = page.get(at);
    if first.is_ascii_lowercase() && !matches!(first, 'p' | 'g' | 'r' | 'l') {
        return None;
    }
    if let Some(end) = postcode(page, at) {
        return Some((address_start(page, at)..end, 900));
    }
    if let Some(end) = state_and_zip(page, at) {
        return Some((address_start(page, at)..end, 880));
    }
    if let Some(end) = boxed(page, at) {
        return Some((at..end, 860));
    }
    if !page.get(at).is_ascii_digit() {
        return None;
    }
    let (end, is_sure) = street(page, at)?;
    let start = unit_start(page, at);
    let range = start..end;
    let confidence = match (start < at, is_announced(&range)) {
        (true, _) => 850,
        (_, true) if is_sure && !is_shop(page, end) => 720,
        _ => return None,
    };
    Some((range, confidence))
}

/// Between two parts of an address stand only names and commas.
fn is_one_line(page: &Page, between: Range<usize>) -> bool {
    let mut at = between.start;
    while at < between.end {
        let word = page.word(at);
        if word.is_empty() {
            if !matches!(page.get(at), ',' | ' ' | '\n' | '\'' | '-') && !page.get(at).is_ascii_digit() {
                return false;
            }
            at += 1;
        } else {
            let is_name =
                page.get(at).is_ascii_uppercase() || page.is_any(&word, &["of", "the", "y", "on", "upon", "s", "postcode", "post", "code"]);
            if !is_name {
                return false;
            }
            at = word.end;
        }
    }
    true
}

/// Britain's (`HX4 2PQ`) and Ireland's (`T99 X2Y4`).
fn postcode(page: &Page, at: usize) -> Option<usize> {
    let outward_end = page.skip(at, |c| c.is_ascii_alphanumeric());
    let outward = &page.chars[at..outward_end];
    let inward = page.skip(outward_end, |c| c == ' ');
    let inward_end = page.skip(inward, |c| c.is_ascii_alphanumeric());
    let letters = outward.iter().take_while(|c| c.is_ascii_uppercase()).count();
    let is_outward = (2..=4).contains(&outward.len())
        && (1..=2).contains(&letters)
        && outward.get(letters).is_some_and(char::is_ascii_digit)
        && outward[letters..].iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    if !is_outward || inward != outward_end + 1 || page.get(inward_end) == '-' {
        return None;
    }
    let inward = &page.chars[inward..inward_end];
    let is_british = matches!(inward, [a, b, c] if a.is_ascii_digit() && b.is_ascii_uppercase() && c.is_ascii_uppercase());
    let is_irish = letters == 1 && outward.len() == 3 && inward.len() == 4 && inward[0].is_ascii_uppercase() && inward[1].is_ascii_digit();
    (is_british || is_irish).then_some(inward_end)
}

/// `OH 43999`, `NSW 2999`.
fn state_and_zip(page: &Page, at: usize) -> Option<usize> {
    let word = page.word(at);
    if !matches!(word.len(), 2 | 3) || !page.get(at).is_ascii_uppercase() || !page.get(word.end + 1).is_ascii_digit() {
        return None;
    }
    let is_state = page.is_any(&word, STATES) && page.chars[word.clone()].iter().all(char::is_ascii_uppercase);
    let zip = page.skip(word.end, |c| c == ' ');
    let mut end = page.skip(zip, |c| c.is_ascii_digit());
    let is_zip = end - zip == if word.len() == 3 { 4 } else { 5 };
    let long_end = page.skip(end + 1, |c| c.is_ascii_digit());
    if page.get(end) == '-' && long_end == end + 5 {
        end = long_end;
    }
    (is_state && is_zip && zip == word.end + 1 && !page.get(end).is_ascii_alphanumeric()).then_some(end)
}

/// `PO Box 4471`, `Rural Route 3 Box 88`.
fn boxed(page: &Page, at: usize) -> Option<usize> {
    let names = ["po box ", "p.o. box ", "p o box ", "gpo box ", "rural route ", "locked bag "];
    let name = names.iter().find(|name| page.starts_with(at, name))?;
    let start = at + name.len();
    let mut end = page.skip(start, |c| c.is_ascii_digit());
    if page.starts_with(end, " box ") {
        end = page.skip(end + 5, |c| c.is_ascii_digit());
    }
    (end > start).then_some(end)
}

/// A house number, up to four names, a kind of street. Sure unless the kind is also an everyday word in lower case.
fn street(page: &Page, at: usize) -> Option<(usize, bool)> {
    let digits = page.skip(at, |c| c.is_ascii_digit());
    let number_end = digits + usize::from(page.get(digits).is_ascii_alphabetic() && !page.get(digits + 1).is_ascii_alphanumeric());
    if digits - at > 5 || page.get(number_end) != ' ' {
        return None;
    }
    let mut next = number_end + 1;
    for names in 0..5 {
        let end = page.skip(next, |c| c.is_ascii_alphabetic() || c == '\'');
        let word = next..end;
        let is_name = page.get(next).is_ascii_uppercase();
        if word.is_empty() || !is_name {
            return None;
        }
        if names > 0 && page.is_any(&word, STREETS) {
            // A longer name may end with a street's word twice: `Park Hill Road`.
            let after = page.skip(end + 1, |c| c.is_ascii_alphabetic());
            let is_longer = page.get(end) == ' ' && page.is_any(&(end + 1..after), STREETS);
            return Some((if is_longer { after } else { end }, true));
        }
        if page.get(end) != ' ' {
            return None;
        }
        next = end + 1;
    }
    None
}

fn is_shop(page: &Page, end: usize) -> bool {
    let after = page.lower(end..(end + 16).min(page.len()));
    ["store", "shop", "branch", "(your", "cafe", "mall", "museum"].iter().any(|word| after.contains(word))
}

/// Back over `Flat 3, `, `Unit 8/`.
fn unit_start(page: &Page, at: usize) -> usize {
    let number_end = page.skip_back(at, |c| matches!(c, ' ' | ',' | '/'));
    let number = page.skip_back(number_end, |c| c.is_ascii_alphanumeric());
    let word_end = page.skip_back(number, |c| c == ' ');
    let word = page.skip_back(word_end, |c| c.is_ascii_alphabetic());
    let is_unit = page.is_any(&(word..word_end), UNITS) && number_end < at && number < number_end;
    let is_lone_unit = page.is_any(&(number..number_end), UNITS);
    if is_unit {
        word
    } else if is_lone_unit {
        number
    } else {
        at
    }
}

/// Back from a postcode over at most four parts between commas, each of names and numbers.
fn address_start(page: &Page, at: usize) -> usize {
    let mut start = at;
    let mut end = page.skip_back(at, |c| matches!(c, ' ' | ','));
    let mut parts = 0;
    for _ in 0..14 {
        let word = page.skip_back(end, |c| c.is_ascii_alphanumeric() || matches!(c, '\'' | '/' | '-'));
        let is_number = page.get(word).is_ascii_digit();
        let is_small = page.is_any(&(word..end), &["of", "the", "on", "y", "upon", "de", "le"]);
        if word == end || !(is_number || is_small || page.get(word).is_ascii_uppercase()) {
            break;
        }
        start = if is_small { start } else { word };
        let gap = page.skip_back(word, |c| matches!(c, ' ' | ',' | '\n'));
        parts += usize::from(page.chars[gap..word].contains(&','));
        if gap == word || parts > 2 || word - gap > 3 {
            break;
        }
        end = gap;
    }
    without_name(page, start..at)
}

/// What stands before the house number is a person, unless it is a flat.
fn without_name(page: &Page, range: Range<usize>) -> usize {
    let Some(number) = range.clone().find(|at| page.get(*at).is_ascii_digit()) else { return range.start };
    let part = page.skip_back(number, |c| c != ',' && c != '\n').max(range.start);
    page.skip(part, |c| c == ' ').min(number)
}
