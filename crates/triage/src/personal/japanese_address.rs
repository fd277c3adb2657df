//! Japanese postal addresses by their marks: `〒123-4567`; a town and the numbers of block and house in it.

use super::Found;
use super::mark::{Cue, Mark, called, is_about};
use super::page::{Page, is_han, is_katakana};
use answerable_domain::PersonalDataKind::Address;
use std::ops::Range;

/// Characters from the town to the number.
const ADDRESS_CHARS_MAX: usize = 30;

/// Where everybody may go.
const PLACES: &[&str] =
    &["店", "営業所", "会場", "ショールーム", "駅", "交差点", "本社", "スタジアム", "支社", "ビル前", "美術館", "あたり"];

pub fn find(page: &Page, marks: &[Mark], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < page.len() {
        let address = match page.get(at) {
            '〒' => postal_code(page, at, 1),
            '郵' if page.starts_with(at, "郵便番号") => postal_code(page, at, 4),
            '市' | '区' | '町' | '村' | '郡' => in_town(page, marks, at),
            _ => None,
        };
        let Some((range, confidence)) = address else {
            at += 1;
            continue;
        };
        at = range.end.max(at + 1);
        match found.last_mut() {
            Some(last) if last.kind == Address && last.at.end + 4 >= range.start => {
                last.at.end = last.at.end.max(range.end);
                last.confidence = last.confidence.max(confidence);
            }
            _ => found.push(Found { kind: Address, at: range, confidence }),
        }
    }
}

/// Seven digits after a mark of so many characters.
fn postal_code(page: &Page, at: usize, mark: usize) -> Option<(Range<usize>, u16)> {
    let start = page.skip(at + mark, |c| matches!(c, ' ' | ':' | 'は' | '、'));
    let (mut digits, mut end) = (0, start);
    loop {
        match page.get(end) {
            c if c.is_ascii_digit() => digits += 1,
            '-' | 'ー' if digits == 3 => {}
            _ => break,
        }
        end += 1;
    }
    let is_shop = (end..end + 8).any(|at| page.get(at) == '店');
    (digits == 7 && start <= at + mark + 2 && !is_shop).then_some((if mark == 1 { at } else { start }..end, 860))
}

/// A town, what is in it, and numbers.
fn in_town(page: &Page, marks: &[Mark], mark: usize) -> Option<(Range<usize>, u16)> {
    let start = town_start(page, mark);
    if start == mark {
        return None;
    }
    let stop = (mark + ADDRESS_CHARS_MAX).min(page.len());
    let number = (mark + 1..stop).take_while(|at| is_address_char(page.get(*at))).find(|at| starts_number(page, *at))?;
    let block = block(page, number);
    let is_announced = called(page, marks, start).is_some_and(|(cue, _)| cue == Cue::Address)
        || page.before(page.skip_back(start, |c| c == ' ' || c == '\n')).is_ascii_digit();
    let has_name = number > mark + 2 || start + 2 < mark;
    let confidence = match (block.numbers, block.marks) {
        (2.., _) if block.words > 0 || block.numbers > 2 => 900,
        (2.., _) if has_name => 860,
        (1, _) if block.words > 0 => 600,
        (1, 0) if page.before(number) == '町' && block.end - number == 3 => 600,
        _ => return None,
    };
    let end = tail(page, block.end);
    let is_place = (end..end + 12)
        .take_while(|at| !matches!(page.get(*at), '。' | '\n'))
        .any(|at| PLACES.iter().any(|place| page.starts_with(at, place)));
    let before = start.saturating_sub(6)..start;
    let is_shop = before.into_iter().any(|at| page.get(at) == '店') || is_place;
    let is_score = ["で勝", "で負", "の勝", "で引", "の引", "時", "年", "円", "人"].iter().any(|word| page.starts_with(block.end, word));
    if is_shop && !is_announced || is_score {
        return None;
    }
    let is_personal = is_announced || is_about(marks, &(start..end), &[Cue::Name, Cue::Phone]);
    Some((start..end, if is_personal { confidence.max(820) } else { confidence }))
}

