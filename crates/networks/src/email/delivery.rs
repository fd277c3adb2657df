//! Sending an answer, and not sending it twice.
//!
//! **The rule.** A mail that was handed over cannot be taken back, and SMTP cannot be asked what it has taken. So:
//!
//! 1. The Message-ID is made from the reply's own id before the first attempt and is the same at every attempt.
//! 2. Whatever goes wrong before the server has said "go on" to DATA, and whatever the server refuses in words, has provably not left: tried
//!    again, or failed.
//! 3. When the connection breaks after that, or the program ended in between, we look for the Message-ID in the folder of sent mails and in the
//!    mailbox itself. What is found was sent.
//! 4. What is not found was not sent *only where the provider files what it takes by itself, as it is* (`sent::proves_absence`): there it is sent
//!    again, under the same Message-ID. Everywhere else the copy among the sent mails is made by us after the server has accepted, so that it is not there says nothing: the reply
//!    is *unknown*, and a person decides. When the person says "again", we look once more first, and it leaves under the same Message-ID, by which
//!    most mailboxes notice the second one.

use super::{
    EmailSettings, LIMITS,
    compose::{Outgoing, Party, answer_subject, compose},
    credentials::Credentials,
    error::MailError,
    reading::{Noted, Own, normalize},
    reference, sent,
    smtp::{Handed, domain_of},
};
use crate::{ConnectorError, Delivery, Outcome};
use answerable_domain::{Inbound, Millis, Network, Receipt};
use lettre::Address;
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;

/// Providers file what they take within seconds; the outbox waits longer than this between a doubt and the look.
const ASK_AGAIN: Duration = Duration::from_secs(60);
/// Servers that do not know us yet ask us to come back after a minute or five.
const TRY_AGAIN: Duration = Duration::from_secs(30);
/// Neither a copy nor a look holds an answer up for longer.
const FOLDER_PATIENCE: Duration = Duration::from_secs(30);

/// Who sends.
pub struct Sender<'a> {
    pub settings: &'a EmailSettings,
    pub credentials: &'a Credentials,
    pub own: Own<'a>,
}

/// A mail that is ready to leave.
struct Ready {
    to: Address,
    message_id: String,
    bytes: Vec<u8>,
}

