//! What people ask monitors for: read, checked, and as the query language prints it.

use super::{
    ApiError, ApiResult,
    dto::monitors::{Boxes, QueryAsked, QueryProblem, Spelling, VariantChoice},
    error::Field,
    fields::Fields,
};
use answerable_domain::{self as domain, Network};
use answerable_listen::{self as listen, Problem, Problems, Query, Term};

/// Spellings that people may decide about, of one monitor.
const SPELLINGS_MAX: usize = 2_000;
const SPELLING_CHARS_MAX: usize = listen::TERM_CHARS_MAX * 2;
const BUDGET_MAX: u64 = 1_000_000;

/// The query that is asked for. `Err(None)`: not exactly one face of it was given.
pub fn read(asked: QueryAsked) -> Result<Query, Option<Problems>> {
    match (asked.query, asked.boxes) {
        (Some(text), None) => listen::parse(&text).map_err(Some),
        (None, Some(boxes)) => in_boxes(boxes).map_err(Some),
        (None, None) | (Some(_), Some(_)) => Err(None),
    }
}

/// The query that is asked for, or what is wrong with it as the answer to the request.
pub fn sound(asked: QueryAsked) -> ApiResult<Query> {
    read(asked).map_err(|problems| match problems {
        Some(problems) => refused(problems),
        None => ApiError::invalid(&[Field { field: "query", code: "query_or_boxes" }]),
    })
}

fn refused(problems: Problems) -> ApiError {
    let fields: Vec<Field> = problems.iter().map(|problem| Field { field: "query", code: problem.code }).collect();
    let problems: Vec<QueryProblem> = problems.into_iter().map(Into::into).collect();
    ApiError::invalid(&fields).and("problems", problems)
}

fn in_boxes(boxes: Boxes) -> Result<Query, Problems> {
    let terms = |terms: Vec<super::dto::monitors::BoxTerm>| {
        terms.into_iter().map(|term| listen::BoxTerm { text: term.text, variants: term.variants, exact: term.exact }).collect()
    };
    let unknown = |name: &&String| Network::parse(name).is_none();
    if let Some(name) = boxes.networks.iter().find(unknown) {
        return Err(vec![Problem { code: "unknown_network", column: 0, length: 0, suggestion: None, about: Some(name.clone()) }]);
    }
    let boxes = listen::Boxes {
        any: terms(boxes.any),
        all: terms(boxes.all),
        none: terms(boxes.none),
        hashtags: boxes.hashtags,
        handles: boxes.handles,
        languages: boxes.languages,
        networks: boxes.networks.iter().filter_map(|name| Network::parse(name)).collect(),
        followers_min: boxes.followers_min,
    };
    boxes.to_query()
}

/// The terms of a query, each once, in order.
pub fn terms(query: &Query) -> Vec<&Term> {
    let mut found = Vec::new();
    collect(query, &mut found);
    found
}

fn collect<'q>(query: &'q Query, found: &mut Vec<&'q Term>) {
    let mut add = |term: &'q Term| {
        if !found.contains(&term) {
            found.push(term);
        }
    };
    match query {
        Query::Term(term) => add(term),
        Query::Near(near) => near.left.iter().chain(&near.right).for_each(add),
        Query::Fact(_) => {}
        Query::Not(inner) => collect(inner, found),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| collect(part, found)),
    }
}

/// The other spellings of each term that asks for some.
pub fn variants(query: &Query, also: &[domain::Spelling]) -> Vec<listen::Variants> {
    let mut asking: Vec<&str> = Vec::new();
    for term in terms(query).into_iter().filter(|term| term.variants) {
        if !asking.contains(&term.text.as_str()) {
            asking.push(&term.text);
        }
    }
    let of_term = |term: &str| {
        let also: Vec<&str> = also.iter().filter(|also| also.term == term).map(|also| also.text.as_str()).collect();
        listen::variants(term, &also)
    };
    asking.into_iter().map(of_term).collect()
}

impl Fields {
    pub fn variant_choice(&mut self, choice: &VariantChoice) {
        let all = [&choice.off, &choice.on, &choice.also];
        if all.iter().map(|spellings| spellings.len()).sum::<usize>() > SPELLINGS_MAX {
            self.wrong("variants", "too_many");
        }
        all.into_iter().flatten().for_each(|spelling| self.spelling("variants", spelling));
    }

    pub fn spelling(&mut self, field: &'static str, spelling: &Spelling) {
        for text in [&spelling.term, &spelling.text] {
            if text.trim().is_empty() {
                self.wrong(field, "empty");
            } else if text.chars().count() > SPELLING_CHARS_MAX {
                self.wrong(field, "too_long");
            }
        }
    }

    pub fn budget(&mut self, budget: super::dto::monitors::Budget) -> domain::Budget {
        for (field, most) in [("budget.per_hour", budget.per_hour), ("budget.per_day", budget.per_day)] {
            if let Some(most) = most {
                self.within(field, u64::from(most), 1..=BUDGET_MAX);
            }
        }
        domain::Budget { per_hour: budget.per_hour, per_day: budget.per_day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_face_of_a_query_is_read_and_not_both() {
        let boxes = || Boxes { hashtags: vec!["#아크메".into()], ..Boxes::default() };
        let asked = |query: Option<&str>, boxes| QueryAsked { query: query.map(str::to_owned), boxes };
        assert_eq!(read(asked(Some("acme  refund"), None)).expect("sound").to_string(), "acme AND refund");
        assert_eq!(read(asked(None, Some(boxes()))).expect("sound").to_string(), "#아크메");
        assert_eq!(read(asked(None, None)), Err(None));
        assert_eq!(read(asked(Some("acme"), Some(boxes()))), Err(None));
        let elsewhere = Boxes { networks: vec!["nowhere".into()], ..boxes() };
        let problems = read(asked(None, Some(elsewhere))).expect_err("no such network").expect("problems");
        assert_eq!((problems[0].code, problems[0].about.as_deref()), ("unknown_network", Some("nowhere")));
    }

    #[test]
    fn terms_are_told_once_wherever_they_stand() {
        let query = listen::parse("(~acme OR ~아크메) AND NOT (acme NEAR/3 ~아크메)").expect("sound");
        let told: Vec<(&str, bool)> = terms(&query).iter().map(|term| (term.text.as_str(), term.variants)).collect();
        assert_eq!(told, [("acme", true), ("아크메", true), ("acme", false)]);
        assert_eq!(variants(&query, &[]).iter().map(|of| of.term.as_str()).collect::<Vec<_>>(), ["acme", "아크메"]);
    }
}
