//! The newest posts as far as monitors ask about them: what a preview runs over.

use super::HeardPost;
use crate::error::Result;
use crate::ids::Ids;
use crate::limits::PREVIEW_POSTS_MAX;
use crate::sql::{Columns, sql};
use crate::store::Store;
use answerable_domain::{Assessment, Media, Millis, Network, Permission, PostId, Scope, Span, SpanKind};

impl Store {
    /// The brand's posts since then, newest first: at most [`PREVIEW_POSTS_MAX`].
    pub async fn heard_posts(&self, scope: &Scope, since: Millis) -> Result<Vec<HeardPost>> {
        scope.require(Permission::Read)?;
        // A post's id is made when it is taken in, which is never before it is received: older ids need not be looked at.
        let rows = sql("SELECT p.id, p.text, p.network, p.assessment, p.spans, p.media, p.ours, a.native_id, a.handle, a.followers, \
             (SELECT count(*) FROM mention m WHERE m.post_id = p.id AND m.monitor_id = 0) \
             FROM post p JOIN author a ON a.id = p.author_id \
             WHERE p.brand_id = ? AND p.id >= ? AND p.received_at >= ? AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT ?")
        .bind(scope.brand_id().0)
        .bind(Ids::floor_of(since))
        .bind(since)
        .bind(PREVIEW_POSTS_MAX)
        .all(&mut self.read().await?)
        .await?;
        rows.iter().map(|row| read(&mut row.columns())).collect()
    }
}

fn read(row: &mut Columns<'_>) -> Result<HeardPost> {
    let (id, text, network) = (PostId(row.int()?), row.text()?, row.named(Network::parse)?);
    let assessment: Option<Assessment> = row.json_or_null()?;
    let (spans, media): (Vec<Span>, Vec<Media>) = (row.json()?, row.json()?);
    let mentioned = |span: &Span| match &span.kind {
        SpanKind::Mention(native_id) => Some(native_id.clone()),
        _ => None,
    };
    Ok(HeardPost {
        id,
        text,
        network,
        language: assessment.and_then(|assessment| assessment.language.value).map(|language| language.0),
        has_link: spans.iter().any(|span| matches!(span.kind, SpanKind::Link(_))),
        has_media: !media.is_empty(),
        mentioned: spans.iter().filter_map(mentioned).collect(),
        ours: row.flag()?,
        author_native_id: row.text()?,
        author_handle: row.text_or_null()?,
        followers: row.int_or_null()?.and_then(|count| u64::try_from(count).ok()),
        addressed: row.flag()?,
    })
}
