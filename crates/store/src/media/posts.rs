//! Rows of the posts that a batch took in.

use super::KeptFile;
use crate::error::Result;
use crate::limits::MEDIA_OF_POST_MAX;
use crate::sql::{LIST_MAX, Rows, Value, sql};
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, Media, MediaId, MediaState, Millis, PostId};
use std::collections::{HashMap, HashSet};

const INSERT: &str = "INSERT INTO media (id, brand_id, channel_id, post_id, position, url, name, alt, mime, bytes, hash, state, next_at, \
                      created_at) VALUES ";
const ROW: &str = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

/// A post that is new, or that says something else now.
pub(crate) struct PostMedia<'p> {
    pub(crate) post_id: PostId,
    pub(crate) channel_id: ChannelId,
    /// To be fetched; `None`: nothing is, and what was stays.
    pub(crate) wanted: Option<&'p [Media]>,
    /// In the folder already.
    pub(crate) kept: &'p [KeptFile],
    pub(crate) is_new: bool,
}

/// Makes a row for each picture and file. After an edit what is there already stays as it is, and what was taken away is gone.
///
/// Returns whether there is something to fetch.
pub(crate) async fn write(tx: &mut Tx, brand_id: BrandId, posts: &[PostMedia<'_>], now: Millis) -> Result<bool> {
    let edited: Vec<PostId> = posts.iter().filter(|post| !post.is_new && post.wanted.is_some()).map(|post| post.post_id).collect();
    let mut there = Held::load(tx, &edited).await?;
    let mut rows: Rows<14> = Rows::new(INSERT, ROW, "");
    let mut to_fetch = false;
    for post in posts {
        let mut seen = HashSet::new();
        let wanted = post.wanted.unwrap_or_default().iter().filter(|media| seen.insert(media.url.as_str()));
        for (position, media) in wanted.take(MEDIA_OF_POST_MAX).enumerate() {
            if !there.stays(tx, post.post_id, &media.url, position).await? {
                to_fetch = true;
                rows.push(wanted_row(names(tx, brand_id, post), position, media, now));
            }
        }
        for (number, file) in post.kept.iter().take(MEDIA_OF_POST_MAX).enumerate() {
            let (url, position) = (format!("attachment:{number}"), MEDIA_OF_POST_MAX + number);
            if !there.stays(tx, post.post_id, &url, position).await? {
                rows.push(kept_row(names(tx, brand_id, post), position, url, file, now));
            }
        }
    }
    there.drop_rest(tx).await?;
    rows.run(tx).await?;
    Ok(to_fetch)
}

/// Gives uploads to the post that was pasted with them. What is another brand's, or another post's already, is left alone.
pub(crate) async fn claim(tx: &mut Tx, brand_id: BrandId, post_id: PostId, channel_id: ChannelId, uploads: &[MediaId]) -> Result<()> {
    for (position, id) in uploads.iter().enumerate() {
        sql("UPDATE media SET post_id = ?, channel_id = ?, position = ? WHERE id = ? AND brand_id = ? AND post_id IS NULL")
            .bind(post_id.0)
            .bind(channel_id.0)
            .bind(position)
            .bind(id.0)
            .bind(brand_id.0)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// Posts are gone at their source: what was not fetched yet is not fetched any more, the rest is marked for who must drop it.
pub(crate) async fn drop_unfetched(tx: &mut Tx, posts: impl Iterator<Item = (PostId, Millis)>) -> Result<()> {
    for (post_id, at) in posts {
        let query = sql("UPDATE media SET removed_at = ?, state = CASE state WHEN 'wanted' THEN 'gone' ELSE state END, \
                         why = CASE state WHEN 'wanted' THEN 'deleted' ELSE why END, next_at = NULL WHERE post_id = ?");
        query.bind(at).bind(post_id.0).run(tx).await?;
    }
    Ok(())
}

fn names(tx: &Tx, brand_id: BrandId, post: &PostMedia<'_>) -> [Value; 4] {
    [tx.next_id().into(), brand_id.0.into(), post.channel_id.0.into(), post.post_id.0.into()]
}

fn wanted_row(names: [Value; 4], position: usize, media: &Media, now: Millis) -> [Value; 14] {
    let [id, brand, channel, post] = names;
    [
        id,
        brand,
        channel,
        post,
        position.into(),
        (&media.url).into(),
        Value::Text(None),
        (&media.alt).into(),
        (&media.mime).into(),
        Value::Int(None),
        Value::Text(None),
        MediaState::Wanted.as_str().into(),
        now.into(),
        now.into(),
    ]
}

fn kept_row(names: [Value; 4], position: usize, url: String, file: &KeptFile, now: Millis) -> [Value; 14] {
    let [id, brand, channel, post] = names;
    [
        id,
        brand,
        channel,
        post,
        position.into(),
        url.into(),
        (&file.name).into(),
        (&file.alt).into(),
        (&file.mime).into(),
        file.bytes.into(),
        (&file.hash).into(),
        MediaState::Kept.as_str().into(),
        Value::Int(None),
        now.into(),
    ]
}

/// What the edited posts of a batch had, and nobody has named again so far.
struct Held(HashMap<(PostId, String), (MediaId, MediaState)>);

impl Held {
    async fn load(tx: &mut Tx, posts: &[PostId]) -> Result<Self> {
        let mut held = HashMap::new();
        for chunk in posts.chunks(LIST_MAX) {
            // Uploads were put beside the post by people; no edit of it takes them away.
            let mut there_again = sql("UPDATE media SET removed_at = NULL WHERE removed_at IS NOT NULL AND post_id IN ");
            there_again.push_list(chunk.iter().map(|id| id.0));
            there_again.run(tx).await?;
            let mut query = sql("SELECT post_id, url, id, state FROM media WHERE person_id IS NULL AND post_id IN ");
            query.push_list(chunk.iter().map(|id| id.0));
            for row in query.all(tx).await? {
                let mut row = row.columns();
                let name = (PostId(row.int()?), row.text()?);
                held.insert(name, (MediaId(row.int()?), row.named(MediaState::parse)?));
            }
        }
        Ok(Self(held))
    }

    /// Whether there is a row for it already. One that was gone is wanted anew, by a row of its own.
    async fn stays(&mut self, tx: &mut Tx, post_id: PostId, url: &str, position: usize) -> Result<bool> {
        let Some((id, state)) = self.0.remove(&(post_id, url.to_owned())) else { return Ok(false) };
        if state == MediaState::Gone {
            sql("DELETE FROM media WHERE id = ?").bind(id.0).run(tx).await?;
            return Ok(false);
        }
        let query = sql("UPDATE media SET position = ? WHERE id = ?").bind(position);
        query.bind(id.0).run(tx).await?;
        Ok(true)
    }

    async fn drop_rest(self, tx: &mut Tx) -> Result<()> {
        for (id, state) in self.0.into_values() {
            if state != MediaState::Gone {
                let query = sql("UPDATE media SET state = ?, why = 'edited', hash = NULL, next_at = NULL WHERE id = ?");
                query.bind(MediaState::Gone.as_str()).bind(id.0).run(tx).await?;
            }
        }
        Ok(())
    }
}
