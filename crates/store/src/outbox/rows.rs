//! Reading what the outbox works on.

use crate::error::{Result, StoreError};
use crate::records::{self, channel_columns, post_columns, reply_columns};
use crate::sql::{AsConnection, sql};
use answerable_domain::{BrandId, Case, CaseId, Channel, ChannelId, Post, PostId, Reply, ReplyId};

pub(super) async fn reply_of(on: &mut impl AsConnection, reply_id: ReplyId) -> Result<Reply> {
    let row = sql(concat!("SELECT ", reply_columns!(), " FROM reply r WHERE r.id = ?")).bind(reply_id.0).one(on).await?;
    records::reply(&mut row.columns())
}

pub(super) async fn reply_in(on: &mut impl AsConnection, brand_id: BrandId, reply_id: ReplyId) -> Result<Reply> {
    let text = concat!("SELECT ", reply_columns!(), " FROM reply r WHERE r.id = ? AND r.brand_id = ?");
    let row = sql(text).bind(reply_id.0).bind(brand_id.0).one(on).await?;
    records::reply(&mut row.columns())
}

/// Of a case that was found to be the brand's; oldest first.
pub(crate) async fn replies_of(on: &mut impl AsConnection, case_id: CaseId) -> Result<Vec<Reply>> {
    let text = concat!("SELECT ", reply_columns!(), " FROM reply r WHERE r.case_id = ? ORDER BY r.id");
    let rows = sql(text).bind(case_id.0).all(on).await?;
    rows.iter().map(|row| records::reply(&mut row.columns())).collect()
}

/// What an answer of the case is to answer: a post of its own, or one beside it that is in no case. Another case watches over the answers to
/// its posts itself, so here they do not exist.
pub(super) async fn post_to_answer(on: &mut impl AsConnection, case: &Case, post_id: PostId) -> Result<Post> {
    let (post, _) = post_with_handle(on, case.brand_id, post_id).await?;
    if post.case_id.is_none_or(|case_id| case_id == case.id) { Ok(post) } else { Err(StoreError::NotFound) }
}

/// The post, and what its connector noted about it.
pub(super) async fn post_with_handle(on: &mut impl AsConnection, brand_id: BrandId, post_id: PostId) -> Result<(Post, serde_json::Value)> {
    let text = concat!("SELECT ", post_columns!(), ", p.handle FROM post p WHERE p.id = ? AND p.brand_id = ?");
    let row = sql(text).bind(post_id.0).bind(brand_id.0).one(on).await?;
    let mut row = row.columns();
    Ok((records::post(&mut row)?.0, row.json()?))
}

/// `NotFound` when it was removed.
pub(super) async fn channel_of(on: &mut impl AsConnection, brand_id: BrandId, channel_id: ChannelId) -> Result<Channel> {
    let text = concat!("SELECT ", channel_columns!(), " FROM channel h WHERE h.id = ? AND h.brand_id = ? AND h.removed = 0");
    let row = sql(text).bind(channel_id.0).bind(brand_id.0).one(on).await?;
    records::channel(&mut row.columns())
}
