//! Where a term may begin and end: what stands before and after it decides whether it is the word that was meant.
//!
//! Everything here looks at folded codes and is asked only for places where the term's codes stand already.

mod korean;

use crate::character::{is_han, is_hangul, is_hiragana, is_katakana, is_mark, is_spaced_letter};
use crate::query::{Form, Term};

/// How the edges of a term are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edges {
    form: Form,
    exact: bool,
    open_start: bool,
    open_end: bool,
}

/// Syllables of Hangul from which on a term may begin in the middle of a run of Hangul.
const FREE_SYLLABLES_MIN: usize = 3;

/// Syllables of a run of Hangul that are looked at on either side of a term. No chain of particles is as long.
const RUN_SYLLABLES_MAX: usize = 12;

impl Edges {
    pub fn of(term: &Term) -> Self {
        Self { form: term.form, exact: term.exact, open_start: term.open_start, open_end: term.open_end }
    }

    /// True when the term whose codes stand at `start..end` begins and ends there.
    pub fn stand(self, codes: &[u16], start: usize, end: usize) -> bool {
        match self.form {
            Form::Tag => tag_ends(codes, end),
            Form::Handle => !char_before(codes, start).is_some_and(is_spaced_letter) && handle_ends(codes, end),
            Form::Words | Form::Raw => {
                (self.open_start || self.word_starts(codes, start, end)) && (self.open_end || self.word_ends(codes, start, end))
            }
        }
    }

    fn word_starts(self, codes: &[u16], start: usize, end: usize) -> bool {
        let first = char_at(codes, start);
        // Not at the beginning of a text either: in a frame something stands before it.
        if first.is_some_and(is_mark) {
            return false;
        }
        let (Some(before), Some(first)) = (char_before(codes, start), first) else { return true };
        if are_joined(before, first) || (self.exact && are_of_one_script(before, first)) {
            return false;
        }
        if self.exact || !(is_hangul(before) && is_hangul(first)) || syllables_count(&codes[start..end]) >= FREE_SYLLABLES_MIN {
            return true;
        }
        let length = codes[..start].iter().rev().take(RUN_SYLLABLES_MAX).take_while(|code| is_syllable(**code)).count();
        let run = String::from_utf16_lossy(&codes[start - length..start]);
        korean::can_stand_before(&run, char_before(codes, start - length))
    }

    fn word_ends(self, codes: &[u16], start: usize, end: usize) -> bool {
        let (Some(last), Some(after)) = (char_before(codes, end), char_at(codes, end)) else { return true };
        if is_mark(after) || are_joined(last, after) || (self.exact && are_of_one_script(last, after)) {
            return false;
        }
        if self.exact || !(is_hangul(last) && is_hangul(after)) || syllables_count(&codes[start..end]) > 1 {
            return true;
        }
        let length = codes[end..].iter().take(RUN_SYLLABLES_MAX).take_while(|code| is_syllable(**code)).count();
        length < RUN_SYLLABLES_MAX && korean::is_particle_chain(last, &String::from_utf16_lossy(&codes[end..end + length]))
    }
}

/// Letters of a script with spaces between words, or katakana, in one word.
fn are_joined(before: char, after: char) -> bool {
    (is_spaced_letter(before) && is_spaced_letter(after)) || (is_katakana(before) && is_katakana(after))
}

fn are_of_one_script(before: char, after: char) -> bool {
    [is_hangul, is_han, is_hiragana].iter().any(|is_of| is_of(before) && is_of(after))
}

fn tag_ends(codes: &[u16], end: usize) -> bool {
    char_at(codes, end).is_none_or(|after| !after.is_alphanumeric() && after != '_' && !is_mark(after))
}

/// Particles may follow a handle, and so may the rest of a host's name.
fn handle_ends(codes: &[u16], end: usize) -> bool {
    char_at(codes, end).is_none_or(|after| !is_spaced_letter(after) && !matches!(after, '_' | '-') && !is_mark(after))
}

