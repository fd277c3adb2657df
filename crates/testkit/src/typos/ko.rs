//! Korean errors: by ear (the greatest part), by finger on a full keyboard and on 천지인, spaces, whole syllables, the layout left on.

use super::Typo;
use super::chance::Chance;
use super::hangul::{Block, LEADS, TAILS, VOWELS, block, glyph, jamo, number, pressed, shown};
use super::keyboard;

type Slip = fn(&str, &mut Chance) -> Option<String>;

const CAUSES: &[(&str, f64, Slip)] = &[
    ("sound", 40.0, sound),
    ("key", 22.0, key),
    ("phone", 7.0, phone),
    ("space", 12.0, space),
    ("syllable", 7.0, syllable),
    ("layout", 6.0, layout),
    ("two", 6.0, two),
];

/// Sounds that are taken for one another: written, heard, weight.
const VOWEL_PAIRS: &[(char, char, f64)] = &[
    ('ㅐ', 'ㅔ', 12.0),
    ('ㅔ', 'ㅐ', 12.0),
    ('ㅚ', 'ㅙ', 8.0),
    ('ㅚ', 'ㅞ', 5.0),
    ('ㅙ', 'ㅚ', 8.0),
    ('ㅙ', 'ㅞ', 4.0),
    ('ㅞ', 'ㅙ', 6.0),
    ('ㅞ', 'ㅚ', 4.0),
    ('ㅖ', 'ㅔ', 9.0),
    ('ㅖ', 'ㅒ', 3.0),
    ('ㅒ', 'ㅖ', 6.0),
    ('ㅒ', 'ㅐ', 5.0),
    ('ㅔ', 'ㅖ', 1.0),
    ('ㅢ', 'ㅣ', 6.0),
    ('ㅢ', 'ㅡ', 4.0),
    ('ㅣ', 'ㅢ', 0.4),
    ('ㅓ', 'ㅗ', 2.0),
    ('ㅗ', 'ㅓ', 2.0),
    ('ㅗ', 'ㅜ', 1.6),
    ('ㅜ', 'ㅗ', 0.8),
    ('ㅏ', 'ㅓ', 1.4),
    ('ㅓ', 'ㅏ', 1.2),
    ('ㅡ', 'ㅓ', 0.9),
    ('ㅓ', 'ㅡ', 0.9),
    ('ㅡ', 'ㅜ', 0.9),
    ('ㅜ', 'ㅡ', 0.7),
    ('ㅣ', 'ㅔ', 0.5),
    ('ㅔ', 'ㅣ', 0.7),
    ('ㅏ', 'ㅐ', 0.6),
    ('ㅐ', 'ㅏ', 0.6),
    ('ㅟ', 'ㅣ', 1.5),
    ('ㅝ', 'ㅓ', 1.2),
    ('ㅘ', 'ㅏ', 1.0),
    ('ㅑ', 'ㅏ', 1.2),
    ('ㅏ', 'ㅑ', 0.4),
    ('ㅕ', 'ㅓ', 1.2),
    ('ㅓ', 'ㅕ', 0.5),
    ('ㅛ', 'ㅗ', 1.2),
    ('ㅗ', 'ㅛ', 0.4),
    ('ㅠ', 'ㅜ', 1.4),
    ('ㅜ', 'ㅠ', 0.6),
];
/// Heard with and without the y after these.
const PALATAL: &str = "ㅅㅆㅈㅉㅊ";
const LEAD_PAIRS: &[(char, char, f64)] = &[
    ('ㄱ', 'ㄲ', 1.4),
    ('ㄲ', 'ㄱ', 2.4),
    ('ㅋ', 'ㄲ', 1.6),
    ('ㅋ', 'ㄱ', 0.8),
    ('ㄲ', 'ㅋ', 1.4),
    ('ㄱ', 'ㅋ', 0.6),
    ('ㄷ', 'ㄸ', 1.2),
    ('ㄸ', 'ㄷ', 2.4),
    ('ㅌ', 'ㄸ', 1.6),
    ('ㅌ', 'ㄷ', 0.8),
    ('ㄸ', 'ㅌ', 1.4),
    ('ㄷ', 'ㅌ', 0.5),
    ('ㅂ', 'ㅃ', 1.4),
    ('ㅃ', 'ㅂ', 2.4),
    ('ㅍ', 'ㅃ', 1.4),
    ('ㅍ', 'ㅂ', 0.8),
    ('ㅃ', 'ㅍ', 1.2),
    ('ㅂ', 'ㅍ', 0.5),
    ('ㅍ', 'ㅎ', 1.2),
    ('ㅎ', 'ㅍ', 0.4),
    ('ㅅ', 'ㅆ', 2.0),
    ('ㅆ', 'ㅅ', 2.6),
    ('ㅈ', 'ㅉ', 1.2),
    ('ㅉ', 'ㅈ', 2.2),
    ('ㅊ', 'ㅉ', 0.8),
    ('ㅊ', 'ㅈ', 0.7),
    ('ㅈ', 'ㅊ', 0.5),
    ('ㄹ', 'ㄴ', 0.4),
    ('ㅎ', 'ㅇ', 0.5),
];
const TAIL_PAIRS: &[(char, char, f64)] = &[
    ('ㅅ', 'ㅆ', 1.0),
    ('ㅅ', 'ㄷ', 1.0),
    ('ㅅ', 'ㅊ', 0.5),
    ('ㅆ', 'ㅅ', 4.0),
    ('ㄷ', 'ㅅ', 2.5),
    ('ㅌ', 'ㅅ', 2.5),
    ('ㅌ', 'ㄷ', 1.0),
    ('ㅈ', 'ㅅ', 2.0),
    ('ㅊ', 'ㅅ', 2.5),
    ('ㅊ', 'ㅈ', 1.0),
    ('ㄲ', 'ㄱ', 3.5),
    ('ㅋ', 'ㄱ', 3.5),
    ('ㄱ', 'ㅋ', 0.8),
    ('ㅍ', 'ㅂ', 3.0),
    ('ㅂ', 'ㅍ', 1.2),
    ('ㄶ', 'ㄴ', 4.0),
    ('ㅀ', 'ㄹ', 4.0),
    ('ㄺ', 'ㄱ', 3.0),
    ('ㄻ', 'ㅁ', 3.0),
    ('ㄼ', 'ㄹ', 3.0),
    ('ㅄ', 'ㅂ', 4.0),
    ('ㄴ', 'ㅇ', 0.9),
    ('ㅇ', 'ㄴ', 0.9),
    ('ㅁ', 'ㄴ', 0.4),
    ('ㄴ', 'ㅁ', 0.4),
    ('ㄹ', '-', 0.5),
    ('ㄴ', '-', 0.3),
    ('ㅅ', '-', 0.5),
];

