//! Monitors: standing queries.

use crate::{BrandId, Millis, MonitorId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monitor {
    pub id: MonitorId,
    pub brand_id: BrandId,
    pub name: String,
    pub query: MonitorQuery,
    pub enabled: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Boxes: words or phrases. A post matches when **any** of `any` (if there are some) and **all** of `all` occur and **none** of `none`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonitorQuery {
    #[serde(default)]
    pub any: Vec<String>,
    #[serde(default)]
    pub all: Vec<String>,
    #[serde(default)]
    pub none: Vec<String>,
}

/// One monitor that a text matched, with the byte spans of the original text that made it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub monitor_id: MonitorId,
    /// `(start, end)`, ascending, not overlapping, on character boundaries.
    pub spans: Vec<(u32, u32)>,
}
