//! The mail server that takes our messages: what the types cannot say of its settings.

use super::{Config, Mail};
use crate::engine::{AlertSettings, MailSettings, MailTls};
use lettre::message::Mailbox;
use std::net::IpAddr;

impl Mail {
    /// This installation sends mail.
    pub fn is_set(&self) -> bool {
        !self.host.is_empty()
    }

    pub(super) fn check(&self) -> Result<(), &'static str> {
        if !self.is_set() {
            return Ok(());
        }
        if self.from.parse::<Mailbox>().is_err() {
            return Err("mail.from: expected an address, e.g. \"Answerable <care@acme.example>\"");
        }
        if self.tls == MailTls::None && !self.user.is_empty() && !self.is_here() {
            return Err("mail.tls: a password does not leave this machine in the clear; choose \"starttls\" or \"tls\"");
        }
        Ok(())
    }

    fn is_here(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl Config {
    /// What alerts need to know of all this.
    pub fn alert_settings(&self) -> AlertSettings {
        let mail = &self.mail;
        let settings = mail.is_set().then(|| MailSettings {
            host: mail.host.clone(),
            port: mail.port,
            tls: mail.tls,
            user: mail.user.clone(),
            password: mail.password.clone(),
            from: mail.from.clone(),
        });
        let public_url = self.server.public_url.trim_end_matches('/');
        let public_url = (!public_url.is_empty()).then(|| public_url.to_owned());
        AlertSettings { mail: settings, public_url, ..AlertSettings::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_stays_on_this_machine_or_is_encrypted_on_its_way_and_is_not_shown() {
        let with = |host: &str, tls: &str| {
            let text =
                format!("[mail]\nhost = {host:?}\ntls = {tls:?}\nuser = \"care\"\npassword = \"hunter2\"\nfrom = \"care@acme.example\"");
            Config::from_text(&text, "x")
        };
        let message = with("mail.acme.example", "none").expect_err("refused").to_string();
        assert!(message.starts_with("mail.tls: "), "{message}");
        assert!(with("127.0.0.1", "none").is_ok());
        let config = with("mail.acme.example", "starttls").expect("sound");
        assert!(!toml::to_string(&config.shown()).expect("toml").contains("hunter2"));
        assert!(!format!("{:?}", config.alert_settings()).contains("hunter2"));
        assert!(Config::defaults().alert_settings().mail.is_none());
    }
}
