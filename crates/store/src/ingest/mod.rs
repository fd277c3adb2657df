//! From payload to case: raws, cursors and health, and the one transaction that takes digested posts in.

mod absorb;
mod health;
mod quarantine;
mod raws;
mod types;
mod wanted;

pub(crate) use raws::{brand_of_channel, insert_raws};
pub use types::{
    AbsorbReport, Arrival, ArrivedPost, CaseChange, CaseFact, Decide, Digested, HealthChange, NewGap, Opening, PendingRaw, Quarantine,
    QuarantinedRaw, RawPage, Wanted, WantedKind,
};
