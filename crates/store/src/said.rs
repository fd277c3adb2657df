//! What a case's posts say, as the columns that cases are filtered and ordered by: the same for posts that arrive, people who correct and
//! history that is assessed again.

use crate::error::Result;
use crate::sql::Columns;
use answerable_domain::{Assessment, Label, Labels, PostId};

/// Of a case: what its customer's last post says, and the labels that last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) language: Option<String>,
    pub(crate) sentiment: Option<String>,
    pub(crate) labels: Labels,
    /// Minus the mood, so that the most negative comes first in the same direction as the newest.
    pub(crate) gloom: i64,
}

/// In the order in which [`Said::read`] reads them.
macro_rules! said_columns {
    () => {
        "c.language, c.sentiment, c.labels, c.gloom"
    };
}
pub(crate) use said_columns;

impl Said {
    pub(crate) fn of(assessment: &Assessment) -> Self {
        Self {
            language: assessment.language.value.as_ref().map(|language| language.0.clone()),
            sentiment: assessment.sentiment.value.map(|sentiment| sentiment.as_str().to_owned()),
            labels: assessment.labels(),
            gloom: -i64::from(assessment.mood()),
        }
    }

    pub(crate) fn read(row: &mut Columns<'_>) -> Result<Self> {
        Ok(Self { language: row.text_or_null()?, sentiment: row.text_or_null()?, labels: Labels(row.int()?), gloom: row.int()? })
    }

    /// The customer said something more, or something else instead.
    pub(crate) fn hear(&mut self, latest: Self) {
        *self = Self { labels: self.labels.then(latest.labels), ..latest };
    }

    /// Of a case whose customer's posts say this, in any order. What the author's history told, not the texts, stays as it was.
    pub(crate) fn of_case(posts: impl IntoIterator<Item = (PostId, Self)>, last: PostId, before: Labels) -> Self {
        let told = Self { labels: Labels(before.0 & Label::Chronic.bit()), ..Self::default() };
        let (mut case, mut latest) = (told, Self::default());
        for (id, said) in posts {
            if id == last {
                latest = said;
            } else {
                case.hear(said);
            }
        }
        case.hear(latest);
        case
    }

    /// Does the case stand elsewhere in a list by labels or mood than one that says `other`?
    pub(crate) fn is_judged_otherwise(&self, other: &Self) -> bool {
        (self.labels, self.gloom) != (other.labels, other.gloom)
    }
}
