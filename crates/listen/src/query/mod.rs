//! What a monitor asks for: one tree with two faces, the query language and boxes.

mod boxes;
mod canonical;
mod codes;
mod fact;
mod limits;
mod mend;
mod parse;
mod phrase;
mod print;
mod problem;
mod sign;
mod token;
mod tree;
mod word;

pub use boxes::{BoxTerm, Boxes, NotBoxes};
pub use parse::parse;
pub use problem::{PROBLEM_CODES, PROBLEMS_MAX, Problem, Problems};

use answerable_domain::Network;

/// Terms of one query.
pub const TERMS_MAX: usize = 200;
/// Characters of one term.
pub const TERM_CHARS_MAX: usize = 100;
/// Characters of a query as text.
pub const QUERY_CHARS_MAX: usize = 10_000;
/// Parentheses and `NOT`s within each other, in canonical text.
pub const DEPTH_MAX: usize = 16;
/// `NEAR/n`.
pub const DISTANCE_MAX: u16 = 50;

/// A query. What [`parse`] returns is canonical: `And` and `Or` hold two or more parts, none of them of their own kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Query {
    Term(Term),
    Fact(Fact),
    Near(Near),
    Not(Box<Query>),
    And(Vec<Query>),
    Or(Vec<Query>),
}

/// Words to be found in the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    /// As typed, without quotes and signs, trimmed, with single spaces.
    pub text: String,
    pub form: Form,
    /// `~`: other spellings too. Only with [`Form::Words`].
    pub variants: bool,
    /// `=`: as a whole word, without particles, endings and compounds.
    pub exact: bool,
    /// `*acme`: a word may begin before the term.
    pub open_start: bool,
    /// `acme*`: a word may go on after the term.
    pub open_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A word or a `"phrase"`.
    Words,
    /// `#tag`; the text is without `#`.
    Tag,
    /// `@handle`; the text is without `@`. `@acme` is also in `@acme.example`.
    Handle,
    /// `raw:"Case Sensitive"`: character by character, as written.
    Raw,
}

/// `left NEAR/n right`, in either order: the places of the two differ by at most `distance` words, so that neighbours are `NEAR/1`.
///
/// Words are what stands between white space and punctuation; in scripts without spaces (Han, kana, Thai) each character is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Near {
    /// One of these.
    pub left: Vec<Term>,
    /// And one of these.
    pub right: Vec<Term>,
    pub distance: u16,
}

/// Something about a post other than its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Fact {
    /// `lang:ko`: the language that triage found, or the network declared.
    Language(String),
    /// `network:bluesky`.
    Network(Network),
    /// `author:`: handle or native id, without `@`.
    Author(String),
    /// `from:`: said by this connected account.
    From(String),
    /// `to:`: addressed to this connected account.
    To(String),
    /// `has:link`.
    Link,
    /// `has:media`.
    Media,
    /// `followers:1000`: the author has at least so many; unknown is too few.
    Followers(u64),
}
