//! Numbers and codes that are personal because a word beside them says so: orders, accounts, passports, licences.

use super::Found;
use super::mark::{Cue, Mark, Nearness, REACH, nearness};
use super::page::{Page, is_han, is_hangul, is_kana};
use answerable_domain::PersonalDataKind::{self, Account, MyNumber, OrderNumber, ResidentNumber};
use std::ops::Range;

/// A value of digits and letters.
struct Code {
    at: Range<usize>,
    digits: usize,
    letters: usize,
    upper: usize,
    groups: usize,
}

pub fn find(page: &Page, marks: &[Mark], found: &mut Vec<Found>) {
    for (index, mark) in marks.iter().enumerate() {
        let Some(kind) = kind(mark.cue) else { continue };
        let limit = marks[index + 1..].iter().find(|next| !is_kin(page, mark, next)).map_or(page.len(), |next| next.at.start);
        let Some((first, confidence)) = value_after(page, mark, limit).or_else(|| value_before(page, mark)) else { continue };
        found.push(Found { kind, at: first.at.clone(), confidence });
        let mut last = first;
        for _ in 0..4 {
            let Some(next) = value_beside(page, &last) else { break };
            found.push(Found { kind, at: next.at.clone(), confidence });
            last = next;
        }
    }
}

/// `#100284이랑 #100291`: another one of the same form.
fn value_beside(page: &Page, last: &Code) -> Option<Code> {
    let start =
        page.skip(last.at.end, |c| matches!(c, ' ' | ',' | '/' | '&' | '+' | '、' | '와' | '과' | '랑' | '이' | '하' | '고' | 'と' | 'や'));
    let word = page.word(start);
    let start = if page.is_any(&word, &["and", "or"]) { page.skip(word.end, |c| c == ' ') } else { start };
    let is_near = start > last.at.end && start <= last.at.end + 6 && starts_code(page, start);
    let next = code(page, start);
    let is_alike = next.letters == last.letters && next.digits.abs_diff(last.digits) <= 1 && next.digits >= 4;
    (is_near && is_alike && !is_price(page, &next) && !is_time(page, &next)).then_some(next)
}

fn kind(cue: Cue) -> Option<PersonalDataKind> {
    match cue {
        Cue::Order => Some(OrderNumber),
        Cue::Account | Cue::Bank => Some(Account),
        Cue::Passport | Cue::Licence | Cue::Resident => Some(ResidentNumber),
        Cue::MyNumber => Some(MyNumber),
        _ => None,
    }
}

/// Words that describe the same value.
fn is_kin(page: &Page, mark: &Mark, next: &Mark) -> bool {
    let (first, second) = (mark.cue, next.cue);
    // "The number" is of whatever was named.
    if page.is_any(&next.at, &["번호는", "번호가", "番号は", "number", "my number is"]) {
        return true;
    }
    let is_bank = |cue| matches!(cue, Cue::Account | Cue::Bank);
    let is_state = |cue| matches!(cue, Cue::Passport | Cue::Licence | Cue::Resident);
    first == second || is_bank(first) && is_bank(second) || is_state(first) && is_state(second)
}

fn value_after(page: &Page, mark: &Mark, limit: usize) -> Option<(Code, u16)> {
    let reach = limit.min(mark.at.end + REACH);
    let mut start = mark.at.end;
    // A count or a date may stand before the value: `注文番号は2つあって`.
    for _ in 0..3 {
        while start < reach && !starts_code(page, start) {
            start += if page.get(start).is_ascii_alphabetic() { page.word(start).len().max(1) } else { 1 };
        }
        if start >= reach {
            return None;
        }
        let nearness = nearness(page, mark.at.end..start)?;
        let code = code(page, start);
        if let Some(confidence) = accepts(page, mark, &code, nearness) {
            return Some((code, confidence));
        }
        start = code.at.end.max(start + 1);
    }
    None
}

