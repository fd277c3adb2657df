//! Telephones that are hidden from machines: `공일공 이삼팔사`, `〇九〇の…`, `seven double-oh`, `O1O-33l8`.

use super::Found;
use super::mark::{Cue, Mark, called, is_about};
use super::number::Window;
use super::page::{Page, is_han, is_hangul, is_kana};
use super::phone;
use answerable_domain::PersonalDataKind::{Password, Phone};

const DIGITS_MAX: usize = 13;

/// One kind of spelling: the digits at a place and where they end.
type Reader = fn(&Page, usize) -> Option<(Digits, usize)>;

/// What one sign or word stands for, at most four digits.
#[derive(Clone, Copy)]
struct Digits {
    values: [u8; 4],
    count: usize,
    /// Not simply a digit.
    is_spelled: bool,
}

pub fn find(page: &Page, marks: &[Mark], found: &mut Vec<Found>) {
    let readers: [(Reader, &str); 4] = [(korean, "-. ,/()·~"), (japanese, "-ー.の・、 ()―/"), (english, " ,-.()"), (look_alike, "-. ()")];
    let hints = hints(page);
    for ((reader, separators), _) in readers.into_iter().zip(hints).filter(|(_, is_likely)| *is_likely) {
        let mut at = 0;
        while at < page.len() {
            at = match run(page, at, reader, separators) {
                Some((window, next)) => {
                    let is_about_phone = is_about(marks, &window.at, &[Cue::Phone]);
                    let is_password = called(page, marks, window.at.start).is_some_and(|(cue, _)| cue == Cue::Password);
                    if let Some(confidence) = confidence(&window, is_about_phone) {
                        found.push(Found { kind: Phone, at: window.at, confidence });
                    } else if is_password && window.digits.len() <= 8 {
                        found.push(Found { kind: Password, at: window.at, confidence: 650 });
                    }
                    next
                }
                None => at + 1,
            };
        }
    }
}

/// Which spellings may be there at all: a few signs in a row, or a word that is seldom written otherwise.
fn hints(page: &Page) -> [bool; 4] {
    let (mut korean, mut japanese, mut look_alike) = (0, 0, 0);
    let mut hints = [false; 4];
    for (at, c) in page.chars.iter().enumerate() {
        let is_digit = c.is_ascii_digit();
        let is_sign = matches!(c, ' ' | '-' | '.' | ',' | 'の' | '、' | '(' | ')' | '·');
        korean = if is_hangul(*c) && "공영빵일이삼사오육륙칠팔구".contains(*c) {
            korean + 1
        } else if is_digit || is_sign {
            korean
        } else {
            0
        };
        japanese = if (is_kana(*c) || is_han(*c) || *c == '○')
            && "〇○零ゼロぜまるマルれい一二三四五六七八九きゅうキューイチサンヨンゴロクナハチニいさよんごろくなはち".contains(*c)
        {
            japanese + 1
        } else if is_digit || is_sign {
            japanese
        } else {
            0
        };
        let is_beside = page.before(at).is_ascii_digit() || page.get(at + 1).is_ascii_digit();
        look_alike += match c {
            'O' | 'o' | 'l' | 'I' | '|' if is_beside => 1,
            '⓪' | '⓿' | '①'..='⑨' | '❶'..='❾' | '𝟎'..='𝟿' => 1,
            _ => 0,
        };
        hints[0] |= korean >= 3;
        hints[1] |= japanese >= 3;
        if matches!(c, 'z' | 'Z' | 'o' | 'O' | 'f' | 'F' | 'd' | 'D') && !page.before(at).is_ascii_alphabetic() {
            hints[2] |= page.is_any(&page.word(at), &["zero", "oh", "five", "four", "one", "double"]);
        }
    }
    hints[3] = look_alike >= 2;
    hints
}

/// A spelled number is meant to be called: its form may be looser than that of a written one.
fn confidence(window: &Window, is_about_phone: bool) -> Option<u16> {
    let count = window.digits.len();
    if let Some(form) = phone::form(window) {
        return Some(form.max(if is_about_phone { 880 } else { 830 }));
    }
    let is_mobile = count >= 7 && matches!(count, 10 | 11) && window.digits[0] == 0 && window.digits[1] != 0;
    let is_american = count == 10 && window.digits[0] >= 2;
    (is_mobile || is_american && is_about_phone || is_about_phone && (7..=12).contains(&count)).then_some(700)
}

/// Digits in one spelling with few separators between, at least two of them spelled, and where to read on.
fn run(page: &Page, start: usize, reader: Reader, separators: &str) -> Option<(Window, usize)> {
    if page.before(start).is_ascii_alphanumeric() {
        return None;
    }
    let (mut digits, mut lengths, mut spelled) = (Vec::new(), Vec::new(), 0);
    let (mut at, mut end) = (start, start);
    let mut is_new_group = true;
    while let Some((read, next)) = reader(page, at) {
        // What follows is a particle that sounds like a digit: `이에요`, `に`.
        let is_whole = digits.len() == 11 && matches!(digits[..3], [0, 1, 0] | [0, 5..=9, 0]);
        if is_whole || digits.len() + read.count > DIGITS_MAX {
            break;
        }
        digits.extend_from_slice(&read.values[..read.count]);
        match lengths.last_mut() {
            Some(length) if !is_new_group => *length += read.count,
            _ => lengths.push(read.count),
        }
        spelled += usize::from(read.is_spelled);
        end = next;
        at = page.skip(next, |c| separators.contains(c));
        is_new_group = at > next;
        if at > next + 3 {
            break;
        }
    }
    let is_bracketed = page.get(end) == ')' && page.chars[start..end].contains(&'(');
    (digits.len() >= 4 && spelled >= 2).then(|| {
        let at = start..end + usize::from(is_bracketed);
        (Window { at, digits, lengths, is_plus: page.before(start) == '+', is_marked: true }, end)
    })
}

