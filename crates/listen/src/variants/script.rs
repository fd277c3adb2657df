//! Which way of writing a character belongs to, and the runs of a term.
//!
//! Slips happen within one way of writing: a term of several (`GS편의점`) is cut into runs, each slips on its own, and the rest stays.

use super::hangul::jamo::is_hangul;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Hangul,
    Hiragana,
    Katakana,
    Han,
    /// Latin letters and digits, with and without marks.
    Latin,
    /// Spaces, signs, emoji, and scripts of which no slips are known.
    Other,
}

/// A stretch of one script; hiragana and katakana are one, because a word may have both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub script: Script,
    pub start: usize,
    pub end: usize,
}

pub fn script_of(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Script::Latin,
        '\0'..='\x7F' => Script::Other,
        _ if is_hangul(c) => Script::Hangul,
        '\u{3041}'..='\u{3096}' | 'ゝ' | 'ゞ' => Script::Hiragana,
        '\u{30A1}'..='\u{30FA}' | 'ー' | 'ヽ' | 'ヾ' => Script::Katakana,
        '々' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => Script::Han,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' if c.is_alphabetic() => Script::Latin,
        _ => Script::Other,
    }
}

pub fn runs(term: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in term.iter().enumerate() {
        let script = script_of(*c);
        let same = |last: Script| last == script || (is_kana(last) && is_kana(script));
        match runs.last_mut() {
            Some(run) if run.end == at && same(run.script) => run.end = at + 1,
            _ => runs.push(Run { script, start: at, end: at + 1 }),
        }
    }
    runs
}

pub fn is_kana(script: Script) -> bool {
    matches!(script, Script::Hiragana | Script::Katakana)
}

/// How much of a term there is to recognize it by, in syllables: five Latin letters are three.
pub fn syllables(term: impl Iterator<Item = char>) -> f32 {
    let weight = |c: char| match script_of(c) {
        Script::Hangul | Script::Hiragana | Script::Katakana => 1.0,
        Script::Han => 1.3,
        Script::Latin => 0.6,
        Script::Other if c.is_alphabetic() => 0.6,
        Script::Other => 0.0,
    };
    term.map(weight).sum()
}
