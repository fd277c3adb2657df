//! Which language is it? Script first, because it decides Korean and Japanese almost alone; n-grams for scripts that many share.
//!
//! Two things are left undecided rather than guessed: texts of Han characters only, which Japanese and Chinese both write, and texts
//! too short for n-grams. There a language that the author's client declared decides, if it is written in that script.

use crate::reason;
use answerable_domain::{Assessed, Confidence, Language};
use std::ops::Range;

/// The client said so, and the script allows it.
pub const DECLARED: &str = "declared";
/// Han characters only: Japanese or Chinese.
pub const HAN_ONLY: &str = "han_only";
/// Letters that one language has and its neighbours have not.
pub const LETTERS: &str = "letters";
pub const NGRAMS: &str = "ngrams";
pub const NO_LETTERS: &str = "no_letters";
/// The script is written by one language, or nearly so.
pub const SCRIPT: &str = "script";
pub const TOO_SHORT: &str = "too_short";

/// Letters below which n-grams say little.
const NGRAM_LETTERS_MIN: u32 = 12;
/// Letters from which n-grams outweigh what was declared.
const NGRAM_LETTERS_SURE: u32 = 30;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
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
}

const SCRIPTS_COUNT: usize = 10;

/// What one script has in a text.
#[derive(Debug, Clone, Default)]
struct Share {
    letters: u32,
    /// The first unbroken stretch, to show.
    first: Range<usize>,
}

/// Telling letters: what no other language of the script has that n-grams could take it for.
const TELLING_LETTERS: [(&str, &str); 11] = [
    ("pl", "łśźżńąę"),
    ("hu", "őű"),
    ("cs", "řěů"),
    ("ro", "țșţ"),
    ("tr", "ğı"),
    ("vi", "ơưạảấầẩậắằặẹẻẽếềểễệỉịọỏốồổỗộớờởợụủứừửữựỳỵỷỹ"),
    ("de", "ß"),
    ("uk", "їєґ"),
    ("be", "ў"),
    ("sr", "ђћџљњј"),
    ("fa", "پچژگ"),
];

/// Letters of languages that n-grams do not know.
const UNGUESSABLE_LETTERS: &str = "šžčćđæøėįųāēīūļķņģŠŽČĆĐÆØ";

/// Languages whose declaration is believed for Latin letters.
const LATIN: [&str; 32] = [
    "en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "no", "nb", "nn", "fi", "et", "lv", "lt", "pl", "cs", "sk", "sl", "hr", "bs",
    "hu", "ro", "tr", "id", "ms", "vi", "tl", "ca", "eu", "is",
];

/// `text` without addresses and handles.
pub fn identify(text: &str, declared: &[String]) -> Assessed<Language> {
    let shares = shares(text);
    let share = |script: Script| &shares[script as usize];
    let (hangul, kana, han) = (share(Script::Hangul), share(Script::Kana), share(Script::Han));
    // A kana or two among many Han are a shop's name; Han beside Hangul are a gloss.
    let japanese = if kana.letters * 8 >= han.letters { kana.letters + han.letters } else { 0 };
    // A syllable or an ideograph says as much as two or three letters.
    let weighed = [
        (Script::Hangul, hangul.letters * 5),
        (Script::Kana, if kana.letters > 0 { japanese * 5 } else { 0 }),
        (Script::Han, if japanese == 0 || kana.letters == 0 { han.letters * 5 } else { 0 }),
        (Script::Latin, share(Script::Latin).letters * 2),
        (Script::Cyrillic, share(Script::Cyrillic).letters * 2),
        (Script::Arabic, share(Script::Arabic).letters * 2),
        (Script::Greek, share(Script::Greek).letters * 2),
        (Script::Hebrew, share(Script::Hebrew).letters * 2),
        (Script::Thai, share(Script::Thai).letters * 2),
        (Script::Devanagari, share(Script::Devanagari).letters * 2),
    ];
    let total: u32 = weighed.iter().map(|(_, weight)| weight).sum();
    let Some((script, weight)) = weighed.into_iter().rev().max_by_key(|(_, weight)| *weight).filter(|(_, weight)| *weight > 0) else {
        return undecided(NO_LETTERS, 0..0);
    };
    // From 600 when as much is written in other scripts to 990 when nothing is.
    let confidence = (600 + 390 * (2 * weight).saturating_sub(total) / total) as Confidence;
    let found = Found { text, at: share(script).first.clone(), letters: share(script).letters, confidence, declared };
    match script {
        Script::Hangul => found.decided("ko", SCRIPT),
        Script::Kana => found.decided("ja", SCRIPT),
        Script::Han => found.declared_among(&["ko", "ja", "zh"]).unwrap_or_else(|| undecided(HAN_ONLY, found.at.clone())),
        Script::Latin => found.latin(),
        Script::Cyrillic => found.shared_by("ru", &["ru", "uk", "be", "bg", "sr", "mk", "kk", "mn"]),
        Script::Arabic => found.shared_by("ar", &["ar", "fa", "ur", "ps", "ckb"]),
        Script::Devanagari => found.shared_by("hi", &["hi", "mr", "ne"]),
        Script::Greek => found.decided("el", SCRIPT),
        Script::Hebrew => found.shared_by("he", &["he", "yi"]),
        Script::Thai => found.decided("th", SCRIPT),
    }
}

/// The script that most of the text is written in.
struct Found<'a> {
    text: &'a str,
    at: Range<usize>,
    letters: u32,
    confidence: Confidence,
    declared: &'a [String],
}

