//! An assessment as programs read it: one JSON object, always with the same keys.

use answerable_domain::{Assessed, Assessment, Confidence, Said};
use answerable_triage::{
    Explanation, Moved, UrgencyInput,
    model::{Head, judge::Judged},
    urgency,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The code for a language that nobody can tell (BCP 47).
const UNDETERMINED: &str = "und";

/// Places are byte offsets of the text's UTF-8.
#[derive(Debug, Serialize)]
pub struct Shape<'a> {
    language: &'a str,
    /// All of them where the text mixes some.
    languages: Vec<&'a str>,
    sentiment: Sentiment,
    /// Empty: something else.
    kind: Vec<Named>,
    question: Flag,
    needs_answer: NeedsAnswer,
    abuse: Named,
    /// Whom the abuse hits.
    aim: Option<&'static str>,
    troll: Flag,
    motive: Named,
    risk: Vec<&'static str>,
    personal_data: Vec<Found>,
    spam: Flag,
    humour: Flag,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<BTreeMap<&'static str, Vec<Place>>>,
}

/// A label is null where there is nothing to judge.
#[derive(Debug, Serialize)]
struct Named {
    label: Option<&'static str>,
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct Flag {
    label: Option<bool>,
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct Sentiment {
    label: Option<&'static str>,
    confidence: f64,
    scores: Scores,
}

#[derive(Debug, Serialize)]
struct Scores {
    negative: f64,
    neutral: f64,
    positive: f64,
}

#[derive(Debug, Serialize)]
struct NeedsAnswer {
    label: Option<bool>,
    /// 0 to 100.
    urgency: u8,
}

#[derive(Debug, Serialize)]
struct Found {
    start: u32,
    end: u32,
    r#type: &'static str,
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct Place {
    start: u32,
    end: u32,
    /// Log-odds: above zero towards what was said; of `sentiment`, towards positive.
    weight: f64,
}

impl<'a> Shape<'a> {
    /// `judged` knows how likely it is that something is no spam.
    pub fn new(said: &'a Assessment, judged: Option<&Judged>, reasons: Option<&Explanation>) -> Self {
        let [negative, neutral, positive] = said.scores.map(share);
        Self {
            language: said.language.value.as_ref().map_or(UNDETERMINED, |language| &language.0),
            languages: said.languages.iter().map(|language| language.0.as_str()).collect(),
            sentiment: Sentiment {
                label: said.sentiment.value.map(|value| value.as_str()),
                confidence: share(said.sentiment.confidence),
                scores: Scores { negative, neutral, positive },
            },
            kind: said.kinds.iter().map(|said| listed(said, said.value.as_str())).collect(),
            question: flag(&said.question),
            needs_answer: NeedsAnswer { label: said.needs_answer.value, urgency: urgency(&UrgencyInput::of(said)).0 },
            abuse: Named { label: said.abuse.value.map(|value| value.as_str()), confidence: share(said.abuse.confidence) },
            aim: said.aim.map(|aim| aim.as_str()),
            troll: flag(&said.troll),
            motive: Named { label: said.motive.value.map(|value| value.as_str()), confidence: share(said.motive.confidence) },
            risk: said.risks.iter().map(|said| said.value.as_str()).collect(),
            personal_data: said.personal_data.iter().map(|found| found.into()).collect(),
            spam: spam(judged),
            humour: flag(&said.humour),
            reasons: reasons.map(|reasons| reasons.iter().map(|(key, moved)| (*key, moved.iter().map(Place::from).collect())).collect()),
        }
    }
}

impl From<&answerable_domain::PersonalData> for Found {
    fn from(found: &answerable_domain::PersonalData) -> Self {
        Self { start: found.start, end: found.end, r#type: found.kind.as_str(), confidence: share(found.confidence) }
    }
}

impl From<&Moved> for Place {
    fn from(moved: &Moved) -> Self {
        Self { start: moved.start, end: moved.end, weight: f64::from(moved.weight) / 1_000.0 }
    }
}

/// Of the kinds only those that hold are in an assessment, so the rest is asked of the judge.
fn spam(judged: Option<&Judged>) -> Flag {
    let Some(judged) = judged else { return Flag { label: None, confidence: 0.0 } };
    let chance = judged.chance(Head::Spam);
    let is = chance >= 0.5;
    let sure = if is { chance } else { 1.0 - chance };
    Flag { label: Some(is), confidence: (f64::from(sure) * 1_000.0).round() / 1_000.0 }
}

fn flag(assessed: &Assessed<bool>) -> Flag {
    Flag { label: assessed.value, confidence: share(assessed.confidence) }
}

fn listed<T>(said: &Said<T>, name: &'static str) -> Named {
    Named { label: Some(name), confidence: share(said.confidence) }
}

fn share(thousandths: Confidence) -> f64 {
    f64::from(thousandths) / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::{Abuse, Aim, Kind, Language, Motive, PersonalData, PersonalDataKind, Risk, Sentiment as Stance};
    use serde_json::json;

    #[test]
    fn a_full_assessment_has_this_shape() {
        let said = Assessment {
            language: Assessed::sure(Language("ko".to_owned()), 990),
            languages: vec![Language("ko".to_owned()), Language("en".to_owned())],
            sentiment: Assessed::sure(Stance::Negative, 970),
            scores: [970, 20, 10],
            kinds: vec![Said { value: Kind::Complaint, confidence: 900 }],
            question: Assessed::sure(true, 800),
            needs_answer: Assessed::sure(true, 950),
            abuse: Assessed::sure(Abuse::Insult, 900),
            aim: Some(Aim::Brand),
            troll: Assessed::sure(false, 980),
            motive: Assessed::sure(Motive::Instrumental, 700),
            risks: vec![Said { value: Risk::Legal, confidence: 600 }],
            humour: Assessed::sure(false, 900),
            personal_data: vec![PersonalData { kind: PersonalDataKind::Phone, start: 3, end: 16, confidence: 990 }],
            ..Assessment::default()
        };
        let reasons = Explanation::from([("sentiment", vec![Moved { start: 0, end: 6, weight: -1_800 }])]);
        let expected = json!({
            "language": "ko",
            "languages": ["ko", "en"],
            "sentiment": {"label": "negative", "confidence": 0.97, "scores": {"negative": 0.97, "neutral": 0.02, "positive": 0.01}},
            "kind": [{"label": "complaint", "confidence": 0.9}],
            "question": {"label": true, "confidence": 0.8},
            "needs_answer": {"label": true, "urgency": 95},
            "abuse": {"label": "insult", "confidence": 0.9},
            "aim": "brand",
            "troll": {"label": false, "confidence": 0.98},
            "motive": {"label": "instrumental", "confidence": 0.7},
            "risk": ["legal"],
            "personal_data": [{"start": 3, "end": 16, "type": "phone", "confidence": 0.99}],
            "spam": {"label": null, "confidence": 0.0},
            "humour": {"label": false, "confidence": 0.9},
            "reasons": {"sentiment": [{"start": 0, "end": 6, "weight": -1.8}]},
        });
        assert_eq!(serde_json::to_value(Shape::new(&said, None, Some(&reasons))).expect("JSON"), expected);
    }

    #[test]
    fn nothing_known_has_the_same_keys() {
        let shape = serde_json::to_value(Shape::new(&Assessment::default(), None, None)).expect("JSON");
        assert_eq!((&shape["language"], &shape["sentiment"]["label"], &shape["risk"]), (&json!("und"), &json!(null), &json!([])));
        assert_eq!(shape.as_object().map(serde_json::Map::len), Some(14), "reasons only when asked for");
    }
}