fn one(value: u8, is_spelled: bool) -> Digits {
    Digits { values: [value, 0, 0, 0], count: 1, is_spelled }
}

fn ascii(page: &Page, at: usize) -> Option<(Digits, usize)> {
    let c = page.get(at);
    c.is_ascii_digit().then(|| (one(c as u8 - b'0', false), at + 1))
}

fn korean(page: &Page, at: usize) -> Option<(Digits, usize)> {
    let value = match page.get(at) {
        '공' | '영' | '빵' => 0,
        '일' => 1,
        '이' => 2,
        '삼' => 3,
        '사' => 4,
        '오' => 5,
        '육' | '륙' => 6,
        '칠' => 7,
        '팔' => 8,
        '구' => 9,
        _ => return ascii(page, at),
    };
    Some((one(value, true), at + 1))
}

const JAPANESE: &[(&str, u8)] = &[
    ("ゼロ", 0),
    ("ぜろ", 0),
    ("キュー", 9),
    ("イチ", 1),
    ("サン", 3),
    ("ヨン", 4),
    ("ゴ", 5),
    ("ロク", 6),
    ("ナナ", 7),
    ("ハチ", 8),
    ("ニ", 2),
    ("れい", 0),
    ("まる", 0),
    ("マル", 0),
    ("〇", 0),
    ("○", 0),
    ("零", 0),
    ("いち", 1),
    ("一", 1),
    ("に", 2),
    ("二", 2),
    ("さん", 3),
    ("三", 3),
    ("よん", 4),
    ("四", 4),
    ("ご", 5),
    ("五", 5),
    ("ろく", 6),
    ("六", 6),
    ("なな", 7),
    ("七", 7),
    ("はち", 8),
    ("八", 8),
    ("きゅう", 9),
    ("キュウ", 9),
    ("九", 9),
];

fn japanese(page: &Page, at: usize) -> Option<(Digits, usize)> {
    if page.get(at) < '\u{2000}' {
        return ascii(page, at);
    }
    let (word, value) = JAPANESE.iter().find(|(word, _)| page.starts_with(at, word))?;
    Some((one(*value, true), at + word.chars().count()))
}

const ENGLISH: [(&str, u8); 13] = [
    ("zero", 0),
    ("oh", 0),
    ("o", 0),
    ("nought", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
];

fn english(page: &Page, at: usize) -> Option<(Digits, usize)> {
    if !page.get(at).is_ascii_alphabetic() {
        return ascii(page, at);
    }
    let word = page.word(at);
    let times = [("double", 2), ("triple", 3)].into_iter().find(|(name, _)| page.is_any(&word, &[name]));
    if let Some((_, times)) = times {
        let next = page.skip(word.end, |c| matches!(c, ' ' | '-'));
        let (digits, end) = if page.get(next).is_ascii_alphabetic() { english_word(page, next)? } else { ascii(page, next)? };
        return Some((Digits { values: [digits.values[0]; 4], count: times, is_spelled: true }, end));
    }
    let (digits, end) = english_word(page, at)?;
    let next = page.skip(end, |c| c == ' ');
    if page.is_any(&page.word(next), &["hundred"]) {
        return Some((Digits { values: [digits.values[0], 0, 0, 0], count: 3, is_spelled: true }, next + 7));
    }
    Some((digits, end))
}

fn english_word(page: &Page, at: usize) -> Option<(Digits, usize)> {
    let word = page.word(at);
    let (_, value) = ENGLISH.iter().find(|(name, _)| page.is_any(&word, &[name]))?;
    Some((one(*value, true), word.end))
}

/// Letters that look like digits, between digits.
fn look_alike(page: &Page, at: usize) -> Option<(Digits, usize)> {
    let value = match page.get(at) {
        'O' | 'o' => 0,
        'l' | 'I' | '|' => 1,
        '⓪' | '⓿' => return Some((one(0, true), at + 1)),
        c @ '①'..='⑨' => return Some((one((c as u32 - '①' as u32) as u8 + 1, true), at + 1)),
        c @ '❶'..='❾' => return Some((one((c as u32 - '❶' as u32) as u8 + 1, true), at + 1)),
        c @ '𝟎'..='𝟿' => return Some((one(((c as u32 - '𝟎' as u32) % 10) as u8, true), at + 1)),
        _ => return ascii(page, at),
    };
    let is_beside = |c: char| c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'l' | 'I' | '|');
    (is_beside(page.before(at)) || is_beside(page.get(at + 1))).then(|| (one(value, true), at + 1))
}
