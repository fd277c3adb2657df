//! Policy: when a case must be answered. Data only; the arithmetic is in `care`.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Minutes to the first answer.
    pub answer_minutes: u32,
    /// Minutes to the first answer for a VIP.
    pub vip_answer_minutes: u32,
    /// `None`: the clock runs day and night.
    pub business_hours: Option<BusinessHours>,
}

impl Default for Policy {
    fn default() -> Self {
        Self { answer_minutes: 60, vip_answer_minutes: 30, business_hours: None }
    }
}

/// When the desk is open, in its own time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessHours {
    /// IANA name, e.g. `Asia/Seoul`.
    pub time_zone: String,
    /// Open spans by weekday; a day without one is closed. `close` is after `open` on the same day; `24:00` is midnight at its end.
    pub open: Vec<(Weekday, TimeOfDay, TimeOfDay)>,
    /// Closed days, `YYYY-MM-DD`.
    pub holidays: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Minutes since midnight, 0..=1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeOfDay(pub u16);
