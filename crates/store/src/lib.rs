//! The only SQL of Answerable: SQLite and PostgreSQL behind one face.

mod casework;
mod error;
mod ids;
mod inbox;
mod ingest;
pub mod limits;
mod migrate;
mod outbox;
mod page;
mod people;
mod records;
mod search;
mod settings;
mod sql;
mod store;
mod tx;
mod writer;

pub use error::{Result, StoreError};
pub use inbox::{AuthorDetail, CaseDetail, CaseFilter, CaseOrder, CaseRow, Counts, Draft, Engaged, PostRow, Preview, ThreadItem};
pub use ingest::{
    AbsorbReport, Arrival, ArrivedPost, CaseChange, CaseFact, Decide, Digested, HealthChange, NewGap, Opening, PendingRaw, Quarantine,
    QuarantinedRaw, RawPage, Wanted, WantedKind,
};
pub use outbox::{ClaimedReply, Engagement, EngagementState, NewReply, ReplyStep, SentPosts, ThreadNow};
pub use page::{InvalidPageKey, Page, PageKey};
pub use people::{Invite, LoginAttempts, Member, Membership, NewUser, Session, Token, UserChange, UserRecord};
pub use settings::{
    ChannelAccount, ChannelChange, ChannelRecord, Import, ImportError, ImportState, ImportStep, MonitorChange, NewChannel, NewImport,
    NewMonitor,
};
pub use store::{Location, OpenOptions, Store};
