//! How far words stand from each other.

use crate::character::{is_hangul, is_mark, is_spaced_letter};

/// The words of a text. A word is what stands between white space and punctuation; in scripts without spaces, each character is one.
#[derive(Debug)]
pub struct Words(Vec<Place>);

/// Where one code stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// How many words have begun up to here.
    begun: u32,
    /// In a word, not between words.
    inside: bool,
}

/// The words that a found term reaches over, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    pub first: u32,
    pub last: u32,
}

impl Words {
    pub fn new(codes: &[u16]) -> Self {
        let mut places: Vec<Place> = Vec::with_capacity(codes.len());
        let (mut begun, mut goes_on) = (0, false);
        for c in char::decode_utf16(codes.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
            let is_joining = is_spaced_letter(c) || is_hangul(c);
            let stands_alone = !is_joining && c.is_alphanumeric();
            begun += u32::from(stands_alone || (is_joining && !goes_on));
            let is_inside = is_joining || stands_alone || (is_mark(c) && places.last().is_some_and(|place| place.inside));
            goes_on = is_joining || (is_mark(c) && goes_on);
            places.resize(places.len() + c.len_utf16(), Place { begun, inside: is_inside });
        }
        Self(places)
    }

    /// A term without a word of its own counts as a part of the word before it.
    pub fn reach(&self, start: usize, end: usize) -> Reach {
        let last = self.0[end - 1].begun;
        let first = self.0[start..end].iter().find(|place| place.inside).map_or(last, |place| place.begun);
        Reach { first, last }
    }
}

impl Reach {
    /// 0 within one word, 1 for neighbours.
    pub fn distance(self, other: Self) -> u32 {
        let (left, right) = if self.first <= other.first { (self, other) } else { (other, self) };
        right.first.saturating_sub(left.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word of `text` that `parts` names stands once.
    #[track_caller]
    fn check(text: &str, left: &str, right: &str, expected: u32) {
        let codes: Vec<u16> = text.encode_utf16().collect();
        let reach = |part: &str| {
            let part: Vec<u16> = part.encode_utf16().collect();
            let start = codes.windows(part.len()).position(|window| window == part).expect("the text has it");
            Words::new(&codes).reach(start, start + part.len())
        };
        assert_eq!(reach(left).distance(reach(right)), expected, "{text}");
        assert_eq!(reach(right).distance(reach(left)), expected, "{text}");
    }

    #[test]
    fn neighbours_are_one_apart() {
        check("acme refund", "acme", "refund", 1);
        check("acme, the 2nd refund", "acme", "refund", 3);
        check("acme's refund", "acme", "refund", 2);
        check("acme does not work at all", "does not work", "acme", 1);
        check("acme does not work at all", "does not work", "all", 2);
        check("삼성폰은 환불", "삼성", "폰", 0);
        check("삼성폰은 환불", "폰", "환불", 1);
        check("返金をacme", "返金", "acme", 2);
        check("#acme #refund", "#acme", "#refund", 1);
        check("acme 👍 refund", "👍", "refund", 1);
        check("acme 👍 refund", "👍", "acme", 0);
        check("cafe\u{334}s 𝐚b", "s", "𝐚b", 1);
    }
}
