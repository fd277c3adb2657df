//! Removing a brand with everything of it: out of sight at once, then batch by batch so that nobody waits for it.

use crate::error::{Result, StoreError};
use crate::sql::{Query, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, Permission, Scope};

/// Posts, or rows of another long table, that go in one transaction.
const BATCH_MAX: usize = 500;

/// Tables that grow with what is said, each with what picks a batch of it.
const LONG: &[&str] = &[
    "DELETE FROM raw WHERE id IN (SELECT id FROM raw WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM reply WHERE id IN (SELECT id FROM reply WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM note WHERE id IN (SELECT id FROM note WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM engagement WHERE id IN (SELECT id FROM engagement WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM case_ WHERE id IN (SELECT id FROM case_ WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM author WHERE id IN (SELECT id FROM author WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM gap WHERE id IN (SELECT id FROM gap WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM reread WHERE gap_id IN (SELECT gap_id FROM reread WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM skipped WHERE raw_id IN (SELECT raw_id FROM skipped WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM alert_match WHERE id IN (SELECT id FROM alert_match WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM media WHERE id IN (SELECT id FROM media WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM case_thread WHERE case_id IN (SELECT case_id FROM case_thread WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM hand_off WHERE code_hash IN (SELECT code_hash FROM hand_off WHERE brand_id = ? LIMIT ?)",
    "DELETE FROM correction WHERE id IN (SELECT id FROM correction WHERE brand_id = ? LIMIT ?)",
];

/// The rest, in an order that leaves no row naming one that is gone.
const SHORT: &[&str] = &[
    "DELETE FROM notice_post WHERE brand_id = ?",
    "DELETE FROM notice_read WHERE brand_id = ?",
    "DELETE FROM alert WHERE brand_id = ?",
    "DELETE FROM saved_search WHERE brand_id = ?",
    "DELETE FROM webhook WHERE brand_id = ?",
    "DELETE FROM import_error WHERE import_id IN (SELECT id FROM import WHERE brand_id = ?)",
    "DELETE FROM import WHERE brand_id = ?",
    "DELETE FROM draft WHERE brand_id = ?",
    "DELETE FROM wanted WHERE brand_id = ?",
    "DELETE FROM source WHERE brand_id = ?",
    "DELETE FROM source_hour WHERE brand_id = ?",
    "DELETE FROM channel WHERE brand_id = ?",
    "DELETE FROM mute WHERE brand_id = ?",
    "DELETE FROM spelling_hit WHERE brand_id = ?",
    "DELETE FROM spent WHERE brand_id = ?",
    "DELETE FROM voice WHERE brand_id = ?",
    "DELETE FROM monitor WHERE brand_id = ?",
    "DELETE FROM word_rule WHERE brand_id = ?",
    "DELETE FROM reassessment WHERE brand_id = ?",
    "DELETE FROM invite WHERE brand_id = ?",
    "DELETE FROM member WHERE brand_id = ?",
    "DELETE FROM counter WHERE brand_id = ?",
    "DELETE FROM brand WHERE id = ?",
];

impl Store {
    /// Removes everything of it, in batches; it is out of sight with the first.
    pub async fn remove_brand(&self, scope: &Scope) -> Result<()> {
        scope.require(Permission::Administer)?;
        let brand_id = scope.brand_id();
        self.write(move |tx| Box::pin(async move { hide(tx, brand_id).await })).await?;
        self.remove_rest(brand_id).await
    }

    /// At start: goes on with removals that the end of the program cut short.
    pub async fn finish_removals(&self) -> Result<()> {
        let rows = sql("SELECT id FROM brand WHERE removed = 1").all(&mut self.read().await?).await?;
        for row in &rows {
            self.remove_rest(BrandId(row.int()?)).await?;
        }
        Ok(())
    }

    async fn remove_rest(&self, brand_id: BrandId) -> Result<()> {
        while self.write(move |tx| Box::pin(async move { delete_posts(tx, brand_id).await })).await? > 0 {}
        for statement in LONG {
            while self.write(move |tx| Box::pin(async move { delete_some(tx, brand_id, statement).await })).await? > 0 {}
        }
        self.write(move |tx| {
            Box::pin(async move {
                for statement in SHORT {
                    sql(statement).bind(brand_id.0).run(tx).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// Nothing of it is found any more; its channels take nothing in.
async fn hide(tx: &mut Tx, brand_id: BrandId) -> Result<()> {
    if sql("UPDATE brand SET removed = 1 WHERE id = ?").bind(brand_id.0).run(tx).await? == 0 {
        return Err(StoreError::NotFound);
    }
    sql("UPDATE channel SET removed = 1 WHERE brand_id = ?").bind(brand_id.0).run(tx).await.map(drop)
}

async fn delete_some(tx: &mut Tx, brand_id: BrandId, statement: &'static str) -> Result<u64> {
    sql(statement).bind(brand_id.0).bind(BATCH_MAX).run(tx).await
}

/// Posts with their versions, mentions and search tokens; returns how many.
async fn delete_posts(tx: &mut Tx, brand_id: BrandId) -> Result<u64> {
    let rows = sql("SELECT id FROM post WHERE brand_id = ? LIMIT ?").bind(brand_id.0).bind(BATCH_MAX).all(tx).await?;
    let ids = rows.iter().map(|row| row.int()).collect::<Result<Vec<_>>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    let of_posts = |start: &'static str| {
        let mut query: Query = sql(start);
        query.push_list(ids.iter().copied());
        query
    };
    of_posts("DELETE FROM revision WHERE post_id IN ").run(tx).await?;
    of_posts("DELETE FROM mention WHERE post_id IN ").run(tx).await?;
    of_posts("DELETE FROM post_search WHERE rowid IN ").run(tx).await?;
    of_posts("DELETE FROM post WHERE id IN ").run(tx).await
}
