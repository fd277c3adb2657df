//! Digits in groups with what separates them, because `010-1234-5678` is a telephone and `01-01 234-5678` is not.

use super::page::Page;
use std::ops::Range;

const GROUPS_MAX: usize = 7;

/// A telephone spelled digit by digit has so many groups.
const SPELLED_MAX: usize = 15;

const DIGITS_MAX: usize = 20;

#[derive(Debug, Clone)]
pub struct Group {
    pub at: Range<usize>,
    /// Only separators stand between the group before and this one.
    is_joined: bool,
    /// They are unusual ones.
    is_odd: bool,
}

/// Some neighbouring groups that stand on their own.
pub struct Window {
    pub at: Range<usize>,
    /// Values, not characters.
    pub digits: Vec<u8>,
    /// How many digits each group has.
    pub lengths: Vec<usize>,
    /// `+` before the first digit.
    pub is_plus: bool,
    /// Every separator has a mark, not only a space.
    pub is_marked: bool,
}

pub fn groups(page: &Page) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while at < page.len() {
        if !page.get(at).is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = page.skip(at, |c| c.is_ascii_digit());
        let between = groups.last().map(|group| group.at.end..at);
        let is_usual = between.clone().is_some_and(|between| is_separator(page, between));
        let is_odd = !is_usual && between.is_some_and(|between| is_odd_separator(page, between));
        groups.push(Group { at: at..end, is_joined: is_usual || is_odd, is_odd });
        at = end;
    }
    groups
}

/// The windows that start with the group `first`, the longest first.
pub fn windows<'a>(page: &'a Page, groups: &'a [Group], first: usize) -> impl Iterator<Item = (Window, usize)> + 'a {
    let joined = groups[first + 1..].iter().take(SPELLED_MAX - 1).take_while(|group| group.is_joined).count();
    let length = |place: usize| groups[first + place].at.len();
    // `0 9 0 1 2…` is read only from its start.
    let singles = (0..=joined).take_while(|place| length(*place) == 1).count();
    let most = match singles {
        0 => (joined + 1).min(GROUPS_MAX),
        1 if joined > 0 && length(1) >= 2 => (joined + 1).min(GROUPS_MAX),
        9.. if !groups[first].is_joined => singles,
        _ => 0,
    };
    let least = if singles >= 9 { 9 } else { 1 };
    (least..=most).rev().filter_map(move |count| Some((window(page, groups, first..first + count)?, count)))
}

/// `None` when the groups are a part of something longer: a model name, an amount, a finer grouping.
fn window(page: &Page, groups: &[Group], range: Range<usize>) -> Option<Window> {
    let taken = &groups[range.clone()];
    let (first, last) = (taken.first()?, taken.last()?);
    let mut at = first.at.start..last.at.end;
    let count: usize = taken.iter().map(|group| group.at.len()).sum();
    if !(4..=DIGITS_MAX).contains(&count) {
        return None;
    }
    let is_long = count >= 10;
    let is_odd = taken[1..].iter().any(|group| group.is_odd);
    if is_odd && !is_hidden_mobile(page, taken) {
        return None;
    }
    let parted = |between: Range<usize>| page.chars[between].iter().any(|c| matches!(c, ' ' | '\n'));
    let is_mobile = is_hidden_mobile(page, taken);
    let alone_before = match groups[range.start].is_joined {
        true if groups[range.start].is_odd && is_mobile => true,
        true => parted(groups[range.start - 1].at.end..at.start),
        false => !joins_before(page, at.start, is_long),
    };
    let alone_after = match groups.get(range.end).filter(|after| after.is_joined) {
        Some(after) if after.is_odd && is_mobile => true,
        Some(after) => parted(at.end..after.at.start),
        None => !joins_after(page, at.end, is_long),
    };
    if !alone_before || !alone_after {
        return None;
    }
    let bracket = if matches!(page.before(at.start), '(') && page.chars[at.clone()].contains(&')') { at.start - 1 } else { at.start };
    let is_plus = page.before(bracket) == '+';
    at.start = if is_plus { bracket - 1 } else { bracket };
    let is_marked = taken.windows(2).all(|pair| !page.chars[pair[0].at.end..pair[1].at.start].iter().all(|c| matches!(c, ' ' | '\n')));
    let digits = taken.iter().flat_map(|group| &page.chars[group.at.clone()]).map(|c| *c as u8 - b'0').collect();
    Some(Window { at, digits, lengths: taken.iter().map(|group| group.at.len()).collect(), is_plus, is_marked })
}

