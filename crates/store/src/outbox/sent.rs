//! A reply is on the network: our posts join the thread and the case is told, in one transaction.

use super::SentPosts;
use super::queue::tell as tell_reply;
use super::rows::reply_of;
use crate::error::Result;
use crate::inbox::tell;
use crate::ingest::{CaseFact, Decide};
use crate::search::{IndexRows, tokens_of};
use crate::sql::{Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{AuthorId, EventKind, InboundPost, PostId, Receipt, Reply, ReplyId, ReplyState};
use serde_json::json;
use std::sync::Arc;

impl Store {
    /// It is on the network: the reply is `sent`, our posts join the thread (or the echo that was faster is recognised), the case is told.
    /// A second time: nothing happens.
    pub async fn record_sent(&self, reply_id: ReplyId, receipt: Receipt, sent: SentPosts, decide: Arc<dyn Decide>) -> Result<Reply> {
        self.write(move |tx| Box::pin(async move { record(tx, reply_id, receipt, sent, &*decide).await })).await
    }
}

async fn record(tx: &mut Tx, reply_id: ReplyId, receipt: Receipt, sent: SentPosts, decide: &dyn Decide) -> Result<Reply> {
    let reply = reply_of(tx, reply_id).await?;
    if reply.state == ReplyState::Sent {
        return Ok(reply);
    }
    let at = tx.now();
    sql("UPDATE reply SET state = 'sent', sent_at = ?, receipt = ?, failure = NULL, next_attempt_at = NULL WHERE id = ?")
        .bind(at)
        .bind(Value::json(&receipt))
        .bind(reply_id.0)
        .run(tx)
        .await?;
    let mut added = 0;
    let thread_root = thread_root_of(tx, &reply).await?;
    let count = sent.posts.len();
    for post in sent.posts {
        added += usize::from(join_thread(tx, &reply, &sent.scope, &thread_root, post).await?);
    }
    sql("UPDATE case_ SET posts_count = posts_count + ? WHERE id = ?").bind(added).bind(reply.case_id.0).run(tx).await?;
    let fact = CaseFact::ReplySent { reply_id, seen_before: count > 0 && added == 0, at };
    tell(tx, reply.brand_id, reply.case_id, &fact, decide, Some(reply.user_id)).await?;
    let reply = reply_of(tx, reply_id).await?;
    tell_reply(tx, &reply, None);
    Ok(reply)
}

async fn thread_root_of(tx: &mut Tx, reply: &Reply) -> Result<String> {
    sql("SELECT thread_root FROM post WHERE id = ?").bind(reply.post_id.0).one(tx).await?.text()
}

/// Returns whether the post joined the case's thread now; `false`: its echo had done so.
pub(super) async fn join_thread(tx: &mut Tx, reply: &Reply, scope: &str, thread_root: &str, post: InboundPost) -> Result<bool> {
    let known = sql("SELECT id, case_id FROM post WHERE brand_id = ? AND scope = ? AND native_id = ?")
        .bind(reply.brand_id.0)
        .bind(scope)
        .bind(&post.native_id)
        .optional(tx)
        .await?;
    if let Some(row) = known {
        let mut row = row.columns();
        let (id, case_id) = (row.int()?, row.int_or_null()?);
        sql("UPDATE post SET reply_id = ?, case_id = ?, ours = 1 WHERE id = ?")
            .bind(reply.id.0)
            .bind(reply.case_id.0)
            .bind(id)
            .run(tx)
            .await?;
        return Ok(case_id != Some(reply.case_id.0));
    }
    let author_id = our_author(tx, reply, &post).await?;
    let post_id = PostId(tx.next_id());
    insert(tx, reply, scope, thread_root, author_id, post_id, &post).await?;
    let mut index = IndexRows::new(tx);
    index.push(post_id, &tokens_of(&post.text));
    index.run(tx).await?;
    tx.event(reply.brand_id, EventKind::PostAdded, Some(reply.case_id), json!({ "post_id": post_id, "ours": true, "context": false }));
    Ok(true)
}

async fn our_author(tx: &mut Tx, reply: &Reply, post: &InboundPost) -> Result<AuthorId> {
    let seen = &post.author;
    let (id, at) = (tx.next_id(), tx.now());
    let row =
        sql("INSERT INTO author (id, brand_id, network, native_id, handle, display_name, avatar, followers, bot, vip, first_seen_at) \
         VALUES (?,?,?,?,?,?,?,?,?,0,?) ON CONFLICT (brand_id, network, native_id) DO UPDATE SET \
         handle = coalesce(excluded.handle, author.handle), display_name = coalesce(excluded.display_name, author.display_name) \
         RETURNING id")
        .bind(id)
        .bind(reply.brand_id.0)
        .bind(post.network.as_str())
        .bind(&seen.native_id)
        .bind(&seen.handle)
        .bind(&seen.display_name)
        .bind(&seen.avatar)
        .bind(seen.followers.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))
        .bind(seen.bot.unwrap_or(false))
        .bind(at)
        .one(tx)
        .await?;
    Ok(AuthorId(row.int()?))
}

async fn insert(
    tx: &mut Tx,
    reply: &Reply,
    scope: &str,
    thread_root: &str,
    author_id: AuthorId,
    post_id: PostId,
    post: &InboundPost,
) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO post (id, brand_id, channel_id, network, scope, native_id, version, kind, visibility, author_id, case_id, text, spans, \
         media, thread_root, root_native_id, parent_native_id, permalink, created_at, received_at, ours, reply_id, handle) \
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1,?,?)")
    .bind(post_id.0)
    .bind(reply.brand_id.0)
    .bind(reply.channel_id.0)
    .bind(post.network.as_str())
    .bind(scope)
    .bind(&post.native_id)
    .bind(&post.version)
    .bind(post.kind.as_str())
    .bind(post.visibility.as_str())
    .bind(author_id.0)
    .bind(reply.case_id.0)
    .bind(&post.text)
    .bind(Value::json(&post.spans))
    .bind(Value::json(&post.media))
    .bind(post.root_native_id.as_deref().unwrap_or(thread_root))
    .bind(&post.root_native_id)
    .bind(&post.parent_native_id)
    .bind(&post.permalink)
    .bind(post.created_at)
    .bind(now)
    .bind(reply.id.0)
    .bind(Value::json(&post.handle))
    .run(tx)
    .await
    .map(drop)
}
