//! Files that people upload: loose until a pasted post claims them.

use super::rows::media_in;
use super::{MediaRow, NewUpload};
use crate::error::{Result, StoreError};
use crate::limits::UPLOADS_LOOSE_MAX;
use crate::sql::sql;
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{MediaId, MediaState, Permission, Scope};

impl Store {
    /// A file that a person uploaded. It belongs to no post until one that is pasted claims it ([`crate::ArrivedPost::uploads`]).
    pub async fn create_upload(&self, scope: &Scope, upload: NewUpload) -> Result<MediaRow> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, upload).await })).await
    }
}

async fn insert(tx: &mut Tx, scope: &Scope, upload: NewUpload) -> Result<MediaRow> {
    let brand_id = scope.brand_id();
    let loose = sql("SELECT count(*) FROM media WHERE post_id IS NULL AND brand_id = ?").bind(brand_id.0).one(tx).await?.int()?;
    if loose >= UPLOADS_LOOSE_MAX as i64 {
        return Err(StoreError::Limit { what: "uploads that wait for their post", max: UPLOADS_LOOSE_MAX as u64 });
    }
    let id = MediaId(tx.next_id());
    sql("INSERT INTO media (id, brand_id, person_id, position, url, name, alt, mime, bytes, hash, state, created_at) \
         VALUES (?,?,?,0,?,?,?,?,?,?,?,?)")
    .bind(id.0)
    .bind(brand_id.0)
    .bind(scope.user_id().map(|id| id.0))
    .bind(format!("upload:{id}"))
    .bind(upload.name)
    .bind(upload.alt)
    .bind(upload.mime)
    .bind(upload.bytes)
    .bind(upload.hash)
    .bind(MediaState::Kept.as_str())
    .bind(tx.now())
    .run(tx)
    .await?;
    media_in(tx, brand_id, id).await
}
