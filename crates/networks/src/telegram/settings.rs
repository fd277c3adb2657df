//! What a Telegram bot can be told.

use crate::{
    ConnectorError,
    settings::{constant, interval, web_address},
};
use serde::{Deserialize, Serialize};
use url::Url;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelegramSettings {
    #[serde(default = "default_api")]
    pub api: Url,
    /// How long Telegram may hold a question open until something comes.
    #[serde(default = "default_poll_seconds")]
    pub poll_seconds: u32,
}

impl TelegramSettings {
    pub(crate) fn checked(self) -> Result<Self, ConnectorError> {
        web_address("api", &self.api, &["https", "http"])?;
        interval(self.poll_seconds, 0, 50)?;
        Ok(self)
    }
}

fn default_api() -> Url {
    constant("https://api.telegram.org")
}

fn default_poll_seconds() -> u32 {
    50
}
