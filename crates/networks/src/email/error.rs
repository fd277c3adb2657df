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
    /// It says that it does not understand us.
    Misunderstood(String),
    /// It cannot just now: overloaded, in maintenance, too many connections.
    Busy(String),
    /// The connection broke, or nothing comes any more.
    Cut(String),
    /// It says what no mail server says.
    Protocol(String),
    /// It takes no tokens, but we have nothing else.
    NoTokens(String),
    /// Whoever runs the mailbox has not switched on what we came for.
    SwitchedOff(String),
    /// There is no token to come with.
    NoToken(ConnectorError),
}

impl MailError {
    pub fn why(&self) -> &str {
        match self {
            Self::Unreachable(why)
            | Self::Certificate(why)
            | Self::Encryption(why)
            | Self::SignedOut(why)
            | Self::Refused(why)
            | Self::Misunderstood(why)
            | Self::Busy(why)
            | Self::Cut(why)
            | Self::Protocol(why)
            | Self::NoTokens(why)
            | Self::SwitchedOff(why) => why,
            Self::NoToken(error) => match error {
                ConnectorError::SignedOut(why)
                | ConnectorError::Transient(why)
                | ConnectorError::Protocol(why)
                | ConnectorError::Store(why) => why,
                ConnectorError::RateLimited { why, .. } | ConnectorError::Settings { why, .. } => why,
            },
        }
    }

    /// It has heard the question and does not do it: with another question the conversation goes on.
    pub fn is_no(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Misunderstood(_))
    }

    /// While listening: what may pass is tried again.
    pub fn while_listening(self, side: Side) -> ConnectorError {
        let why = format!("{}: {}", side.name(), self.why());
        match self {
            Self::SignedOut(_) => ConnectorError::SignedOut(why),
            // RFC 5530: we ask for too much. How long to wait is not said.
            Self::Busy(said) if said.contains("[LIMIT]") => ConnectorError::RateLimited { after: WAIT_UNTOLD, why },
            Self::Unreachable(_) | Self::Cut(_) | Self::Busy(_) => ConnectorError::Transient(why),
            Self::Certificate(_) | Self::Encryption(_) | Self::Refused(_) | Self::NoTokens(_) | Self::SwitchedOff(_) => {
                self.in_settings(side, why)
            }
            Self::Protocol(_) | Self::Misunderstood(_) => ConnectorError::Protocol(why),
            Self::NoToken(error) => error,
        }
    }

    /// While somebody types the settings: a server that is not there is probably not the one that was meant.
    pub fn while_checking(self, side: Side, host: &str) -> ConnectorError {
        let why = format!("{} ({host}): {}{}", side.name(), self.why(), self.hint(host));
        match self {
            Self::SignedOut(_) => ConnectorError::SignedOut(why),
            Self::Cut(_) | Self::Busy(_) => ConnectorError::Transient(why),
            Self::Protocol(_) | Self::Misunderstood(_) => ConnectorError::Protocol(why),
            Self::NoToken(error) => error,
            Self::Unreachable(_)
            | Self::Certificate(_)
            | Self::Encryption(_)
            | Self::Refused(_)
            | Self::NoTokens(_)
            | Self::SwitchedOff(_) => self.in_settings(side, why),
        }
    }

    fn in_settings(&self, side: Side, why: String) -> ConnectorError {
        let code = match (side, self) {
            (_, Self::NoTokens(_)) => "no_tokens",
            (Side::Imap, Self::SwitchedOff(_)) => "imap_disabled",
            (Side::Smtp, Self::SwitchedOff(_)) => "smtp_disabled",
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
                " – Microsoft lets no program into its mailboxes with a password, only with a sign-in on its own page, by whom the mailbox belongs to"
            }
            Self::SignedOut(_) => {
                " – many providers want an app password instead of the account's own, and some have to be told first that IMAP may be used"
            }
            Self::NoTokens(_) => " – only Microsoft's servers do, and those that were set up for it",
            Self::Refused(_)
            | Self::Misunderstood(_)
            | Self::Busy(_)
            | Self::Cut(_)
            | Self::Protocol(_)
            | Self::SwitchedOff(_)
            | Self::NoToken(_) => "",
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
