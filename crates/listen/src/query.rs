//! What a query may be: limits that keep one automaton small, and boxes that can match something.

use answerable_domain::MonitorQuery;
use serde::Serialize;

/// Terms in all boxes of one monitor together.
pub const TERMS_MAX: usize = 100;
/// Characters of one term.
pub const TERM_CHARS_MAX: usize = 100;

/// Why a query is refused. The screen translates the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryProblem {
    pub code: &'static str,
    /// The term that is at fault, if one is.
    pub term: Option<String>,
}

pub fn validate(query: &MonitorQuery) -> Result<(), Vec<QueryProblem>> {
    let mut problems = Vec::new();
    if query.any.is_empty() && query.all.is_empty() {
        let code = if query.none.is_empty() { "query_empty" } else { "query_only_none" };
        problems.push(QueryProblem { code, term: None });
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
