//! The judgements that have a column each.

/// One yes-or-no of the table of heads. The order is the order of the columns in the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Head {
    /// Added to the stance.
    Negative,
    Positive,
    Question,
    Abuse,
    Complaint,
    Suggestion,
    Praise,
    Announcement,
    Spam,
    NeedsAnswer,
    /// Given abuse: a threat, hate.
    Threat,
    Hate,
    /// Given abuse: whom it hits, when not the brand.
    AimPerson,
    AimGroup,
    Troll,
    Instrumental,
    Venting,
    Safety,
    Legal,
    Press,
    Churn,
    SelfHarm,
    Humour,
    /// Speaks to or about a brand in the manner of customers. Not shown; tells the others where they stand.
    Care,
}

pub const HEADS: usize = 24;

impl Head {
    pub const ALL: [Self; HEADS] = [
        Self::Negative,
        Self::Positive,
        Self::Question,
        Self::Abuse,
        Self::Complaint,
        Self::Suggestion,
        Self::Praise,
        Self::Announcement,
        Self::Spam,
        Self::NeedsAnswer,
        Self::Threat,
        Self::Hate,
        Self::AimPerson,
        Self::AimGroup,
        Self::Troll,
        Self::Instrumental,
        Self::Venting,
        Self::Safety,
        Self::Legal,
        Self::Press,
        Self::Churn,
        Self::SelfHarm,
        Self::Humour,
        Self::Care,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Positive => "positive",
            Self::Question => "question",
            Self::Abuse => "abuse",
            Self::Complaint => "complaint",
            Self::Suggestion => "suggestion",
            Self::Praise => "praise",
            Self::Announcement => "announcement",
            Self::Spam => "spam",
            Self::NeedsAnswer => "needs_answer",
            Self::Threat => "threat",
            Self::Hate => "hate",
            Self::AimPerson => "aim_person",
            Self::AimGroup => "aim_group",
            Self::Troll => "troll",
            Self::Instrumental => "instrumental",
            Self::Venting => "venting",
            Self::Safety => "safety",
            Self::Legal => "legal",
            Self::Press => "press",
            Self::Churn => "churn",
            Self::SelfHarm => "self_harm",
            Self::Humour => "humour",
            Self::Care => "care",
        }
    }
}
