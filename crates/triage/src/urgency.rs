//! How soon somebody should look: a sum whose parts a person can see.
//!
//! Not a judgement of the author: only what was asked, what is exposed, and who is listening.

use answerable_domain::Urgency;
use serde::Serialize;

/// What counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UrgencyInput {
    /// The post asks something.
    pub question: bool,
    /// Personal data stands in a place where others can read it.
    pub personal_data: bool,
    /// People of the brand marked the author.
    pub vip: bool,
    /// How many follow the author; `None` when the network has not said.
    pub followers: Option<u64>,
}

/// One summand: a code for the screen to translate, and its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct UrgencyPart {
    pub code: &'static str,
    pub points: u8,
}

/// Every code that a part can carry.
pub const URGENCY_CODES: [&str; 4] = ["question", "personal_data", "vip", "reach"];

const QUESTION_POINTS: u8 = 20;
const PERSONAL_DATA_POINTS: u8 = 30;
const VIP_POINTS: u8 = 30;
/// Followers at least, points: each step of ten counts the same.
const REACH_POINTS: [(u64, u8); 4] = [(1_000_000, 20), (100_000, 15), (10_000, 10), (1_000, 5)];

/// The sum, 0..=100, and its parts; parts of no points are left out.
pub fn urgency(parts: &UrgencyInput) -> (Urgency, Vec<UrgencyPart>) {
    let followers = parts.followers.unwrap_or(0);
    let reach = REACH_POINTS.iter().find(|(least, _)| followers >= *least).map_or(0, |(_, points)| *points);
    let points = [
        if parts.question { QUESTION_POINTS } else { 0 },
        if parts.personal_data { PERSONAL_DATA_POINTS } else { 0 },
        if parts.vip { VIP_POINTS } else { 0 },
        reach,
    ];
    let parts = URGENCY_CODES.into_iter().zip(points).filter(|(_, points)| *points > 0);
    let parts: Vec<UrgencyPart> = parts.map(|(code, points)| UrgencyPart { code, points }).collect();
    (parts.iter().map(|part| part.points).sum(), parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: UrgencyInput, expected: &[(&str, u8)]) {
        let (sum, parts) = urgency(&input);
        let parts: Vec<(&str, u8)> = parts.iter().map(|part| (part.code, part.points)).collect();
        assert_eq!(parts, expected);
        assert_eq!(u32::from(sum), expected.iter().map(|(_, points)| u32::from(*points)).sum::<u32>());
    }

    #[test]
    fn the_sum_is_what_its_parts_say() {
        let nothing = UrgencyInput::default();
        check(nothing, &[]);
        check(UrgencyInput { question: true, ..nothing }, &[("question", 20)]);
        check(UrgencyInput { followers: Some(999), ..nothing }, &[]);
        check(UrgencyInput { followers: Some(1_000), ..nothing }, &[("reach", 5)]);
        check(UrgencyInput { followers: Some(250_000), vip: true, ..nothing }, &[("vip", 30), ("reach", 15)]);
    }

    #[test]
    fn everything_together_is_a_hundred() {
        let all = UrgencyInput { question: true, personal_data: true, vip: true, followers: Some(u64::MAX) };
        check(all, &[("question", 20), ("personal_data", 30), ("vip", 30), ("reach", 20)]);
        assert_eq!(urgency(&all).0, 100);
    }
}
