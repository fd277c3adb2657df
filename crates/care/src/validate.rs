//! Is a policy one that can be kept? Asked before it is saved; an old one that has become wrong still gives deadlines.

use crate::hours::{SEARCH_DAYS_MAX, is_holiday, time_zone, weekday};
use answerable_domain::{BusinessHours, Policy};
use jiff::civil::Date;
use serde::Serialize;

/// Thirty days. Beyond that nobody calls it an answer.
pub const ANSWER_MINUTES_MAX: u32 = 30 * 24 * 60;
/// Open spans in a week.
pub const SPANS_MAX: usize = 70;
pub const HOLIDAYS_MAX: usize = 366;

/// One thing that is wrong with a policy, for the screen to translate and to show beside the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyProblem {
    /// `too_short`, `too_long`, `unknown_time_zone`, `never_open`, `closes_before_it_opens`, `overlaps`, `not_a_date`, `too_many`.
    pub code: &'static str,
    /// `answer_minutes`, `vip_answer_minutes`, `time_zone`, `open`, `holidays`.
    pub field: &'static str,
    /// Which of several, counted from 0.
    pub index: Option<usize>,
}

/// All that is wrong with a policy, so that a form can show everything at once.
pub fn validate_policy(policy: &Policy) -> Result<(), Vec<PolicyProblem>> {
    let mut problems = Vec::new();
    check_minutes("answer_minutes", policy.answer_minutes, &mut problems);
    check_minutes("vip_answer_minutes", policy.vip_answer_minutes, &mut problems);
    if let Some(hours) = &policy.business_hours {
        check_time_zone(hours, &mut problems);
        check_spans(hours, &mut problems);
        check_holidays(hours, &mut problems);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn problem(code: &'static str, field: &'static str) -> PolicyProblem {
    PolicyProblem { code, field, index: None }
}

fn check_minutes(field: &'static str, minutes: u32, problems: &mut Vec<PolicyProblem>) {
    match minutes {
        0 => problems.push(problem("too_short", field)),
        1..=ANSWER_MINUTES_MAX => {}
        _ => problems.push(problem("too_long", field)),
    }
}

fn check_time_zone(hours: &BusinessHours, problems: &mut Vec<PolicyProblem>) {
    if time_zone(&hours.time_zone).is_none() {
        problems.push(problem("unknown_time_zone", "time_zone"));
    }
}

fn check_spans(hours: &BusinessHours, problems: &mut Vec<PolicyProblem>) {
    let spans = &hours.open;
    if spans.is_empty() {
        problems.push(problem("never_open", "open"));
    }
    if spans.len() > SPANS_MAX {
        return problems.push(problem("too_many", "open"));
    }
    for (index, (day, opens, closes)) in spans.iter().enumerate() {
        let overlaps =
            |(other_day, other_opens, other_closes): &(_, _, _)| day == other_day && opens < other_closes && other_opens < closes;
        let code = match () {
            () if closes <= opens => "closes_before_it_opens",
            () if closes.0 > 1440 => "too_long",
            () if spans[..index].iter().any(overlaps) => "overlaps",
            () => continue,
        };
        problems.push(PolicyProblem { code, field: "open", index: Some(index) });
    }
}

fn check_holidays(hours: &BusinessHours, problems: &mut Vec<PolicyProblem>) {
    if hours.holidays.len() > HOLIDAYS_MAX {
        return problems.push(problem("too_many", "holidays"));
    }
    for (index, text) in hours.holidays.iter().enumerate() {
        match text.parse::<Date>() {
            // Days are compared as text: what is written otherwise would never match.
            Ok(date) if date.to_string() == *text => {}
            _ => problems.push(PolicyProblem { code: "not_a_date", field: "holidays", index: Some(index) }),
        }
    }
    let mut dates = hours.holidays.iter().filter_map(|text| text.parse::<Date>().ok());
    if !hours.open.is_empty() && dates.any(|date| closed_for_good(hours, date)) {
        problems.push(problem("never_open", "holidays"));
    }
}

/// No open day within the search from `date` on.
fn closed_for_good(hours: &BusinessHours, date: Date) -> bool {
    let open_on = |date: &Date| hours.open.iter().any(|(day, _, _)| *day == weekday(*date)) && !is_holiday(hours, *date);
    !std::iter::successors(Some(date), |date| date.tomorrow().ok()).take(SEARCH_DAYS_MAX + 1).any(|date| open_on(&date))
}
