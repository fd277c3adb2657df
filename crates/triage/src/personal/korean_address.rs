//! Korean postal addresses by their marks: a town, a street (`로`, `길`) or quarter (`동`, `리`) in it, a number; a flat (`101동 1203호`).
//!
//! The marks are ordinary syllables too (`서로`, `다시`, `친구`), so a street counts only after a town or a word that announces an address,
//! and before a number that is not an amount.

use super::Found;
use super::mark::{Cue, Mark, called};
use super::page::{Page, is_hangul};
use answerable_domain::PersonalDataKind::Address;
use std::ops::Range;

const PROVINCES: &[&str] = &[
    "서울",
    "부산",
    "대구",
    "인천",
    "광주",
    "대전",
    "울산",
    "세종",
    "경기",
    "강원",
    "충북",
    "충남",
    "전북",
    "전남",
    "경북",
    "경남",
    "제주",
    "충청북도",
    "충청남도",
    "전라북도",
    "전라남도",
    "경상북도",
    "경상남도",
    "서울특별시",
];

/// Words that end like a town.
const NOT_TOWNS: &[&str] = &[
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
    "공구",
    "가구",
    "문구",
    "전구",
    "하나도",
    "당구",
];

/// Words that end like a street.
const NOT_STREETS: &[&str] = &[
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
    "가는길",
    "실시간으로",
    "메일로",
    "전화로",
    "번호로",
    "주소로",
    "문자로",
    "계좌로",
    "카드로",
    "가로",
    "세로",
    "추가로",
];

/// What makes a number an amount.
const UNITS: &[&str] = &[
    "분", "시", "개", "원", "명", "년", "월", "일", "층", "%", "만", "천", "주", "회", "잔", "팀", "차", "대", "도", "m", "km", "단계",
    "호선", "호점", "가지", "건",
];

/// Where everybody may go.
const PLACES: &[&str] = &[
    "매장",
    "본점",
    "지점",
    "역",
    "센터",
    "카페",
    "터미널",
    "광장",
    "영화관",
    "백화점",
    "대리점",
    "서비스센터",
    "마트",
    "식당",
    "쇼룸",
    "전시장",
];

/// Houses with a name.
const HOUSES: &[&str] = &[
    "아파트",
    "빌라",
    "맨션",
    "빌딩",
    "오피스텔",
    "타워",
    "주택",
    "하이츠",
    "별채",
    "원룸",
    "연립",
    "팰리스",
    "타운",
    "캐슬",
    "자이",
    "마을",
    "단지",
    "사택",
    "기숙사",
    "생활관",
];

/// Province, city, district, town, quarter.
const TOWNS_MAX: usize = 6;

pub fn find(page: &Page, marks: &[Mark], found: &mut Vec<Found>) {
    let mut chars = page.chars.iter();
    if !chars.any(|c| matches!(c, '로' | '길' | '동' | '리' | '가')) || !page.chars.iter().any(char::is_ascii_digit) {
        return;
    }
    let words = words(page);
    for index in 0..words.len() {
        let Some((at, confidence)) = in_town(page, marks, &words, index).or_else(|| flat(page, &words, index)) else { continue };
        match found.last_mut() {
            // A flat after its house.
            Some(last) if last.kind == Address && last.at.end + 12 >= at.start => {
                last.at.end = last.at.end.max(at.end);
                last.confidence = last.confidence.max(confidence);
            }
            _ => found.push(Found { kind: Address, at, confidence }),
        }
    }
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\n' | ',' | '(' | ')' | ':' | '/')
}

fn words(page: &Page) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < page.len() {
        let start = page.skip(at, is_gap);
        let end = page.skip(start, |c| !is_gap(c));
        if end > start {
            words.push(start..end);
        }
        at = end.max(at + 1);
    }
    words
}

/// `서울시 강남구 테헤란로 152`: the word at `index` is the street or quarter.
fn in_town(page: &Page, marks: &[Mark], words: &[Range<usize>], index: usize) -> Option<(Range<usize>, u16)> {
    let word = &words[index];
    let name_end = page.skip_back(word.end, |c| c.is_ascii_digit() || c == '-').max(word.start);
    // Particles and door numbers may be glued to the number: the name ends before the first digit after a street's mark.
    let name_end = if name_end == word.end { glued_name_end(page, word).unwrap_or(name_end) } else { name_end };
    let name = word.start..name_end;
    if !is_street(page, &name) && !is_quarter(page, &name) {
        return None;
    }
    let mut next = index + 1;
    let mut number = name_end..word.end;
    if number.is_empty() {
        number = words.get(next)?.clone();
        next += 1;
    }
    // `벚꽃로 204번길 6`, `북촌로 11가길 99`, `판교로12번길 3`.
    let lane = page.skip(number.start, |c| c.is_ascii_digit());
    let is_lane = lane > number.start && ["번길", "가길", "나길", "다길", "길"].iter().any(|mark| page.starts_with(lane, mark));
    if is_lane && page.before(number.end) == '길' {
        number = words.get(next)?.clone();
        next += 1;
    }
    let house_end = number.start + house_number(page, &number)?;
    let towns = words[..index].iter().rev().take(TOWNS_MAX).take_while(|word| is_region(page, word)).count();
    let region = &words[index - towns..index];
    let is_in_town = region.iter().any(|word| is_town(page, word));
    let is_glued = starts_with_province(page, word.start) && name.len() >= 6;
    let start = region.first().map_or(word.start, |word| word.start);
    let is_announced = called(page, marks, start).is_some_and(|(cue, _)| cue == Cue::Address);
    if !(is_in_town || is_glued || is_announced && number.len() <= 6) {
        return None;
    }
    let end = tail(page, words, next, house_end);
    if end == house_end && !is_announced && is_place(page, words, next) {
        return None;
    }
    let confidence = if is_announced || end > house_end { 930 } else { 850 };
    Some((start..end, confidence))
}

