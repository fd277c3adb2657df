//! What an installation learns from: texts with what people said of them.

use super::TeachingCounts;
use crate::error::Result;
use crate::limits::LESSONS_MAX;
use crate::sql::sql;
use crate::store::Store;
use answerable_domain::{BrandId, CorrectionId, Lesson, Permission, PostId, Scope, Verdict};

impl Store {
    /// One a post, of the corrections that stand, merged; by when something was last said of the post, oldest first. Of more than
    /// [`LESSONS_MAX`], the latest. The program's own.
    pub async fn lessons(&self, brand_id: BrandId) -> Result<Vec<Lesson>> {
        self.lessons_but(brand_id, CorrectionId(0)).await
    }

    /// The same, as if this correction had been taken back.
    pub async fn lessons_but(&self, brand_id: BrandId, correction: CorrectionId) -> Result<Vec<Lesson>> {
        let rows = sql("SELECT l.post_id, k.verdict, p.text, p.languages FROM \
             (SELECT post_id, max(id) AS last_id FROM correction WHERE brand_id = ? AND undone_at IS NULL AND id <> ? \
              GROUP BY post_id ORDER BY max(id) DESC LIMIT ?) l \
             JOIN correction k ON k.post_id = l.post_id AND k.undone_at IS NULL AND k.id <> ? \
             JOIN post p ON p.id = l.post_id ORDER BY l.last_id, k.id")
        .bind(brand_id.0)
        .bind(correction.0)
        .bind(LESSONS_MAX)
        .bind(correction.0)
        .all(&mut self.read().await?)
        .await?;
        let mut lessons: Vec<(PostId, Lesson)> = Vec::new();
        for row in &rows {
            let mut row = row.columns();
            let (post_id, verdict): (_, Verdict) = (PostId(row.int()?), row.json()?);
            match lessons.last_mut().filter(|(last, _)| *last == post_id) {
                Some((_, lesson)) => lesson.verdict = std::mem::take(&mut lesson.verdict).then(verdict),
                None => lessons.push((post_id, Lesson { text: row.text()?, languages: row.json()?, verdict })),
            }
        }
        Ok(lessons.into_iter().map(|(_, lesson)| lesson).collect())
    }

    pub async fn teaching_counts(&self, scope: &Scope) -> Result<TeachingCounts> {
        scope.require(Permission::Read)?;
        // The texts of equal verdicts are equal: one program writes both, in one order.
        let row = sql("SELECT count(DISTINCT post_id), count(*), coalesce(sum(CASE WHEN verdict = before THEN 1 ELSE 0 END), 0) + 0 \
             FROM correction WHERE brand_id = ? AND undone_at IS NULL")
        .bind(scope.brand_id().0)
        .one(&mut self.read().await?)
        .await?;
        let mut row = row.columns();
        let (lessons, all, confirmations) = (row.u64()?, row.u64()?, row.u64()?);
        Ok(TeachingCounts { lessons, corrections: all - confirmations, confirmations })
    }

    /// Brands that taught something: corrections that stand, or word rules. The program's own.
    pub async fn taught_brands(&self) -> Result<Vec<BrandId>> {
        let rows = sql("SELECT b.id FROM brand b WHERE b.removed = 0 AND (\
             EXISTS (SELECT 1 FROM correction k WHERE k.brand_id = b.id AND k.undone_at IS NULL) \
             OR EXISTS (SELECT 1 FROM word_rule w WHERE w.brand_id = b.id)) ORDER BY b.id")
        .all(&mut self.read().await?)
        .await?;
        rows.iter().map(|row| row.int().map(BrandId)).collect()
    }
}
