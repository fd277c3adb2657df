//! Payment cards: 13 to 19 digits of a known issuer whose last digit checks the others (ISO/IEC 7812-1, Luhn).

use super::number::Window;

/// One number in ten passes the check by chance, so a number that is called something else is not a card.
const OTHER_NUMBERS: [&str; 20] = [
    "주문",
    "송장",
    "접수",
    "예약",
    "바코드",
    "상품번호",
    "사업자",
    "계좌",
    "注文",
    "伝票",
    "追跡",
    "予約",
    "受付",
    "お問い合わせ番号",
    "order",
    "invoice",
    "tracking",
    "ticket",
    "barcode",
    "isbn",
];

pub fn is_card(window: &Window) -> bool {
    let digits = window.digits.as_bytes();
    let issued = matches!(digits.first(), Some(b'2'..=b'6'));
    let varied = digits.iter().any(|digit| *digit != digits[0]);
    !window.plus
        && (13..=19).contains(&digits.len())
        && issued
        && varied
        && is_grouped_as_cards_are(&window.lengths())
        && passes_luhn(digits)
        && !window.is_called(&OTHER_NUMBERS)
}

/// In one piece, in fours, or as American Express and Diners Club print them.
fn is_grouped_as_cards_are(lengths: &[usize]) -> bool {
    match lengths {
        [_] | [4, 6, 4 | 5] => true,
        [fours @ .., last] => fours.len() >= 3 && fours.iter().all(|length| *length == 4) && (1..=4).contains(last),
        [] => false,
    }
}

fn passes_luhn(digits: &[u8]) -> bool {
    let value = |(place, digit): (usize, &u8)| {
        let digit = u32::from(digit - b'0');
        if place % 2 == 0 { digit } else { digit * 2 - if digit > 4 { 9 } else { 0 } }
    };
    digits.iter().rev().enumerate().map(value).sum::<u32>().is_multiple_of(10)
}
