//! What people teach a brand's understanding, as JSON: corrections, word rules, and history that is assessed again.

use super::inbox::PersonBrief;
use super::names::{
    AbuseName, FieldName, Id, KindName, LabelName, MotiveName, ReassessmentStateName, RiskName, SentimentName, WordEffectName,
};
use answerable_domain as domain;
use answerable_store as store;
use answerable_triage as triage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody says that a post is. A field that is left out is not spoken of.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SentimentName>, nullable = false)]
    pub sentiment: Option<domain::Sentiment>,
    /// All that it is; empty: other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<KindName>>, nullable = false)]
    pub kinds: Option<Vec<domain::Kind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub needs_answer: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<AbuseName>, nullable = false)]
    pub abuse: Option<domain::Abuse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub troll: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MotiveName>, nullable = false)]
    pub motive: Option<domain::Motive>,
    /// All that there are; empty: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<RiskName>>, nullable = false)]
    pub risks: Option<Vec<domain::Risk>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub humour: Option<bool>,
}

impl From<Verdict> for domain::Verdict {
    fn from(said: Verdict) -> Self {
        let Verdict { sentiment, kinds, needs_answer, abuse, troll, motive, risks, humour } = said;
        Self { sentiment, kinds: kinds.map(once), needs_answer, abuse, troll, motive, risks: risks.map(once), humour }
    }
}

/// In the order of their values, each once: then a verdict that says the same is the same.
fn once<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values.dedup();
    values
}

impl From<domain::Verdict> for Verdict {
    fn from(said: domain::Verdict) -> Self {
        let domain::Verdict { sentiment, kinds, needs_answer, abuse, troll, motive, risks, humour } = said;
        Self { sentiment, kinds, needs_answer, abuse, troll, motive, risks, humour }
    }
}

/// Posts, and what they are. Together at most 100 posts and cases.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrections {
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub post_ids: Vec<domain::PostId>,
    /// Of each the customer's last post.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub case_ids: Vec<domain::CaseId>,
    /// What they are. Either this or `confirm`.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// They are what is said of them, in everything that is judged.
    #[serde(default)]
    pub confirm: bool,
}

/// A person's verdict on a post.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Correction {
    pub id: Id,
    pub post_id: Id,
    pub user: PersonBrief,
    pub at: i64,
    pub verdict: Verdict,
    /// What was said of the same before.
    pub before: Verdict,
    /// The verdict says the same as what was said before.
    pub confirmed: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionsMade {
    /// In the order of the posts, each once.
    pub corrections: Vec<Correction>,
}

/// A correction that stands, in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionRow {
    pub correction: Correction,
    pub case_id: Option<Id>,
    /// The post as it is now, at most 400 bytes.
    pub text: String,
    /// As the author's client declared them.
    pub languages: Vec<String>,
}

/// How often judgements agree with what people said. The taught one is asked about lessons that it was not shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    #[schema(value_type = FieldName)]
    pub field: domain::Field,
    /// That speak of this field.
    pub lessons: u32,
    /// With so many of them agrees what was shipped...
    pub shipped: u32,
    /// ...and with so many what was taught.
    pub taught: u32,
}

impl From<triage::Agreement> for Agreement {
    fn from(agreement: triage::Agreement) -> Self {
        let triage::Agreement { field, lessons, shipped, taught } = agreement;
        Self { field, lessons, shipped, taught }
    }
}

/// What a brand's understanding has learned.
#[derive(Debug, Serialize, ToSchema)]
pub struct Teaching {
    /// The name of what judges posts now; it changes with what is taught.
    pub model: String,
    /// Posts of which somebody said something.
    pub lessons: u64,
    /// Verdicts that said something else than what had been said...
    pub corrections: u64,
    /// ...and those that said the same.
    pub confirmations: u64,
    /// By field; empty while it is worked out, or while there is nothing to compare.
    pub agreement: Vec<Agreement>,
    /// What was taught is not in force yet, or the agreement is still being worked out: ask again in a moment.
    pub learning: bool,
    /// Posts that another model judged.
    pub outdated_posts: u64,
    /// The latest.
    pub reassessment: Option<Reassessment>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WordRule {
    pub id: Id,
    /// Matched as people read: case, width and composition do not count.
    pub phrase: String,
    #[schema(value_type = WordEffectName)]
    pub effect: domain::WordEffect,
    pub created_at: i64,
    /// Null: the program.
    pub by: Option<PersonBrief>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWordRule {
    /// 1 to 100 characters.
    pub phrase: String,
    #[schema(value_type = WordEffectName)]
    pub effect: domain::WordEffect,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordRuleChange {
    pub phrase: Option<String>,
    #[schema(value_type = Option<WordEffectName>)]
    pub effect: Option<domain::WordEffect>,
}

/// History, assessed again.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reassessment {
    pub id: Id,
    /// The name of what judges.
    pub model: String,
    #[schema(value_type = ReassessmentStateName)]
    pub state: &'static str,
    /// Posts of customers that there were when it began.
    pub total: u64,
    pub done: u64,
    pub changed: Changes,
    pub started_at: i64,
    pub finished_at: Option<i64>,
    /// Null: the program, because it was shipped with another model.
    pub by: Option<PersonBrief>,
}

/// What it changed, in posts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    /// Of which a label or the sentiment is another.
    pub posts: u64,
    pub sentiments: Vec<SentimentChange>,
    pub labels: Vec<LabelChange>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SentimentChange {
    /// Null: unknown.
    #[schema(value_type = Option<SentimentName>)]
    pub from: Option<domain::Sentiment>,
    #[schema(value_type = Option<SentimentName>)]
    pub to: Option<domain::Sentiment>,
    pub posts: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LabelChange {
    #[schema(value_type = LabelName)]
    pub label: domain::Label,
    /// Posts that have it now and did not.
    pub gained: u64,
    /// Posts that had it and do not any more.
    pub lost: u64,
}

impl From<store::Changes> for Changes {
    fn from(changes: store::Changes) -> Self {
        let sentiment = |change: store::SentimentChange| SentimentChange { from: change.from, to: change.to, posts: change.posts };
        let label = |change: store::LabelChange| LabelChange { label: change.label, gained: change.gained, lost: change.lost };
        Self {
            posts: changes.posts,
            sentiments: changes.sentiments.into_iter().map(sentiment).collect(),
            labels: changes.labels.into_iter().map(label).collect(),
        }
    }
}
