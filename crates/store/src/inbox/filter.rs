//! Filters compiled to conditions: fixed fragments and bound values, nothing of a filter becomes text.

use super::CaseFilter;
use crate::error::{Result, StoreError};
use crate::limits::{FILTER_DEPTH_MAX, FILTER_NODES_MAX};
use crate::search::Phrase;
use crate::sql::{Engine, Query, sql};
use answerable_domain::{BrandId, Labels};

/// Labels that few cases have: those with one of them have an index of their own, by time.
pub(super) const MARKS: Labels = Labels(5_760_896);

/// Holds for the rows of that index, in its own words.
const IS_MARKED: &str = "(c.labels & 5760896) <> 0";

/// A condition on `case_ c` of this brand.
pub(crate) fn condition(filter: &CaseFilter, brand_id: BrandId, engine: Engine) -> Result<Query> {
    compiled(filter, brand_id, engine, Reading::ByOrder)
}

/// The same for a list by time of which it is known that only cases with one of [`MARKS`] are in it.
pub(super) fn condition_of_marked(filter: &CaseFilter, brand_id: BrandId, engine: Engine) -> Result<Query> {
    compiled(filter, brand_id, engine, Reading::Marked)
}

/// Whether it can hold only for cases with one of [`MARKS`].
pub(super) fn asks_for_mark(filter: &CaseFilter) -> bool {
    match filter {
        CaseFilter::Label(label) => MARKS.has(*label),
        CaseFilter::All(inner) => inner.iter().any(asks_for_mark),
        CaseFilter::Any(inner) => !inner.is_empty() && inner.iter().all(asks_for_mark),
        _ => false,
    }
}

/// The same for a query that picks a few cases by their ids: no part of it looks for cases elsewhere.
pub(crate) fn condition_of_few(filter: &CaseFilter, brand_id: BrandId, engine: Engine) -> Result<Query> {
    compiled(filter, brand_id, engine, Reading::Few)
}

/// How the cases are found that a condition is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// One after the other from an index that has the list's order.
    ByOrder,
    /// From the index of marked cases.
    Marked,
    /// By their ids.
    Few,
}

fn compiled(filter: &CaseFilter, brand_id: BrandId, engine: Engine, reading: Reading) -> Result<Query> {
    let (nodes, depth) = measure(filter);
    if nodes > FILTER_NODES_MAX {
        return Err(StoreError::Limit { what: "parts of a filter", max: FILTER_NODES_MAX as u64 });
    }
    if depth > FILTER_DEPTH_MAX {
        return Err(StoreError::Limit { what: "levels of a filter", max: FILTER_DEPTH_MAX as u64 });
    }
    let mut compiler = Compiler { query: sql(""), brand_id, engine, few: reading == Reading::Few };
    if reading == Reading::Marked {
        compiler.query.push(IS_MARKED).push(" AND ");
    }
    compiler.add(filter, reading == Reading::ByOrder)?;
    Ok(compiler.query)
}

fn measure(filter: &CaseFilter) -> (usize, usize) {
    let inner: &[CaseFilter] = match filter {
        CaseFilter::All(inner) | CaseFilter::Any(inner) => inner,
        CaseFilter::Not(inner) => std::slice::from_ref(inner),
        _ => &[],
    };
    let (nodes, depth) = inner.iter().map(measure).fold((0, 0), |(nodes, depth), (n, d)| (nodes + n, depth.max(d)));
    (nodes + 1, depth + 1)
}

struct Compiler {
    query: Query,
    brand_id: BrandId,
    engine: Engine,
    /// Few cases are asked about, so each is looked at.
    few: bool,
}