impl Found<'_> {
    fn decided(&self, language: &str, code: &str) -> Assessed<Language> {
        self.decided_at_most(language, code, 1000)
    }

    fn decided_at_most(&self, language: &str, code: &str, confidence_max: Confidence) -> Assessed<Language> {
        Assessed {
            value: Some(Language(language.to_owned())),
            confidence: self.confidence.min(confidence_max),
            reasons: vec![reason(code, self.at.clone())],
        }
    }

    /// A script of several languages, one of them far ahead of the others.
    fn shared_by(&self, commonest: &str, languages: &[&str]) -> Assessed<Language> {
        let told = telling_language(self.text).filter(|language| languages.contains(language));
        told.map(|language| self.decided_at_most(language, LETTERS, 900))
            .or_else(|| self.declared_among(languages))
            .unwrap_or_else(|| self.decided_at_most(commonest, SCRIPT, 700))
    }

    fn latin(&self) -> Assessed<Language> {
        if let Some(language) = telling_language(self.text).filter(|language| LATIN.contains(language)) {
            return self.decided_at_most(language, LETTERS, 900);
        }
        let guess = (self.letters >= NGRAM_LETTERS_MIN).then(|| guess_latin(self.text)).flatten();
        let declared = self.declared_language(&LATIN);
        match (guess, declared) {
            (Some(guess), Some(declared)) if guess == declared => self.decided_at_most(guess, NGRAMS, 950),
            // The guess knows ten languages of this script; for the others it is wrong by necessity.
            (Some(guess), Some(declared)) if self.letters >= NGRAM_LETTERS_SURE && is_guessable(declared) => {
                self.decided_at_most(guess, NGRAMS, 700)
            }
            (_, Some(declared)) => self.decided_at_most(declared, DECLARED, 600),
            (Some(guess), None) if self.letters >= NGRAM_LETTERS_SURE => self.decided_at_most(guess, NGRAMS, 850),
            (Some(guess), None) => self.decided_at_most(guess, NGRAMS, 650),
            (None, None) => undecided(TOO_SHORT, self.at.clone()),
        }
    }

    fn declared_among(&self, languages: &[&str]) -> Option<Assessed<Language>> {
        Some(self.decided_at_most(self.declared_language(languages)?, DECLARED, 600))
    }

    /// The one of `languages` that was declared first.
    fn declared_language<'b>(&self, languages: &[&'b str]) -> Option<&'b str> {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        self.declared.iter().find_map(|tag| languages.iter().find(|language| **language == primary(tag)).copied())
    }
}

fn undecided(code: &str, at: Range<usize>) -> Assessed<Language> {
    Assessed { value: None, confidence: 0, reasons: vec![reason(code, at)] }
}

fn telling_language(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let first = text.chars().flat_map(char::to_lowercase).filter(|c| !c.is_ascii());
    first.into_iter().find_map(|c| TELLING_LETTERS.iter().find(|(_, letters)| letters.contains(c))).map(|(language, _)| *language)
}

fn guess_latin(text: &str) -> Option<&'static str> {
    if text.contains(|c| UNGUESSABLE_LETTERS.contains(c)) {
        return None;
    }
    let has = |letters: &str| text.contains(|c| letters.contains(c));
    let guess = nearest_latin(text)?;
    // What the guess does not know looks Swedish, Turkish or Vietnamese to it; those have letters of their own.
    let plausible = match guess {
        "sv" => has("åäöÅÄÖ"),
        "tr" => has("çöüşÇÖÜŞİ"),
        "vi" => has("ăâđêôĂÂĐÊÔàáãèéìíòóõùúý"),
        _ => true,
    };
    plausible.then_some(guess)
}

fn nearest_latin(text: &str) -> Option<&'static str> {
    use whichlang::Lang;
    match whichlang::detect_language(text) {
        Lang::Eng => Some("en"),
        Lang::Spa => Some("es"),
        Lang::Por => Some("pt"),
        Lang::Fra => Some("fr"),
        Lang::Deu => Some("de"),
        Lang::Ita => Some("it"),
        Lang::Nld => Some("nl"),
        Lang::Swe => Some("sv"),
        Lang::Tur => Some("tr"),
        Lang::Vie => Some("vi"),
        Lang::Ara | Lang::Cmn | Lang::Hin | Lang::Jpn | Lang::Kor | Lang::Rus => None,
    }
}

fn is_guessable(language: &str) -> bool {
    matches!(language, "en" | "es" | "pt" | "fr" | "de" | "it" | "nl" | "sv" | "tr" | "vi")
}

fn shares(text: &str) -> [Share; SCRIPTS_COUNT] {
    let mut shares: [Share; SCRIPTS_COUNT] = Default::default();
    for (at, c) in text.char_indices() {
        let Some(script) = script_of(c) else { continue };
        let share = &mut shares[script as usize];
        share.letters += 1;
        if share.letters == 1 {
            share.first = at..at;
        }
        if share.first.end == at {
            share.first.end = at + c.len_utf8();
        }
    }
    shares
}

/// `None` for what is no letter, and for marks that several scripts use.
fn script_of(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' if c != '×' && c != '÷' => {
            Script::Latin
        }
        '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' => Script::Hangul,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ' | '\u{31F0}'..='\u{31FF}' => Script::Kana,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '々' => Script::Han,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => Script::Arabic,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' if c.is_alphabetic() => Script::Greek,
        '\u{5D0}'..='\u{5EA}' => Script::Hebrew,
        '\u{E01}'..='\u{E2E}' | '\u{E40}'..='\u{E46}' => Script::Thai,
        '\u{904}'..='\u{939}' | '\u{958}'..='\u{961}' => Script::Devanagari,
        _ => return None,
    })
}
