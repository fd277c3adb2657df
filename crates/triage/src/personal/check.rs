//! Check digits and dates.

/// ISO/IEC 7812-1.
pub fn passes_luhn(digits: &[u8]) -> bool {
    let value = |(place, digit): (usize, &u8)| {
        let digit = u32::from(*digit);
        if place % 2 == 0 { digit } else { digit * 2 - if digit > 4 { 9 } else { 0 } }
    };
    digits.iter().rev().enumerate().map(value).sum::<u32>().is_multiple_of(10)
}

/// Japan's individual number: eleven digits and one that checks them.
pub fn is_my_number(digits: &[u8]) -> bool {
    let [rest @ .., last] = digits else { return false };
    let weight = |place: u32| if place <= 6 { place + 1 } else { place - 5 };
    let sum: u32 = rest.iter().rev().zip(1..).map(|(digit, place)| u32::from(*digit) * weight(place)).sum();
    let check = if sum % 11 <= 1 { 0 } else { 11 - sum % 11 };
    digits.len() == 12 && check == u32::from(*last) && digits.iter().any(|digit| *digit != digits[0])
}

/// ISO 13616: letters count from ten, the first four signs stand last, and the remainder by 97 is one.
pub fn is_iban(signs: &[char]) -> bool {
    if !(15..=34).contains(&signs.len()) {
        return false;
    }
    let mut remainder = 0;
    for c in signs[4..].iter().chain(&signs[..4]) {
        let Some(value) = c.to_digit(36) else { return false };
        remainder = (remainder * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    remainder == 1
}

const RESIDENT_WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/// A birthday that has been, at the start of thirteen digits.
pub fn is_korean_birth(digits: &[u8]) -> bool {
    is_dated(digits) && (matches!(digits[6], 1 | 2 | 5 | 6) || digits[0] < 4)
}

/// A day, and a digit that says the century.
pub fn is_dated(digits: &[u8]) -> bool {
    let &[a, b, c, d, e, f, century, ..] = digits else { return false };
    let two = |tens: u8, ones: u8| u32::from(tens) * 10 + u32::from(ones);
    let year = two(a, b) + if matches!(century, 1 | 2 | 5 | 6) { 1900 } else { 2000 };
    digits.len() == 13 && (1..=8).contains(&century) && is_date(year, two(c, d), two(e, f))
}

/// Korean resident registration. Numbers given out since October 2020 are random after the seventh digit.
pub fn is_korean_resident(digits: &[u8]) -> bool {
    let is_late = || (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]) >= (20, 10) && matches!(digits[6], 3 | 4 | 7 | 8);
    is_korean_birth(digits) && (is_checked(digits) || is_late())
}

/// The last of thirteen digits; for residents of foreign nationality it is moved by two.
pub fn is_checked(digits: &[u8]) -> bool {
    let sum: u32 = digits.iter().zip(RESIDENT_WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    let check = 11 - sum % 11;
    let last = u32::from(digits[12]);
    check % 10 == last || matches!(digits[6], 5..=8) && (check + 2) % 10 == last
}

pub fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}
