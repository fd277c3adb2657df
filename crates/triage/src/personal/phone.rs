//! Telephones of people in Korea, Japan, North America, Britain and Australia, and anywhere with a country's code.
//!
//! Numbers that only firms have (toll-free, nationwide service) are not personal. Without `+`, landlines count only when their groups
//! are separated, because a bare run of ten digits is more often an order.

use super::number::Window;

/// How sure the form alone makes it.
const CERTAIN_FORM: u16 = 960;
const LIKELY_FORM: u16 = 860;
/// Only with a word beside it that says so.
const WEAK_FORM: u16 = 600;

pub fn form(window: &Window) -> Option<u16> {
    if window.is_plus {
        return is_international(&window.digits, &window.lengths).then_some(CERTAIN_FORM);
    }
    if is_of_firms(window) {
        return None;
    }
    if let Some(rest) = without_country(window) {
        return rest;
    }
    is_mobile(window).then_some(CERTAIN_FORM).or_else(|| landline(window)).or_else(|| north_american(window))
}

/// Digits that a word calls a telephone may be grouped in any way.
pub fn is_called_form(window: &Window) -> bool {
    let count = window.digits.len();
    let is_long_enough = (9..=13).contains(&count) || matches!(window.lengths.as_slice(), [3 | 4, 4]);
    is_long_enough && !is_of_firms(window) && !is_date_like(window)
}

fn is_date_like(window: &Window) -> bool {
    matches!(window.lengths.as_slice(), [4, 2, 2] | [2, 2, 4] | [4, 4, 1 | 2] | [4, 2, 2, ..])
        || window.lengths == [8] && window.starts_with("20")
}

/// Nationwide, toll-free, premium.
fn is_of_firms(window: &Window) -> bool {
    let count = window.digits.len();
    let korean = matches!(window.lengths.as_slice(), [4, 4] | [8]) && window.starts_with_any(&["15", "16", "18"])
        || count == 10 && window.starts_with("080") && window.lengths != [2, 4, 4]
        || window.starts_with_any(&["060"]) && count == 10;
    let japanese = count <= 11 && window.starts_with_any(&["0120", "0800", "0570", "0990", "0180"]) && !is_japanese_mobile_0800(window);
    let british = (count == 10 || count == 11)
        && (window.starts_with_any(&["0808", "0844", "0845", "0870", "0871", "0843", "0330", "0333", "0345", "0300", "0303", "0306"])
            && matches!(window.lengths.as_slice(), [4, 3, 3 | 4] | [5, 3, 3] | [4, 7 | 6] | [10 | 11] | [4, 2, 2, 3]))
        || count == 11 && window.starts_with("03") && matches!(window.lengths.as_slice(), [4, 3, 4] | [5, 3, 3] | [11] | [4, 7] | [5, 6]);
    let american = (count == 10 && window.lengths.len() > 1 && is_toll_free(&window.digits[..3]))
        || (count == 11 && window.digits[0] == 1 && window.lengths != [11] && is_toll_free(&window.digits[1..4]));
    let australian = window.starts_with("1300") && count == 10 || window.starts_with("13") && count == 6;
    korean || japanese || british || american || australian
}

/// `080-0xxx-xxxx` is a person's where the groups say so, `0800-xxx-xxxx` a firm's.
fn is_japanese_mobile_0800(window: &Window) -> bool {
    window.starts_with("080") && window.digits.len() == 11 && (matches!(window.lengths.as_slice(), [3, ..]) || window.lengths.len() != 3)
}

/// ITU-T E.164: at most fifteen digits, country first.
fn is_international(digits: &[u8], lengths: &[usize]) -> bool {
    let count = digits.len();
    let is_of_firms = match digits {
        [8, 2, 1, 5 | 6 | 8, ..] => count == 10,
        [8, 2, 8, 0, ..] => count == 11,
        [8, 1, 1, 2, 0, ..] | [8, 1, 5, 7, 0, ..] | [8, 1, 8, 0, 0, ..] => count <= 11,
        [4, 4, 8, 0 | 4 | 7, ..] | [4, 4, 3, ..] | [6, 1, 1, 3 | 8, ..] | [8, 0, 0, ..] => true,
        _ => false,
    };
    let sensible = match digits {
        _ if is_of_firms => false,
        [8, 2, ..] => (10..=13).contains(&count),
        [8, 1, ..] => (11..=13).contains(&count),
        [1, rest @ ..] => count == 11 && !is_toll_free(&rest[..3]) && rest[0] >= 2,
        [2..=9, ..] => (9..=15).contains(&count),
        _ => false,
    };
    sensible && (lengths.len() > 1 || count >= 10)
}

