//! What goes into and comes out of the ingest half.

use crate::media::KeptFile;
use answerable_domain::{
    Assessment, AuthorId, AuthorSeen, BrandId, Budget, Case, CaseId, ChannelId, Cursor, Deleter, EventKind, Hit, InboundPost, MediaId,
    Millis, Network, Policy, PostId, RawId, ReplyId, SourceState, Urgency,
};

/// What a source delivered at once; stored in one transaction with its cursor.
#[derive(Debug, Clone, Default)]
pub struct RawPage {
    pub bodies: Vec<Vec<u8>>,
    /// `None`: the cursor stays where it is.
    pub cursor: Option<Cursor>,
    pub gap: Option<NewGap>,
    pub received_at: Millis,
    /// The network's own time of the newest item: gives the lag.
    pub newest_at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGap {
    pub from: Option<Millis>,
    pub to: Millis,
    /// A code, as in [`answerable_domain::Gap`].
    pub why: String,
}

/// A payload waiting for the pipeline, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRaw {
    pub raw: answerable_domain::Raw,
    pub brand_id: BrandId,
}

/// What became of a source's state. Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HealthChange {
    pub state: Option<SourceState>,
    pub last_item_at: Option<Millis>,
    pub last_contact_at: Option<Millis>,
    pub lag_ms: Option<i64>,
    pub failures: Option<u32>,
    /// `Some(None)` clears it.
    pub last_error: Option<Option<String>>,
    /// `Some(None)` clears it.
    pub retry_at: Option<Option<Millis>>,
    pub at: Millis,
}

/// A raw, digested by the pure stages outside the transaction.
#[derive(Debug, Clone)]
pub struct Digested {
    pub raw_id: RawId,
    pub brand_id: BrandId,
    pub channel_id: ChannelId,
    pub received_at: Millis,
    pub result: Result<Vec<Arrival>, Quarantine>,
}

/// Why a payload cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantine {
    pub code: String,
    pub reason: String,
}

#[derive(Debug, Clone)]
pub enum Arrival {
    Post(Box<ArrivedPost>),
    Deleted { scope: String, native_id: String, by: Deleter, at: Millis },
    Profile { network: Network, seen: AuthorSeen, at: Millis },
    AuthorGone { network: Network, native_id: String, at: Millis },
}

/// A post with what the stages found out about it.
#[derive(Debug, Clone)]
pub struct ArrivedPost {
    pub post: InboundPost,
    /// Within which native ids are unique: the network's name, or the channel's id where the network has no global ids.
    pub scope: String,
    pub hits: Vec<Hit>,
    pub assessment: Assessment,
    pub urgency: Urgency,
    /// Said by an account of the brand.
    pub ours: bool,
    /// Whether its pictures and files are fetched and kept (`post.media`).
    pub keep_media: bool,
    /// Files that came with it and lie in the media folder already.
    pub kept: Vec<KeptFile>,
    /// Uploads that a person put beside a post that was pasted.
    pub uploads: Vec<MediaId>,
}

/// The pure decisions, handed in so that the store knows no stage. Called inside the transaction, with the rows as they are.
pub trait Decide: Send + Sync {
    /// A customer's post that belongs to no case yet.
    fn open(&self, opening: &Opening) -> CaseChange;
    /// Something happened to a case. A case that does not change comes back as it was, without events.
    fn on(&self, case: &Case, fact: &CaseFact, policy: &Policy) -> CaseChange;
    /// Whether a budget takes one more mention in.
    fn is_taken(&self, budget: &Budget, spending: Spending, native_id: &str) -> bool;
    /// The number of the day since 1970-01-01, where the brand is.
    fn day(&self, policy: &Policy, at: Millis) -> i64;
}

/// Mentions that a monitor's budget has taken in this hour and this day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spending {
    pub in_hour: u32,
    pub in_day: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The id that the case must have.
    pub case_id: CaseId,
    pub brand_id: BrandId,
    pub channel_id: ChannelId,
    pub author_id: AuthorId,
    pub vip: bool,
    pub post_id: PostId,
    pub urgency: Urgency,
    /// When the post was heard.
    pub at: Millis,
    pub policy: Policy,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseFact {
    /// `ours`: said by an account of the brand, from here or from elsewhere (the network's own app).
    PostArrived {
        post_id: PostId,
        ours: bool,
        urgency: Urgency,
        at: Millis,
    },
    PostEdited {
        post_id: PostId,
        at: Millis,
    },
    /// `remaining`: posts of the customer in this case that are not deleted.
    PostDeleted {
        post_id: PostId,
        remaining: u32,
        at: Millis,
    },
    /// `seen_before`: the network's echo was faster, so that `PostArrived` with `ours` came already.
    ReplySent {
        reply_id: ReplyId,
        seen_before: bool,
        at: Millis,
    },
    VipChanged {
        vip: bool,
        at: Millis,
    },
    /// The deadline or the end of a snooze may have passed.
    Tick {
        at: Millis,
    },
}

/// What a decision makes of a case. The store writes it, counts it and appends the events (`case_*` only; the store adds its own).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    pub case: Case,
    pub events: Vec<EventKind>,
}

/// What one call of `absorb` did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AbsorbReport {
    pub posts_added: u32,
    pub posts_edited: u32,
    pub posts_deleted: u32,
    pub cases_opened: u32,
    /// Posts that concern nobody and were not kept.
    pub dropped: u32,
    /// Mentions that budgets left out.
    pub skipped: u32,
    /// Deliveries that told nothing new.
    pub repeated: u32,
    pub quarantined: u32,
    /// Versions of a post that came from somebody else than its author: forged, and not kept.
    pub refused: u32,
    /// Authors (native ids) of the posts that were added: their later edits, deletions and replies are of interest.
    pub followed: Vec<(BrandId, String)>,
    /// Parents or profiles are wanted that nobody has asked for yet.
    pub wanted: bool,
    /// Pictures or files are to be fetched.
    pub media_wanted: bool,
}

/// Something that we hold by name only and should fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub brand_id: BrandId,
    /// The channel through which we heard of it.
    pub channel_id: ChannelId,
    pub native_id: String,
    pub attempts: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedKind {
    /// A parent or root that is not held.
    Post,
    /// An author of whom we know no handle.
    Author,
}

/// A payload that could not be understood, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedRaw {
    pub id: RawId,
    pub channel_id: ChannelId,
    pub source: String,
    pub received_at: Millis,
    pub code: String,
    pub reason: String,
    pub attempts: u32,
    pub size_bytes: u64,
    /// The first 2,000 bytes; what is not UTF-8 is replaced.
    pub excerpt: String,
}
