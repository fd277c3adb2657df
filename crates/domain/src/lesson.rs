//! What people teach: corrections of assessments, and rules about a brand's own words.

use crate::named::named;
use crate::{
    Abuse, Assessed, Assessment, CERTAIN, CorrectionId, Field, Kind, Millis, Motive, PostId, Risk, Said, Sentiment, UserId, WordRuleId,
};
use serde::{Deserialize, Serialize};

/// What somebody says that a post is. Only the parts that they spoke of; nothing follows for the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdict {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentiment: Option<Sentiment>,
    /// All that it is; empty: "other".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<Kind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_answer: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abuse: Option<Abuse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub troll: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub motive: Option<Motive>,
    /// All that there are; empty: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risks: Option<Vec<Risk>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub humour: Option<bool>,
}

/// A text and what it is: what an installation learns from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    pub text: String,
    /// As the author's client declared them.
    #[serde(default)]
    pub languages: Vec<String>,
    pub verdict: Verdict,
}

/// A verdict of a person on a post of the brand, kept with what had been said before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub id: CorrectionId,
    pub post_id: PostId,
    pub user_id: UserId,
    pub at: Millis,
    pub verdict: Verdict,
    /// What was said of the same fields before. The same as the verdict: somebody confirmed it.
    pub before: Verdict,
}

/// A rule about words of this brand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordRule {
    pub id: WordRuleId,
    /// Matched as people read: case, width and composition do not count.
    pub phrase: String,
    pub effect: WordEffect,
}

named! {
    /// What a brand's word does where it stands.
    pub enum WordEffect {
        /// It is a name: its words count for nothing ("War Zone" is a product).
        Ignore = "ignore",
        Negative = "negative",
        Positive = "positive",
        Complaint = "complaint",
        Praise = "praise",
        Spam = "spam",
        Insult = "insult",
        Safety = "safety",
        Legal = "legal",
        Press = "press",
        Churn = "churn",
    }
}

impl Verdict {
    /// The fields that it speaks of.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        let spoken = [
            (Field::Sentiment, self.sentiment.is_some()),
            (Field::Kind, self.kinds.is_some()),
            (Field::NeedsAnswer, self.needs_answer.is_some()),
            (Field::Abuse, self.abuse.is_some()),
            (Field::Troll, self.troll.is_some()),
            (Field::Motive, self.motive.is_some()),
            (Field::Risk, self.risks.is_some()),
            (Field::Humour, self.humour.is_some()),
        ];
        spoken.into_iter().filter_map(|(field, is_spoken)| is_spoken.then_some(field))
    }

    pub fn is_empty(&self) -> bool {
        self.fields().next().is_none()
    }

    /// What an assessment says of these fields; lists are in the order of their values.
    pub fn of(assessment: &Assessment, fields: impl IntoIterator<Item = Field>) -> Self {
        let mut verdict = Self::default();
        for field in fields {
            match field {
                Field::Sentiment => verdict.sentiment = assessment.sentiment.value,
                Field::Kind => verdict.kinds = Some(sorted(assessment.kinds.iter().map(|said| said.value))),
                Field::NeedsAnswer => verdict.needs_answer = assessment.needs_answer.value,
                Field::Abuse => verdict.abuse = assessment.abuse.value,
                Field::Troll => verdict.troll = assessment.troll.value,
                Field::Motive => verdict.motive = assessment.motive.value,
                Field::Risk => verdict.risks = Some(sorted(assessment.risks.iter().map(|said| said.value))),
                Field::Humour => verdict.humour = assessment.humour.value,
            }
        }
        verdict
    }

    /// With what a later verdict says instead.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        Self {
            sentiment: later.sentiment.or(self.sentiment),
            kinds: later.kinds.or(self.kinds),
            needs_answer: later.needs_answer.or(self.needs_answer),
            abuse: later.abuse.or(self.abuse),
            troll: later.troll.or(self.troll),
            motive: later.motive.or(self.motive),
            risks: later.risks.or(self.risks),
            humour: later.humour.or(self.humour),
        }
    }
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort();
    values.dedup();
    values
}

impl Assessment {
    /// Puts what a person said over what was worked out.
    pub fn overrule(&mut self, verdict: &Verdict) {
        if let Some(sentiment) = verdict.sentiment {
            self.sentiment = Assessed::sure(sentiment, CERTAIN);
            self.scores =
                [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive].map(|one| if one == sentiment { CERTAIN } else { 0 });
        }
        if let Some(kinds) = &verdict.kinds {
            self.kinds = sorted(kinds.iter().copied()).into_iter().map(|value| Said { value, confidence: CERTAIN }).collect();
            self.question = Assessed::sure(kinds.contains(&Kind::Question), CERTAIN);
        }
        if let Some(needs_answer) = verdict.needs_answer {
            self.needs_answer = Assessed::sure(needs_answer, CERTAIN);
        }
        if let Some(abuse) = verdict.abuse {
            self.abuse = Assessed::sure(abuse, CERTAIN);
            self.aim = self.aim.filter(|_| abuse != Abuse::None);
        }
        if let Some(troll) = verdict.troll {
            self.troll = Assessed::sure(troll, CERTAIN);
        }
        if let Some(motive) = verdict.motive {
            self.motive = Assessed::sure(motive, CERTAIN);
        }
        if let Some(risks) = &verdict.risks {
            self.risks = sorted(risks.iter().copied()).into_iter().map(|value| Said { value, confidence: CERTAIN }).collect();
        }
        if let Some(humour) = verdict.humour {
            self.humour = Assessed::sure(humour, CERTAIN);
        }
        self.corrected = sorted(self.corrected.iter().copied().chain(verdict.fields()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_overrules_only_what_they_spoke_of() {
        let mut said =
            Assessment { sentiment: Assessed::sure(Sentiment::Positive, 700), troll: Assessed::sure(true, 600), ..Assessment::default() };
        let verdict =
            Verdict { sentiment: Some(Sentiment::Negative), kinds: Some(vec![Kind::Question, Kind::Complaint]), ..Verdict::default() };
        let before = Verdict::of(&said, verdict.fields());
        said.overrule(&verdict);
        assert_eq!((said.sentiment.value, said.mood(), said.troll.confidence), (Some(Sentiment::Negative), -1_000, 600));
        assert_eq!((said.is_kind(Kind::Complaint), said.question.value), (true, Some(true)));
        assert_eq!(said.corrected, [Field::Sentiment, Field::Kind]);
        assert_eq!((before.sentiment, before.kinds), (Some(Sentiment::Positive), Some(Vec::new())));
    }

    #[test]
    fn no_abuse_hits_nobody() {
        let mut said = Assessment { abuse: Assessed::sure(Abuse::Insult, 700), aim: Some(crate::Aim::Brand), ..Assessment::default() };
        said.overrule(&Verdict { abuse: Some(Abuse::None), ..Verdict::default() });
        assert_eq!(said.aim, None);
    }

    #[test]
    fn an_assessment_of_earlier_rules_is_still_read() {
        let old = r#"{"model":"rules-1","language":{"value":"ko","confidence":990,"reasons":[]},"sentiment":{"value":null,"confidence":0,"reasons":[]},
            "kind":{"value":null,"confidence":0,"reasons":[]},"question":{"value":true,"confidence":900,"reasons":[]},
            "personal_data":[{"kind":"phone","start":3,"end":16}]}"#;
        let read: Assessment = serde_json::from_str(old).expect("stored by an earlier version");
        assert_eq!((read.question.value, read.personal_data[0].confidence, read.kinds.len()), (Some(true), CERTAIN, 0));
    }
}
