//! What a query that can be read is refused for as a whole.

use super::{DEPTH_MAX, Fact, Problem, Problems, QUERY_CHARS_MAX, Query, TERMS_MAX, Term};

/// The canonical query, if it may become a monitor.
pub fn within_limits(query: Query) -> Result<Query, Problems> {
    let mut problems = Problems::new();
    let terms = query.terms().len();
    if terms > TERMS_MAX {
        problems.push(Problem::whole("too_many_terms", terms.to_string()));
    }
    let depth = depth(&query);
    if depth > DEPTH_MAX {
        problems.push(Problem::whole("too_deep", depth.to_string()));
    }
    // It is kept as it prints, and must be read again.
    let printed = query.to_string();
    let chars = printed.chars().count();
    if chars > QUERY_CHARS_MAX {
        problems.push(Problem::whole("too_long", chars.to_string()));
    }
    if let Err(open) = anchored(&query, true) {
        let about = if *open == query { String::new() } else { open.to_string() };
        problems.push(Problem::whole("query_unanchored", about));
    }
    if problems.is_empty() { Ok(query) } else { Err(problems) }
}

impl Query {
    /// Every term, in order, also those under `NOT`.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Self::Term(term) => vec![term],
            Self::Fact(_) => Vec::new(),
            Self::Near(near) => near.left.iter().chain(&near.right).collect(),
            Self::Not(inner) => inner.terms(),
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::terms).collect(),
        }
    }
}

/// Parentheses and `NOT`s within each other, as it prints.
fn depth(query: &Query) -> usize {
    let inside = |part: &Query, in_parentheses: bool| depth(part) + usize::from(in_parentheses);
    match query {
        Query::Term(_) | Query::Fact(_) => 0,
        Query::Near(near) => usize::from(near.left.len() > 1 || near.right.len() > 1),
        Query::Not(inner) => 1 + inside(inner, matches!(**inner, Query::And(_) | Query::Or(_) | Query::Near(_))),
        Query::And(parts) | Query::Or(parts) => {
            parts.iter().map(|part| inside(part, matches!(part, Query::And(_) | Query::Or(_)))).max().unwrap_or(0)
        }
    }
}

/// Whether each way to make `query` hold (`wanted`) or fail needs a word or a name; if not, the part that lets everything in.
///
/// By the shape alone: that two facts exclude each other is not thought of.
fn anchored(query: &Query, wanted: bool) -> Result<(), &Query> {
    let is_anchor = match query {
        Query::Not(inner) => return anchored(inner, !wanted).map_err(|open| if wanted { query } else { open }),
        Query::And(parts) | Query::Or(parts) => {
            let one_is_enough = matches!(query, Query::And(_)) == wanted;
            let open: Vec<&Query> = parts.iter().filter_map(|part| anchored(part, wanted).err()).collect();
            return match open.first() {
                Some(_) if one_is_enough && open.len() < parts.len() => Ok(()),
                Some(_) if one_is_enough => Err(query),
                Some(first) => Err(first),
                None => Ok(()),
            };
        }
        Query::Term(_) | Query::Near(_) | Query::Fact(Fact::Author(_) | Fact::From(_) | Fact::To(_)) => true,
        Query::Fact(_) => false,
    };
    if is_anchor && wanted { Ok(()) } else { Err(query) }
}