/// `tkfkd0214가 비번인데`, `2026112288 <- 주문번호`, `88213 is my order number`.
fn value_before(page: &Page, mark: &Mark) -> Option<(Code, u16)> {
    let is_particle = |c| {
        matches!(c, ' ' | '(' | '<' | '←' | '-' | '=' | ',' | '이' | '가' | '은' | '는' | '게' | '제' | 'が' | 'は' | 'の' | '요' | '\n')
    };
    let mut end = page.skip_back(mark.at.start, is_particle);
    for says in ["is my", "is the", "was my", "was the", "is our", "as my", "as the", "for my", "for the", "is", "was", "my", "the"] {
        if page.ends_with(end, says) && !page.before(end - says.len()).is_ascii_alphanumeric() {
            end = page.skip_back(end - says.len(), |c| matches!(c, ' ' | '-' | ',' | ')'));
        }
    }
    if mark.at.start - end > 12 || mark.at.start == end && !page.get(mark.at.start).is_ascii() {
        return None;
    }
    let start = page.skip_back(end, |c| c.is_ascii_alphanumeric() || matches!(c, '-'));
    let start = page.skip(start, |c| !c.is_ascii_alphanumeric());
    if start >= end {
        return None;
    }
    let code = code(page, start);
    let is_whole = code.at.end == end && !page.before(start).is_ascii_punctuation();
    let confidence =
        (is_whole && code.digits >= 4 && code.digits + code.letters >= 5).then(|| accepts(page, mark, &code, Nearness::Near))??;
    Some((code, confidence.min(700)))
}

