//! From payload to case: raws, cursors and health, and the one transaction that takes digested posts in.

mod types;

pub use types::{
    AbsorbReport, Arrival, ArrivedPost, CaseChange, CaseFact, Decide, Digested, HealthChange, NewGap, Opening, PendingRaw, Quarantine,
    QuarantinedRaw, RawPage, Wanted, WantedKind,
};
