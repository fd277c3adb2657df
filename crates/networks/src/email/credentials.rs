//! How we get into the two servers: with the mailbox's password, or with tokens that are renewed.

use super::{
    EmailSettings,
    error::MailError,
    imap::Session,
    oauth::{Endpoint, Ticket, Tokens},
    smtp::Submission,
};
use crate::{ConnectorError, Context, Secret};
use answerable_domain::clip_to_bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};

pub enum Credentials {
    Password(Secret),
    Tokens(Tokens),
}

/// What one sign-in is made with.
#[derive(Debug, Clone)]
pub enum Key {
    Password(Secret),
    Token(Ticket),
}

impl Credentials {
    pub fn new(settings: &EmailSettings, secret: Option<Secret>, context: &Context) -> Result<Self, ConnectorError> {
        let Some(secret) = secret.filter(|secret| !secret.expose().is_empty()) else {
            let why = match settings.oauth {
                Some(_) => "somebody has to sign in on Microsoft's page",
                None => "the password of the mailbox is needed",
            };
            return Err(ConnectorError::Settings { code: "secret_missing", why: why.to_owned() });
        };
        Ok(match &settings.oauth {
            None => Self::Password(secret),
            Some(oauth) => {
                let endpoint = Endpoint::new(oauth, context.http.clone(), context.clock.clone());
                Self::Tokens(Tokens::new(endpoint, context.vault.clone(), context.clock.clone(), secret))
            }
        })
    }

    /// A signed-in connection to read. A token that is refused is renewed once before anybody is told.
    pub async fn read(&self, settings: &EmailSettings) -> Result<Session, MailError> {
        let key = self.key(None).await?;
        match Session::signed_in(settings, &key).await {
            Err(error) => Session::signed_in(settings, &self.another(&key, error).await?).await,
            opened => opened,
        }
    }

    /// A signed-in connection to send.
    pub async fn submit(&self, settings: &EmailSettings) -> Result<Submission, MailError> {
        let key = self.key(None).await?;
        match Submission::open(settings, &key).await {
            Err(error) => Submission::open(settings, &self.another(&key, error).await?).await,
            opened => opened,
        }
    }

    async fn key(&self, stale: Option<u64>) -> Result<Key, MailError> {
        match self {
            Self::Password(password) => Ok(Key::Password(password.clone())),
            Self::Tokens(tokens) => tokens.ticket(stale).await.map(Key::Token).map_err(MailError::NoToken),
        }
    }

    /// A fresh token, if a token is what was refused.
    async fn another(&self, refused: &Key, error: MailError) -> Result<Key, MailError> {
        match (refused, &error) {
            (Key::Token(ticket), MailError::SignedOut(_)) => self.key(Some(ticket.generation)).await,
            _ => Err(error),
        }
    }
}

/// The initial answer of SASL XOAUTH2.
pub fn xoauth2(user: &str, ticket: &Ticket) -> String {
    STANDARD.encode(format!("user={user}\x01auth=Bearer {}\x01\x01", ticket.access.expose()))
}

/// What a server says before it refuses a token: a line of JSON with a status, in base64.
pub fn challenge(packed: &str) -> String {
    let said = STANDARD.decode(packed.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    clip_to_bytes(&line, 300).to_owned()
}
