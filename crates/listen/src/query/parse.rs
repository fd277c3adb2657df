//! From text to tree.

use super::{Problems, Query};

/// The query, in canonical form, or all that is wrong with it.
pub fn parse(text: &str) -> Result<Query, Problems> {
    let _ = text;
    Err(Vec::new())
}
