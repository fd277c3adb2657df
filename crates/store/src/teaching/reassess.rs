//! History assessed again: posts of customers in the order of their ids, a step at a time, so that it goes on where it was.

use super::corrections::read_text;
use super::judge::{settle_cases, verdicts_of, write_assessment};
use super::{Changes, PostText, Reassessed, Reassessment, ReassessmentState};
use crate::error::{Result, StoreError};
use crate::limits::{REASSESS_STEP_MAX, REASSESSMENTS_MAX};
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{Assessment, BrandId, CaseId, EventKind, Permission, PostId, ReassessmentId, Scope, UserId};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

macro_rules! reassessment_columns {
    () => {
        "r.id, r.brand_id, r.model, r.state, r.total, r.done_count, r.position, r.changed, r.started_at, r.finished_at, r.person_id"
    };
}

impl Store {
    /// `model`: the name of the assessor. Conflict `reassessment_running` while one runs.
    pub async fn start_reassessment(&self, scope: &Scope, model: &str) -> Result<Reassessment> {
        scope.require(Permission::Configure)?;
        let (scope, model) = (*scope, model.to_owned());
        self.write(move |tx| Box::pin(async move { start(tx, &scope, model).await })).await
    }

    /// The next posts after this one, by id; empty: it is through. At most [`REASSESS_STEP_MAX`]. The program's own.
    pub async fn reassess_batch(&self, id: ReassessmentId, after: Option<PostId>, limit: usize) -> Result<Vec<PostText>> {
        let rows = sql("SELECT p.id, p.version, p.text, p.languages FROM post p WHERE p.ours = 0 \
             AND p.brand_id = (SELECT brand_id FROM reassessment WHERE id = ?) AND p.id <= (SELECT until_id FROM reassessment WHERE id = ?) \
             AND p.id > ? ORDER BY p.id LIMIT ?")
        .bind(id.0)
        .bind(id.0)
        .bind(after.map_or(0, |post_id| post_id.0))
        .bind(limit.min(REASSESS_STEP_MAX))
        .all(&mut self.read().await?)
        .await?;
        rows.iter().map(|row| read_text(&mut row.columns())).collect()
    }

    /// Stores a step: what people said of the posts stands, what changed is counted, cases follow, and the place is moved, all in one
    /// transaction. What was edited since it was read is left alone. Conflict `reassessment_not_running` when it was stopped.
    pub async fn store_assessments(&self, id: ReassessmentId, batch: Vec<Reassessed>) -> Result<Reassessment> {
        if batch.len() > REASSESS_STEP_MAX {
            return Err(StoreError::Limit { what: "posts of a step", max: REASSESS_STEP_MAX as u64 });
        }
        self.write(move |tx| Box::pin(async move { step(tx, id, batch).await })).await
    }

    /// It came to its end. Conflict `reassessment_not_running` when it had before. The program's own.
    pub async fn finish_reassessment(&self, id: ReassessmentId, failed: bool) -> Result<Reassessment> {
        let state = if failed { ReassessmentState::Failed } else { ReassessmentState::Done };
        self.write(move |tx| Box::pin(async move { end(tx, id, state, None).await })).await
    }

