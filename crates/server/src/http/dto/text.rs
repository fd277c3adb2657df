//! Foreign text, what it says and what can be done with it, as JSON.

use super::names::{KindName, PersonalDataKindName, SentimentName, UnavailableName};
use answerable_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// A part of a text: UTF-8 byte offsets. `target` is foreign: the native id of the account, the address, or the hashtag without `#`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Span {
    pub start: u32,
    pub end: u32,
    /// `mention`, `link` or `tag`.
    pub kind: SpanKind,
    pub target: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    Mention,
    Link,
    Tag,
}

impl From<domain::Span> for Span {
    fn from(span: domain::Span) -> Self {
        let (kind, target) = match span.kind {
            domain::SpanKind::Mention(target) => (SpanKind::Mention, target),
            domain::SpanKind::Link(target) => (SpanKind::Link, target),
            domain::SpanKind::Tag(target) => (SpanKind::Tag, target),
        };
        Self { start: span.start, end: span.end, kind, target }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Media {
    pub url: String,
    pub alt: Option<String>,
    pub mime: Option<String>,
}

impl From<domain::Media> for Media {
    fn from(media: domain::Media) -> Self {
        Self { url: media.url, alt: media.alt, mime: media.mime }
    }
}

/// Why a judgement was made, and where in the text (bytes).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reason {
    pub code: String,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageJudgement {
    /// ISO 639-1; null: unknown.
    pub value: Option<String>,
    /// Thousandths.
    pub confidence: u16,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentimentJudgement {
    /// Null: unknown.
    #[schema(value_type = Option<SentimentName>)]
    pub value: Option<domain::Sentiment>,
    /// Thousandths.
    pub confidence: u16,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KindJudgement {
    /// Null: unknown.
    #[schema(value_type = Option<KindName>)]
    pub value: Option<domain::Kind>,
    /// Thousandths.
    pub confidence: u16,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionJudgement {
    /// Null: unknown.
    pub value: Option<bool>,
    /// Thousandths.
    pub confidence: u16,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonalData {
    #[schema(value_type = PersonalDataKindName)]
    pub kind: domain::PersonalDataKind,
    pub start: u32,
    pub end: u32,
}

/// What triage thinks of a post. Offsets are into the post's whole text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Assessment {
    pub model: String,
    pub language: LanguageJudgement,
    pub sentiment: SentimentJudgement,
    pub kind: KindJudgement,
    pub question: QuestionJudgement,
    pub personal_data: Vec<PersonalData>,
}

impl From<domain::Assessment> for Assessment {
    fn from(made: domain::Assessment) -> Self {
        let (language, sentiment, question) = (made.language, made.sentiment, made.question);
        let kind = made.kinds.first().map_or(domain::Assessed::unknown(), |said| domain::Assessed::sure(said.value, said.confidence));
        Self {
            model: made.model,
            language: LanguageJudgement {
                value: language.value.map(|language| language.0),
                confidence: language.confidence,
                reasons: reasons(language.reasons),
            },
            sentiment: SentimentJudgement { value: sentiment.value, confidence: sentiment.confidence, reasons: reasons(sentiment.reasons) },
            kind: KindJudgement { value: kind.value, confidence: kind.confidence, reasons: reasons(kind.reasons) },
            question: QuestionJudgement { value: question.value, confidence: question.confidence, reasons: reasons(question.reasons) },
            personal_data: made.personal_data.into_iter().map(|p| PersonalData { kind: p.kind, start: p.start, end: p.end }).collect(),
        }
    }
}

fn reasons(reasons: Vec<domain::Reason>) -> Vec<Reason> {
    reasons.into_iter().map(|reason| Reason { code: reason.code, start: reason.start, end: reason.end }).collect()
}

/// Whether something can be done. `manual`: on the network's own site; `because` says why not here.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Availability {
    pub is: AvailabilityIs,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<UnavailableName>, nullable = false)]
    pub because: Option<domain::Unavailable>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AvailabilityIs {
    Yes,
    Manual,
    No,
}

impl From<domain::Availability> for Availability {
    fn from(availability: domain::Availability) -> Self {
        match availability {
            domain::Availability::Yes => Self { is: AvailabilityIs::Yes, because: None },
            domain::Availability::Manual(why) => Self { is: AvailabilityIs::Manual, because: Some(why) },
            domain::Availability::No(why) => Self { is: AvailabilityIs::No, because: Some(why) },
        }
    }
}

/// How long an answer may be.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Limits {
    pub counter: Counter,
    pub units_max: u32,
    pub bytes_max: u32,
    /// More than 1: a longer answer goes out as a chain.
    pub parts_max: u16,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    GraphemesAndBytes,
    Codepoints,
    Utf16Units,
}

impl From<domain::Limits> for Limits {
    fn from(limits: domain::Limits) -> Self {
        let counter = match limits.counter {
            domain::Counter::GraphemesAndBytes => Counter::GraphemesAndBytes,
            domain::Counter::Codepoints => Counter::Codepoints,
            domain::Counter::Utf16Units => Counter::Utf16Units,
        };
        Self { counter, units_max: limits.units_max, bytes_max: limits.bytes_max, parts_max: limits.parts_max }
    }
}

/// How long a text is, as the network counts.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Count {
    pub units: u32,
    pub units_max: u32,
    pub bytes: u32,
    pub bytes_max: u32,
    pub parts: u16,
    pub parts_max: u16,
    pub fits: bool,
}
