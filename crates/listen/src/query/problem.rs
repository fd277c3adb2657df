//! What is wrong with a query, for people: where, and what to write instead.

use serde::Serialize;

/// All that is wrong with a query, in order.
pub type Problems = Vec<Problem>;

/// The screen translates the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub code: &'static str,
    /// Where it begins, in characters (code points) from 1. 0: the query as a whole.
    pub column: u32,
    /// How many characters it covers.
    pub length: u32,
    /// The whole query, mended, if there is one obvious way.
    pub suggestion: Option<String>,
    /// The words that the message is about.
    pub about: Option<String>,
}
