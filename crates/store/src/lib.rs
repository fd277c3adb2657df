//! The only SQL of Answerable: SQLite and PostgreSQL behind one face.
//!
//! [`Store`] is a handle that is cheap to clone. All its calls are async and return [`Result`]. What belongs to a brand is reached through a
//! [`Scope`](answerable_domain::Scope): without the permission it is [`StoreError::Forbidden`], and what is another brand's is
//! [`StoreError::NotFound`], whether it exists or not. Calls without a scope are the program's own (pipeline, outbox, clock, sign-in).
//!
//! # Opening
//! [`Store::open`] (migrates), [`close`](Store::close), [`ping`](Store::ping), [`backup`](Store::backup), [`optimize`](Store::optimize),
//! [`engine_name`](Store::engine_name), [`subscribe`](Store::subscribe).
//!
//! # Ingest (the program)
//! - [`append_raw`](Store::append_raw) stores payloads with their cursor, gap and health; durable when it returns: then acknowledge.
//! - [`pending_raws`](Store::pending_raws) gives what no pipeline has taken in; one that is retried from quarantine
//!   is pending again under its old id, so look from the beginning (`after: None`) then.
//! - [`absorb`](Store::absorb) takes in what the pure stages made of payloads. The decisions about cases come in as [`Decide`].
//! - [`take_wanted`](Store::take_wanted), [`followed_authors`](Store::followed_authors), [`holds_posts`](Store::holds_posts): what to fetch
//!   and what to listen to. [`set_health`](Store::set_health), [`cursor`](Store::cursor), [`prune_raws`](Store::prune_raws).
//!
//! # Inbox
//! - [`cases`](Store::cases) by a [`CaseFilter`] tree in a [`CaseOrder`], page by page; [`counts`](Store::counts);
//!   [`case_row`](Store::case_row), [`case_rows`](Store::case_rows); [`case`](Store::case) with its thread.
//! - [`change_case`](Store::change_case) by a pure decision; [`tick`](Store::tick) for [`due_cases`](Store::due_cases).
//! - [`add_note`](Store::add_note), [`save_draft`](Store::save_draft), [`author`](Store::author), [`author_posts`](Store::author_posts),
//!   [`set_vip`](Store::set_vip), [`search_posts`](Store::search_posts), [`recent_posts`](Store::recent_posts), [`heard_posts`](Store::heard_posts),
//!   [`post`](Store::post).
//! - [`quarantined`](Store::quarantined), [`sources`](Store::sources), [`gaps`](Store::gaps);
//!   [`source_hours`](Store::source_hours) and [`set_rates`](Store::set_rates): how loud sources are;
//!   [`start_reread`](Store::start_reread) and [`step_reread`](Store::step_reread): reading a gap again.
//!
//! # Outbox
//! [`queue_reply`](Store::queue_reply) under a pure check; [`claim_due_replies`](Store::claim_due_replies) gives each to one caller;
//! [`record_step`](Store::record_step) or [`record_sent`](Store::record_sent) says what became of it; [`change_reply`](Store::change_reply)
//! is a person's step; [`sending_replies`](Store::sending_replies) after a crash. Likes and reposts:
//! [`begin_engagement`](Store::begin_engagement), [`record_engagement`](Store::record_engagement).
//!
//! # Hand-offs, answers elsewhere, media, pasted posts
//! - [`create_hand_off`](Store::create_hand_off), [`hand_offs`](Store::hand_offs), [`hand_off_of`](Store::hand_off_of) (by
//!   [`hash_of_code`], without a scope): codes with which a customer carries a case on in private; `absorb` takes them in.
//! - [`record_elsewhere`](Store::record_elsewhere): an answer that was given on the network's own site.
//! - [`take_wanted_media`](Store::take_wanted_media) and [`record_media`](Store::record_media): fetching pictures and files of posts;
//!   [`media_of`](Store::media_of), [`create_upload`](Store::create_upload); [`hash_in_use`](Store::hash_in_use),
//!   [`loose_media_older_than`](Store::loose_media_older_than), [`forget_loose_media`](Store::forget_loose_media),
//!   [`drop_media_of_deleted`](Store::drop_media_of_deleted) for the sweep.
//! - [`append_pasted`](Store::append_pasted), then [`pasted`](Store::pasted) until it is not [`Pasted::Waiting`].
//!
//! # Alerts
//! Saved searches, alerts on them, notices, webhooks. [`alert_matches`](Store::alert_matches) looks at what happened,
//! [`keep_matches`](Store::keep_matches) writes what comes of it and moves the cursor, [`tick_alerts`](Store::tick_alerts) tells what waited
//! for its time; [`claim_deliveries`](Store::claim_deliveries) and [`record_delivery`](Store::record_delivery) take notices out of the house.
//!
//! # Understanding
//! What a case is stands as one set of labels ([`CaseRow::labels`], [`CaseFilter::Label`], [`CaseOrder::Label`], [`CaseOrder::Negative`]).
//! - People say what posts are: [`correct`](Store::correct), [`confirm`](Store::confirm), [`undo_correction`](Store::undo_correction),
//!   [`corrections`](Store::corrections); it stands over every later assessment. An assessor learns from [`lessons`](Store::lessons) and
//!   [`word_rules_of`](Store::word_rules_of); [`taught_brands`](Store::taught_brands) at start.
//! - History is assessed again: [`start_reassessment`](Store::start_reassessment), then [`reassess_batch`](Store::reassess_batch) and
//!   [`store_assessments`](Store::store_assessments) in turn, [`finish_reassessment`](Store::finish_reassessment);
//!   [`running_reassessments`](Store::running_reassessments) at start, [`outdated_posts`](Store::outdated_posts) for whether it is needed.
//!
//! # People and settings
//! Users, sessions, tokens, invites and sign-in attempts by hashes only; brands and members; channels with secrets that come in and go out
//! encrypted; monitors with [`mutes`](Store::mutes), [`spelling_hits`](Store::spelling_hits), [`voices`](Store::voices) and
//! [`read_skipped`](Store::read_skipped) for what a budget left out; imports; the event log ([`events_after`](Store::events_after)); settings of the instance.
//!
//! # How it is held together
//! - One writer a node (`writer`): what queues up shares a transaction, each job in a savepoint, one flush to disk for all. Events and
//!   counters are part of the job's transaction; events are told after the commit, in the order of the log, which is that of the commits.
//! - One text a query for both engines (`sql`), values always bound. Only the search index needs two.
//! - Search tokens are made here (`search`), so that both engines find the same: `환불` and `返金` as well as `refund`.
//! - Lists go by key (`page`), from indexes that have their order.
//! - Identifiers grow with time (`ids`): 42 bits of milliseconds, 6 of node, 15 of sequence.
//!
//! Architecture invariant: no SQL outside this crate; no stage of the pipeline inside it; the clock comes in with [`OpenOptions`].

