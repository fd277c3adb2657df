//! The rules of words, of the reference: where a term stands, said one character at a time.
//!
//! Written from the rules alone. The lists of Korean words hold only what the alphabets of the differential test can spell; whoever
//! teaches the matcher such a word adds it here, too.

use answerable_listen::{Form, Term};
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One character of a folded text, and the bytes of the original that it comes from.
pub type Letter = (char, u32, u32);

/// Particles, after any noun.
const PARTICLES: [&str; 2] = ["에", "에서"];
const PARTICLES_AFTER_CONSONANT: [&str; 2] = ["은", "이"];
const PARTICLES_AFTER_VOWEL: [&str; 2] = ["는", "가"];
const COPULA_AFTER_CONSONANT: [&str; 1] = ["이어서"];
const VERB_ENDINGS: [&str; 1] = ["서"];
const WORDS_BEFORE: [&str; 11] = ["이", "제", "제가", "또", "어", "어제", "이제", "각", "아", "아주", "에이"];
const COUNTERS: [&str; 2] = ["차", "주"];

/// Where a term stands in one of its spellings: letters, then bytes of the original.
pub fn find(term: &Term, spelling: &str, original: &str, text: &[Letter]) -> Vec<(usize, usize, u32, u32)> {
    if term.form == Form::Raw {
        return find_raw(term, spelling, original, text);
    }
    let sign = match term.form {
        Form::Tag => "#",
        Form::Handle => "@",
        _ => "",
    };
    let wanted: Vec<char> = trimmed(letters(&format!("{sign}{spelling}"))).into_iter().map(|(c, _, _)| c).collect();
    let mut found = Vec::new();
    for start in 0..text.len() {
        let end = start + wanted.len();
        let same = end <= text.len() && end > start && (start..end).all(|at| text[at].0 == wanted[at - start]);
        if same && starts_well(term, text, start, end) && ends_well(term, text, start, end) {
            found.push((start, end, text[start].1, text[end - 1].2));
        }
    }
    found
}

/// The very characters, from a place where a character with its marks begins, and not if marks make other characters of them.
fn find_raw(term: &Term, spelling: &str, original: &str, text: &[Letter]) -> Vec<(usize, usize, u32, u32)> {
    let wanted = letters(spelling);
    let mut found = Vec::new();
    for (at, _) in original.char_indices().filter(|(at, _)| original[*at..].starts_with(spelling)) {
        let visible_from = at as u32 + wanted[0].1;
        let Some(start) = text.iter().position(|letter| letter.1 == visible_from) else { continue };
        let end = start + wanted.len();
        let same = end <= text.len() && (start..end).all(|at| text[at].0 == wanted[at - start].0);
        if same && starts_well(term, text, start, end) && ends_well(term, text, start, end) {
            found.push((start, end, at as u32, (at + spelling.len()) as u32));
        }
    }
    found
}

fn starts_well(term: &Term, text: &[Letter], start: usize, end: usize) -> bool {
    let first = text[start].0;
    if term.form == Form::Tag || term.open_start || (start == 0 && !is_mark(first)) {
        return true;
    }
    let before = start.checked_sub(1).map_or(' ', |at| text[at].0);
    if term.form == Form::Handle {
        return !is_spaced(before);
    }
    if is_mark(first) || are_joined(before, first) || (term.exact && are_of_one_script(before, first)) {
        return false;
    }
    let is_short = text[start..end].iter().filter(|(c, _, _)| is_hangul(*c)).count() < 3;
    if term.exact || !is_short || !(is_hangul(before) && is_hangul(first)) {
        return true;
    }
    let run_start = (0..start).rev().take_while(|at| is_hangul(text[*at].0)).last().unwrap_or(start);
    let run: String = text[run_start..start].iter().map(|(c, _, _)| *c).collect();
    can_stand_before(&run, run_start.checked_sub(1).map(|at| text[at].0))
}

fn ends_well(term: &Term, text: &[Letter], start: usize, end: usize) -> bool {
    if term.open_end || end == text.len() {
        return true;
    }
    let (last, after) = (text[end - 1].0, text[end].0);
    match term.form {
        Form::Tag => return !(after.is_alphanumeric() || after == '_' || is_mark(after)),
        Form::Handle => return !(is_spaced(after) || after == '_' || after == '-' || is_mark(after)),
        Form::Words | Form::Raw => {}
    }
    if is_mark(after) || are_joined(last, after) || (term.exact && are_of_one_script(last, after)) {
        return false;
    }
    let is_one_syllable = text[start..end].iter().filter(|(c, _, _)| is_hangul(*c)).count() == 1;
    if term.exact || !is_one_syllable || !(is_hangul(last) && is_hangul(after)) {
        return true;
    }
    let run: String = text[end..].iter().map(|(c, _, _)| *c).take_while(|c| is_hangul(*c)).collect();
    is_particles(last, &run)
}

