//! Filters compiled to conditions: fixed fragments and bound values, nothing of a filter becomes text.

use super::CaseFilter;
use crate::error::{Result, StoreError};
use crate::limits::{FILTER_DEPTH_MAX, FILTER_NODES_MAX};
use crate::search::Phrase;
use crate::sql::{Engine, Query, sql};
use answerable_domain::BrandId;

/// A condition on `case_ c` of this brand.
pub(crate) fn condition(filter: &CaseFilter, brand_id: BrandId, engine: Engine) -> Result<Query> {
    compiled(filter, brand_id, engine, false)
}

/// The same for a query that picks a few cases by their ids: no part of it looks for cases elsewhere.
pub(crate) fn condition_of_few(filter: &CaseFilter, brand_id: BrandId, engine: Engine) -> Result<Query> {
    compiled(filter, brand_id, engine, true)
}

fn compiled(filter: &CaseFilter, brand_id: BrandId, engine: Engine, few: bool) -> Result<Query> {
    let (nodes, depth) = measure(filter);
    if nodes > FILTER_NODES_MAX {
        return Err(StoreError::Limit { what: "parts of a filter", max: FILTER_NODES_MAX as u64 });
    }
    if depth > FILTER_DEPTH_MAX {
        return Err(StoreError::Limit { what: "levels of a filter", max: FILTER_DEPTH_MAX as u64 });
    }
    let mut compiler = Compiler { query: sql(""), brand_id, engine, few };
    compiler.add(filter, !few)?;
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
