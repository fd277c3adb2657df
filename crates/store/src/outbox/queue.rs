//! Queueing an answer, and what people do to it afterwards.

use super::rows::{self, channel_of, post_to_answer, replies_of, reply_of};
use super::{NewReply, ReplyStep, ThreadNow};
use crate::casework::case_of;
use crate::error::{Result, StoreError};
use crate::inbox::{Draft, draft_of, remove_draft, write_draft};
use crate::limits::WORDS_BYTES_MAX;
use crate::records::{self, reply_columns};
use crate::sql::{Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{DraftWay, EventKind, Millis, Permission, Reply, ReplyId, ReplyState, Scope, UserId};
use serde_json::json;

impl Store {
    /// Queues an answer when the pure check, made inside the transaction, has nothing against it. Deletes the user's draft of the case.
    /// The same client key again: the reply that is there, unchecked.
    pub async fn queue_reply<R: Send + 'static>(
        &self,
        scope: &Scope,
        reply: NewReply,
        check: impl FnOnce(&ThreadNow) -> Result<(), R> + Send + 'static,
    ) -> Result<Result<Reply, R>> {
        scope.require(Permission::Work)?;
        let user_id = scope.user_id().ok_or(StoreError::Unsupported("answers are written by people"))?;
        if reply.text.len() > WORDS_BYTES_MAX {
            return Err(StoreError::Limit { what: "bytes of a text", max: WORDS_BYTES_MAX as u64 });
        }
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                if let Some(known) = by_client_key(tx, &scope, user_id, &reply.client_key).await? {
                    return Ok(Ok(known));
                }
                let thread = thread_now(tx, &scope, &reply).await?;
                if let Err(refusal) = check(&thread) {
                    return Ok(Err(refusal));
                }
                insert(tx, &scope, user_id, reply).await.map(Ok)
            })
        })
        .await
    }

    pub async fn reply(&self, scope: &Scope, reply_id: ReplyId) -> Result<Reply> {
        scope.require(Permission::Read)?;
        rows::reply_in(&mut self.read().await?, scope.brand_id(), reply_id).await
    }

    /// Cancel, retry: a person's step, decided inside the transaction. A reply that is taken back becomes its author's draft again if
    /// there is no newer one. One that would be sent on top of another answer stays where it is: `Conflict{already_answered}`.
    pub async fn change_reply<R: Send + 'static>(
        &self,
        scope: &Scope,
        reply_id: ReplyId,
        change: impl FnOnce(&Reply, Millis) -> Result<ReplyStep, R> + Send + 'static,
    ) -> Result<Result<Reply, R>> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let before = rows::reply_in(tx, scope.brand_id(), reply_id).await?;
                let step = match change(&before, tx.now()) {
                    Ok(step) => step,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                if step.state == ReplyState::Queued {
                    check_first(tx, &before).await?;
                }
                if step.state == ReplyState::Cancelled {
                    give_back(tx, &before).await?;
                }
                apply_step(tx, &before, step, scope.user_id()).await.map(Ok)
            })
        })
        .await
    }
}

pub(super) async fn by_client_key(tx: &mut Tx, scope: &Scope, user_id: UserId, client_key: &str) -> Result<Option<Reply>> {
    let text = concat!("SELECT ", reply_columns!(), " FROM reply r WHERE r.brand_id = ? AND r.person_id = ? AND r.client_key = ?");
    let row = sql(text).bind(scope.brand_id().0).bind(user_id.0).bind(client_key).optional(tx).await?;
    row.map(|row| records::reply(&mut row.columns())).transpose()
}

/// Everything that the check may ask about; all of it must be the brand's.
async fn thread_now(tx: &mut Tx, scope: &Scope, reply: &NewReply) -> Result<ThreadNow> {
    let brand_id = scope.brand_id();
    let case = case_of(tx, brand_id, reply.case_id).await?;
    let post = post_to_answer(tx, &case, reply.post_id).await?;
    let channel = channel_of(tx, brand_id, reply.channel_id).await?;
    let replies = replies_of(tx, reply.case_id).await?;
    Ok(ThreadNow { case, post, replies, channel, now: tx.now() })
}

