//! Rows as they are read.

use super::MediaRow;
use crate::error::{Result, StoreError};
use crate::sql::{AsConnection, Columns, LIST_MAX, Query, sql};
use crate::store::Store;
use answerable_domain::{BrandId, MediaId, MediaState, Permission, PostId, Scope};
use std::collections::HashMap;

macro_rules! media_columns {
    () => {
        "m.id, m.brand_id, m.post_id, m.url, m.name, m.alt, m.mime, m.bytes, m.hash, m.state, m.why, m.created_at"
    };
}
pub(super) use media_columns;

impl Store {
    pub async fn media_of(&self, scope: &Scope, media_id: MediaId) -> Result<MediaRow> {
        scope.require(Permission::Read)?;
        media_in(&mut self.read().await?, scope.brand_id(), media_id).await
    }

    /// Whether a row names these bytes: while one does, the file stays in the folder.
    pub async fn hash_in_use(&self, hash: &str) -> Result<bool> {
        Ok(use_query(hash).optional(&mut self.read().await?).await?.is_some())
    }
}

pub(super) async fn media_in(on: &mut impl AsConnection, brand_id: BrandId, media_id: MediaId) -> Result<MediaRow> {
    let text = concat!("SELECT ", media_columns!(), " FROM media m WHERE m.id = ? AND m.brand_id = ?");
    media(&mut sql(text).bind(media_id.0).bind(brand_id.0).one(on).await?.columns())
}

/// What posts show, in their order.
pub(crate) async fn of_posts(on: &mut impl AsConnection, posts: &[PostId]) -> Result<HashMap<PostId, Vec<MediaRow>>> {
    let mut found: HashMap<PostId, Vec<MediaRow>> = HashMap::new();
    for chunk in posts.chunks(LIST_MAX) {
        for row in of_posts_query(chunk).all(on).await? {
            let row = media(&mut row.columns())?;
            let post_id = row.post_id.ok_or_else(|| StoreError::Corrupt("media of a post name no post".into()))?;
            found.entry(post_id).or_default().push(row);
        }
    }
    Ok(found)
}

pub(super) fn of_posts_query(posts: &[PostId]) -> Query {
    let mut query = sql(concat!("SELECT ", media_columns!(), " FROM media m WHERE m.post_id IN "));
    query.push_list(posts.iter().map(|id| id.0)).push(" ORDER BY m.post_id, m.position, m.id");
    query
}

pub(super) fn use_query(hash: &str) -> Query {
    sql("SELECT 1 FROM media WHERE hash = ? LIMIT 1").bind(hash)
}

pub(super) fn media(row: &mut Columns<'_>) -> Result<MediaRow> {
    Ok(MediaRow {
        id: MediaId(row.int()?),
        brand_id: BrandId(row.int()?),
        post_id: row.int_or_null()?.map(PostId),
        url: row.text()?,
        name: row.text_or_null()?,
        alt: row.text_or_null()?,
        mime: row.text_or_null()?,
        bytes: row.int_or_null()?.map(i64::cast_unsigned),
        hash: row.text_or_null()?,
        state: row.named(MediaState::parse)?,
        why: row.text_or_null()?,
        created_at: row.int()?,
    })
}
