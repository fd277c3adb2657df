//! What people teach a brand's understanding: corrections of posts, rules about its own words, and history that is assessed again with it.
//!
//! A corrected post's assessment holds what the person said; whatever assesses the post later (an edit, a re-assessment, a correction that
//! is taken back) is overruled by the corrections that stand, merged oldest to newest. What a case says follows from its posts (`judge`).

mod corrections;
mod judge;
mod lessons;
mod reassess;
mod rules;
mod types;

pub(crate) use judge::{complaints_of, mark_chronic, verdicts_of};
pub use types::{
    Changes, CorrectionRow, LabelChange, NewWordRule, PostText, Reassessed, Reassessment, ReassessmentState, SentimentChange,
    TeachingCounts, WordRuleChange, WordRuleRow,
};
