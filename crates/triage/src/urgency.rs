//! How soon somebody should look: a sum whose parts a person can see.
//!
//! Not a judgement of the author: only what was said, what is exposed, who is listening, and how long it has waited.

use answerable_domain::{Assessment, Label, Labels, Sentiment, Urgency};
use serde::Serialize;

/// What counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UrgencyInput {
    /// Of the post, or of the whole case.
    pub labels: Labels,
    /// The post speaks badly of what it talks about.
    pub negative: bool,
    /// People of the brand marked the author.
    pub vip: bool,
    /// How many follow the author; `None` when the network has not said.
    pub followers: Option<u64>,
    /// The time to answer has passed.
    pub overdue: bool,
}

impl UrgencyInput {
    /// What the text alone says.
    pub fn of(assessment: &Assessment) -> Self {
        let negative = assessment.sentiment.value == Some(Sentiment::Negative);
        Self { labels: assessment.labels(), negative, ..Self::default() }
    }
}

/// One summand: a code for the screen to translate, and its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct UrgencyPart {
    pub code: &'static str,
    /// Below zero only for `ceiling`.
    pub points: i16,
}

/// Takes away what is beyond a hundred, so that the parts add up to what is shown.
const CEILING: &str = "ceiling";

/// Every code that a part can carry, in the order in which parts are told.
pub const URGENCY_CODES: [&str; 14] = [
    "safety",
    "self_harm",
    "threat",
    "legal",
    "press",
    "churn",
    "complaint",
    "question",
    "negative",
    "personal_data",
    "vip",
    "reach",
    "waiting",
    CEILING,
];

const URGENCY_MAX: i16 = 100;
/// Points of labels, under the names of the labels.
const LABEL_POINTS: [(Label, i16); 9] = [
    (Label::Safety, 35),
    (Label::SelfHarm, 35),
    (Label::Threat, 20),
    (Label::Legal, 20),
    (Label::Press, 20),
    (Label::Churn, 15),
    (Label::Complaint, 15),
    (Label::Question, 20),
    (Label::PersonalData, 30),
];
const NEGATIVE_POINTS: i16 = 10;
const VIP_POINTS: i16 = 30;
const WAITING_POINTS: i16 = 15;
/// Followers at least, points: each step of ten counts the same.
const REACH_POINTS: [(u64, i16); 4] = [(1_000_000, 20), (100_000, 15), (10_000, 10), (1_000, 5)];

/// The sum, 0..=100, and its parts, which add up to it; parts of no points are left out.
pub fn urgency(input: &UrgencyInput) -> (Urgency, Vec<UrgencyPart>) {
    let mut parts: Vec<UrgencyPart> =
        URGENCY_CODES.into_iter().map(|code| UrgencyPart { code, points: points(code, input) }).filter(|part| part.points > 0).collect();
    let sum: i16 = parts.iter().map(|part| part.points).sum();
    if sum > URGENCY_MAX {
        parts.push(UrgencyPart { code: CEILING, points: URGENCY_MAX - sum });
    }
    (sum.min(URGENCY_MAX).unsigned_abs() as Urgency, parts)
}

fn points(code: &str, input: &UrgencyInput) -> i16 {
    let followers = input.followers.unwrap_or(0);
    let only_if = |holds: bool, points: i16| if holds { points } else { 0 };
    match code {
        "negative" => only_if(input.negative, NEGATIVE_POINTS),
        "vip" => only_if(input.vip, VIP_POINTS),
        "waiting" => only_if(input.overdue, WAITING_POINTS),
        "reach" => REACH_POINTS.iter().find(|(least, _)| followers >= *least).map_or(0, |(_, points)| *points),
        label => {
            let of_label = LABEL_POINTS.iter().find(|(known, _)| known.as_str() == label);
            of_label.map_or(0, |(label, points)| only_if(input.labels.has(*label), *points))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::{Assessed, Kind, Risk, Said};

    #[track_caller]
    fn check(input: UrgencyInput, expected: &[(&str, i16)]) {
        let (sum, parts) = urgency(&input);
        let parts: Vec<(&str, i16)> = parts.iter().map(|part| (part.code, part.points)).collect();
        assert_eq!(parts, expected);
        assert_eq!(i16::from(sum), expected.iter().map(|(_, points)| points).sum::<i16>());
    }

    #[test]
    fn the_sum_is_what_its_parts_say() {
        let nothing = UrgencyInput::default();
        let labels = |labels: &[Label]| UrgencyInput { labels: labels.iter().copied().collect(), ..nothing };
        check(nothing, &[]);
        check(labels(&[Label::Question]), &[("question", 20)]);
        check(labels(&[Label::Praise, Label::Hate, Label::Venting, Label::Chronic, Label::Corrected]), &[]);
        check(labels(&[Label::Complaint, Label::SelfHarm, Label::Churn]), &[("self_harm", 35), ("churn", 15), ("complaint", 15)]);
        check(UrgencyInput { followers: Some(999), ..nothing }, &[]);
        check(UrgencyInput { followers: Some(1_000), ..nothing }, &[("reach", 5)]);
        check(UrgencyInput { followers: Some(250_000), vip: true, ..nothing }, &[("vip", 30), ("reach", 15)]);
        check(UrgencyInput { negative: true, overdue: true, ..nothing }, &[("negative", 10), ("waiting", 15)]);
    }

    #[test]
    fn what_is_beyond_a_hundred_is_taken_away_visibly() {
        let labels = [Label::Safety, Label::Complaint, Label::PersonalData].into_iter().collect();
        let input = UrgencyInput { labels, vip: true, overdue: true, ..UrgencyInput::default() };
        check(input, &[("safety", 35), ("complaint", 15), ("personal_data", 30), ("vip", 30), ("waiting", 15), ("ceiling", -25)]);
        assert_eq!(urgency(&input).0, 100);
        let all = UrgencyInput { labels: Labels(i64::MAX), negative: true, vip: true, followers: Some(u64::MAX), overdue: true };
        let (sum, parts) = urgency(&all);
        assert_eq!((sum, parts.len()), (100, URGENCY_CODES.len()), "every code has its points");
    }

    #[test]
    fn an_assessment_says_what_it_can() {
        let said = Assessment {
            sentiment: Assessed::sure(Sentiment::Negative, 900),
            kinds: vec![Said { value: Kind::Complaint, confidence: 900 }],
            risks: vec![Said { value: Risk::Legal, confidence: 900 }],
            ..Assessment::default()
        };
        check(UrgencyInput::of(&said), &[("legal", 20), ("complaint", 15), ("negative", 10)]);
    }
}
