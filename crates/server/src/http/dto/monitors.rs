//! Monitors, their spellings, mutes and the share of voice as JSON.

use super::{inbox::PersonBrief, names::Id};
use answerable_domain as domain;
use answerable_listen as listen;
use answerable_store as store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// A word or phrase in a box.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BoxTerm {
    pub text: String,
    /// Other spellings too.
    pub variants: bool,
    /// As a whole word, without particles, endings and compounds.
    pub exact: bool,
}

/// The simple face of a query: one of `any`, the hashtags and handles (if there are some), all of `all`, none of `none`, and each filter
/// that is filled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Boxes {
    pub any: Vec<BoxTerm>,
    pub all: Vec<BoxTerm>,
    pub none: Vec<BoxTerm>,
    /// Without `#`.
    pub hashtags: Vec<String>,
    /// Without `@`.
    pub handles: Vec<String>,
    /// One of these.
    pub languages: Vec<String>,
    /// One of these.
    pub networks: Vec<String>,
    pub followers_min: Option<u64>,
}

/// One way to write a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Spelling {
    /// The term, as it stands in the query.
    pub term: String,
    pub text: String,
}

/// What people decided about other spellings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VariantChoice {
    /// Switched off, of those that are on by themselves.
    pub off: Vec<Spelling>,
    /// Switched on, of those that are off by themselves.
    pub on: Vec<Spelling>,
    /// Other ways to write a term that only people know.
    pub also: Vec<Spelling>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Own,
    /// Counted for the share of voice; its mentions open no cases.
    Competitor,
}

/// How many mentions a monitor may bring. Over it, it samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Budget {
    pub per_hour: Option<u32>,
    pub per_day: Option<u32>,
}

/// Mentions that the budget left out since somebody last read them.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Skipped {
    pub count: u64,
    pub from: Option<i64>,
    pub to: Option<i64>,
}

/// Why a part of a text is a hit: bytes of the text, the term, and as which other spelling it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HitSpan {
    pub start: u32,
    pub end: u32,
    pub term: String,
    pub variant: Option<String>,
    /// `kind:detail`.
    pub reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Monitor {
    pub id: Id,
    pub name: String,
    /// In the query language.
    pub query: String,
    /// The same as boxes, where boxes can say it.
    pub boxes: Option<Boxes>,
    pub variants: VariantChoice,
    pub side: Side,
    pub budget: Budget,
    pub skipped: Skipped,
    pub enabled: bool,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Exactly one of `query` and `boxes`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewMonitor {
    #[schema(required)]
    pub name: String,
    pub query: Option<String>,
    pub boxes: Option<Boxes>,
    pub variants: Option<VariantChoice>,
    pub side: Option<Side>,
    pub budget: Option<Budget>,
    /// True when not said.
    pub enabled: Option<bool>,
}

/// What is not said stays as it is. At most one of `query` and `boxes`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MonitorChange {
    pub name: Option<String>,
    pub query: Option<String>,
    pub boxes: Option<Boxes>,
    pub variants: Option<VariantChoice>,
    pub side: Option<Side>,
    pub budget: Option<Budget>,
    pub enabled: Option<bool>,
}

/// Exactly one of `query` and `boxes`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct QueryAsked {
    pub query: Option<String>,
    pub boxes: Option<Boxes>,
}

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QueryProblem {
    pub code: String,
    /// In characters from 1; 0: the query as a whole.
    pub column: u32,
    pub length: u32,
    /// The whole query, mended.
    pub suggestion: Option<String>,
    pub about: Option<String>,
}

/// Why a query cannot be shown as boxes.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotBoxes {
    pub code: String,
    pub part: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QueryTerm {
    pub text: String,
    /// Whether it asks for other spellings.
    pub variants: bool,
}

/// A query, read: both faces of it, or what is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueryReading {
    pub query: Option<String>,
    pub boxes: Option<Boxes>,
    pub not_boxes: Option<NotBoxes>,
    pub problems: Vec<QueryProblem>,
    pub terms: Vec<QueryTerm>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VariantsAsked {
    pub query: Option<String>,
    pub boxes: Option<Boxes>,
    pub also: Vec<Spelling>,
}

/// The other spellings of one term, likeliest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermVariants {
    pub term: String,
    /// Why there are few or none: a code.
    pub few_because: Option<String>,
    pub spellings: Vec<TermVariant>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TermVariant {
    pub text: String,
    /// `kind:detail`.
    pub reason: String,
    /// Whether it is looked for by itself.
    pub on: bool,
    /// 0 to 100.
    pub noise: u8,
}

