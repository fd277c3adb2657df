//! Alerts: when somebody is told about what a saved search finds. Data only; the decision is in `care`.

use crate::{Millis, TimeOfDay};
use serde::{Deserialize, Serialize};

/// Which matches are worth a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum AlertWhen {
    Every,
    /// So many within so long.
    Count {
        count: u32,
        window_minutes: u32,
    },
    /// Those that triage calls negative.
    Negative,
}

/// When nobody is to be disturbed, in the time zone of the brand. `from` after `to`: over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

/// All that the decision knows of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRule {
    pub when: AlertWhen,
    pub quiet: Option<QuietHours>,
    /// IANA name, of the brand.
    pub time_zone: String,
    /// After a notice the next one waits so long.
    pub cool_down_ms: Millis,
}

/// What an alert remembers between two looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertState {
    /// When the matches were seen that are not enough yet, oldest first. Only of alerts that count.
    pub gathered: Vec<Millis>,
    /// Matches that the next notice tells of.
    pub waiting: u64,
    pub told_at: Option<Millis>,
}

/// What comes of a look at an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertStep {
    pub state: AlertState,
    /// So many of the oldest matches that no notice has told of are too old to count: none ever will.
    pub passed_by: usize,
    /// A notice of all that waits, now. `None`: none.
    pub tell: Option<u64>,
    /// When to look again although nothing new has come.
    pub next_at: Option<Millis>,
}
