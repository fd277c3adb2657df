//! What is wrong with a query, for people: where, and what to write instead.

use serde::Serialize;
use std::cmp::Reverse;
use std::ops::Range;

/// All that is wrong with a query, in order.
pub type Problems = Vec<Problem>;

/// Problems that are told at once; each may carry the whole query as a suggestion.
pub const PROBLEMS_MAX: usize = 20;

/// Everything that can be wrong with a query. The screen has a sentence for each.
pub const PROBLEM_CODES: [&str; 27] = [
    "query_empty",
    "query_unanchored",
    "too_long",
    "too_many_terms",
    "too_deep",
    "term_too_long",
    "term_blank",
    "unclosed_quote",
    "unopened_quote",
    "unclosed_parenthesis",
    "unopened_parenthesis",
    "empty_parenthesis",
    "dangling_operator",
    "lowercase_operator",
    "foreign_operator",
    "comma",
    "near_side",
    "near_chained",
    "bad_number",
    "sign_misplaced",
    "star_inside",
    "space_in_name",
    "unknown_field",
    "unknown_language",
    "unknown_network",
    "unknown_has",
    "empty_value",
];

/// The screen translates the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub code: &'static str,
    /// Where it begins, in characters (code points) from 1. 0: the query as a whole.
    pub column: u32,
    /// How many characters it covers.
    pub length: u32,
    /// The whole query, mended, if there is one obvious way. It mends whatever else has an obvious way, too.
    pub suggestion: Option<String>,
    /// The words that the message is about.
    pub about: Option<String>,
}

impl Problem {
    /// Of the query as a whole.
    pub(super) fn whole(code: &'static str, about: impl Into<String>) -> Self {
        Self { code, column: 0, length: 0, suggestion: None, about: Some(about.into()).filter(|about: &String| !about.is_empty()) }
    }
}

/// A problem while the query is still being read, with what would mend it. Places are characters from 0.
#[derive(Debug)]
pub struct Finding {
    code: &'static str,
    /// `None`: the query as a whole.
    place: Option<Range<usize>>,
    about: String,
    edits: Vec<Edit>,
}

/// One change of a text: these characters become those.
#[derive(Debug)]
pub struct Edit {
    place: Range<usize>,
    text: String,
}

impl Finding {
    pub fn at(code: &'static str, place: Range<usize>) -> Self {
        Self { code, place: Some(place), about: String::new(), edits: Vec::new() }
    }

    pub fn whole(code: &'static str) -> Self {
        Self { code, place: None, about: String::new(), edits: Vec::new() }
    }

    pub fn about(self, about: impl Into<String>) -> Self {
        Self { about: about.into(), ..self }
    }

    pub fn replace(mut self, place: Range<usize>, text: impl Into<String>) -> Self {
        self.edits.push(Edit { place, text: text.into() });
        self
    }

    pub fn delete(self, place: Range<usize>) -> Self {
        self.replace(place, "")
    }

    pub fn insert(self, at: usize, text: impl Into<String>) -> Self {
        self.replace(at..at, text)
    }

    /// Says nothing but about characters of `place`.
    pub fn is_within(&self, place: &Range<usize>) -> bool {
        self.place.as_ref().is_some_and(|own| place.start <= own.start && own.end <= place.end)
    }

    fn into_problem(self, suggestion: Option<&str>) -> Problem {
        let whole = Problem::whole(self.code, self.about);
        let suggestion = suggestion.filter(|_| !self.edits.is_empty()).map(str::to_owned);
        match self.place {
            Some(place) => Problem { column: count(place.start + 1), length: count(place.len()), suggestion, ..whole },
            None => Problem { suggestion, ..whole },
        }
    }
}

/// What people are told. `count_again` says how many problems a mended query would have: a suggestion that is no better is none.
pub fn problems(chars: &[char], findings: Vec<Finding>, count_again: impl FnOnce(&str) -> usize) -> Problems {
    let has_edits = findings.iter().any(|finding| !finding.edits.is_empty());
    let mended = has_edits.then(|| mended(chars, &findings)).filter(|text| count_again(text) < findings.len());
    let mut problems: Problems = findings.into_iter().map(|finding| finding.into_problem(mended.as_deref())).collect();
    problems.sort_by_key(|problem| (problem.column, Reverse(problem.length)));
    problems.truncate(PROBLEMS_MAX);
    problems
}

/// The text with all edits, but for those inside of others.
fn mended(chars: &[char], findings: &[Finding]) -> String {
    let mut edits: Vec<&Edit> = findings.iter().flat_map(|finding| &finding.edits).collect();
    edits.sort_by_key(|edit| (edit.place.start, Reverse(edit.place.end)));
    let mut text = String::new();
    let mut at = 0;
    for (index, edit) in edits.iter().enumerate() {
        if edit.place.start < at {
            continue;
        }
        text.extend(&chars[at..edit.place.start]);
        at = edit.place.end;
        if edit.text.is_empty() {
            let next = edits.get(index + 1).map_or(chars.len(), |next| next.place.start.max(at));
            at = close_hole(&mut text, chars, at..next);
        } else {
            text.push_str(&edit.text);
        }
    }
    text.extend(&chars[at..]);
    text.trim().to_owned()
}

/// Something was taken out at the end of `text`: leaves one space there at most, and returns where the rest goes on.
fn close_hole(text: &mut String, chars: &[char], rest: Range<usize>) -> usize {
    let goes_on = !matches!(chars.get(rest.start), None | Some(')' | '）'));
    if !goes_on {
        text.truncate(text.trim_end().len());
    }
    let blank_before = text.ends_with(|c: char| c.is_whitespace() || c == '(' || c == '（') || text.is_empty();
    let blanks = chars[rest.clone()].iter().take_while(|c| blank_before && c.is_whitespace()).count();
    rest.start + blanks
}

fn count(chars: usize) -> u32 {
    u32::try_from(chars).unwrap_or(u32::MAX)
}
