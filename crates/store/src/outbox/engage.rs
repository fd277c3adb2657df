//! Likes and reposts by us: once for each post, account and action.

use super::{Engagement, EngagementState};
use crate::error::{Result, StoreError};
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{ActionKind, BrandId, CaseId, ChannelId, Permission, PostId, Receipt, Scope, UserId};

macro_rules! engagement_text {
    ($condition:literal) => {
        concat!(
            "SELECT id, brand_id, case_id, post_id, channel_id, person_id, action, own_id, state, created_at, receipt FROM engagement WHERE ",
            $condition
        )
    };
}

impl Store {
    /// The engagement that is there already, or a new one in state `pending` (`true`). One that failed is begun anew.
    pub async fn begin_engagement(
        &self,
        scope: &Scope,
        post_id: PostId,
        channel_id: ChannelId,
        action: ActionKind,
        own_id: &str,
    ) -> Result<(Engagement, bool)> {
        scope.require(Permission::Work)?;
        let user_id = scope.user_id().ok_or(StoreError::Unsupported("likes and reposts are made by people"))?;
        let (scope, own_id) = (*scope, own_id.to_owned());
        self.write(move |tx| Box::pin(async move { begin(tx, scope.brand_id(), user_id, post_id, channel_id, action, own_id).await })).await
    }

    pub async fn record_engagement(&self, engagement_id: i64, state: EngagementState, receipt: Option<Receipt>) -> Result<Engagement> {
        self.write(move |tx| {
            Box::pin(async move {
                sql("UPDATE engagement SET state = ?, receipt = ? WHERE id = ?")
                    .bind(state.as_str())
                    .bind(Value::json_or_null(receipt.as_ref()))
                    .bind(engagement_id)
                    .run(tx)
                    .await?;
                let row = sql(engagement_text!("id = ?")).bind(engagement_id).one(tx).await?;
                engagement(&mut row.columns())
            })
        })
        .await
    }

    /// At start: what was under way when the program ended.
    pub async fn pending_engagements(&self) -> Result<Vec<Engagement>> {
        let rows = sql(engagement_text!("state = 'pending' ORDER BY id")).all(&mut self.read().await?).await?;
        rows.iter().map(|row| engagement(&mut row.columns())).collect()
    }
}

async fn begin(
    tx: &mut Tx,
    brand_id: BrandId,
    user_id: UserId,
    post_id: PostId,
    channel_id: ChannelId,
    action: ActionKind,
    own_id: String,
) -> Result<(Engagement, bool)> {
    let row = sql("SELECT case_id FROM post WHERE id = ? AND brand_id = ?").bind(post_id.0).bind(brand_id.0).one(tx).await?;
    let case_id = row.columns().int_or_null()?.map(CaseId);
    super::rows::channel_of(tx, brand_id, channel_id).await?;
    if let Some(known) = known(tx, post_id, channel_id, action).await? {
        if known.state != EngagementState::Failed {
            return Ok((known, false));
        }
        sql("DELETE FROM engagement WHERE id = ?").bind(known.id).run(tx).await?;
    }
    let (id, created_at) = (tx.next_id(), tx.now());
    let state = EngagementState::Pending;
    sql("INSERT INTO engagement (id, brand_id, case_id, post_id, channel_id, person_id, action, own_id, state, created_at) \
         VALUES (?,?,?,?,?,?,?,?,?,?)")
    .bind(id)
    .bind(brand_id.0)
    .bind(case_id.map(|id| id.0))
    .bind(post_id.0)
    .bind(channel_id.0)
    .bind(user_id.0)
    .bind(action_name(action))
    .bind(&own_id)
    .bind(state.as_str())
    .bind(created_at)
    .run(tx)
    .await?;
    let begun = Engagement { id, brand_id, case_id, post_id, channel_id, user_id, action, own_id, state, created_at, receipt: None };
    Ok((begun, true))
}

async fn known(on: &mut impl AsConnection, post_id: PostId, channel_id: ChannelId, action: ActionKind) -> Result<Option<Engagement>> {
    let query = sql(engagement_text!("post_id = ? AND channel_id = ? AND action = ?")).bind(post_id.0).bind(channel_id.0);
    let row = query.bind(action_name(action)).optional(on).await?;
    row.map(|row| engagement(&mut row.columns())).transpose()
}

fn engagement(row: &mut Columns<'_>) -> Result<Engagement> {
    Ok(Engagement {
        id: row.int()?,
        brand_id: BrandId(row.int()?),
        case_id: row.int_or_null()?.map(CaseId),
        post_id: PostId(row.int()?),
        channel_id: ChannelId(row.int()?),
        user_id: UserId(row.int()?),
        action: row.named(action_named)?,
        own_id: row.text()?,
        state: row.named(EngagementState::parse)?,
        created_at: row.int()?,
        receipt: row.json_or_null()?,
    })
}

fn action_name(action: ActionKind) -> &'static str {
    match action {
        ActionKind::Reply => "reply",
        ActionKind::Like => "like",
        ActionKind::Repost => "repost",
        ActionKind::Direct => "direct",
    }
}

pub(crate) fn action_named(name: &str) -> Option<ActionKind> {
    [ActionKind::Reply, ActionKind::Like, ActionKind::Repost, ActionKind::Direct].into_iter().find(|action| action_name(*action) == name)
}
