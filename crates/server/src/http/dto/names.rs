//! Ids and closed lists as the API's description knows them.
//!
//! The vocabulary's own types are written to JSON; these markers only tell the description which texts can occur, so that the web
//! client's types are as closed as ours.

use answerable_domain as domain;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, Type},
    },
};

/// An identifier: a number too large for JavaScript, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(pub i64);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        RefOr::T(Schema::Object(ObjectBuilder::new().schema_type(Type::String).build()))
    }
}

impl ToSchema for Id {}

macro_rules! from_domain {
    ($($id:ident),+) => {$(
        impl From<domain::$id> for Id {
            fn from(id: domain::$id) -> Self {
                Self(id.0)
            }
        }
    )+};
}

from_domain!(
    BrandId,
    UserId,
    ChannelId,
    MonitorId,
    PostId,
    AuthorId,
    CaseId,
    ReplyId,
    NoteId,
    RawId,
    GapId,
    MediaId,
    ImportId,
    InviteId,
    TokenId,
    EventSeq,
    SavedSearchId,
    AlertId,
    NoticeId,
    WebhookId,
    DeliveryId,
    MuteId,
    CorrectionId,
    WordRuleId,
    ReassessmentId
);

macro_rules! names {
    ($($(#[$doc:meta])* $marker:ident = $all:expr;)+) => {$(
        $(#[$doc])*
        pub struct $marker;

        impl PartialSchema for $marker {
            fn schema() -> RefOr<Schema> {
                let names: Vec<&'static str> = $all;
                RefOr::T(Schema::Object(ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()))
            }
        }

        impl ToSchema for $marker {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($marker).trim_end_matches("Name"))
            }
        }
    )+};
}

fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| name(*value)).collect()
}

names! {
    NetworkName = domain::Network::ALL.map(domain::Network::as_str).to_vec();
    CaseStateName = domain::CaseState::ALL.map(domain::CaseState::as_str).to_vec();
    ReplyStateName = domain::ReplyState::ALL.map(domain::ReplyState::as_str).to_vec();
    RoleName = domain::Role::ALL.map(domain::Role::as_str).to_vec();
    ConnectorName = domain::ConnectorKind::ALL.map(domain::ConnectorKind::as_str).to_vec();
    SourceStateName = domain::SourceState::ALL.map(domain::SourceState::as_str).to_vec();
    VisibilityName = named(domain::Visibility::ALL, domain::Visibility::as_str);
    MediaStateName = named(domain::MediaState::ALL, domain::MediaState::as_str);
    PostKindName = domain::PostKind::ALL.map(domain::PostKind::as_str).to_vec();
    EventKindName = domain::EventKind::ALL.map(domain::EventKind::as_str).to_vec();
    ChannelStateName = vec!["active", "paused", "signed_out"];
    LocaleName = vec!["en", "ko", "ja"];
    ThemeName = vec!["system", "light", "dark"];
    SentimentName = named(domain::Sentiment::ALL, domain::Sentiment::as_str);
    KindName = named(domain::Kind::ALL, domain::Kind::as_str);
    AbuseName = named(domain::Abuse::ALL, domain::Abuse::as_str);
    AimName = named(domain::Aim::ALL, domain::Aim::as_str);
    MotiveName = named(domain::Motive::ALL, domain::Motive::as_str);
    RiskName = named(domain::Risk::ALL, domain::Risk::as_str);
    FieldName = named(domain::Field::ALL, domain::Field::as_str);
    LabelName = named(domain::Label::ALL, domain::Label::as_str);
    PersonalDataKindName = named(domain::PersonalDataKind::ALL, domain::PersonalDataKind::as_str);
    WordEffectName = named(domain::WordEffect::ALL, domain::WordEffect::as_str);
    UrgencyCodeName = answerable_triage::URGENCY_CODES.to_vec();
    ReassessmentStateName = answerable_store::ReassessmentState::ALL.map(answerable_store::ReassessmentState::as_str).to_vec();
    WeekdayName = vec!["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    UnavailableName = vec![
        "no_account", "unsupported", "post_deleted", "replies_disabled", "window_closed", "blocked", "signed_out", "paused", "sandbox",
    ];
}
