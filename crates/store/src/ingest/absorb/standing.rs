//! Whether a delivery may change the post that is held under its name.

use super::known::{HeldPost, Known};
use crate::error::Result;
use crate::ingest::ArrivedPost;
use crate::outbox::NOTED_ELSEWHERE;
use crate::sql::sql;
use crate::tx::Tx;
use answerable_domain::{ChannelId, ConnectorKind, InboundPost, PostKind};
use serde_json::Value;

/// What a delivery is to what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing of its name is held.
    New,
    /// The same again, or a new version.
    Again(usize),
    /// It may not change what is held.
    Known(usize),
    /// Another one's post under the same name.
    Forged,
}

/// `pasted`: people of the brand say so.
pub(super) async fn standing(tx: &mut Tx, known: &Known, arrived: &ArrivedPost, channel_id: ChannelId, pasted: bool) -> Result<Standing> {
    let post = &arrived.post;
    let Some(place) = known.find(&arrived.scope, &post.native_id) else { return Ok(Standing::New) };
    let held = &known.posts[place];
    let same_channel = held.channel_id == channel_id;
    if pasted {
        // What people copied by hand stands behind what the network itself delivered.
        return Ok(if same_channel { Standing::Again(place) } else { Standing::Known(place) });
    }
    let author = known.find_author(post.network, &post.author.native_id);
    let same_author = author.map(|place| known.authors[place].author.id) == Some(held.author_id);
    if !same_author && (same_channel || !was_pasted(tx, held).await?) {
        return Ok(Standing::Forged);
    }
    // Nobody can change a mail that was sent.
    let is_final = post.kind == PostKind::Mail && post.version != held.version;
    Ok(if is_final { Standing::Known(place) } else { Standing::Again(place) })
}

/// Then its author goes by the name that a person typed.
async fn was_pasted(tx: &mut Tx, held: &HeldPost) -> Result<bool> {
    let row = sql("SELECT connector FROM channel WHERE id = ?").bind(held.channel_id.0).optional(tx).await?;
    Ok(row.map(|row| row.text()).transpose()?.as_deref() == Some(ConnectorKind::Manual.as_str()))
}

/// The name of a mail should another one have taken its Message-ID: everybody can give a mail the name of another.
pub(super) fn other_name(post: &InboundPost) -> Option<&str> {
    let again = post.handle.get("again").and_then(Value::as_str);
    again.filter(|_| post.kind == PostKind::Mail)
}

/// What comes under the name of a mail that is held and says something else is another mail. Under the name of ours nobody's mail is.
pub(super) fn name_apart(known: &Known, arrived: &mut ArrivedPost) {
    let Some(place) = known.find(&arrived.scope, &arrived.post.native_id) else { return };
    let held = &known.posts[place];
    if !held.ours
        && held.version != arrived.post.version
        && let Some(other) = other_name(&arrived.post).map(str::to_owned)
    {
        arrived.post.native_id = other;
    }
}

/// Our answer that a person noted before the network told of it becomes the network's post.
///
/// Returns whether it is one: then it is held under the network's name from now on.
pub(super) async fn noted_before(tx: &mut Tx, known: &mut Known, arrived: &ArrivedPost) -> Result<bool> {
    let post = &arrived.post;
    let (true, Some(link), Some(above)) = (arrived.ours, &post.permalink, &post.parent_native_id) else { return Ok(false) };
    let above: Option<&HeldPost> = known.find(&arrived.scope, above).map(|place| &known.posts[place]);
    let Some(case_id) = above.and_then(|above| above.case_id) else { return Ok(false) };
    let row = sql("SELECT p.id, a.native_id FROM post p JOIN author a ON a.id = p.author_id \
                   WHERE p.case_id = ? AND p.scope = ? AND p.permalink = ? AND p.native_id LIKE ?")
    .bind(case_id.0)
    .bind(&arrived.scope)
    .bind(link)
    .bind(format!("{NOTED_ELSEWHERE}:%"))
    .optional(tx)
    .await?;
    let Some(row) = row else { return Ok(false) };
    let mut row = row.columns();
    let (id, author) = (row.int()?, row.text()?);
    if author != post.author.native_id {
        return Ok(false);
    }
    sql("UPDATE post SET native_id = ?, version = ? WHERE id = ?").bind(&post.native_id).bind(&post.version).bind(id).run(tx).await?;
    known.load_post(tx, id).await?;
    Ok(true)
}
