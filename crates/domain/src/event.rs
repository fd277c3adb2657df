//! Events: something that happened, in order. They drive live screens now, webhooks and audit later.

use crate::{BrandId, CaseId, EventSeq, Millis, UserId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub seq: EventSeq,
    pub brand_id: BrandId,
    pub at: Millis,
    pub kind: EventKind,
    pub case_id: Option<CaseId>,
    /// Who did it; `None`: the program, or the outside.
    pub user_id: Option<UserId>,
    /// Small and without foreign text: ids, codes and counts.
    pub payload: serde_json::Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    CaseOpened,
    CaseReopened,
    CaseClosed,
    CaseSnoozed,
    CaseWoken,
    CaseAssigned,
    CaseOverdue,
    PostAdded,
    PostEdited,
    PostDeleted,
    /// A picture or file of a post was kept, refused or dropped.
    MediaChanged,
    NoteAdded,
    ReplyChanged,
    DraftChanged,
    AuthorChanged,
    ChannelChanged,
    SourceChanged,
    GapNoticed,
    Quarantined,
    MonitorChanged,
    ImportChanged,
    BrandChanged,
    MemberChanged,
    /// An alert told of what it found.
    NoticeAdded,
    /// A person said what a post is, or took it back.
    AssessmentChanged,
    /// Corrections, word rules or a re-assessment of the brand.
    TeachingChanged,
}

impl EventKind {
    pub const ALL: [Self; 26] = [
        Self::CaseOpened,
        Self::CaseReopened,
        Self::CaseClosed,
        Self::CaseSnoozed,
        Self::CaseWoken,
        Self::CaseAssigned,
        Self::CaseOverdue,
        Self::PostAdded,
        Self::PostEdited,
        Self::PostDeleted,
        Self::MediaChanged,
        Self::NoteAdded,
        Self::ReplyChanged,
        Self::DraftChanged,
        Self::AuthorChanged,
        Self::ChannelChanged,
        Self::SourceChanged,
        Self::GapNoticed,
        Self::Quarantined,
        Self::MonitorChanged,
        Self::ImportChanged,
        Self::BrandChanged,
        Self::MemberChanged,
        Self::NoticeAdded,
        Self::AssessmentChanged,
        Self::TeachingChanged,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::CaseOpened => "case_opened",
            Self::CaseReopened => "case_reopened",
            Self::CaseClosed => "case_closed",
            Self::CaseSnoozed => "case_snoozed",
            Self::CaseWoken => "case_woken",
            Self::CaseAssigned => "case_assigned",
            Self::CaseOverdue => "case_overdue",
            Self::PostAdded => "post_added",
            Self::PostEdited => "post_edited",
            Self::PostDeleted => "post_deleted",
            Self::MediaChanged => "media_changed",
            Self::NoteAdded => "note_added",
            Self::ReplyChanged => "reply_changed",
            Self::DraftChanged => "draft_changed",
            Self::AuthorChanged => "author_changed",
            Self::ChannelChanged => "channel_changed",
            Self::SourceChanged => "source_changed",
            Self::GapNoticed => "gap_noticed",
            Self::Quarantined => "quarantined",
            Self::MonitorChanged => "monitor_changed",
            Self::ImportChanged => "import_changed",
            Self::BrandChanged => "brand_changed",
            Self::MemberChanged => "member_changed",
            Self::NoticeAdded => "notice_added",
            Self::AssessmentChanged => "assessment_changed",
            Self::TeachingChanged => "teaching_changed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
