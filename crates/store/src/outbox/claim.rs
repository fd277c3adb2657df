//! Handing replies to the network: each to one caller at a time, across crashes.

use super::queue::{apply_step, tell};
use super::rows::{channel_of, post_with_handle, reply_of};
use super::{ClaimedReply, ReplyStep};
use crate::error::{Result, StoreError};
use crate::records::{self, reply_columns};
use crate::sql::{AsConnection, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{Millis, Reply, ReplyFailure, ReplyId, ReplyState};

impl Store {
    /// Queued replies whose time has come, and marks them `sending`. No reply is given to two callers.
    ///
    /// A reply whose channel or post is gone fails here (`channel_removed`).
    pub async fn claim_due_replies(&self, now: Millis, limit: usize) -> Result<Vec<ClaimedReply>> {
        self.write(move |tx| Box::pin(async move { claim(tx, now, limit).await })).await
    }

    /// At start: replies that were under way when the program ended. `may_have_left` is true.
    pub async fn sending_replies(&self) -> Result<Vec<ClaimedReply>> {
        let mut connection = self.read_together().await?;
        let text = concat!("SELECT ", reply_columns!(), " FROM reply r WHERE r.state = 'sending' ORDER BY r.id");
        let mut claimed = Vec::new();
        for row in sql(text).all(&mut connection).await? {
            let reply = records::reply(&mut row.columns())?;
            match parts_of(&mut connection, reply, true).await {
                Err(StoreError::NotFound) => {}
                other => claimed.push(other?),
            }
        }
        Ok(claimed)
    }

    /// What became of an attempt, other than `Sent`. Returns the reply as it is; unchanged if it is not `sending` any more.
    pub async fn record_step(&self, reply_id: ReplyId, step: ReplyStep) -> Result<Reply> {
        if step.state == ReplyState::Sent {
            return Err(StoreError::Unsupported("what was sent is recorded with its posts: record_sent"));
        }
        self.write(move |tx| {
            Box::pin(async move {
                let before = reply_of(tx, reply_id).await?;
                if before.state == ReplyState::Sending { apply_step(tx, &before, step, None).await } else { Ok(before) }
            })
        })
        .await
    }

    pub async fn next_reply_due(&self) -> Result<Option<Millis>> {
        let query = sql("SELECT min(next_attempt_at) FROM reply WHERE state = 'queued'");
        query.one(&mut self.read().await?).await?.columns().int_or_null()
    }
}

async fn claim(tx: &mut Tx, now: Millis, limit: usize) -> Result<Vec<ClaimedReply>> {
    let text = concat!(
        "SELECT ",
        reply_columns!(),
        ", r.may_have_left FROM reply r WHERE r.state = 'queued' AND r.next_attempt_at <= ? ORDER BY r.next_attempt_at, r.id LIMIT ?"
    );
    let mut claimed = Vec::new();
    for row in sql(text).bind(now).bind(limit).all(tx).await? {
        let mut row = row.columns();
        let mut reply = records::reply(&mut row)?;
        let may_have_left = row.flag()?;
        let before = reply.clone();
        reply.state = ReplyState::Sending;
        reply.attempts += 1;
        match parts_of(tx, reply, may_have_left).await {
            Ok(one) => {
                mark_sending(tx, &one.reply).await?;
                claimed.push(one);
            }
            Err(StoreError::NotFound) => give_up(tx, &before, may_have_left).await?,
            Err(error) => return Err(error),
        }
    }
    Ok(claimed)
}

/// From now on the reply may have left, whatever becomes of this program.
async fn mark_sending(tx: &mut Tx, reply: &Reply) -> Result<()> {
    sql("UPDATE reply SET state = 'sending', attempts = ?, next_attempt_at = NULL, may_have_left = 1, failure = NULL WHERE id = ?")
        .bind(reply.attempts)
        .bind(reply.id.0)
        .run(tx)
        .await?;
    tell(tx, reply, None);
    Ok(())
}

async fn give_up(tx: &mut Tx, reply: &Reply, may_have_left: bool) -> Result<()> {
    let failure = ReplyFailure { code: "channel_removed".into(), detail: String::new() };
    let state = if may_have_left { ReplyState::Unknown } else { ReplyState::Failed };
    let step = ReplyStep { state, next_attempt_at: None, may_have_left, failure: Some(failure) };
    apply_step(tx, reply, step, None).await.map(drop)
}

async fn parts_of(on: &mut impl AsConnection, reply: Reply, may_have_left: bool) -> Result<ClaimedReply> {
    let channel = channel_of(on, reply.brand_id, reply.channel_id).await?;
    let (post, handle) = post_with_handle(on, reply.brand_id, reply.post_id).await?;
    Ok(ClaimedReply { reply, may_have_left, channel, post, handle })
}