pub fn typo(name: &str, chance: &mut Chance) -> Option<Typo> {
    let causes: Vec<_> = CAUSES.iter().map(|(cause, weight, slip)| ((*cause, *slip), *weight)).collect();
    let (cause, slip) = chance.weighted(&causes)?;
    slip(name, chance).map(|text| Typo { text, cause })
}

/// A syllable, or two that meet, as they are heard.
fn sound(name: &str, chance: &mut Chance) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut heard: Vec<(Vec<char>, f64)> = Vec::new();
    for (at, own) in letters.iter().enumerate().filter_map(|(at, c)| Some((at, block(*c)?))) {
        let mut hear = |blocks: &[Block], weight: f64| {
            let mut other = letters.clone();
            blocks.iter().enumerate().for_each(|(offset, block)| other[at + offset] = glyph(*block));
            heard.push((other, weight));
        };
        in_one(own, &mut hear);
        if let Some(next) = letters.get(at + 1).and_then(|c| block(*c)) {
            where_two_meet(own, next, &mut hear);
        }
    }
    borrowed(&letters, &mut heard);
    chance.weighted(&heard).map(|letters| letters.into_iter().collect())
}

fn in_one(own: Block, hear: &mut impl FnMut(&[Block], f64)) {
    let (lead, vowel, tail) = (jamo(LEADS, own.lead), jamo(VOWELS, own.vowel), jamo(TAILS, own.tail));
    for (_, other, weight) in VOWEL_PAIRS.iter().filter(|(written, _, _)| *written == vowel) {
        let glides = PALATAL.contains(lead)
            && matches!(
                (vowel, *other),
                ('ㅏ', 'ㅑ') | ('ㅑ', 'ㅏ') | ('ㅓ', 'ㅕ') | ('ㅕ', 'ㅓ') | ('ㅗ', 'ㅛ') | ('ㅛ', 'ㅗ') | ('ㅜ', 'ㅠ') | ('ㅠ', 'ㅜ')
            );
        hear(&[Block { vowel: number(VOWELS, *other).expect("a vowel"), ..own }], if glides { weight * 4.0 } else { *weight });
    }
    for (_, other, weight) in LEAD_PAIRS.iter().filter(|(written, _, _)| *written == lead) {
        hear(&[Block { lead: number(LEADS, *other).expect("a lead"), ..own }], *weight);
    }
    for (_, other, weight) in TAIL_PAIRS.iter().filter(|(written, _, _)| *written == tail) {
        hear(&[Block { tail: number(TAILS, *other).expect("a tail"), ..own }], *weight);
    }
}

