//! Posts that a person pastes: they go through the pipeline as all others do, and the person waits for what becomes of them.

use super::raws::{check_size, insert_raws};
use crate::error::{Result, StoreError};
use crate::sql::sql;
use crate::store::Store;
use answerable_domain::{CaseId, ChannelId, Millis, Permission, PostId, RawId, Scope};

/// What became of a pasted post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pasted {
    /// The pipeline has not taken it in yet.
    Waiting,
    Taken {
        post_id: PostId,
        /// `None`: it concerns no customer (our own post, or what is said of a competitor).
        case_id: Option<CaseId>,
    },
    /// It could not be understood; it waits in quarantine.
    Refused { code: String, reason: String },
}

impl Pasted {
    /// The source of their payloads.
    pub const SOURCE: &'static str = "paste";
}

impl Store {
    /// Stores one payload for the pipeline, as what somebody pasted. No source is the louder for it.
    pub async fn append_pasted(&self, scope: &Scope, channel_id: ChannelId, body: Vec<u8>, received_at: Millis) -> Result<RawId> {
        scope.require(Permission::Work)?;
        let (brand_id, bodies) = (scope.brand_id(), vec![body]);
        check_size(&bodies)?;
        self.write(move |tx| {
            Box::pin(async move {
                let channel = sql("SELECT 1 FROM channel WHERE id = ? AND brand_id = ? AND removed = 0").bind(channel_id.0);
                channel.bind(brand_id.0).one(tx).await?;
                let ids = insert_raws(tx, brand_id, channel_id, Pasted::SOURCE, bodies, received_at).await?;
                ids.into_iter().next().ok_or(StoreError::NotFound)
            })
        })
        .await
    }

    /// What became of it. A post is known by its name: `native_id` within `native_scope`, as in [`crate::ArrivedPost`].
    ///
    /// `NotFound`: it was taken in, and nothing of that name was in it.
    pub async fn pasted(&self, scope: &Scope, raw_id: RawId, native_scope: &str, native_id: &str) -> Result<Pasted> {
        scope.require(Permission::Read)?;
        let (brand_id, mut connection) = (scope.brand_id(), self.read_together().await?);
        let raw = sql("SELECT state, code, reason FROM raw WHERE id = ? AND brand_id = ?").bind(raw_id.0).bind(brand_id.0);
        if let Some(row) = raw.optional(&mut connection).await? {
            let mut row = row.columns();
            match row.int()? {
                0 => return Ok(Pasted::Waiting),
                2 => {
                    let (code, reason) = (row.text_or_null()?.unwrap_or_default(), row.text_or_null()?.unwrap_or_default());
                    return Ok(Pasted::Refused { code, reason });
                }
                _ => {}
            }
        }
        let post = sql("SELECT id, case_id FROM post WHERE brand_id = ? AND scope = ? AND native_id = ?").bind(brand_id.0);
        let row = post.bind(native_scope).bind(native_id).one(&mut connection).await?;
        let mut row = row.columns();
        Ok(Pasted::Taken { post_id: PostId(row.int()?), case_id: row.int_or_null()?.map(CaseId) })
    }
}
