//! Words for colleagues, and words that are not sent yet.

use super::Draft;
use crate::casework::case_of;
use crate::error::{Result, StoreError};
use crate::limits::WORDS_BYTES_MAX;
use crate::sql::{AsConnection, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, CaseId, DraftWay, EventKind, Note, NoteId, Permission, Scope, UserId};
use serde_json::json;

impl Store {
    pub async fn add_note(&self, scope: &Scope, case_id: CaseId, text: &str) -> Result<Note> {
        let user_id = author_of_words(scope, text)?;
        let (scope, text) = (*scope, text.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                case_of(tx, scope.brand_id(), case_id).await?;
                let note = Note { id: NoteId(tx.next_id()), case_id, user_id, text, created_at: tx.now() };
                sql("INSERT INTO note (id, brand_id, case_id, person_id, text, created_at) VALUES (?,?,?,?,?,?)")
                    .bind(note.id.0)
                    .bind(scope.brand_id().0)
                    .bind(case_id.0)
                    .bind(user_id.0)
                    .bind(&note.text)
                    .bind(note.created_at)
                    .run(tx)
                    .await?;
                tx.event_of(&scope, EventKind::NoteAdded, Some(case_id), json!({ "note_id": note.id }));
                Ok(note)
            })
        })
        .await
    }

    pub async fn save_draft(&self, scope: &Scope, case_id: CaseId, text: &str, thread_version: u32, way: DraftWay) -> Result<Draft> {
        let user_id = author_of_words(scope, text)?;
        let (scope, text) = (*scope, text.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                case_of(tx, scope.brand_id(), case_id).await?;
                let draft = Draft { case_id, text, thread_version, way, updated_at: tx.now() };
                if draft_of(tx, scope.brand_id(), case_id, user_id).await?.is_none() {
                    tx.event_of(&scope, EventKind::DraftChanged, Some(case_id), json!({ "is": "writing" }));
                }
                write_draft(tx, scope.brand_id(), user_id, &draft).await?;
                Ok(draft)
            })
        })
        .await
    }

    /// The asking user's.
    pub async fn draft(&self, scope: &Scope, case_id: CaseId) -> Result<Option<Draft>> {
        let user_id = author_of_words(scope, "")?;
        let mut connection = self.read_together().await?;
        case_of(&mut connection, scope.brand_id(), case_id).await?;
        draft_of(&mut connection, scope.brand_id(), case_id, user_id).await
    }

    pub async fn delete_draft(&self, scope: &Scope, case_id: CaseId) -> Result<()> {
        let user_id = author_of_words(scope, "")?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                case_of(tx, scope.brand_id(), case_id).await?;
                remove_draft(tx, &scope, case_id, user_id).await
            })
        })
        .await
    }
}

/// Who may write here, and how much. The program itself writes no notes and drafts.
fn author_of_words(scope: &Scope, text: &str) -> Result<UserId> {
    scope.require(Permission::Work)?;
    if text.len() > WORDS_BYTES_MAX {
        return Err(StoreError::Limit { what: "bytes of a text", max: WORDS_BYTES_MAX as u64 });
    }
    scope.user_id().ok_or(StoreError::Unsupported("notes and drafts are written by people"))
}

pub(crate) async fn write_draft(tx: &mut Tx, brand_id: BrandId, user_id: UserId, draft: &Draft) -> Result<()> {
    sql("INSERT INTO draft (case_id, person_id, brand_id, text, thread_version, way, updated_at) VALUES (?,?,?,?,?,?,?) \
         ON CONFLICT (case_id, person_id) DO UPDATE SET text = excluded.text, thread_version = excluded.thread_version, \
         way = excluded.way, updated_at = excluded.updated_at")
    .bind(draft.case_id.0)
    .bind(user_id.0)
    .bind(brand_id.0)
    .bind(&draft.text)
    .bind(draft.thread_version)
    .bind(Value::json_or_null((draft.way != DraftWay::default()).then_some(&draft.way)))
    .bind(draft.updated_at)
    .run(tx)
    .await
    .map(drop)
}

pub(crate) async fn remove_draft(tx: &mut Tx, scope: &Scope, case_id: CaseId, user_id: UserId) -> Result<()> {
    let count = sql("DELETE FROM draft WHERE case_id = ? AND person_id = ?").bind(case_id.0).bind(user_id.0).run(tx).await?;
    if count > 0 {
        tx.event_of(scope, EventKind::DraftChanged, Some(case_id), json!({ "is": "gone" }));
    }
    Ok(())
}

pub(crate) async fn draft_of(on: &mut impl AsConnection, brand_id: BrandId, case_id: CaseId, user_id: UserId) -> Result<Option<Draft>> {
    let query = sql("SELECT text, thread_version, way, updated_at FROM draft WHERE case_id = ? AND person_id = ? AND brand_id = ?");
    let row = query.bind(case_id.0).bind(user_id.0).bind(brand_id.0).optional(on).await?;
    row.map(|row| {
        let mut row = row.columns();
        let (text, thread_version, way) = (row.text()?, row.u32()?, row.json_or_null()?.unwrap_or_default());
        Ok(Draft { case_id, text, thread_version, way, updated_at: row.int()? })
    })
    .transpose()
}

/// Of a case that was found to be the brand's; oldest first.
pub(super) async fn notes_of(on: &mut impl AsConnection, case_id: CaseId) -> Result<Vec<Note>> {
    let rows = sql("SELECT id, person_id, text, created_at FROM note WHERE case_id = ? ORDER BY id").bind(case_id.0).all(on).await?;
    rows.iter()
        .map(|row| {
            let mut row = row.columns();
            Ok(Note { id: NoteId(row.int()?), case_id, user_id: UserId(row.int()?), text: row.text()?, created_at: row.int()? })
        })
        .collect()
}