fn where_two_meet(own: Block, next: Block, hear: &mut impl FnMut(&[Block], f64)) {
    let (tail, lead) = (jamo(TAILS, own.tail), jamo(LEADS, next.lead));
    let silent = number(LEADS, 'ㅇ').expect("a lead");
    match (tail, lead) {
        // A tail moves over where nothing is heard.
        (tail, 'ㅇ') if tail != '-' && tail != 'ㅇ' && tail != 'ㅎ' => {
            if let Some(lead) = number(LEADS, tail) {
                hear(&[Block { tail: 0, ..own }, Block { lead, ..next }], 3.0);
            }
        }
        ('-', 'ㄹ') => hear(&[Block { tail: number(TAILS, 'ㄹ').expect("a tail"), ..own }, next], 2.0),
        ('ㄹ', 'ㄹ') => hear(&[Block { tail: 0, ..own }, next], 2.0),
        ('-', lead @ ('ㄴ' | 'ㅁ' | 'ㅅ' | 'ㄱ')) => {
            hear(&[Block { tail: number(TAILS, lead).expect("a tail"), ..own }, Block { lead: silent, ..next }], 0.3);
        }
        ('ㄱ', 'ㄴ' | 'ㅁ') => hear(&[Block { tail: number(TAILS, 'ㅇ').expect("a tail"), ..own }, next], 0.8),
        ('ㅂ' | 'ㅍ', 'ㄴ' | 'ㅁ') => hear(&[Block { tail: number(TAILS, 'ㅁ').expect("a tail"), ..own }, next], 0.8),
        ('ㅅ' | 'ㄷ' | 'ㅌ', 'ㄴ' | 'ㅁ') => hear(&[Block { tail: number(TAILS, 'ㄴ').expect("a tail"), ..own }, next], 0.8),
        _ => {}
    }
}

/// Foreign words end in a stop or in a stop with ㅡ: 로봇, 로보트; 케이크, 케익.
fn borrowed(letters: &[char], heard: &mut Vec<(Vec<char>, f64)>) {
    let stops = [('크', 'ㄱ'), ('트', 'ㅅ'), ('프', 'ㅂ'), ('브', 'ㅂ'), ('그', 'ㄱ'), ('드', 'ㅅ')];
    for (at, pair) in letters.windows(2).enumerate() {
        let (Some(first), Some((_, stop))) = (block(pair[0]), stops.iter().find(|(syllable, _)| *syllable == pair[1])) else { continue };
        if first.tail == 0 {
            let mut other = letters.to_vec();
            other.remove(at + 1);
            other[at] = glyph(Block { tail: number(TAILS, *stop).expect("a tail"), ..first });
            heard.push((other, 1.2));
        }
    }
    for (at, own) in letters.iter().enumerate().filter_map(|(at, c)| Some((at, block(*c)?))) {
        let spelled = match jamo(TAILS, own.tail) {
            'ㄱ' => '크',
            'ㅅ' => '트',
            'ㅂ' => '프',
            _ => continue,
        };
        if at + 1 == letters.len() || letters.get(at + 1).and_then(|c| block(*c)).is_some_and(|next| jamo(LEADS, next.lead) != 'ㅇ') {
            let mut other = letters.to_vec();
            other[at] = glyph(Block { tail: 0, ..own });
            other.insert(at + 1, spelled);
            heard.push((other, 0.6));
        }
    }
}

