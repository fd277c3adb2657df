//! What a post is, and why we think so.
//!
//! [`assess`] reads one text and says which language it is in, whether it asks something and which personal data stand in it, each with
//! the places in the text that led to it. It is rules only: [`MODEL`] names them, and an assessment made by other rules can be made
//! again. Sentiment and kind stay *unknown* until there is a model for them.
//!
//! ```
//! use answerable_triage::{Input, assess};
//!
//! let assessment = assess(&Input { text: "환불 언제 되나요? 010-1234-5678로 연락 주세요", languages: &[] });
//! assert_eq!(assessment.language.value.map(|language| language.0), Some("ko".into()));
//! assert_eq!(assessment.question.value, Some(true));
//! assert_eq!((assessment.personal_data[0].start, assessment.personal_data[0].end), (25, 38));
//! ```
//!
//! - **Language** by script: Hangul is Korean, kana is Japanese; Han alone stays undecided unless the author's client declared one of
//!   the languages written so; Latin and Cyrillic by n-grams and telling letters. Addresses, handles and emoji do not count.
//! - **Question** by form: endings in Korean and Japanese, word order in English, the mark in all of them.
//! - **Personal data** by pattern: what is shown to colleagues as such, and what an answer must not repeat.
//! - **Urgency** ([`urgency`]) is a sum whose parts are shown.
//!
//! The labels are a closed list ([`REASON_CODES`] and the types of `domain`): nothing here states or guesses anything about a
//! person's health, politics, religion, sex life, ethnicity, union membership, crimes or finances.
//!
//! Architecture invariant: no clock, no I/O, no async, no randomness. The same input always gives the same assessment.

mod language;
mod personal;
mod question;
mod urgency;
mod visible;

use answerable_domain::{Assessed, Assessment, Reason, clip_to_bytes};
use std::ops::Range;

pub use urgency::{URGENCY_CODES, UrgencyInput, UrgencyPart, urgency};

/// Which rules made an assessment.
pub const MODEL: &str = "rules-1";

/// Every code that a [`Reason`] can carry. The screen translates them.
pub const REASON_CODES: [&str; 15] = [
    language::DECLARED,
    language::HAN_ONLY,
    language::LETTERS,
    language::NGRAMS,
    language::NO_LETTERS,
    language::SCRIPT,
    language::TOO_SHORT,
    question::ASKS,
    question::ENDING,
    question::INTERROGATIVE,
    question::MARK,
    question::WORD_ORDER,
    question::NO_FORM,
    question::NO_TEXT,
    question::RHETORICAL,
];

/// What triage may look at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub text: &'a str,
    /// Languages that the author's client declared (BCP 47): hints, which can lie.
    pub languages: &'a [String],
}

/// Bytes of a text that are looked at; no network's posts are longer, and mails say what they want before this.
const TEXT_BYTES_MAX: usize = 64 * 1024;

pub fn assess(input: &Input) -> Assessment {
    let text = clip_to_bytes(input.text, TEXT_BYTES_MAX);
    let visible = visible::visible(text);
    Assessment {
        model: MODEL.to_owned(),
        language: language::identify(&visible, input.languages),
        sentiment: Assessed::unknown(),
        kind: Assessed::unknown(),
        question: question::question(&visible),
        personal_data: personal::personal_data(text),
    }
}

fn reason(code: &str, at: Range<usize>) -> Reason {
    Reason { code: code.to_owned(), start: at.start as u32, end: at.end as u32 }
}
