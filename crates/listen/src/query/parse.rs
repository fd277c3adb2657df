//! From text to tree: [tokens](super::token), [well-formed](super::mend) ones, the [tree](super::tree), and its [limits](super::limits).

use super::limits::within_limits;
use super::mend::well_formed;
use super::problem::{Finding, Problem, problems};
use super::token::tokens;
use super::tree::tree;
use super::{Problems, QUERY_CHARS_MAX, Query};

/// The query, in canonical form, or all that is wrong with it.
pub fn parse(text: &str) -> Result<Query, Problems> {
    if text.chars().nth(QUERY_CHARS_MAX).is_some() {
        return Err(vec![Problem::whole("too_long", text.chars().count().to_string())]);
    }
    let chars: Vec<char> = text.chars().collect();
    match read(&chars) {
        Ok(Some(query)) => within_limits(query),
        Ok(None) => Err(vec![Problem::whole("query_empty", "")]),
        Err(findings) => Err(problems(&chars, findings, count_problems)),
    }
}

fn read(chars: &[char]) -> Result<Option<Query>, Vec<Finding>> {
    let mut findings = Vec::new();
    let tokens = tokens(chars, &mut findings);
    let tokens = well_formed(tokens, chars, &mut findings);
    let query = tree(&tokens, chars, &mut findings);
    if findings.is_empty() { Ok(query) } else { Err(findings) }
}

/// Of a mended query. What is left of it must be something.
fn count_problems(mended: &str) -> usize {
    match read(&mended.chars().collect::<Vec<_>>()) {
        Ok(Some(_)) => 0,
        Ok(None) => usize::MAX,
        Err(findings) => findings.len(),
    }
}
