//! The vocabulary of Answerable as types.
//!
//! Every other crate speaks these words and nothing else: a *post* that somebody said, the *author* who said it, the *monitor* that
//! heard it, the *assessment* of it, the *case* that is worked on, the *reply* that answers it and the *event* that tells everyone.
//!
//! Architecture invariant: this crate has no clock, no I/O, no async, no SQL and no HTTP. It depends on no other crate of ours.

mod alert;
mod assessment;
mod author;
mod brand;
mod case;
mod channel;
mod event;
mod ids;
mod inbound;
mod label;
mod lesson;
mod monitor;
mod named;
mod network;
mod policy;
mod post;
mod reply;
mod scope;
mod text;
mod time;

pub use alert::{AlertRule, AlertState, AlertStep, AlertWhen, QuietHours};
pub use assessment::{
    Abuse, Aim, Assessed, Assessment, CERTAIN, Confidence, Field, Kind, Language, Motive, PERSONAL_DATA_CERTAIN, PersonalData,
    PersonalDataKind, Reason, Risk, Said, Sentiment,
};
pub use author::{Author, AuthorSeen};
pub use brand::{Brand, Locale, Theme, User};
pub use case::{Case, CaseAction, CaseState, Note, Urgency};
pub use channel::{Channel, ChannelState, ConnectorKind, Cursor, Gap, Rate, Reread, RereadState, SourceHealth, SourceState};
pub use event::{Event, EventKind};
pub use ids::{
    AlertId, AuthorId, BrandId, CaseId, ChannelId, CorrectionId, DeliveryId, EventSeq, GapId, ImportId, InvalidId, InviteId, MediaId,
    MonitorId, MuteId, NoteId, NoticeId, PostId, RawId, ReassessmentId, ReplyId, SavedSearchId, TokenId, UserId, WebhookId, WordRuleId,
};
pub use inbound::{Attachment, Deleter, Inbound, InboundPost, Raw, channel_scope, is_channel_scope};
pub use label::{Label, Labels};
pub use lesson::{Correction, Lesson, Verdict, WordEffect, WordRule};
pub use monitor::{Budget, Hit, HitSpan, Monitor, Mute, Muted, Side, Spelling, VariantChoice};
pub use network::{ActionKind, Availability, Counter, DeliveryClass, Limits, Network, Unavailable};
pub use policy::{BusinessHours, Policy, TimeOfDay, Weekday};
pub use post::{Media, MediaState, Post, PostKind, Revision, Visibility};
pub use reply::{DraftWay, Letter, Receipt, Reply, ReplyFailure, ReplyState};
pub use scope::{Forbidden, Permission, Role, Scope};
pub use text::{Span, SpanKind, clip_to_bytes, without_quoted};
pub use time::{Clock, Millis};