    /// What was done stays done. Conflict `reassessment_not_running` when it is at its end.
    pub async fn stop_reassessment(&self, scope: &Scope, id: ReassessmentId) -> Result<Reassessment> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                if reassessment_of(tx, id).await?.brand_id != scope.brand_id() {
                    return Err(StoreError::NotFound);
                }
                end(tx, id, ReassessmentState::Stopped, scope.user_id()).await
            })
        })
        .await
    }

    pub async fn reassessment(&self, scope: &Scope, id: ReassessmentId) -> Result<Reassessment> {
        scope.require(Permission::Read)?;
        let found = reassessment_of(&mut self.read().await?, id).await?;
        if found.brand_id == scope.brand_id() { Ok(found) } else { Err(StoreError::NotFound) }
    }

    /// The latest, newest first: at most [`REASSESSMENTS_MAX`].
    pub async fn reassessments(&self, scope: &Scope) -> Result<Vec<Reassessment>> {
        scope.require(Permission::Read)?;
        let query =
            sql(concat!("SELECT ", reassessment_columns!(), " FROM reassessment r WHERE r.brand_id = ? ORDER BY r.id DESC LIMIT ?"));
        let rows = query.bind(scope.brand_id().0).bind(REASSESSMENTS_MAX).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read(&mut row.columns())).collect()
    }

    /// Of all brands: what goes on at start. The program's own.
    pub async fn running_reassessments(&self) -> Result<Vec<Reassessment>> {
        let rows = sql(concat!(
            "SELECT ",
            reassessment_columns!(),
            " FROM reassessment r JOIN brand b ON b.id = r.brand_id AND b.removed = 0 WHERE r.state = 'running' ORDER BY r.id"
        ))
        .all(&mut self.read().await?)
        .await?;
        rows.iter().map(|row| read(&mut row.columns())).collect()
    }

    /// Posts of customers that another assessor than this one, or none, looked at. A name that goes on where `model` ends (with what a
    /// brand taught) counts as the same. Looks at an index over all of the brand's posts: for people who ask, not for lists.
    pub async fn outdated_posts(&self, brand_id: BrandId, model: &str) -> Result<u64> {
        let query = sql("SELECT assessed_by, count(*) FROM post WHERE ours = 0 AND brand_id = ? GROUP BY assessed_by").bind(brand_id.0);
        let mut outdated = 0;
        for row in query.all(&mut self.read().await?).await? {
            let mut row = row.columns();
            let (name, count) = (row.text()?, row.u64()?);
            outdated += if goes_on(&name, model) { 0 } else { count };
        }
        Ok(outdated)
    }

    /// Is there a post that [`Store::outdated_posts`] would count? Reads a row for each name.
    pub async fn has_outdated_posts(&self, brand_id: BrandId, model: &str) -> Result<bool> {
        let mut connection = self.read_together().await?;
        let mut after = None;
        loop {
            let mut query = sql("SELECT assessed_by FROM post WHERE ours = 0 AND brand_id = ?").bind(brand_id.0);
            if let Some(name) = &after {
                query.push_bound(" AND assessed_by > ?", name);
            }
            query.push(" ORDER BY assessed_by LIMIT 1");
            let Some(row) = query.optional(&mut connection).await? else { return Ok(false) };
            let name = row.text()?;
            if !goes_on(&name, model) {
                return Ok(true);
            }
            after = Some(name);
        }
    }
}

