//! Corrections, word rules and re-assessments as they are listed and stepped through.

use answerable_domain::{
    Assessment, BrandId, CaseId, Correction, Label, Labels, Millis, PostId, ReassessmentId, Sentiment, UserId, WordEffect, WordRule,
};
use serde::{Deserialize, Serialize};

/// A correction that stands, for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRow {
    pub correction: Correction,
    pub case_id: Option<CaseId>,
    /// The post's text as it is now, at most [`crate::limits::PREVIEW_BYTES_MAX`] bytes.
    pub text: String,
    /// As the author's client declared them.
    pub languages: Vec<String>,
    /// Who said so; `None`: gone.
    pub user_name: Option<String>,
}

/// What stands of a brand's teaching.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TeachingCounts {
    /// Posts that somebody said something of.
    pub lessons: u64,
    /// Verdicts that said something else than what had been said.
    pub corrections: u64,
    /// Verdicts that said the same.
    pub confirmations: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWordRule {
    /// 1 to [`crate::limits::PHRASE_CHARS_MAX`] characters after trimming.
    pub phrase: String,
    pub effect: WordEffect,
}

/// Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordRuleChange {
    pub phrase: Option<String>,
    pub effect: Option<WordEffect>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordRuleRow {
    pub rule: WordRule,
    pub created_at: Millis,
    /// `None`: the program.
    pub user_id: Option<UserId>,
    pub user_name: Option<String>,
}

/// A post as an assessor reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostText {
    pub id: PostId,
    /// Which of the post's versions this is.
    pub version: String,
    pub text: String,
    /// As the author's client declared them.
    pub languages: Vec<String>,
}

/// What an assessor made of a [`PostText`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reassessed {
    pub post_id: PostId,
    /// That was read: if it is another by now, this tells nothing.
    pub version: String,
    pub assessment: Assessment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reassessment {
    pub id: ReassessmentId,
    pub brand_id: BrandId,
    /// The name of the assessor.
    pub model: String,
    pub state: ReassessmentState,
    /// Posts of customers that there were when it began.
    pub total: u64,
    pub done: u64,
    /// The last post that is done; `None`: it has not begun.
    pub position: Option<PostId>,
    pub changed: Changes,
    pub started_at: Millis,
    pub finished_at: Option<Millis>,
    /// `None`: the program.
    pub user_id: Option<UserId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReassessmentState {
    Running,
    Done,
    Failed,
    Stopped,
}

impl ReassessmentState {
    pub const ALL: [Self; 4] = [Self::Running, Self::Done, Self::Failed, Self::Stopped];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What a re-assessment changed, in posts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Changes {
    /// Of which a label or the sentiment is another.
    pub posts: u64,
    /// In the order of `from` and `to`, only those that occur.
    pub sentiments: Vec<SentimentChange>,
    /// In the order of the labels, only those that occur.
    pub labels: Vec<LabelChange>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentimentChange {
    /// `None`: unknown.
    pub from: Option<Sentiment>,
    pub to: Option<Sentiment>,
    pub posts: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelChange {
    pub label: Label,
    /// Posts that have it now and did not.
    pub gained: u64,
    /// Posts that had it and do not any more.
    pub lost: u64,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.posts == 0
    }

    /// Counts a post.
    pub(super) fn add(&mut self, before: &Assessment, after: &Assessment) {
        let (from, to) = (before.sentiment.value, after.sentiment.value);
        let (had, has) = (before.labels(), after.labels());
        self.posts += u64::from(from != to || had != has);
        if from != to {
            self.add_sentiment(from, to);
        }
        for label in Labels(had.0 ^ has.0).iter() {
            self.add_label(label, has.has(label));
        }
    }

    fn add_sentiment(&mut self, from: Option<Sentiment>, to: Option<Sentiment>) {
        match self.sentiments.binary_search_by_key(&(from, to), |change| (change.from, change.to)) {
            Ok(place) => self.sentiments[place].posts += 1,
            Err(place) => self.sentiments.insert(place, SentimentChange { from, to, posts: 1 }),
        }
    }

    fn add_label(&mut self, label: Label, gained: bool) {
        let place = self.labels.binary_search_by_key(&label, |change| change.label).unwrap_or_else(|place| {
            self.labels.insert(place, LabelChange { label, gained: 0, lost: 0 });
            place
        });
        let change = &mut self.labels[place];
        *(if gained { &mut change.gained } else { &mut change.lost }) += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::{Assessed, Kind, Said};

    fn said(sentiment: Option<Sentiment>, kinds: &[Kind]) -> Assessment {
        Assessment {
            sentiment: sentiment.map_or_else(Assessed::unknown, |value| Assessed::sure(value, 900)),
            kinds: kinds.iter().map(|kind| Said { value: *kind, confidence: 900 }).collect(),
            ..Assessment::default()
        }
    }

    #[test]
    fn what_changed_is_counted_by_label_and_sentiment() {
        use Sentiment::{Negative, Positive};
        let mut changes = Changes::default();
        changes.add(&said(Some(Positive), &[Kind::Praise]), &said(Some(Negative), &[Kind::Complaint]));
        changes.add(&said(None, &[]), &said(Some(Negative), &[Kind::Complaint]));
        changes.add(&said(Some(Positive), &[Kind::Praise]), &said(Some(Negative), &[Kind::Complaint]));
        changes.add(&said(Some(Positive), &[Kind::Praise]), &said(Some(Positive), &[Kind::Praise]));
        let (unknown, turned) = ((None, Some(Negative)), (Some(Positive), Some(Negative)));
        assert_eq!(
            changes.sentiments.iter().map(|change| ((change.from, change.to), change.posts)).collect::<Vec<_>>(),
            [(unknown, 1), (turned, 2)]
        );
        assert_eq!(
            changes.labels.iter().map(|change| (change.label, change.gained, change.lost)).collect::<Vec<_>>(),
            [(Label::Complaint, 3, 0), (Label::Praise, 0, 2)]
        );
        assert_eq!(changes.posts, 3);
    }
}
