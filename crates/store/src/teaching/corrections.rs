//! What people say that posts are, and taking it back.

use super::judge::{settle_cases, verdicts_of, write_assessment};
use super::{CorrectionRow, PostText};
use crate::error::{Result, StoreError};
use crate::limits::{CORRECTIONS_AT_ONCE_MAX, PREVIEW_BYTES_MAX};
use crate::page::{Page, PageKey, checked_limit};
use crate::sql::{AsConnection, Columns, Rows, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{
    Assessment, BrandId, CaseId, Correction, CorrectionId, EventKind, Field, Permission, PostId, Scope, UserId, Verdict, clip_to_bytes,
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

macro_rules! correction_columns {
    () => {
        "k.id, k.post_id, k.person_id, k.at, k.verdict, k.before"
    };
}

macro_rules! row_tail {
    () => {
        ", p.case_id, p.text, p.languages, u.name FROM correction k JOIN post p ON p.id = k.post_id LEFT JOIN person u ON u.id = k.person_id \
         WHERE k.brand_id = ? AND k.undone_at IS NULL"
    };
}

/// What a person says of posts.
enum Said {
    Verdict(Verdict),
    /// It is what was said, in every field that says something.
    Confirmed,
}

impl Store {
    /// A person says what posts of customers are: all or none, at most [`CORRECTIONS_AT_ONCE_MAX`]. In the order of the ids, each once.
    ///
    /// Conflict `nothing_said` for a verdict without any field.
    pub async fn correct(&self, scope: &Scope, post_ids: &[PostId], verdict: &Verdict) -> Result<Vec<Correction>> {
        if verdict.is_empty() {
            return Err(StoreError::Conflict { code: "nothing_said" });
        }
        self.teach(scope, post_ids, Said::Verdict(in_order(verdict.clone()))).await
    }

    /// A person says that posts are what was said of them, in all fields that say something.
    pub async fn confirm(&self, scope: &Scope, post_ids: &[PostId]) -> Result<Vec<Correction>> {
        self.teach(scope, post_ids, Said::Confirmed).await
    }

    async fn teach(&self, scope: &Scope, post_ids: &[PostId], said: Said) -> Result<Vec<Correction>> {
        scope.require(Permission::Work)?;
        let by = scope.user_id().ok_or(StoreError::Unsupported("only people correct; the program assesses"))?;
        if post_ids.len() > CORRECTIONS_AT_ONCE_MAX {
            return Err(StoreError::Limit { what: "posts at once", max: CORRECTIONS_AT_ONCE_MAX as u64 });
        }
        let mut seen = BTreeSet::new();
        let posts: Vec<PostId> = post_ids.iter().copied().filter(|id| seen.insert(*id)).collect();
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { teach(tx, &scope, by, &posts, &said).await })).await
    }

    /// Takes a correction back. `assessed`: what the text is without people's help; what other corrections say of the post still stands.
    pub async fn undo_correction(&self, scope: &Scope, id: CorrectionId, assessed: Assessment) -> Result<Correction> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { undo(tx, &scope, id, assessed).await })).await
    }

    /// One that stands.
    pub async fn correction(&self, scope: &Scope, id: CorrectionId) -> Result<CorrectionRow> {
        scope.require(Permission::Read)?;
        let text = concat!("SELECT ", correction_columns!(), row_tail!(), " AND k.id = ?");
        let row = sql(text).bind(scope.brand_id().0).bind(id.0).one(&mut self.read().await?).await?;
        read_row(&mut row.columns())
    }

    /// Those that stand, newest first.
    pub async fn corrections(&self, scope: &Scope, after: Option<PageKey>, limit: usize) -> Result<Page<CorrectionRow>> {
        scope.require(Permission::Read)?;
        let limit = checked_limit(limit)?;
        let mut query = sql(concat!("SELECT ", correction_columns!(), row_tail!())).bind(scope.brand_id().0);
        if let Some(key) = after {
            query.push_bound(" AND k.id < ?", key.id);
        }
        query.push_bound(" ORDER BY k.id DESC LIMIT ?", limit + 1);
        let rows = query.all(&mut self.read().await?).await?;
        let rows = rows.iter().map(|row| read_row(&mut row.columns())).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(rows, limit, |row| PageKey::of_id(row.correction.id.0)))
    }

    /// Those that stand of these posts, oldest first.
    pub async fn corrections_of(&self, scope: &Scope, posts: &[PostId]) -> Result<Vec<CorrectionRow>> {
        scope.require(Permission::Read)?;
        let mut rows = Vec::new();
        for chunk in posts.chunks(crate::limits::PAGE_MAX) {
            let mut query = sql(concat!("SELECT ", correction_columns!(), row_tail!())).bind(scope.brand_id().0);
            query.push(" AND k.post_id IN ").push_list(chunk.iter().map(|id| id.0)).push(" ORDER BY k.id");
            for row in query.all(&mut self.read().await?).await? {
                rows.push(read_row(&mut row.columns())?);
            }
        }
        rows.sort_by_key(|row| row.correction.id);
        Ok(rows)
    }

    /// A post as an assessor reads it, whoever wrote it.
    pub async fn post_text(&self, scope: &Scope, post_id: PostId) -> Result<PostText> {
        scope.require(Permission::Read)?;
        let query = sql("SELECT p.id, p.version, p.text, p.languages FROM post p WHERE p.id = ? AND p.brand_id = ?");
        let row = query.bind(post_id.0).bind(scope.brand_id().0).one(&mut self.read().await?).await?;
        read_text(&mut row.columns())
    }
}

pub(super) fn read_text(row: &mut Columns<'_>) -> Result<PostText> {
    Ok(PostText { id: PostId(row.int()?), version: row.text()?, text: row.text()?, languages: row.json()? })
}