async fn insert(tx: &mut Tx, scope: &Scope, user_id: UserId, new: NewReply) -> Result<Reply> {
    let reply = Reply {
        id: ReplyId(tx.next_id()),
        brand_id: scope.brand_id(),
        case_id: new.case_id,
        channel_id: new.channel_id,
        post_id: new.post_id,
        user_id,
        text: new.text,
        parts: new.parts,
        own_ids: new.own_ids,
        state: ReplyState::Queued,
        thread_version: new.thread_version,
        created_at: tx.now(),
        send_at: new.send_at,
        attempts: 0,
        sent_at: None,
        receipt: None,
        failure: None,
        letter: new.letter,
        privately: new.privately,
        elsewhere: false,
    };
    insert_row(tx, &reply, &new.client_key).await?;
    remove_draft(tx, scope, reply.case_id, user_id).await?;
    tell(tx, &reply, Some(user_id));
    Ok(reply)
}

/// A reply as it begins: queued, or sent already elsewhere.
pub(super) async fn insert_row(tx: &mut Tx, reply: &Reply, client_key: &str) -> Result<()> {
    let next_attempt_at = (reply.state == ReplyState::Queued).then_some(reply.send_at);
    sql("INSERT INTO reply (id, brand_id, case_id, channel_id, post_id, person_id, client_key, text, parts, own_ids, state, thread_version, \
         created_at, send_at, next_attempt_at, sent_at, receipt, letter, privately, elsewhere) \
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    .bind(reply.id.0)
    .bind(reply.brand_id.0)
    .bind(reply.case_id.0)
    .bind(reply.channel_id.0)
    .bind(reply.post_id.0)
    .bind(reply.user_id.0)
    .bind(client_key)
    .bind(&reply.text)
    .bind(Value::json(&reply.parts))
    .bind(Value::json(&reply.own_ids))
    .bind(reply.state.as_str())
    .bind(reply.thread_version)
    .bind(reply.created_at)
    .bind(reply.send_at)
    .bind(next_attempt_at)
    .bind(reply.sent_at)
    .bind(Value::json_or_null(reply.receipt.as_ref()))
    .bind(Value::json_or_null(reply.letter.as_ref()))
    .bind(reply.privately)
    .bind(reply.elsewhere)
    .run(tx)
    .await
    .map(drop)
}

/// Nobody has answered since, and nobody is about to.
async fn check_first(tx: &mut Tx, reply: &Reply) -> Result<()> {
    let other = sql("SELECT 1 FROM reply WHERE case_id = ? AND id <> ? AND (state IN ('queued', 'sending') \
                     OR (state = 'sent' AND (id > ? OR sent_at > ?))) LIMIT 1");
    let other = other.bind(reply.case_id.0).bind(reply.id.0).bind(reply.id.0).bind(reply.created_at).optional(tx).await?;
    if other.is_some() { Err(StoreError::Conflict { code: "already_answered" }) } else { Ok(()) }
}

async fn give_back(tx: &mut Tx, reply: &Reply) -> Result<()> {
    if draft_of(tx, reply.brand_id, reply.case_id, reply.user_id).await?.is_some() {
        return Ok(());
    }
    let (text, thread_version) = (reply.text.clone(), reply.thread_version);
    let channel_id = reply.letter.is_some().then_some(reply.channel_id);
    let way = DraftWay { privately: reply.privately, letter: reply.letter.clone(), channel_id };
    let draft = Draft { case_id: reply.case_id, text, thread_version, way, updated_at: tx.now() };
    write_draft(tx, reply.brand_id, reply.user_id, &draft).await
}

/// Writes how a reply goes on, and tells.
pub(super) async fn apply_step(tx: &mut Tx, before: &Reply, step: ReplyStep, by: Option<UserId>) -> Result<Reply> {
    let next_attempt_at = (step.state == ReplyState::Queued).then(|| step.next_attempt_at.unwrap_or(before.send_at));
    sql("UPDATE reply SET state = ?, next_attempt_at = ?, may_have_left = ?, failure = ? WHERE id = ?")
        .bind(step.state.as_str())
        .bind(next_attempt_at)
        .bind(step.may_have_left)
        .bind(Value::json_or_null(step.failure.as_ref()))
        .bind(before.id.0)
        .run(tx)
        .await?;
    let after = reply_of(tx, before.id).await?;
    tell(tx, &after, by);
    Ok(after)
}

pub(super) fn tell(tx: &mut Tx, reply: &Reply, by: Option<UserId>) {
    let payload = json!({ "reply_id": reply.id, "state": reply.state });
    tx.event_by(by, reply.brand_id, EventKind::ReplyChanged, Some(reply.case_id), payload);
}