fn starts_code(page: &Page, at: usize) -> bool {
    let c = page.get(at);
    if c.is_ascii_digit() || c == '#' && page.get(at + 1).is_ascii_alphanumeric() {
        return true;
    }
    if !c.is_ascii_alphabetic() || page.before(at).is_ascii_alphanumeric() {
        return false;
    }
    let end = page.skip(at, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_'));
    let word = &page.chars[at..end];
    let has_digit = word.iter().any(char::is_ascii_digit);
    let is_upper = word.iter().all(char::is_ascii_uppercase);
    has_digit || is_upper && (word.len() == 6 || word.len() <= 5 && page.get(end) == ' ' && page.get(end + 1).is_ascii_digit())
}

/// Reads on over signs inside, and over single spaces while groups of digits or capitals follow.
fn code(page: &Page, start: usize) -> Code {
    let is_inner = |at: usize| {
        matches!(page.get(at), '-' | '/' | '.' | '_' | '#' | 'ー')
            && page.get(at + 1).is_ascii_alphanumeric()
            && page.before(at).is_ascii_alphanumeric()
    };
    let group_end = |mut at: usize| {
        at += usize::from(page.get(at) == '#');
        while page.get(at).is_ascii_alphanumeric() || is_inner(at) {
            at += 1;
        }
        at
    };
    let mut end = group_end(start);
    // `4419908812branch`: a word is glued to the number.
    let digits_end = page.skip(start, |c| c.is_ascii_digit());
    if digits_end >= start + 5 && page.chars[digits_end..end].iter().take(3).filter(|c| c.is_ascii_lowercase()).count() == 3 {
        end = digits_end;
    }
    let mut groups = 1;
    while groups < 8 && page.get(end) == ' ' {
        let next = end + 1;
        let next_end = group_end(next);
        let group = &page.chars[next..next_end];
        let digits = group.iter().filter(|c| c.is_ascii_digit()).count();
        let is_code = digits > 0
            && !group.iter().any(char::is_ascii_lowercase)
            && !group.contains(&'.')
            && (digits >= 2 || group.len() == 1 && groups == 1 || digits < group.len());
        if !is_code || is_unit(page, next_end, digits) {
            break;
        }
        groups += 1;
        end = next_end;
    }
    // `MORGA 657054 SM9IJ` starts with capitals, `G-773204` too; a last group of capitals belongs as well.
    let signs = &page.chars[start..end];
    let count = |is_counted: fn(&char) -> bool| signs.iter().filter(|c| is_counted(c)).count();
    Code {
        digits: count(char::is_ascii_digit),
        letters: count(char::is_ascii_alphabetic),
        upper: count(char::is_ascii_uppercase),
        groups,
        at: start..end,
    }
}

/// What follows an amount.
const UNITS: &[&str] = &[
    "원",
    "円",
    "개",
    "명",
    "분",
    "시",
    "일",
    "월",
    "년",
    "%",
    "만",
    "천원",
    "회",
    "대",
    "점",
    "층",
    "주",
    "건",
    "장",
    "km",
    "kg",
    "ml",
    "gb",
    "mb",
    "個",
    "人",
    "時",
    "日",
    "月",
    "年",
    "回",
    "枚",
    "位",
    "歳",
    "件",
    "台",
    "本",
    "点",
    "階",
    "pt",
    "ポイント",
    "分",
    "か月",
    "桁",
];

fn is_unit(page: &Page, at: usize, digits: usize) -> bool {
    let units = if digits >= 6 { &["원", "円", "pt", "ポイント", "점", "명"] } else { UNITS };
    units.iter().any(|unit| page.starts_with(at, unit)) || page.get(at) == ',' && page.get(at + 1).is_ascii_digit()
}

fn is_price(page: &Page, code: &Code) -> bool {
    matches!(page.before(code.at.start), '$' | '£' | '€' | '¥' | '₩' | '@') || is_unit(page, code.at.end, code.digits)
}

/// `2026-11-22`, `11/03`, `18:30`.
fn is_time(page: &Page, code: &Code) -> bool {
    let mut lengths = page.chars[code.at.clone()].split(|c| !c.is_ascii_digit()).map(<[char]>::len);
    let first = [lengths.next(), lengths.next(), lengths.next()];
    let is_date = code.letters == 0
        && matches!(first, [Some(4), Some(1 | 2), Some(1 | 2)] | [Some(1 | 2), Some(1 | 2), Some(4)] | [Some(1 | 2), Some(1 | 2), None]);
    is_date && code.digits <= 8 || page.get(code.at.end) == ':' && page.get(code.at.end + 1).is_ascii_digit()
}

fn accepts(page: &Page, mark: &Mark, code: &Code, nearness: Nearness) -> Option<u16> {
    if is_price(page, code) || is_time(page, code) {
        return None;
    }
    let sure = nearness == Nearness::Beside;
    match mark.cue {
        Cue::Order => order(page, mark, code, sure),
        Cue::Account | Cue::Bank => account(page, mark.cue, code, sure),
        Cue::MyNumber => (code.digits == 12 && code.letters == 0).then_some(if sure { 900 } else { 700 }),
        Cue::Passport => {
            let is_form = code.letters <= 2 && (6..=9).contains(&code.digits) && code.groups == 1 && code.upper == code.letters;
            is_form.then_some(if sure && code.digits >= 7 { 900 } else { 650 })
        }
        Cue::Licence => {
            let signs = code.digits + code.letters;
            let is_form = signs >= 8 && code.digits >= 4 && code.upper == code.letters && code.letters <= 11;
            is_form.then_some(if sure { 890 } else { 650 })
        }
        _ => (code.letters <= 3 && (9..=13).contains(&code.digits)).then_some(if sure { 850 } else { 600 }),
    }
}

/// What airlines and hotels give codes of letters alone.
const LOCATORS: &[&str] = &[
    "booking ref",
    "booking reference",
    "booking code",
    "booking",
    "pnr",
    "record locator",
    "locator",
    "confirmation",
    "confirmation code",
    "confirmation number",
    "reservation",
    "reservation code",
    "ref",
    "예약번호",
    "예약코드",
    "予約番号",
    "確認番号",
];

fn order(page: &Page, mark: &Mark, code: &Code, sure: bool) -> Option<u16> {
    let signs = code.digits + code.letters;
    let is_hash = page.get(code.at.start) == '#';
    let is_year = code.digits == 4 && code.letters == 0 && matches!(page.get(code.at.start), '1' | '2') && code.groups == 1 && !is_hash;
    let lower = code.letters - code.upper;
    let is_locator = (5..=6).contains(&signs)
        && lower == 0
        && code.letters > 0
        && code.groups == 1
        && (code.digits > 0 || page.is_any(&mark.at, LOCATORS));
    let is_clock = page.ends_with(code.at.end, "am") || page.ends_with(code.at.end, "pm");
    let is_form = code.digits >= 5 || code.digits >= 3 && (signs >= 5 || is_hash) || code.digits == 4 || is_locator;
    let is_word = lower > 2 && code.digits < 4;
    let is_list = code.letters == 0 && page.chars[code.at.clone()].split(|c| !c.is_ascii_digit()).all(|group| group.len() <= 2);
    if !is_form || is_word || is_year || is_clock || is_list && !is_hash {
        return None;
    }
    let is_strong = code.digits >= 6 || code.letters > 0 && code.digits >= 3 || is_locator || is_hash;
    Some(match (sure, is_strong) {
        (true, true) => 900,
        (true, false) => 820,
        (false, true) => 650,
        (false, false) => 450,
    })
}

fn account(page: &Page, cue: Cue, code: &Code, sure: bool) -> Option<u16> {
    let is_iban_form = code.upper >= 2 && code.digits >= 10 && code.letters == code.upper;
    if is_iban_form && code.letters <= 8 {
        return Some(if sure { 880 } else { 600 });
    }
    let least = if cue == Cue::Bank { 9 } else { 5 };
    let is_form = code.letters == 0 && (least..=17).contains(&code.digits);
    let is_phone = page.starts_with(code.at.start, "010") && code.digits == 11;
    (is_form && !is_phone).then_some(match (sure, code.digits) {
        (true, 7..) => 910,
        (true, _) => 820,
        (false, 10..) => 700,
        (false, _) => 550,
    })
}

/// True for the signs that words are written with.
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || is_hangul(c) || is_kana(c) || is_han(c)
}
