//! One case with everything that belongs to it: the thread with parents and what others said, versions, notes, replies.

use super::notes::{draft_of, notes_of};
use super::rows::{case_rows, mentions_of};
use super::{CaseDetail, Engaged, ThreadItem};
use crate::error::{Result, StoreError};
use crate::limits::THREAD_POSTS_MAX;
use crate::outbox::{EngagementState, action_named, replies_of};
use crate::records::{self, author_columns, post_columns};
use crate::sql::{AsConnection, Columns, Query, Row, sql};
use crate::store::Store;
use answerable_domain::{BrandId, CaseId, ChannelId, EventSeq, Permission, PostId, ReplyId, Revision, Scope};
use std::collections::{BTreeMap, HashMap};

macro_rules! item_text {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            post_columns!(),
            ", p.handle, p.reply_id, ",
            author_columns!(),
            " FROM post p JOIN author a ON a.id = p.author_id WHERE p.brand_id = ? AND ",
            $condition
        )
    };
}

impl Store {
    pub async fn case(&self, scope: &Scope, case_id: CaseId) -> Result<CaseDetail> {
        scope.require(Permission::Read)?;
        let (brand_id, mut connection) = (scope.brand_id(), self.read_together().await?);
        let on = &mut connection;
        // First: a stream that starts here may tell what was read already, but misses nothing.
        let seq = EventSeq(sql("SELECT coalesce(max(seq), 0) FROM event").one(on).await?.int()?);
        let row = case_rows(on, brand_id, &[case_id]).await?.pop().ok_or(StoreError::NotFound)?;
        let (thread, thread_cut) = thread_of(on, brand_id, case_id).await?;
        let notes = notes_of(on, case_id).await?;
        let replies = replies_of(on, case_id).await?;
        let draft = match scope.user_id() {
            Some(user_id) => draft_of(on, brand_id, case_id, user_id).await?,
            None => None,
        };
        Ok(CaseDetail { row, thread, thread_cut, notes, replies, draft, seq })
    }

    /// One post as a thread shows it.
    pub async fn post(&self, scope: &Scope, post_id: PostId) -> Result<ThreadItem> {
        scope.require(Permission::Read)?;
        let mut connection = self.read_together().await?;
        let row = sql(item_text!("p.id = ?")).bind(scope.brand_id().0).bind(post_id.0).one(&mut connection).await?;
        let mut items = vec![item(&mut row.columns(), None)?];
        complete(&mut connection, &mut items).await?;
        items.pop().ok_or(StoreError::NotFound)
    }
}

/// By time; `true` when there are more than are shown, of which the newest are.
async fn thread_of(on: &mut impl AsConnection, brand_id: BrandId, case_id: CaseId) -> Result<(Vec<ThreadItem>, bool)> {
    let mut found: BTreeMap<PostId, ThreadItem> = BTreeMap::new();
    let of_case = sql(item_text!("p.case_id = ?")).bind(brand_id.0).bind(case_id.0);
    collect(newest(of_case).all(on).await?, case_id, &mut found)?;
    let roots = sql("SELECT DISTINCT scope, thread_root FROM post WHERE case_id = ? LIMIT 20").bind(case_id.0).all(on).await?;
    for root in &roots {
        let mut root = root.columns();
        let (scope, root) = (root.text()?, root.text()?);
        let beside = sql(item_text!("p.scope = ? AND p.thread_root = ?")).bind(brand_id.0).bind(&scope).bind(&root);
        collect(newest(beside).all(on).await?, case_id, &mut found)?;
        // The root itself, when it was heard before anybody knew that it is one.
        let above = sql(item_text!("p.scope = ? AND p.native_id = ?")).bind(brand_id.0).bind(&scope).bind(&root);
        collect(above.all(on).await?, case_id, &mut found)?;
    }
    let cut = found.len() > THREAD_POSTS_MAX;
    let mut items: Vec<ThreadItem> = found.into_values().rev().take(THREAD_POSTS_MAX).collect();
    complete(on, &mut items).await?;
    items.sort_by_key(|item| (item.post.created_at, item.post.id));
    Ok((items, cut))
}

fn newest(mut query: Query) -> Query {
    query.push_bound(" ORDER BY p.id DESC LIMIT ?", THREAD_POSTS_MAX + 1);
    query
}

fn collect(rows: Vec<Row>, case_id: CaseId, found: &mut BTreeMap<PostId, ThreadItem>) -> Result<()> {
    for row in &rows {
        let item = item(&mut row.columns(), Some(case_id))?;
        found.insert(item.post.id, item);
    }
    Ok(())
}

fn item(row: &mut Columns<'_>, case_id: Option<CaseId>) -> Result<ThreadItem> {
    let (post, assessment) = records::post(row)?;
    let (handle, reply_id) = (row.json()?, row.int_or_null()?.map(ReplyId));
    let author = records::author(row)?;
    let context = case_id.map_or(post.case_id.is_none(), |case_id| post.case_id != Some(case_id));
    Ok(ThreadItem {
        post,
        handle,
        author,
        hits: Vec::new(),
        addressed: false,
        assessment,
        revisions: Vec::new(),
        reply_id,
        context,
        engaged: Vec::new(),
        media: Vec::new(),
    })
}

/// Adds what monitors heard, earlier versions, and what we did to the posts.
async fn complete(on: &mut impl AsConnection, items: &mut [ThreadItem]) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let posts: Vec<PostId> = items.iter().map(|item| item.post.id).collect();
    let mut mentions = mentions_of(on, &posts).await?;
    let mut revisions = revisions_of(on, &posts).await?;
    let mut engaged = engaged_of(on, &posts).await?;
    let mut media = crate::media::of_posts(on, &posts).await?;
    for item in items {
        let mentions = mentions.remove(&item.post.id).unwrap_or_default();
        (item.hits, item.addressed) = (mentions.hits, mentions.addressed);
        item.revisions = revisions.remove(&item.post.id).unwrap_or_default();
        item.engaged = engaged.remove(&item.post.id).unwrap_or_default();
        item.media = media.remove(&item.post.id).unwrap_or_default();
    }
    Ok(())
}

async fn revisions_of(on: &mut impl AsConnection, posts: &[PostId]) -> Result<HashMap<PostId, Vec<Revision>>> {
    let mut query = sql("SELECT post_id, version, text, spans, seen_at FROM revision WHERE post_id IN ");
    query.push_list(posts.iter().map(|id| id.0)).push(" ORDER BY post_id, position");
    let mut revisions: HashMap<PostId, Vec<Revision>> = HashMap::new();
    for row in query.all(on).await? {
        let mut row = row.columns();
        let post_id = PostId(row.int()?);
        let revision = Revision { version: row.text()?, text: row.text()?, spans: row.json()?, seen_at: row.int()? };
        revisions.entry(post_id).or_default().push(revision);
    }
    Ok(revisions)
}

async fn engaged_of(on: &mut impl AsConnection, posts: &[PostId]) -> Result<HashMap<PostId, Vec<Engaged>>> {
    let mut query = sql("SELECT post_id, channel_id, action, state FROM engagement WHERE post_id IN ");
    query.push_list(posts.iter().map(|id| id.0)).push(" ORDER BY id");
    let mut engaged: HashMap<PostId, Vec<Engaged>> = HashMap::new();
    for row in query.all(on).await? {
        let mut row = row.columns();
        let post_id = PostId(row.int()?);
        let one =
            Engaged { channel_id: ChannelId(row.int()?), action: row.named(action_named)?, state: row.named(EngagementState::parse)? };
        engaged.entry(post_id).or_default().push(one);
    }
    Ok(engaged)
}
