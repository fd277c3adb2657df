//! Lists of cases: the ids of a page first, from an index that has their order; then what is shown of each.

use super::filter::condition;
use super::rows::case_rows;
use super::{CaseFilter, CaseOrder, CaseRow, Counts};
use crate::error::{Result, StoreError};
use crate::limits::PAGE_MAX;
use crate::page::{Page, PageKey, checked_limit};
use crate::sql::{AsConnection, Engine, Query, Row, sql};
use crate::store::Store;
use crate::tx::counters;
use answerable_domain::{BrandId, CaseId, Permission, Scope};
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
        let mut connection = self.read().await?;
        let as_of = after.map_or_else(|| self.ids.next(), |key| key.as_of);
        let query = places_query(scope.brand_id(), filter, order, after, limit, connection.engine())?;
        let places = query.all(&mut connection).await?;
        let places = places.iter().map(|row| place(row, order, as_of)).collect::<Result<Vec<_>>>()?;
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
        case_rows(&mut self.read().await?, scope.brand_id(), case_ids).await
    }
}

fn places_query(
    brand_id: BrandId,
    filter: &CaseFilter,
    order: CaseOrder,
    after: Option<PageKey>,
    limit: usize,
    engine: Engine,
) -> Result<Query> {
    let mut query = sql("SELECT c.id, c.last_post_at, c.due_key, c.calm_key FROM case_ c WHERE c.brand_id = ? AND ").bind(brand_id.0);
    query.push_query(condition(filter, brand_id, engine)?);
    if let Some(key) = after {
        push_after(&mut query, order, key);
    }
    query.push(order_of(order)).push_bound(" LIMIT ?", limit + 1);
    Ok(query)
}

fn order_of(order: CaseOrder) -> &'static str {
    match order {
        CaseOrder::Newest => " ORDER BY c.last_post_at DESC, c.id DESC",
        CaseOrder::Oldest => " ORDER BY c.last_post_at, c.id",
        CaseOrder::Urgent => " ORDER BY c.due_key, c.calm_key, c.id",
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
    };
    query.push_bound(", ?)", key.id);
}

fn place(row: &Row, order: CaseOrder, as_of: i64) -> Result<PageKey> {
    let mut row = row.columns();
    let (id, last_post_at, due_key, calm_key) = (row.int()?, row.int()?, row.int()?, row.int()?);
    Ok(match order {
        CaseOrder::Newest | CaseOrder::Oldest => PageKey { first: last_post_at, second: 0, id, as_of },
        CaseOrder::Urgent => PageKey { first: due_key, second: calm_key, id, as_of },
    })
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod plan_tests;
