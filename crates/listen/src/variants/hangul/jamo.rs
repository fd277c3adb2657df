//! Syllables, the jamo in them, and the keys that type them on a 2-beolsik keyboard.
//!
//! Jamo are written as compatibility jamo (`ㅏ`), as people see them on the keys. [`compose`] is what an input method does with keys:
//! a consonant joins the syllable before it until a vowel takes it away.

const LEADS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
const VOWELS: [char; 21] =
    ['ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ', 'ㅟ', 'ㅠ', 'ㅡ', 'ㅢ', 'ㅣ'];
const TAILS: [char; 28] = [
    ' ', 'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ', 'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ',
    'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];
/// Jamo that take two keys.
const DOUBLE: [(char, char, char); 18] = [
    ('ㅘ', 'ㅗ', 'ㅏ'),
    ('ㅙ', 'ㅗ', 'ㅐ'),
    ('ㅚ', 'ㅗ', 'ㅣ'),
    ('ㅝ', 'ㅜ', 'ㅓ'),
    ('ㅞ', 'ㅜ', 'ㅔ'),
    ('ㅟ', 'ㅜ', 'ㅣ'),
    ('ㅢ', 'ㅡ', 'ㅣ'),
    ('ㄳ', 'ㄱ', 'ㅅ'),
    ('ㄵ', 'ㄴ', 'ㅈ'),
    ('ㄶ', 'ㄴ', 'ㅎ'),
    ('ㄺ', 'ㄹ', 'ㄱ'),
    ('ㄻ', 'ㄹ', 'ㅁ'),
    ('ㄼ', 'ㄹ', 'ㅂ'),
    ('ㄽ', 'ㄹ', 'ㅅ'),
    ('ㄾ', 'ㄹ', 'ㅌ'),
    ('ㄿ', 'ㄹ', 'ㅍ'),
    ('ㅀ', 'ㄹ', 'ㅎ'),
    ('ㅄ', 'ㅂ', 'ㅅ'),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syllable {
    pub lead: char,
    pub vowel: char,
    pub tail: Option<char>,
}

impl Syllable {
    pub fn of(c: char) -> Option<Self> {
        let index = u32::from(c).checked_sub(0xAC00).filter(|index| *index < 11_172)? as usize;
        let tail = (!index.is_multiple_of(28)).then(|| TAILS[index % 28]);
        Some(Self { lead: LEADS[index / 588], vowel: VOWELS[index / 28 % 21], tail })
    }

    /// `None` when a part cannot stand in its place.
    pub fn composed(self) -> Option<char> {
        let lead = LEADS.iter().position(|c| *c == self.lead)?;
        let vowel = VOWELS.iter().position(|c| *c == self.vowel)?;
        let tail = self.tail.map_or(Some(0), |tail| TAILS.iter().position(|c| *c == tail))?;
        char::from_u32(0xAC00 + (lead * 588 + vowel * 28 + tail) as u32)
    }
}

pub fn is_vowel(jamo: char) -> bool {
    VOWELS.contains(&jamo)
}

pub fn is_consonant(jamo: char) -> bool {
    matches!(jamo, 'ㄱ'..='ㅎ')
}

/// A precomposed syllable or a jamo of the keyboard.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣' | 'ㄱ'..='ㅣ')
}

/// The two halves of a jamo that takes two keys.
pub fn halves(jamo: char) -> Option<(char, char)> {
    DOUBLE.iter().find(|(whole, _, _)| *whole == jamo).map(|(_, first, second)| (*first, *second))
}

/// The keys that type `characters`, as jamo. What is no Hangul stands for itself.
pub fn keys(characters: &[char]) -> Vec<char> {
    let mut keys = Vec::with_capacity(characters.len() * 3);
    let mut press = |jamo: char| match halves(jamo) {
        Some((first, second)) => keys.extend([first, second]),
        None => keys.push(jamo),
    };
    for c in characters {
        match Syllable::of(*c) {
            Some(syllable) => {
                press(syllable.lead);
                press(syllable.vowel);
                syllable.tail.into_iter().for_each(&mut press);
            }
            None => press(*c),
        }
    }
    keys
}

/// What an input method makes of keys.
pub fn compose(keys: impl IntoIterator<Item = char>) -> String {
    let mut composer = Composer::default();
    keys.into_iter().for_each(|key| composer.press(key));
    composer.flush();
    composer.text
}

/// The syllable that is being typed, and what is before it.
#[derive(Default)]
struct Composer {
    text: String,
    lead: Option<char>,
    vowel: Option<char>,
    tail: Option<char>,
}

impl Composer {
    fn press(&mut self, key: char) {
        if is_vowel(key) {
            self.press_vowel(key);
        } else if is_consonant(key) {
            self.press_consonant(key);
        } else {
            self.flush();
            self.text.push(key);
        }
    }

    fn press_vowel(&mut self, key: char) {
        if let Some(tail) = self.tail.take() {
            let (stays, goes) = halves(tail).map_or((None, tail), |(first, second)| (Some(first), second));
            self.tail = stays;
            self.flush();
            self.lead = Some(goes);
            self.vowel = Some(key);
            return;
        }
        match self.vowel {
            None => {
                self.split_lead();
                self.vowel = Some(key);
            }
            Some(vowel) => match double(vowel, key) {
                Some(whole) => self.vowel = Some(whole),
                None => {
                    self.flush();
                    self.vowel = Some(key);
                }
            },
        }
    }

    fn press_consonant(&mut self, key: char) {
        let joined = match (self.lead, self.vowel, self.tail) {
            (Some(_), Some(_), None) => TAILS.contains(&key).then_some(key),
            (Some(_), Some(_), Some(tail)) => double(tail, key),
            _ => None,
        };
        if joined.is_some() {
            self.tail = joined;
            return;
        }
        // Consonants alone pair up as well: ㄱㅅ is shown as ㄳ.
        if let (Some(lead), None) = (self.lead, self.vowel)
            && let Some(whole) = double(lead, key)
        {
            self.lead = Some(whole);
            return;
        }
        self.flush();
        self.lead = Some(key);
    }

    /// A vowel takes only the second half of a pair of consonants.
    fn split_lead(&mut self) {
        if let Some((first, second)) = self.lead.and_then(halves) {
            self.text.push(first);
            self.lead = Some(second);
        }
    }

    fn flush(&mut self) {
        let (lead, vowel, tail) = (self.lead.take(), self.vowel.take(), self.tail.take());
        match (lead, vowel) {
            (Some(lead), Some(vowel)) => match (Syllable { lead, vowel, tail }).composed() {
                Some(c) => self.text.push(c),
                None => self.text.extend([Some(lead), Some(vowel), tail].into_iter().flatten()),
            },
            _ => self.text.extend([lead, vowel, tail].into_iter().flatten()),
        }
    }
}

fn double(first: char, second: char) -> Option<char> {
    DOUBLE.iter().find(|(_, one, two)| (*one, *two) == (first, second)).map(|(whole, _, _)| *whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_compose_as_an_input_method_does() {
        let cases = [
            ("ㅅㅏㅁㅅㅓㅇ", "삼성"),
            ("ㅁㅊㅡㄷ", "ㅁ츧"),
            ("ㄱㅏㅂㅅㅏ", "갑사"),
            ("ㄱㅏㅂㅅㄱ", "값ㄱ"),
            ("ㄱㅏㄸㅏ", "가따"),
            ("ㅇㅗㅏㅣ", "와ㅣ"),
            ("ㄱㅅ", "ㄳ"),
            ("ㄱㅅㅏ", "ㄱ사"),
            ("ㅏㅏㅗㅏ", "ㅏㅏㅘ"),
            ("ㄷㅏㄹㄱ2ㅏ", "닭2ㅏ"),
            ("ㅇㅓㄴㅎ", "얺"),
            ("", ""),
        ];
        for (pressed, expected) in cases {
            assert_eq!(compose(pressed.chars()), expected, "{pressed}");
        }
    }

    #[test]
    fn every_syllable_is_typed_by_its_keys() {
        for c in '가'..='힣' {
            assert_eq!(compose(keys(&[c])), c.to_string());
            assert_eq!(Syllable::of(c).and_then(Syllable::composed), Some(c));
        }
    }
}
