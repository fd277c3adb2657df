//! Settings: a fully commented default file, the person's file laid over it, then flags and environment.
//!
//! The default file is the list of known keys. A key of the person's file that it does not have is refused with its line; a value of
//! another type likewise. So the documentation, the defaults and the check can never drift apart.

mod mail;
mod overlay;

use crate::engine::MailTls;
use overlay::overlay;
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

/// The settings as they are when nobody says otherwise, with a comment on each.
pub const DEFAULT: &str = include_str!("answerable.toml");

/// The name of the settings file in the data directory.
pub const FILE_NAME: &str = "answerable.toml";

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub people: People,
    pub limits: Limits,
    pub networks: Networks,
    pub outbox: Outbox,
    pub mail: Mail,
    pub log: Log,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub public_url: String,
    pub trusted_proxies: Vec<IpAddr>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub node: u8,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    pub session_days: u32,
    pub invite_days: u32,
    pub sign_in_failures_max: u32,
    pub sign_in_pause_seconds: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub connections_max: usize,
    pub requests_at_once_max: usize,
    pub streams_max: usize,
    pub streams_per_person_max: usize,
    pub stream_heartbeat_seconds: u64,
    pub body_bytes_max: usize,
    pub import_bytes_max: u64,
    pub request_seconds_max: u64,
    pub requests_per_minute_max: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Networks {
    pub bluesky_service: String,
    pub bluesky_appview: String,
    pub bluesky_stream: String,
    pub allowed_hosts: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    pub undo_ms: u32,
}

/// See [`Mail::is_set`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    pub user: String,
    pub password: String,
    pub from: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub filter: String,
    pub json: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the settings file {path} cannot be read: {source}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("{path}, line {line}: {what}")]
    At { path: String, line: usize, what: String },
    #[error("{0}")]
    Invalid(String),
}

impl Config {
    /// The defaults alone.
    pub fn defaults() -> Self {
        toml::from_str(DEFAULT).expect("the embedded settings are whole")
    }

    /// The defaults with `text` laid over them; `path` is for the messages.
    pub fn from_text(text: &str, path: &str) -> Result<Self, ConfigError> {
        let merged =
            overlay(DEFAULT, text).map_err(|problem| ConfigError::At { path: path.to_owned(), line: problem.line, what: problem.what })?;
        let config: Self =
            merged.try_into().map_err(|error: toml::de::Error| ConfigError::Invalid(format!("{path}: {}", error.message())))?;
        config.check()?;
        Ok(config)
    }

    /// Reads `named`, or the data directory's own file if there is one.
    pub fn read(named: Option<&Path>, data: &Path) -> Result<Self, ConfigError> {
        let path = named.map_or_else(|| data.join(FILE_NAME), Path::to_path_buf);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::from_text(&text, &path.display().to_string()),
            Err(absent) if absent.kind() == std::io::ErrorKind::NotFound && named.is_none() => Ok(Self::defaults()),
            Err(source) => Err(ConfigError::Unreadable { path: path.display().to_string(), source }),
        }
    }

    /// What the types cannot say.
    pub fn check(&self) -> Result<(), ConfigError> {
        let refuse = |what: &str| Err(ConfigError::Invalid(what.to_owned()));
        if self.database.node > 61 {
            return refuse("database.node: 62 and 63 belong to the command line; choose 0 to 61");
        }
        if !self.database.url.is_empty() && !self.database.url.starts_with("postgres://") && !self.database.url.starts_with("postgresql://")
        {
            return refuse("database.url: expected postgres://… or nothing (for SQLite in the data directory)");
        }
        if !self.server.public_url.is_empty() && !self.public_url_is_http() {
            return refuse("server.public_url: expected http://… or https://…, without a path");
        }
        if self.limits.connections_max == 0 || self.limits.requests_at_once_max == 0 || self.limits.requests_per_minute_max == 0 {
            return refuse("limits: 0 would let nobody in");
        }
        if self.limits.stream_heartbeat_seconds == 0 {
            return refuse("limits.stream_heartbeat_seconds: at least 1");
        }
        self.mail.check().map_err(|what| ConfigError::Invalid(what.to_owned()))?;
        Ok(())
    }

    fn public_url_is_http(&self) -> bool {
        url::Url::parse(&self.server.public_url)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && url.query().is_none())
    }

    /// For `check-config` and the log: passwords in addresses are left out.
    pub fn shown(&self) -> Self {
        let mut shown = self.clone();
        if let Ok(mut url) = url::Url::parse(&shown.database.url)
            && url.password().is_some()
        {
            let _ = url.set_password(Some("***"));
            shown.database.url = url.to_string();
        }
        if !shown.mail.password.is_empty() {
            shown.mail.password = "***".to_owned();
        }
        shown
    }
}

/// Files of one installation.
#[derive(Debug, Clone)]
pub struct DataDir(pub PathBuf);

impl DataDir {
    pub fn database(&self) -> PathBuf {
        self.0.join("answerable.db")
    }
    pub fn key_file(&self) -> PathBuf {
        self.0.join("answerable.key")
    }
    pub fn lock(&self) -> PathBuf {
        self.0.join("answerable.lock")
    }
    /// Where the command line reaches a running server: a socket that only the server's own user may open.
    pub fn socket(&self) -> PathBuf {
        self.0.join("answerable.sock")
    }
    pub fn imports(&self) -> PathBuf {
        self.0.join("imports")
    }
    /// Pictures and files of posts.
    pub fn media(&self) -> PathBuf {
        self.0.join("media")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_settings_are_whole_and_sound() {
        Config::defaults().check().expect("sound");
    }

    #[test]
    fn what_is_wrong_in_the_file_is_named_with_its_line() {
        let refused = |text: &str| Config::from_text(text, "answerable.toml").expect_err("refused").to_string();
        let cases = [
            ("[server]\nlisten = \"127.0.0.1:1\"\nlisen = \"x\"", "answerable.toml, line 3: unknown key `server.lisen`"),
            ("[sever]\nlisten = \"127.0.0.1:1\"", "answerable.toml, line 1: unknown key `sever`"),
            ("[limits]\n\nstreams_max = \"many\"", "answerable.toml, line 3: `limits.streams_max` is a number here, not text"),
            ("[limits\n", "answerable.toml, line 1: "),
            ("[database]\nurl = \"mysql://x\"", "database.url: expected postgres://"),
            ("[database]\nnode = 63", "database.node: "),
            ("[server]\npublic_url = \"care.example\"", "server.public_url: "),
            ("[mail]\nhost = \"mail.example\"", "mail.from: "),
            ("[mail]\ntls = \"ssl\"", "answerable.toml: unknown variant"),
        ];
        for (text, expected) in cases {
            let message = refused(text);
            assert!(message.starts_with(expected), "{text:?} said {message:?}");
        }
    }

    #[test]
    fn what_the_file_does_not_say_stays_as_it_was() {
        let config = Config::from_text("[people]\nsession_days = 1", "x").expect("sound");
        assert_eq!(config.people.session_days, 1);
        assert_eq!(config.people.invite_days, Config::defaults().people.invite_days);
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        let config = Config::from_text("[database]\nurl = \"postgres://care:hunter2@db/care\"", "x").expect("sound");
        assert!(!toml::to_string(&config.shown()).expect("toml").contains("hunter2"));
    }
}
