//! What triage thinks of a post, why, and how urgent that makes it, as JSON. Offsets are UTF-8 bytes of the post's whole text; how sure a
//! judgement is and how much a place weighs are thousandths.

use super::names::{AbuseName, AimName, FieldName, KindName, MotiveName, PersonalDataKindName, RiskName, SentimentName, UrgencyCodeName};
use answerable_domain as domain;
use answerable_triage as triage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Why a rule made a judgement, and where in the text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reason {
    pub code: String,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageJudgement {
    /// ISO 639-1; null: unknown.
    pub value: Option<String>,
    pub confidence: u16,
    pub reasons: Vec<Reason>,
}

/// How likely each is; all zero: unknown.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct SentimentScores {
    pub negative: u16,
    pub neutral: u16,
    pub positive: u16,
}

/// The stance towards what the post talks about, not the mood of its words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentimentJudgement {
    /// Null: unknown.
    #[schema(value_type = Option<SentimentName>)]
    pub value: Option<domain::Sentiment>,
    pub confidence: u16,
    pub scores: SentimentScores,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KindSaid {
    #[schema(value_type = KindName)]
    pub value: domain::Kind,
    pub confidence: u16,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RiskSaid {
    #[schema(value_type = RiskName)]
    pub value: domain::Risk,
    pub confidence: u16,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionJudgement {
    /// Null: unknown.
    pub value: Option<bool>,
    pub confidence: u16,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct YesOrNoJudgement {
    /// Null: unknown.
    pub value: Option<bool>,
    pub confidence: u16,
}

/// An accusation is not an insult; both can be true, and then it is a complaint first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AbuseJudgement {
    /// Null: unknown; `none`: there is none.
    #[schema(value_type = Option<AbuseName>)]
    pub value: Option<domain::Abuse>,
    pub confidence: u16,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MotiveJudgement {
    /// Null: unknown; `none`: neither.
    #[schema(value_type = Option<MotiveName>)]
    pub value: Option<domain::Motive>,
    pub confidence: u16,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonalData {
    #[schema(value_type = PersonalDataKindName)]
    pub kind: domain::PersonalDataKind,
    pub start: u32,
    pub end: u32,
    pub confidence: u16,
}

/// What triage, or a person, thinks of a post.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Assessment {
    /// Which rules and weights made it.
    pub model: String,
    pub language: LanguageJudgement,
    /// All languages of a post that mixes them, the one with most of it first; otherwise empty.
    pub languages: Vec<String>,
    pub sentiment: SentimentJudgement,
    /// Empty: other.
    pub kinds: Vec<KindSaid>,
    pub question: QuestionJudgement,
    pub needs_answer: YesOrNoJudgement,
    pub abuse: AbuseJudgement,
    /// Whom the abuse hits.
    #[schema(value_type = Option<AimName>)]
    pub aim: Option<domain::Aim>,
    pub troll: YesOrNoJudgement,
    pub motive: MotiveJudgement,
    pub risks: Vec<RiskSaid>,
    /// A chance to join in.
    pub humour: YesOrNoJudgement,
    pub personal_data: Vec<PersonalData>,
    /// What a person said instead.
    #[schema(value_type = Vec<FieldName>)]
    pub corrected: Vec<domain::Field>,
}

impl From<domain::Assessment> for Assessment {
    fn from(made: domain::Assessment) -> Self {
        let [negative, neutral, positive] = made.scores;
        let (language, sentiment, question) = (made.language, made.sentiment, made.question);
        Self {
            model: made.model,
            language: LanguageJudgement {
                value: language.value.map(|language| language.0),
                confidence: language.confidence,
                reasons: reasons(language.reasons),
            },
            languages: made.languages.into_iter().map(|language| language.0).collect(),
            sentiment: SentimentJudgement {
                value: sentiment.value,
                confidence: sentiment.confidence,
                scores: SentimentScores { negative, neutral, positive },
            },
            kinds: made.kinds.into_iter().map(|said| KindSaid { value: said.value, confidence: said.confidence }).collect(),
            question: QuestionJudgement { value: question.value, confidence: question.confidence, reasons: reasons(question.reasons) },
            needs_answer: made.needs_answer.into(),
            abuse: AbuseJudgement { value: made.abuse.value, confidence: made.abuse.confidence },
            aim: made.aim,
            troll: made.troll.into(),
            motive: MotiveJudgement { value: made.motive.value, confidence: made.motive.confidence },
            risks: made.risks.into_iter().map(|said| RiskSaid { value: said.value, confidence: said.confidence }).collect(),
            humour: made.humour.into(),
            personal_data: made.personal_data.into_iter().map(PersonalData::from).collect(),
            corrected: made.corrected,
        }
    }
}

impl From<domain::Assessed<bool>> for YesOrNoJudgement {
    fn from(made: domain::Assessed<bool>) -> Self {
        Self { value: made.value, confidence: made.confidence }
    }
}

impl From<domain::PersonalData> for PersonalData {
    fn from(found: domain::PersonalData) -> Self {
        Self { kind: found.kind, start: found.start, end: found.end, confidence: found.confidence }
    }
}

fn reasons(reasons: Vec<domain::Reason>) -> Vec<Reason> {
    reasons.into_iter().map(|reason| Reason { code: reason.code, start: reason.start, end: reason.end }).collect()
}

/// A place that moved a judgement.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Moved {
    pub start: u32,
    pub end: u32,
    /// Above zero: towards what was said; for `sentiment`: towards positive.
    pub weight: i32,
}

/// The words behind each judgement: under `sentiment`, `question`, `needs_answer`, `abuse`, `troll`, `motive`, `humour`, and under the
/// names of the kinds and risks that were said.
pub type Moves = BTreeMap<String, Vec<Moved>>;

pub fn moves(explanation: triage::Explanation) -> Moves {
    let moved = |one: triage::Moved| Moved { start: one.start, end: one.end, weight: one.weight };
    explanation.into_iter().map(|(judgement, places)| (judgement.to_owned(), places.into_iter().map(moved).collect())).collect()
}

/// Why a post was judged as it was.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reasons {
    /// Who explains: the brand's assessor as it is taught now, which need not be the one that judged.
    pub model: String,
    /// By judgement: `sentiment`, `question`, `needs_answer`, `abuse`, `troll`, `motive`, `humour`, and the kinds and risks that were said.
    #[schema(value_type = BTreeMap<String, Vec<Moved>>)]
    pub reasons: Moves,
}

/// One summand of an urgency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UrgencyPart {
    #[schema(value_type = UrgencyCodeName)]
    pub code: &'static str,
    /// Below zero only for `ceiling`: what is beyond a hundred.
    pub points: i16,
}

impl From<triage::UrgencyPart> for UrgencyPart {
    fn from(part: triage::UrgencyPart) -> Self {
        Self { code: part.code, points: part.points }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TriageAsked)]
pub struct Asked {
    /// At most 5,000 characters.
    pub text: String,
}

/// What a text would be said to be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Triaged)]
pub struct Told {
    pub assessment: Assessment,
    /// As in [`Reasons`].
    #[schema(value_type = BTreeMap<String, Vec<Moved>>)]
    pub reasons: Moves,
    /// 0 to 100: the sum of its parts. Of the text alone: reach and waiting are facts of a case.
    pub urgency: u8,
    pub urgency_parts: Vec<UrgencyPart>,
}
