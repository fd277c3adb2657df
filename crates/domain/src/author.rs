//! Authors: accounts on one network.

use crate::{AuthorId, BrandId, Millis, Network};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: AuthorId,
    pub brand_id: BrandId,
    pub network: Network,
    pub native_id: String,
    /// Without `@`. Unknown until the profile was fetched on networks whose streams carry only the id.
    pub handle: Option<String>,
    pub display_name: Option<String>,
    pub avatar: Option<String>,
    pub followers: Option<u64>,
    pub bot: bool,
    /// Set by people: answered sooner.
    pub vip: bool,
    pub first_seen_at: Millis,
    pub profile_at: Option<Millis>,
}

/// What a delivery said about an author. `None` means "not said", never "none".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorSeen {
    pub native_id: String,
    pub handle: Option<String>,
    pub display_name: Option<String>,
    pub avatar: Option<String>,
    pub followers: Option<u64>,
    pub bot: Option<bool>,
}
