//! Monitors: standing queries, what they catch, and what people silence.

use crate::{AuthorId, BrandId, Millis, MonitorId, MuteId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monitor {
    pub id: MonitorId,
    pub brand_id: BrandId,
    pub name: String,
    /// In the query language, as `listen` prints it.
    pub query: String,
    pub variants: VariantChoice,
    pub side: Side,
    pub budget: Budget,
    pub enabled: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// What people decided about the variants of a monitor's terms. Variants are made only for terms that ask for them (`~`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VariantChoice {
    /// Switched off, of those that are on by themselves.
    pub off: Vec<Spelling>,
    /// Switched on, of those that are off by themselves.
    pub on: Vec<Spelling>,
    /// Other ways to write a term that only people know: transliterations, nicknames. They get variants of their own.
    pub also: Vec<Spelling>,
}

/// One way to write a term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spelling {
    /// The term, as it stands in the query.
    pub term: String,
    /// How else it is written.
    pub text: String,
}

/// Whom a monitor listens for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    #[default]
    Own,
    /// Counted for the share of voice; its mentions open no cases.
    Competitor,
}

impl Side {
    pub const ALL: [Self; 2] = [Self::Own, Self::Competitor];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Competitor => "competitor",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.as_str() == name)
    }
}

/// How many mentions a monitor may bring. Over it, it samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    pub per_hour: Option<u32>,
    pub per_day: Option<u32>,
}

/// One monitor that a post matched, with what made it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub monitor_id: MonitorId,
    /// Ascending by `(start, end)`. Spans of different terms may overlap.
    pub spans: Vec<HitSpan>,
}

/// Bytes of the original text, on character boundaries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HitSpan {
    pub start: u32,
    pub end: u32,
    /// The term, as it stands in the query.
    pub term: String,
    /// As which other spelling it was found; `None`: as the term itself.
    pub variant: Option<String>,
    /// Why that spelling was looked for: `jamo:ㅔ→ㅐ`.
    pub reason: Option<String>,
}

/// Something that people do not want to hear of any more. It silences monitors only: what is addressed to the brand always comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mute {
    pub id: MuteId,
    pub brand_id: BrandId,
    pub what: Muted,
    pub by: Option<UserId>,
    pub created_at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Muted {
    /// Everything that an author says. `native_id` is what matching compares.
    Author { author_id: AuthorId, native_id: String },
    /// Everything that contains a phrase, as a term would match it.
    Phrase { text: String },
    /// A spelling that brought noise.
    Variant { monitor_id: MonitorId, spelling: Spelling },
}
