//! Imports: how far a file was read, and which of its lines could not be.

use super::{Import, ImportError, ImportState, ImportStep, NewImport};
use crate::error::{Result, StoreError};
use crate::ingest::insert_raws;
use crate::limits::{BATCH_MAX, IMPORT_ERRORS_MAX};
use crate::page::{Page, PageKey, checked_limit};
use crate::sql::{AsConnection, Columns, Rows, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, EventKind, ImportId, Network, Permission, Scope, UserId, clip_to_bytes};
use serde_json::json;

/// Under this source the lines of files are stored.
const SOURCE: &str = "import";
const ERROR_TEXT_BYTES_MAX: usize = 500;

macro_rules! import_columns {
    () => {
        "i.id, i.brand_id, i.channel_id, i.name, i.format, i.network, i.state, i.bytes_total, i.bytes_done, i.lines_ok, i.lines_bad, \
         i.person_id, i.created_at, i.finished_at, i.failure"
    };
}

impl Store {
    pub async fn create_import(&self, scope: &Scope, import: NewImport) -> Result<Import> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, import).await })).await
    }

    pub async fn imports(&self, scope: &Scope) -> Result<Vec<Import>> {
        scope.require(Permission::Read)?;
        let query = sql(concat!("SELECT ", import_columns!(), " FROM import i WHERE i.brand_id = ? ORDER BY i.id DESC LIMIT 100"));
        let rows = query.bind(scope.brand_id().0).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read_import(&mut row.columns())).collect()
    }

    pub async fn import(&self, scope: &Scope, import_id: ImportId) -> Result<Import> {
        scope.require(Permission::Read)?;
        let query = sql(concat!("SELECT ", import_columns!(), " FROM import i WHERE i.id = ? AND i.brand_id = ?"));
        let row = query.bind(import_id.0).bind(scope.brand_id().0).one(&mut self.read().await?).await?;
        read_import(&mut row.columns())
    }

    /// Stores the lines' payloads under the import's channel, moves on, notes the bad lines: one transaction.
    pub async fn advance_import(&self, import_id: ImportId, step: ImportStep) -> Result<Import> {
        if step.bodies.len() > BATCH_MAX {
            return Err(StoreError::Limit { what: "payloads of a step", max: BATCH_MAX as u64 });
        }
        self.write(move |tx| Box::pin(async move { advance(tx, import_id, step).await })).await
    }

    pub async fn set_import_state(&self, import_id: ImportId, state: ImportState, failure: Option<&str>) -> Result<Import> {
        let failure = failure.map(str::to_owned);
        self.write(move |tx| {
            Box::pin(async move {
                let finished_at = matches!(state, ImportState::Done | ImportState::Failed).then(|| tx.now());
                sql("UPDATE import SET state = ?, failure = ?, finished_at = ? WHERE id = ?")
                    .bind(state.as_str())
                    .bind(failure)
                    .bind(finished_at)
                    .bind(import_id.0)
                    .run(tx)
                    .await?;
                tell(tx, import_id).await
            })
        })
        .await
    }

    /// At start: `receiving` and `running` become `interrupted`; returns all that can be resumed.
    pub async fn interrupt_imports(&self) -> Result<Vec<Import>> {
        self.write(move |tx| {
            Box::pin(async move {
                sql("UPDATE import SET state = 'interrupted' WHERE state IN ('receiving', 'running')").run(tx).await?;
                let query = sql(concat!("SELECT ", import_columns!(), " FROM import i WHERE i.state = 'interrupted' ORDER BY i.id"));
                query.all(tx).await?.iter().map(|row| read_import(&mut row.columns())).collect()
            })
        })
        .await
    }

    /// By line.
    pub async fn import_errors(
        &self,
        scope: &Scope,
        import_id: ImportId,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Page<ImportError>> {
        let limit = checked_limit(limit)?;
        self.import(scope, import_id).await?;
        let rows = sql("SELECT line, code, detail, text FROM import_error WHERE import_id = ? AND line > ? ORDER BY line LIMIT ?")
            .bind(import_id.0)
            .bind(after.map_or(0, |key| key.id))
            .bind(limit + 1)
            .all(&mut self.read().await?)
            .await?;
        let errors = rows.iter().map(|row| read_error(&mut row.columns())).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(errors, limit, |error| PageKey::of_id(error.line.cast_signed())))
    }
}

