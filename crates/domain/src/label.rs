//! Everything that an assessment can say as yes or no, as one set: what lists are filtered and sorted by.

use crate::named::named;
use crate::{Abuse, Assessment, Kind, Motive, Risk};
use serde::{Deserialize, Serialize};

named! {
    /// One yes of an assessment. The order is the bit in a [`Labels`] set and is stored: add at the end, never move.
    pub enum Label {
        Complaint = "complaint",
        Question = "question",
        Suggestion = "suggestion",
        Praise = "praise",
        Announcement = "announcement",
        Spam = "spam",
        NeedsAnswer = "needs_answer",
        Insult = "insult",
        Threat = "threat",
        Hate = "hate",
        Troll = "troll",
        Instrumental = "instrumental",
        Venting = "venting",
        /// Comes back again and again: told by the history, never by the text.
        Chronic = "chronic",
        Safety = "safety",
        Legal = "legal",
        Press = "press",
        Churn = "churn",
        SelfHarm = "self_harm",
        Humour = "humour",
        PersonalData = "personal_data",
        /// Speaks several languages.
        Mixed = "mixed",
        /// A person of the brand said what it is.
        Corrected = "corrected",
    }
}

impl Label {
    pub fn bit(self) -> i64 {
        1 << self as i64
    }
}

/// A set of labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Labels(pub i64);

impl Labels {
    /// Once said in a case they stay with it: a later "thanks" does not undo a burn or an address that stands in public.
    pub const LASTING: Self = Self(
        1 << Label::Insult as i64
            | 1 << Label::Threat as i64
            | 1 << Label::Hate as i64
            | 1 << Label::Chronic as i64
            | 1 << Label::Safety as i64
            | 1 << Label::Legal as i64
            | 1 << Label::Press as i64
            | 1 << Label::Churn as i64
            | 1 << Label::SelfHarm as i64
            | 1 << Label::PersonalData as i64,
    );

    pub fn has(self, label: Label) -> bool {
        self.0 & label.bit() != 0
    }

    #[must_use]
    pub fn with(self, label: Label) -> Self {
        Self(self.0 | label.bit())
    }

    pub fn iter(self) -> impl Iterator<Item = Label> {
        Label::ALL.iter().copied().filter(move |label| self.has(*label))
    }

    /// Of a case that had these and whose customer has now said something with `new`.
    #[must_use]
    pub fn then(self, new: Self) -> Self {
        Self(self.0 & Self::LASTING.0 | new.0)
    }
}

impl FromIterator<Label> for Labels {
    fn from_iter<I: IntoIterator<Item = Label>>(labels: I) -> Self {
        labels.into_iter().fold(Self::default(), Self::with)
    }
}

impl From<Kind> for Label {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Complaint => Self::Complaint,
            Kind::Question => Self::Question,
            Kind::Suggestion => Self::Suggestion,
            Kind::Praise => Self::Praise,
            Kind::Announcement => Self::Announcement,
            Kind::Spam => Self::Spam,
        }
    }
}

impl From<Risk> for Label {
    fn from(risk: Risk) -> Self {
        match risk {
            Risk::Safety => Self::Safety,
            Risk::Legal => Self::Legal,
            Risk::Press => Self::Press,
            Risk::Churn => Self::Churn,
            Risk::SelfHarm => Self::SelfHarm,
        }
    }
}

impl Assessment {
    pub fn labels(&self) -> Labels {
        let yes = |value: Option<bool>, label| (value == Some(true)).then_some(label);
        let abuse = match self.abuse.value {
            Some(Abuse::Insult) => Some(Label::Insult),
            Some(Abuse::Threat) => Some(Label::Threat),
            Some(Abuse::Hate) => Some(Label::Hate),
            Some(Abuse::None) | None => None,
        };
        let motive = match self.motive.value {
            Some(Motive::Instrumental) => Some(Label::Instrumental),
            Some(Motive::Venting) => Some(Label::Venting),
            Some(Motive::None) | None => None,
        };
        let single = [
            yes(self.question.value, Label::Question),
            yes(self.needs_answer.value, Label::NeedsAnswer),
            abuse,
            yes(self.troll.value, Label::Troll),
            motive,
            yes(self.humour.value, Label::Humour),
            (!self.personal_data.is_empty()).then_some(Label::PersonalData),
            (self.languages.len() > 1).then_some(Label::Mixed),
            (!self.corrected.is_empty()).then_some(Label::Corrected),
        ];
        let kinds = self.kinds.iter().map(|said| Label::from(said.value));
        let risks = self.risks.iter().map(|said| Label::from(said.value));
        single.into_iter().flatten().chain(kinds).chain(risks).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assessed, Said};

    #[test]
    fn an_assessment_is_a_set_of_labels() {
        let said = Assessment {
            kinds: vec![Said { value: Kind::Complaint, confidence: 900 }],
            abuse: Assessed::sure(Abuse::Insult, 700),
            motive: Assessed::sure(Motive::None, 700),
            risks: vec![Said { value: Risk::Legal, confidence: 900 }],
            ..Assessment::default()
        };
        assert_eq!(said.labels().iter().collect::<Vec<_>>(), [Label::Complaint, Label::Insult, Label::Legal]);
        assert_eq!(Assessment::default().labels(), Labels::default());
    }

    #[test]
    fn thanks_do_not_take_a_risk_away() {
        let burnt = Labels::from_iter([Label::Complaint, Label::Safety, Label::NeedsAnswer]);
        let thanked = burnt.then(Labels::from_iter([Label::Praise]));
        assert_eq!(thanked.iter().collect::<Vec<_>>(), [Label::Praise, Label::Safety]);
    }

    #[test]
    fn bits_are_stored_and_never_move() {
        assert_eq!((Label::Complaint.bit(), Label::Insult.bit(), Label::Corrected.bit()), (1, 128, 1 << 22));
    }
}
