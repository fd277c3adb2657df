//! Channels, monitors, imports, the event log and the settings of the instance.

mod channels;
mod events;
mod imports;
mod monitors;
mod mutes;
mod skipped;
mod spellings;
mod types;
mod voice;

use crate::error::Result;
use crate::sql::{AsConnection, sql};
use answerable_domain::BrandId;

pub(crate) use events::read_event;
pub use monitors::{MonitorChange, MonitorRecord, NewMonitor, Skipped};
pub use mutes::{MuteRecord, NewMute};
pub use spellings::SpellingHits;
pub use types::{ChannelAccount, ChannelChange, ChannelRecord, Import, ImportError, ImportState, ImportStep, NewChannel, NewImport};
pub use voice::Voice;

/// `NotFound` when it was removed.
pub(crate) async fn check_brand(on: &mut impl AsConnection, brand_id: BrandId) -> Result<()> {
    sql("SELECT 1 FROM brand WHERE id = ? AND removed = 0").bind(brand_id.0).one(on).await.map(drop)
}