fn key(name: &str, chance: &mut Chance) -> Option<String> {
    let keys = pressed(name);
    if chance.in_percent(8) {
        return shift(&keys, chance);
    }
    keyboard::slip(&keys, chance).map(|keys| shown(&keys))
}

/// Shift held too long, or not at all.
fn shift(keys: &str, chance: &mut Chance) -> Option<String> {
    let places: Vec<usize> = keys.char_indices().filter(|(_, key)| "qwertopQWERTOP".contains(*key)).map(|(at, _)| at).collect();
    let at = chance.one_of(&places)?;
    let turned = |key: char| if key.is_ascii_uppercase() { key.to_ascii_lowercase() } else { key.to_ascii_uppercase() };
    Some(shown(&keys.char_indices().map(|(place, key)| if place == at { turned(key) } else { key }).collect::<String>()))
}

/// On 천지인 a consonant is a key pressed once, twice or thrice, and a vowel is made of strokes: one press too few or too many.
fn phone(name: &str, chance: &mut Chance) -> Option<String> {
    let cycles = ["ㄱㅋㄲ", "ㄴㄹ", "ㄷㅌㄸ", "ㅂㅍㅃ", "ㅅㅎㅆ", "ㅈㅊㅉ", "ㅇㅁ"];
    let strokes = [
        ('ㅏ', 'ㅣ'),
        ('ㅏ', 'ㅑ'),
        ('ㅑ', 'ㅏ'),
        ('ㅓ', 'ㅕ'),
        ('ㅕ', 'ㅓ'),
        ('ㅗ', 'ㅡ'),
        ('ㅗ', 'ㅛ'),
        ('ㅜ', 'ㅡ'),
        ('ㅜ', 'ㅠ'),
        ('ㅐ', 'ㅏ'),
        ('ㅔ', 'ㅓ'),
        ('ㅣ', 'ㅏ'),
    ];
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|at| block(letters[*at]).is_some()).collect();
    let at = chance.one_of(&places)?;
    let own = block(letters[at])?;
    let other = if chance.in_percent(60) {
        let lead = jamo(LEADS, own.lead);
        let cycle: Vec<char> = cycles.iter().find(|cycle| cycle.contains(lead))?.chars().filter(|c| *c != lead).collect();
        Block { lead: number(LEADS, chance.one_of(&cycle)?)?, ..own }
    } else {
        let vowel = jamo(VOWELS, own.vowel);
        let others: Vec<char> = strokes.iter().filter(|(from, _)| *from == vowel).map(|(_, to)| *to).collect();
        Block { vowel: number(VOWELS, chance.one_of(&others)?)?, ..own }
    };
    letters[at] = glyph(other);
    Some(letters.into_iter().collect())
}

/// A space too many, or too few.
fn space(name: &str, chance: &mut Chance) -> Option<String> {
    if name.contains(' ') && chance.in_percent(85) {
        return Some(name.replace(' ', ""));
    }
    let letters: Vec<char> = name.chars().collect();
    let at = 1 + chance.below(letters.len() - 1);
    if letters[at] == ' ' || letters[at - 1] == ' ' {
        return None;
    }
    Some(letters[..at].iter().chain(&[' ']).chain(&letters[at..]).collect())
}

fn syllable(name: &str, chance: &mut Chance) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    let at = chance.below(letters.len());
    match chance.weighted(&[(0, 4.0), (1, 3.0), (2, 3.0)])? {
        0 if letters.len() > 3 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => return None,
    }
    Some(letters.into_iter().collect()).filter(|text: &String| text.trim() == text && !text.contains("  "))
}

fn layout(name: &str, _chance: &mut Chance) -> Option<String> {
    let keys = pressed(name);
    (keys != name).then_some(keys)
}

fn two(name: &str, chance: &mut Chance) -> Option<String> {
    let once = sound(name, chance)?;
    if chance.in_percent(60) { sound(&once, chance) } else { key(&once, chance) }
}
