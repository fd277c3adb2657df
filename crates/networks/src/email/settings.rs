//! What a mailbox can be told.

use super::OauthSettings;
use crate::{
    ConnectorError,
    settings::{interval, refused},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailSettings {
    /// The address that customers write to.
    pub address: String,
    /// What they see beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub imap: MailServer,
    pub smtp: MailServer,
    /// The name to sign in with; by default the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(default = "default_mailbox")]
    pub mailbox: String,
    /// Where copies of what we send are put; `None`: the server does it, or nobody.
    #[serde(default = "default_sent")]
    pub sent: Option<String>,
    #[serde(default = "default_poll_seconds")]
    pub poll_seconds: u32,
    /// A certificate authority of one's own, PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca: Option<String>,
    /// How Microsoft 365 and Outlook.com let programs in; without it the secret is a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth: Option<OauthSettings>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    #[serde(default)]
    pub tls: MailTls,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From the first byte.
    #[default]
    Tls,
    /// After STARTTLS; without it nothing is said.
    Starttls,
    /// Only on this machine.
    None,
}

impl EmailSettings {
    pub(crate) fn checked(mut self) -> Result<Self, ConnectorError> {
        self.address = self.address.trim().to_owned();
        if !is_address(&self.address) {
            return Err(refused("bad_value", "address: expected an e-mail address like care@acme.com"));
        }
        for (field, server) in [("imap", &self.imap), ("smtp", &self.smtp)] {
            let plain = !server.host.is_empty() && server.host.chars().all(|c| c.is_alphanumeric() || "-.:[]".contains(c));
            if !plain || server.port == 0 {
                return Err(refused("bad_value", &format!("{field}: expected a host name and a port")));
            }
            if server.tls == MailTls::None && !is_this_machine(&server.host) {
                return Err(refused("bad_value", &format!("{field}: without encryption only on this machine")));
            }
        }
        interval(self.poll_seconds, 1, 3_600)?;
        self.oauth = self.oauth.map(OauthSettings::checked).transpose()?;
        Ok(self)
    }

    /// The name to sign in with.
    pub fn login(&self) -> &str {
        self.user.as_deref().unwrap_or(&self.address)
    }
}

/// One `@`, something on both sides, and nothing that could end a header.
pub(crate) fn is_address(text: &str) -> bool {
    let plain = text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\".contains(c));
    let parts: Vec<&str> = text.split('@').collect();
    plain && parts.len() == 2 && parts.iter().all(|part| !part.is_empty()) && text.len() <= 254
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn default_mailbox() -> String {
    "INBOX".to_owned()
}

fn default_sent() -> Option<String> {
    Some("Sent".to_owned())
}

fn default_poll_seconds() -> u32 {
    60
}
