//! Which monitors does a post match, where exactly, and why?
//!
//! A monitor is a query ([`Query`]): written in the query language ([`parse`]) or filled in as [`Boxes`]. Its terms may ask for their
//! [`variants()`]: what people really type. [`Matcher`] reads a post once, however many monitors there are.
//!
//! Architecture invariant: no clock, no I/O, no async, no randomness. [`Scratch`] is the only thing that is reused between posts.

mod budget;
mod character;
mod document;
mod edges;
mod fold;
mod frame;
mod matcher;
mod query;
mod regular;
mod variants;

pub use budget::is_taken;
pub use document::Document;
pub use matcher::{ListenError, Matcher, SPANS_MAX, Scratch};
pub use query::{
    BoxTerm, Boxes, DEPTH_MAX, DISTANCE_MAX, Fact, Form, Near, NotBoxes, PROBLEM_CODES, PROBLEMS_MAX, Problem, Problems, QUERY_CHARS_MAX,
    Query, TERM_CHARS_MAX, TERMS_MAX, Term, parse,
};
pub use variants::{VARIANTS_MAX, Variant, Variants, in_force, variants};
