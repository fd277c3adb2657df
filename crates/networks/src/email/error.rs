//! What goes wrong between us and a mail server, and in which words it is told.

use crate::{ConnectorError, retry::WAIT_UNTOLD};

/// One of the two servers of a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Imap,
    Smtp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailError {
    /// No connection at all.
    Unreachable(String),
    /// Its certificate is not to be believed.
    Certificate(String),
    /// The two cannot agree on a key: mostly the wrong port or the wrong kind of encryption.
    Encryption(String),
    /// Name or password are refused.
    SignedOut(String),
    /// It understood and says no.
    Refused(String),
    /// It cannot just now: overloaded, in maintenance, too many connections.
    Busy(String),
    /// The connection broke, or nothing comes any more.
    Cut(String),
    /// It says what no mail server says.
    Protocol(String),
}

impl MailError {
    pub fn why(&self) -> &str {
        match self {
            Self::Unreachable(why)
            | Self::Certificate(why)
            | Self::Encryption(why)
            | Self::SignedOut(why)
            | Self::Refused(why)
            | Self::Busy(why)
            | Self::Cut(why)
            | Self::Protocol(why) => why,
        }
    }

    /// While listening: what may pass is tried again.
    pub fn while_listening(self, side: Side) -> ConnectorError {
        let why = format!("{}: {}", side.name(), self.why());
        match self {
            Self::SignedOut(_) => ConnectorError::SignedOut(why),
            // RFC 5530: we ask for too much. How long to wait is not said.
            Self::Busy(said) if said.contains("[LIMIT]") => ConnectorError::RateLimited { after: WAIT_UNTOLD, why },
            Self::Unreachable(_) | Self::Cut(_) | Self::Busy(_) => ConnectorError::Transient(why),
            Self::Certificate(_) | Self::Encryption(_) | Self::Refused(_) => self.in_settings(side, why),
            Self::Protocol(_) => ConnectorError::Protocol(why),
        }
    }

    /// While somebody types the settings: a server that is not there is probably not the one that was meant.
    pub fn while_checking(self, side: Side, host: &str) -> ConnectorError {
        let why = format!("{} ({host}): {}{}", side.name(), self.why(), self.hint(host));
        match self {
            Self::SignedOut(_) => ConnectorError::SignedOut(why),
            Self::Cut(_) | Self::Busy(_) => ConnectorError::Transient(why),
            Self::Protocol(_) => ConnectorError::Protocol(why),
            Self::Unreachable(_) | Self::Certificate(_) | Self::Encryption(_) | Self::Refused(_) => self.in_settings(side, why),
        }
    }

    fn in_settings(&self, side: Side, why: String) -> ConnectorError {
        let code = match (side, self) {
            (Side::Imap, Self::Unreachable(_)) => "imap_unreachable",
            (Side::Imap, Self::Certificate(_)) => "imap_certificate",
            (Side::Imap, Self::Encryption(_)) => "imap_encryption",
            (Side::Imap, _) => "imap_refused",
            (Side::Smtp, Self::Unreachable(_)) => "smtp_unreachable",
            (Side::Smtp, Self::Certificate(_)) => "smtp_certificate",
            (Side::Smtp, Self::Encryption(_)) => "smtp_encryption",
            (Side::Smtp, _) => "smtp_refused",
        };
        ConnectorError::Settings { code, why }
    }

    /// What to do about it.
    fn hint(&self, host: &str) -> &'static str {
        match self {
            Self::Unreachable(_) => " – look at the host name and the port",
            Self::Certificate(_) => " – if the server signs its own certificate, paste its certificate authority into the settings",
            Self::Encryption(_) => " – port 993 and 465 speak \"tls\", port 143 and 587 \"starttls\"",
            Self::SignedOut(_)
                if host.to_ascii_lowercase().contains("office365.com") || host.to_ascii_lowercase().contains("outlook.com") =>
            {
                " – Microsoft lets no program into its mailboxes with a password, and other ways in are not built yet"
            }
            Self::SignedOut(_) => {
                " – many providers want an app password instead of the account's own, and some have to be told first that IMAP may be used"
            }
            Self::Refused(_) | Self::Busy(_) | Self::Cut(_) | Self::Protocol(_) => "",
        }
    }
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Self::Imap => "IMAP",
            Self::Smtp => "SMTP",
        }
    }
}
