//! Who keeps files: the folder, the fetcher, and the turn-taking between those who write and the one who removes.

use super::{
    fetch::MediaFetcher,
    folder::MediaFolder,
    kinds::{self, HEAD_BYTES, Kind},
};
use answerable_domain::Clock;
use answerable_store::{Store, StoreError};
use std::{io, path::PathBuf, sync::Arc};
use tokio::sync::{Notify, OwnedRwLockReadGuard, RwLock};

pub struct Keeper {
    pub folder: MediaFolder,
    pub(super) fetcher: MediaFetcher,
    /// Something may have to be fetched.
    pub waiting: Notify,
    /// Written to while files are removed: between the bytes and the row that names them nobody removes anything.
    turns: Arc<RwLock<()>>,
}

/// A file in the folder that no row names yet. Hold it until one does.
pub struct Kept {
    pub hash: String,
    pub bytes: u64,
    _turn: Turn,
}

/// While it is held, no file is removed.
pub type Turn = OwnedRwLockReadGuard<()>;

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum MediaRefused {
    /// `unsupported`, `too_large`, `empty`.
    #[error("the file is not kept: {0}")]
    Never(&'static str),
    #[error("the file cannot be written down: {0}")]
    File(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Keeper {
    pub fn new(folder: PathBuf, allowed_hosts: Vec<String>, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let fetcher = MediaFetcher::new(allowed_hosts, clock)?;
        Ok(Self { folder: MediaFolder::new(folder), fetcher, waiting: Notify::new(), turns: Arc::default() })
    }

    /// A turn to write files and the rows that name them.
    pub async fn turn(&self) -> Turn {
        self.turns.clone().read_owned().await
    }

    pub async fn keep(&self, bytes: Vec<u8>) -> io::Result<Kept> {
        let (turn, folder) = (self.turn().await, self.folder.clone());
        let count = bytes.len() as u64;
        let hash = tokio::task::spawn_blocking(move || folder.keep(&bytes)).await.map_err(io::Error::other)??;
        Ok(Kept { hash, bytes: count, _turn: turn })
    }

    /// Of these, removes those that no row names.
    pub async fn remove_unused(&self, store: &Store, hashes: Vec<String>) -> Result<(), StoreError> {
        if hashes.is_empty() {
            return Ok(());
        }
        let _alone = self.turns.write().await;
        for hash in hashes {
            if store.hash_in_use(&hash).await? {
                continue;
            }
            let (folder, shown) = (self.folder.clone(), hash.clone());
            let removed = tokio::task::spawn_blocking(move || folder.remove(&hash)).await.map_err(io::Error::other);
            if let Err(error) = removed.and_then(|removed| removed) {
                tracing::warn!(%error, hash = %shown, "a file that nobody needs could not be removed");
            }
        }
        Ok(())
    }
}

/// What a file is and whether it is kept.
pub fn judge(bytes: &[u8], told_mime: &str, name: &str) -> Result<Kind, &'static str> {
    if bytes.is_empty() {
        return Err("empty");
    }
    let kind = kinds::sniff(&bytes[..bytes.len().min(HEAD_BYTES)], told_mime, name).ok_or("unsupported")?;
    if bytes.len() as u64 > kind.bytes_max() { Err("too_large") } else { Ok(kind) }
}
