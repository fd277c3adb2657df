//! Japanese postal addresses by their marks: `〒123-4567`; a town and `丁目` or `番地`; a prefecture, a town and numbers.

use super::Found;
use super::number::digit;
use answerable_domain::PersonalDataKind;
use std::ops::Range;

/// Characters from the town to the number.
const ADDRESS_CHARS_MAX: usize = 40;

const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

pub fn find(text: &str) -> Vec<Found> {
    if !text.contains(['〒', '都', '道', '府', '県', '市', '区', '町', '村']) {
        return Vec::new();
    }
    let places = postal_codes(text).chain(with_prefecture(text)).chain(with_block(text));
    places.map(|at| (PersonalDataKind::Address, at)).collect()
}

/// `〒` and seven digits.
fn postal_codes(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('〒').filter_map(|(start, mark)| {
        let mut digits = 0;
        let mut end = start + mark.len();
        for c in text[end..].chars().take(10) {
            match digit(c) {
                Some(_) => digits += 1,
                None if is_hyphen(c) && digits == 3 => {}
                None if c.is_whitespace() && digits == 0 => {}
                None => break,
            }
            end += c.len_utf8();
        }
        (digits == 7).then_some(start..end)
    })
}

/// A prefecture, a town in it, then a number.
fn with_prefecture(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    PREFECTURES.iter().flat_map(|prefecture| text.match_indices(prefecture)).filter_map(|(start, prefecture)| {
        let rest = &text[start + prefecture.len()..];
        let number =
            rest.char_indices().take(ADDRESS_CHARS_MAX).take_while(|(_, c)| is_address_char(*c)).find(|(_, c)| digit(*c).is_some());
        let number = number?.0;
        let end = number + number_end(&rest[number..])?;
        rest[..number].contains(['市', '区', '町', '村']).then_some(start..start + prefecture.len() + end)
    })
}

/// A town written in Han or katakana, then a number with `丁目` or `番地`.
fn with_block(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    ["丁目", "番地"].into_iter().flat_map(|mark| text.match_indices(mark)).filter_map(|(at, mark)| {
        let before = text[..at].char_indices().rev().take(ADDRESS_CHARS_MAX).take_while(|(_, c)| is_address_char(*c) && !is_hiragana(*c));
        let start = before.last()?.0;
        let town = &text[start..at];
        let is_numbered = town.chars().next_back().is_some_and(|c| digit(c).is_some() || is_han_digit(c));
        let is_town = town.char_indices().any(|(at, c)| at > 0 && matches!(c, '市' | '区' | '町' | '村' | '県' | '都' | '府'));
        let end = at + mark.len();
        let tail = number_end(&text[end..]).unwrap_or(0);
        (is_numbered && is_town).then_some(start..end + tail)
    })
}

/// The end of `1-2-3`, `1丁目2番3号`; `None` when a lone number follows, which may be anything.
fn number_end(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut marks = 0;
    for (at, c) in text.char_indices() {
        let is_mark = is_hyphen(c) || matches!(c, '丁' | '目' | '番' | '地' | '号');
        if digit(c).is_none() && !is_mark {
            break;
        }
        marks += usize::from(is_mark);
        end = at + c.len_utf8();
    }
    let number = text[..end].trim_end_matches(is_hyphen);
    (marks > 0 && !number.is_empty() && number.chars().any(|c| digit(c).is_some())).then_some(number.len())
}

/// What a place is written with: no punctuation, and none of the particles that end a noun.
fn is_address_char(c: char) -> bool {
    let is_kana = matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヶ' | 'ー') && !matches!(c, 'で' | 'は' | 'を');
    is_kana || is_hyphen(c) || digit(c).is_some() || matches!(c, '\u{4E00}'..='\u{9FFF}' | '々' | ' ' | '\u{3000}')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | ' ' | '\u{3000}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '－' | '−' | '‐' | '–' | 'ー' | '―')
}

fn is_han_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}
