//! What people and time do to cases. The decision is made by a pure function inside the transaction.

use crate::casework;
use crate::error::{Result, StoreError};
use crate::ingest::{CaseChange, CaseFact, Decide};
use crate::sql::sql;
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, Case, CaseId, Millis, Permission, Policy, Scope, UserId};
use std::{collections::BTreeMap, sync::Arc};

impl Store {
    /// Changes a case by a pure decision, made inside the transaction. A refusal `R` leaves everything as it was.
    ///
    /// `NotFound` also when it is assigned to somebody who is no member.
    pub async fn change_case<R: Send + 'static>(
        &self,
        scope: &Scope,
        case_id: CaseId,
        change: impl FnOnce(&Case, &Policy, Millis) -> Result<CaseChange, R> + Send + 'static,
    ) -> Result<Result<Case, R>> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let before = casework::case_of(tx, scope.brand_id(), case_id).await?;
                let policy = casework::policy_of(tx, scope.brand_id()).await?;
                let change = match change(&before, &policy, tx.now()) {
                    Ok(change) => change,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                check_assignee(tx, &before, &change.case).await?;
                casework::apply(tx, &before, change, scope.user_id()).await.map(Ok)
            })
        })
        .await
    }

    /// Cases whose deadline or snooze has passed by `now`, the program only.
    pub async fn due_cases(&self, now: Millis, limit: usize) -> Result<Vec<(BrandId, CaseId)>> {
        let mut connection = self.read_together().await?;
        let mut due = BTreeMap::new();
        for text in [
            "SELECT brand_id, id FROM case_ WHERE deadline_at IS NOT NULL AND overdue_at IS NULL AND deadline_at <= ? ORDER BY deadline_at LIMIT ?",
            "SELECT brand_id, id FROM case_ WHERE snoozed_until IS NOT NULL AND snoozed_until <= ? ORDER BY snoozed_until LIMIT ?",
        ] {
            for row in sql(text).bind(now).bind(limit).all(&mut connection).await? {
                let mut row = row.columns();
                let brand_id = BrandId(row.int()?);
                due.insert(CaseId(row.int()?), brand_id);
            }
        }
        Ok(due.into_iter().map(|(case_id, brand_id)| (brand_id, case_id)).take(limit).collect())
    }

    /// When the next deadline or snooze of all passes.
    pub async fn next_case_due(&self) -> Result<Option<Millis>> {
        let mut connection = self.read_together().await?;
        let mut next: Option<Millis> = None;
        for text in [
            "SELECT min(deadline_at) FROM case_ WHERE deadline_at IS NOT NULL AND overdue_at IS NULL",
            "SELECT min(snoozed_until) FROM case_ WHERE snoozed_until IS NOT NULL",
        ] {
            let at = sql(text).one(&mut connection).await?.columns().int_or_null()?;
            next = [next, at].into_iter().flatten().min();
        }
        Ok(next)
    }

    /// Tells cases that time has passed ([`CaseFact::Tick`]).
    pub async fn tick(&self, cases: Vec<(BrandId, CaseId)>, now: Millis, decide: Arc<dyn Decide>) -> Result<()> {
        self.write(move |tx| {
            Box::pin(async move {
                for (brand_id, case_id) in cases {
                    match tell(tx, brand_id, case_id, &CaseFact::Tick { at: now }, &*decide, None).await {
                        // Not found: gone with its brand in the meantime.
                        Ok(_) | Err(StoreError::NotFound) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(())
            })
        })
        .await
    }
}

/// Tells a case something and writes what the decision makes of it.
pub(crate) async fn tell(
    tx: &mut Tx,
    brand_id: BrandId,
    case_id: CaseId,
    fact: &CaseFact,
    decide: &dyn Decide,
    by: Option<UserId>,
) -> Result<Case> {
    let before = casework::case_of(tx, brand_id, case_id).await?;
    let policy = casework::policy_of(tx, brand_id).await?;
    let change = decide.on(&before, fact, &policy);
    casework::apply(tx, &before, change, by).await
}

async fn check_assignee(tx: &mut Tx, before: &Case, after: &Case) -> Result<()> {
    match after.assignee_id.filter(|_| after.assignee_id != before.assignee_id) {
        None => Ok(()),
        Some(user_id) => {
            let query = sql("SELECT 1 FROM member WHERE brand_id = ? AND person_id = ?").bind(before.brand_id.0).bind(user_id.0);
            query.one(tx).await.map(drop)
        }
    }
}
