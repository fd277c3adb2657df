//! Hangul by numbers: a syllable is a lead, a vowel and a tail; and what keys of the 2-beolsik layout come out as.

pub const LEADS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
pub const VOWELS: &str = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
pub const TAILS: &str = "-ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
/// What is typed for each lead, vowel and tail.
const LEAD_KEYS: [&str; 19] = ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"];
const VOWEL_KEYS: [&str; 21] =
    ["k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"];
const TAIL_KEYS: [&str; 28] = [
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T", "d", "w", "c", "z",
    "x", "v", "g",
];

/// Lead, vowel and tail by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub lead: usize,
    pub vowel: usize,
    pub tail: usize,
}

pub fn block(c: char) -> Option<Block> {
    let code = (c as usize).checked_sub('가' as usize)?;
    (code < 11_172).then_some(Block { lead: code / 588, vowel: code % 588 / 28, tail: code % 28 })
}

pub fn glyph(block: Block) -> char {
    char::from_u32('가' as u32 + (block.lead * 588 + block.vowel * 28 + block.tail) as u32).expect("a block of Hangul")
}

pub fn number(list: &str, jamo: char) -> Option<usize> {
    list.chars().position(|c| c == jamo)
}

pub fn jamo(list: &str, number: usize) -> char {
    list.chars().nth(number).expect("a number of the list")
}

/// The letters that are pressed for `text`; what is no Hangul stays.
pub fn pressed(text: &str) -> String {
    let mut keys = String::new();
    for c in text.chars() {
        match block(c) {
            Some(block) => {
                [LEAD_KEYS[block.lead], VOWEL_KEYS[block.vowel], TAIL_KEYS[block.tail]].iter().for_each(|key| keys.push_str(key))
            }
            None => keys.push(c),
        }
    }
    keys
}

/// What the pressed letters come out as: the longest lead and vowel, then a tail where no vowel follows it.
pub fn shown(keys: &str) -> String {
    // Shift does nothing on keys without a second jamo.
    let keys: Vec<String> =
        keys.chars().map(|c| if "QWERTOP".contains(c) { c.to_string() } else { c.to_lowercase().to_string() }).collect();
    let is_vowel = |at: usize| keys.get(at).is_some_and(|key| VOWEL_KEYS.contains(&key.as_str()));
    let is_lead = |at: usize| keys.get(at).is_some_and(|key| LEAD_KEYS.contains(&key.as_str()));
    let joined = |from: usize, to: usize| keys.get(from..to).map(<[String]>::concat).unwrap_or_default();
    let mut text = String::new();
    let mut at = 0;
    while at < keys.len() {
        if !(is_lead(at) && is_vowel(at + 1)) {
            let wide = VOWEL_KEYS.iter().position(|key| key.len() == 2 && *key == joined(at, at + 2));
            let (c, length) = match wide {
                Some(vowel) => (jamo(VOWELS, vowel), 2),
                None => (alone(&keys[at]), 1),
            };
            text.push(c);
            at += length;
            continue;
        }
        let lead = LEAD_KEYS.iter().position(|key| *key == keys[at]).expect("a lead was seen");
        let wide = VOWEL_KEYS.iter().position(|key| key.len() == 2 && *key == joined(at + 1, at + 3));
        let vowel = wide.or_else(|| VOWEL_KEYS.iter().position(|key| *key == keys[at + 1])).expect("a vowel was seen");
        at += 2 + usize::from(wide.is_some());
        let tail = (1..=2).rev().find_map(|length| {
            let tail = TAIL_KEYS.iter().position(|key| key.chars().count() == length && *key == joined(at, at + length))?;
            (!is_vowel(at + length)).then_some((tail, length))
        });
        let (tail, length) = tail.unwrap_or((0, 0));
        text.push(glyph(Block { lead, vowel, tail }));
        at += length;
    }
    text
}

fn alone(key: &str) -> char {
    let lead = LEAD_KEYS.iter().position(|own| *own == key).map(|lead| jamo(LEADS, lead));
    let vowel = || VOWEL_KEYS.iter().position(|own| *own == key).map(|vowel| jamo(VOWELS, vowel));
    lead.or_else(vowel).unwrap_or_else(|| key.chars().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pressed_is_shown() {
        for text in ["삼성", "꿈꿔왔던 값", "닭갈비", "읽어요", "왜 그래", "ㅋ", "Q"] {
            let expected = if text == "Q" { "ㅃ" } else { text };
            let keys = if text == "ㅋ" { "z".to_owned() } else { pressed(text) };
            assert_eq!(shown(&keys), expected);
        }
        assert_eq!(shown("acme"), "ㅁ츧");
        assert_eq!(pressed("삼성"), "tkatjd");
    }
}
