//! From tree to text: what [`parse`](super::parse) reads back as the same tree.
//!
//! Operators are written out, parentheses stand around every `OR` inside of an `AND` and the reverse, and words wear quotes only where
//! they would read as something else.

use super::sign::{is_bare_name, is_bare_word, quoted};
use super::{Fact, Form, Near, Query, Term};
use std::fmt;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(f),
            Self::Fact(fact) => fact.fmt(f),
            Self::Near(near) => near.fmt(f),
            Self::Not(inner) => {
                f.write_str("NOT ")?;
                write_part(f, inner, matches!(**inner, Self::And(_) | Self::Or(_) | Self::Near(_)))
            }
            Self::And(parts) => write_joined(f, parts, " AND "),
            Self::Or(parts) => write_joined(f, parts, " OR "),
        }
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, parts: &[Query], operator: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(operator)?;
        }
        write_part(f, part, matches!(part, Query::And(_) | Query::Or(_)))?;
    }
    Ok(())
}

fn write_part(f: &mut fmt::Formatter<'_>, part: &Query, in_parentheses: bool) -> fmt::Result {
    if in_parentheses { write!(f, "({part})") } else { write!(f, "{part}") }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signs = [(self.variants, "~"), (self.exact, "="), (self.open_start, "*")];
        for (_, sign) in signs.iter().filter(|(is_on, _)| *is_on) {
            f.write_str(sign)?;
        }
        match self.form {
            Form::Words if is_bare_word(&self.text) => f.write_str(&self.text),
            Form::Words => f.write_str(&quoted(&self.text)),
            Form::Tag => write_name(f, "#", &self.text),
            Form::Handle => write_name(f, "@", &self.text),
            Form::Raw => write!(f, "raw:{}", quoted(&self.text)),
        }?;
        f.write_str(if self.open_end { "*" } else { "" })
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_side(f, &self.left)?;
        write!(f, " NEAR/{} ", self.distance)?;
        write_side(f, &self.right)
    }
}

fn write_side(f: &mut fmt::Formatter<'_>, side: &[Term]) -> fmt::Result {
    if let [term] = side {
        return write!(f, "{term}");
    }
    let terms: Vec<String> = side.iter().map(Term::to_string).collect();
    write!(f, "({})", terms.join(" OR "))
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Language(code) => write!(f, "lang:{code}"),
            Self::Network(network) => write!(f, "network:{}", network.as_str()),
            Self::Author(name) => write_name(f, "author:", name),
            Self::From(name) => write_name(f, "from:", name),
            Self::To(name) => write_name(f, "to:", name),
            Self::Link => f.write_str("has:link"),
            Self::Media => f.write_str("has:media"),
            Self::Followers(count) => write!(f, "followers:{count}"),
        }
    }
}

fn write_name(f: &mut fmt::Formatter<'_>, before: &str, name: &str) -> fmt::Result {
    f.write_str(before)?;
    if is_bare_name(name) { f.write_str(name) } else { f.write_str(&quoted(name)) }
}
