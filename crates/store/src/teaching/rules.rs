//! Rules about a brand's own words.

use super::{NewWordRule, WordRuleChange, WordRuleRow};
use crate::error::{Result, StoreError};
use crate::limits::{PHRASE_CHARS_MAX, WORD_RULES_MAX};
use crate::search::fold;
use crate::sql::{AsConnection, Columns, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, EventKind, Permission, Scope, UserId, WordEffect, WordRule, WordRuleId};
use serde_json::json;

impl Store {
    /// All of the brand, oldest first: at most [`WORD_RULES_MAX`].
    pub async fn word_rules(&self, scope: &Scope) -> Result<Vec<WordRuleRow>> {
        scope.require(Permission::Read)?;
        rows_of(&mut self.read().await?, scope.brand_id(), None).await
    }

    /// The same, for the program's own use.
    pub async fn word_rules_of(&self, brand_id: BrandId) -> Result<Vec<WordRule>> {
        Ok(rows_of(&mut self.read().await?, brand_id, None).await?.into_iter().map(|row| row.rule).collect())
    }

    /// Conflicts: `empty_phrase`, and `word_rule_exists` where the brand has one of this phrase, however it is written.
    pub async fn create_word_rule(&self, scope: &Scope, rule: NewWordRule) -> Result<WordRuleRow> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, rule).await })).await
    }

    pub async fn change_word_rule(&self, scope: &Scope, id: WordRuleId, change: WordRuleChange) -> Result<WordRuleRow> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let before = row_of(tx, scope.brand_id(), id).await?.rule;
                let (phrase, key) = checked(&change.phrase.unwrap_or(before.phrase))?;
                check_free(tx, scope.brand_id(), &key, Some(id)).await?;
                sql("UPDATE word_rule SET key = ?, phrase = ?, effect = ? WHERE id = ?")
                    .bind(key)
                    .bind(phrase)
                    .bind(change.effect.unwrap_or(before.effect).as_str())
                    .bind(id.0)
                    .run(tx)
                    .await?;
                tell(tx, &scope, id, false);
                row_of(tx, scope.brand_id(), id).await
            })
        })
        .await
    }

    pub async fn delete_word_rule(&self, scope: &Scope, id: WordRuleId) -> Result<()> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let query = sql("DELETE FROM word_rule WHERE id = ? AND brand_id = ?").bind(id.0).bind(scope.brand_id().0);
                if query.run(tx).await? == 0 {
                    return Err(StoreError::NotFound);
                }
                tell(tx, &scope, id, true);
                Ok(())
            })
        })
        .await
    }
}

fn tell(tx: &mut Tx, scope: &Scope, id: WordRuleId, removed: bool) {
    tx.event_of(scope, EventKind::TeachingChanged, None, json!({ "word_rule_id": id, "removed": removed }));
}

async fn insert(tx: &mut Tx, scope: &Scope, rule: NewWordRule) -> Result<WordRuleRow> {
    let brand_id = scope.brand_id();
    crate::settings::check_brand(tx, brand_id).await?;
    let (phrase, key) = checked(&rule.phrase)?;
    check_free(tx, brand_id, &key, None).await?;
    if sql("SELECT count(*) FROM word_rule WHERE brand_id = ?").bind(brand_id.0).one(tx).await?.int()? >= WORD_RULES_MAX as i64 {
        return Err(StoreError::Limit { what: "word rules", max: WORD_RULES_MAX as u64 });
    }
    let id = WordRuleId(tx.next_id());
    sql("INSERT INTO word_rule (id, brand_id, key, phrase, effect, person_id, created_at) VALUES (?,?,?,?,?,?,?)")
        .bind(id.0)
        .bind(brand_id.0)
        .bind(key)
        .bind(phrase)
        .bind(rule.effect.as_str())
        .bind(scope.user_id().map(|id| id.0))
        .bind(tx.now())
        .run(tx)
        .await?;
    tell(tx, scope, id, false);
    row_of(tx, brand_id, id).await
}

/// The phrase as it is kept, and what it is the same by: case, width, composition and runs of spaces do not count.
fn checked(phrase: &str) -> Result<(String, String)> {
    let phrase = phrase.trim();
    if phrase.chars().count() > PHRASE_CHARS_MAX {
        return Err(StoreError::Limit { what: "characters of a phrase", max: PHRASE_CHARS_MAX as u64 });
    }
    let key = fold(phrase).split_whitespace().collect::<Vec<_>>().join(" ");
    if key.is_empty() { Err(StoreError::Conflict { code: "empty_phrase" }) } else { Ok((phrase.to_owned(), key)) }
}

async fn check_free(tx: &mut Tx, brand_id: BrandId, key: &str, but: Option<WordRuleId>) -> Result<()> {
    let query = sql("SELECT id FROM word_rule WHERE brand_id = ? AND key = ?").bind(brand_id.0).bind(key);
    match query.optional(tx).await? {
        Some(row) if but != Some(WordRuleId(row.int()?)) => Err(StoreError::Conflict { code: "word_rule_exists" }),
        _ => Ok(()),
    }
}

async fn row_of(on: &mut impl AsConnection, brand_id: BrandId, id: WordRuleId) -> Result<WordRuleRow> {
    rows_of(on, brand_id, Some(id)).await?.pop().ok_or(StoreError::NotFound)
}

async fn rows_of(on: &mut impl AsConnection, brand_id: BrandId, id: Option<WordRuleId>) -> Result<Vec<WordRuleRow>> {
    let mut query = sql("SELECT w.id, w.phrase, w.effect, w.created_at, w.person_id, u.name FROM word_rule w \
         LEFT JOIN person u ON u.id = w.person_id WHERE w.brand_id = ?")
    .bind(brand_id.0);
    if let Some(id) = id {
        query.push_bound(" AND w.id = ?", id.0);
    }
    query.push(" ORDER BY w.id");
    query.all(on).await?.iter().map(|row| read(&mut row.columns())).collect()
}

fn read(row: &mut Columns<'_>) -> Result<WordRuleRow> {
    let rule = WordRule { id: WordRuleId(row.int()?), phrase: row.text()?, effect: row.named(WordEffect::parse)? };
    Ok(WordRuleRow { rule, created_at: row.int()?, user_id: row.int_or_null()?.map(UserId), user_name: row.text_or_null()? })
}
