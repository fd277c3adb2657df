//! Reading files of posts, behind everything else.
//!
//! A file is read in steps; each step's posts, its bad lines and how far the file is read are stored in one transaction, so that an import
//! that is cut off at any moment goes on exactly where it was. The posts then take the same way as all others.

use super::{ChannelError, ImportFormat, NewImport, channels, core::Core, import_file::ImportFile};
use answerable_domain::{ChannelId, ConnectorKind, ImportId, Scope};
use answerable_networks::import::Format;
use answerable_store::{Import, ImportState, ImportStep, NewImport as ImportRow, StoreError};
use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::sync::{Mutex as AsyncMutex, Notify};

/// The source under which lines are stored; their bodies are [`answerable_domain::Inbound`]s as JSON.
pub const SOURCE: &str = "import";

/// How far an import may be ahead of the pipeline: what is heard live waits behind this much, a fraction of a second's work.
const AHEAD_MAX: usize = 5_000;
const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);
/// After more lines than this the database looks at its tables again.
const LINES_WORTH_STATISTICS: u64 = 10_000;

/// What the engine knows about imports under way.
#[derive(Default)]
pub struct Imports {
    reading: Mutex<Reading>,
    taken: Notify,
    /// One brand gets one channel, however many files come in at once.
    opening: AsyncMutex<()>,
}

#[derive(Default)]
struct Reading {
    ids: HashSet<ImportId>,
    /// Lines stored that the pipeline has not taken yet.
    ahead: usize,
}

impl Imports {
    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.reading.lock().expect("no holder panics")
    }

    /// The pipeline took so many lines.
    pub fn taken(&self, lines: usize) {
        if lines > 0 {
            let mut reading = self.reading();
            reading.ahead = reading.ahead.saturating_sub(lines);
            self.taken.notify_waiters();
        }
    }

    async fn until_taken(&self) {
        loop {
            let taken = self.taken.notified();
            if self.reading().ahead < AHEAD_MAX {
                return;
            }
            taken.await;
        }
    }
}

/// Takes over a received file and begins to read it.
pub async fn start(core: &Arc<Core>, scope: &Scope, new: NewImport) -> Result<Import, ChannelError> {
    let channel_id = channel_of(core, scope).await?;
    let format = match new.format {
        ImportFormat::JsonLines => "jsonl",
        ImportFormat::Csv => "csv",
    };
    let NewImport { name, network, bytes_total, path, .. } = new;
    let row = ImportRow { name, format: format.to_owned(), network, channel_id, bytes_total };
    let import = core.store.create_import(scope, row).await?;
    if let Err(error) = keep(&path, &core.settings.imports_folder, import.id).await {
        tracing::error!(import = %import.id, %error, "a received file could not be kept");
        return Ok(core.store.set_import_state(import.id, ImportState::Failed, Some("file_lost")).await?);
    }
    let import = core.store.set_import_state(import.id, ImportState::Running, None).await?;
    begin(core, import.clone());
    Ok(import)
}

/// Reads on where it was cut off.
pub async fn resume(core: &Arc<Core>, scope: &Scope, id: ImportId) -> Result<Import, ChannelError> {
    scope.require(answerable_domain::Permission::Configure).map_err(StoreError::from)?;
    let import = core.store.import(scope, id).await?;
    let is_under_way = core.imports.reading().ids.contains(&id);
    if is_under_way || import.state == ImportState::Done {
        return Ok(import);
    }
    let import = core.store.set_import_state(id, ImportState::Running, None).await?;
    begin(core, import.clone());
    Ok(import)
}

/// At start: what was cut off goes on by itself.
pub async fn resume_all(core: &Arc<Core>) -> Result<(), StoreError> {
    for import in core.store.interrupt_imports().await? {
        begin(core, import);
    }
    Ok(())
}

async fn channel_of(core: &Arc<Core>, scope: &Scope) -> Result<ChannelId, ChannelError> {
    let _one_at_a_time = core.imports.opening.lock().await;
    let channels = core.store.channels(scope).await?;
    if let Some(record) = channels.into_iter().find(|record| record.channel.connector == ConnectorKind::Import) {
        return Ok(record.channel.id);
    }
    let new = super::NewChannel { connector: ConnectorKind::Import, config: serde_json::Value::Null, secret: None, name: None };
    Ok(channels::add(core, scope, new).await?.id)
}

fn file_of(folder: &Path, id: ImportId) -> PathBuf {
    folder.join(id.to_string())
}

async fn keep(received: &Path, folder: &Path, id: ImportId) -> io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let kept = file_of(folder, id);
    if tokio::fs::rename(received, &kept).await.is_ok() {
        return Ok(());
    }
    // It may have been received on another file system.
    tokio::fs::copy(received, &kept).await?;
    tokio::fs::remove_file(received).await
}

