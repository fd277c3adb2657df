//! The sentences of a text, each in its language: a post may answer in two.
//!
//! A brand, a model or a word of another language does not make a post mixed. What counts is grammar: small words in English, an ending
//! that closes a sentence in Korean, hiragana in Japanese.

use super::Declared;
use super::alphabet::probabilities;
use super::han_only;
use super::ngrams::{Alphabet, Alphabets, LANGUAGES, Sums};
use super::stretches::{Family, Stretch, stretches};
use super::weights::Weights;

const LANGUAGES_MAX: usize = 4;

/// Sentences of a Latin alphabet other than English need more to be told from names.
const SURE: f32 = 0.9;
const LETTERS_MIN: u32 = 16;

/// One pass over the sentences.
#[derive(Debug, Default)]
pub struct Sentences {
    /// Of the alphabet that was asked for, outside hashtags if there is anything outside.
    pub sums: Sums,
    /// What sentences are written in, with the weight of their letters.
    found: [(&'static str, u32); LANGUAGES_MAX],
}

impl Sentences {
    /// `alphabet`: what most of the text is written in, if it is one.
    pub fn of(text: &str, alphabet: Option<Alphabet>, letters: u32) -> Self {
        let weights = Weights::shipped();
        let mut sentences = Self::default();
        let mut in_tags = Sums::default();
        for stretch in stretches(text) {
            let here = alphabet_of(stretch.family);
            let is_all = here.is_some() && here == alphabet && stretch.letters * 10 >= letters * 9;
            let is_candidate = !stretch.in_tag && !is_all && stretch.words_enough();
            if here.is_some() && (here == alphabet || is_candidate) {
                let sums = weights.alphabets.sums(&text[stretch.range.clone()]);
                if here == alphabet {
                    if stretch.in_tag { &mut in_tags } else { &mut sentences.sums }.add(&sums);
                }
                if let Some(language) = here.filter(|_| is_candidate).and_then(|here| alphabetic(text, &stretch, &sums, here)) {
                    sentences.add(language, stretch.letters * 2);
                }
            } else if let Some(language) = is_candidate.then(|| other(text, &stretch)).flatten() {
                sentences.add(language, stretch.letters * 5);
            }
        }
        if sentences.sums.letters == 0 {
            sentences.sums = in_tags;
        }
        sentences
    }

    pub fn has(&self, language: &str) -> bool {
        self.weight_of(language) > 0
    }

    pub fn weight_of(&self, language: &str) -> u32 {
        self.found.iter().find(|(found, weight)| *found == language && *weight > 0).map_or(0, |(_, weight)| *weight)
    }

    /// The languages but for the main one, the one with most of it first.
    pub fn others(&self, main: &str) -> impl Iterator<Item = &'static str> {
        let mut others = self.found;
        others.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        let main = main.to_owned();
        others.into_iter().filter(move |(language, weight)| *weight > 0 && *language != main).map(|(language, _)| language)
    }

    fn add(&mut self, language: &'static str, weight: u32) {
        let place = self.found.iter_mut().find(|(found, weight)| *found == language || *weight == 0);
        if let Some(place) = place {
            *place = (language, place.1 + weight);
        }
    }
}

impl Stretch {
    /// Cheap to ask, before anything is read closely.
    fn words_enough(&self) -> bool {
        match self.family {
            Family::Hangul => self.words >= 2,
            Family::Ideographic => self.letters >= 6,
            Family::Latin => self.words >= 3 && self.letters >= 8 && !self.is_name(),
            Family::Cyrillic => self.words >= 3,
            Family::Other(_) => self.letters >= 8,
        }
    }

    /// Names start each word with a capital. A text in capitals alone is shouted.
    fn is_name(&self) -> bool {
        self.small_words * 2 < self.words && self.capitals * 10 < self.letters * 9
    }
}

fn alphabet_of(family: Family) -> Option<Alphabet> {
    match family {
        Family::Latin => Some(Alphabet::Latin),
        Family::Cyrillic => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

fn alphabetic(text: &str, stretch: &Stretch, sums: &Sums, alphabet: Alphabet) -> Option<&'static str> {
    let alphabets: &Alphabets = &Weights::shipped().alphabets;
    let (language, probability) = probabilities(&alphabets.logits(sums), alphabet, Declared::NONE);
    let language = LANGUAGES[language];
    if language == "en" {
        let small = text[stretch.range.clone()].split_whitespace().filter(|word| is_small_english_word(word)).count() as u32;
        let holds = probability >= 0.5 && (small >= 2 || (small == 1 && stretch.words >= 5));
        return holds.then_some(language);
    }
    (probability >= SURE && stretch.words >= 4 && stretch.letters >= LETTERS_MIN).then_some(language)
}

fn other(text: &str, stretch: &Stretch) -> Option<&'static str> {
    match stretch.family {
        Family::Hangul => (stretch.words >= 4 || ends_korean_sentence(stretch.last)).then_some("ko"),
        Family::Ideographic if stretch.kana * 8 >= stretch.letters => {
            // Names of things are katakana and Han; grammar is hiragana.
            (stretch.letters >= 7 && stretch.hiragana >= 4).then_some("ja")
        }
        Family::Ideographic => han_only::letters_of(&text[stretch.range.clone()]),
        Family::Other(script) if stretch.words >= 2 || stretch.letters >= 16 => script.language(),
        Family::Other(_) | Family::Latin | Family::Cyrillic => None,
    }
}

/// Syllables that close a sentence in Korean, in polite and in plain speech.
fn ends_korean_sentence(last: char) -> bool {
    "요다까죠네어아지해워줘자라음임함됨니냐나야군걸대래게데고든".contains(last)
}

/// Words of English that stand in no name.
fn is_small_english_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let mut bytes = [0; 8];
    let Some(lower) = bytes.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    #[rustfmt::skip]
    let is_small = matches!(
        &*lower,
        b"i" | b"im" | b"i'm" | b"i've" | b"you" | b"u" | b"ur" | b"your" | b"he" | b"she" | b"it" | b"its" | b"it's" | b"we" | b"they"
            | b"me" | b"my" | b"us" | b"our" | b"them" | b"this" | b"that" | b"these" | b"those" | b"the" | b"a" | b"an" | b"is" | b"are"
            | b"am" | b"was" | b"were" | b"be" | b"been" | b"do" | b"does" | b"did" | b"don't" | b"dont" | b"didn't" | b"can" | b"can't"
            | b"cant" | b"could" | b"will" | b"won't" | b"would" | b"should" | b"have" | b"has" | b"had" | b"not" | b"no" | b"to" | b"of"
            | b"in" | b"on" | b"at" | b"for" | b"with" | b"from" | b"and" | b"or" | b"but" | b"so" | b"if" | b"as" | b"what" | b"when"
            | b"where" | b"why" | b"how" | b"who" | b"which" | b"please" | b"pls" | b"thank" | b"thanks" | b"just" | b"very" | b"too"
            | b"really" | b"much" | b"there" | b"here" | b"all" | b"any" | b"still" | b"never" | b"want" | b"need" | b"love" | b"get"
            | b"got" | b"by" | b"about" | b"than" | b"then" | b"wtf" | b"omg" | b"gonna" | b"let's" | b"that's"
    );
    is_small
}
