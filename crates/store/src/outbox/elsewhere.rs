//! Answers that were given on the network's own site, noted by hand: as good as sent, and never sent by us.

use super::ThreadNow;
use super::queue::{by_client_key, insert_row, tell as tell_reply};
use super::rows::{post_to_answer, replies_of};
use super::sent::join_thread;
use crate::casework::case_of;
use crate::error::{Result, StoreError};
use crate::inbox::{remove_draft, tell};
use crate::ingest::{CaseFact, Decide};
use crate::limits::{LINK_BYTES_MAX, WORDS_BYTES_MAX};
use crate::records::{self, channel_columns};
use crate::settings::ChannelAccount;
use crate::sql::sql;
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{
    AuthorSeen, BrandId, CaseId, Channel, ChannelId, InboundPost, Millis, Permission, Post, PostId, Receipt, Reply, ReplyId, ReplyState,
    Scope, UserId,
};
use std::sync::Arc;

/// An answer that somebody has given on the network's own site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub case_id: CaseId,
    /// What it answers.
    pub post_id: PostId,
    pub text: String,
    /// Where it stands.
    pub link: Option<String>,
    /// When it was given; never later than now, never before the case was opened.
    pub at: Millis,
    pub thread_version: u32,
    /// As in [`crate::NewReply`].
    pub client_key: String,
}

/// Who speaks for a brand where it has no account, and how answers begin whose names on the network nobody knows.
pub(crate) const NOTED_ELSEWHERE: &str = "elsewhere";

impl Store {
    /// Notes an answer that was given on the network's own site: a reply that is `sent`, our post in the thread, and the case is told.
    /// The same check as of an answer that is queued, in the same transaction; the same client key again gives the reply that is there.
    ///
    /// An answer whose link we have heard already (the network told it) is that post, and counts once.
    pub async fn record_elsewhere<R: Send + 'static>(
        &self,
        scope: &Scope,
        answer: Elsewhere,
        check: impl FnOnce(&ThreadNow) -> Result<(), R> + Send + 'static,
        decide: Arc<dyn Decide>,
    ) -> Result<Result<Reply, R>> {
        scope.require(Permission::Work)?;
        let user_id = scope.user_id().ok_or(StoreError::Unsupported("answers are written by people"))?;
        if answer.text.len() > WORDS_BYTES_MAX {
            return Err(StoreError::Limit { what: "bytes of a text", max: WORDS_BYTES_MAX as u64 });
        }
        if answer.link.as_ref().is_some_and(|link| link.len() > LINK_BYTES_MAX) {
            return Err(StoreError::Limit { what: "bytes of a link", max: LINK_BYTES_MAX as u64 });
        }
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                if let Some(known) = by_client_key(tx, &scope, user_id, &answer.client_key).await? {
                    return Ok(Ok(known));
                }
                let thread = thread_now(tx, scope.brand_id(), &answer).await?;
                if let Err(refusal) = check(&thread) {
                    return Ok(Err(refusal));
                }
                record(tx, &scope, user_id, answer, thread, &*decide).await.map(Ok)
            })
        })
        .await
    }
}

/// As for an answer that is queued; but the channel may be gone, since nothing leaves by it.
async fn thread_now(tx: &mut Tx, brand_id: BrandId, answer: &Elsewhere) -> Result<ThreadNow> {
    let case = case_of(tx, brand_id, answer.case_id).await?;
    let post = post_to_answer(tx, &case, answer.post_id).await?;
    let text = concat!("SELECT ", channel_columns!(), " FROM channel h WHERE h.id = ? AND h.brand_id = ?");
    let row = sql(text).bind(post.channel_id.0).bind(brand_id.0).one(tx).await?;
    let channel = records::channel(&mut row.columns())?;
    let replies = replies_of(tx, answer.case_id).await?;
    Ok(ThreadNow { case, post, replies, channel, now: tx.now() })
}

async fn record(tx: &mut Tx, scope: &Scope, user_id: UserId, answer: Elsewhere, thread: ThreadNow, decide: &dyn Decide) -> Result<Reply> {
    let place = place_of(tx, thread.post.id).await?;
    let id = ReplyId(tx.next_id());
    let native_id = match heard_already(tx, &place, answer.link.as_deref()).await? {
        Some(native_id) => native_id,
        None => format!("{NOTED_ELSEWHERE}:{id}"),
    };
    let reply = reply_of(id, scope.brand_id(), user_id, &answer, &thread, native_id);
    insert_row(tx, &reply, &answer.client_key).await?;
    let author = our_voice(tx, &thread.channel, &thread.post).await?;
    let joined = join_thread(tx, &reply, &place.scope, &place.thread_root, our_post(&reply, &thread.post, &place, author)).await?;
    sql("UPDATE case_ SET posts_count = posts_count + ? WHERE id = ?").bind(joined).bind(reply.case_id.0).run(tx).await?;
    let at = reply.sent_at.unwrap_or(thread.now);
    let fact = CaseFact::ReplySent { reply_id: id, seen_before: !joined, at };
    tell(tx, reply.brand_id, reply.case_id, &fact, decide, Some(user_id)).await?;
    remove_draft(tx, scope, reply.case_id, user_id).await?;
    tell_reply(tx, &reply, Some(user_id));
    Ok(reply)
}