impl Window {
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.digits.len() >= prefix.len() && prefix.bytes().zip(&self.digits).all(|(wanted, digit)| wanted - b'0' == *digit)
    }

    pub fn starts_with_any(&self, prefixes: &[&str]) -> bool {
        prefixes.iter().any(|prefix| self.starts_with(prefix))
    }
}

fn is_separator(page: &Page, between: Range<usize>) -> bool {
    let is_mark = |c: &char| matches!(c, '-' | '.' | ' ' | '(' | ')' | '_' | 'ー' | '―' | '・' | '·' | '\n');
    let chars = &page.chars[between];
    let is_spaced_dash = matches!(chars, [' ', '-', ' ']);
    is_spaced_dash
        || (1..=2).contains(&chars.len()) && chars.iter().all(is_mark) && !matches!(chars, ['.', ' '] | [' ', '.'] | ['\n', '\n'])
}

/// Signs and words that are put between the digits of a telephone to hide it.
fn is_odd_separator(page: &Page, between: Range<usize>) -> bool {
    let chars = &page.chars[between.clone()];
    let is_sign = |c: &char| {
        matches!(
            c,
            '/' | ',' | '=' | '~' | '|' | '*' | ':' | '+' | 'ㅡ' | '★' | '☆' | '♥' | '♡' | '→' | '^' | '…' | '\u{1F300}'
                ..='\u{1FAFF}' | ' ' | '-' | '.'
        )
    };
    let is_words = page.is_any(
        &between,
        &["에", "에 ", " 에 ", "다시", " 다시 ", "다시 ", "의", "の", "ノ", " の ", " dash ", "대시", " 대시 ", "하이픈"],
    );
    is_words || (1..=5).contains(&chars.len()) && chars.iter().all(is_sign) && chars != [',', ' '] && chars != [' ', '/', ' ']
}

/// Three, three or four, and four digits that start as mobiles do.
fn is_hidden_mobile(page: &Page, groups: &[Group]) -> bool {
    let [area, middle, last] = groups else { return false };
    let is_form = area.at.len() == 3 && matches!(middle.at.len(), 3 | 4) && last.at.len() == 4;
    is_form && ["010", "011", "016", "017", "018", "019", "070", "080", "090"].iter().any(|start| page.starts_with(area.at.start, start))
}

/// Letters glued to a long number are words (`call07700900318or…`), to a short one a part of a name of something.
fn joins_before(page: &Page, at: usize, is_long: bool) -> bool {
    let start = if page.before(at) == '(' { at - 1 } else { at };
    let c = page.before(start);
    if c.is_ascii_lowercase() {
        let word = page.skip_back(start, |c| c.is_ascii_lowercase());
        return !is_long || start - word < 2;
    }
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '#' | '-' | '.' | ',' | '/' | '$' | '€' | '£' | '¥' | '₩' | '@' | '*' | '%')
            && !(c == '/' && page.before(start - 1).is_ascii_alphabetic())
            && !(c == '.' && page.before(start - 1).is_alphabetic())
}

fn joins_after(page: &Page, at: usize, is_long: bool) -> bool {
    let (next, after) = (page.get(at), page.get(at + 1));
    if next.is_ascii_lowercase() {
        return !is_long || !after.is_ascii_lowercase();
    }
    // `1,000` and `3:30` go on after their mark; a sentence does not.
    let goes_on = matches!(next, ',' | ':' | '/' | '-') && after.is_ascii_digit() && !(next == '/' && is_long);
    let is_amount = matches!(next, '_' | '%' | '@' | '원' | '円' | '$' | '¥' | '€' | '£') || next == '-' && after.is_ascii_uppercase();
    goes_on || is_amount || next.is_ascii_alphanumeric()
}
