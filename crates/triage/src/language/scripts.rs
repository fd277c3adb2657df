//! Scripts: whose letters a text is written in.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Hangul,
    Kana,
    Han,
    Latin,
    Cyrillic,
    Arabic,
    Greek,
    Hebrew,
    Thai,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Lao,
    Burmese,
    Georgian,
    Armenian,
    Khmer,
    Ethiopic,
}

pub const SCRIPTS: [Script; 24] = {
    use Script::*;
    [
        Hangul, Kana, Han, Latin, Cyrillic, Arabic, Greek, Hebrew, Thai, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu, Kannada,
        Malayalam, Sinhala, Lao, Burmese, Georgian, Armenian, Khmer, Ethiopic,
    ]
};

/// What a letter weighs among those of a hashtag, which are as often in another language than the sentence.
const TAG_WEIGHT: u32 = 1;
const WEIGHT: u32 = 4;

/// What one script has in a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share {
    pub letters: u32,
    tagged: u32,
}

impl Share {
    pub fn weight(self) -> u32 {
        (self.letters - self.tagged) * WEIGHT + self.tagged * TAG_WEIGHT
    }
}

/// What each script has in a text, by the order of [`Script`].
#[derive(Debug, Default)]
pub struct Shares {
    shares: [Share; SCRIPTS.len()],
}

impl Shares {
    pub fn of(text: &str) -> Self {
        let mut shares = Self::default();
        let mut in_tag = false;
        for c in text.chars() {
            if let Some(script) = script_of(c) {
                let share = &mut shares.shares[script as usize];
                share.letters += 1;
                share.tagged += u32::from(in_tag);
            } else {
                in_tag = is_tag_sign(c) || (in_tag && !ends_tag(c));
            }
        }
        shares
    }

    pub fn get(&self, script: Script) -> Share {
        self.shares[script as usize]
    }
}

/// The first unbroken stretch of a script, to show.
pub fn first_of(text: &str, script: Script) -> Range<usize> {
    let is_own = |c: char| script_of(c) == Some(script);
    let start = text.find(is_own).unwrap_or(text.len());
    let length = text[start..].find(|c| !is_own(c)).unwrap_or(text.len() - start);
    start..start + length
}

impl Script {
    /// A syllable or an ideograph says as much as two or three letters of an alphabet.
    pub fn letter_weight(self) -> u32 {
        match self {
            Self::Hangul | Self::Kana | Self::Han => 5,
            _ => 2,
        }
    }

    /// Of a script that one language writes, or nearly so.
    pub fn language(self) -> Option<&'static str> {
        Some(match self {
            Self::Hangul => "ko",
            Self::Kana => "ja",
            Self::Greek => "el",
            Self::Thai => "th",
            Self::Bengali => "bn",
            Self::Gurmukhi => "pa",
            Self::Gujarati => "gu",
            Self::Tamil => "ta",
            Self::Telugu => "te",
            Self::Kannada => "kn",
            Self::Malayalam => "ml",
            Self::Sinhala => "si",
            Self::Lao => "lo",
            Self::Burmese => "my",
            Self::Georgian => "ka",
            Self::Armenian => "hy",
            Self::Khmer => "km",
            Self::Ethiopic => "am",
            Self::Han | Self::Latin | Self::Cyrillic | Self::Arabic | Self::Hebrew | Self::Devanagari => return None,
        })
    }
}

pub fn is_tag_sign(c: char) -> bool {
    matches!(c, '#' | '＃')
}

pub fn ends_tag(c: char) -> bool {
    !(c.is_alphanumeric() || c == '_')
}

/// `None` for what is no letter, and for marks that several scripts use.
#[inline]
pub fn script_of(c: char) -> Option<Script> {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphabetic().then_some(Script::Latin),
        '\u{80}'..='\u{3040}' => alphabet_of(c),
        'ぁ'..='ヿ' => (c <= 'ゖ' || ('ァ'..='ヺ').contains(&c) || c == 'ー').then_some(Script::Kana),
        '\u{4E00}'..='\u{9FFF}' => Some(Script::Han),
        '\u{AC00}'..='\u{D7A3}' => Some(Script::Hangul),
        _ => rare_of(c),
    }
}

fn rare_of(c: char) -> Option<Script> {
    Some(match c {
        '\u{3131}'..='\u{318E}' => Script::Hangul,
        'ｦ'..='ﾟ' | '\u{31F0}'..='\u{31FF}' => Script::Kana,
        '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Script::Han,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Script::Latin,
        _ => return None,
    })
}

fn alphabet_of(c: char) -> Option<Script> {
    Some(match c {
        '×' | '÷' => return None,
        '\u{1100}'..='\u{11FF}' => Script::Hangul,
        '々' => Script::Han,
        '\u{C0}'..='\u{24F}' | '\u{259}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => Script::Arabic,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' if c.is_alphabetic() => Script::Greek,
        '\u{5D0}'..='\u{5EA}' => Script::Hebrew,
        '\u{E01}'..='\u{E2E}' | '\u{E40}'..='\u{E46}' => Script::Thai,
        '\u{904}'..='\u{939}' | '\u{958}'..='\u{961}' => Script::Devanagari,
        '\u{985}'..='\u{9B9}' => Script::Bengali,
        '\u{A05}'..='\u{A39}' => Script::Gurmukhi,
        '\u{A85}'..='\u{AB9}' => Script::Gujarati,
        '\u{B85}'..='\u{BB9}' => Script::Tamil,
        '\u{C05}'..='\u{C39}' => Script::Telugu,
        '\u{C85}'..='\u{CB9}' => Script::Kannada,
        '\u{D05}'..='\u{D39}' => Script::Malayalam,
        '\u{D85}'..='\u{DC6}' => Script::Sinhala,
        '\u{E81}'..='\u{EC6}' => Script::Lao,
        '\u{1000}'..='\u{1055}' => Script::Burmese,
        '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' => Script::Georgian,
        '\u{531}'..='\u{556}' | '\u{561}'..='\u{587}' => Script::Armenian,
        '\u{1780}'..='\u{17B3}' => Script::Khmer,
        '\u{1200}'..='\u{135A}' => Script::Ethiopic,
        _ => return None,
    })
}
