//! Korean postal addresses by their marks: a town, a street (`로`, `길`) or quarter (`동`, `리`) in it, a number; a flat (`101동 1203호`).
//!
//! The marks are ordinary syllables too (`서로`, `다시`, `친구`), so a street counts only after a town and before a number that is not
//! an amount.

use super::Found;
use answerable_domain::PersonalDataKind;
use std::ops::Range;

const PROVINCES: [&str; 17] = [
    "서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주",
];

/// Words that end like a town.
const NOT_TOWNS: [&str; 32] = [
    "다시",
    "역시",
    "혹시",
    "잠시",
    "즉시",
    "반드시",
    "몇시",
    "일시",
    "임시",
    "표시",
    "지시",
    "출시",
    "택시",
    "접시",
    "친구",
    "도구",
    "누구",
    "입구",
    "출구",
    "농구",
    "축구",
    "야구",
    "배구",
    "지구",
    "요구",
    "연구",
    "정도",
    "아무도",
    "제도",
    "지도",
    "태도",
    "그래도",
];

/// Words that end like a street.
const NOT_STREETS: [&str; 16] = [
    "서로",
    "바로",
    "따로",
    "별로",
    "스스로",
    "함부로",
    "제대로",
    "그대로",
    "이대로",
    "대로",
    "새로",
    "때로",
    "실제로",
    "절대로",
    "진짜로",
    "오는길",
];

/// What makes a number an amount.
const UNITS: [&str; 26] = [
    "분", "시", "개", "원", "명", "년", "월", "일", "층", "%", "만", "천", "주", "회", "잔", "팀", "차", "대", "도", "m", "km", "단계",
    "호선", "호점", "가지", "건",
];

/// Province, city, district, town, quarter.
const TOWNS_MAX: usize = 6;

struct Word<'a> {
    text: &'a str,
    start: usize,
}

pub fn find(text: &str) -> Vec<Found> {
    if !text.contains(['로', '길', '동', '리', '가']) {
        return Vec::new();
    }
    let words = words(text);
    let found = (0..words.len()).filter_map(|index| in_town(&words, index).or_else(|| flat(&words, index)));
    found.map(|at| (PersonalDataKind::Address, at)).collect()
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut at = 0;
    let mut words = Vec::new();
    for part in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ':')) {
        let word = part.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ':'));
        if !word.is_empty() {
            words.push(Word { text: word, start: at });
        }
        at += part.len();
    }
    words
}

/// `서울시 강남구 테헤란로 152`: the word at `index` is the street or quarter.
fn in_town(words: &[Word], index: usize) -> Option<Range<usize>> {
    let word = words[index].text;
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    if !is_street(name) && !is_quarter(name) {
        return None;
    }
    let (number, number_start) = match &word[name.len()..] {
        "" => (words.get(index + 1)?.text, words[index + 1].start),
        attached => (attached, words[index].start + name.len()),
    };
    let end = number_start + house_number(number)?;
    let towns = words[..index]
        .iter()
        .rev()
        .take(TOWNS_MAX)
        .take_while(|word| is_town(word.text) || is_rural(word.text) || is_quarter(word.text))
        .count();
    let region = &words[index - towns..index];
    region.iter().any(|word| is_town(word.text)).then(|| region[0].start..end)
}

/// `101동 1203호`, in one word or two.
fn flat(words: &[Word], index: usize) -> Option<Range<usize>> {
    let word = &words[index];
    let block = digits(word.text);
    let rest = word.text[block..].strip_prefix('동')?;
    let (door, start) = if rest.is_empty() {
        (words.get(index + 1)?.text, words[index + 1].start)
    } else {
        (rest, word.start + word.text.len() - rest.len())
    };
    let count = digits(door);
    let after = door[count..].strip_prefix('호')?;
    let numbered = (1..=4).contains(&block) && (3..=4).contains(&count);
    (numbered && !after.starts_with(['선', '점', '차'])).then(|| word.start..start + door.len() - after.len())
}

/// The length of a house number at the start of `word`, with `번지` or `호`.
fn house_number(word: &str) -> Option<usize> {
    let main = digits(word);
    let branch = word[main..].strip_prefix('-').map_or(0, digits);
    let length = main + if branch > 0 { 1 + branch } else { 0 };
    let rest = &word[length..];
    let amount = UNITS.iter().any(|unit| rest.starts_with(unit))
        || rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '~' | '/'));
    let mark = ["번지", "번길", "호"].into_iter().find(|mark| rest.starts_with(mark)).map_or(0, str::len);
    ((1..=4).contains(&main) && !amount).then_some(length + mark)
}

fn is_street(word: &str) -> bool {
    has_name(word, 2) && word.ends_with(['로', '길']) && !word.ends_with("으로") && !NOT_STREETS.contains(&word)
}

fn is_quarter(word: &str) -> bool {
    has_name(word, 2) && (word.ends_with(['동', '리']) || word.ends_with('가') && word.contains(|c: char| c.is_ascii_digit()))
}

fn is_rural(word: &str) -> bool {
    has_name(word, 2) && word.ends_with(['읍', '면'])
}

fn is_town(word: &str) -> bool {
    let province = PROVINCES.contains(&word);
    let city = has_name(word, 3) && word.ends_with(['시', '도']);
    let district = has_name(word, 2) && word.ends_with(['구', '군']);
    province || ((city || district) && !NOT_TOWNS.contains(&word))
}

/// At least so many characters, Hangul and digits only, the first no digit.
fn has_name(word: &str, chars_min: usize) -> bool {
    let is_hangul = |c: char| ('\u{AC00}'..='\u{D7A3}').contains(&c);
    word.chars().count() >= chars_min && word.starts_with(is_hangul) && word.chars().all(|c| is_hangul(c) || c.is_ascii_digit())
}

fn digits(word: &str) -> usize {
    word.bytes().take_while(u8::is_ascii_digit).count()
}
