//! What a post is, and why we think so.
//!
//! An [`Assessor`] reads one text and says which language it is in, how it stands to what it talks about, what kind of post it is,
//! whether it wants an answer, whether it abuses somebody, what it is a risk of and which personal data stand in it, each with how sure
//! that is. [`Assessor::explain`] gives the words that moved each judgement.
//!
//! ```
//! use answerable_triage::{Assessor, Input};
//!
//! let assessment = Assessor::shipped().assess(&Input::of("환불 언제 되나요? 010-1234-5678로 연락 주세요"));
//! assert_eq!(assessment.language.value.map(|language| language.0), Some("ko".into()));
//! assert_eq!(assessment.question.value, Some(true));
//! assert_eq!((assessment.personal_data[0].start, assessment.personal_data[0].end), (25, 38));
//! ```
//!
//! What people of a brand correct is learned on top: [`Assessor::taught`] is a pure function of the corrections and of the brand's
//! [word rules](answerable_domain::WordRule); taking one back and teaching again forgets it without a trace.
//!
//! The labels are a closed list ([`REASON_CODES`] and the types of `domain`): nothing here states or guesses anything about a
//! person's health, politics, religion, sex life, ethnicity, union membership, crimes or finances.
//!
//! Architecture invariant: no clock, no I/O, no async, no randomness. The same input always gives the same assessment, on every machine.

mod agreement;
mod assessor;
mod explain;
pub mod language;
pub mod model;
mod personal;
mod taught;
mod urgency;
mod visible;

use answerable_domain::Reason;
use std::ops::Range;

pub use assessor::{Agreement, Assessor, AuthorFacts, Input, MODEL};
pub use explain::{Explanation, Moved};
pub use urgency::{URGENCY_CODES, UrgencyInput, UrgencyPart, urgency};

/// Every code that a [`Reason`] can carry. The screen translates them.
pub const REASON_CODES: [&str; 7] = [
    language::DECLARED,
    language::HAN_ONLY,
    language::LETTERS,
    language::NGRAMS,
    language::NO_LETTERS,
    language::SCRIPT,
    language::TOO_SHORT,
];

fn reason(code: &str, at: Range<usize>) -> Reason {
    Reason { code: code.to_owned(), start: at.start as u32, end: at.end as u32 }
}
