//! The simple face: boxes.

use super::{Problems, Query};
use answerable_domain::Network;
use serde::{Deserialize, Serialize};

/// A post matches when **any** of `any` (if there are some) and **all** of `all` occur and **none** of `none`, one of the hashtags or handles
/// counts as one of `any`, and each of the filters that are filled holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Boxes {
    pub any: Vec<BoxTerm>,
    pub all: Vec<BoxTerm>,
    pub none: Vec<BoxTerm>,
    /// Without `#`.
    pub hashtags: Vec<String>,
    /// Without `@`.
    pub handles: Vec<String>,
    /// One of these.
    pub languages: Vec<String>,
    /// One of these.
    pub networks: Vec<Network>,
    pub followers_min: Option<u64>,
}

/// A word or phrase in a box.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BoxTerm {
    pub text: String,
    /// Other spellings too.
    pub variants: bool,
    /// As a whole word, without particles, endings and compounds.
    pub exact: bool,
}

/// Why a query cannot be shown as boxes: a code, and the part that they have no place for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotBoxes {
    pub code: &'static str,
    pub part: String,
}

impl Boxes {
    /// The query that these boxes mean.
    pub fn to_query(&self) -> Result<Query, Problems> {
        let _ = self;
        Err(Vec::new())
    }
}

impl Query {
    /// The boxes that mean the same, where there are some.
    pub fn to_boxes(&self) -> Result<Boxes, NotBoxes> {
        Err(NotBoxes { code: "not_yet", part: self.to_string() })
    }
}
