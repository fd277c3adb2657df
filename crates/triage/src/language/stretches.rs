//! A text in stretches: as far as one family of scripts goes without a sentence ending.

use super::scripts::{Script, ends_tag, is_tag_sign, script_of};
use std::ops::Range;
use std::str::CharIndices;

/// Scripts that are written within one sentence of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Hangul,
    /// Kana and Han.
    Ideographic,
    Latin,
    Cyrillic,
    Other(Script),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub family: Family,
    /// From its first letter to the end of its last.
    pub range: Range<usize>,
    pub letters: u32,
    pub words: u32,
    /// Words that start with a small letter.
    pub small_words: u32,
    pub capitals: u32,
    pub hiragana: u32,
    pub kana: u32,
    /// The last letter but for laughter and tears.
    pub last: char,
    pub in_tag: bool,
}

pub fn stretches(text: &str) -> Stretches<'_> {
    Stretches { chars: text.char_indices(), pending: None, in_tag: false }
}

#[derive(Debug)]
pub struct Stretches<'a> {
    chars: CharIndices<'a>,
    /// The letter that ended the stretch before.
    pending: Option<(usize, char, Script)>,
    in_tag: bool,
}

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        let (at, c, script) = self.pending.take().or_else(|| self.first_letter())?;
        let mut stretch = Stretch::starting(script, at, self.in_tag);
        stretch.push(at, c, script, true);
        let mut between = false;
        while let Some((at, c)) = self.chars.next() {
            let Some(script) = script_of(c) else {
                between |= c != '\'' && c != '’' && !('\u{300}'..='\u{36F}').contains(&c);
                if ends_stretch(c) || self.turns_tag(c) {
                    return Some(stretch);
                }
                continue;
            };
            if family_of(script) != stretch.family {
                self.pending = Some((at, c, script));
                return Some(stretch);
            }
            stretch.push(at, c, script, between);
            between = false;
        }
        Some(stretch)
    }
}

impl Stretches<'_> {
    fn first_letter(&mut self) -> Option<(usize, char, Script)> {
        while let Some((at, c)) = self.chars.next() {
            match script_of(c) {
                Some(script) => return Some((at, c, script)),
                None => _ = self.turns_tag(c),
            }
        }
        None
    }

    /// Whether a hashtag starts or ends here.
    fn turns_tag(&mut self, c: char) -> bool {
        let before = self.in_tag;
        self.in_tag = is_tag_sign(c) || (before && !ends_tag(c));
        self.in_tag != before
    }
}

impl Stretch {
    fn starting(script: Script, at: usize, in_tag: bool) -> Self {
        Self {
            family: family_of(script),
            range: at..at,
            letters: 0,
            words: 0,
            small_words: 0,
            capitals: 0,
            hiragana: 0,
            kana: 0,
            last: ' ',
            in_tag,
        }
    }

    #[inline]
    fn push(&mut self, at: usize, c: char, script: Script, starts_word: bool) {
        self.letters += 1;
        self.range.end = at + c.len_utf8();
        if script == Script::Latin {
            let is_capital = c.is_ascii_uppercase();
            self.capitals += u32::from(is_capital);
            self.small_words += u32::from(starts_word && !is_capital);
        } else if script == Script::Kana {
            self.kana += 1;
            self.hiragana += u32::from(matches!(c, 'ぁ'..='ゖ'));
        }
        self.words += u32::from(starts_word);
        if !matches!(c, '\u{3131}'..='\u{318E}') {
            self.last = c;
        }
    }
}

fn family_of(script: Script) -> Family {
    match script {
        Script::Hangul => Family::Hangul,
        Script::Kana | Script::Han => Family::Ideographic,
        Script::Latin => Family::Latin,
        Script::Cyrillic => Family::Cyrillic,
        script => Family::Other(script),
    }
}

fn ends_stretch(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\n' | '…' | '。' | '！' | '？')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = stretches(text).map(|stretch| &text[stretch.range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_text_falls_apart_where_a_sentence_ends_or_a_script() {
        check("환불 언제 돼요? I want my money back!", &["환불 언제 돼요", "I want my money back"]);
        check("나 진짜 iPhone 샀어", &["나 진짜", "iPhone", "샀어"]);
        check("東京で食べたラーメン amazing", &["東京で食べたラーメン", "amazing"]);
        check("so good #best_day ever", &["so good", "best_day", "ever"]);
        check("#a#b c", &["a#b", "c"]);
        check("12 👍", &[]);
        let tags: Vec<bool> = stretches("so good #best ever").map(|stretch| stretch.in_tag).collect();
        assert_eq!(tags, [false, true, false]);
    }
}