impl Compiler {
    /// `outermost`: the condition must hold for the whole filter to hold. There a plain comparison may use an index; elsewhere it must not
    /// (an index by state would give the rows in another order and cost a sort of all), and null must be a value, so that `NOT` is right.
    fn add(&mut self, filter: &CaseFilter, outermost: bool) -> Result<()> {
        match filter {
            CaseFilter::All(inner) => return self.join(inner, "1 = 1", " AND ", outermost),
            CaseFilter::Any(inner) if inner.len() == 1 => return self.add(&inner[0], outermost),
            CaseFilter::Any(inner) => return self.join(inner, "1 = 0", " OR ", false),
            CaseFilter::Not(inner) => {
                self.query.push("NOT ");
                return self.add(inner, false);
            }
            CaseFilter::Search(words) => return self.search(words),
            CaseFilter::State(state) if outermost => self.query.push_bound("c.state = ?", state.as_str()),
            CaseFilter::State(state) => self.query.push_bound("c.state || '' = ?", state.as_str()),
            CaseFilter::AssignedTo(user_id) if outermost => self.query.push_bound("c.assignee_id = ?", user_id.0),
            CaseFilter::AssignedTo(user_id) => self.query.push_bound("coalesce(c.assignee_id, 0) = ?", user_id.0),
            CaseFilter::Author(author_id) if outermost => self.query.push_bound("c.author_id = ?", author_id.0),
            CaseFilter::Author(author_id) => self.query.push_bound("c.author_id + 0 = ?", author_id.0),
            CaseFilter::Unassigned => self.query.push("(c.assignee_id IS NULL)"),
            CaseFilter::Channel(channel_id) => self.query.push_bound("c.channel_id = ?", channel_id.0),
            CaseFilter::Network(network) => self.query.push_bound("c.network = ?", network.as_str()),
            CaseFilter::Language(language) => self.query.push_bound("coalesce(c.language, '') = ?", language),
            CaseFilter::Sentiment(sentiment) => self.query.push_bound("coalesce(c.sentiment, '') = ?", sentiment.as_str()),
            CaseFilter::Label(label) => self.query.push_bound("(c.labels & ?) <> 0", label.bit()),
            CaseFilter::Overdue => self.query.push("(c.overdue_at IS NOT NULL AND c.deadline_at IS NOT NULL)"),
            CaseFilter::Vip => self.query.push("c.vip = 1"),
            CaseFilter::Monitor(monitor_id) => self.mention(monitor_id.0),
            CaseFilter::Addressed => self.mention(0),
        };
        Ok(())
    }

    fn join(&mut self, inner: &[CaseFilter], none: &'static str, between: &'static str, outermost: bool) -> Result<()> {
        self.query.push("(");
        if inner.is_empty() {
            self.query.push(none);
        }
        for (number, filter) in inner.iter().enumerate() {
            if number > 0 {
                self.query.push(between);
            }
            self.add(filter, outermost)?;
        }
        self.query.push(")");
        Ok(())
    }

    fn mention(&mut self, monitor_id: i64) -> &mut Query {
        self.query.push_bound("EXISTS (SELECT 1 FROM mention m WHERE m.case_id = c.id AND m.monitor_id = ?)", monitor_id)
    }

    fn search(&mut self, words: &str) -> Result<()> {
        let Some(phrase) = Phrase::parse(words, self.engine)? else {
            self.query.push("1 = 0");
            return Ok(());
        };
        if self.few {
            // The posts of the case first: a word that many posts have is not looked up in all of them.
            self.query
                .push("EXISTS (SELECT 1 FROM post p CROSS JOIN post_search s WHERE p.case_id = c.id AND s.rowid = p.id AND ")
                .push_query(phrase.condition(self.engine))
                .push(")");
            return Ok(());
        }
        self.query
            .push("c.id IN (SELECT p.case_id FROM post_search s JOIN post p ON p.id = s.rowid WHERE ")
            .push_query(phrase.condition(self.engine))
            .push_bound(" AND p.brand_id = ? AND p.case_id IS NOT NULL)", self.brand_id.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::Label;

    #[test]
    fn marks_are_the_labels_that_few_cases_have() {
        use Label::{Chronic, Churn, Corrected, Hate, Insult, Legal, PersonalData, Press, Safety, SelfHarm, Threat, Troll};
        let marks = [Insult, Threat, Hate, Troll, Chronic, Safety, Legal, Press, Churn, SelfHarm, PersonalData, Corrected];
        assert_eq!(MARKS.iter().collect::<Vec<_>>(), marks, "as in the migration, which never changes");
        assert!(IS_MARKED.contains(&MARKS.0.to_string()));
    }

    #[test]
    fn only_what_must_hold_makes_a_list_of_marked_cases() {
        let (safety, praise) = (CaseFilter::Label(Label::Safety), CaseFilter::Label(Label::Praise));
        for (filter, asks) in [
            (safety.clone(), true),
            (CaseFilter::All(vec![praise.clone(), safety.clone()]), true),
            (CaseFilter::Any(vec![CaseFilter::Label(Label::Legal), safety.clone()]), true),
            (CaseFilter::Any(vec![praise.clone(), safety.clone()]), false),
            (CaseFilter::Any(vec![]), false),
            (CaseFilter::Not(Box::new(safety)), false),
            (praise, false),
        ] {
            assert_eq!(asks_for_mark(&filter), asks, "{filter:?}");
        }
    }
}