async fn insert(tx: &mut Tx, scope: &Scope, import: NewImport) -> Result<Import> {
    let id = ImportId(tx.next_id());
    sql("INSERT INTO import (id, brand_id, channel_id, name, format, network, state, bytes_total, person_id, created_at) \
         SELECT ?, h.brand_id, h.id, ?, ?, ?, 'receiving', ?, ?, ? FROM channel h WHERE h.id = ? AND h.brand_id = ? AND h.removed = 0")
    .bind(id.0)
    .bind(import.name)
    .bind(import.format)
    .bind(import.network.as_str())
    .bind(import.bytes_total)
    .bind(scope.user_id().map(|user| user.0))
    .bind(tx.now())
    .bind(import.channel_id.0)
    .bind(scope.brand_id().0)
    .run(tx)
    .await?;
    tell(tx, id).await
}

async fn advance(tx: &mut Tx, import_id: ImportId, step: ImportStep) -> Result<Import> {
    let before = import_of(tx, import_id).await?;
    let (lines_ok, lines_bad) = (step.bodies.len(), step.errors.len());
    insert_raws(tx, before.brand_id, before.channel_id, SOURCE, step.bodies, step.received_at).await?;
    let room = usize::try_from(IMPORT_ERRORS_MAX.saturating_sub(before.lines_bad)).unwrap_or(0);
    let mut rows: Rows<5> = Rows::new(
        "INSERT INTO import_error (import_id, line, code, detail, text) VALUES ",
        "(?,?,?,?,?)",
        " ON CONFLICT (import_id, line) DO NOTHING",
    );
    for error in step.errors.into_iter().take(room) {
        let clipped = clip_to_bytes(&error.text, ERROR_TEXT_BYTES_MAX);
        rows.push([import_id.0.into(), error.line.into(), error.code.into(), error.detail.into(), clipped.into()]);
    }
    rows.run(tx).await?;
    sql("UPDATE import SET bytes_done = ?, lines_ok = lines_ok + ?, lines_bad = lines_bad + ?, state = 'running' WHERE id = ?")
        .bind(step.bytes_done)
        .bind(lines_ok)
        .bind(lines_bad)
        .bind(import_id.0)
        .run(tx)
        .await?;
    tell(tx, import_id).await
}

/// Everyone who looks is told how far it is.
async fn tell(tx: &mut Tx, import_id: ImportId) -> Result<Import> {
    let import = import_of(tx, import_id).await?;
    let payload = json!({ "import_id": import.id, "state": import.state.as_str(), "bytes_done": import.bytes_done });
    tx.event_by(import.user_id, import.brand_id, EventKind::ImportChanged, None, payload);
    Ok(import)
}

async fn import_of(on: &mut impl AsConnection, import_id: ImportId) -> Result<Import> {
    let query = sql(concat!("SELECT ", import_columns!(), " FROM import i WHERE i.id = ?")).bind(import_id.0);
    read_import(&mut query.one(on).await?.columns())
}

fn read_import(row: &mut Columns<'_>) -> Result<Import> {
    Ok(Import {
        id: ImportId(row.int()?),
        brand_id: BrandId(row.int()?),
        channel_id: ChannelId(row.int()?),
        name: row.text()?,
        format: row.text()?,
        network: row.named(Network::parse)?,
        state: row.named(ImportState::parse)?,
        bytes_total: row.u64()?,
        bytes_done: row.u64()?,
        lines_ok: row.u64()?,
        lines_bad: row.u64()?,
        user_id: row.int_or_null()?.map(UserId),
        created_at: row.int()?,
        finished_at: row.int_or_null()?,
        failure: row.text_or_null()?,
    })
}

fn read_error(row: &mut Columns<'_>) -> Result<ImportError> {
    Ok(ImportError { line: row.u64()?, code: row.text()?, detail: row.text()?, text: row.text()? })
}
