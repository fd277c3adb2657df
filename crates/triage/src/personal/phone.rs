//! Telephones of people in Korea, Japan, North America, and anywhere with a country's code.
//!
//! Numbers that only firms have (toll-free, nationwide service) are not personal. Without `+`, landlines count only when their groups
//! are separated, because a bare run of ten digits is more often an order.

use super::number::Window;

const OTHER_NUMBERS: [&str; 10] = ["주문번호", "송장", "접수번호", "계좌", "사업자", "注文番号", "伝票", "追跡", "order", "tracking"];

pub fn is_phone(window: &Window) -> bool {
    if window.is_called(&OTHER_NUMBERS) {
        return false;
    }
    let lengths = window.lengths();
    let digits = window.digits.as_str();
    if window.plus {
        return is_international(digits, &lengths);
    }
    is_mobile(digits, &lengths) || is_landline(digits, &lengths) || is_north_american(digits, &lengths, window.is_marked())
}

/// ITU-T E.164: at most fifteen digits, country first.
fn is_international(digits: &str, lengths: &[usize]) -> bool {
    let count = digits.len();
    let sensible = match digits.as_bytes() {
        [b'8', b'2', ..] => (10..=13).contains(&count),
        [b'8', b'1', ..] => (11..=13).contains(&count),
        [b'1', rest @ ..] => count == 11 && !is_toll_free_north_american(&digits[1..4]) && rest[0] >= b'2',
        [b'2'..=b'9', ..] => (9..=15).contains(&count),
        _ => false,
    };
    sensible && (lengths.len() > 1 || count >= 10)
}

/// Korea 01X-XXX(X)-XXXX, Japan 0X0-XXXX-XXXX.
fn is_mobile(digits: &str, lengths: &[usize]) -> bool {
    let korean = digits.starts_with("01") && matches!(digits.as_bytes().get(2), Some(b'0' | b'1' | b'6'..=b'9'));
    let japanese = matches!(digits.get(..3), Some("050" | "060" | "070" | "080" | "090"));
    match lengths {
        [3, 4, 4] | [3, 8] | [7, 4] | [11] => korean || japanese,
        [3, 3, 4] | [10] => korean && !digits.starts_with("010"),
        _ => false,
    }
}

fn is_landline(digits: &str, lengths: &[usize]) -> bool {
    let toll_free = ["0120", "0800", "0570", "0990", "0180"].iter().any(|prefix| digits.starts_with(prefix));
    if !digits.starts_with('0') || digits.starts_with("00") || toll_free {
        return false;
    }
    match lengths {
        // Seoul; Tokyo and Osaka.
        [2, 3 | 4, 4] => matches!(digits.get(..2), Some("02" | "03" | "04" | "06")),
        // Korean provinces 031 to 064; Japanese cities. 080 in ten digits is toll-free in Korea.
        [3, 3, 4] => !digits.starts_with("080") && !digits.starts_with("01"),
        [3, 4, 4] => matches!(digits.as_bytes()[1], b'3'..=b'6'),
        [4, 2, 4] | [5, 1, 4] => true,
        _ => false,
    }
}

fn is_north_american(digits: &str, lengths: &[usize], marked: bool) -> bool {
    let national = match lengths {
        [3, 3, 4] => digits,
        [1, 3, 3, 4] if digits.starts_with('1') => &digits[1..],
        _ => return false,
    };
    let valid = |at: usize| matches!(national.as_bytes()[at], b'2'..=b'9');
    marked && valid(0) && valid(3) && !is_toll_free_north_american(&national[..3])
}

fn is_toll_free_north_american(area: &str) -> bool {
    matches!(area, "800" | "822" | "833" | "844" | "855" | "866" | "877" | "888" | "900")
}
