//! The simple face: boxes.

use super::canonical::{all_of, any_of, not};
use super::codes::is_language;
use super::limits::within_limits;
use super::sign::{is_blank, single_spaced, without_sign};
use super::{Fact, Form, Problem, Problems, Query, TERM_CHARS_MAX, Term};
use answerable_domain::Network;
use serde::{Deserialize, Serialize};

/// A post matches when **any** of `any` (if there are some) and **all** of `all` occur and **none** of `none`, one of the hashtags or handles
/// counts as one of `any`, and each of the filters that are filled holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Boxes {
    pub any: Vec<BoxTerm>,
    pub all: Vec<BoxTerm>,
    pub none: Vec<BoxTerm>,
    /// Without `#`.
    pub hashtags: Vec<String>,
    /// Without `@`.
    pub handles: Vec<String>,
    /// One of these.
    pub languages: Vec<String>,
    /// One of these.
    pub networks: Vec<Network>,
    pub followers_min: Option<u64>,
}

/// A word or phrase in a box.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BoxTerm {
    pub text: String,
    /// Other spellings too.
    pub variants: bool,
    /// As a whole word, without particles, endings and compounds.
    pub exact: bool,
}

/// Why a query cannot be shown as boxes: a code, and the part that they have no place for.
///
/// Codes: `near`, `raw`, `open_edge`, `author`, `from_to`, `has`; `negated` (only words can be unwanted), `tag` (a hashtag or handle that
/// must be there), `second_or`, `twice` (a second language, network or number of followers), `nested` (anything else within each other).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotBoxes {
    pub code: &'static str,
    pub part: String,
}

impl Boxes {
    /// The query that these boxes mean. Order: any, all, none, languages, networks, followers.
    pub fn to_query(&self) -> Result<Query, Problems> {
        let mut problems = Problems::new();
        let mut words = |terms: &[BoxTerm]| terms.iter().filter_map(|term| keep(word(term), &mut problems)).collect::<Vec<_>>();
        let (mut any, all, none) = (words(&self.any), words(&self.all), words(&self.none));
        any.extend(self.hashtags.iter().filter_map(|text| keep(name(text, Form::Tag), &mut problems)));
        any.extend(self.handles.iter().filter_map(|text| keep(name(text, Form::Handle), &mut problems)));
        let languages = self.languages.iter().filter_map(|code| keep(language(code), &mut problems)).collect();
        let networks = self.networks.iter().map(|network| Query::Fact(Fact::Network(*network))).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let parts = any_of(any).into_iter().chain(all).chain(any_of(none).map(not)).chain(any_of(languages)).chain(any_of(networks));
        let followers = self.followers_min.map(|count| Query::Fact(Fact::Followers(count)));
        let query = all_of(parts.chain(followers).collect()).ok_or_else(|| vec![Problem::whole("query_empty", "")])?;
        within_limits(query)
    }
}

fn keep(part: Result<Query, Problem>, problems: &mut Problems) -> Option<Query> {
    part.map_err(|problem| problems.push(problem)).ok()
}

fn word(term: &BoxTerm) -> Result<Query, Problem> {
    let words = Term {
        text: single_spaced(&term.text),
        form: Form::Words,
        variants: term.variants,
        exact: term.exact,
        open_start: false,
        open_end: false,
    };
    checked(words, &term.text)
}

/// People write the sign, too.
fn name(typed: &str, form: Form) -> Result<Query, Problem> {
    let text = single_spaced(without_sign(typed, if form == Form::Tag { '#' } else { '@' }));
    if text.contains(' ') {
        return Err(Problem::whole("space_in_name", typed));
    }
    checked(Term { text, form, variants: false, exact: false, open_start: false, open_end: false }, typed)
}

fn checked(term: Term, typed: &str) -> Result<Query, Problem> {
    if is_blank(&term.text) {
        return Err(Problem::whole("term_blank", typed));
    }
    if term.text.chars().count() > TERM_CHARS_MAX {
        return Err(Problem::whole("term_too_long", typed));
    }
    Ok(Query::Term(term))
}

fn language(code: &str) -> Result<Query, Problem> {
    let lower = code.trim().to_lowercase();
    if is_language(&lower) { Ok(Query::Fact(Fact::Language(lower))) } else { Err(Problem::whole("unknown_language", code)) }
}

