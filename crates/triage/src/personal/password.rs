//! Passwords, PINs and one-time codes that a text gives away, after the word that names them or before it.

use super::Found;
use super::labelled::is_letter;
use super::mark::{Cue, Mark, Nearness, REACH, nearness};
use super::page::{Page, is_han, is_hangul, is_kana};
use answerable_domain::PersonalDataKind::Password;
use std::ops::Range;

pub fn find(page: &Page, marks: &[Mark], found: &mut Vec<Found>) {
    for mark in marks.iter().filter(|mark| mark.cue == Cue::Password) {
        let value = after(page, mark).or_else(|| before(page, mark));
        if let Some((at, confidence)) = value {
            found.push(Found { kind: Password, at, confidence });
        }
    }
}

fn is_sign(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, ',' | '(' | ')' | '"' | '\'' | '<' | '>' | '[' | ']' | '~')
}

fn after(page: &Page, mark: &Mark) -> Option<(Range<usize>, u16)> {
    if let Some(quoted) = quoted(page, mark.at.end) {
        return Some(quoted);
    }
    let mut start = mark.at.end;
    let reach = mark.at.end + REACH;
    while start < reach && start < page.len() {
        let starts = page.before(start);
        if is_sign(page.get(start)) && !is_sign(starts) {
            let end = page.skip(start, is_sign);
            if let Some(found) = value(page, mark, start..end) {
                return Some(found);
            }
            start = end;
        } else {
            start += 1;
        }
    }
    if page.is_any(&mark.at, &["code", "코드", "コード"]) {
        return None;
    }
    given(page, mark.at.end).or_else(|| plain_word(page, mark.at.end))
}

/// A value that has a digit or a sign in it; a lone number of the length of a code.
fn value(page: &Page, mark: &Mark, run: Range<usize>) -> Option<(Range<usize>, u16)> {
    let nearness = nearness(page, mark.at.end..run.start)?;
    let mut at = trimmed(page, run);
    // Glued Korean letters belong to it: `종1129열쇠`, `감자튀김486`.
    if page.chars[at.clone()].iter().all(char::is_ascii_digit) {
        at = spaced_code(page, at);
    }
    let signs = &page.chars[at.clone()];
    let digits = signs.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = signs.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let others = signs.iter().filter(|c| c.is_ascii_punctuation()).count();
    let is_vague = page.is_any(&mark.at, &["code", "the code", "코드", "コード"]);
    let least =
        if page.is_any(&mark.at, &["cvv", "cvc", "cvv2", "보안코드", "セキュリティコード", "security code"]) { 3 } else { 4 };
    let is_number =
        letters == 0 && (least..=8).contains(&digits) && !is_counted(page, &at) && page.get(at.start) != '$' && !signs.contains(&':');
    let is_year = is_number
        && signs.len() == 4
        && (page.starts_with(at.start, "19") || page.starts_with(at.start, "20"))
        && !says_is(page, mark.at.end..at.start);
    let is_mixed = !is_vague && signs.len() >= 4 && digits >= 1 && letters >= 2 && !signs.contains(&':') && !is_ordinary(page, &at);
    let is_phrase =
        digits == 0 && letters >= 6 && others >= 1 && signs.iter().all(|c| c.is_ascii_graphic()) && says_is(page, mark.at.end..at.start);
    if is_year || !is_number && !is_mixed && !is_phrase {
        return None;
    }
    let is_sure = nearness == Nearness::Beside && !is_question(page, at.end) && !is_vague;
    let confidence = match (is_sure, is_mixed) {
        (true, _) => 870,
        (false, true) => 650,
        (false, false) => 500,
    };
    Some((at, confidence))
}

/// Without the signs of the sentence around it.
fn trimmed(page: &Page, run: Range<usize>) -> Range<usize> {
    let start = page.skip(run.start, |c| matches!(c, ':' | '=' | '.' | '-' | ';' | '?' | '!'));
    let end = start.max(page.skip_back(run.end, |c| matches!(c, '.' | ',' | ';' | ':' | '?' | '!')));
    // A last `!` may belong to a word that has other signs.
    let has_digit = page.chars[start.min(end)..end].iter().any(char::is_ascii_digit);
    let mark = usize::from(has_digit && page.get(end) == '!' && page.get(end + 1) != '!');
    start.min(end)..end + mark
}

