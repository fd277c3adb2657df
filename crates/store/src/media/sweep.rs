//! What goes: uploads that no post claimed, and media of deleted posts where the network asks for it.

use super::MediaRow;
use super::rows::{media, media_columns};
use super::wanted::tell;
use crate::error::Result;
use crate::sql::{LIST_MAX, Query, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{MediaId, MediaState, Millis, Network};

impl Store {
    /// Uploads that were made before then and belong to no post; oldest first.
    pub async fn loose_media_older_than(&self, before: Millis, limit: usize) -> Result<Vec<MediaRow>> {
        let rows = loose_query(before, limit).all(&mut self.read().await?).await?;
        rows.iter().map(|row| media(&mut row.columns())).collect()
    }

    /// Forgets uploads; one that a post has claimed meanwhile stays. Returns how many went.
    pub async fn forget_loose_media(&self, ids: Vec<MediaId>) -> Result<u64> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut count = 0;
                for chunk in ids.chunks(LIST_MAX) {
                    let mut query = sql("DELETE FROM media WHERE post_id IS NULL AND id IN ");
                    query.push_list(chunk.iter().map(|id| id.0));
                    count += query.run(tx).await?;
                }
                Ok(count)
            })
        })
        .await
    }

    /// Media of posts on these networks that were deleted at their source: they become `gone`. Returns the hashes that they had; a file may
    /// go when nobody else has it ([`Store::hash_in_use`]). Call again while there are `limit`.
    pub async fn drop_media_of_deleted(&self, networks: &'static [Network], limit: usize) -> Result<Vec<String>> {
        if networks.is_empty() {
            return Ok(Vec::new());
        }
        self.write(move |tx| Box::pin(async move { drop_deleted(tx, networks, limit).await })).await
    }
}

async fn drop_deleted(tx: &mut Tx, networks: &[Network], limit: usize) -> Result<Vec<String>> {
    let mut hashes = Vec::new();
    for row in removed_query(networks, limit).all(tx).await? {
        let mut row = row.columns();
        let id = MediaId(row.int()?);
        hashes.extend(row.text_or_null()?);
        let query = sql("UPDATE media SET state = ?, why = 'deleted', hash = NULL WHERE id = ?").bind(MediaState::Gone.as_str());
        query.bind(id.0).run(tx).await?;
        tell(tx, id).await?;
    }
    Ok(hashes)
}

pub(super) fn loose_query(before: Millis, limit: usize) -> Query {
    let text =
        concat!("SELECT ", media_columns!(), " FROM media m WHERE m.post_id IS NULL AND m.created_at < ? ORDER BY m.created_at LIMIT ?");
    sql(text).bind(before).bind(limit)
}

pub(super) fn removed_query(networks: &[Network], limit: usize) -> Query {
    let mut query = sql("SELECT m.id, m.hash FROM media m JOIN post p ON p.id = m.post_id \
                         WHERE m.removed_at IS NOT NULL AND m.state = 'kept' AND p.network IN ");
    query.push_list(networks.iter().map(|network| network.as_str())).push_bound(" ORDER BY m.removed_at LIMIT ?", limit);
    query
}
