//! What a Mastodon channel can be told.

use crate::{
    ConnectorError,
    settings::{interval, refused, web_address},
};
use serde::{Deserialize, Serialize};
use url::Url;

const TAGS_MAX: usize = 20;
const TAG_CHARACTERS_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MastodonSettings {
    /// The account's server.
    pub server: Url,
    /// Hashtags to listen to, without `#`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether everything public is listened to, as far as the server shares it.
    #[serde(default)]
    pub public: PublicTimeline,
    /// After this long without a word the lists are asked as well.
    #[serde(default = "default_poll_seconds")]
    pub poll_seconds: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicTimeline {
    #[default]
    Off,
    /// Posts of this server.
    Local,
    /// And of all that it knows.
    Federated,
}

impl MastodonSettings {
    pub(crate) fn checked(mut self) -> Result<Self, ConnectorError> {
        web_address("server", &self.server, &["https", "http"])?;
        // Somebody may have copied the address of a page.
        self.server.set_path("/");
        self.server.set_query(None);
        self.server.set_fragment(None);
        for tag in &mut self.tags {
            *tag = tag.trim().trim_start_matches('#').to_owned();
            let plain = tag.chars().all(|c| c.is_alphanumeric() || c == '_');
            if tag.is_empty() || !plain || tag.chars().count() > TAG_CHARACTERS_MAX {
                return Err(refused("bad_value", "tags: expected words without spaces or signs"));
            }
        }
        self.tags.dedup();
        if self.tags.len() > TAGS_MAX {
            return Err(refused("bad_value", "tags: at most 20"));
        }
        interval(self.poll_seconds, 1, 3_600)?;
        Ok(self)
    }
}

fn default_poll_seconds() -> u32 {
    60
}