/// `448 201`, `91 04 27`.
fn spaced_code(page: &Page, at: Range<usize>) -> Range<usize> {
    let mut end = at.end;
    for _ in 0..3 {
        let next = page.skip(end + 1, |c| c.is_ascii_digit());
        let length = next - end - 1;
        let is_group = page.get(end) == ' ' && matches!(length, 2..=4) && !is_letter(page.get(next));
        if !is_group {
            break;
        }
        end = next;
    }
    at.start..end
}

/// `5회`, `6자리`, `10분째`, `90 days`.
fn is_counted(page: &Page, at: &Range<usize>) -> bool {
    let units = [
        "회", "자리", "분", "번째", "번 ", "개", "일", "시", "년", "원", "회째", "桁", "回", "円", "分", "日", "年", "時", "%", "월",
        " days", " times", " min", " digits", " hours",
    ];
    units.iter().any(|unit| page.starts_with(at.end, unit))
        || matches!(page.get(at.end), ':' | '/') && page.get(at.end + 1).is_ascii_digit()
}

/// Words and names of things that have a digit in them.
fn is_ordinary(page: &Page, at: &Range<usize>) -> bool {
    let is_link = page.chars[at.clone()].iter().any(|c| matches!(c, '@' | '\u{FFFC}'));
    let first_digit = page.skip(at.start, |c| !c.is_ascii_digit());
    let is_ordinal = page
        .is_any(&(page.skip_back(at.end, |c| c.is_ascii_alphabetic())..at.end), &["st", "nd", "rd", "th", "x", "min", "hrs"])
        && first_digit == at.start;
    is_link || is_ordinal
}

fn is_question(page: &Page, end: usize) -> bool {
    page.get(page.skip(end, |c| c == ' ')) == '?'
}

/// Between the word and the value something says that this is it.
fn says_is(page: &Page, between: Range<usize>) -> bool {
    let text = page.lower(between);
    [":", "=", " is ", " was ", "は", "を"].iter().any(|sign| text.contains(sign)) && !text.contains(" is not") && text.trim().len() <= 14
}

/// In quotation marks, in any script.
fn quoted(page: &Page, end: usize) -> Option<(Range<usize>, u16)> {
    let open = page.skip(end, |c| matches!(c, ' ' | ':' | 'は' | 'が' | 'を' | '은' | '는' | '이' | '가' | '=')).min(end + 5);
    let close = match page.get(open) {
        '「' => '」',
        '『' => '』',
        '"' => '"',
        '\'' => '\'',
        _ => return None,
    };
    let start = open + 1;
    let length = page.chars.get(start..)?.iter().take(30).position(|c| *c == close)?;
    let has_space = page.chars[start..start + length].contains(&' ');
    (length >= 2 && !has_space).then(|| (start..start + length, if length >= 3 { 840 } else { 600 }))
}

/// `비밀번호: 감자튀김486`, `현관 비밀번호 종1129열쇠`: letters and digits of Hangul or kana in one word.
fn given(page: &Page, end: usize) -> Option<(Range<usize>, u16)> {
    let start = page.skip(end, |c| matches!(c, ' ' | ':' | '=' | '는' | '은' | 'は'));
    let stop = page.skip(start, |c| is_hangul(c) || is_kana(c) || is_han(c) || is_sign(c));
    let word = &page.chars[start..stop];
    let digits = word.iter().filter(|c| c.is_ascii_digit()).count();
    let is_close = start > end && start - end <= 4;
    let first = page.skip(start, |c| !c.is_ascii_digit());
    let is_unit = is_counted(page, &(first..page.skip(first, |c| c.is_ascii_digit())));
    (is_close && digits >= 3 && word.len() >= 5 && word.len() <= 24 && !is_unit).then_some((start..stop, 700))
}