/// Whether the next word can begin after this run of Hangul.
fn can_stand_before(run: &str, before: Option<char>) -> bool {
    let parts = || run.char_indices().skip(1).map(|(at, _)| run.split_at(at));
    let last = |stem: &str| stem.chars().next_back().expect("a stem");
    WORDS_BEFORE.contains(&run)
        || (before.is_some_and(char::is_numeric) && COUNTERS.contains(&run))
        || before.is_some_and(|before| before.is_alphanumeric() && is_particles(before, run))
        || parts().any(|(stem, ending)| is_particle(last(stem), ending))
        || parts().any(|(_, ending)| VERB_ENDINGS.contains(&ending))
        || parts().any(|(_, ending)| ending.chars().count() > 1 && WORDS_BEFORE.contains(&ending))
}

fn is_particles(before: char, run: &str) -> bool {
    let is_copula = (!is_hangul(before) || has_final(before)) && COPULA_AFTER_CONSONANT.contains(&run);
    let begins_with_one = |at: usize| {
        let (particle, rest) = run.split_at(at);
        is_particle(before, particle) && is_particles(particle.chars().next_back().expect("a particle"), rest)
    };
    run.is_empty() || is_copula || (1..=run.len()).filter(|at| run.is_char_boundary(*at)).any(begins_with_one)
}

/// Nobody can tell how a letter of another script sounds at its end.
fn is_particle(before: char, particle: &str) -> bool {
    let unknown = !is_hangul(before);
    PARTICLES.contains(&particle)
        || ((unknown || has_final(before)) && PARTICLES_AFTER_CONSONANT.contains(&particle))
        || ((unknown || !has_final(before)) && PARTICLES_AFTER_VOWEL.contains(&particle))
}

fn has_final(syllable: char) -> bool {
    syllable.to_string().nfd().count() == 3
}

fn are_joined(before: char, after: char) -> bool {
    (is_spaced(before) && is_spaced(after)) || (is_katakana(before) && is_katakana(after))
}

fn are_of_one_script(before: char, after: char) -> bool {
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let is_hiragana = |c: char| ('ぁ'..='ゖ').contains(&c);
    (is_hangul(before) && is_hangul(after)) || (is_han(before) && is_han(after)) || (is_hiragana(before) && is_hiragana(after))
}

fn is_mark(c: char) -> bool {
    canonical_combining_class(c) != 0
}

pub fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn is_katakana(c: char) -> bool {
    ('\u{30A1}'..='\u{30FF}').contains(&c) && c != '・'
}

/// A letter or digit of a script with spaces between words.
pub fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && ((c as u32) < 0x1100 || ('\u{1E00}'..='\u{1FFF}').contains(&c))
}

fn trimmed(mut letters: Vec<Letter>) -> Vec<Letter> {
    while letters.last().is_some_and(|last| last.0 == ' ') {
        letters.pop();
    }
    letters.into_iter().skip_while(|letter| letter.0 == ' ').collect()
}

/// A text as it is compared.
pub fn letters(text: &str) -> Vec<Letter> {
    let mut units: Vec<(String, u32, u32)> = Vec::new();
    for (at, c) in text.char_indices() {
        let (start, end) = (at as u32, (at + c.len_utf8()) as u32);
        let after_space = units.last().is_some_and(|(unit, _, _)| unit == " ");
        if "\u{200B}\u{200D}\u{AD}\u{FE0F}\u{202E}".contains(c) || (c.is_whitespace() && after_space) {
            continue;
        }
        let parts = parts(c);
        let continues = parts
            .chars()
            .next()
            .is_some_and(|first| canonical_combining_class(first) != 0 || is_nfc_quick(std::iter::once(first)) == IsNormalized::Maybe);
        match units.last_mut() {
            Some((unit, _, unit_end)) if continues && !after_space => {
                unit.push_str(&parts);
                *unit_end = end;
            }
            _ => units.push((parts, start, end)),
        }
    }
    let spread = |(unit, start, end): (String, u32, u32)| unit.nfc().map(|c| (c, start, end)).collect::<Vec<_>>();
    units.into_iter().flat_map(spread).collect()
}

fn parts(c: char) -> String {
    if c.is_whitespace() {
        return " ".into();
    }
    let mut parts = String::new();
    decompose_compatible(c, |part| parts.push(part));
    if c == '™' || ('ㄱ'..='ㅣ').contains(&c) || parts.contains(' ') {
        parts = c.into();
    }
    parts.to_lowercase().to_uppercase().to_lowercase().replace('’', "'").replace('ς', "σ")
}
