//! Reading files of posts.

use super::{ChannelError, NewImport, core::Core};
use answerable_domain::{ImportId, Scope};
use answerable_store::{Import, StoreError};
use std::sync::Arc;

/// The source under which lines are stored.
pub const SOURCE: &str = "import";

pub async fn resume_all(core: &Arc<Core>) -> Result<(), StoreError> {
    core.store.interrupt_imports().await.map(drop)
}

pub async fn start(_core: &Arc<Core>, _scope: &Scope, _new: NewImport) -> Result<Import, ChannelError> {
    Err(StoreError::Unavailable("not yet".into()).into())
}

pub async fn resume(_core: &Arc<Core>, _scope: &Scope, _id: ImportId) -> Result<Import, ChannelError> {
    Err(StoreError::Unavailable("not yet".into()).into())
}
