//! Where a text says what something is: the words of `words` with their places, and how far they reach.

use super::page::{Page, is_han, is_hangul, is_kana, is_katakana};
use super::words::{ENGLISH, JAPANESE, KOREAN};
use std::ops::Range;
use std::sync::LazyLock;

/// What a word calls the thing beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    Phone,
    Email,
    Address,
    Card,
    Account,
    Bank,
    Resident,
    Passport,
    Licence,
    MyNumber,
    Order,
    Name,
    Password,
    /// Of a firm, for everybody.
    Public,
    /// A model, a version, a bar code: no person's.
    Other,
}

#[derive(Debug, Clone)]
pub struct Mark {
    pub cue: Cue,
    pub at: Range<usize>,
}

/// How near a word stands to what it may describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// In the same sentence.
    Near,
    /// Beside it, with nothing between but particles and signs.
    Beside,
}

/// Characters that a word reaches over.
pub const REACH: usize = 40;

const SLOTS: usize = 4096;

struct Lexicon {
    /// Where the words of a slot start in `words`, by the first two characters.
    slots: Vec<u16>,
    words: Vec<(Vec<char>, Cue)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let tables = [KOREAN, JAPANESE, ENGLISH].into_iter().flatten();
    let mut words: Vec<(Vec<char>, Cue)> =
        tables.flat_map(|(cue, words)| words.split_whitespace().map(|word| (word.replace('_', " ").chars().collect(), *cue))).collect();
    let slot_of = |word: &[char]| slot(word[0], word.get(1).copied().unwrap_or(' '));
    words.sort_by_key(|(word, _)| (slot_of(word), std::cmp::Reverse(word.len())));
    let starts = |wanted: usize| words.partition_point(|(word, _)| slot_of(word) < wanted) as u16;
    Lexicon { slots: (0..=SLOTS).map(starts).collect(), words }
});

fn slot(first: char, second: char) -> usize {
    ((first as usize).wrapping_mul(0x9E5) ^ (second as usize).wrapping_mul(0x1F3D)) % SLOTS
}

/// All marks, ascending, not overlapping; of those that start at one place the longest.
pub fn marks(page: &Page) -> Vec<Mark> {
    let lexicon = &*LEXICON;
    let mut marks = Vec::new();
    let mut at = 0;
    while at + 1 < page.len() {
        let first = page.low(at);
        let is_inside =
            first.is_ascii_alphabetic() && page.before(at).is_ascii_alphabetic() || is_katakana(first) && is_katakana(page.before(at));
        if first <= ' ' || is_inside {
            at += 1;
            continue;
        }
        let slot = slot(first, page.low(at + 1));
        let words = &lexicon.words[usize::from(lexicon.slots[slot])..usize::from(lexicon.slots[slot + 1])];
        match words.iter().find(|(word, _)| stands_at(page, at, word)) {
            Some((word, cue)) => {
                marks.push(Mark { cue: *cue, at: at..at + word.len() });
                at += word.len();
            }
            None => at += 1,
        }
    }
    marks
}

fn stands_at(page: &Page, at: usize, word: &[char]) -> bool {
    let is_latin_end = word.last().is_some_and(char::is_ascii_alphabetic);
    word.iter().enumerate().all(|(place, c)| page.low(at + place) == *c)
        && !(is_latin_end && page.get(at + word.len()).is_ascii_alphabetic())
}

/// Small words between a label and its value.
const CONNECTORS: &[&str] = &[
    "is", "was", "no", "nr", "nmbr", "number", "numbers", "num", "ref", "code", "id", "the", "my", "as", "on", "to", "at", "s", "it",
    "its", "of", "i", "set", "says", "card", "conf", "are", "with", "for", "under", "me", "am", "and", "a", "in", "called", "named",
    "reads", "please", "pls", "this", "that", "here", "x", "or", "by", "from", "through", "both", "mine", "you", "texted", "mailed",
    "sent", "digits", "info", "old", "new", "full", "back", "used", "be",
];

/// How near two places are to each other, `None` when what stands between parts them.
pub fn nearness(page: &Page, between: Range<usize>) -> Option<Nearness> {
    if between.start > between.end || between.len() > REACH {
        return None;
    }
    let (mut wide, mut foreign, mut breaks, mut stops) = (0, 0, 0, 0);
    let mut at = between.start;
    while at < between.end {
        let c = page.get(at);
        if c.is_ascii_alphabetic() {
            let word = page.word(at);
            foreign += usize::from(word.len() > 2 && !page.is_any(&word, CONNECTORS));
            at = word.end.max(at + 1);
            continue;
        }
        let is_stop = matches!(c, '!' | '?' | '。') || c == '.' && matches!(page.get(at + 1), ' ' | '\n') && !is_abbreviated(page, at);
        stops += usize::from(is_stop && at + 1 < between.end);
        breaks += usize::from(c == '\n');
        wide += usize::from(is_hangul(c) || is_kana(c) || is_han(c));
        foreign += usize::from(c.is_ascii_digit());
        at += 1;
    }
    // An answer may follow a question: `Where is my order? 88213-A`.
    if stops > 1 || stops == 1 && (between.len() > 16 || foreign > 3) {
        return None;
    }
    match (wide, foreign + stops, breaks) {
        (0..=4, 0, 0 | 1) => Some(Nearness::Beside),
        (0..=14, 0..=5, 0 | 1) => Some(Nearness::Near),
        _ => None,
    }
}

fn is_abbreviated(page: &Page, dot: usize) -> bool {
    let start = page.skip_back(dot, |c| c.is_ascii_alphabetic());
    page.is_any(&(start..dot), &["no", "nr", "num", "acct", "acc", "ref", "tel", "ph", "mob", "id", "inv", "mr", "mrs", "ms", "dr"])
}

/// The mark that reaches a place from before, the nearest one, with its nearness.
pub fn called(page: &Page, marks: &[Mark], at: usize) -> Option<(Cue, Nearness)> {
    let next = marks.partition_point(|mark| mark.at.end <= at);
    let mark = &marks[next.checked_sub(1)?];
    Some((mark.cue, nearness(page, mark.at.end..at)?))
}

/// True when a mark of the kind stands before or after, within reach, whatever stands between.
pub fn is_about(marks: &[Mark], at: &Range<usize>, cues: &[Cue]) -> bool {
    let first = marks.partition_point(|mark| mark.at.end + REACH < at.start);
    let reached = marks[first..].iter().take_while(|mark| mark.at.start <= at.end + REACH).take(16);
    reached.into_iter().any(|mark| cues.contains(&mark.cue))
}