impl Query {
    /// The boxes that mean the same, where there are some.
    ///
    /// Without an `OR` of words the first word (or the only hashtag or handle) goes to `any`, where people look first.
    pub fn to_boxes(&self) -> Result<Boxes, NotBoxes> {
        let parts = match self {
            Self::And(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut boxes = Boxes::default();
        let mut wanted = Vec::new();
        let mut has_or = false;
        for part in parts {
            match part {
                Self::Term(term) => wanted.push(term),
                Self::Or(either) if matches!(either.first(), Some(Self::Fact(_))) => one_of_facts(part, either, &mut boxes)?,
                Self::Or(either) => {
                    if has_or {
                        return Err(no_box("second_or", part));
                    }
                    has_or = true;
                    either.iter().try_for_each(|term| put_any(term, part, &mut boxes))?;
                }
                Self::Fact(_) => one_of_facts(part, std::slice::from_ref(part), &mut boxes)?,
                Self::Not(inner) => unwanted(part, inner, &mut boxes)?,
                Self::Near(_) => return Err(no_box("near", part)),
                Self::And(_) => return Err(no_box("nested", part)),
            }
        }
        put_wanted(wanted, has_or, &mut boxes)?;
        Ok(boxes)
    }
}

fn no_box(code: &'static str, part: &Query) -> NotBoxes {
    NotBoxes { code, part: part.to_string() }
}

/// Terms that must all be there.
fn put_wanted(mut wanted: Vec<&Term>, has_or: bool, boxes: &mut Boxes) -> Result<(), NotBoxes> {
    if !has_or && !wanted.is_empty() {
        let first = wanted.iter().position(|term| matches!(term.form, Form::Tag | Form::Handle)).unwrap_or(0);
        let first = Query::Term(wanted.remove(first).clone());
        put_any(&first, &first, boxes)?;
    }
    for term in wanted {
        match term.form {
            Form::Tag | Form::Handle => return Err(NotBoxes { code: "tag", part: term.to_string() }),
            Form::Words | Form::Raw => boxes.all.push(box_term(term)?),
        }
    }
    Ok(())
}

/// One part of an `OR`, which as a whole is `either`.
fn put_any(part: &Query, either: &Query, boxes: &mut Boxes) -> Result<(), NotBoxes> {
    match part {
        Query::Term(term) if term.form == Form::Tag => boxes.hashtags.push(term.text.clone()),
        Query::Term(term) if term.form == Form::Handle => boxes.handles.push(term.text.clone()),
        Query::Term(term) => boxes.any.push(box_term(term)?),
        Query::Near(_) => return Err(no_box("near", part)),
        _ => return Err(no_box("nested", either)),
    }
    Ok(())
}

fn box_term(term: &Term) -> Result<BoxTerm, NotBoxes> {
    let code = match term.form {
        Form::Raw => "raw",
        _ if term.open_start || term.open_end => "open_edge",
        _ => return Ok(BoxTerm { text: term.text.clone(), variants: term.variants, exact: term.exact }),
    };
    Err(NotBoxes { code, part: term.to_string() })
}

fn unwanted(part: &Query, inner: &Query, boxes: &mut Boxes) -> Result<(), NotBoxes> {
    let terms = match inner {
        Query::Or(terms) => terms.as_slice(),
        other => std::slice::from_ref(other),
    };
    for term in terms {
        match term {
            Query::Term(term) if matches!(term.form, Form::Words | Form::Raw) => boxes.none.push(box_term(term)?),
            Query::Term(_) | Query::Fact(_) => return Err(no_box("negated", part)),
            Query::Near(_) => return Err(no_box("near", part)),
            _ => return Err(no_box("nested", part)),
        }
    }
    Ok(())
}

/// Languages, networks or followers: `either` of them, together `part`.
fn one_of_facts(part: &Query, either: &[Query], boxes: &mut Boxes) -> Result<(), NotBoxes> {
    let mut found = Boxes::default();
    for fact in either {
        match fact {
            Query::Fact(Fact::Language(code)) => found.languages.push(code.clone()),
            Query::Fact(Fact::Network(network)) => found.networks.push(*network),
            Query::Fact(Fact::Followers(count)) if either.len() == 1 => found.followers_min = Some(*count),
            Query::Fact(Fact::Author(_)) => return Err(no_box("author", fact)),
            Query::Fact(Fact::From(_) | Fact::To(_)) => return Err(no_box("from_to", fact)),
            Query::Fact(Fact::Link | Fact::Media) => return Err(no_box("has", fact)),
            _ => return Err(no_box("nested", part)),
        }
    }
    let is_mixed = !found.languages.is_empty() && !found.networks.is_empty();
    let is_second = (!found.languages.is_empty() && !boxes.languages.is_empty())
        || (!found.networks.is_empty() && !boxes.networks.is_empty())
        || (found.followers_min.is_some() && boxes.followers_min.is_some());
    if is_mixed || is_second {
        return Err(no_box(if is_mixed { "nested" } else { "twice" }, part));
    }
    boxes.languages.append(&mut found.languages);
    boxes.networks.append(&mut found.networks);
    boxes.followers_min = boxes.followers_min.or(found.followers_min);
    Ok(())
}
