//! Which monitors does a text match, and where exactly?
//!
//! A monitor is three boxes of words and phrases: *any* of these, *all* of these, *none* of these. [`Matcher`] puts the terms of all
//! enabled monitors of all brands into one automaton, so that a post is read once however many monitors there are.
//!
//! ```
//! use answerable_domain::{BrandId, Millis, Monitor, MonitorId, MonitorQuery};
//! use answerable_listen::Matcher;
//!
//! let monitor = Monitor {
//!     id: MonitorId(1),
//!     brand_id: BrandId(1),
//!     name: "Acme".into(),
//!     query: MonitorQuery { any: vec!["acme".into(), "아크메".into()], ..MonitorQuery::default() },
//!     enabled: true,
//!     created_at: 0,
//!     updated_at: 0,
//! };
//! let matcher = Matcher::new(&[monitor])?;
//! assert_eq!(matcher.hits("ＡＣＭＥ이 또 늦네요")[0].spans, [(0, 12)]);
//! assert!(matcher.hits("acmeology").is_empty());
//! # Ok::<(), answerable_listen::ListenError>(())
//! ```
//!
//! # What counts as the same
//! - Case and width: `Acme` = `ACME` = `ａｃｍｅ`, `ｱｯﾌﾟﾙ` = `アップル`, `㈜` = `(주)`, `é` and Hangul in one piece or in several.
//! - Zero-width characters and soft hyphens are not there; a run of white space is one space; `’` is `'`.
//!
//! # What counts as a word
//! - Where words are written with spaces (Latin, Cyrillic, Greek, digits …) a term is never a part of a longer word:
//!   `acme` is not in `acmeology`, but it is in `acme이`, `@acme`, `#acme`, `acme's`.
//! - Hangul, hiragana and Han have no such edges, because particles stick to names: `아크메` is in `아크메가`.
//! - Katakana has: `アップ` is not in `アップル`.
//!
//! # Spans
//! Byte offsets into the text as it was written, on character boundaries, ascending, not overlapping. Where one character stands for
//! several (`㈜`), the whole character is marked. At most [`SPANS_MAX`] occurrences of a term are marked.
//!
//! Architecture invariant: no clock, no I/O, no async, no randomness. [`Scratch`] is the only thing that is reused between texts.

mod character;
mod fold;
mod frame;
mod matcher;
mod query;
mod regular;
mod sieve;

pub use matcher::{ListenError, Matcher, SPANS_MAX, Scratch};
pub use query::{QueryProblem, TERM_CHARS_MAX, TERMS_MAX, validate};
