//! Lists of cases: the ids of a page first, from an index that has their order; then what is shown of each.

use super::filter::{MARKS, asks_for_mark, condition, condition_of_marked};
use super::rows::case_rows;
use super::{CaseFilter, CaseOrder, CaseRow, Counts};
use crate::error::{Result, StoreError};
use crate::limits::PAGE_MAX;
use crate::page::{Page, PageKey, checked_limit};
use crate::sql::{AsConnection, Engine, Query, Row, sql};
use crate::store::Store;
use crate::tx::counters;
use answerable_domain::{BrandId, CaseId, Label, Permission, Scope};
use std::collections::HashMap;

impl Store {
    /// A page of cases. A row that moves while pages are turned is shown at most once.
    pub async fn cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        order: CaseOrder,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Page<CaseRow>> {
        scope.require(Permission::Read)?;
        let limit = checked_limit(limit)?;
        let mut connection = self.read_together().await?;
        let as_of = after.map_or_else(|| self.ids.next(), |key| key.as_of);
        let mut places = Vec::new();
        for part in parts_of(order, after) {
            let after = after.filter(|key| part.holds(key));
            let query = places_query(scope.brand_id(), filter, order, part, after, limit + 1 - places.len(), connection.engine())?;
            for row in query.all(&mut connection).await? {
                places.push(place(&row, order, part, as_of)?);
            }
            if places.len() > limit {
                break;
            }
        }
        let page = Page::cut(places, limit, |key| *key);
        let ids: Vec<CaseId> = page.items.iter().map(|key| CaseId(key.id)).collect();
        let mut rows: HashMap<CaseId, CaseRow> =
            case_rows(&mut connection, scope.brand_id(), &ids).await?.into_iter().map(|row| (row.case.id, row)).collect();
        Ok(Page { items: ids.iter().filter_map(|id| rows.remove(id)).collect(), next: page.next })
    }

    pub async fn counts(&self, scope: &Scope) -> Result<Counts> {
        scope.require(Permission::Read)?;
        let counters = counters(&mut self.read().await?, scope.brand_id()).await?;
        let of = |name: &str| counters.get(name).map_or(0, |value| u64::try_from(*value).unwrap_or(0));
        Ok(Counts {
            open: of("state:open"),
            waiting: of("state:waiting"),
            snoozed: of("state:snoozed"),
            closed: of("state:closed"),
            mine: scope.user_id().map_or(0, |id| of(&format!("mine:{id}"))),
            unassigned: of("unassigned"),
            overdue: of("overdue"),
        })
    }

    pub async fn case_row(&self, scope: &Scope, case_id: CaseId) -> Result<CaseRow> {
        self.case_rows(scope, &[case_id]).await?.pop().ok_or(StoreError::NotFound)
    }

    /// In any order; those of other brands are left out. At most [`PAGE_MAX`].
    pub async fn case_rows(&self, scope: &Scope, case_ids: &[CaseId]) -> Result<Vec<CaseRow>> {
        scope.require(Permission::Read)?;
        if case_ids.len() > PAGE_MAX {
            return Err(StoreError::Limit { what: "cases at once", max: PAGE_MAX as u64 });
        }
        case_rows(&mut self.read_together().await?, scope.brand_id(), case_ids).await
    }
}

/// What one reading of an index gives of a list: all of it, or the cases with a label, or those without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    With(Label),
    Without(Label),
}

impl Part {
    /// Does this place lie in it?
    fn holds(self, key: &PageKey) -> bool {
        match self {
            Self::All => true,
            Self::With(_) => key.second == WITH,
            Self::Without(_) => key.second == WITHOUT,
        }
    }
}

/// Where a place lies in a list that has cases with a label first.
const WITH: i64 = 0;
const WITHOUT: i64 = 1;

