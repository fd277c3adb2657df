//! English: the verb before its subject, or a question word before a verb. Only at the start of a clause, after greetings.

use super::{ASKS, Form, WORD_ORDER};
use std::borrow::Cow;
use std::ops::Range;

/// Words before a question that are no part of it.
const OPENERS: [&str; 29] = [
    "hi", "hey", "hello", "so", "and", "but", "ok", "okay", "well", "um", "uh", "oh", "also", "then", "yo", "dear", "guys", "please",
    "cool", "nice", "great", "wow", "good", "morning", "evening", "sorry", "yes", "no", "or",
];

const QUESTION_WORDS: [&str; 9] = ["what", "why", "how", "when", "where", "who", "which", "whose", "whom"];

/// Question words with their verb.
const CONTRACTED: [&str; 18] = [
    "what's", "whats", "why's", "how's", "hows", "where's", "wheres", "who's", "when's", "what're", "how're", "why'd", "how'd", "where'd",
    "what'd", "who'd", "how'll", "what'll",
];

/// What follows a question word in a question; after other words it is an exclamation or a subordinate clause.
const AFTER_QUESTION_WORD: [&str; 52] = [
    "is",
    "are",
    "was",
    "were",
    "am",
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
    "should",
    "shall",
    "has",
    "have",
    "had",
    "may",
    "might",
    "isn't",
    "aren't",
    "wasn't",
    "don't",
    "doesn't",
    "didn't",
    "can't",
    "couldn't",
    "won't",
    "wouldn't",
    "shouldn't",
    "hasn't",
    "haven't",
    "about",
    "come",
    "many",
    "much",
    "long",
    "often",
    "far",
    "old",
    "kind",
    "type",
    "time",
    "sort",
    "kinds",
    "types",
    "else",
    "not",
    "exactly",
    "ever",
    "dont",
    "cant",
];

const VERBS: [&str; 38] = [
    "is",
    "are",
    "was",
    "were",
    "am",
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
    "should",
    "shall",
    "have",
    "has",
    "had",
    "may",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "don't",
    "doesn't",
    "didn't",
    "can't",
    "couldn't",
    "won't",
    "wouldn't",
    "shouldn't",
    "haven't",
    "hasn't",
    "dont",
    "doesnt",
    "didnt",
    "cant",
    "isnt",
    "wont",
];

const SUBJECTS: [&str; 29] = [
    "i", "you", "u", "ya", "we", "they", "he", "she", "it", "this", "that", "there", "these", "those", "your", "my", "our", "their", "his",
    "anyone", "anybody", "someone", "somebody", "any", "the", "everyone", "people", "ur", "its",
];

/// Subjects that make no question of `have`, `do`, `will` in front of them: `have the best day`, `do it`.
const IMPERATIVE: [(&str, &str); 16] = [
    ("have", "the"),
    ("have", "my"),
    ("have", "your"),
    ("have", "this"),
    ("have", "it"),
    ("had", "the"),
    ("had", "my"),
    ("had", "it"),
    ("do", "it"),
    ("do", "this"),
    ("do", "that"),
    ("do", "the"),
    ("do", "your"),
    ("don't", "you"),
    ("don't", "the"),
    ("may", "the"),
];

/// Ask wherever they stand.
const PHRASES: [&str; 25] = [
    "do you",
    "do u",
    "how are you",
    "what do you",
    "what is your",
    "what's your",
    "have you ever",
    "what are you",
    "anyone know",
    "anybody know",
    "someone know",
    "any idea",
    "any update",
    "any chance",
    "can someone",
    "could someone",
    "can anyone",
    "how do i",
    "how can i",
    "how about you",
    "what about you",
    "wondering if",
    "wondering why",
    "wondering when",
    "is it possible",
];

const ASKING: [&str; 6] = ["please advise", "please explain", "please tell me", "pls explain", "let me know if", "let me know when"];

pub fn forms(text: &str, clause: Range<usize>, forms: &mut Vec<Form>) {
    let words = &text[clause.clone()];
    if !words.contains(|c: char| c.is_ascii_alphabetic()) {
        return;
    }
    let lower = words.to_ascii_lowercase();
    let tokens: Vec<Token> = tokens(&lower).skip_while(|token| OPENERS.contains(&token.word.as_ref())).take(3).collect();
    if let Some(last) = asking_order(&tokens) {
        let at = clause.start + tokens[0].at.start..clause.start + tokens[last].at.end;
        forms.push(Form { code: WORD_ORDER, at, confidence: 850 });
    }
    for (code, confidence, phrases) in [(WORD_ORDER, 800, &PHRASES[..]), (ASKS, 750, &ASKING[..])] {
        for phrase in phrases {
            if let Some(at) = find_phrase(&lower, phrase) {
                forms.push(Form { code, at: clause.start + at..clause.start + at + phrase.len(), confidence });
            }
        }
    }
}

/// A word in lower case, with the apostrophe of keyboards.
struct Token<'a> {
    word: Cow<'a, str>,
    at: Range<usize>,
}

/// The index of the last token of an opening that asks.
fn asking_order(tokens: &[Token]) -> Option<usize> {
    let first = tokens.first()?.word.as_ref();
    if CONTRACTED.contains(&first) {
        return Some(0);
    }
    let second = tokens.get(1)?.word.as_ref();
    let word_and_verb = QUESTION_WORDS.contains(&first) && AFTER_QUESTION_WORD.contains(&second);
    let verb_and_subject = VERBS.contains(&first) && SUBJECTS.contains(&second) && !IMPERATIVE.contains(&(first, second));
    if word_and_verb || verb_and_subject {
        return Some(1);
    }
    // "What colour is your hair", but not "what a day it is".
    let third = tokens.get(2)?.word.as_ref();
    let named = matches!(first, "what" | "which" | "whose") && !SUBJECTS.contains(&second) && !matches!(second, "a" | "an");
    (named && VERBS.contains(&third)).then_some(2)
}

fn tokens(words: &str) -> impl Iterator<Item = Token<'_>> {
    let in_word = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let mut at = 0;
    words.split_inclusive(move |c| !in_word(c)).filter_map(move |part| {
        let start = at;
        at += part.len();
        let word = part.trim_end_matches(|c| !in_word(c));
        let plain = if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(word.replace('’', "'")) };
        (!word.is_empty()).then(|| Token { word: plain, at: start..start + word.len() })
    })
}

fn find_phrase(words: &str, phrase: &str) -> Option<usize> {
    let bounded = |at: &usize| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        edge(words[..*at].chars().next_back()) && edge(words[at + phrase.len()..].chars().next().filter(|c| *c != 's'))
    };
    words.match_indices(phrase).map(|(at, _)| at).find(bounded)
}
