//! What is shown of a case in a list: the case, its customer, its last post cut short.

use super::preview::Said;
use super::{CaseRow, Preview};
use crate::error::Result;
use crate::records::{self, author_columns, case_columns, post_columns};
use crate::sql::{AsConnection, Columns, sql};
use answerable_domain::{BrandId, CaseId, Hit, HitSpan, Labels, MonitorId, Network, PostId, ReplyState};
use std::collections::HashMap;

/// Rows of these cases, in any order; those that are not the brand's are left out.
pub(super) async fn case_rows(on: &mut impl AsConnection, brand_id: BrandId, case_ids: &[CaseId]) -> Result<Vec<CaseRow>> {
    if case_ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = concat!(
        "SELECT ",
        case_columns!(),
        ", c.network, c.posts_count, c.labels, h.name, ",
        author_columns!(),
        ", ",
        post_columns!(),
        " FROM case_ c JOIN author a ON a.id = c.author_id JOIN channel h ON h.id = c.channel_id JOIN post p ON p.id = c.last_post_id \
         WHERE c.brand_id = ? AND c.id IN "
    );
    let mut query = sql(text).bind(brand_id.0);
    query.push_list(case_ids.iter().map(|id| id.0));
    let rows = query.all(on).await?;
    let mut rows = rows.iter().map(|row| case_row(&mut row.columns())).collect::<Result<Vec<_>>>()?;
    let posts: Vec<PostId> = rows.iter().map(|(row, _)| row.preview.post_id).collect();
    let mut mentions = mentions_of(on, &posts).await?;
    let states = reply_states(on, case_ids).await?;
    for (row, said) in &mut rows {
        let heard = mentions.remove(&row.preview.post_id).unwrap_or_default();
        row.preview.hits = heard.hits.into_iter().filter_map(|hit| said.hit(hit)).collect();
        row.preview.text = std::mem::take(&mut said.text);
        row.reply_state = states.get(&row.case.id).copied();
    }
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}

/// The row with a preview that has no text and no hits yet, and what it will show.
fn case_row(row: &mut Columns<'_>) -> Result<(CaseRow, Said)> {
    let case = records::case(row)?;
    let (network, posts_count) = (row.named(Network::parse)?, row.u32()?);
    let (labels, channel_name) = (Labels(row.int()?), row.text()?);
    let author = records::author(row)?;
    let (post, assessment) = records::post(row)?;
    let mut said = Said::of(&post.text, post.spans);
    let preview = Preview {
        post_id: post.id,
        text: String::new(),
        spans: std::mem::take(&mut said.spans),
        hits: Vec::new(),
        kind: post.kind,
        deleted: post.deleted_at.is_some(),
        edited: post.edited_at.is_some(),
    };
    Ok((CaseRow { case, author, network, channel_name, preview, assessment, labels, reply_state: None, posts_count }, said))
}

/// Who heard a post.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub(super) hits: Vec<Hit>,
    /// It is said to us.
    pub(super) addressed: bool,
}

/// A span as it is stored. Before there were reasons, it was a pair.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum StoredSpan {
    Told(HitSpan),
    Bare(u32, u32),
}

impl From<StoredSpan> for HitSpan {
    fn from(stored: StoredSpan) -> Self {
        match stored {
            StoredSpan::Told(span) => span,
            StoredSpan::Bare(start, end) => Self { start, end, term: String::new(), variant: None, reason: None },
        }
    }
}

/// What monitors heard in posts.
pub(super) async fn mentions_of(on: &mut impl AsConnection, posts: &[PostId]) -> Result<HashMap<PostId, Mentions>> {
    let mut mentions: HashMap<PostId, Mentions> = HashMap::new();
    for chunk in posts.chunks(crate::limits::THREAD_POSTS_MAX) {
        let mut query = sql("SELECT post_id, monitor_id, spans FROM mention WHERE post_id IN ");
        query.push_list(chunk.iter().map(|id| id.0)).push(" ORDER BY post_id, monitor_id");
        for row in query.all(on).await? {
            let mut row = row.columns();
            let of_post = mentions.entry(PostId(row.int()?)).or_default();
            match row.int()? {
                0 => of_post.addressed = true,
                monitor => {
                    let spans: Vec<StoredSpan> = row.json()?;
                    of_post.hits.push(Hit { monitor_id: MonitorId(monitor), spans: spans.into_iter().map(HitSpan::from).collect() });
                }
            }
        }
    }
    Ok(mentions)
}

/// Of each case's newest reply that was not taken back.
async fn reply_states(on: &mut impl AsConnection, case_ids: &[CaseId]) -> Result<HashMap<CaseId, ReplyState>> {
    let mut query = sql("SELECT case_id, state FROM reply WHERE state <> 'cancelled' AND case_id IN ");
    query.push_list(case_ids.iter().map(|id| id.0)).push(" ORDER BY id");
    let rows = query.all(on).await?;
    rows.iter()
        .map(|row| {
            let mut row = row.columns();
            Ok((CaseId(row.int()?), row.named(ReplyState::parse)?))
        })
        .collect()
}
