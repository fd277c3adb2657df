//! From payload to case: raws, cursors and health, and the one transaction that takes digested posts in.

mod absorb;
mod gaps;
mod health;
mod hours;
mod pasted;
mod quarantine;
mod raws;
mod types;
mod wanted;

pub use gaps::{DueReread, RereadStep};
pub use hours::SourceHour;
pub use pasted::Pasted;
pub(crate) use raws::{brand_of_channel, insert_raws};
pub use types::{
    AbsorbReport, Arrival, ArrivedPost, CaseChange, CaseFact, Decide, Digested, HealthChange, NewGap, Opening, PendingRaw, Quarantine,
    QuarantinedRaw, RawPage, Spending, Wanted, WantedKind,
};
