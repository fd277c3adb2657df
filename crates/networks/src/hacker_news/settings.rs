//! What a Hacker News channel can be told.

use crate::{
    ConnectorError,
    settings::{constant, interval, web_address},
};
use serde::{Deserialize, Serialize};
use url::Url;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HackerNewsSettings {
    #[serde(default = "default_api")]
    pub api: Url,
    #[serde(default = "default_search")]
    pub search: Url,
    #[serde(default = "default_poll_seconds")]
    pub poll_seconds: u32,
}

impl HackerNewsSettings {
    pub(crate) fn checked(self) -> Result<Self, ConnectorError> {
        web_address("api", &self.api, &["https", "http"])?;
        web_address("search", &self.search, &["https", "http"])?;
        interval(self.poll_seconds, 1, 3_600)?;
        Ok(self)
    }
}

fn default_api() -> Url {
    constant("https://hacker-news.firebaseio.com")
}

fn default_search() -> Url {
    constant("https://hn.algolia.com")
}

fn default_poll_seconds() -> u32 {
    60
}
