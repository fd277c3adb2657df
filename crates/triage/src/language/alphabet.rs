//! Languages that share an alphabet: letters where one has its own, n-grams otherwise, and what was declared counts among them.

use super::letters::{TELLING_CYRILLIC, TELLING_LATIN, has_own_letters, telling};
use super::ngrams::{Alphabet, ENGLISH, LANGUAGES, Sums};
use super::weights::Weights;
use super::{DECLARED, Declared, Judged, LETTERS, NGRAMS, TOO_SHORT};
use crate::model::math::exp;
use answerable_domain::Confidence;

/// Log-odds that a declaration is worth: clients declare what their owner set once, whatever is written.
const DECLARED_LOGIT: f32 = 2.2;
/// Below, a guess is none.
const PROBABILITY_MIN: f32 = 0.2;
/// A guess that outweighs a declared language which the n-grams do not know.
const PROBABILITY_SURE: f32 = 0.93;
const LETTERS_MIN: u32 = 2;

/// Languages whose declaration is believed though the n-grams do not know them.
const MORE_LATIN: [&str; 22] =
    ["lv", "lt", "is", "az", "ca", "eu", "gl", "tl", "sq", "sw", "af", "ga", "cy", "bs", "eo", "mt", "uz", "so", "lb", "ht", "la", "zu"];
const MORE_CYRILLIC: [&str; 8] = ["uk", "be", "mk", "kk", "mn", "ky", "tg", "tt"];

pub fn judge(text: &str, sums: &Sums, alphabet: Alphabet, declared: Declared) -> Judged {
    let (table, more): (&[_], &[&'static str]) = match alphabet {
        Alphabet::Latin => (&TELLING_LATIN, &MORE_LATIN),
        Alphabet::Cyrillic => (&TELLING_CYRILLIC, &MORE_CYRILLIC),
    };
    // One such letter in a long Latin text is a name.
    let needed = if alphabet == Alphabet::Latin { (sums.letters / 40).max(2) } else { sums.letters / 40 };
    if let Some((language, _)) = telling(text, table).filter(|(_, count)| *count >= needed) {
        return Judged::decided(language, LETTERS, 900);
    }
    if sums.letters < LETTERS_MIN {
        return declared_alone(declared, alphabet, more).unwrap_or_else(|| Judged::undecided(TOO_SHORT));
    }
    let logits = Weights::shipped().alphabets.logits(sums);
    let (language, probability) = probabilities(&logits, alphabet, declared);
    // What the n-grams do not know looks to them like its nearest relative; but nobody writes English by accident.
    let is_sure = probability >= PROBABILITY_SURE && (language == ENGLISH || alphabet == Alphabet::Cyrillic);
    if let Some(declared) = declared.first_of(more).filter(|_| !is_sure) {
        return Judged::decided(declared, DECLARED, 600);
    }
    if probability < PROBABILITY_MIN {
        return Judged::undecided(TOO_SHORT);
    }
    let language = LANGUAGES[language];
    let confidence = ((probability * 1_000.0) as Confidence).min(ceiling(alphabet));
    let is_hint = declared.first_of(&[language]).is_some() && {
        let (alone, sure) = probabilities(&logits, alphabet, Declared::NONE);
        LANGUAGES[alone] != language || sure < 0.5
    };
    let code = match is_hint {
        true => DECLARED,
        false if has_own_letters(text, language) => LETTERS,
        false => NGRAMS,
    };
    Judged::decided(language, code, confidence)
}

/// The likeliest language of the alphabet, and how likely it is.
pub fn probabilities(logits: &[f32; LANGUAGES.len()], alphabet: Alphabet, declared: Declared) -> (usize, f32) {
    let mut logits = *logits;
    if let Some(hinted) = declared.first_of(&LANGUAGES).and_then(|hinted| LANGUAGES.iter().position(|language| *language == hinted)) {
        logits[hinted] += DECLARED_LOGIT;
    }
    let (mut best, mut most) = (0, f32::NEG_INFINITY);
    for (language, &logit) in logits.iter().enumerate() {
        if alphabet.writes(language) && logit > most {
            (best, most) = (language, logit);
        }
    }
    let likely = logits.iter().enumerate().filter(|(language, logit)| alphabet.writes(*language) && most - **logit < 12.0);
    let sum: f32 = likely.map(|(_, logit)| exp(logit - most)).sum();
    (best, 1.0 / sum)
}

/// There are languages that the n-grams have never seen.
fn ceiling(alphabet: Alphabet) -> Confidence {
    match alphabet {
        Alphabet::Latin => 990,
        Alphabet::Cyrillic => 950,
    }
}

fn declared_alone(declared: Declared, alphabet: Alphabet, more: &[&'static str]) -> Option<Judged> {
    let known = declared
        .first_of(&LANGUAGES)
        .filter(|known| LANGUAGES.iter().position(|language| language == known).is_some_and(|at| alphabet.writes(at)));
    Some(Judged::decided(known.or_else(|| declared.first_of(more))?, DECLARED, 600))
}