/// What is still to be read, in its order. Two readings of the list by time cost no sort. The first looks at cases until it has found
/// enough with the label: at those that are marked ([`MARKS`]), and for other labels at all, which is far where few have them.
fn parts_of(order: CaseOrder, after: Option<PageKey>) -> Vec<Part> {
    match order {
        CaseOrder::Label(label) if after.is_some_and(|key| key.second == WITHOUT) => vec![Part::Without(label)],
        CaseOrder::Label(label) => vec![Part::With(label), Part::Without(label)],
        CaseOrder::Newest | CaseOrder::Oldest | CaseOrder::Urgent | CaseOrder::Negative => vec![Part::All],
    }
}

fn places_query(
    brand_id: BrandId,
    filter: &CaseFilter,
    order: CaseOrder,
    part: Part,
    after: Option<PageKey>,
    limit: usize,
    engine: Engine,
) -> Result<Query> {
    let mut query =
        sql("SELECT c.id, c.last_post_at, c.due_key, c.calm_key, c.gloom FROM case_ c WHERE c.brand_id = ? AND ").bind(brand_id.0);
    let by_time = matches!(order, CaseOrder::Newest | CaseOrder::Oldest | CaseOrder::Label(_));
    let marked = asks_for_mark(filter) || matches!(part, Part::With(label) if MARKS.has(label));
    let compile = if by_time && marked { condition_of_marked } else { condition };
    query.push_query(compile(filter, brand_id, engine)?);
    match part {
        Part::All => {}
        Part::With(label) => _ = query.push_bound(" AND (c.labels & ?) <> 0", label.bit()),
        Part::Without(label) => _ = query.push_bound(" AND (c.labels & ?) = 0", label.bit()),
    }
    if let Some(key) = after {
        push_after(&mut query, order, key);
    }
    query.push(order_of(order)).push_bound(" LIMIT ?", limit);
    Ok(query)
}

fn order_of(order: CaseOrder) -> &'static str {
    match order {
        CaseOrder::Newest | CaseOrder::Label(_) => " ORDER BY c.last_post_at DESC, c.id DESC",
        CaseOrder::Oldest => " ORDER BY c.last_post_at, c.id",
        CaseOrder::Urgent => " ORDER BY c.due_key, c.calm_key, c.id",
        CaseOrder::Negative => " ORDER BY c.gloom DESC, c.last_post_at DESC, c.id DESC",
    }
}

/// What moves goes up in *newest*, out of what is still to be read. In the other orders it may come again further down: not shown then.
fn push_after(query: &mut Query, order: CaseOrder, key: PageKey) {
    match order {
        CaseOrder::Newest => query.push_bound(" AND (c.last_post_at, c.id) < (?", key.first),
        CaseOrder::Oldest => query.push_bound(" AND c.placed <= ?", key.as_of).push_bound(" AND (c.last_post_at, c.id) > (?", key.first),
        CaseOrder::Urgent => query
            .push_bound(" AND c.placed <= ?", key.as_of)
            .push_bound(" AND (c.due_key, c.calm_key, c.id) > (?", key.first)
            .push_bound(", ?", key.second),
        CaseOrder::Negative => query
            .push_bound(" AND c.judged <= ?", key.as_of)
            .push_bound(" AND (c.gloom, c.last_post_at, c.id) < (?", key.first)
            .push_bound(", ?", key.second),
        CaseOrder::Label(_) => query.push_bound(" AND c.judged <= ?", key.as_of).push_bound(" AND (c.last_post_at, c.id) < (?", key.first),
    };
    query.push_bound(", ?)", key.id);
}

fn place(row: &Row, order: CaseOrder, part: Part, as_of: i64) -> Result<PageKey> {
    let mut row = row.columns();
    let (id, last_post_at, due_key, calm_key, gloom) = (row.int()?, row.int()?, row.int()?, row.int()?, row.int()?);
    let (first, second) = match order {
        CaseOrder::Newest | CaseOrder::Oldest => (last_post_at, 0),
        CaseOrder::Urgent => (due_key, calm_key),
        CaseOrder::Negative => (gloom, last_post_at),
        CaseOrder::Label(_) => (last_post_at, if matches!(part, Part::Without(_)) { WITHOUT } else { WITH }),
    };
    Ok(PageKey { first, second, id, as_of })
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod plan_tests;