/// `tkfkd0214가 비번인데`, `hunter2 is my password`.
fn before(page: &Page, mark: &Mark) -> Option<(Range<usize>, u16)> {
    let is_particle = |c| matches!(c, ' ' | '이' | '가' | '은' | '는' | '게' | 'が' | 'は' | '(' | '=' | '로' | '을' | '를' | 'を');
    let mut end = page.skip_back(mark.at.start, is_particle);
    let is_said = ["is my", "is the", "was my", "was the", "as my", "as the", "as a", "is our", "for my", "for the"]
        .into_iter()
        .find(|said| page.ends_with(end, said));
    if let Some(said) = is_said {
        end = page.skip_back(end - said.len(), |c| c == ' ');
    }
    let start = page.skip_back(end, is_sign);
    let signs = &page.chars[start..end];
    let digits = signs.iter().filter(|c| c.is_ascii_digit()).count();
    let is_close = (1..=12).contains(&(mark.at.start - end)) && (is_said.is_some() || mark.at.start - end <= 5);
    let is_mixed =
        digits >= 1 && digits < signs.len() && signs.iter().any(char::is_ascii_alphabetic) && !signs.contains(&'@') && signs.len() >= 5;
    let is_number = digits == signs.len()
        && (4..=8).contains(&digits)
        && (is_said.is_some() || page.chars[end..mark.at.start].iter().any(|c| *c != ' '));
    let is_linked = is_said.is_some() || !page.chars[end..mark.at.start].iter().all(|c| *c == ' ');
    (is_close && (is_mixed || is_number) && is_linked).then_some((start..end, 700))
}

/// Words that a sentence about passwords says after "is".
const NO_PASSWORDS: &[&str] = &[
    "not",
    "wrong",
    "incorrect",
    "too",
    "the",
    "my",
    "being",
    "never",
    "still",
    "case",
    "invalid",
    "expired",
    "required",
    "reset",
    "correct",
    "okay",
    "weak",
    "strong",
    "rejected",
    "refused",
    "gone",
    "changed",
    "visible",
    "stored",
    "accepted",
    "broken",
    "right",
    "fine",
    "always",
    "this",
    "that",
    "what",
    "there",
    "here",
    "only",
    "just",
    "sent",
    "working",
    "shown",
    "showing",
    "longer",
    "already",
    "also",
    "about",
    "same",
    "very",
    "your",
    "useless",
    "missing",
    "needed",
    "blank",
    "empty",
    "printed",
    "written",
    "locked",
    "blocked",
    "asked",
    "asking",
    "please",
    "help",
    "forgotten",
    "leaked",
    "public",
    "another",
    "unknown",
    "safe",
    "secure",
    "insecure",
    "fixed",
    "short",
    "long",
    "easy",
    "hard",
    "shared",
    "manager",
    "screen",
    "field",
    "page",
    "email",
    "link",
    "wifi",
    "login",
    "none",
    "null",
    "https",
    "http",
];

/// A word of letters alone, where a sign or "is" says that it is the password: `pw: swordfish`, `비번은 sunflower예요`.
fn plain_word(page: &Page, end: usize) -> Option<(Range<usize>, u16)> {
    let start = page.skip(end, |c| matches!(c, ' ' | ':' | '=' | '은' | '는' | 'は' | 'が' | '이' | '가'));
    let is_marked = page.chars[end..start].iter().any(|c| matches!(c, ':' | '=' | '은' | '는' | 'は'));
    let says = [("is ", 3), ("was ", 4)].into_iter().find(|(says, _)| page.starts_with(start, says)).map_or(0, |(_, length)| length);
    let word = page.word(start + says);
    let is_whole = !matches!(page.get(word.end), '@' | '-' | '_' | '\'' | '/' | '.') || matches!(page.get(word.end + 1), ' ' | '\n');
    let is_last = says == 0 || matches!(page.get(word.end), '.' | ',' | '\n' | ';' | '!' | ')');
    let is_word = (5..=20).contains(&word.len()) && !page.is_any(&word, NO_PASSWORDS);
    (start <= end + 4 && (is_marked || says > 0) && is_word && is_whole && is_last).then_some((word, 550))
}
