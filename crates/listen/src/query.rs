//! What a query may be: limits that keep one automaton small, and boxes that can match something.

use crate::fold::fold_term;
use answerable_domain::MonitorQuery;
use serde::Serialize;

/// Terms in all boxes of one monitor together.
pub const TERMS_MAX: usize = 100;
/// Characters of one term.
pub const TERM_CHARS_MAX: usize = 100;

/// Why a query is refused. The screen translates the code.
///
/// | code | what is wrong |
/// |---|---|
/// | `query_empty` | all boxes are empty |
/// | `query_only_none` | only *none* is filled: it would match nearly every post there is |
/// | `too_many_terms` | more than [`TERMS_MAX`] |
/// | `term_blank` | nothing is left of the term when spaces and invisible characters are taken away |
/// | `term_too_long` | more than [`TERM_CHARS_MAX`] characters |
/// | `term_excluded` | the term also stands under *none* |
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryProblem {
    pub code: &'static str,
    /// The term that is at fault, if one is; cut to [`TERM_CHARS_MAX`] characters.
    pub term: Option<String>,
}

/// All that is wrong with a query, box by box.
pub fn validate(query: &MonitorQuery) -> Result<(), Vec<QueryProblem>> {
    let count = query.any.len() + query.all.len() + query.none.len();
    if count > TERMS_MAX {
        return Err(vec![of_query("too_many_terms")]);
    }
    let mut problems = Vec::new();
    if query.any.is_empty() && query.all.is_empty() {
        problems.push(of_query(if query.none.is_empty() { "query_empty" } else { "query_only_none" }));
    }
    let terms = query.any.iter().chain(&query.all).chain(&query.none);
    problems.extend(terms.filter_map(|term| Some(of_term(term_problem(term)?, term))));
    if problems.is_empty() {
        let excluded: Vec<String> = query.none.iter().map(|term| fold_term(term)).collect();
        let wanted = query.any.iter().chain(&query.all);
        problems.extend(wanted.filter(|term| excluded.contains(&fold_term(term))).map(|term| of_term("term_excluded", term)));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn term_problem(term: &str) -> Option<&'static str> {
    if term.chars().nth(TERM_CHARS_MAX).is_some() {
        Some("term_too_long")
    } else if fold_term(term).is_empty() {
        Some("term_blank")
    } else {
        None
    }
}

fn of_query(code: &'static str) -> QueryProblem {
    QueryProblem { code, term: None }
}

fn of_term(code: &'static str, term: &str) -> QueryProblem {
    QueryProblem { code, term: Some(term.chars().take(TERM_CHARS_MAX).collect()) }
}
