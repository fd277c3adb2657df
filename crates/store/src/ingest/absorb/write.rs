//! What became of a batch, written in few statements.

use super::CHUNK;
use super::cases;
use super::known::{HeldAuthor, HeldPost, Known, OldVersion};
use crate::error::Result;
use crate::ingest::{AbsorbReport, WantedKind};
use crate::media::{self, PostMedia};
use crate::search::{IndexRows, tokens_of};
use crate::sql::{Rows, Value, sql};
use crate::tx::Tx;
use answerable_domain::BrandId;

pub(super) async fn all(tx: &mut Tx, known: Known, report: &mut AbsorbReport) -> Result<()> {
    let Known { brand_id, posts, authors, cases, wanted, unwanted, new_versions, hearing, carrying, uploads, .. } = known;
    write_authors(tx, &authors).await?;
    write_posts(tx, brand_id, &posts, &authors).await?;
    write_mentions(tx, brand_id, &posts).await?;
    report.media_wanted |= write_media(tx, brand_id, &posts).await?;
    for (post_id, channel_id, uploads) in uploads {
        media::claim(tx, brand_id, post_id, channel_id, &uploads).await?;
    }
    hearing.write(tx, brand_id).await?;
    carrying.write(tx, brand_id).await?;
    write_versions(tx, new_versions).await?;
    cases::write(tx, cases.into_values().collect()).await?;
    let mut rows: Rows<5> = Rows::new(
        "INSERT INTO wanted (brand_id, kind, native_id, channel_id, next_at) VALUES ",
        "(?,?,?,?,?)",
        " ON CONFLICT (brand_id, kind, native_id) DO NOTHING",
    );
    for (kind, native_id, channel_id, at) in wanted {
        if !unwanted.contains(&(kind, native_id.clone())) {
            rows.push([brand_id.0.into(), kind.into(), native_id.into(), channel_id.0.into(), at.into()]);
        }
    }
    report.wanted |= rows.run(tx).await? > 0;
    for kind in [WantedKind::Post, WantedKind::Author] {
        let natives: Vec<&String> = unwanted.iter().filter(|(name, _)| *name == kind.as_str()).map(|(_, native_id)| native_id).collect();
        for chunk in natives.chunks(CHUNK) {
            let mut query =
                sql("DELETE FROM wanted WHERE brand_id = ? AND kind = ? AND native_id IN ").bind(brand_id.0).bind(kind.as_str());
            query.push_list(chunk.iter().copied());
            query.run(tx).await?;
        }
    }
    Ok(())
}

async fn write_authors(tx: &mut Tx, authors: &[HeldAuthor]) -> Result<()> {
    let mut rows: Rows<12> = Rows::new(
        "INSERT INTO author (id, brand_id, network, native_id, handle, display_name, avatar, followers, bot, vip, first_seen_at, \
         profile_at) VALUES ",
        "(?,?,?,?,?,?,?,?,?,?,?,?)",
        " ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, display_name = excluded.display_name, avatar = excluded.avatar, \
         followers = excluded.followers, bot = excluded.bot, profile_at = excluded.profile_at",
    );
    for HeldAuthor { author, .. } in authors.iter().filter(|held| held.is_new || held.changed) {
        rows.push([
            author.id.0.into(),
            author.brand_id.0.into(),
            author.network.as_str().into(),
            (&author.native_id).into(),
            (&author.handle).into(),
            (&author.display_name).into(),
            (&author.avatar).into(),
            author.followers.map(|count| i64::try_from(count).unwrap_or(i64::MAX)).into(),
            author.bot.into(),
            author.vip.into(),
            author.first_seen_at.into(),
            author.profile_at.into(),
        ]);
    }
    rows.run(tx).await.map(drop)
}

async fn write_posts(tx: &mut Tx, brand_id: BrandId, posts: &[HeldPost], authors: &[HeldAuthor]) -> Result<()> {
    debug_assert!(authors.iter().all(|held| held.author.brand_id == brand_id));
    let mut rows: Rows<28> = Rows::new(
        "INSERT INTO post (id, brand_id, channel_id, network, scope, native_id, version, kind, visibility, author_id, case_id, text, spans, \
         media, thread_root, root_native_id, parent_native_id, permalink, created_at, received_at, edited_at, deleted_at, ours, reply_id, \
         handle, assessment, languages, assessed_by) VALUES ",
        "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        "",
    );
    let mut index = IndexRows::new(tx);
    for post in posts {
        match (&post.content, post.is_new) {
            (Some(content), true) => {
                rows.push(post_row(brand_id, post, content));
                index.push(post.id, &tokens_of(&content.post.text));
            }
            (Some(content), false) => {
                update_content(tx, post, content).await?;
                index.remove(tx, post.id).await?;
                index.push(post.id, &tokens_of(&content.post.text));
            }
            (None, _) if post.changed => update_place(tx, post).await?,
            (None, _) => {}
        }
    }
    rows.run(tx).await?;
    index.run(tx).await
}

