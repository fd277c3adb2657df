//! Saved searches: one's own and those that colleagues share.

use super::{NewSearch, SavedSearch, SearchChange};
use crate::error::{Result, StoreError};
use crate::inbox::condition;
use crate::limits::SEARCHES_MAX;
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{Permission, SavedSearchId, Scope, UserId};

macro_rules! search_columns {
    () => {
        "s.id, s.person_id, s.name, s.filter, s.shared, s.created_at"
    };
}

impl Store {
    /// One's own and the shared ones.
    pub async fn searches(&self, scope: &Scope) -> Result<Vec<SavedSearch>> {
        scope.require(Permission::Read)?;
        let query = sql(concat!(
            "SELECT ",
            search_columns!(),
            " FROM saved_search s WHERE s.brand_id = ? AND (s.shared = 1 OR s.person_id = ?) ORDER BY s.id"
        ));
        let rows = query.bind(scope.brand_id().0).bind(person(scope)).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read(&mut row.columns())).collect()
    }

    pub async fn save_search(&self, scope: &Scope, search: NewSearch) -> Result<SavedSearch> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, search).await })).await
    }

    /// By whoever saved it, or a supervisor. Conflict `search_in_use`: colleagues' alerts stand on it, so it stays shared.
    pub async fn change_search(&self, scope: &Scope, id: SavedSearchId, change: SearchChange) -> Result<SavedSearch> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let before = changeable(tx, &scope, id).await?;
                let filter = change.filter.unwrap_or(before.filter);
                check(tx, &scope, &filter)?;
                let of_colleagues = "SELECT 1 FROM alert WHERE search_id = ? AND person_id <> ? LIMIT 1";
                let owner = before.user_id.map_or(0, |id| id.0);
                if change.shared == Some(false) && sql(of_colleagues).bind(id.0).bind(owner).optional(tx).await?.is_some() {
                    return Err(StoreError::Conflict { code: "search_in_use" });
                }
                sql("UPDATE saved_search SET name = ?, filter = ?, shared = ? WHERE id = ?")
                    .bind(change.name.unwrap_or(before.name))
                    .bind(Value::json(&filter))
                    .bind(change.shared.unwrap_or(before.shared))
                    .bind(id.0)
                    .run(tx)
                    .await?;
                search_of(tx, &scope, id).await
            })
        })
        .await
    }

    /// Conflict `search_in_use` while an alert stands on it.
    pub async fn delete_search(&self, scope: &Scope, id: SavedSearchId) -> Result<()> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                changeable(tx, &scope, id).await?;
                if sql("SELECT 1 FROM alert WHERE search_id = ? LIMIT 1").bind(id.0).optional(tx).await?.is_some() {
                    return Err(StoreError::Conflict { code: "search_in_use" });
                }
                sql("DELETE FROM saved_search WHERE id = ?").bind(id.0).run(tx).await.map(drop)
            })
        })
        .await
    }
}

/// 0: the program.
pub(super) fn person(scope: &Scope) -> i64 {
    scope.user_id().map_or(0, |id| id.0)
}

/// Theirs, or they may configure the brand.
pub(super) fn may_change(scope: &Scope, owner: Option<UserId>) -> Result<()> {
    if owner.is_some() && owner == scope.user_id() { Ok(()) } else { Ok(scope.require(Permission::Configure)?) }
}

/// As this person sees it: what is another's own is not found, by supervisors neither.
pub(super) async fn search_of(on: &mut impl AsConnection, scope: &Scope, id: SavedSearchId) -> Result<SavedSearch> {
    let query = sql(concat!(
        "SELECT ",
        search_columns!(),
        " FROM saved_search s WHERE s.id = ? AND s.brand_id = ? AND (s.shared = 1 OR s.person_id = ?)"
    ));
    let row = query.bind(id.0).bind(scope.brand_id().0).bind(person(scope)).one(on).await?;
    read(&mut row.columns())
}

async fn changeable(tx: &mut Tx, scope: &Scope, id: SavedSearchId) -> Result<SavedSearch> {
    let search = search_of(tx, scope, id).await?;
    may_change(scope, search.user_id)?;
    Ok(search)
}

async fn insert(tx: &mut Tx, scope: &Scope, search: NewSearch) -> Result<SavedSearch> {
    let brand_id = scope.brand_id();
    crate::settings::check_brand(tx, brand_id).await?;
    check(tx, scope, &search.filter)?;
    let there = sql("SELECT count(*) FROM saved_search WHERE brand_id = ?").bind(brand_id.0).one(tx).await?.int()?;
    if there >= SEARCHES_MAX as i64 {
        return Err(StoreError::Limit { what: "saved searches", max: SEARCHES_MAX as u64 });
    }
    let id = SavedSearchId(tx.next_id());
    sql("INSERT INTO saved_search (id, brand_id, person_id, name, filter, shared, created_at) VALUES (?,?,?,?,?,?,?)")
        .bind(id.0)
        .bind(brand_id.0)
        .bind(person(scope))
        .bind(search.name)
        .bind(Value::json(&search.filter))
        .bind(search.shared)
        .bind(tx.now())
        .run(tx)
        .await?;
    search_of(tx, scope, id).await
}

/// A filter that cannot be asked is not kept.
fn check(tx: &mut Tx, scope: &Scope, filter: &super::SearchFilter) -> Result<()> {
    condition(&filter.tree(scope.user_id()), scope.brand_id(), tx.engine()).map(drop)
}

fn read(row: &mut Columns<'_>) -> Result<SavedSearch> {
    Ok(SavedSearch {
        id: SavedSearchId(row.int()?),
        user_id: Some(row.int()?).filter(|id| *id > 0).map(UserId),
        name: row.text()?,
        filter: row.json()?,
        shared: row.flag()?,
        created_at: row.int()?,
    })
}