impl Sender<'_> {
    pub async fn send(&self, delivery: &Delivery) -> Outcome {
        let ready = match self.write(delivery) {
            Ok(ready) => ready,
            Err(outcome) => return outcome,
        };
        if delivery.may_have_left {
            match self.look(&ready.message_id).await {
                Ok(true) => return Outcome::Done(self.receipt(&ready, delivery)),
                Ok(false) => {}
                Err(error) => return cannot_look(error),
            }
        }
        match self.hand_over(&ready).await {
            Handed::Accepted => {
                self.keep_copy(&ready).await;
                Outcome::Done(self.receipt(&ready, delivery))
            }
            Handed::Failed(error) => not_sent(error),
            // A provider that is quick has it already.
            Handed::InDoubt(why) => match self.look(&ready.message_id).await {
                Ok(true) => Outcome::Done(self.receipt(&ready, delivery)),
                _ => Outcome::Uncertain { probe_after: ASK_AGAIN, why },
            },
        }
    }

    fn write(&self, delivery: &Delivery) -> Result<Ready, Outcome> {
        let refused = |code, why: &str| Outcome::Refused { code, why: why.to_owned() };
        let ([text], [own_id]) = (delivery.parts.as_slice(), delivery.own_ids.as_slice()) else {
            return Err(refused("refused", "a mail has one part"));
        };
        if text.chars().count() > LIMITS.units_max as usize || text.len() > LIMITS.bytes_max as usize {
            return Err(refused("too_long", "longer than 50,000 characters"));
        }
        let message_id = reference::message_id(own_id, self.own.reference_key, domain_of(&self.settings.address));
        // Only a mail can be answered by a mail below it; a letter to somebody who wrote elsewhere begins a thread of its own.
        let answered = (delivery.target.post.network == Network::Email).then(|| Noted::of(&delivery.target.handle));
        let to = match (&delivery.letter, &answered) {
            (Some(letter), _) => letter.to.clone(),
            (None, Some(noted)) => {
                noted.answer_to().map(str::to_owned).ok_or_else(|| refused("refused", "the mail names nobody to answer"))?
            }
            (None, None) => return Err(refused("refused", "not a mail, and no address is given")),
        };
        let subject = match (&delivery.letter, &answered) {
            (Some(letter), _) => letter.subject.clone(),
            (None, noted) => answer_subject(noted.as_ref().map_or("", |noted| &noted.subject)),
        };
        let mut references = answered.as_ref().map(Noted::answer_references).unwrap_or_default();
        if sent::renames(self.settings) {
            // Whoever answers refers to what we refer to: so our own name comes back even when the mail has got another.
            references.push(message_id.clone());
        }
        let outgoing = Outgoing {
            from: Party { address: &self.settings.address, name: self.settings.name.as_deref() },
            to: Party { address: &to, name: None },
            subject: &subject,
            in_reply_to: answered.as_ref().and_then(|noted| noted.message_id.as_deref()),
            references: &references,
            message_id: &message_id,
            date: delivery.created_at,
            text,
            auto: false,
        };
        let mut bytes = compose(&outgoing).map_err(|error| refused("refused", &error.to_string()))?;
        // As it will lie in mailboxes: the end of the last line is a part of it.
        if !bytes.ends_with(b"\r\n") {
            bytes.extend_from_slice(b"\r\n");
        }
        let to = to.parse().map_err(|_| refused("refused", "not an address that mail can be sent to"))?;
        Ok(Ready { to, message_id, bytes })
    }

    async fn hand_over(&self, ready: &Ready) -> Handed {
        let Ok(from) = self.settings.address.parse() else {
            return Handed::Failed(MailError::Refused("our own address cannot send mail".to_owned()));
        };
        match self.credentials.submit(self.settings).await {
            Ok(submission) => submission.hand_over(&from, &ready.to, &ready.bytes).await,
            Err(error) => Handed::Failed(error),
        }
    }

    /// Whether it lies among the sent mails, or came back to us.
    async fn look(&self, message_id: &str) -> Result<bool, MailError> {
        let looked = timeout(FOLDER_PATIENCE, async {
            let mut session = self.credentials.read(self.settings).await?;
            let found = sent::is_there(&mut session, self.settings, message_id).await?;
            session.log_out().await;
            Ok(found)
        });
        looked.await.unwrap_or_else(|_| Err(MailError::Cut("the folder of sent mails does not answer".to_owned())))
    }

    /// A mail that was sent is sent, whether or not there is a copy of it.
    async fn keep_copy(&self, ready: &Ready) {
        if self.settings.sent.is_none() || sent::files_by_itself(self.settings) {
            return;
        }
        let kept = timeout(FOLDER_PATIENCE, async {
            let mut session = self.credentials.read(self.settings).await?;
            sent::file(&mut session, self.settings, &ready.message_id, &ready.bytes).await?;
            session.log_out().await;
            Ok::<_, MailError>(())
        });
        match kept.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(why = error.why(), "no copy of a sent mail could be kept in the mailbox"),
            Err(_) => tracing::warn!("no copy of a sent mail could be kept in the mailbox: it does not answer"),
        }
    }

    fn receipt(&self, ready: &Ready, delivery: &Delivery) -> Receipt {
        let root = delivery.target.post.root_native_id.as_ref().filter(|_| delivery.letter.is_none()).unwrap_or(&ready.message_id);
        Receipt {
            native_ids: vec![ready.message_id.clone()],
            permalink: None,
            handle: json!({ "root": root, "parts": [{ "cid": self.version(ready, delivery.created_at) }] }),
        }
    }

    /// As a copy that comes back into the mailbox would be read, so that it is known again.
    fn version(&self, ready: &Ready, at: Millis) -> String {
        let read = normalize(&ready.bytes, at, &self.own).unwrap_or_default();
        let mut versions = read.into_iter().filter_map(|inbound| match inbound {
            Inbound::Post(post) => Some(post.version),
            _ => None,
        });
        versions.next().unwrap_or_else(|| "sent".to_owned())
    }
}

/// Nothing of it has left.
fn not_sent(error: MailError) -> Outcome {
    let why = format!("SMTP: {}", error.why());
    match error {
        MailError::SignedOut(_) => Outcome::Refused { code: "signed_out", why },
        MailError::Refused(_) => Outcome::Refused { code: "refused", why },
        MailError::NoToken(error) => Outcome::unsent(error),
        // Certificates are renewed and settings mended within the days that the outbox tries.
        _ => Outcome::Retry { after: TRY_AGAIN, why },
    }
}

/// An earlier attempt may have left, and nobody can say now.
fn cannot_look(error: MailError) -> Outcome {
    let why = format!("IMAP: {}", error.why());
    match error {
        MailError::SignedOut(_) | MailError::NoToken(ConnectorError::SignedOut(_)) => Outcome::Refused { code: "signed_out", why },
        MailError::NoToken(ConnectorError::RateLimited { after, .. }) => Outcome::Uncertain { probe_after: after.max(ASK_AGAIN), why },
        _ => Outcome::Uncertain { probe_after: ASK_AGAIN, why },
    }
}