/// `answerable-1+ab` goes on where `answerable-1` ends, `answerable-12` does not.
fn goes_on(name: &str, model: &str) -> bool {
    name.strip_prefix(model).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

async fn start(tx: &mut Tx, scope: &Scope, model: String) -> Result<Reassessment> {
    let brand_id = scope.brand_id();
    crate::settings::check_brand(tx, brand_id).await?;
    let running = sql("SELECT 1 FROM reassessment WHERE brand_id = ? AND state = 'running'").bind(brand_id.0);
    if running.optional(tx).await?.is_some() {
        return Err(StoreError::Conflict { code: "reassessment_running" });
    }
    // By the index that holds customers' posts only.
    let there = sql("SELECT count(*), coalesce(max(id), 0) FROM post WHERE ours = 0 AND brand_id = ?").bind(brand_id.0).one(tx).await?;
    let mut there = there.columns();
    let (total, until) = (there.u64()?, there.int()?);
    let id = ReassessmentId(tx.next_id());
    sql("INSERT INTO reassessment (id, brand_id, model, state, total, until_id, changed, started_at, person_id) \
         VALUES (?,?,?,'running',?,?,?,?,?)")
    .bind(id.0)
    .bind(brand_id.0)
    .bind(model)
    .bind(total)
    .bind(until)
    .bind(Value::json(&Changes::default()))
    .bind(tx.now())
    .bind(scope.user_id().map(|id| id.0))
    .run(tx)
    .await?;
    tell(tx, id, scope.user_id()).await
}

async fn step(tx: &mut Tx, id: ReassessmentId, batch: Vec<Reassessed>) -> Result<Reassessment> {
    let Reassessment { brand_id, mut changed, .. } = running(tx, id).await?;
    let ids: Vec<PostId> = batch.iter().map(|one| one.post_id).collect();
    let Some(position) = ids.iter().max().copied() else { return reassessment_of(tx, id).await };
    let mut held = held_posts(tx, brand_id, &ids).await?;
    let mut verdicts = verdicts_of(tx, &ids).await?;
    let mut cases = BTreeSet::new();
    for Reassessed { post_id, version, mut assessment } in batch {
        let Some(post) = held.remove(&post_id).filter(|post| post.version == version) else { continue };
        if let Some(verdict) = verdicts.remove(&post_id) {
            assessment.overrule(&verdict);
        }
        if post.said == assessment {
            continue;
        }
        changed.add(&post.said, &assessment);
        write_assessment(tx, post_id, &assessment).await?;
        cases.extend(post.case_id);
    }
    settle_cases(tx, brand_id, cases).await?;
    sql("UPDATE reassessment SET position = ?, done_count = done_count + ?, changed = ? WHERE id = ?")
        .bind(position.0)
        .bind(ids.len())
        .bind(Value::json(&changed))
        .bind(id.0)
        .run(tx)
        .await?;
    tell(tx, id, None).await
}

struct Held {
    version: String,
    case_id: Option<CaseId>,
    said: Assessment,
}

async fn held_posts(tx: &mut Tx, brand_id: BrandId, ids: &[PostId]) -> Result<HashMap<PostId, Held>> {
    let mut query = sql("SELECT id, version, case_id, assessment FROM post WHERE ours = 0 AND brand_id = ?").bind(brand_id.0);
    query.push(" AND id IN ").push_list(ids.iter().map(|id| id.0));
    let mut held = HashMap::new();
    for row in query.all(tx).await? {
        let mut row = row.columns();
        let (id, version, case_id) = (PostId(row.int()?), row.text()?, row.int_or_null()?.map(CaseId));
        held.insert(id, Held { version, case_id, said: row.json_or_null()?.unwrap_or_default() });
    }
    Ok(held)
}

async fn end(tx: &mut Tx, id: ReassessmentId, state: ReassessmentState, by: Option<UserId>) -> Result<Reassessment> {
    running(tx, id).await?;
    let now = tx.now();
    let query = sql("UPDATE reassessment SET state = ?, finished_at = ? WHERE id = ?");
    query.bind(state.as_str()).bind(now).bind(id.0).run(tx).await?;
    tell(tx, id, by).await
}

async fn running(on: &mut impl AsConnection, id: ReassessmentId) -> Result<Reassessment> {
    let found = reassessment_of(on, id).await?;
    match found.state {
        ReassessmentState::Running => Ok(found),
        _ => Err(StoreError::Conflict { code: "reassessment_not_running" }),
    }
}

/// Everyone who looks is told how far it is.
async fn tell(tx: &mut Tx, id: ReassessmentId, by: Option<UserId>) -> Result<Reassessment> {
    let now = reassessment_of(tx, id).await?;
    let payload = json!({ "reassessment_id": now.id, "state": now.state.as_str(), "done": now.done, "total": now.total });
    tx.event_by(by, now.brand_id, EventKind::TeachingChanged, None, payload);
    Ok(now)
}

async fn reassessment_of(on: &mut impl AsConnection, id: ReassessmentId) -> Result<Reassessment> {
    let query = sql(concat!("SELECT ", reassessment_columns!(), " FROM reassessment r WHERE r.id = ?")).bind(id.0);
    read(&mut query.one(on).await?.columns())
}

fn read(row: &mut Columns<'_>) -> Result<Reassessment> {
    Ok(Reassessment {
        id: ReassessmentId(row.int()?),
        brand_id: BrandId(row.int()?),
        model: row.text()?,
        state: row.named(ReassessmentState::parse)?,
        total: row.u64()?,
        done: row.u64()?,
        position: Some(row.int()?).filter(|id| *id > 0).map(PostId),
        changed: row.json()?,
        started_at: row.int()?,
        finished_at: row.int_or_null()?,
        user_id: row.int_or_null()?.map(UserId),
    })
}
