//! What a post is, and why we think so.

mod urgency;

use answerable_domain::{Assessed, Assessment};

pub use urgency::{UrgencyInput, UrgencyPart, urgency};

/// Which rules made an assessment.
pub const MODEL: &str = "rules-1";

/// What triage may look at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub text: &'a str,
    /// Languages that the author's client declared (BCP 47): hints, which can lie.
    pub languages: &'a [String],
}

pub fn assess(input: &Input) -> Assessment {
    let question = input.text.contains(['?', '？']);
    Assessment {
        model: MODEL.to_owned(),
        language: Assessed::unknown(),
        sentiment: Assessed::unknown(),
        kind: Assessed::unknown(),
        question: Assessed { value: Some(question), confidence: 700, reasons: Vec::new() },
        personal_data: Vec::new(),
    }
}