/// Back over the name of the town and, where it stands, of the prefecture.
fn town_start(page: &Page, mark: usize) -> usize {
    let han = page.skip_back(mark, |c| is_han(c) || is_katakana(c)).max(mark.saturating_sub(16));
    if han < mark {
        return han;
    }
    // `さいたま市`.
    let start = page.skip_back(mark, |c| matches!(c, 'ぁ'..='ゖ')).max(mark.saturating_sub(5));
    let is_prefecture = matches!(page.before(start), '県' | '都' | '府' | '道');
    if is_prefecture { page.skip_back(start, is_han).max(start.saturating_sub(4)) } else { start }
}

/// What a place is written with: no punctuation, and none of the particles that end a noun.
fn is_address_char(c: char) -> bool {
    let is_hiragana = matches!(c, 'ぁ'..='ゖ') && !matches!(c, 'で' | 'は' | 'を' | 'が' | 'へ' | 'に' | 'も' | 'と');
    is_hiragana || is_katakana(c) || is_han(c) || c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '○')
}

fn is_number_char(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '〇' | '○' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '零' | '百')
}

/// A digit, or a number in Han characters that a mark follows: `二丁目`, but not `三軒茶屋`.
fn starts_number(page: &Page, at: usize) -> bool {
    if page.get(at).is_ascii_digit() {
        return true;
    }
    let end = page.skip(at, is_number_char);
    end > at
        && (["丁目", "番", "号", "条", "-"].iter().any(|mark| page.starts_with(end, mark))
            || page.get(end) == 'の' && is_number_char(page.get(end + 1)))
}

struct Block {
    numbers: usize,
    /// Signs between numbers.
    marks: usize,
    /// Marks in words: `丁目`, `番地`.
    words: usize,
    end: usize,
}

/// `1-2-3`, `1丁目2番3号`, `二丁目三番地の五`, `三条通九丁目右一号`.
fn block(page: &Page, start: usize) -> Block {
    let mut block = Block { numbers: 0, marks: 0, words: 0, end: start };
    let mut at = start;
    loop {
        let number_end = page.skip(at, is_number_char);
        if number_end > at {
            block.numbers += 1;
            block.end = number_end;
            at = number_end;
        }
        let word = ["丁目", "番地", "番", "号室", "号", "条通", "条", "右", "左"].into_iter().find(|word| page.starts_with(at, word));
        if let Some(word) = word {
            block.words += 1;
            at += word.chars().count();
            block.end = at;
        } else if matches!(page.get(at), '-' | 'ー' | 'の' | '―') && is_number_char(page.get(at + 1)) && block.numbers > 0 {
            block.marks += 1;
            at += 1;
        } else if number_end == start || number_end == at && !is_number_char(page.get(at)) {
            return block;
        }
    }
}

/// The house and the room after the numbers: ` グランメゾン綱島 1102`.
fn tail(page: &Page, end: usize) -> usize {
    let start = page.skip(end, |c| matches!(c, ' ' | '\n' | '　'));
    if start > end + 2 {
        return end;
    }
    let name = page.skip(start, |c| is_katakana(c) || is_han(c) || matches!(c, 'Ⅰ'..='Ⅹ') || c.is_ascii_alphabetic()).min(start + 16);
    let room = page.skip(name, |c| c == ' ');
    let room_end = page.skip(room, |c| is_number_char(c) || c == '-');
    let is_room = room_end > room && name > start && room <= name + 1;
    if !is_room {
        return end;
    }
    ["号室", "階", "F", "号"]
        .into_iter()
        .find(|mark| page.starts_with(room_end, &mark.to_lowercase()))
        .map_or(room_end, |mark| room_end + mark.chars().count())
}
