//! Lists of posts: found by words, by an author, or the newest; and the authors themselves.

use super::act::tell;
use super::rows::mentions_of;
use super::{AuthorDetail, PostRow};
use crate::error::Result;
use crate::ids::Ids;
use crate::ingest::{CaseFact, Decide};
use crate::page::{Page, PageKey, checked_limit};
use crate::records::{self, author_columns, post_columns};
use crate::search::Phrase;
use crate::sql::{AsConnection, Connection, Query, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{Author, AuthorId, BrandId, CaseId, EventKind, Millis, Permission, PostId, Scope};
use serde_json::json;
use std::{collections::HashMap, sync::Arc};

impl Store {
    pub async fn author(&self, scope: &Scope, author_id: AuthorId) -> Result<AuthorDetail> {
        scope.require(Permission::Read)?;
        let mut connection = self.read_together().await?;
        let author = author_of(&mut connection, scope.brand_id(), author_id).await?;
        let count = |text| sql(text).bind(author_id.0);
        let posts_count = count("SELECT count(*) FROM post WHERE author_id = ?").one(&mut connection).await?.columns().u64()?;
        let cases_count = count("SELECT count(*) FROM case_ WHERE author_id = ?").one(&mut connection).await?.columns().u64()?;
        Ok(AuthorDetail { author, posts_count, cases_count })
    }

    /// Newest first.
    pub async fn author_posts(&self, scope: &Scope, author_id: AuthorId, after: Option<PageKey>, limit: usize) -> Result<Page<PostRow>> {
        scope.require(Permission::Read)?;
        let mut connection = self.read_together().await?;
        author_of(&mut connection, scope.brand_id(), author_id).await?;
        let query = sql("SELECT p.id FROM post p WHERE p.author_id = ?").bind(author_id.0);
        page_of(&mut connection, scope.brand_id(), query, "p.id", after, limit).await
    }

    /// The author's cases that are not closed are told ([`CaseFact::VipChanged`]).
    pub async fn set_vip(&self, scope: &Scope, author_id: AuthorId, vip: bool, decide: Arc<dyn Decide>) -> Result<Author> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { set_vip(tx, &scope, author_id, vip, &*decide).await })).await
    }

    /// Newest first. Words match whole; Hangul, kana and Han match anywhere; a space is any run of separators.
    pub async fn search_posts(&self, scope: &Scope, query: &str, after: Option<PageKey>, limit: usize) -> Result<Page<PostRow>> {
        scope.require(Permission::Read)?;
        let mut connection = self.read_together().await?;
        let engine = connection.engine();
        let Some(phrase) = Phrase::parse(query, engine)? else { return Ok(Page::empty()) };
        let mut query = sql("SELECT s.rowid FROM post_search s JOIN post p ON p.id = s.rowid WHERE ");
        query.push_query(phrase.condition(engine)).push_bound(" AND p.brand_id = ?", scope.brand_id().0);
        page_of(&mut connection, scope.brand_id(), query, "s.rowid", after, limit).await
    }

    /// The newest posts of the brand.
    pub async fn recent_posts(&self, scope: &Scope, since: Millis, after: Option<PageKey>, limit: usize) -> Result<Page<PostRow>> {
        scope.require(Permission::Read)?;
        let mut connection = self.read_together().await?;
        // A post's id is made when it is taken in, which is never before it is received: older ids need not be looked at.
        let query = sql("SELECT p.id FROM post p WHERE p.brand_id = ? AND p.id >= ? AND p.received_at >= ?");
        let query = query.bind(scope.brand_id().0).bind(Ids::floor_of(since)).bind(since);
        page_of(&mut connection, scope.brand_id(), query, "p.id", after, limit).await
    }
}

/// A page of posts: the ids first, newest first, then the rows.
async fn page_of(
    on: &mut Connection,
    brand_id: BrandId,
    mut query: Query,
    id_column: &'static str,
    after: Option<PageKey>,
    limit: usize,
) -> Result<Page<PostRow>> {
    let limit = checked_limit(limit)?;
    if let Some(key) = after {
        query.push(" AND ").push(id_column).push_bound(" < ?", key.id);
    }
    query.push(" ORDER BY ").push(id_column).push_bound(" DESC LIMIT ?", limit + 1);
    let ids = query.all(on).await?.iter().map(|row| row.int()).collect::<Result<Vec<i64>>>()?;
    let page = Page::cut(ids, limit, |id| PageKey::of_id(*id));
    let mut rows = post_rows(on, brand_id, &page.items).await?;
    Ok(Page { items: page.items.iter().filter_map(|id| rows.remove(id)).collect(), next: page.next })
}

async fn post_rows(on: &mut Connection, brand_id: BrandId, ids: &[i64]) -> Result<HashMap<i64, PostRow>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = concat!(
        "SELECT ",
        post_columns!(),
        ", ",
        author_columns!(),
        " FROM post p JOIN author a ON a.id = p.author_id WHERE p.brand_id = ? AND p.id IN "
    );
    let mut query = sql(text).bind(brand_id.0);
    query.push_list(ids.iter().copied());
    let rows = query.all(on).await?;
    let posts: Vec<PostId> = ids.iter().copied().map(PostId).collect();
    let mut mentions = mentions_of(on, &posts).await?;
    let mut media = crate::media::of_posts(on, &posts).await?;
    rows.iter()
        .map(|row| {
            let mut row = row.columns();
            let (post, assessment) = records::post(&mut row)?;
            let hits = mentions.remove(&post.id).unwrap_or_default().hits;
            let media = media.remove(&post.id).unwrap_or_default();
            Ok((post.id.0, PostRow { author: records::author(&mut row)?, post, assessment, hits, media }))
        })
        .collect()
}

async fn author_of(on: &mut impl AsConnection, brand_id: BrandId, author_id: AuthorId) -> Result<Author> {
    let text = concat!("SELECT ", author_columns!(), " FROM author a WHERE a.id = ? AND a.brand_id = ?");
    let row = sql(text).bind(author_id.0).bind(brand_id.0).one(on).await?;
    records::author(&mut row.columns())
}

async fn set_vip(tx: &mut Tx, scope: &Scope, author_id: AuthorId, vip: bool, decide: &dyn Decide) -> Result<Author> {
    let author = author_of(tx, scope.brand_id(), author_id).await?;
    if author.vip == vip {
        return Ok(author);
    }
    sql("UPDATE author SET vip = ? WHERE id = ?").bind(vip).bind(author_id.0).run(tx).await?;
    let at = tx.now();
    let rows = sql("SELECT id FROM case_ WHERE author_id = ? AND state <> 'closed' ORDER BY id").bind(author_id.0).all(tx).await?;
    for row in &rows {
        tell(tx, scope.brand_id(), CaseId(row.int()?), &CaseFact::VipChanged { vip, at }, decide, scope.user_id()).await?;
    }
    tx.event_of(scope, EventKind::AuthorChanged, None, json!({ "author_id": author_id, "vip": vip }));
    Ok(Author { vip, ..author })
}
