//! Digits in groups: what telephones, cards and resident numbers are written as.

use std::ops::Range;

/// Groups that one personal number has at most.
pub const GROUPS_MAX: usize = 6;

/// Bytes before a number that are looked at for what it is called.
const LABEL_BYTES_MAX: usize = 48;

/// Groups of digits, each separated from the next by one or two marks or spaces.
#[derive(Debug)]
pub struct Number {
    pub groups: Vec<Group>,
    /// `+` before the first digit.
    plus: bool,
    start: usize,
}

#[derive(Debug)]
pub struct Group {
    digits: String,
    at: Range<usize>,
}

/// Some neighbouring groups that stand on their own.
#[derive(Debug)]
pub struct Window<'a> {
    pub groups: &'a [Group],
    /// All digits, half-width.
    pub digits: String,
    pub plus: bool,
    pub at: Range<usize>,
    /// The text between the first digits and the next, and so on.
    separators: Vec<&'a str>,
    /// A stretch of the text before, in lower case.
    label: String,
}

/// All numbers of a text.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    for group in groups(text) {
        match numbers.last_mut() {
            Some(number) if is_separator(&text[number.end()..group.at.start]) => number.groups.push(group),
            _ => {
                let before = text[..group.at.start].trim_end_matches(['(', '（']);
                let plus = before.ends_with(['+', '＋']);
                let start = if plus { before.len() - before.chars().next_back().map_or(0, char::len_utf8) } else { before.len() };
                numbers.push(Number { groups: vec![group], plus, start });
            }
        }
    }
    numbers
}

/// The digit that a character is, ASCII or full-width.
pub fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        _ => None,
    }
}

impl Number {
    fn end(&self) -> usize {
        self.groups.last().map_or(self.start, |group| group.at.end)
    }

    /// `None` when the groups are a part of something longer: a model name, an amount, a finer grouping.
    pub fn window<'a>(&'a self, text: &'a str, range: Range<usize>) -> Option<Window<'a>> {
        let groups = &self.groups[range.clone()];
        let (first, last) = (groups.first()?, groups.last()?);
        let start = if range.start == 0 { self.start } else { first.at.start };
        let at = start..last.at.end;
        let alone_before = match range.start.checked_sub(1) {
            Some(before) => text[self.groups[before].at.end..start].contains([' ', '\u{3000}']),
            None => !joins_before(&text[..start]),
        };
        let alone_after = match self.groups.get(range.end) {
            Some(after) => text[at.end..after.at.start].contains([' ', '\u{3000}']),
            None => !joins_after(&text[at.end..]),
        };
        (alone_before && alone_after).then(|| Window {
            groups,
            digits: groups.iter().map(|group| group.digits.as_str()).collect(),
            plus: self.plus && range.start == 0,
            separators: groups.windows(2).map(|pair| &text[pair[0].at.end..pair[1].at.start]).collect(),
            label: text[text.ceil_char_boundary(start.saturating_sub(LABEL_BYTES_MAX))..start].to_lowercase(),
            at,
        })
    }
}

impl Window<'_> {
    /// How many digits each group has.
    pub fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.digits.len()).collect()
    }

    /// True when every separator has a mark, not only a space.
    pub fn is_marked(&self) -> bool {
        self.separators.iter().all(|separator| separator.contains(|c: char| !c.is_whitespace()))
    }

    /// True when what stands before calls it the number of something else.
    pub fn is_called(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.label.contains(name))
    }
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(digit) = digit(c) else { continue };
        let end = at + c.len_utf8();
        match groups.last_mut() {
            Some(group) if group.at.end == at => {
                group.digits.push(digit);
                group.at.end = end;
            }
            _ => groups.push(Group { digits: digit.into(), at: at..end }),
        }
    }
    groups
}

fn is_separator(between: &str) -> bool {
    let is_mark = |c: char| matches!(c, '-' | '.' | ' ' | '(' | ')' | '–' | '—' | '‐' | '‑' | '−' | '－' | 'ー' | '（' | '）' | '\u{3000}');
    (1..=2).contains(&between.chars().count()) && between.chars().all(is_mark)
}

fn joins_before(before: &str) -> bool {
    let joins = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '#' | '-' | '.' | ',' | '/' | '$' | '€' | '£' | '¥' | '￥' | '₩' | '=' | '@')
    };
    before.chars().next_back().is_some_and(joins)
}

fn joins_after(after: &str) -> bool {
    let mut rest = after.chars();
    let next = rest.next();
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '%' | '@' | '원' | '円' | '￥' | '$');
    // `1,000` and `3:30` go on after their mark; a sentence does not.
    let goes_on = matches!(next, Some(',' | ':' | '/' | '-')) && rest.next().is_some_and(|c| digit(c).is_some());
    goes_on || next.is_some_and(joins)
}