/// A country's code without `+`: `82-10-1234-5678`, `0082 10…`, `447700900555`.
fn without_country(window: &Window) -> Option<Option<u16>> {
    let count = window.digits.len();
    let is_split = window.lengths.len() > 1;
    let is_mobile =
        window.starts_with_any(&["8210", "8190", "8180", "8170", "447"]) && count == 12 && is_split && window.lengths != [4, 4, 4];
    let is_dialled = window.starts_with_any(&["008210", "0018210", "0081", "0044"]) && (13..=15).contains(&count);
    if is_mobile || is_dialled {
        return Some(Some(LIKELY_FORM));
    }
    let is_bare = window.starts_with_any(&["8210", "447"]) && window.lengths == [12];
    is_bare.then_some(Some(WEAK_FORM))
}

/// Korea 01X-XXX(X)-XXXX and 050X; Japan 0X0-XXXX-XXXX; Britain 07XXX; Australia 04XX.
fn is_mobile(window: &Window) -> bool {
    let lengths = window.lengths.as_slice();
    let plain = matches!(lengths, [_] | [3, 8] | [7, 4] | [3, 4, 4] | [5, 2, 4] | [4, 3, 4] | [3, 4, 2, 2] | [3, 2, 2, 4]);
    let spelled = lengths.len() >= 9;
    match window.digits.len() {
        11 => {
            let korean = window.starts_with("010") && (plain || spelled || lengths.len() <= 4);
            let japanese = window.starts_with_any(&["050", "060", "070", "080", "090"]) && (plain || spelled || lengths.len() <= 3);
            let british = window.starts_with_any(&["071", "072", "073", "074", "075", "077", "078", "079"])
                && (plain || spelled || matches!(lengths, [5, 3, 3] | [5, 6] | [5, 2, 2, 2] | [3, 4, 4] | [5, 4, 2] | [3, 2, 3, 3]));
            korean
                || japanese
                || british
                || window.starts_with_any(&["011", "016", "017", "018", "019"]) && matches!(lengths, [3, 4, 4] | [11])
        }
        10 => {
            let korean = window.starts_with_any(&["011", "016", "017", "018", "019"]) && matches!(lengths, [3, 3, 4] | [10]);
            korean || window.starts_with("04") && lengths == [4, 3, 3]
        }
        12 => window.starts_with("050") && lengths == [4, 4, 4],
        _ => false,
    }
}

fn landline(window: &Window) -> Option<u16> {
    if window.digits[0] != 0 || window.digits[1] == 0 {
        return None;
    }
    let second = window.digits[1];
    let certain = match window.lengths.as_slice() {
        // Seoul; Tokyo and Osaka; Australia.
        [2, 3 | 4, 4] => matches!(second, 2..=4 | 6..=8),
        // Korean provinces 031 to 064; Japanese cities.
        [3, 3, 4] => second != 1,
        [3, 4, 4] => second >= 2,
        [4, 2, 4] | [5, 1, 4] => true,
        // Britain.
        [4, 3, 4] | [5, 3, 3] | [5, 6] | [4, 7] => matches!(second, 1 | 2),
        _ => false,
    };
    let bare = matches!(window.lengths.as_slice(), [9..=11]) && !window.starts_with("01");
    if certain && window.is_marked {
        Some(LIKELY_FORM + 40)
    } else if certain {
        Some(LIKELY_FORM)
    } else {
        bare.then_some(WEAK_FORM - 150)
    }
}

fn north_american(window: &Window) -> Option<u16> {
    let national = match window.lengths.as_slice() {
        [3, 3, 4] => &window.digits[..],
        [1, 3, 3, 4] if window.digits[0] == 1 => &window.digits[1..],
        // Local, and only where it cannot be a firm's.
        [3, 4] if window.starts_with("555") && window.is_marked => return Some(WEAK_FORM),
        // Korea without the first zero.
        [2, 4, 4] if window.starts_with("10") => return Some(WEAK_FORM),
        _ => return None,
    };
    if national[0] < 2 || national[3] < 2 || is_toll_free(&national[..3]) {
        return None;
    }
    Some(if window.is_marked { LIKELY_FORM + 40 } else { 700 })
}

fn is_toll_free(area: &[u8]) -> bool {
    matches!(area, [8, 0, 0] | [8, 2, 2] | [8, 3, 3] | [8, 4, 4] | [8, 5, 5] | [8, 6, 6] | [8, 7, 7] | [8, 8, 8] | [9, 0, 0])
}