fn reply_of(id: ReplyId, brand_id: BrandId, user_id: UserId, answer: &Elsewhere, thread: &ThreadNow, native_id: String) -> Reply {
    let at = answer.at.max(thread.case.opened_at).min(thread.now);
    Reply {
        id,
        brand_id,
        case_id: answer.case_id,
        channel_id: thread.channel.id,
        post_id: answer.post_id,
        user_id,
        text: answer.text.clone(),
        parts: vec![answer.text.clone()],
        own_ids: Vec::new(),
        state: ReplyState::Sent,
        thread_version: answer.thread_version,
        created_at: thread.now,
        send_at: at,
        attempts: 0,
        sent_at: Some(at),
        receipt: Some(Receipt { native_ids: vec![native_id], permalink: answer.link.clone(), handle: serde_json::Value::Null }),
        failure: None,
        letter: None,
        privately: false,
        elsewhere: true,
    }
}

/// Where a post stands.
struct Place {
    scope: String,
    thread_root: String,
    case_id: Option<CaseId>,
}

async fn place_of(tx: &mut Tx, post_id: PostId) -> Result<Place> {
    let row = sql("SELECT scope, thread_root, case_id FROM post WHERE id = ?").bind(post_id.0).one(tx).await?;
    let mut row = row.columns();
    Ok(Place { scope: row.text()?, thread_root: row.text()?, case_id: row.int_or_null()?.map(CaseId) })
}

/// The name of our post at this address, when the network told of it before the person did.
async fn heard_already(tx: &mut Tx, place: &Place, link: Option<&str>) -> Result<Option<String>> {
    let (Some(link), Some(case_id)) = (link, place.case_id) else { return Ok(None) };
    let query = sql("SELECT native_id FROM post WHERE case_id = ? AND scope = ? AND permalink = ? AND ours = 1 AND reply_id IS NULL");
    let row = query.bind(case_id.0).bind(&place.scope).bind(link).optional(tx).await?;
    row.map(|row| row.text()).transpose()
}

/// The brand's account on the network of the post; else the brand under its name.
async fn our_voice(tx: &mut Tx, heard_by: &Channel, post: &Post) -> Result<AuthorSeen> {
    let text = "SELECT h.account, h.id FROM channel h WHERE h.brand_id = ? AND h.network = ? AND h.account IS NOT NULL AND h.removed = 0 \
                ORDER BY h.id";
    let rows = sql(text).bind(heard_by.brand_id.0).bind(post.network.as_str()).all(tx).await?;
    let mut accounts = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut row = row.columns();
        let account: ChannelAccount = row.json()?;
        accounts.push((account, ChannelId(row.int()?)));
    }
    // The one that heard it before any other.
    accounts.sort_by_key(|(_, id)| *id != heard_by.id);
    if let Some((account, _)) = accounts.into_iter().next() {
        let ChannelAccount { native_id, handle, display_name } = account;
        return Ok(AuthorSeen { native_id, handle, display_name, ..AuthorSeen::default() });
    }
    let name = sql("SELECT name FROM brand WHERE id = ?").bind(heard_by.brand_id.0).one(tx).await?.text()?;
    Ok(AuthorSeen { native_id: NOTED_ELSEWHERE.to_owned(), display_name: Some(name), ..AuthorSeen::default() })
}

fn our_post(reply: &Reply, answered: &Post, place: &Place, author: AuthorSeen) -> InboundPost {
    let receipt = reply.receipt.as_ref();
    InboundPost {
        network: answered.network,
        native_id: receipt.and_then(|receipt| receipt.native_ids.first().cloned()).unwrap_or_default(),
        version: "1".to_owned(),
        kind: answered.kind,
        visibility: answered.visibility,
        author,
        text: reply.text.clone(),
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: Some(place.thread_root.clone()),
        parent_native_id: Some(answered.native_id.clone()),
        parent_author_native_id: None,
        permalink: receipt.and_then(|receipt| receipt.permalink.clone()),
        languages: Vec::new(),
        created_at: reply.send_at,
        addressed: false,
        context: false,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: serde_json::Value::Null,
    }
}