fn post_row(brand_id: BrandId, held: &HeldPost, content: &crate::ArrivedPost) -> [Value; 28] {
    let post = &content.post;
    [
        held.id.0.into(),
        brand_id.0.into(),
        held.channel_id.0.into(),
        post.network.as_str().into(),
        (&held.scope).into(),
        (&held.native_id).into(),
        (&held.version).into(),
        post.kind.as_str().into(),
        post.visibility.as_str().into(),
        held.author_id.0.into(),
        held.case_id.map(|id| id.0).into(),
        (&post.text).into(),
        Value::json(&post.spans),
        Value::json(&post.media),
        (&held.thread_root).into(),
        (&post.root_native_id).into(),
        (&post.parent_native_id).into(),
        (&post.permalink).into(),
        post.created_at.into(),
        held.received_at.into(),
        held.edited_at.into(),
        held.deleted_at.into(),
        held.ours.into(),
        held.reply_id.map(|id| id.0).into(),
        Value::json(&post.handle),
        Value::json(&content.assessment),
        Value::json(&post.languages),
        (&content.assessment.model).into(),
    ]
}

async fn update_content(tx: &mut Tx, held: &HeldPost, content: &crate::ArrivedPost) -> Result<()> {
    let post = &content.post;
    sql("UPDATE post SET version = ?, case_id = ?, text = ?, spans = ?, media = ?, permalink = ?, edited_at = ?, deleted_at = ?, \
         handle = ?, assessment = ?, languages = ?, assessed_by = ? WHERE id = ?")
    .bind(&held.version)
    .bind(held.case_id.map(|id| id.0))
    .bind(&post.text)
    .bind(Value::json(&post.spans))
    .bind(Value::json(&post.media))
    .bind(&post.permalink)
    .bind(held.edited_at)
    .bind(held.deleted_at)
    .bind(Value::json(&post.handle))
    .bind(Value::json(&content.assessment))
    .bind(Value::json(&post.languages))
    .bind(&content.assessment.model)
    .bind(held.id.0)
    .run(tx)
    .await
    .map(drop)
}

async fn update_place(tx: &mut Tx, held: &HeldPost) -> Result<()> {
    sql("UPDATE post SET version = ?, case_id = ?, deleted_at = ? WHERE id = ?")
        .bind(&held.version)
        .bind(held.case_id.map(|id| id.0))
        .bind(held.deleted_at)
        .bind(held.id.0)
        .run(tx)
        .await
        .map(drop)
}

async fn write_mentions(tx: &mut Tx, brand_id: BrandId, posts: &[HeldPost]) -> Result<()> {
    let mut rows: Rows<5> = Rows::new(
        "INSERT INTO mention (post_id, monitor_id, brand_id, case_id, spans) VALUES ",
        "(?,?,?,?,?)",
        " ON CONFLICT (post_id, monitor_id) DO UPDATE SET spans = excluded.spans, case_id = excluded.case_id",
    );
    for post in posts.iter().filter(|post| post.is_new || post.changed) {
        let mut push = |monitor_id: i64, spans: Value| {
            rows.push([post.id.0.into(), monitor_id.into(), brand_id.0.into(), post.case_id.map(|id| id.0).into(), spans]);
        };
        if post.addressed_now {
            push(0, "[]".into());
        }
        for hit in &post.new_mentions {
            push(hit.monitor_id.0, Value::json(&hit.spans));
        }
        let edited = !post.is_new && post.content.is_some() && post.edited_at.is_some();
        // Their spans pointed into the text as it was.
        for stale in post.mentions.iter().filter(|id| edited && **id != 0 && !post.new_mentions.iter().any(|hit| hit.monitor_id.0 == **id))
        {
            push(*stale, "[]".into());
        }
    }
    rows.run(tx).await.map(drop)
}

/// Returns whether there is something to fetch.
async fn write_media(tx: &mut Tx, brand_id: BrandId, posts: &[HeldPost]) -> Result<bool> {
    let mut shown = Vec::new();
    for post in posts.iter().filter(|post| post.media_now) {
        let Some(content) = &post.content else { continue };
        let wanted = content.keep_media.then_some(content.post.media.as_slice());
        shown.push(PostMedia { post_id: post.id, channel_id: post.channel_id, wanted, kept: &content.kept, is_new: post.is_new });
    }
    let now = tx.now();
    let to_fetch = media::write(tx, brand_id, &shown, now).await?;
    let gone = posts.iter().filter(|post| post.is_new || post.changed).filter_map(|post| Some((post.id, post.deleted_at?)));
    media::drop_unfetched(tx, gone).await?;
    Ok(to_fetch)
}

async fn write_versions(tx: &mut Tx, versions: Vec<OldVersion>) -> Result<()> {
    let mut rows: Rows<6> =
        Rows::new("INSERT INTO revision (post_id, version, position, text, spans, seen_at) VALUES ", "(?,?,?,?,?,?)", "");
    for old in versions {
        rows.push([old.post_id.0.into(), old.version.into(), old.position.into(), old.text.into(), old.spans.into(), old.seen_at.into()]);
    }
    rows.run(tx).await.map(drop)
}
