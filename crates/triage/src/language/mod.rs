//! Which language is it? Script first, because it decides Korean and Japanese almost alone; n-grams for alphabets that many share.
//!
//! Some texts are left undecided rather than guessed: Han characters that Japanese and Chinese both write so, a letter or two. There a
//! language that the author's client declared decides, if it is written in that script; elsewhere it counts among the rest.
//!
//! A post that has a sentence in each of two languages says so: see [`Found::languages`].

pub mod han;
pub mod ngrams;
pub mod weights;

mod alphabet;
mod han_only;
mod letters;
mod scripts;
mod sentences;
mod stretches;

use crate::reason;
use answerable_domain::{Assessed, Confidence, Language};
use ngrams::Alphabet;
use scripts::{SCRIPTS, Script, Shares, first_of};
use sentences::Sentences;

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

/// What a text is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub language: Assessed<Language>,
    /// Of a text that mixes them, the one with most of it first; empty when there is one.
    pub languages: Vec<Language>,
}

/// `visible`: a text without addresses and handles. `declared`: what the author's client says, as BCP 47.
pub(crate) fn identify(visible: &str, declared: &[String]) -> Found {
    let declared = Declared(declared);
    let shares = Shares::of(visible);
    let Some(main) = main_script(&shares) else {
        return Found { language: Judged::undecided(NO_LETTERS).assessed(0..0), languages: Vec::new() };
    };
    let at = first_of(visible, main.script);
    let alphabet = match main.script {
        Script::Latin => Some(Alphabet::Latin),
        Script::Cyrillic => Some(Alphabet::Cyrillic),
        _ => None,
    };
    if alphabet.is_none() && !main.may_be_mixed(&shares) {
        return Found {
            language: judge_script(visible, &main, &shares, declared).at_most(main.confidence).assessed(at),
            languages: Vec::new(),
        };
    }
    let sentences = Sentences::of(visible, alphabet, shares.get(main.script).letters);
    let judged = match alphabet {
        Some(alphabet) => alphabet::judge(visible, &sentences.sums, alphabet, declared),
        None => judge_script(visible, &main, &shares, declared),
    };
    let judged = judged.at_most(main.confidence);
    let latin = shares.get(Script::Latin);
    // Names in Hangul, and a sentence about them in English.
    if judged.language == Some("ko") && !sentences.has("ko") && sentences.has("en") && latin.letters >= shares.get(Script::Hangul).letters {
        return Found { language: Judged::decided("en", NGRAMS, 700).assessed(first_of(visible, Script::Latin)), languages: Vec::new() };
    }
    let languages = judged.language.map_or_else(Vec::new, |main| mixed(main, &sentences));
    Found { language: judged.assessed(at), languages }
}

fn mixed(main: &'static str, sentences: &Sentences) -> Vec<Language> {
    let mut others = sentences.others(main).peekable();
    if others.peek().is_none() {
        return Vec::new();
    }
    std::iter::once(main).chain(others).map(|language| Language(language.to_owned())).collect()
}

/// The script that most of a text is written in.
#[derive(Debug)]
struct Main {
    script: Script,
    /// From 600 when as much is written in other scripts to 990 when nothing is.
    confidence: Confidence,
}

fn main_script(shares: &Shares) -> Option<Main> {
    let (kana, han) = (shares.get(Script::Kana).weight(), shares.get(Script::Han).weight());
    // A kana or two among many Han are a shop's name; Han beside Hangul are a gloss.
    let is_japanese = kana > 0 && kana * 8 >= han;
    let weight_of = |script: Script| {
        let weight = match script {
            Script::Kana => {
                if is_japanese {
                    kana + han
                } else {
                    0
                }
            }
            Script::Han => {
                if is_japanese {
                    0
                } else {
                    kana + han
                }
            }
            script => shares.get(script).weight(),
        };
        weight.saturating_mul(script.letter_weight())
    };
    let mut total = 0_u32;
    let (mut main, mut most) = (Script::Hangul, 0);
    for script in SCRIPTS {
        let weight = weight_of(script);
        total = total.saturating_add(weight);
        if weight > most {
            (main, most) = (script, weight);
        }
    }
    let share = u64::from(2 * u64::from(most) > u64::from(total)) * (2 * u64::from(most)).saturating_sub(u64::from(total));
    (most > 0).then(|| Main { script: main, confidence: 600 + (390 * share / u64::from(total)) as Confidence })
}

impl Main {
    /// Whether there is enough of another script for a sentence.
    fn may_be_mixed(&self, shares: &Shares) -> bool {
        let is_own = |script: Script| match self.script {
            Script::Kana | Script::Han => matches!(script, Script::Kana | Script::Han),
            main => script == main,
        };
        let needed = |script: Script| match script {
            Script::Hangul | Script::Kana => 4,
            Script::Han => 6,
            _ => 8,
        };
        SCRIPTS.iter().any(|script| !is_own(*script) && shares.get(*script).letters >= needed(*script))
    }
}

/// Scripts that are no alphabet of many languages.
fn judge_script(text: &str, main: &Main, shares: &Shares, declared: Declared) -> Judged {
    let shared = |commonest: &'static str, table: &[(&'static str, &str)], others: &[&'static str]| {
        let told = letters::telling(text, table).map(|(language, _)| Judged::decided(language, LETTERS, 900));
        let declared = || declared.first_of(others).map(|language| Judged::decided(language, DECLARED, 600));
        told.or_else(declared).unwrap_or_else(|| Judged::decided(commonest, SCRIPT, 850))
    };
    match main.script {
        Script::Han => han_only::judge(text, shares.get(Script::Kana).letters > 0, declared),
        Script::Arabic => shared("ar", &letters::TELLING_ARABIC, &["ar", "fa", "ur", "ps", "ckb"]),
        Script::Devanagari => shared("hi", &[("mr", "ळ")], &["hi", "mr", "ne"]),
        Script::Hebrew => shared("he", &[], &["he", "yi"]),
        script => Judged::decided(script.language().unwrap_or("en"), SCRIPT, 1_000),
    }
}

/// A judgement before it is put into the words of the domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Judged {
    language: Option<&'static str>,
    confidence: Confidence,
    code: &'static str,
}

impl Judged {
    fn decided(language: &'static str, code: &'static str, confidence: Confidence) -> Self {
        Self { language: Some(language), confidence, code }
    }

    fn undecided(code: &'static str) -> Self {
        Self { language: None, confidence: 0, code }
    }

    fn at_most(self, confidence: Confidence) -> Self {
        Self { confidence: self.confidence.min(confidence), ..self }
    }

    fn assessed(self, at: std::ops::Range<usize>) -> Assessed<Language> {
        let value = self.language.map(|language| Language(language.to_owned()));
        Assessed { value, confidence: self.confidence, reasons: vec![reason(self.code, at)] }
    }
}

/// What the author's client declared: hints, which can lie.
#[derive(Debug, Clone, Copy)]
struct Declared<'a>(&'a [String]);

impl Declared<'_> {
    const NONE: Declared<'static> = Declared(&[]);

    /// The one of `languages` that was declared first.
    fn first_of<'b>(self, languages: &[&'b str]) -> Option<&'b str> {
        self.0.iter().find_map(|tag| {
            let primary = tag.split(['-', '_']).next().unwrap_or_default();
            // Norwegian is declared by its two ways of writing.
            let primary = if primary.eq_ignore_ascii_case("nb") || primary.eq_ignore_ascii_case("nn") { "no" } else { primary };
            languages.iter().find(|language| language.eq_ignore_ascii_case(primary)).copied()
        })
    }
}
