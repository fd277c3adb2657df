//! People, brands, sessions, tokens and invites as JSON.

use super::names::{Id, LocaleName, RoleName, ThemeName, WeekdayName};
use answerable_domain as domain;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct Setup {
    /// There is no user yet: the first one becomes the owner.
    pub needs_owner: bool,
    pub version: &'static str,
    pub sandbox_available: bool,
}

/// The first user. Only taken while there is none.
#[derive(Deserialize, ToSchema)]
pub struct NewOwner {
    pub name: String,
    pub email: String,
    /// At least 10 characters.
    pub password: String,
    #[schema(value_type = LocaleName)]
    pub locale: domain::Locale,
}

#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    pub email: String,
    pub password: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub user: MyUser,
    pub brands: Vec<MyBrand>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MyUser {
    pub id: Id,
    pub email: String,
    pub name: String,
    /// What goes under this person's answers, e.g. `^JK`.
    pub signature: String,
    #[schema(value_type = LocaleName)]
    pub locale: domain::Locale,
    #[schema(value_type = ThemeName)]
    pub theme: domain::Theme,
}

/// A brand that one is a member of.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyBrand {
    pub id: Id,
    pub name: String,
    pub sandbox: bool,
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
    pub open_count: u64,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct MeChange {
    pub name: Option<String>,
    pub signature: Option<String>,
    #[schema(value_type = Option<LocaleName>)]
    pub locale: Option<domain::Locale>,
    #[schema(value_type = Option<ThemeName>)]
    pub theme: Option<domain::Theme>,
    /// Needed with `new_password`.
    pub current_password: Option<String>,
    /// All other sessions of this person end.
    pub new_password: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    pub id: Id,
    pub name: String,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
    pub expires_at: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    pub name: String,
    /// 1 to 3650; not said: it does not expire.
    pub expires_in_days: Option<u32>,
}

/// A token as it is shown once.
#[derive(Serialize, ToSchema)]
pub struct MadeToken {
    /// `ans_…`: it is not shown again.
    pub token: String,
    pub id: Id,
    pub name: String,
    pub created_at: i64,
    pub expires_at: Option<i64>,
}

/// What an invite leads to, for whoever holds its link.
#[derive(Debug, Serialize, ToSchema)]
pub struct InviteShown {
    pub brand_name: String,
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
    pub expires_at: i64,
}

/// With a session, nothing is needed: the signed-in person joins.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct AcceptInvite {
    pub name: Option<String>,
    pub email: Option<String>,
    pub password: Option<String>,
    #[schema(value_type = Option<LocaleName>)]
    pub locale: Option<domain::Locale>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewInvite {
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
    /// 1 to 90.
    pub expires_in_days: Option<u32>,
}

/// An invite as it is shown once, to the one who made it.
#[derive(Serialize, ToSchema)]
pub struct MadeInvite {
    pub id: Id,
    pub url: String,
    pub secret: String,
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
    pub expires_at: i64,
}

/// An invite that nobody has accepted yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invite {
    pub id: Id,
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
    pub created_at: i64,
    pub expires_at: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewBrand {
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Brand {
    pub id: Id,
    pub name: String,
    pub sandbox: bool,
    pub policy: Policy,
    pub created_at: i64,
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct BrandChange {
    /// Owners only.
    pub name: Option<String>,
    pub policy: Option<Policy>,
}

/// When a case must be answered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Policy {
    /// Minutes to the first answer, 1 to 43200.
    pub answer_minutes: u32,
    pub vip_answer_minutes: u32,
    /// Null: the clock runs day and night.
    pub business_hours: Option<BusinessHours>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BusinessHours {
    /// IANA name: `Asia/Seoul`.
    pub time_zone: String,
    pub open: Vec<OpenSpan>,
    /// Closed days, `YYYY-MM-DD`.
    pub holidays: Vec<String>,
}

/// Minutes since midnight, 0 to 1440; `close` is after `open`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OpenSpan {
    #[schema(value_type = WeekdayName)]
    pub day: domain::Weekday,
    pub open: u16,
    pub close: u16,
}

impl From<domain::Policy> for Policy {
    fn from(policy: domain::Policy) -> Self {
        Self {
            answer_minutes: policy.answer_minutes,
            vip_answer_minutes: policy.vip_answer_minutes,
            business_hours: policy.business_hours.map(|hours| BusinessHours {
                time_zone: hours.time_zone,
                open: hours.open.into_iter().map(|(day, open, close)| OpenSpan { day, open: open.0, close: close.0 }).collect(),
                holidays: hours.holidays,
            }),
        }
    }
}

impl From<Policy> for domain::Policy {
    fn from(policy: Policy) -> Self {
        let time = domain::TimeOfDay;
        Self {
            answer_minutes: policy.answer_minutes,
            vip_answer_minutes: policy.vip_answer_minutes,
            business_hours: policy.business_hours.map(|hours| domain::BusinessHours {
                time_zone: hours.time_zone,
                open: hours.open.into_iter().map(|span| (span.day, time(span.open), time(span.close))).collect(),
                holidays: hours.holidays,
            }),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    pub user: MemberUser,
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
    /// May not sign in any more.
    pub disabled: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MemberUser {
    pub id: Id,
    pub name: String,
    pub email: String,
    pub signature: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct MemberChange {
    #[schema(value_type = RoleName)]
    pub role: domain::Role,
}