/// Lists in the order of their values, so that the same verdict is equal to itself.
fn in_order(mut verdict: Verdict) -> Verdict {
    if let Some(kinds) = &mut verdict.kinds {
        kinds.sort_unstable();
        kinds.dedup();
    }
    if let Some(risks) = &mut verdict.risks {
        risks.sort_unstable();
        risks.dedup();
    }
    verdict
}

async fn teach(tx: &mut Tx, scope: &Scope, by: UserId, posts: &[PostId], said: &Said) -> Result<Vec<Correction>> {
    let brand_id = scope.brand_id();
    crate::settings::check_brand(tx, brand_id).await?;
    let mut known = posts_of(tx, brand_id, posts).await?;
    let (mut corrections, mut cases) = (Vec::new(), BTreeSet::new());
    for post_id in posts {
        let (case_id, mut assessment) = known.remove(post_id).ok_or(StoreError::NotFound)?;
        let verdict = match said {
            Said::Verdict(verdict) => verdict.clone(),
            Said::Confirmed => Verdict::of(&assessment, Field::ALL.iter().copied()),
        };
        let before = Verdict::of(&assessment, verdict.fields());
        let (labels, mood) = (assessment.labels(), assessment.mood());
        assessment.overrule(&verdict);
        write_assessment(tx, *post_id, &assessment).await?;
        cases.extend(case_id);
        let correction = Correction { id: CorrectionId(tx.next_id()), post_id: *post_id, user_id: by, at: tx.now(), verdict, before };
        let same = correction.verdict == correction.before || (labels, mood) == (assessment.labels(), assessment.mood());
        let payload = json!({ "post_id": post_id, "correction_id": correction.id, "same": same });
        tx.event_of(scope, EventKind::AssessmentChanged, case_id, payload);
        corrections.push(correction);
    }
    insert(tx, brand_id, &corrections).await?;
    settle_cases(tx, brand_id, cases).await?;
    tx.event_of(scope, EventKind::TeachingChanged, None, json!({ "corrections": corrections.len() }));
    Ok(corrections)
}

/// Of customers: the case and what is said of it now.
async fn posts_of(
    on: &mut impl AsConnection,
    brand_id: BrandId,
    posts: &[PostId],
) -> Result<HashMap<PostId, (Option<CaseId>, Assessment)>> {
    let mut known = HashMap::new();
    if posts.is_empty() {
        return Ok(known);
    }
    let mut query = sql("SELECT id, case_id, assessment FROM post WHERE ours = 0 AND brand_id = ?").bind(brand_id.0);
    query.push(" AND id IN ").push_list(posts.iter().map(|id| id.0));
    for row in query.all(on).await? {
        let mut row = row.columns();
        let (id, case_id) = (PostId(row.int()?), row.int_or_null()?.map(CaseId));
        known.insert(id, (case_id, row.json_or_null()?.unwrap_or_default()));
    }
    Ok(known)
}

async fn insert(tx: &mut Tx, brand_id: BrandId, corrections: &[Correction]) -> Result<()> {
    let mut rows: Rows<7> =
        Rows::new("INSERT INTO correction (id, brand_id, post_id, person_id, at, verdict, before) VALUES ", "(?,?,?,?,?,?,?)", "");
    for correction in corrections {
        rows.push([
            correction.id.0.into(),
            brand_id.0.into(),
            correction.post_id.0.into(),
            correction.user_id.0.into(),
            correction.at.into(),
            Value::json(&correction.verdict),
            Value::json(&correction.before),
        ]);
    }
    rows.run(tx).await.map(drop)
}

async fn undo(tx: &mut Tx, scope: &Scope, id: CorrectionId, mut assessed: Assessment) -> Result<Correction> {
    let brand_id = scope.brand_id();
    let text = concat!("SELECT ", correction_columns!(), " FROM correction k WHERE k.brand_id = ? AND k.undone_at IS NULL AND k.id = ?");
    let row = sql(text).bind(brand_id.0).bind(id.0).one(tx).await?;
    let correction = read(&mut row.columns())?;
    let now = tx.now();
    sql("UPDATE correction SET undone_at = ? WHERE id = ?").bind(now).bind(id.0).run(tx).await?;
    let post_id = correction.post_id;
    if let Some(verdict) = verdicts_of(tx, &[post_id]).await?.remove(&post_id) {
        assessed.overrule(&verdict);
    }
    let (case_id, before) = posts_of(tx, brand_id, &[post_id]).await?.remove(&post_id).ok_or(StoreError::NotFound)?;
    write_assessment(tx, post_id, &assessed).await?;
    settle_cases(tx, brand_id, case_id.into_iter().collect()).await?;
    let same = (before.labels(), before.mood()) == (assessed.labels(), assessed.mood());
    let payload = json!({ "post_id": post_id, "correction_id": id, "same": same, "undone": true });
    tx.event_of(scope, EventKind::AssessmentChanged, case_id, payload);
    tx.event_of(scope, EventKind::TeachingChanged, None, json!({ "corrections": -1 }));
    Ok(correction)
}

fn read(row: &mut Columns<'_>) -> Result<Correction> {
    Ok(Correction {
        id: CorrectionId(row.int()?),
        post_id: PostId(row.int()?),
        user_id: UserId(row.int()?),
        at: row.int()?,
        verdict: row.json()?,
        before: row.json()?,
    })
}

fn read_row(row: &mut Columns<'_>) -> Result<CorrectionRow> {
    let correction = read(row)?;
    Ok(CorrectionRow {
        correction,
        case_id: row.int_or_null()?.map(CaseId),
        text: clip_to_bytes(&row.text()?, PREVIEW_BYTES_MAX).to_owned(),
        languages: row.json()?,
        user_name: row.text_or_null()?,
    })
}