/// The other spellings of a monitor's term, with what they caught.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveVariants {
    pub term: String,
    pub few_because: Option<String>,
    pub spellings: Vec<LiveVariant>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LiveVariant {
    pub text: String,
    pub reason: String,
    pub on: bool,
    pub noise: u8,
    /// Posts that it caught since the monitor listens for it.
    pub hits: u64,
    pub last_hit_at: Option<i64>,
    /// Silenced as noise.
    pub muted: bool,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PreviewAsked {
    pub query: Option<String>,
    pub boxes: Option<Boxes>,
    pub variants: Option<VariantChoice>,
    /// 1 to 90; 30 when not said.
    pub days: Option<u32>,
}

/// What a query would have caught of the posts that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonitorPreview {
    pub count: u64,
    /// Posts that were looked at: the newest 2,000 of the window.
    pub looked_at: u64,
    pub window_days: u32,
    /// At most ten.
    pub samples: Vec<PreviewSample>,
    /// Each term, and each other spelling of it that caught something, whether it is on or not.
    pub terms: Vec<PreviewTerm>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewSample {
    pub post_id: Id,
    pub text: String,
    pub hits: Vec<HitSpan>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewTerm {
    pub term: String,
    /// The other spelling; null: the term itself.
    pub text: Option<String>,
    pub reason: Option<String>,
    /// Posts.
    pub count: u64,
    pub sample: Option<PreviewSample>,
    /// The spelling is known for noise, or it caught far more than the term itself.
    pub noise_likely: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SkippedRead {
    pub count: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Muted {
    Author { author_id: Id, native_id: String, name: String },
    Phrase { text: String },
    Variant { monitor_id: Id, spelling: Spelling },
}

/// Something that is silenced. What is addressed to us comes in all the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mute {
    pub id: Id,
    pub what: Muted,
    pub by: Option<PersonBrief>,
    pub created_at: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum MuteWhat {
    Author {
        #[schema(value_type = String)]
        author_id: domain::AuthorId,
    },
    Phrase {
        text: String,
    },
    Variant {
        #[schema(value_type = String)]
        monitor_id: domain::MonitorId,
        spelling: Spelling,
    },
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewMute {
    pub what: MuteWhat,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VoiceQuery {
    /// 1 to 366; 30 when not said.
    pub days: Option<u32>,
}

/// How often each monitor was heard, where the brand is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareOfVoice {
    /// `2026-11-22`, the last is today.
    pub days: Vec<String>,
    pub monitors: Vec<MonitorVoice>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MonitorVoice {
    pub id: Id,
    pub name: String,
    pub side: Side,
    pub total: u64,
    /// As `days`.
    pub by_day: Vec<u64>,
    /// By ISO 639-1; `und`: unknown.
    pub by_language: BTreeMap<String, u64>,
}

/// Who heard a post, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mention {
    /// Null: it is addressed to us.
    pub monitor_id: Option<Id>,
    pub spans: Vec<HitSpan>,
}

impl From<domain::HitSpan> for HitSpan {
    fn from(span: domain::HitSpan) -> Self {
        Self { start: span.start, end: span.end, term: span.term, variant: span.variant, reason: span.reason }
    }
}

impl From<domain::Spelling> for Spelling {
    fn from(spelling: domain::Spelling) -> Self {
        Self { term: spelling.term, text: spelling.text }
    }
}

impl From<Spelling> for domain::Spelling {
    fn from(spelling: Spelling) -> Self {
        Self { term: spelling.term, text: spelling.text }
    }
}

fn each<T, U: From<T>>(items: Vec<T>) -> Vec<U> {
    items.into_iter().map(U::from).collect()
}

impl From<domain::VariantChoice> for VariantChoice {
    fn from(choice: domain::VariantChoice) -> Self {
        Self { off: each(choice.off), on: each(choice.on), also: each(choice.also) }
    }
}

impl From<VariantChoice> for domain::VariantChoice {
    fn from(choice: VariantChoice) -> Self {
        Self { off: each(choice.off), on: each(choice.on), also: each(choice.also) }
    }
}

impl From<domain::Side> for Side {
    fn from(side: domain::Side) -> Self {
        match side {
            domain::Side::Own => Self::Own,
            domain::Side::Competitor => Self::Competitor,
        }
    }
}

impl From<Side> for domain::Side {
    fn from(side: Side) -> Self {
        match side {
            Side::Own => Self::Own,
            Side::Competitor => Self::Competitor,
        }
    }
}

impl From<listen::Boxes> for Boxes {
    fn from(boxes: listen::Boxes) -> Self {
        let terms = |terms: Vec<listen::BoxTerm>| {
            terms.into_iter().map(|term| BoxTerm { text: term.text, variants: term.variants, exact: term.exact }).collect()
        };
        Self {
            any: terms(boxes.any),
            all: terms(boxes.all),
            none: terms(boxes.none),
            hashtags: boxes.hashtags,
            handles: boxes.handles,
            languages: boxes.languages,
            networks: boxes.networks.into_iter().map(|network| network.as_str().to_owned()).collect(),
            followers_min: boxes.followers_min,
        }
    }
}

impl From<listen::Problem> for QueryProblem {
    fn from(problem: listen::Problem) -> Self {
        let listen::Problem { code, column, length, suggestion, about } = problem;
        Self { code: code.to_owned(), column, length, suggestion, about }
    }
}

impl From<store::MonitorRecord> for Monitor {
    fn from(record: store::MonitorRecord) -> Self {
        let store::MonitorRecord { monitor, skipped } = record;
        Self {
            id: monitor.id.into(),
            name: monitor.name,
            boxes: listen::parse(&monitor.query).ok().and_then(|query| query.to_boxes().ok()).map(Into::into),
            query: monitor.query,
            variants: monitor.variants.into(),
            side: monitor.side.into(),
            budget: Budget { per_hour: monitor.budget.per_hour, per_day: monitor.budget.per_day },
            skipped: Skipped { count: skipped.count, from: skipped.from, to: skipped.to },
            enabled: monitor.enabled,
            created_at: monitor.created_at,
            updated_at: monitor.updated_at,
        }
    }
}
