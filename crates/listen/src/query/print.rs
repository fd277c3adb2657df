//! From tree to text: what [`parse`](super::parse) reads back as the same tree.

use super::Query;
use std::fmt;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
