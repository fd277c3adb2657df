//! Korean resident registration numbers: six digits of the birthday, one for century and sex, six more.
//!
//! The last digit checks the others for numbers given out until October 2020; later ones are random after the seventh digit.

use super::number::Window;

const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

pub fn is_resident_number(window: &Window) -> bool {
    if window.plus || !matches!(window.lengths().as_slice(), [6, 7] | [13]) {
        return false;
    }
    let digits: Vec<u32> = window.digits.bytes().map(|digit| u32::from(digit - b'0')).collect();
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let Some(century) = century(digits[6]) else { return false };
    let (year, month, day) = (century + two(0), two(2), two(4));
    is_date(year, month, day) && (is_checked(&digits) || was_born_after_the_change(year, month))
}

fn century(digit: u32) -> Option<u32> {
    match digit {
        1 | 2 | 5 | 6 => Some(1900),
        3 | 4 | 7 | 8 => Some(2000),
        9 | 0 => Some(1800),
        _ => None,
    }
}

fn is_date(year: u32, month: u32, day: u32) -> bool {
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

/// For residents of foreign nationality the check digit is moved by two.
fn is_checked(digits: &[u32]) -> bool {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = 11 - sum % 11;
    check % 10 == digits[12] || (matches!(digits[6], 5..=8) && (check + 2) % 10 == digits[12])
}

/// Later years are not yet births: the two digits mean the century before, or nothing.
fn was_born_after_the_change(year: u32, month: u32) -> bool {
    (year, month) >= (2020, 10) && year < 2040
}
