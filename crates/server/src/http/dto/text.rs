//! Foreign text and what can be done with it, as JSON.

use super::names::UnavailableName;
use answerable_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// A part of a text: UTF-8 byte offsets. `target` is foreign: the native id of the account, the address, or the hashtag without `#`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Span {
    pub start: u32,
    pub end: u32,
    /// `mention`, `link`, `tag`; `subject` of a mail, `warning` of what follows, `quoted`: said before.
    pub kind: SpanKind,
    pub target: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    Mention,
    Link,
    Tag,
    Subject,
    Warning,
    Quoted,
}

impl From<domain::Span> for Span {
    fn from(span: domain::Span) -> Self {
        let (kind, target) = match span.kind {
            domain::SpanKind::Mention(target) => (SpanKind::Mention, target),
            domain::SpanKind::Link(target) => (SpanKind::Link, target),
            domain::SpanKind::Tag(target) => (SpanKind::Tag, target),
            domain::SpanKind::Subject => (SpanKind::Subject, String::new()),
            domain::SpanKind::Warning => (SpanKind::Warning, String::new()),
            domain::SpanKind::Quoted => (SpanKind::Quoted, String::new()),
        };
        Self { start: span.start, end: span.end, kind, target }
    }
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
    /// What an address counts, however long it is; 0: what it is.
    pub units_per_url: u32,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    GraphemesAndBytes,
    Codepoints,
    Utf16Units,
    Mastodon,
}

impl From<domain::Limits> for Limits {
    fn from(limits: domain::Limits) -> Self {
        let counter = match limits.counter {
            domain::Counter::GraphemesAndBytes => Counter::GraphemesAndBytes,
            domain::Counter::Codepoints => Counter::Codepoints,
            domain::Counter::Utf16Units => Counter::Utf16Units,
            domain::Counter::Mastodon => Counter::Mastodon,
        };
        let domain::Limits { units_max, bytes_max, parts_max, units_per_url, .. } = limits;
        Self { counter, units_max, bytes_max, parts_max, units_per_url }
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
