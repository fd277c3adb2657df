//! One text in, one assessment out.

use crate::explain::{self, Explanation};
use crate::model::judge::Judged;
use crate::model::{Folded, HEADS, Weights, voice};
use crate::taught::Taught;
use crate::{agreement, language, personal, visible};
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
    weights: &'static Weights<'static>,
    taught: Option<Arc<Taught>>,
}

static CORE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/core.bin"));
static SHARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/share-alike.bin"));

static WEIGHTS: LazyLock<Weights<'static>> = LazyLock::new(|| {
    let shared = cfg!(feature = "share-alike").then_some(SHARED).filter(|bytes| !bytes.is_empty());
    Weights::read(CORE, shared).expect("the weights were built together with the code that reads them")
});

static SHIPPED: LazyLock<Assessor> = LazyLock::new(|| Assessor { name: MODEL.into(), weights: &WEIGHTS, taught: None });

impl Assessor {
    /// As it comes, untaught.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// With a brand's corrections, oldest first, and its word rules.
    pub fn taught(lessons: &[Lesson], rules: &[WordRule]) -> Self {
        if lessons.is_empty() && rules.is_empty() {
            return Self::shipped().clone();
        }
        let taught = Taught::learn(&WEIGHTS, lessons, rules);
        Self { name: format!("{MODEL}+{:08x}", taught.fingerprint()).into(), weights: &WEIGHTS, taught: Some(Arc::new(taught)) }
    }

    /// Stands in [`Assessment::model`]. Two assessors of one name say the same of every text.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn assess(&self, input: &Input) -> Assessment {
        self.assess_and_judge(input).0
    }

    /// Also with how likely each head holds its judgement, which an [`Assessment`] leaves out where the answer is no. None for a text
    /// without words.
    pub fn assess_and_judge(&self, input: &Input) -> (Assessment, Option<Judged>) {
        let text = clip_to_bytes(input.text, TEXT_BYTES_MAX);
        let visible = visible::visible(text);
        let found = language::identify(&visible, input.languages);
        let mut assessment = Assessment {
            model: self.name.to_string(),
            language: found.language,
            languages: found.languages,
            personal_data: personal::personal_data(text),
            ..Assessment::default()
        };
        let judged = (!text.trim().is_empty()).then(|| self.judge(text, &assessment, input.author));
        if let Some(judged) = &judged {
            judged.fill(&mut assessment);
        }
        (assessment, judged)
    }

    fn judge(&self, text: &str, assessment: &Assessment, author: AuthorFacts) -> Judged {
        let voice = voice(assessment.language.value.as_ref().map(|language| language.0.as_str()));
        let ruled = self.taught.as_ref().map(|taught| taught.ruled(text));
        let folded = Folded::of(ruled.as_ref().map_or(text, |ruled| ruled.text.as_ref()));
        let sums = self.weights.sums(&folded);
        let mut added = [0.0; HEADS];
        if let (Some(taught), Some(ruled)) = (&self.taught, &ruled) {
            added = taught.added(&folded, sums.features);
            ruled.add(&mut added);
        }
        author.add(&mut added);
        Judged::new(self.weights, &sums, voice, &added)
    }

    /// The words that moved each judgement of [`Assessor::assess`].
    pub fn explain(&self, input: &Input) -> Explanation {
        let text = clip_to_bytes(input.text, TEXT_BYTES_MAX);
        let assessment = self.assess(input);
        explain::explain(text, &assessment, self.weights, self.taught.as_deref())
    }

    /// What teaching brought, by cross-validation over the lessons themselves.
    pub fn agreement(lessons: &[Lesson], rules: &[WordRule]) -> Vec<Agreement> {
        agreement::agreement(lessons, rules)
    }
}

impl AuthorFacts {
    /// An account of yesterday that says the same thing again and again.
    fn add(&self, added: &mut [f32; HEADS]) {
        use crate::model::Head;
        let new = self.account_age_days.is_some_and(|days| days < 7);
        let repeats = self.repeated.min(5) as f32;
        let newness = if new { 1.0 } else { 0.0 };
        added[Head::Troll as usize] += newness * 0.5 + repeats * 0.3;
        added[Head::Spam as usize] += newness * 0.3 + repeats * 0.5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Head;

    #[test]
    fn a_new_account_that_repeats_itself_is_likelier_to_be_trolling_than_either_alone() {
        let of = |account_age_days, repeated| {
            let mut added = [0.0; HEADS];
            AuthorFacts { account_age_days, repeated }.add(&mut added);
            added[Head::Troll as usize]
        };
        assert_eq!((of(None, 0), of(Some(400), 0)), (0.0, 0.0));
        assert!(of(Some(1), 0) > 0.0 && of(None, 2) > 0.0);
        assert!(of(Some(1), 2) > of(Some(1), 0).max(of(None, 2)));
        assert_eq!(of(None, 5), of(None, 500), "a flood counts no more than some");
    }
}