fn glued_name_end(page: &Page, word: &Range<usize>) -> Option<usize> {
    let marks = word.clone().find(|at| matches!(page.get(*at), '로' | '길' | '동' | '리') && page.get(at + 1).is_ascii_digit());
    marks.map(|at| at + 1)
}

/// Flats, houses, floors after the number.
fn tail(page: &Page, words: &[Range<usize>], next: usize, end: usize) -> usize {
    let mut end = end;
    for (index, word) in words.iter().enumerate().skip(next).take(5) {
        if word.start > end + 4 {
            break;
        }
        let marked = word.clone().find(|at| {
            let is_numbered = page.before(*at).is_ascii_digit() || *at > word.start && at - word.start <= 2;
            matches!(page.get(*at), '동' | '호' | '층') && is_numbered && !matches!(page.get(at + 1), '선' | '점' | '차')
        });
        let house = HOUSES.iter().any(|house| page.ends_with(word.end, house));
        let is_before_flat = words.get(index + 1).is_some_and(|word| page.get(word.start).is_ascii_digit());
        end = match marked {
            Some(at) => at + 1,
            None if house && is_before_flat => word.end,
            None => break,
        };
    }
    end
}

fn is_place(page: &Page, words: &[Range<usize>], next: usize) -> bool {
    let near = words.iter().skip(next).take(2);
    near.into_iter().any(|word| PLACES.iter().any(|place| word.clone().any(|at| page.starts_with(at, place))))
}

/// `101동 1203호`, in one word or two.
fn flat(page: &Page, words: &[Range<usize>], index: usize) -> Option<(Range<usize>, u16)> {
    let word = &words[index];
    let block = page.skip(word.start, |c| c.is_ascii_digit());
    if !(1..=4).contains(&(block - word.start)) || page.get(block) != '동' {
        return None;
    }
    let door = if block + 1 < word.end { block + 1 } else { words.get(index + 1)?.start };
    let door_end = page.skip(door, |c| c.is_ascii_digit());
    let is_door =
        (3..=4).contains(&(door_end - door)) && page.get(door_end) == '호' && !matches!(page.get(door_end + 1), '선' | '점' | '차');
    is_door.then_some((word.start..door_end + 1, 780))
}

/// The length of a house number at the start of a word, with `번지` or `호`.
fn house_number(page: &Page, word: &Range<usize>) -> Option<usize> {
    let main = page.skip(word.start, |c| c.is_ascii_digit());
    let branch = page.skip(main + 1, |c| c.is_ascii_digit());
    let end = if page.get(main) == '-' && branch > main + 1 { branch } else { main };
    let is_amount = UNITS.iter().any(|unit| page.starts_with(end, unit))
        || page.get(end).is_ascii_alphanumeric()
        || matches!(page.get(end), '-' | '.' | '~' | '/') && page.get(end + 1).is_ascii_digit();
    let mark = ["번지", "번길", "호"].into_iter().find(|mark| page.starts_with(end, mark)).map_or(0, |mark| mark.chars().count());
    ((1..=4).contains(&(main - word.start)) && !is_amount).then_some(end + mark - word.start)
}

fn is_street(page: &Page, word: &Range<usize>) -> bool {
    has_name(page, word, 2)
        && matches!(page.before(word.end), '로' | '길')
        && !page.ends_with(word.end, "으로")
        && !page.is_any(word, NOT_STREETS)
}

fn is_quarter(page: &Page, word: &Range<usize>) -> bool {
    let last = page.before(word.end);
    let is_numbered = page.chars[word.clone()].iter().any(char::is_ascii_digit);
    has_name(page, word, 2) && (matches!(last, '동' | '리') || last == '가' && is_numbered)
}

fn is_region(page: &Page, word: &Range<usize>) -> bool {
    let is_rural = has_name(page, word, 2) && matches!(page.before(word.end), '읍' | '면');
    is_town(page, word) || is_rural || is_quarter(page, word)
}

fn is_town(page: &Page, word: &Range<usize>) -> bool {
    let last = page.before(word.end);
    let city = has_name(page, word, 3) && matches!(last, '시' | '도');
    let district = has_name(page, word, 2) && matches!(last, '구' | '군');
    page.is_any(word, PROVINCES) || (city || district) && !page.is_any(word, NOT_TOWNS)
}

fn starts_with_province(page: &Page, at: usize) -> bool {
    PROVINCES.iter().any(|province| page.starts_with(at, province))
}

/// At least so many characters, Hangul and digits only, the first no digit.
fn has_name(page: &Page, word: &Range<usize>, chars_min: usize) -> bool {
    let chars = &page.chars[word.clone()];
    chars.len() >= chars_min && is_hangul(chars[0]) && chars.len() <= 14 && chars.iter().all(|c| is_hangul(*c) || c.is_ascii_digit())
}
