//! Which monitors does a post match, where exactly, and why?
//!
//! A monitor is a query ([`Query`]): written in the query language ([`parse`]) or filled in as [`Boxes`]. Its terms may ask for their
//! [`variants()`]: what people really type. [`Matcher`] reads a post once, however many monitors there are.
//!
//! ```
//! use answerable_listen::{Document, Matcher};
//! # use answerable_domain::{BrandId, Budget, Monitor, MonitorId, Side, VariantChoice};
//! # let monitor = |query: &str| Monitor {
//! #     id: MonitorId(1), brand_id: BrandId(1), name: String::new(), query: query.to_owned(), variants: VariantChoice::default(),
//! #     side: Side::Own, budget: Budget::default(), enabled: true, created_at: 0, updated_at: 0,
//! # };
//! let matcher = Matcher::new(&[monitor("~아크메 (환불 OR 반품) -광고")], &[]).expect("a good query");
//! let text = "우리아크매에서 환불을 안 해줘요";
//! let hits = matcher.hits(&Document::text(text));
//! let marked: Vec<_> = hits[0].spans.iter().map(|span| (&text[span.start as usize..span.end as usize], span.reason.as_deref())).collect();
//! assert_eq!(marked, [("아크매", Some("jamo:ㅔ→ㅐ")), ("환불", None)]);
//! ```
//!
//! # What counts as the same
//! Text and terms are folded: case, width, composition and compatibility forms do not matter (`ＡＣＭＥ`, `㈜`, half-width kana, jamo on their
//! way to a syllable), what cannot be seen is not there, a run of white space is one space. What people see as something else stays
//! apart: `™` is not `tm`, `ㅋ` is no part of a syllable, `é` is not `e`. `raw:` asks for the very characters.
//!
//! # What counts as a word
//! - Scripts with spaces between words: no letter or digit stands directly before or after, unless that edge is open (`acme*`).
//! - Hangul: anything may follow, as particles, endings and compounds do; a term of one syllable is followed by particles or by the end
//!   of the run. Terms of three syllables and more begin anywhere; shorter ones where a word may have ended before them. The lists
//!   of words for that are in `edges/korean.rs`.
//! - Katakana: no katakana stands directly before or after. Hiragana and Han have no edges.
//! - Exact terms (`=`): nothing of the same script stands directly before or after.
//! - Tags end where no letter, digit or `_` follows. Handles do not follow a letter or digit, and particles may follow them.
//!
//! # Spans
//! Bytes of the original text, on character boundaries, of the term without its particles, ascending; of those parts of a query that hold.
//! The spans of one term do not overlap each other: the term itself wins over a variant, a longer one over a shorter.
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
mod sieve;
mod variants;

pub use budget::is_taken;
pub use document::Document;
pub use matcher::{ListenError, Matcher, SPANS_MAX, Scratch};
pub use query::{
    BoxTerm, Boxes, DEPTH_MAX, DISTANCE_MAX, Fact, Form, Near, NotBoxes, PROBLEM_CODES, PROBLEMS_MAX, Problem, Problems, QUERY_CHARS_MAX,
    Query, TERM_CHARS_MAX, TERMS_MAX, Term, parse,
};
pub use variants::{VARIANTS_MAX, Variant, Variants, in_force, variants};