fn syllables_count(codes: &[u16]) -> usize {
    codes.iter().filter(|code| is_syllable(**code)).count()
}

fn is_syllable(code: u16) -> bool {
    char::from_u32(u32::from(code)).is_some_and(is_hangul)
}

/// The character that starts at `at`.
pub fn char_at(codes: &[u16], at: usize) -> Option<char> {
    char::decode_utf16(codes[at..].iter().take(2).copied()).next().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The character that ends at `at`.
pub fn char_before(codes: &[u16], at: usize) -> Option<char> {
    let last = at.checked_sub(1)?;
    let start = if (0xDC00..=0xDFFF).contains(&codes[last]) { last.saturating_sub(1) } else { last };
    char_at(&codes[..at], start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::{Folder, term_codes};

    const WORD: Edges = Edges { form: Form::Words, exact: false, open_start: false, open_end: false };
    const EXACT: Edges = Edges { exact: true, ..WORD };
    const TAG: Edges = Edges { form: Form::Tag, ..WORD };
    const HANDLE: Edges = Edges { form: Form::Handle, ..WORD };

    /// In each text the term stands once; does it stand there as what it is?
    #[track_caller]
    fn check(edges: Edges, term: &str, yes: &[&str], no: &[&str]) {
        let term = term_codes(term);
        let mut folder = Folder::default();
        for (texts, expected) in [(yes, true), (no, false)] {
            for text in texts {
                let codes = folder.fold(text);
                let start = codes.windows(term.len()).position(|part| part == term).expect("the text has the term");
                assert_eq!(edges.stand(codes, start, start + term.len()), expected, "{text}");
            }
        }
    }

    #[test]
    fn spaced_scripts_and_katakana_have_edges() {
        check(WORD, "acme", &["acme", "(acme)", "acme이", "내acme폰", "#acme", "acme's", "acme_kr", "acmeの", "acme™"], &[]);
        check(WORD, "acme", &[], &["acmeology", "pacme", "acme2", "2acme", "acmeя", "acme\u{334}", "acme𝐚"]);
        check(WORD, "アップ", &["アップする", "をアップ", "アップ・ストア"], &["アップル", "スアップ", "アップー"]);
        check(Edges { open_start: true, ..WORD }, "acme", &["pacme", "acme"], &["acme2"]);
        check(Edges { open_end: true, ..WORD }, "acme", &["acmeology"], &["pacme"]);
    }

    #[test]
    fn long_korean_terms_are_free_and_short_ones_begin_words() {
        check(WORD, "아크메", &["아크메가", "구아크메몰"], &[]);
        check(
            WORD,
            "삼성",
            &["삼성폰은", "어제삼성갔는데", "우리삼성", "또삼성", "나는삼성이", "LG랑삼성", "3일삼성"],
            &["오삼성", "북삼성경"],
        );
        check(WORD, "기아", &["기아가", "와기아"], &["전기아파트"]);
        check(WORD, "현대", &[], &["근현대사"]);
        check(WORD, "배민", &[], &["선배민원"]);
        check(WORD, "차", &["차가", "차에서는", "차입니다", "차 좋다", "차ㅋㅋ", "그차"], &["차가운", "차트", "주차"]);
    }

    #[test]
    fn exact_terms_stand_alone_in_their_script() {
        check(EXACT, "삼성", &["삼성", "삼성!", "삼성tv"], &["삼성이", "우리삼성"]);
        check(EXACT, "返金", &["返金して"], &["全額返金"]);
        check(EXACT, "さくら", &["桜さくら"], &["さくらんぼ"]);
    }

    #[test]
    fn tags_and_handles_end() {
        check(TAG, "#아크메", &["#아크메 좋다", "＃아크메!"], &["#아크메전자", "#아크메가", "#아크메_"]);
        check(HANDLE, "@acme", &["@acme", "내@acme가", "@acme.example", "(@acme)"], &["x@acme", "@acme2", "@acme_kr", "@acme-kr"]);
    }
}
