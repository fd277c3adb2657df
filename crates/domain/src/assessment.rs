//! What triage thinks of a post, and why.
//!
//! The labels are a closed list. None may state or infer health, politics, religion, sex life, ethnicity, union membership, crime or a
//! person's finances: the networks forbid it and so do we. A test in `triage` holds the list.

use serde::{Deserialize, Serialize};

/// 0..=1000, thousandths: an integer so that it is the same on every machine.
pub type Confidence = u16;

/// A judgement with how sure it is. `None` as a value means *unknown*: there is no model for it yet, or the text does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed<T> {
    pub value: Option<T>,
    /// Thousandths; 0 when unknown.
    pub confidence: Confidence,
    pub reasons: Vec<Reason>,
}

impl<T> Assessed<T> {
    pub fn unknown() -> Self {
        Self { value: None, confidence: 0, reasons: Vec::new() }
    }
}

/// Why a judgement was made: a code for the screen to translate, and where in the text (byte offsets).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub code: String,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Which rules and models made it; a change means that history may be assessed again.
    pub model: String,
    pub language: Assessed<Language>,
    pub sentiment: Assessed<Sentiment>,
    pub kind: Assessed<Kind>,
    /// Does it ask something? By form: a question can be a complaint too.
    pub question: Assessed<bool>,
    pub personal_data: Vec<PersonalData>,
}

/// A language, as ISO 639-1. `und-Hani` texts (Han characters only) stay undecided rather than guessed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentiment {
    Negative,
    Neutral,
    Positive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Complaint,
    Question,
    Suggestion,
    Praise,
    Announcement,
    Spam,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalData {
    pub kind: PersonalDataKind,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalDataKind {
    Email,
    Phone,
    PaymentCard,
    /// Korean resident registration number.
    ResidentNumber,
    PostalAddress,
}

impl Sentiment {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Question => "question",
            Self::Suggestion => "suggestion",
            Self::Praise => "praise",
            Self::Announcement => "announcement",
            Self::Spam => "spam",
        }
    }
}