fn begin(core: &Arc<Core>, import: Import) {
    if !core.imports.reading().ids.insert(import.id) {
        return;
    }
    let core_of_task = core.clone();
    core.tasks.spawn(async move {
        let id = import.id;
        // Should reading ever panic, this import fails and nothing else.
        let ended = tokio::spawn(read(core_of_task.clone(), import)).await.unwrap_or_else(|_| Ended::Failed("crashed".to_owned()));
        finish(&core_of_task, id, ended).await;
        core_of_task.imports.reading().ids.remove(&id);
    });
}

/// How reading came to an end.
enum Ended {
    Done,
    /// The program is ending; the next start goes on.
    Stopped,
    /// The brand or its channel was removed.
    Gone,
    /// A code.
    Failed(String),
}

async fn finish(core: &Core, id: ImportId, ended: Ended) {
    let (state, failure) = match &ended {
        Ended::Done => (ImportState::Done, None),
        Ended::Stopped => (ImportState::Interrupted, None),
        Ended::Failed(code) => (ImportState::Failed, Some(code.as_str())),
        Ended::Gone => return remove_file(core, id).await,
    };
    match core.store.set_import_state(id, state, failure).await {
        // A file that could not be opened may still be there another time.
        Ok(import) if state == ImportState::Done || import.failure.as_deref().is_some_and(is_final) => {
            remove_file(core, id).await;
            if import.lines_ok > LINES_WORTH_STATISTICS
                && let Err(error) = core.store.optimize().await
            {
                tracing::warn!(%error, "the statistics of the database could not be renewed");
            }
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(import = %id, %error, "the end of an import could not be stored; the next start goes on with it"),
    }
}

/// Reading it again would end the same way.
fn is_final(code: &str) -> bool {
    !matches!(code, "unreadable_file" | "crashed")
}

async fn remove_file(core: &Core, id: ImportId) {
    if let Err(error) = tokio::fs::remove_file(file_of(&core.settings.imports_folder, id)).await {
        tracing::warn!(import = %id, %error, "the file of an import that is over could not be removed");
    }
}

async fn read(core: Arc<Core>, import: Import) -> Ended {
    let format = if import.format == "csv" { Format::Csv } else { Format::JsonLines };
    let path = file_of(&core.settings.imports_folder, import.id);
    let mut file = match ImportFile::open(&path, format, import.network, import.bytes_done) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ended::Failed("file_lost".to_owned()),
        Err(error) => return unreadable(import.id, &error),
    };
    loop {
        tokio::select! {
            () = core.stop.cancelled() => return Ended::Stopped,
            () = core.imports.until_taken() => {}
        }
        let step = match tokio::task::spawn_blocking(move || (file.next_step(), file)).await {
            Ok((step, back)) => {
                file = back;
                step
            }
            Err(_) => return Ended::Failed("crashed".to_owned()),
        };
        let step = match step {
            Ok(step) => step,
            Err(error) => return unreadable(import.id, &error),
        };
        let lines = step.bodies.len();
        let stored = ImportStep { bodies: step.bodies, bytes_done: step.bytes_done, errors: step.errors, received_at: core.clock.now() };
        if let Some(ended) = advance(&core, import.id, stored).await {
            return ended;
        }
        core.imports.reading().ahead += lines;
        core.raws_waiting.notify_one();
        match step.fatal {
            Some(code) => return Ended::Failed(code.to_owned()),
            None if step.at_end => return Ended::Done,
            None => {}
        }
    }
}

fn unreadable(id: ImportId, error: &io::Error) -> Ended {
    tracing::error!(import = %id, %error, "the file of an import cannot be read");
    Ended::Failed("unreadable_file".to_owned())
}

/// Stores a step, however long the store needs. `Some`: it never will.
async fn advance(core: &Core, id: ImportId, step: ImportStep) -> Option<Ended> {
    loop {
        match core.store.advance_import(id, step.clone()).await {
            Ok(_) => return None,
            Err(StoreError::NotFound) => return Some(Ended::Gone),
            Err(StoreError::Unavailable(why)) => tracing::error!(why, import = %id, "an import waits for the store"),
            Err(error) => {
                tracing::error!(%error, import = %id, "a step of an import cannot be stored");
                return Some(Ended::Failed("not_stored".to_owned()));
            }
        }
        tokio::select! {
            () = core.stop.cancelled() => return Some(Ended::Stopped),
            () = tokio::time::sleep(STORE_RETRY_AFTER) => {}
        }
    }
}