mod alerts;
mod casework;
mod error;
mod hand_offs;
mod ids;
mod inbox;
mod ingest;
pub mod limits;
mod media;
mod migrate;
mod outbox;
mod page;
mod people;
mod records;
mod said;
mod search;
mod settings;
mod sql;
mod store;
mod teaching;
mod tx;
mod writer;

pub use alerts::{
    Alert, AlertChange, AlertMatch, Assignee, Claimed, DecideAlert, Deliver, Delivery, DeliveryKind, DeliveryState, DeliveryStep, Matches,
    NewAlert, NewSearch, NewWebhook, Notice, NoticePost, NoticeToSend, SavedSearch, SearchChange, SearchFilter, Webhook, WebhookChange,
    WebhookFormat,
};
pub use error::{Result, StoreError};
pub use hand_offs::{HandOff, HandOffDoor, NewHandOff, hash_of_code};
pub use inbox::{
    AuthorDetail, CaseDetail, CaseFilter, CaseOrder, CaseRow, Counts, Draft, Engaged, HeardPost, PostRow, Preview, ThreadItem,
};
pub use ingest::{
    AbsorbReport, Arrival, ArrivedPost, CaseChange, CaseFact, Decide, Digested, DueReread, HealthChange, NewGap, Opening, Pasted,
    PendingRaw, Quarantine, QuarantinedRaw, RawPage, RereadStep, SourceHour, Spending, Wanted, WantedKind,
};
pub use media::{KeptFile, MediaRow, MediaStep, NewUpload, WantedMedia};
pub use outbox::{ClaimedReply, Elsewhere, Engagement, EngagementState, NewReply, ReplyStep, SentPosts, ThreadNow};
pub use page::{InvalidPageKey, Page, PageKey};
pub use people::{Invite, LoginAttempts, Member, Membership, NewUser, Session, Token, UserChange, UserRecord};
pub use settings::{
    ChannelAccount, ChannelChange, ChannelRecord, Import, ImportError, ImportState, ImportStep, MonitorChange, MonitorRecord, MuteRecord,
    NewChannel, NewImport, NewMonitor, NewMute, Skipped, SpellingHits, Voice,
};
pub use store::{Location, OpenOptions, Store};
pub use teaching::{
    Changes, CorrectionRow, LabelChange, NewWordRule, PostText, Reassessed, Reassessment, ReassessmentState, SentimentChange,
    TeachingCounts, WordRuleChange, WordRuleRow,
};
